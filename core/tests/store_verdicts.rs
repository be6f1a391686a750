//! AWS's own verdicts on policy texts: `CreatePolicy`, `AssumeRole`, Organizations, and the policies
//! that AWS manages itself. The data is not part of the repository; without it the tests say so.

use std::path::{Path, PathBuf};

use iam_eval::{ParseOptions, PolicyType};
use serde_json::Value;

/// `IAM_EVAL_DATA`, or the nearest `shared/data` beside a folder above this crate.
fn data(name: &str) -> Option<String> {
    let given = std::env::var_os("IAM_EVAL_DATA").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder = given.or_else(|| above.map(|folder| folder.join("shared/data")).find(|folder| folder.is_dir()));
    let text = folder.and_then(|folder| std::fs::read_to_string(folder.join(name)).ok());
    if text.is_none() {
        println!("skipped: {name} is not here (set IAM_EVAL_DATA to its folder)");
    }
    text
}

fn rows(text: &str) -> impl Iterator<Item = Value> {
    text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON"))
}

fn text<'v>(row: &'v Value, name: &str) -> &'v str {
    row[name].as_str().unwrap_or_default()
}

/// Every verdict must be AWS's, and nineteen of twenty messages.
fn run(name: &str) {
    let Some(data) = data(name) else { return };
    let (mut verdicts, mut wrong_verdicts) = (0, 0);
    let (mut messages, mut wrong_messages) = (0, 0);
    for row in rows(&data) {
        let policy_type = match row["kind"].as_str() {
            None | Some("identity") => PolicyType::Identity,
            Some("session") => PolicyType::Session,
            Some("resource") => PolicyType::Resource,
            Some("trust") => PolicyType::Trust,
            Some("scp") => PolicyType::ServiceControl,
            Some("rcp") => PolicyType::ResourceControl,
            Some(other) => panic!("no policy type for `{other}`"),
        };
        let id = text(&row, "id");
        let parsed = ParseOptions::new().policy_type(policy_type).parse(text(&row, "document_text"));
        verdicts += 1;
        if parsed.is_ok() != (row["accept"] == true) {
            wrong_verdicts += 1;
            println!("{id}: AWS accepts: {}, here: {parsed:?}", row["accept"]);
            continue;
        }
        let Err(error) = parsed else { continue };
        let expected = text(&row, "message");
        // where only the error code was noted down, any message of ours stands for it
        let found = match error.aws_message() {
            Some(_) if expected == "MalformedPolicyDocument" => expected,
            Some(message) => message,
            None => "",
        };
        messages += 1;
        if found != expected {
            wrong_messages += 1;
            println!("{id}: AWS says {expected:?}, here {found:?} ({error})");
        }
    }
    println!("{name}: {verdicts} verdicts, {wrong_verdicts} wrong; {messages} messages, {wrong_messages} wrong");
    assert!(verdicts > 0, "{name} holds no rows");
    assert_eq!(wrong_verdicts, 0);
    assert!(wrong_messages * 20 <= messages, "{wrong_messages} of {messages} messages differ");
}

#[test]
fn create_policy_verdicts() {
    run("iam-accept-corpus.ndjson");
}

#[test]
fn verdicts_by_kind() {
    run("store-verdicts.ndjson");
}

#[test]
fn managed_policies_are_stored() {
    let Some(data) = data("managed-policies.ndjson") else {
        return;
    };
    let mut refused = 0;
    let mut count = 0;
    for row in rows(&data) {
        let document = match &row["document"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        count += 1;
        if let Err(error) = ParseOptions::new().policy_type(PolicyType::Identity).parse(&document) {
            refused += 1;
            println!("{}: {error}; AWS: {:?}", text(&row, "name"), error.aws_message());
        }
    }
    println!("{count} managed policies, {refused} refused");
    assert!(count > 0);
    assert_eq!(refused, 0);
}
