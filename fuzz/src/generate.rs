//! Policies and requests from a small vocabulary, so that they meet often.

use serde_json::{Map, Value, json};

use super::choices::Choices;

const ACTIONS: &[&str] =
    &["s3:GetObject", "s3:PutObject", "sts:AssumeRole", "kms:Decrypt", "iam:PassRole", "S3:getobject"];
const ACTION_ENTRIES: &[&str] =
    &["*", "s3:*", "s3:Get*", "s3:GetObject", "sts:*", "kms:Decrypt", "iam:Pass?ole", "*:*"];
const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::b/alice/😀",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:kms:us-east-1:444455556666:key/k",
];
const RESOURCE_ENTRIES: &[&str] = &[
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/${aws:username}/??",
    "arn:aws:s3",
    "arn:aws:iam::*:role/r",
    "arn:*:kms:*:444455556666:*",
    "arn:aws:s3:::b/${aws:PrincipalTag/team, 'k'}",
    "arn:aws:s3:::b/${*}",
];
const PRINCIPALS: &[&str] = &[
    "*",
    "111122223333",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:sts::111122223333:federated-user/f",
];
const KEYS: &[&str] =
    &["aws:SourceIp", "aws:username", "aws:CurrentTime", "aws:PrincipalTag/team", "aws:TagKeys", "AWS:PrincipalArn"];
const VALUES: &[&str] = &[
    "alice",
    "203.0.113.7",
    "203.0.113.0/24",
    "2026-11-24T00:00:00Z",
    "9007199254740993",
    "true",
    "a*",
    "${aws:username}",
    "arn:aws:iam::111122223333:user/*",
    "",
];
const OPERATORS: &[&str] = &[
    "StringEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIgnoreCase",
    "NumericLessThanEquals",
    "DateGreaterThan",
    "Bool",
    "BinaryEquals",
    "IpAddress",
    "NotIpAddress",
    "ArnLike",
    "ArnNotEquals",
    "Null",
];
const QUALIFIERS: &[&str] = &["", "ForAllValues:", "ForAnyValue:"];
const VERSIONS: &[&str] = &["2012-10-17", "2008-10-17"];

/// Layers that hold one policy, a list of them, and a list of such lists.
const SINGLE: &[&str] = &["permissions_boundary", "resource", "vpc_endpoint", "trust"];
const LISTS: &[&str] = &["identity", "session"];
const LEVELS: &[&str] = &["service_control", "resource_control"];

/// A question: the policies by layer and a request, both in the shape of the wire.
pub fn question(choices: &mut Choices<'_>) -> (Value, Value) {
    let mut layers = Map::new();
    for _ in 0..=choices.below(3) {
        let all: Vec<&str> = [LISTS, SINGLE, LEVELS].concat();
        let name = choices.one(&all);
        let principals = ["resource", "trust", "vpc_endpoint", "resource_control"].contains(&name);
        let value = match name {
            _ if choices.once_in(12) => json!({"unknown": true}),
            name if SINGLE.contains(&name) => policy(choices, principals),
            name if LISTS.contains(&name) => choices.some(|choices| policy(choices, principals)).into(),
            _ => choices.some(|choices| Value::from(choices.some(|choices| policy(choices, principals)))).into(),
        };
        layers.insert(name.to_owned(), value);
    }
    (layers.into(), request(choices))
}

fn policy(choices: &mut Choices<'_>, principals: bool) -> Value {
    let statements = choices.some(|choices| statement(choices, principals));
    json!({"Version": choices.one(VERSIONS), "Statement": statements})
}

fn statement(choices: &mut Choices<'_>, principals: bool) -> Value {
    let mut members = Map::new();
    let mut put = |name: &str, value: Value| members.insert(name.to_owned(), value);
    put("Effect", choices.one(&["Allow", "Allow", "Deny"]).into());
    let negated =
        |choices: &mut Choices<'_>, name: &str| if choices.once_in(5) { format!("Not{name}") } else { name.to_owned() };
    put(&negated(choices, "Action"), choices.some(|choices| choices.one(ACTION_ENTRIES)).into());
    put(&negated(choices, "Resource"), choices.some(|choices| choices.one(RESOURCE_ENTRIES)).into());
    if principals {
        let named = match choices.below(4) {
            0 => json!("*"),
            1 => json!({"Service": "ec2.amazonaws.com"}),
            _ => json!({"AWS": choices.some(|choices| choices.one(PRINCIPALS))}),
        };
        put(&negated(choices, "Principal"), named);
    }
    if choices.once_in(2) {
        let conditions = choices.some(|choices| {
            let if_exists = if choices.once_in(4) { "IfExists" } else { "" };
            let operator = choices.one(QUALIFIERS).to_owned() + choices.one(OPERATORS) + if_exists;
            let values = choices.some(|choices| choices.one(VALUES));
            // `Null` takes no suffix
            let operator = if operator.ends_with("NullIfExists") { "Null".to_owned() } else { operator };
            (operator, json!({ choices.one(KEYS): values }))
        });
        put("Condition", conditions.into_iter().collect::<Map<_, _>>().into());
    }
    members.into()
}

fn request(choices: &mut Choices<'_>) -> Value {
    let mut request = json!({
        "action": choices.one(ACTIONS),
        "resource": choices.one(RESOURCES),
        "principal": principal(choices),
        "context_mode": choices.one(&["closed", "closed", "open"]),
    });
    let mut context = Map::new();
    for _ in 0..choices.below(4) {
        let value = match choices.below(8) {
            0 => json!({"unknown": true}),
            1 => json!({"present": true}),
            2 => json!(choices.some(|choices| choices.one(VALUES))),
            _ => json!(choices.one(VALUES)),
        };
        context.insert(choices.one(KEYS).to_owned(), value);
    }
    request["context"] = context.into();
    if choices.once_in(3) {
        request["resource_account"] = choices.one(&["111122223333", "444455556666"]).into();
    }
    request
}

fn principal(choices: &mut Choices<'_>) -> Value {
    let account = "111122223333";
    let of = |kind: &str, arn: &str| json!({"type": kind, "arn": arn, "account": account});
    match choices.below(7) {
        0 => of("User", "arn:aws:iam::111122223333:user/alice"),
        1 => json!({
            "type": "AssumedRole", "account": account,
            "arn": "arn:aws:sts::111122223333:assumed-role/r/s", "role_arn": "arn:aws:iam::111122223333:role/r",
        }),
        2 => of("AssumedRole", "arn:aws:sts::111122223333:assumed-role/r/s"),
        3 => of("FederatedUser", "arn:aws:sts::111122223333:federated-user/f"),
        4 => of("Root", "arn:aws:iam::111122223333:root"),
        5 => json!({"type": "Service", "name": "ec2.amazonaws.com"}),
        _ => json!({"type": "Anonymous"}),
    }
}
