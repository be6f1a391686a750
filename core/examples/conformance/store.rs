//! Vectors of AWS's verdict on a document: `{id, kind, document_text, accept, message}`.

use iam_eval::{ParseOptions, PolicyType};
use serde_json::Value;

use super::{Difference, Verdict};

/// What AWS is known to have said only by its error code.
const BARE_CODE: &str = "MalformedPolicyDocument";

pub(crate) fn run(vector: &Value) -> Verdict {
    let kind = match vector["kind"].as_str().unwrap_or("identity") {
        "identity" => PolicyType::Identity,
        "resource" => PolicyType::Resource,
        "trust" => PolicyType::Trust,
        "session" => PolicyType::Session,
        "scp" | "service_control" => PolicyType::ServiceControl,
        "rcp" | "resource_control" => PolicyType::ResourceControl,
        other => {
            return Err(Difference { expected: "a known kind".to_owned(), got: other.to_owned() });
        }
    };
    let text = vector["document_text"].as_str().unwrap_or("");
    let accept = vector["accept"].as_bool().unwrap_or(false);
    let message = vector["message"].as_str();
    let expected = if accept { "accepted".to_owned() } else { format!("refused: {}", message.unwrap_or("-")) };
    let got = match ParseOptions::new().policy_type(kind).parse(text) {
        Ok(_) => "accepted".to_owned(),
        Err(_) if !accept && message.is_none_or(|message| message == BARE_CODE) => expected.clone(),
        Err(error) => {
            let said = error.aws_message().unwrap_or(error.message());
            let with_code = format!("MalformedPolicyDocumentException: {said}");
            let same = message == Some(said) || message == Some(&with_code);
            if same { expected.clone() } else { format!("refused: {said}") }
        }
    };
    if got == expected { Ok(()) } else { Err(Difference { expected, got }) }
}
