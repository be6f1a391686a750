//! The rules of simulation, each a test of its name.

mod answers;
mod layers;
mod principal;
mod services;

use serde_json::{Value, json};

use super::{SimulateCustomPolicyInput, SimulationError, simulate_custom_policy};

const USER: &str = "arn:aws:iam::111122223333:user/team/ann";
const OBJECT: &str = "arn:aws:s3:::b/a";

/// The answer to an input of the custom form, as JSON.
fn custom(input: Value) -> Result<Value, SimulationError> {
    let input: SimulateCustomPolicyInput = serde_json::from_value(input).unwrap();
    simulate_custom_policy(&input).map(|output| serde_json::to_value(output).unwrap())
}

/// What is said of the first action.
fn first(input: Value) -> Value {
    custom(input).unwrap()["EvaluationResults"][0].take()
}

fn message(input: Value) -> String {
    let error = custom(input).unwrap_err();
    assert_eq!(error.code, "InvalidInput", "{error}");
    error.message
}

/// A policy of one statement.
fn policy(effect: &str, action: &str, resource: &str) -> String {
    let statement = json!({ "Effect": effect, "Action": action, "Resource": resource });
    json!({ "Version": "2012-10-17", "Statement": [statement] }).to_string()
}

fn allow(action: &str) -> String {
    policy("Allow", action, "*")
}

fn deny(action: &str) -> String {
    policy("Deny", action, "*")
}

/// A resource policy that allows `s3:GetObject` on the objects of `b`.
fn resource_policy(effect: &str, principal: &str) -> String {
    json!({ "Version": "2012-10-17", "Statement": {
        "Effect": effect, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*", "Principal": { "AWS": principal },
    }})
    .to_string()
}

/// Whether a condition holds for typed entries.
fn holds(condition: &Value, entries: &Value) -> bool {
    let statement = json!({ "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition });
    let document = json!({ "Version": "2012-10-17", "Statement": statement }).to_string();
    let result =
        first(json!({ "PolicyInputList": [document], "ActionNames": ["s3:GetObject"], "ContextEntries": entries }));
    result["EvalDecision"] == "allowed"
}

fn entry(key_type: &str, values: &[&str]) -> Value {
    json!([{ "ContextKeyName": "k", "ContextKeyValues": values, "ContextKeyType": key_type }])
}

#[test]
fn sim_numeric() {
    let text = entry("string", &["no-number"]);
    assert!(!holds(&json!({ "NumericEquals": { "k": "1" } }), &text));
    assert!(!holds(&json!({ "NumericNotEquals": { "k": "1" } }), &text));
    assert!(holds(&json!({ "NumericNotEquals": { "k": "1" } }), &entry("string", &["2"])));
}

#[test]
fn sim_ip_invalid() {
    let inside = entry("ip", &["192.0.2.1"]);
    let bad_first = json!(["bad", "192.0.2.0/24"]);
    assert!(!holds(&json!({ "IpAddress": { "k": bad_first } }), &inside));
    assert!(holds(&json!({ "NotIpAddress": { "k": bad_first } }), &inside));
    assert!(holds(&json!({ "IpAddress": { "k": ["192.0.2.0/24", "bad"] } }), &inside));
}

#[test]
fn sim_scalar_list() {
    assert!(holds(&json!({ "StringEquals": { "k": "yes" } }), &entry("string", &["yes"])));
    assert!(!holds(&json!({ "StringEquals": { "k": "yes" } }), &entry("stringList", &["yes"])));
    assert!(!holds(&json!({ "StringNotEquals": { "k": "no" } }), &entry("stringList", &["yes"])));
    assert!(holds(&json!({ "ForAnyValue:StringEquals": { "k": "1" } }), &entry("numericList", &["2", "1"])));
}

#[test]
fn sim_typed_text() {
    assert!(holds(&json!({ "DateEquals": { "k": "1970-01-01" } }), &entry("numeric", &["0"])));
    assert!(!holds(&json!({ "NumericEquals": { "k": "0" } }), &entry("date", &["1970-01-01"])));
    assert!(holds(&json!({ "NumericEquals": { "k": "1" } }), &entry("string", &["1"])));
    assert!(!holds(&json!({ "StringEquals": { "k": "01.00" } }), &entry("numeric", &["01.00"])));
}

#[test]
fn hostile_input_is_answered_or_refused_in_bounded_time() {
    let resources: Vec<String> = (0..100).map(|at| format!("arn:aws:s3:::b/{at}/{}", "x".repeat(100_000))).collect();
    let actions = vec!["s3:GetObject"; 1_000];
    let input = json!({
        "PolicyInputList": [allow("*")], "ActionNames": actions, "ResourceArns": resources, "MaxItems": 1_000,
    });
    assert_eq!(custom(input).unwrap_err().code, "LimitExceeded");
    let statements = vec![json!({ "Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::*a*a*b" }); 20_000];
    let document = json!({ "Version": "2012-10-17", "Statement": statements }).to_string();
    let input = json!({ "PolicyInputList": [document], "ActionNames": ["s3:GetObject"], "ResourceArns": [OBJECT] });
    assert_eq!(first(input)["EvalDecision"], "implicitDeny");
    let document = "[".repeat(1_000_000);
    let input = json!({ "PolicyInputList": [document], "ActionNames": ["s3:GetObject"] });
    assert_eq!(message(input), "Policy input list item 1 has invalid content");
}
