//! Variables beside conditions on whether their key is there: what is proved holds for each request of a small space.

use iam_eval::analyze::{
    AnalyzeOptions, Region, Verdict, check_contained, check_no_new_access_to_resource, check_unreachable,
};
use iam_eval::{ContextValue, Policy, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const TAG: &str = "aws:PrincipalTag/t";
const VALUES: &[&str] = &["${aws:PrincipalTag/t}", "${aws:PrincipalTag/t, 'a'}", "a", "a${aws:PrincipalTag/t}", "*"];
const ARNS: &[&str] = &["arn:aws:iam::1:role/${aws:PrincipalTag/t}", "arn:aws:iam::1:role/a", "arn:aws:iam::1:role/*"];

fn condition() -> impl Strategy<Value = Value> {
    let some = |of: &'static [&'static str]| prop::collection::vec(prop::sample::select(of), 1..3);
    let texts = prop::sample::select(vec![
        "StringEquals",
        "StringNotEquals",
        "StringLike",
        "StringNotLike",
        "StringEqualsIfExists",
        "StringLikeIfExists",
        "StringNotLikeIfExists",
        "StringEqualsIgnoreCase",
    ]);
    let arns = prop::sample::select(vec!["ArnLike", "ArnNotLike", "ArnLikeIfExists", "ArnEquals"]);
    let sets = prop::sample::select(vec![
        "ForAllValues:StringEquals",
        "ForAnyValue:StringEquals",
        "ForAllValues:StringNotLike",
        "ForAnyValue:StringNotEquals",
        "ForAnyValue:StringLikeIfExists",
    ]);
    let on_tag = prop::sample::select(vec!["StringEquals", "StringNotEquals", "StringLike"]);
    prop_oneof![
        3 => (texts, some(VALUES)).prop_map(|(operator, values)| json!({operator: {"k": values}})),
        2 => (arns, some(ARNS)).prop_map(|(operator, values)| json!({operator: {"k": values}})),
        2 => (sets, some(VALUES)).prop_map(|(operator, values)| json!({operator: {"aws:TagKeys": values}})),
        3 => (prop::sample::select(vec![TAG, TAG, "k", "aws:TagKeys"]), any::<bool>())
            .prop_map(|(key, is_absent)| json!({"Null": {key: is_absent.to_string()}})),
        1 => on_tag.prop_map(|operator| json!({operator: {TAG: "a"}})),
    ]
}

fn statement() -> impl Strategy<Value = Value> {
    let resources =
        prop::sample::select(vec!["*", "*", "r/${aws:PrincipalTag/t}", "r/*", "r/${aws:PrincipalTag/t, 'a'}"]);
    let effect = prop::sample::select(vec!["Allow", "Allow", "Deny"]);
    let conditions = prop::collection::vec(condition(), 0..4);
    (effect, resources, prop::bool::weighted(0.15), conditions).prop_map(|(effect, resource, is_not, conditions)| {
        let name = if is_not { "NotResource" } else { "Resource" };
        let mut statement = json!({"Effect": effect, "Action": "s:a", name: resource});
        for condition in conditions {
            for (operator, keys) in condition.as_object().unwrap() {
                for (key, values) in keys.as_object().unwrap() {
                    statement["Condition"][operator][key] = values.clone();
                }
            }
        }
        statement
    })
}

fn document(statements: &Value) -> Policy {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string().parse().unwrap()
}

fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(statement(), 1..3).prop_map(|statements| document(&json!(statements)))
}

