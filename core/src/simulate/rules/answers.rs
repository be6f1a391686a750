//! What an answer holds: decisions, statements, positions, missing keys, order.

use serde_json::{Value, json};

use super::{OBJECT, allow, custom, deny, first, policy};
use crate::simulate::{ResourceSpecificResult, SimulatePolicyOutput};

#[test]
fn sim_empty_policies() {
    let result = first(json!({ "PolicyInputList": [], "ActionNames": ["s3:GetObject"] }));
    assert_eq!(
        result,
        json!({
            "EvalActionName": "s3:GetObject", "EvalResourceName": "*", "EvalDecision": "implicitDeny",
            "MatchedStatements": [], "MissingContextValues": [],
        })
    );
}

#[test]
fn sim_decision_words() {
    let policies = [allow("s3:*"), deny("s3:Put*")];
    let output = custom(json!({ "PolicyInputList": policies, "ActionNames": ["s3:Get", "s3:Put", "iam:Get"] }));
    let decisions: Vec<Value> =
        output.unwrap()["EvaluationResults"].as_array().unwrap().iter().map(|r| r["EvalDecision"].clone()).collect();
    assert_eq!(decisions, ["allowed", "explicitDeny", "implicitDeny"]);
}

#[test]
fn sim_policy_literal_wildcards_in_the_action() {
    let asked = |policy: String| first(json!({ "PolicyInputList": [policy], "ActionNames": ["s3:Get*"] }));
    assert_eq!(asked(allow("s3:GetObject"))["EvalDecision"], "implicitDeny");
    assert_eq!(asked(allow("s3:*"))["EvalDecision"], "allowed");
}

/// Allow on the first, Deny on the second, nothing on the third.
fn mixed() -> Value {
    let policies = [policy("Allow", "s3:*", OBJECT), policy("Deny", "s3:*", "arn:aws:s3:::b/b")];
    first(json!({
        "PolicyInputList": policies, "ActionNames": ["s3:GetObject"],
        "ResourceArns": [OBJECT, "arn:aws:s3:::b/b", "arn:aws:s3:::b/c"],
    }))
}

fn ids(result: &Value) -> Vec<&str> {
    let statements = result["MatchedStatements"].as_array().map(Vec::as_slice).unwrap_or_default();
    statements.iter().map(|statement| statement["SourcePolicyId"].as_str().unwrap()).collect()
}

#[test]
fn sim_aggregate() {
    let result = mixed();
    assert_eq!(result["EvalDecision"], "explicitDeny");
    assert_eq!(ids(&result), ["PolicyInputList.1", "PolicyInputList.2"]);
    let allowed = json!([OBJECT, "arn:aws:s3:::b/c"]);
    let result = first(json!({
        "PolicyInputList": [policy("Allow", "s3:*", OBJECT)], "ActionNames": ["s3:GetObject"], "ResourceArns": allowed,
    }));
    assert_eq!(result["EvalDecision"], "implicitDeny");
    assert_eq!(ids(&result), ["PolicyInputList.1"]);
}

#[test]
fn sim_matched_statements() {
    let result = mixed();
    let specific = result["ResourceSpecificResults"].as_array().unwrap();
    let words: Vec<_> = specific.iter().map(|one| (one["EvalResourceDecision"].as_str().unwrap(), ids(one))).collect();
    assert_eq!(
        words,
        [("allowed", vec!["PolicyInputList.1"]), ("explicitDeny", vec!["PolicyInputList.2"]), ("implicitDeny", vec![]),]
    );
    assert_eq!(result["MatchedStatements"][0]["SourcePolicyType"], "IAM Policy");
}

#[test]
fn sim_resource_specific() {
    let asked = |resources: Value| {
        first(json!({ "PolicyInputList": [allow("*")], "ActionNames": ["s3:GetObject"], "ResourceArns": resources }))
    };
    for without in [json!([]), json!(["*"])] {
        let result = asked(without);
        assert!(result.get("ResourceSpecificResults").is_none() && result.get("EvalDecisionDetails").is_none());
    }
    let result = asked(json!([OBJECT]));
    assert_eq!(result["EvalDecisionDetails"], json!({}));
    let specific = &result["ResourceSpecificResults"][0];
    assert_eq!(specific["EvalResourceName"], OBJECT);
    assert!(specific.get("MissingContextValues").is_none() && specific.get("EvalDecisionDetails").is_none());
}

#[test]
fn sim_absent_is_empty() {
    let text = json!({ "EvalResourceName": "*", "EvalResourceDecision": "implicitDeny" });
    let absent: ResourceSpecificResult = serde_json::from_value(text.clone()).unwrap();
    let mut with_empty = text.clone();
    with_empty["MatchedStatements"] = json!([]);
    with_empty["MissingContextValues"] = json!([]);
    assert_eq!(serde_json::from_value::<ResourceSpecificResult>(with_empty).unwrap(), absent);
    assert_eq!(serde_json::to_value(&absent).unwrap(), text);
}

fn resource_name(action: &str, resources: &[&str]) -> Value {
    let input = json!({ "PolicyInputList": [], "ActionNames": [action], "ResourceArns": resources });
    first(input)["EvalResourceName"].clone()
}

