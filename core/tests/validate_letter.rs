//! What the letter of the rules says where a shortcut would not: each was once missed.

use iam_eval::PolicyType;
use iam_eval::catalog::Catalog;
use iam_eval::validate::{Finding, ValidateOptions, validate};

fn find(policy_type: PolicyType, text: &str, code: &str) -> Vec<Finding> {
    let catalog = Catalog::embedded();
    let mut findings = validate(text, &ValidateOptions::new(policy_type).catalog(&catalog)).unwrap().findings;
    findings.retain(|finding| finding.code() == code);
    findings
}

fn with_condition(condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*","Condition":{condition}}}}}"#
    )
}

#[test]
fn type_mismatch_is_of_bytes_too() {
    let text = with_condition(r#"{"BinaryEquals":{"aws:SourceIp":"AAAA"}}"#);
    assert_eq!(find(PolicyType::Identity, &text, "TYPE_MISMATCH").len(), 1);
}

#[test]
fn an_id_takes_no_variables() {
    let text = r#"{"Version":"2012-10-17","Id":"${aws:username}","Statement":[]}"#;
    assert_eq!(find(PolicyType::Identity, text, "VARIABLE_UNSUPPORTED_IN_ELEMENT").len(), 1);
}

#[test]
fn value_forms_mind_the_letter_case_of_a_vpc() {
    for (id, count) in [("vpc-12345678", 0), ("VPC-12345678", 1)] {
        let text = with_condition(&format!(r#"{{"StringEquals":{{"aws:SourceVpc":"{id}"}}}}"#));
        assert_eq!(find(PolicyType::Identity, &text, "INVALID_VPC_FORMAT").len(), count, "{id}");
    }
}

#[test]
fn value_forms_are_of_every_key_that_is_the_arn_of_a_kms_key() {
    let text = with_condition(r#"{"StringEquals":{"secretsmanager:KmsKeyArn":"alias/x"}}"#);
    assert_eq!(find(PolicyType::Identity, &text, "INVALID_KMS_KEY_VALUE").len(), 1);
}

#[test]
fn a_wildcard_that_would_be_too_much_is_not_offered() {
    let text = with_condition(r#"{"StringEquals":{"aws:SourceVpc":"vpc-*"}}"#);
    let findings = find(PolicyType::Identity, &text, "WILDCARD_WITHOUT_LIKE_OPERATOR");
    assert!(findings.len() == 1 && findings[0].fixes.is_empty());
}
