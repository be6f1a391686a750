//! Policies as AWS's own guides have them are found in order.
//!
//! Each is in the words of this test, after the form of the guide that is named beside it.

use iam_eval::PolicyType;
use iam_eval::catalog::Catalog;
use iam_eval::validate::{ValidateOptions, validate};

fn assert_clean(policy_type: PolicyType, statement: &str) {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
    let catalog = Catalog::embedded();
    let findings = validate(&text, &ValidateOptions::new(policy_type).catalog(&catalog)).unwrap().findings;
    let told: Vec<_> = findings.iter().map(|finding| (finding.code(), &finding.details)).collect();
    assert!(told.is_empty(), "{told:?} in {text}");
}

/// IAM Roles Anywhere user guide, "Trust model": tags of the session come from the certificate.
#[test]
fn roles_anywhere_trusts_by_tags_of_the_certificate() {
    assert_clean(
        PolicyType::Trust,
        r#"{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},
            "Action":["sts:AssumeRole","sts:SetSourceIdentity","sts:TagSession"],
            "Condition":{"StringEquals":{"aws:PrincipalTag/x509Subject/CN":"build"}}}"#,
    );
}

/// App Runner developer guide, "How App Runner works with IAM"; `GuardDuty` user guide on regions that are off at first.
#[test]
fn services_have_parts_and_regions() {
    assert_clean(
        PolicyType::Trust,
        r#"{"Effect":"Allow","Principal":{"Service":["tasks.apprunner.amazonaws.com",
            "guardduty.me-south-1.amazonaws.com"]},"Action":"sts:AssumeRole"}"#,
    );
}

/// Service authorization reference: a recovery point may be of any service, of AWS Backup, too.
#[test]
fn recovery_points_are_resources_of_backup() {
    assert_clean(
        PolicyType::Identity,
        r#"{"Effect":"Allow","Action":"backup:DeleteRecoveryPoint",
            "Resource":"arn:aws:backup:us-east-1:111122223333:recovery-point:*"}"#,
    );
}

/// CloudFormation user guide, "Control CloudFormation access with IAM": transforms are AWS's own.
#[test]
fn aws_owns_resources_that_no_list_has() {
    assert_clean(
        PolicyType::Identity,
        r#"{"Effect":"Allow","Action":"cloudformation:CreateChangeSet",
            "Resource":"arn:aws:cloudformation:us-east-1:aws:transform/Serverless-2016-10-31"}"#,
    );
}

/// `SageMaker` developer guide, identity-based policy examples: the catalogue lists the key on no action.
#[test]
fn a_key_that_no_action_lists_may_be_of_any() {
    assert_clean(
        PolicyType::Identity,
        r#"{"Effect":"Allow","Action":"sagemaker:CreateTrainingJob","Resource":"*","Condition":{"ArnEquals":
            {"sagemaker:VolumeKmsKey":"arn:aws:kms:us-west-2:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}}}"#,
    );
}

/// S3 Glacier developer guide: the key has a tag's name behind its slash, which the catalogue cuts off.
#[test]
fn a_key_that_ends_in_a_slash_is_open() {
    assert_clean(
        PolicyType::Identity,
        r#"{"Effect":"Allow","Action":"glacier:DescribeVault","Resource":"*",
            "Condition":{"StringEquals":{"glacier:ResourceTag/env":"test"}}}"#,
    );
}

/// IAM user guide, "AWS global condition context keys", `aws:EC2InstanceSourcePrivateIPv4`; Bedrock user guide, "Global
/// cross-Region inference".
#[test]
fn a_variable_may_be_an_address_and_a_region_unspecified() {
    assert_clean(
        PolicyType::Identity,
        r#"[{"Effect":"Deny","Action":"*","Resource":"*","Condition":{
            "StringNotEquals":{"aws:EC2InstanceSourcePrivateIPv4":"${aws:VpcSourceIp}","aws:EC2InstanceSourceVpc":"${aws:SourceVpc}"}}},
            {"Effect":"Deny","Action":"bedrock:InvokeModel","Resource":"*",
            "Condition":{"StringEquals":{"aws:RequestedRegion":"unspecified"}}}]"#,
    );
}
