//! Small policies that touch on everything, and all requests that they tell apart.

use iam_eval::{Answer, ContextValue, Policy, PolicySet, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const ACTIONS: &[&str] = &["s:a", "s:b", "s:ab", "s:*", "s:a*", "*", "t:?", "S:A", "?:b", "s:*b"];
const RESOURCES: &[&str] = &["*", "x", "y", "x*", "?y", "xy", "*x"];

/// A condition as a policy writes it.
fn condition() -> impl Strategy<Value = Value> {
    let texts = prop::collection::vec(prop::sample::select(vec!["a", "b", "ab", "a*", "*", "?", "A"]), 1..3);
    let string = prop::sample::select(vec![
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "StringEqualsIgnoreCase",
        "StringNotEqualsIgnoreCase",
        "StringEqualsIfExists",
        "StringNotLikeIfExists",
    ]);
    let numbers = prop::collection::vec(prop::sample::select(vec!["1", "2", "-1", "1.5", "q"]), 1..3);
    let numeric = prop::sample::select(vec![
        "NumericEquals",
        "NumericNotEquals",
        "NumericLessThan",
        "NumericLessThanEquals",
        "NumericGreaterThan",
        "NumericGreaterThanEqualsIfExists",
    ]);
    let many = prop::sample::select(vec![
        "ForAnyValue:StringEquals",
        "ForAllValues:StringEquals",
        "ForAnyValue:StringNotEquals",
        "ForAllValues:StringNotLike",
        "ForAnyValue:StringLikeIfExists",
        "StringEquals",
        "StringNotEquals",
    ]);
    prop_oneof![
        3 => (string, texts.clone()).prop_map(|(operator, values)| json!({operator: {"k": values}})),
        2 => (numeric, numbers).prop_map(|(operator, values)| json!({operator: {"n": values}})),
        2 => (many, texts).prop_map(|(operator, values)| json!({operator: {"aws:TagKeys": values}})),
        1 => (prop::sample::select(vec!["k", "n", "aws:TagKeys"]), any::<bool>())
            .prop_map(|(key, is_absent)| json!({"Null": {key: is_absent.to_string()}})),
        1 => prop::sample::select(vec!["true", "false"]).prop_map(|value| json!({"Bool": {"k": value}})),
    ]
}

fn statement() -> impl Strategy<Value = Value> {
    let list = |of: &'static [&'static str]| prop::collection::vec(prop::sample::select(of), 1..3);
    let effect = prop::sample::select(vec!["Allow", "Allow", "Deny"]);
    let names = (prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let conditions = prop::collection::vec(condition(), 0..3);
    (effect, list(ACTIONS), list(RESOURCES), names, conditions).prop_map(
        |(effect, actions, resources, (not_action, not_resource), conditions)| {
            let mut statement = json!({"Effect": effect});
            statement[if not_action { "NotAction" } else { "Action" }] = json!(actions);
            statement[if not_resource { "NotResource" } else { "Resource" }] = json!(resources);
            for condition in conditions {
                for (operator, keys) in condition.as_object().unwrap() {
                    for (key, values) in keys.as_object().unwrap() {
                        statement["Condition"][operator][key] = values.clone();
                    }
                }
            }
            statement
        },
    )
}

pub fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(statement(), 1..4).prop_map(|statements| {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
    })
}

/// Every request that the policies above tell apart, and some that they do not.
pub fn requests() -> Vec<Request> {
    let keys: Vec<Option<&str>> =
        vec![None, Some("a"), Some("b"), Some("ab"), Some("A"), Some(""), Some("true"), Some("cc")];
    let numbers = [None, Some("1"), Some("1.2"), Some("2"), Some("9"), Some("-1"), Some("-9"), Some("q")];
    let tags: [Option<&[&str]>; 7] =
        [None, Some(&[]), Some(&["a"]), Some(&["b"]), Some(&["a", "b"]), Some(&["cc", "ab"]), Some(&["cc"])];
    let mut all = Vec::new();
    for (at, action) in ["s:a", "s:b", "s:ab", "s:c", "t:a", "t:cc", "u:b"].into_iter().enumerate() {
        for resource in ["x", "y", "xy", "z", "xx", "zy", "zx"] {
            for (of_key, key) in keys.iter().enumerate() {
                for (of_number, number) in numbers.iter().enumerate() {
                    for (of_tags, tags) in tags.iter().enumerate() {
                        // a part of all combinations is enough: each pair is there
                        if (at + of_key * 3 + of_number * 5 + of_tags) % 3 != 0 {
                            continue;
                        }
                        let mut builder = Request::builder(action, resource);
                        if let Some(key) = key {
                            builder = builder.context("k", *key);
                        }
                        if let Some(number) = number {
                            builder = builder.context("n", *number);
                        }
                        if let Some(tags) = tags {
                            let tags: Vec<String> = tags.iter().map(ToString::to_string).collect();
                            builder = builder.context("aws:TagKeys", ContextValue::from(tags));
                        }
                        all.push(builder.build().unwrap());
                    }
                }
            }
        }
    }
    all
}

pub fn set(policy: &Policy) -> PolicySet {
    PolicySet::builder().identity([policy.clone()]).build()
}

/// Few cases unless `PROPTEST_CASES` says how many: each asks about thousands of requests.
pub fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 48 };
    ProptestConfig { cases, ..default }
}

pub fn allows(set: &PolicySet, request: &Request) -> bool {
    set.decide(request) == Answer::Allowed
}
