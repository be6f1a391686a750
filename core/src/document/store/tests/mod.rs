//! One test a rule, each named as in the specification.

mod entries;
mod grammar;
mod hostile;
mod kinds;
mod order;
mod readable;
mod values;

use crate::document::PolicyType;
use crate::json::Document;
use crate::limits::Limits;
use crate::text::ParseError;

use super::check;

const OLD: &str = "Policy document must be version 2012-10-17 or greater.";
const NO_ACTIONS: &str = "Policy statement must contain actions.";
const NO_RESOURCES: &str = "Policy statement must contain resources.";
const NO_VENDOR: &str = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.";

fn refusal(policy_type: PolicyType, text: &str) -> Option<ParseError> {
    let document = Document::read(text, &Limits::default()).expect("the test is JSON");
    check(&document, policy_type).err()
}

/// What AWS says of the text; `None` if it stores it.
fn says(policy_type: PolicyType, text: &str) -> Option<String> {
    refusal(policy_type, text).map(|error| error.aws_message().expect("AWS answers").to_owned())
}

/// A document of one statement, by its members but `Effect`.
fn with(members: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Deny",{members}}}}}"#)
}

fn identity(members: &str) -> Option<String> {
    says(PolicyType::Identity, &with(members))
}

fn action(value: &str) -> Option<String> {
    identity(&format!(r#""Action":{value},"Resource":"*""#))
}

fn resource(value: &str) -> Option<String> {
    identity(&format!(r#""Action":"s3:Get","Resource":{value}"#))
}

fn condition(policy_type: PolicyType, value: &str) -> Option<String> {
    says(policy_type, &with(&format!(r#""Action":"s3:Get","Resource":"*","Condition":{value}"#)))
}

#[track_caller]
#[allow(clippy::needless_pass_by_value)] // every caller asks and is done with the answer
fn is(found: Option<String>, expected: &str) {
    assert_eq!(found.as_deref(), Some(expected));
}
