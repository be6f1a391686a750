//! Questions about all requests.

use iam_eval::analyze::{
    Access, AnalyzeOptions, CheckedPolicyType, Layers, Region, ResourceType, Verdict as Answer, ZoneOfTrust,
    check_access_not_granted, check_contained, check_equivalent, check_no_new_access, check_no_new_access_to_resource,
    check_no_public_access, check_redundant, check_unreachable, find_effective, find_external_access, is_empty,
};
use iam_eval::{ParseOptions, Policy, Profile};
use serde_json::Value;

use crate::{Difference, Verdict};

fn policy(value: &Value) -> Policy {
    let text = value.to_string();
    ParseOptions::new().profile(Profile::Lenient).parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn policies(value: &Value) -> Vec<Policy> {
    match value {
        Value::Array(list) => list.iter().map(policy).collect(),
        Value::Null => Vec::new(),
        one => vec![policy(one)],
    }
}

/// What layers let through together.
fn layers(value: &Value) -> Option<Region> {
    let mut region: Option<Region> = None;
    let mut add = |policies: Vec<Policy>| {
        let layer = Region::of(&policies);
        region = Some(match region.take() {
            Some(region) => region.intersect(layer),
            None => layer,
        });
    };
    for (name, value) in value.as_object()? {
        match (name.as_str(), value) {
            ("scp" | "serviceControl" | "scps", Value::Array(levels)) => {
                for level in levels {
                    add(policies(level));
                }
            }
            _ => add(policies(value)),
        }
    }
    region
}

/// What the document that stands for all layers says, as far as it says all.
fn effective(layers: &Value, document: &Value, options: &AnalyzeOptions) -> String {
    let mut levels: Vec<Vec<Policy>> = Vec::new();
    for (name, value) in layers.as_object().into_iter().flatten() {
        match (name.as_str(), value) {
            ("scp" | "serviceControl" | "scps", Value::Array(list)) => levels.extend(list.iter().map(policies)),
            _ => levels.push(policies(value)),
        }
    }
    let found = find_effective(&Layers::new().service_control(levels.iter()), options);
    match (&found.policy, found.is_exact) {
        (_, false) => format!("inexact: {:?}", found.reasons),
        (None, true) => "empty".to_owned(),
        (Some(found), true) => {
            let expected = Region::of(&policies(document));
            match check_equivalent(&Region::of([found]), &expected, options) {
                Answer::Proved => "equals".to_owned(),
                Answer::Refuted(_) => "differs".to_owned(),
                other => format!("{other:?}"),
            }
        }
    }
}

pub(crate) fn run(vector: &Value) -> Verdict {
    let input = &vector["input"];
    let options = AnalyzeOptions::default();
    let index = usize::try_from(input["statementIndex"].as_u64().unwrap_or(0)).unwrap_or(0);
    let words = |answer: &Answer, proved: &str, refuted: &str| match answer {
        Answer::Proved => proved.to_owned(),
        Answer::Refuted(_) => refuted.to_owned(),
        Answer::Undecided(why) => why.to_string(),
        _ => "?".to_owned(),
    };
    let expected = vector["expect"].as_str().unwrap_or("").to_owned();
    let got = match vector["question"].as_str().unwrap_or("") {
        "no_new_access" => {
            let (existing, new) = (policy(&input["existingPolicyDocument"]), policy(&input["newPolicyDocument"]));
            let check = match input["policyType"].as_str() {
                Some("RESOURCE_POLICY") => check_no_new_access_to_resource,
                _ => check_no_new_access,
            };
            words(&check(&existing, &new, &options), "pass", "fail")
        }
        "access_not_granted" => {
            let document = policy(&input["policyDocument"]);
            let kind = match input["policyType"].as_str() {
                Some("RESOURCE_POLICY") => CheckedPolicyType::ResourcePolicy,
                _ => CheckedPolicyType::IdentityPolicy,
            };
            let mut got = "pass".to_owned();
            for access in input["access"].as_array().into_iter().flatten() {
                let texts = |name: &str| -> Vec<String> {
                    access[name].as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
                };
                let access = Access { actions: texts("actions"), resources: texts("resources") };
                let found = words(&check_access_not_granted(&document, &access, kind, &options), "pass", "fail");
                if found != "pass" {
                    got = found;
                }
            }
            got
        }
        "equivalent" => {
            let (a, b) = (Region::of([&policy(&input["a"])]), Region::of([&policy(&input["b"])]));
            words(&check_equivalent(&a, &b, &options), "equivalent", "different")
        }
        "redundant_statement" => {
            words(&check_redundant(&policy(&input["policyDocument"]), index, &options), "redundant", "needed")
        }
        "unsatisfiable_statement" => {
            let found = check_unreachable(&policy(&input["policyDocument"]), index, &options);
            words(&found, "unsatisfiable", "satisfiable")
        }
        "effective" if effective(&input["layers"], &input["document"], &options) != expected => {
            format!("by document {}", effective(&input["layers"], &input["document"], &options))
        }
        "effective" => match layers(&input["layers"]) {
            Some(region) if expected == "empty" => words(&is_empty(&region, &options), "empty", "not empty"),
            Some(region) => {
                let document = Region::of([&policy(&input["document"])]);
                let same = check_equivalent(&region, &document, &options);
                debug_assert!(!same.is_proved() || check_contained(&region, &document, &options).is_proved());
                words(&same, "equals", "differs")
            }
            None => "no layers".to_owned(),
        },
        "public" => {
            let kind = input["resourceType"].as_str().unwrap_or("").parse::<ResourceType>();
            match kind {
                Ok(kind) => {
                    let found = check_no_public_access(&policy(&input["policyDocument"]), kind, &options);
                    words(&found.verdict, "pass", "fail")
                }
                Err(error) => error.to_string(),
            }
        }
        "external_access" => {
            let names = |name: &str| {
                let list = input["zoneOfTrust"][name].as_array().into_iter().flatten();
                list.filter_map(|name| name.as_str().map(str::to_owned)).collect()
            };
            let zone = ZoneOfTrust { accounts: names("accounts"), organizations: names("organizations") };
            let controls = policies(&input["resourceControlPolicies"]);
            let found = find_external_access(&policy(&input["policyDocument"]), &zone, &controls, &options);
            words(&found.verdict, "pass", "fail")
        }
        other => format!("not asked: {other}"),
    };
    if got == expected { Ok(()) } else { Err(Difference { expected, got }) }
}
