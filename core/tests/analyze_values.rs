//! The solver on one key that is compared in several ways: as text, number, time and in any letter case. What is proved
//! holds for every value of a small space, and nothing of it is left undecided.

use iam_eval::analyze::{AnalyzeOptions, Region, Verdict, check_contained};
use iam_eval::{Answer, Policy, PolicySet, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const TEXTS: &[&str] =
    &["5", "5.0", "05", "x", "a", "A", "K", "\u{212a}", "1e2", "100", "true", "2026-01-01T00:00:00Z", ""];
const CASELESS: &[&str] = &["\u{c9}t\u{e9}", "a", "k", "\u{39f}\u{3a3}", "stra\u{1e9e}e", "", "true", "x"];
const NUMBERS: &[&str] = &["5", "1e2", "-1e-2", "+6", ".5", "99", "2e1", "q"];
const DATES: &[&str] = &["2026-01-01T00:00:00Z", "2026-01-01", "100", "5"];
const ARNS: &[&str] = &["*", "arn:aws:s3:::b", "*:aws:s3:::b", "arn:*:s3:::*", "?rn:aws:s3:::b*", "arn:aws:s3:*:*:b"];
const LIKE: &[&str] = &["x:*:*:*:*:*", "arn:*", "*:aws:s3:::b", "x*", "*", "arn:aws:s3:::b", "*:*:*:*:*:*"];

fn condition(kind: usize) -> BoxedStrategy<(String, Vec<&'static str>)> {
    let of = |operators: Vec<&'static str>, values: &'static [&'static str]| {
        (prop::sample::select(operators), prop::collection::vec(prop::sample::select(values), 1..3))
            .prop_map(|(operator, values)| (operator.to_owned(), values))
            .boxed()
    };
    let text = of(vec!["StringEquals", "StringNotEquals", "StringNotEqualsIfExists"], TEXTS);
    let null = of(vec!["Null"], &["true", "false"]);
    let other = match kind {
        0 => {
            let all = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];
            let all = all.map(|name| &*Box::leak(format!("Numeric{name}").into_boxed_str()));
            of(all.to_vec(), NUMBERS)
        }
        1 => of(vec!["DateEquals", "DateNotEquals", "DateLessThan", "DateGreaterThanEquals"], DATES),
        2 => prop_oneof![
            3 => of(vec!["ArnLike", "ArnNotLike", "ArnEqualsIfExists", "ArnNotEquals"], ARNS),
            2 => of(vec!["StringLike", "StringNotLike"], LIKE),
        ]
        .boxed(),
        _ => prop_oneof![
            3 => of(vec!["StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase"], CASELESS),
            1 => of(vec!["Bool"], &["true", "false"]),
        ]
        .boxed(),
    };
    prop_oneof![3 => text, 3 => other, 1 => null].boxed()
}

fn policy(kind: usize) -> impl Strategy<Value = Value> {
    let statement = (prop::bool::weighted(0.7), prop::collection::vec(condition(kind), 1..4));
    prop::collection::vec(statement, 1..4).prop_map(|statements| {
        let statements: Vec<Value> = statements
            .into_iter()
            .map(|(is_allow, conditions)| {
                let effect = if is_allow { "Allow" } else { "Deny" };
                let mut statement = json!({"Effect": effect, "Action": "s:a", "Resource": "*"});
                for (operator, values) in conditions {
                    statement["Condition"][operator]["k"] = json!(values);
                }
                statement
            })
            .collect();
        json!({"Version": "2012-10-17", "Statement": statements})
    })
}

fn values() -> Vec<Option<String>> {
    let mut all: Vec<String> = [TEXTS, CASELESS, NUMBERS, DATES].concat().iter().map(ToString::to_string).collect();
    let more = [
        "5.00",
        "4.999",
        "5.001",
        "99.99",
        "100.5",
        "-0.01",
        "-0.02",
        "-0.005",
        "6",
        "6.5",
        "0.50",
        "20",
        "1e9",
        "-1e9",
        "2026-01-01T00:00:00.0Z",
        "2025-12-31T23:59:59.999Z",
        "2026-06-01T00:00:00Z",
        "1970-01-01T00:01:40Z",
        "zz",
        "1970-01-01T00:00:05Z",
        "0",
        "\u{e9}t\u{e9}",
        "\u{c9}T\u{c9}",
        "\u{3bf}\u{3c2}",
        "\u{3bf}\u{3c3}",
        "STRA\u{df}E",
        "TRUE",
        "X",
        "xx",
    ];
    all.extend(more.map(str::to_owned));
    all.into_iter().map(Some).chain([None]).collect()
}

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 300 };
    ProptestConfig { cases, ..default }
}

/// What has six fields and does not begin with `arn:` is no ARN, and meets neither `ArnLike` nor `ArnNotLike`.
#[test]
fn arn_request_malformed() {
    let when = |condition: &str| -> Policy {
        let statement = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{{condition}}}}}"#);
        format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#).parse().unwrap()
    };
    let contained = |new: &str, existing: &str| {
        let (new, existing) = (Region::of([&when(new)]), Region::of([&when(existing)]));
        check_contained(&new, &existing, &AnalyzeOptions::default())
    };
    let six = r#""StringLike":{"k":"x:*:*:*:*:*"}"#;
    assert!(contained(six, r#""ArnNotLike":{"k":"arn:aws:s3:::b"}"#).witness().is_some());
    assert!(contained(six, r#""ArnLike":{"k":"*"}"#).witness().is_some());
    assert!(contained(r#""ArnLike":{"k":"*"}"#, r#""StringLike":{"k":"arn:*"}"#).is_proved());
    assert!(contained(r#""ArnLike":{"k":"*"}"#, r#""ArnNotLike":{"k":"*"}"#).witness().is_some());
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn values_compared_in_several_ways((new, existing) in (0..4_usize).prop_flat_map(|kind| (policy(kind), policy(kind)))) {
        let parse = |document: &Value| -> Policy { document.to_string().parse().unwrap() };
        let (a, b) = (parse(&new), parse(&existing));
        let verdict = check_contained(&Region::of([&a]), &Region::of([&b]), &AnalyzeOptions::default());
        let set = |policy: &Policy| PolicySet::builder().identity([policy.clone()]).build();
        let (a, b) = (set(&a), set(&b));
        let is_new = |request: &Request| a.decide(request) == Answer::Allowed && b.decide(request) != Answer::Allowed;
        match verdict {
            Verdict::Proved => {
                for value in values() {
                    let mut builder = Request::builder("s:a", "r");
                    if let Some(value) = &value {
                        builder = builder.context("k", value.as_str());
                    }
                    prop_assert!(!is_new(&builder.build().unwrap()), "{new} in {existing}: proved, but {value:?}");
                }
            }
            Verdict::Refuted(request) => prop_assert!(is_new(&request), "{new} in {existing}: {request:?}"),
            other => prop_assert!(false, "{new} in {existing}: {other:?}"),
        }
    }
}
