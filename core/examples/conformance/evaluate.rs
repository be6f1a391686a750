//! Vectors of decisions: `{id, rule, policies, request, expect}`.

use serde_json::{Value, json};

use super::{Difference, Verdict};

pub(crate) fn run(vector: &Value) -> Verdict {
    let expected = vector["expect"].as_str().unwrap_or("").to_owned();
    let input = json!({ "policies": vector["policies"], "request": vector["request"] });
    let got = match iam_eval::wire::evaluate(&input.to_string()) {
        Ok(decision) => word(&decision),
        Err(error) => format!("error {}: {error}", error.code()),
    };
    if got == expected { Ok(()) } else { Err(Difference { expected, got }) }
}

/// The vectors' words for the answers on the wire.
fn word(decision: &str) -> String {
    let decision: Value = serde_json::from_str(decision).unwrap_or_default();
    match decision["answer"].as_str().unwrap_or("") {
        "allowed" => "allow",
        "explicitDeny" => "deny_explicit",
        "implicitDeny" => "deny_implicit",
        other => other,
    }
    .to_owned()
}
