//! The law of the room: what is stored can be read.

use crate::document::{ParseOptions, PolicyType};

/// Something of every type, some of it right somewhere.
const VALUES: [&str; 22] = [
    "null",
    "true",
    "1.5",
    "[]",
    "{}",
    "[null]",
    "[[]]",
    "[{}]",
    "[1]",
    r#""""#,
    r#""*""#,
    r#"["*"]"#,
    r#"["*", null]"#,
    r#""sqs:A""#,
    r#"["sts:AssumeRole", "sqs:\u0041"]"#,
    r#""2008-10-17""#,
    r#"{"AWS": "*"}"#,
    r#"{"AWS": ["111122223333", null], "Service": "a.amazonaws.com"}"#,
    r#"{"StringLike": {"a": [null, 1, true, "x"], "b": 2}}"#,
    r#"{"Unknown": {}}"#,
    r#"{"Unknown": {"a": []}}"#,
    r#"{"BinaryEquals": {"a": "YQ=="}}"#,
];

type Members = &'static [(&'static str, &'static str)];

const BASES: [Members; 3] = [
    &[("Effect", r#""Deny""#), ("Action", r#""sqs:A""#), ("Resource", r#""*""#)],
    &[("Effect", r#""Deny""#), ("Principal", r#"{"AWS": "*"}"#), ("Action", r#""sqs:A""#), ("Resource", r#""*""#)],
    &[("Effect", r#""Allow""#), ("Principal", r#"{"Service": "x"}"#), ("Action", r#""sts:AssumeRole""#)],
];

#[test]
fn whatever_is_stored_is_read() {
    use PolicyType::{Identity, Resource, ResourceControl, ServiceControl, Session, Trust};
    let members = ["Sid", "Effect", "Principal", "Action", "Resource", "Condition", "NotPrincipal", "NotAction"];
    let mut stored = [0; 6];
    for base in BASES {
        for member in members {
            for value in VALUES {
                // without the member itself, and without its twin
                let others = base.iter().filter(|(name, _)| !member.ends_with(name));
                let statement: Vec<_> =
                    others.chain([&(member, value)]).map(|(name, value)| format!(r#""{name}":{value}"#)).collect();
                let statement = statement.join(",");
                let text = format!(r#"{{"Version":"2012-10-17","Statement":[{{{statement}}}]}}"#);
                let kinds = [Identity, Session, Resource, Trust, ServiceControl, ResourceControl];
                for (kind, count) in kinds.into_iter().zip(&mut stored) {
                    match ParseOptions::new().policy_type(kind).parse(&text) {
                        Ok(policy) => {
                            assert_eq!(policy.statements().len(), 1, "{text}");
                            *count += 1;
                        }
                        Err(error) => {
                            assert!(error.aws_message().is_some(), "{kind:?} {text}: {error}");
                        }
                    }
                }
            }
        }
    }
    assert!(stored.iter().all(|count| *count > 10), "{stored:?}");
}
