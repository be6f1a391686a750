//! Steps on one resource: the joint search against trying every resource of a small space.
#![cfg(feature = "catalog")]

use iam_eval::analyze::{AnalyzeOptions, Region, find_escalation_paths};
use iam_eval::catalog::Catalog;
use iam_eval::{Policy, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const STEPS: [&str; 2] = ["lambda:UpdateFunctionCode", "lambda:InvokeFunction"];
const ACTIONS: &[&str] =
    &["lambda:UpdateFunctionCode", "lambda:InvokeFunction", "lambda:*", "lambda:*Function", "lambda:Update*", "*"];
const NAMES: &[&str] = &["*", "a", "b", "a*", "*b", "ab", "?"];

fn function(name: &str) -> String {
    format!("arn:aws:lambda:us-east-1:111122223333:function:{name}")
}

fn statement() -> impl Strategy<Value = Value> {
    let effect = prop::sample::select(vec!["Allow", "Allow", "Allow", "Deny"]);
    let actions = prop::collection::vec(prop::sample::select(ACTIONS), 1..3);
    let names = prop::collection::vec(prop::sample::select(NAMES), 1..3);
    let condition = prop::sample::select(vec![
        Value::Null,
        Value::Null,
        json!({"StringEquals": {"aws:ResourceTag/t": "x"}}),
        json!({"StringNotEquals": {"aws:ResourceTag/t": "x"}}),
        json!({"Null": {"aws:ResourceTag/t": "true"}}),
        json!({"StringEquals": {"k": "x"}}),
        json!({"StringNotEquals": {"k": "x"}, "StringEquals": {"aws:PrincipalTag/p": "x"}}),
        json!({"StringEquals": {"aws:ResourceTag/t": "${aws:PrincipalTag/p}"}}),
        json!({"StringNotEquals": {"aws:PrincipalTag/p": ["x", "y"]}}),
        json!({"Bool": {"aws:SecureTransport": "false"}}),
    ]);
    (effect, actions, names, prop::bool::weighted(0.15), condition).prop_map(
        |(effect, actions, names, is_not, condition)| {
            let resources: Vec<String> = names.into_iter().map(function).collect();
            let mut statement = json!({"Effect": effect, "Action": actions});
            statement[if is_not { "NotResource" } else { "Resource" }] = json!(resources);
            if !condition.is_null() {
                statement["Condition"] = condition;
            }
            statement
        },
    )
}

fn layer() -> impl Strategy<Value = Policy> {
    prop::collection::vec(statement(), 1..5)
        .prop_map(|statements| json!({"Version": "2012-10-17", "Statement": statements}).to_string().parse().unwrap())
}

/// A resource, its tag and its caller's for which each step is let through, whatever else it says.
fn is_open(region: &Region) -> bool {
    let values = [None, Some("x"), Some("y"), Some("z")];
    ["a", "b", "ab", "ba", "c", "aa"].into_iter().any(|name| {
        values.into_iter().any(|tag| {
            values.into_iter().any(|of_caller| {
                STEPS.into_iter().all(|action| {
                    values.into_iter().any(|key| {
                        ["true", "false"].into_iter().any(|secure| {
                            let mut request =
                                Request::builder(action, &function(name)).context("aws:SecureTransport", secure);
                            for (name, value) in
                                [("aws:ResourceTag/t", tag), ("aws:PrincipalTag/p", of_caller), ("k", key)]
                            {
                                if let Some(value) = value {
                                    request = request.context(name, value);
                                }
                            }
                            region.holds(&request.build().unwrap())
                        })
                    })
                })
            })
        })
    })
}

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 200 };
    ProptestConfig { cases, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn steps_on_one_resource_are_those_of_all_resources(layers in prop::collection::vec(layer(), 1..3)) {
        let mut regions = layers.iter().map(|layer| Region::of([layer]));
        let first = regions.next().unwrap();
        let region = regions.fold(first, Region::intersect);
        let paths = find_escalation_paths(&region, &Catalog::embedded(), &AnalyzeOptions::default());
        let found = paths.found.iter().find(|path| path.id == "lambda-004");
        if let Some(path) = found {
            let [update, invoke] = path.requests.as_slice() else { panic!("{path:?}") };
            prop_assert!(region.holds(update) && region.holds(invoke));
            prop_assert_eq!(update.resource(), invoke.resource());
            for key in ["aws:ResourceTag/t", "aws:PrincipalTag/p"] {
                prop_assert_eq!(update.context().get(key), invoke.context().get(key));
            }
        } else if paths.undecided.iter().any(|path| path.id == "lambda-004") {
            // where a variable ties a tag to the caller's
            let has_variable = layers.iter().any(|layer| layer.to_json().contains("${"));
            prop_assert!(has_variable, "{:?}", paths.undecided);
        } else {
            prop_assert!(!is_open(&region), "not found");
        }
    }
}
