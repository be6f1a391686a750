//! Holds the reference evaluator to the decisions captured from AWS.

#[path = "reference/condition_rules.rs"]
mod condition_rules;
mod reference;
#[path = "reference/rules.rs"]
mod rules;

use reference::{Answer, decide};
use serde_json::{Value as Json, json};
use std::path::{Path, PathBuf};

/// `IAM_EVAL_DATA`, or `shared/data` beside one of the crate's ancestors.
fn data_folder() -> Option<PathBuf> {
    if let Some(folder) = std::env::var_os("IAM_EVAL_DATA") {
        return Some(PathBuf::from(folder));
    }
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().map(|folder| folder.join("shared").join("data")).find(|folder| folder.is_dir())
}

fn word(answer: Answer) -> &'static str {
    match answer {
        Answer::Allow => "allow",
        Answer::DenyExplicit => "deny_explicit",
        Answer::DenyImplicit => "deny_implicit",
        Answer::Depends => "depends",
    }
}

fn run(file: &str) {
    let Some(text) = data_folder().and_then(|d| std::fs::read_to_string(d.join(file)).ok()) else {
        println!("skipped: {file} not found");
        return;
    };
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let row: Json = serde_json::from_str(line).expect("a vector is JSON");
        let found = decide(&row["policies"], &row["request"]);
        let found = found.map_or_else(|error| error, |outcome| word(outcome.answer).to_owned());
        if row["expect"] != *found {
            wrong.push(format!("{}: {} but {found}", row["id"], row["expect"]));
        }
        count += 1;
    }
    assert!(count > 0, "{file} is empty");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn captured_decisions() {
    run("evaluation-oracle.ndjson");
}

#[test]
fn layers_and_principals() {
    run("evaluation-layers.ndjson");
}

const A: &str = "111122223333";
const USER: &str = "arn:aws:iam::111122223333:user/u";
const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:q";

fn user() -> Json {
    json!({"type": "User", "arn": USER, "account": A})
}

fn policy(statements: &Json) -> Json {
    json!({"Version": "2012-10-17", "Statement": statements})
}

fn everything(effect: &str) -> Json {
    policy(&json!({"Effect": effect, "Action": "*", "Resource": "*"}))
}

fn something_else() -> Json {
    policy(&json!({"Effect": "Allow", "Action": "ec2:DescribeInstances", "Resource": "*"}))
}

fn asks(principal: &Json, action: &str, resource: &str) -> Json {
    json!({"principal": principal, "action": action, "resource": resource, "context": {}})
}

fn send(principal: &Json) -> Json {
    asks(principal, "sqs:SendMessage", QUEUE)
}

/// Rule 120: no completion allows, one denies explicitly.
#[test]
fn deny_unknown() {
    let policies = json!({"identity": {"unknown": true}, "service_control": [[something_else()]]});
    let outcome = decide(&policies, &send(&user())).expect("well formed");
    assert_eq!(outcome.answer, Answer::DenyImplicit);
    assert_eq!(outcome.decided_by, Some("service_control"));
    assert!(outcome.maybe_explicit);
}

/// Rule 112.
#[test]
fn s3_owner() {
    let policies = json!({"identity": [everything("Allow")]});
    let request = asks(&user(), "s3:GetObject", "arn:aws:s3:::b/o");
    let outcome = decide(&policies, &request).expect("well formed");
    assert_eq!(outcome.answer, Answer::Depends);
}

/// Rule 4.
#[test]
fn action_request_concrete() {
    for action in ["s3", "s3:Get*", "s3:Get:Object", "s3:Get?bject"] {
        assert!(decide(&json!({}), &asks(&user(), action, "*")).is_err(), "{action}");
    }
}

/// Rule 45, and a derived key stated otherwise.
#[test]
fn condition_tag_case_collision() {
    let with = |context: Json| {
        let mut request = send(&user());
        request["context"] = context;
        decide(&json!({"identity": [everything("Allow")]}), &request)
    };
    assert!(with(json!({"aws:RequestTag/Env": "a", "aws:RequestTag/env": "b"})).is_err());
    assert!(with(json!({"aws:RequestTag/Env": "a", "aws:RequestTag/env": "a"})).is_ok());
    assert!(with(json!({"aws:username": "v"})).is_err());
    assert!(with(json!({"aws:username": "u"})).is_ok());
}
