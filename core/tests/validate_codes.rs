//! The table of checks against the specification's list of Access Analyzer's codes.

use std::collections::BTreeSet;

use iam_eval::PolicyType;
use iam_eval::validate::{CheckStatus, checks, find_check};
use serde_json::Value;

/// The list, where it is there.
fn listed() -> Option<Vec<Value>> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/spec/validate-checks.json");
    let Ok(text) = std::fs::read_to_string(path) else {
        println!("skipped: the specification is not beside this clone");
        return None;
    };
    let list: Value = serde_json::from_str(&text).unwrap();
    Some(list["checks"].as_array().unwrap().clone())
}

/// The kinds of policies by the list's names: sessions are passed identity policies.
fn kinds(named: &Value) -> BTreeSet<PolicyType> {
    let kinds = named.as_array().unwrap().iter().flat_map(|name| match name.as_str().unwrap() {
        "identity" => vec![PolicyType::Identity, PolicyType::Session],
        "resource" => vec![PolicyType::Resource],
        "trust" => vec![PolicyType::Trust],
        "scp" => vec![PolicyType::ServiceControl],
        "rcp" => vec![PolicyType::ResourceControl],
        other => panic!("{other}"),
    });
    kinds.collect()
}

#[test]
fn every_listed_code_is_in_the_table_as_it_is_listed() {
    let Some(list) = listed() else { return };
    let mut wrong = Vec::new();
    for row in &list {
        let code = row["code"].as_str().unwrap();
        let Some(check) = find_check(code) else {
            wrong.push(format!("{code} is not in the table"));
            continue;
        };
        let status = match check.status() {
            CheckStatus::Retired => "retired",
            _ => "current",
        };
        let found = kinds_of(check.policy_types());
        for (what, is_right) in [
            ("severity", row["severity"] == check.finding_type().as_str()),
            ("kinds", kinds(&row["applies_to"]) == found),
            ("need of a catalogue", row["needs_catalogue"] == check.needs_catalog()),
            ("status", row["status"] == status),
        ] {
            if !is_right {
                wrong.push(format!("{code} has another {what}"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), list.len(), wrong.join("\n"));
}

#[test]
fn every_code_of_aws_in_the_table_is_listed() {
    let Some(list) = listed() else { return };
    let codes: BTreeSet<&str> = list.iter().map(|row| row["code"].as_str().unwrap()).collect();
    let unlisted: Vec<&str> = checks()
        .filter(|check| check.status() != CheckStatus::Own)
        .map(|check| check.code())
        .filter(|code| !codes.contains(code))
        .collect();
    assert!(unlisted.is_empty(), "{unlisted:?}");
}

fn kinds_of(types: &[PolicyType]) -> BTreeSet<PolicyType> {
    types.iter().copied().collect()
}
