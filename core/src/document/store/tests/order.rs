//! What must be there, and which fault is told first.

use crate::document::PolicyType;

use super::super::refusal::{LEGACY, SYNTAX};
use super::{NO_ACTIONS, NO_RESOURCES, NO_VENDOR, OLD, action, identity, is, refusal, resource, says};

#[test]
fn effect_exact() {
    let document = |effect: &str| {
        let members = format!(r#"{effect}"Action":"*","Resource":"*""#);
        format!(r#"{{"Version":"2012-10-17","Statement":{{{members}}}}}"#)
    };
    assert_eq!(says(PolicyType::Identity, &document(r#""Effect":"Allow","#)), None);
    for effect in ["allow", "DENY", "aLLOW"] {
        is(says(PolicyType::Identity, &document(&format!(r#""Effect":"{effect}","#))), LEGACY);
    }
    for effect in ["", r#""Effect":"invalid","#, r#""Effect":"Allow ","#, r#""Effect":["Allow"],"#] {
        is(says(PolicyType::Identity, &document(effect)), SYNTAX);
    }
    let error = refusal(PolicyType::Identity, &document(r#""Effect":"allow","#)).unwrap();
    assert_eq!(error.message(), "expected `Allow` or `Deny`, found `allow`");
}

#[test]
fn action_nonempty() {
    is(identity(r#""Resource":"*""#), NO_ACTIONS);
    is(action("[]"), NO_ACTIONS);
    is(action("[null]"), NO_ACTIONS);
    is(identity(r#""NotAction":[],"Resource":"*""#), NO_ACTIONS);
    is(resource("[]"), NO_RESOURCES);
    is(resource("[null]"), NO_RESOURCES);
    is(identity(r#""Action":"s3:A""#), NO_RESOURCES);
}

#[test]
fn error_order() {
    // each document has the fault of its stage and those of all later ones
    let faults = [
        (SYNTAX, r#""Extra":1,"#),
        (OLD, ""),
        (LEGACY, r#""Condition":{"DateEquals":{"a":"x"}},"#),
        ("Statement IDs (SID) in a single policy must be unique.", r#""Sid":"a","#),
    ];
    for stage in 0..faults.len() {
        let members: String = faults[stage..].iter().map(|(_, members)| *members).collect();
        let version = if stage > 1 { r#""Version":"2012-10-17","# } else { "" };
        let statement = format!(r#"{{{members}"Effect":"Deny"}}"#);
        let text = format!(r#"{{{version}"Statement":[{statement},{statement}]}}"#);
        is(says(PolicyType::Identity, &text), faults[stage].0);
    }
    is(identity(r#""Resource":"x""#), NO_ACTIONS);
    let not_an_arn = "Resource x must be in ARN format or \"*\".";
    is(identity(r#""Action":"s:3:A","Resource":"x""#), not_an_arn);
    is(identity(r#""Action":"invalid""#), NO_VENDOR);
    is(identity(r#""Action":"s3:A""#), NO_RESOURCES);
    // a shape that only the legacy parser refuses comes before missing actions
    is(identity(r#""Resource":"arn:aws:s3::b""#), LEGACY);
    let later = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"x","Resource":"*"},{"Effect":"Deny","Resource":"*"}]}"#;
    is(says(PolicyType::Identity, later), NO_ACTIONS);
}