#[test]
fn sim_eval_resource_name() {
    assert_eq!(resource_name("s3:GetObject", &[]), "*");
    assert_eq!(resource_name("s3:GetObject", &["*"]), "*");
    assert_eq!(resource_name("s3:GetObject", &[OBJECT]), OBJECT);
    assert_eq!(resource_name("s3:GetObject", &[OBJECT, OBJECT]), "arn:aws:s3:::${BucketName}/${KeyName}");
}

#[test]
fn sim_resource_templates() {
    let other = "arn:aws-cn:sqs:cn-north-1:111122223333:q";
    assert_eq!(resource_name("SQS:SendMessage", &[other, OBJECT]), "arn:aws-cn:sqs:${Region}:${Account}:${QueueName}");
    assert_eq!(resource_name("sts:AssumeRole", &[OBJECT, OBJECT]), "arn:aws:iam::${Account}:${RelativeId}");
    // other services: not known, and the notes say so
    let input = json!({ "PolicyInputList": [], "ActionNames": ["sns:Publish"], "ResourceArns": [OBJECT, OBJECT] });
    let output: SimulatePolicyOutput = serde_json::from_value(custom(input).unwrap()).unwrap();
    assert_eq!(output.evaluation_results[0].eval_resource_name, None);
    assert!(output.notes().iter().any(|note| note.code == "template-unknown" && note.message.contains("`sns`")));
}

fn bounds(text: &str) -> Vec<[u64; 4]> {
    let result = first(json!({ "PolicyInputList": [text], "ActionNames": ["s3:GetObject"] }));
    let number = |statement: &Value, position: &str, name: &str| statement[position][name].as_u64().unwrap();
    let statements = result["MatchedStatements"].as_array().unwrap();
    let four = |s: &Value| {
        let (start, end) = ("StartPosition", "EndPosition");
        [number(s, start, "Line"), number(s, start, "Column"), number(s, end, "Line"), number(s, end, "Column")]
    };
    statements.iter().map(four).collect()
}

#[test]
fn sim_positions() {
    let one = r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#;
    let length = u64::try_from(one.len()).unwrap();
    // after the bracket; the next where the one before ended
    assert_eq!(
        bounds(&format!(r#"{{"Statement":[{one}, {one}]}}"#)),
        [[1, 15, 1, 15 + length], [1, 15 + length, 1, 17 + 2 * length]]
    );
    // no list: after the brace
    assert_eq!(bounds(&format!(r#"{{"Statement": {one}}}"#)), [[1, 16, 1, 15 + length]]);
    for line_end in ["\n", "\r", "\r\n"] {
        let text = format!(r#"{{"Statement":[~  {one}~]}}"#).replace('~', line_end);
        assert_eq!(bounds(&text), [[1, 15, 2, 3 + length]], "{line_end:?}");
        let text = format!(r#"~~{{"Id":"é","Statement":[{one}]}}"#).replace('~', line_end);
        assert_eq!(bounds(&text), [[3, 24, 3, 24 + length]], "{line_end:?}");
    }
}

#[test]
fn sim_missing_context() {
    let text = r#"{"Version":"2012-10-17","Statement":[
        {"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam::1:user/${aws:username, 'x'}","Condition":{
            "StringEquals":{"a:K":"${b:v}"},"Null":{"a:k":"true"},"Bool":{"given:k":"true"}}}]}"#;
    let given = json!([{ "ContextKeyName": "GIVEN:K", "ContextKeyValues": ["x"], "ContextKeyType": "string" }]);
    let missing = |policies: Value, action: &str| {
        let input = json!({ "PolicyInputList": policies, "ActionNames": [action], "ContextEntries": given });
        let mut missing: Vec<String> = serde_json::from_value(first(input)["MissingContextValues"].clone()).unwrap();
        missing.sort_unstable();
        missing
    };
    assert_eq!(missing(json!([text]), "s3:GetObject"), ["a:K", "a:k", "aws:username", "b:v"]);
    assert!(missing(json!([text, allow("s3:*")]), "s3:GetObject").is_empty());
    assert!(missing(json!([text, deny("s3:*")]), "s3:GetObject").is_empty());
    // an older version has no variables
    assert_eq!(missing(json!([text.replace("2012", "2008")]), "s3:GetObject").len(), 2);
}

#[test]
fn sim_order_kept() {
    let output = custom(json!({
        "PolicyInputList": [], "ActionNames": ["s3:b", "s3:a", "s3:b"], "ResourceArns": ["arn:aws:s3:::z", OBJECT],
    }));
    let results = output.unwrap()["EvaluationResults"].take();
    let actions: Vec<&Value> = results.as_array().unwrap().iter().map(|result| &result["EvalActionName"]).collect();
    assert_eq!(actions, ["s3:b", "s3:a", "s3:b"]);
    assert_eq!(results[0]["ResourceSpecificResults"][0]["EvalResourceName"], "arn:aws:s3:::z");
}

#[test]
fn sim_not_real() {
    let input = json!({ "PolicyInputList": [], "ActionNames": ["s3:a"] });
    let output = custom(input).unwrap();
    assert_eq!(output.as_object().unwrap().keys().collect::<Vec<_>>(), ["EvaluationResults", "IsTruncated"]);
    let output: SimulatePolicyOutput = serde_json::from_value(output).unwrap();
    let note = &output.notes()[0];
    assert_eq!(note.code, "not-simulated");
    assert!(note.message.contains("resource control policies"));
}
