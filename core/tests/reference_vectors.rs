//! Holds the reference evaluator to the decisions captured from AWS and to the worked cases.

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
const ROLE: &str = "arn:aws:iam::111122223333:role/r";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/r/s";
const FEDERATED: &str = "arn:aws:sts::111122223333:federated-user/u";
const ROOT: &str = "arn:aws:iam::111122223333:root";
const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:q";
const QUEUE_OF_B: &str = "arn:aws:sqs:us-east-1:444455556666:q";
const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/k";

fn user() -> Json {
    json!({"type": "User", "arn": USER, "account": A})
}

fn session() -> Json {
    json!({"type": "AssumedRole", "arn": SESSION, "account": A, "role_arn": ROLE})
}

fn federated() -> Json {
    json!({"type": "FederatedUser", "arn": FEDERATED, "account": A})
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

fn granted_to(principal: &Json) -> Json {
    policy(&json!({"Effect": "Allow", "Principal": principal, "Action": "*", "Resource": "*"}))
}

fn trusts(arn: &str) -> Json {
    policy(&json!({"Effect": "Allow", "Principal": {"AWS": arn}, "Action": "sts:AssumeRole"}))
}

fn asks(principal: &Json, action: &str, resource: &str) -> Json {
    json!({"principal": principal, "action": action, "resource": resource, "context": {}})
}

fn send(principal: &Json) -> Json {
    asks(principal, "sqs:SendMessage", QUEUE)
}

fn send_to_b(principal: &Json) -> Json {
    asks(principal, "sqs:SendMessage", QUEUE_OF_B)
}

fn logs_denied() -> Json {
    policy(&json!([
        {"Effect": "Allow", "Action": "s3:*", "Resource": "*"},
        {"Effect": "Deny", "Action": "s3:*", "Resource": "arn:aws:s3:::*log*"},
    ]))
}

/// The cases of section 6: number, policies, request, answer, deciding layer.
fn cases() -> Vec<(u8, Json, Json, &'static str, &'static str)> {
    let all = || json!([everything("Allow")]);
    let none = || json!([]);
    let other = something_else;
    let aws = |arn: &str| granted_to(&json!({"AWS": arn}));
    let bucket = |principal: &Json, object: &str, owner: &str| {
        let mut request = asks(principal, "s3:PutObject", object);
        request["resource_account"] = json!(owner);
        request
    };
    let carlos_arn = "arn:aws:iam::111111111111:user/carlos";
    let carlos = || json!({"type": "User", "arn": carlos_arn, "account": "111111111111"});
    let assume = || asks(&user(), "sts:AssumeRole", ROLE);
    let decrypt = || asks(&user(), "kms:Decrypt", KEY);
    let other_user = "arn:aws:iam::111122223333:user/other";
    let unknown_key = |effect: &str| {
        policy(&json!([{
            "Effect": effect, "Action": "*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceVpce": "vpce-1"}},
        }]))
    };
    let send_unknown = || {
        let mut request = send(&user());
        request["context"] = json!({"aws:SourceVpce": {"unknown": true}});
        request
    };
    let service_linked = json!({
        "type": "AssumedRole", "account": A, "service_linked": true,
        "arn": "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s",
        "role_arn": "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
    });
    let bucket_owner = "999999999999";
    let not_user = policy(&json!({
        "Effect": "Deny", "NotPrincipal": {"AWS": USER}, "Action": "*", "Resource": "*",
    }));
    let service = json!({"type": "Service", "name": "sns.amazonaws.com"});
    vec![
        (1, json!({"identity": all()}), send(&user()), "allow", "identity"),
        (2, json!({"identity": none()}), send(&user()), "deny_implicit", "identity"),
        (
            3,
            json!({"identity": [logs_denied()], "resource": aws(USER)}),
            bucket(&user(), "arn:aws:s3:::carlossalazar-logs/o", A),
            "deny_explicit",
            "identity",
        ),
        (
            4,
            json!({"identity": [logs_denied()], "resource": aws(USER)}),
            bucket(&user(), "arn:aws:s3:::carlossalazar/o", A),
            "allow",
            "resource",
        ),
        (5, json!({"identity": none(), "resource": aws(USER)}), send(&user()), "allow", "resource"),
        (
            6,
            json!({"identity": none(), "permissions_boundary": other(), "resource": aws(USER)}),
            send(&user()),
            "allow",
            "resource",
        ),
        (
            7,
            json!({"identity": all(), "permissions_boundary": other()}),
            send(&user()),
            "deny_implicit",
            "permissions_boundary",
        ),
        (8, json!({"identity": none(), "resource": aws(ROOT)}), send(&user()), "deny_implicit", "identity"),
        (9, json!({"identity": none(), "resource": aws(ROLE)}), send(&session()), "allow", "resource"),
        (
            10,
            json!({"identity": all(), "session": other(), "resource": aws(ROLE)}),
            send(&session()),
            "deny_implicit",
            "session",
        ),
        (
            11,
            json!({"identity": none(), "permissions_boundary": other(), "session": other(),
            "resource": aws(SESSION)}),
            send(&session()),
            "allow",
            "resource",
        ),
        (
            12,
            json!({"identity": none(), "permissions_boundary": other(),
            "resource": granted_to(&json!("*"))}),
            send(&session()),
            "allow",
            "resource",
        ),
        (
            13,
            json!({"identity": none(), "permissions_boundary": everything("Deny"),
            "resource": aws(SESSION)}),
            send(&session()),
            "deny_explicit",
            "permissions_boundary",
        ),
        (14, json!({"identity": all()}), send(&federated()), "deny_implicit", "session"),
        (
            15,
            json!({"identity": none(), "session": other(), "resource": aws(USER)}),
            send(&federated()),
            "deny_implicit",
            "session",
        ),
        (
            16,
            json!({"identity": none(), "session": other(), "resource": aws(FEDERATED)}),
            send(&federated()),
            "allow",
            "resource",
        ),
        (
            17,
            json!({"identity": all(), "service_control": [[everything("Allow")], [other()]]}),
            send(&user()),
            "deny_implicit",
            "service_control",
        ),
        (
            18,
            json!({"identity": all(), "service_control": [[everything("Deny")]]}),
            send(&service_linked),
            "allow",
            "identity",
        ),
        (19, json!({}), bucket(&json!({"type": "Root", "account": A}), "arn:aws:s3:::own/o", A), "allow", "identity"),
        (20, json!({"identity": all()}), send_to_b(&user()), "deny_implicit", "resource"),
        (21, json!({"identity": all(), "resource": aws(ROOT)}), send_to_b(&user()), "allow", "identity"),
        (22, json!({"identity": none(), "resource": aws(USER)}), send_to_b(&user()), "deny_implicit", "identity"),
        (
            23,
            json!({"identity": all(), "permissions_boundary": other(), "resource": aws(SESSION)}),
            send_to_b(&session()),
            "deny_implicit",
            "permissions_boundary",
        ),
        (
            24,
            json!({"identity": [logs_denied()], "resource": aws(carlos_arn)}),
            bucket(&carlos(), "arn:aws:s3:::Production/x", bucket_owner),
            "allow",
            "identity",
        ),
        (
            25,
            json!({"identity": [logs_denied()], "resource": aws(carlos_arn)}),
            bucket(&carlos(), "arn:aws:s3:::Production-logs/x", bucket_owner),
            "deny_explicit",
            "identity",
        ),
        (
            26,
            json!({"resource": granted_to(&json!({"Service": "sns.amazonaws.com"}))}),
            send(&service),
            "allow",
            "resource",
        ),
        (
            27,
            json!({"resource": granted_to(&json!("*"))}),
            asks(&json!({"type": "Anonymous"}), "s3:GetObject", "arn:aws:s3:::b/o"),
            "allow",
            "resource",
        ),
        (28, json!({"identity": all(), "resource": aws(other_user)}), decrypt(), "deny_implicit", "resource"),
        (29, json!({"identity": all(), "resource": aws(ROOT)}), decrypt(), "allow", "identity"),
        (30, json!({"identity": none(), "trust": trusts(USER)}), assume(), "allow", "trust"),
        (31, json!({"identity": none(), "trust": trusts(ROOT)}), assume(), "deny_implicit", "identity"),
        (32, json!({"identity": [unknown_key("Allow")]}), send_unknown(), "depends", ""),
        (33, json!({"identity": [everything("Allow"), unknown_key("Deny")]}), send_unknown(), "depends", ""),
        (
            34,
            json!({"identity": all(), "permissions_boundary": everything("Allow"),
            "resource": not_user}),
            send(&user()),
            "deny_explicit",
            "resource",
        ),
    ]
}

#[test]
fn worked_cases() {
    let cases = cases();
    assert_eq!(cases.len(), 34);
    for (index, (number, policies, request, answer, layer)) in (1..).zip(cases) {
        assert_eq!(number, index);
        let outcome = decide(&policies, &request).expect("a worked case is well formed");
        assert_eq!(word(outcome.answer), answer, "case {number}");
        assert_eq!(outcome.decided_by.unwrap_or(""), layer, "case {number}");
        assert!(!outcome.maybe_explicit, "case {number}");
    }
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
