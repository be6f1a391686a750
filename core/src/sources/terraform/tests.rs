//! What is found in plans and states.

use crate::document::PolicyType;
use crate::limits::Limits;
use crate::sources::{FoundDocument, find_documents};
use crate::text::Span;
use crate::validate::PolicyResourceType;

fn find(text: &str) -> Vec<FoundDocument<'_>> {
    find_documents(text, None, &Limits::default()).unwrap()
}

fn about(text: &str) -> Vec<(String, Option<String>)> {
    find(text).into_iter().map(|one| (one.address, one.text.map(|text| text.into_owned()))).collect()
}

const PLAN: &str = r#"{"format_version": "1.2", "terraform_version": "1.9.5",
 "planned_values": {"root_module": {
   "resources": [{"address": "aws_iam_policy.known", "mode": "managed", "type": "aws_iam_policy", "values": {"policy": "{\"Id\":\"planned\"}"}},
                 {"address": "aws_sqs_queue.jobs", "mode": "managed", "type": "aws_sqs_queue", "values": {"policy": ""}}],
   "child_modules": [{"address": "module.app", "resources": [
     {"address": "module.app.aws_s3_bucket_policy.open", "mode": "managed", "type": "aws_s3_bucket_policy", "values": {"policy": "{\"Id\":\"open\"}"}}],
     "child_modules": [{"address": "module.app.module.in", "resources": [
       {"address": "module.app.module.in.aws_kms_key.k[0]", "mode": "managed", "type": "aws_kms_key", "values": {"policy": "{\"Id\":\"key\"}"}}]}]}]}},
 "resource_changes": [
   {"address": "aws_iam_policy.known", "mode": "managed", "type": "aws_iam_policy",
    "change": {"actions": ["update"], "before": {"policy": "{\"Id\":\"before\"}"}, "after": {"policy": "{\"Id\":\"after\"}"}, "after_unknown": {}}},
   {"address": "aws_iam_policy.gone", "mode": "managed", "type": "aws_iam_policy",
    "change": {"actions": ["delete"], "before": {"policy": "{\"Id\":\"gone\"}"}, "after": null, "after_unknown": {}}},
   {"address": "aws_iam_role.app", "mode": "managed", "type": "aws_iam_role",
    "change": {"actions": ["create"], "before": null,
     "after": {"assume_role_policy": "{\"Id\":\"trust\"}", "inline_policy": [{"name": "a", "policy": "{\"Id\":\"a\"}"}, {"name": "b"}]},
     "after_unknown": {"arn": true, "inline_policy": [{}, {"policy": true}]}}}],
 "prior_state": {"values": {"root_module": {"resources": [
   {"address": "data.aws_iam_policy_document.used", "mode": "data", "type": "aws_iam_policy_document", "values": {"json": "{\"Id\":\"after\"}"}},
   {"address": "data.aws_iam_policy_document.alone", "mode": "data", "type": "aws_iam_policy_document",
    "values": {"json": "{\n  \"Statement\": {\"Principal\": \"*\", \"Action\": \"sts:AssumeRole\"}\n}"}},
   {"address": "aws_iam_policy.old", "mode": "managed", "type": "aws_iam_policy", "values": {"policy": "{\"Id\":\"old\"}"}}]}}}}"#;

#[test]
fn a_plan_is_read_for_what_will_be() {
    let some = |text: &str| Some(text.to_owned());
    let mut found = about(PLAN);
    found.sort();
    assert_eq!(
        found,
        [
            ("aws_iam_policy.known.policy".into(), some(r#"{"Id":"after"}"#)),
            ("aws_iam_role.app.assume_role_policy".into(), some(r#"{"Id":"trust"}"#)),
            ("aws_iam_role.app.inline_policy[0].policy".into(), some(r#"{"Id":"a"}"#)),
            ("aws_iam_role.app.inline_policy[1].policy".into(), None),
            (
                "data.aws_iam_policy_document.alone.json".into(),
                some("{\n  \"Statement\": {\"Principal\": \"*\", \"Action\": \"sts:AssumeRole\"}\n}")
            ),
            ("module.app.aws_s3_bucket_policy.open.policy".into(), some(r#"{"Id":"open"}"#)),
            ("module.app.module.in.aws_kms_key.k[0].policy".into(), some(r#"{"Id":"key"}"#)),
        ]
    );
}

#[test]
fn what_each_document_is_for_is_known() {
    for one in find(PLAN) {
        let expected = match &*one.address {
            "aws_iam_role.app.assume_role_policy" => (PolicyType::Trust, Some(PolicyResourceType::RoleTrust), false),
            "module.app.aws_s3_bucket_policy.open.policy" => {
                (PolicyType::Resource, Some(PolicyResourceType::S3Bucket), false)
            }
            "module.app.module.in.aws_kms_key.k[0].policy" => (PolicyType::Resource, None, false),
            "data.aws_iam_policy_document.alone.json" => (PolicyType::Trust, None, true),
            _ => (PolicyType::Identity, None, false),
        };
        assert_eq!((one.policy_type, one.resource_type, one.is_type_guessed), expected, "{}", one.address);
    }
}

#[test]
fn a_policy_of_an_organization_says_its_type() {
    let plan = |kind: &str| {
        format!(
            r#"{{"resource_changes": [{{"address": "o", "type": "aws_organizations_policy",
                "change": {{"after": {{"content": "{{}}"{kind}}}}}}}]}}"#
        )
    };
    let kinds = |kind: &str| find(&plan(kind)).iter().map(|one| one.policy_type).collect::<Vec<_>>();
    assert_eq!(kinds(""), [PolicyType::ServiceControl]);
    assert_eq!(kinds(r#", "type": "SERVICE_CONTROL_POLICY""#), [PolicyType::ServiceControl]);
    assert_eq!(kinds(r#", "type": "RESOURCE_CONTROL_POLICY""#), [PolicyType::ResourceControl]);
    assert_eq!(kinds(r#", "type": "TAG_POLICY""#), []);
}

#[test]
fn a_state_is_read_for_what_is() {
    let state = r#"{"format_version": "1.0", "terraform_version": "1.9.5", "values": {"root_module": {"resources": [
        {"address": "aws_vpc_endpoint.s3", "mode": "managed", "type": "aws_vpc_endpoint", "values": {"policy": "{}"}}]}}}"#;
    assert_eq!(about(state), [("aws_vpc_endpoint.s3.policy".into(), Some("{}".into()))]);
}

#[test]
fn a_place_leads_back_through_the_escapes() {
    let found = find(PLAN);
    let alone = found.iter().find(|one| one.address.starts_with("data.")).unwrap();
    let text = alone.text.as_deref().unwrap();
    let at = text.find("\"Principal\"").unwrap();
    assert_eq!(alone.positions.outer(Span::new(at, at + 11)).slice(PLAN), Some(r#"\"Principal\""#));
    let whole = alone.positions.outer(Span::new(0, text.len()));
    assert_eq!(alone.span, Span::new(whole.start - 1, whole.end + 1));
}