fn requests() -> Vec<Request> {
    let tags = [None, Some(""), Some("a"), Some("b"), Some("aa")];
    let keys = [
        None,
        Some("a"),
        Some("b"),
        Some("aa"),
        Some("ab"),
        Some(""),
        Some("arn:aws:iam::1:role/a"),
        Some("arn:aws:iam::1:role/b"),
    ];
    let sets: [Option<&[&str]>; 6] = [None, Some(&[]), Some(&["a"]), Some(&["b"]), Some(&["a", "b"]), Some(&["aa"])];
    let mut all = Vec::new();
    for resource in ["x", "r/a", "r/b", "r/"] {
        for tag in tags {
            for key in keys {
                for set in sets {
                    let mut builder = Request::builder("s:a", resource);
                    for (name, value) in [(TAG, tag), ("k", key)] {
                        if let Some(value) = value {
                            builder = builder.context(name, value);
                        }
                    }
                    if let Some(set) = set {
                        let set: Vec<String> = set.iter().map(ToString::to_string).collect();
                        builder = builder.context("aws:TagKeys", ContextValue::from(set));
                    }
                    all.push(builder.build().unwrap());
                }
            }
        }
    }
    all
}

proptest! {
    #[test]
    fn what_is_proved_holds_where_variables_have_no_value(new in policy(), existing in policy()) {
        let options = AnalyzeOptions::default();
        let (a, b) = (Region::of([&new]), Region::of([&existing]));
        match check_contained(&a, &b, &options) {
            Verdict::Proved => {
                for request in requests() {
                    let is_new = a.holds(&request) && !b.holds(&request);
                    prop_assert!(!is_new, "{} in {}: {request:?}", new.to_json(), existing.to_json());
                }
            }
            Verdict::Refuted(request) => prop_assert!(a.holds(&request) && !b.holds(&request)),
            _ => {}
        }
    }
}

/// A variable without a value matches nothing, which `IfExists`, all of no values, and what is no ARN do not ask of it.
#[test]
fn a_variable_without_a_value_matches_nothing() {
    let options = AnalyzeOptions::default();
    let given = |condition: Value| json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition});
    let tag = "${aws:PrincipalTag/t}";
    for (operator, key, value) in [
        ("StringLikeIfExists", "k", tag),
        ("StringEqualsIfExists", "k", tag),
        ("ForAllValues:StringEquals", "aws:TagKeys", tag),
        ("ArnLikeIfExists", "k", "arn:aws:iam::*:role/${aws:PrincipalTag/t}"),
    ] {
        let policy = document(&json!([given(json!({"Null": {TAG: "true"}, operator: {key: value}}))]));
        assert!(check_unreachable(&policy, 0, &options).witness().is_some(), "{operator}");
    }
    let never = document(&json!([given(json!({"Null": {TAG: "true"}, "StringEquals": {"k": tag}}))]));
    assert!(check_unreachable(&never, 0, &options).is_proved());
    let not_arn = given(json!({"ArnNotLike": {"k": "arn:aws:iam::*:role/${aws:PrincipalTag/t}"}}));
    let absent = document(&json!([given(json!({"Null": {TAG: "true"}}))]));
    let verdict = check_contained(&Region::of([&absent]), &Region::of([&document(&json!([not_arn]))]), &options);
    assert!(verdict.witness().is_some(), "{verdict:?}");
}

/// One user stands for all of its account: what holds of its name is not proved of others.
#[test]
fn what_a_caller_is_called_proves_nothing() {
    let of = |values: &Value| {
        document(&json!([{"Effect": "Allow", "Principal": {"AWS": "111122223333"}, "Action": "s3:ListBucket",
            "Resource": "*", "Condition": {"StringEquals": {"s3:prefix": values}}}]))
    };
    let (own, some) = (of(&json!("${aws:username}")), of(&json!(["u", "x", "another"])));
    let options = AnalyzeOptions::default();
    assert!(!check_no_new_access_to_resource(&some, &own, &options).is_proved());
    assert!(check_no_new_access_to_resource(&own, &own, &options).is_proved());
}

/// An identity policy's Allow without a resource grants nothing.
#[test]
fn an_allow_without_a_resource_grants_nothing() {
    let nothing = document(&json!([{"Effect": "Allow", "Action": "s3:*"}]));
    let all = document(&json!([{"Effect": "Allow", "Action": "s3:*", "Resource": "*"}]));
    let options = AnalyzeOptions::default();
    let (nothing, all) = (Region::of([&nothing]), Region::of([&all]));
    assert!(check_contained(&all, &nothing, &options).witness().is_some());
    assert!(check_contained(&nothing, &all, &options).is_proved());
}
