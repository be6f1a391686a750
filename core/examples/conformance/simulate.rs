//! Vectors of the policy simulator: `{id, kind, input, state?, output | error, marker_from?}`.

use iam_eval::catalog::Catalog;
use iam_eval::simulate::{SimulationError, simulate_custom_policy_with, simulate_principal_policy_with};
use serde_json::{Map, Value, json};

use super::{Difference, Verdict};

/// What the vectors write for a marker nobody else can know.
const ANY_MARKER: &str = "<opaque-marker>";

pub(crate) fn run(vectors: &[Value]) -> Vec<Verdict> {
    let catalog = Catalog::embedded();
    vectors.iter().map(|vector| compare(vector, marker(vector, vectors, &catalog), &catalog)).collect()
}

fn compare(vector: &Value, marker: Option<String>, catalog: &Catalog) -> Verdict {
    let expected = normal(match &vector["error"] {
        Value::Null => vector["output"].clone(),
        error => error.clone(),
    });
    let mut got = normal(answer(vector, marker, catalog));
    if expected["Marker"] == ANY_MARKER && got["Marker"].is_string() {
        got["Marker"] = ANY_MARKER.into();
    }
    if got == expected {
        return Ok(());
    }
    let (expected, got) = first_difference(&expected, &got, "");
    Err(Difference { expected, got })
}

/// The answer to a vector's input, an error as its code and message.
fn answer(vector: &Value, marker: Option<String>, catalog: &Catalog) -> Value {
    let mut input = vector["input"].clone();
    if input["Marker"] == ANY_MARKER {
        input["Marker"] = marker.into();
    }
    let state = &vector["state"];
    let answer = if vector["kind"] == "principal" {
        input["SourcePolicies"] = source_policies(state);
        read(input).map(|input| simulate_principal_policy_with(&input, catalog))
    } else {
        if state.is_object() {
            input["CallerAccount"] = state["caller_account"].clone();
        }
        read(input).map(|input| simulate_custom_policy_with(&input, catalog))
    };
    match answer {
        Ok(Ok(output)) => serde_json::to_value(output).unwrap_or_default(),
        Ok(Err(SimulationError { code, message, .. })) => json!({ "code": code, "message": message }),
        Err(message) => json!({ "unreadable": message }),
    }
}

fn read<T: serde::de::DeserializeOwned>(input: Value) -> Result<T, String> {
    serde_json::from_value(input).map_err(|error| error.to_string())
}

/// The marker that another vector's answer carried. Where that vector is not in the file, all that is
/// known is that it asked for one action at a time: the marker after one action.
fn marker(vector: &Value, vectors: &[Value], catalog: &Catalog) -> Option<String> {
    let from = vector["marker_from"].as_str()?;
    let input = json!({ "PolicyInputList": [], "ActionNames": ["a:a", "a:b"], "MaxItems": 1 });
    let stand_in = json!({ "kind": "custom", "input": input });
    let other = vectors.iter().find(|other| other["id"] == from).unwrap_or(&stand_in);
    answer(other, None, catalog)["Marker"].as_str().map(str::to_owned)
}

/// What a vector's `state` says, in the shape of `SourcePolicies`.
fn source_policies(state: &Value) -> Value {
    let entity = &state["entity"];
    let policies = entity["policies"].as_array().map(Vec::as_slice).unwrap_or_default();
    let (inline, managed): (Vec<&Value>, Vec<&Value>) = policies.iter().partition(|policy| policy["type"] == "inline");
    let of_inline = |policy: &&Value| {
        json!({
            "PolicyName": policy["policy_name"],
            "AttachmentType": policy["attachment_type"],
            "AttachmentName": policy["attachment_name"],
            "PolicyDocument": policy["document"],
        })
    };
    // a text that was not recorded is excluded by its row, or the row fails
    let of_managed = |policy: &Value| json!({ "PolicyArn": policy["arn"], "PolicyDocument": policy["document"].as_str().unwrap_or_default() });
    let everything = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let organization = match &state["service_control"] {
        Value::String(_) => json!([{ "ServiceControlPolicyInputList": [everything] }]),
        levels => levels.clone(),
    };
    let boundary = Some(&entity["permissions_boundary"]).filter(|policy| policy.is_object());
    json!({
        "Arn": entity["arn"],
        "CallerAccount": state["caller_account"],
        "InlinePolicies": inline.iter().map(of_inline).collect::<Vec<_>>(),
        "ManagedPolicies": managed.into_iter().map(of_managed).collect::<Vec<_>>(),
        "PermissionsBoundary": boundary.map(of_managed),
        "ServiceControlPolicies": organization,
    })
}

/// Sets in one order, and what is absent as what is empty.
fn normal(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            let mut kept = Map::new();
            for (name, member) in members {
                let mut member = normal(member);
                let is_set = matches!(&*name, "MatchedStatements" | "MissingContextValues");
                if let (true, Value::Array(elements)) = (is_set, &mut member) {
                    elements.sort_by_key(Value::to_string);
                }
                let is_empty = match &member {
                    Value::Array(elements) => elements.is_empty(),
                    Value::Object(members) => members.is_empty(),
                    Value::Null => true,
                    _ => false,
                };
                if !is_empty {
                    kept.insert(name, member);
                }
            }
            Value::Object(kept)
        }
        Value::Array(elements) => Value::Array(elements.into_iter().map(normal).collect()),
        other => other,
    }
}

/// The first place where two answers differ, as a path with what stands there.
fn first_difference(expected: &Value, got: &Value, path: &str) -> (String, String) {
    match (expected, got) {
        (Value::Object(a), Value::Object(b)) => {
            let name = a.keys().chain(b.keys()).find(|name| a.get(*name) != b.get(*name));
            if let Some(name) = name {
                return first_difference(&expected[name], &got[name], &format!("{path}.{name}"));
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            if let Some(at) = (0..a.len()).find(|at| a[*at] != b[*at]) {
                return first_difference(&a[at], &b[at], &format!("{path}[{at}]"));
            }
        }
        _ => {}
    }
    (format!("{path} {expected}"), format!("{path} {got}"))
}
