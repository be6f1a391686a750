//! Condition keys that a resource control policy should not have without another (`rcp_keys`).

use crate::condition::ConditionOperator;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Key, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY,
        &RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY,
        &RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK,
    ],
    run: Run::Statement(look),
};

static RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY: Check = Check::warning(
    "RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY",
    kinds::RCP,
    "a resource control policy denies by who asks, and so denies AWS's services too: add `aws:PrincipalIsAWSService`",
)
.examples(
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"}}}}"#,
    )],
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
"Condition":{"StringNotEquals":{"aws:PrincipalAccount":"111122223333"},
"BoolIfExists":{"aws:PrincipalIsAWSService":"false"}}}}"#,
    )],
);

static RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY: Check = Check::warning(
    "RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY",
    kinds::RCP,
    "a resource control policy denies by whom a service acts for, and not only services: add `aws:PrincipalIsAWSService`",
)
.examples(
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
"Condition":{"StringNotEquals":{"aws:SourceAccount":"111122223333"},"Null":{"aws:SourceArn":false}}}}"#,
    )],
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
"Condition":{"StringNotEquals":{"aws:SourceAccount":"111122223333"},"Null":{"aws:SourceArn":false},
"Bool":{"aws:PrincipalIsAWSService":"true"}}}}"#,
    )],
);

static RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK: Check = Check::warning(
    "RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK",
    kinds::RCP,
    "a resource control policy denies by whom a service acts for, also where that is not said: add `Null`",
)
.examples(
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
"Condition":{"StringNotEquals":{"aws:SourceOrgID":"o-1234567890"},"Null":{"aws:SourceArn":"true"},
"Bool":{"aws:PrincipalIsAWSService":"true"}}}}"#,
    )],
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*",
"Condition":{"StringNotEquals":{"aws:SourceOrgID":"o-1234567890"},"Null":{"aws:SourceAccount":"false"},
"Bool":{"aws:PrincipalIsAWSService":"true"}}}}"#,
    )],
);

const IS_SERVICE: &str = "aws:PrincipalIsAWSService";
/// What a request of a service says of whom it is made for (IAM user guide, check reference, "RCP missing related
/// service principal condition key").
const SOURCES: [&str; 4] = ["aws:SourceOrgID", "aws:SourceOrgPaths", "aws:SourceAccount", "aws:SourceArn"];

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    // what allows has no condition (`rcp`)
    if statement.condition.is_none() || statement.is_allow() {
        return;
    }
    let mut names_services = false;
    let mut has_null = false;
    for (block, key) in statement.condition_keys() {
        if block.operator.is_some_and(|operator| operator.operator == ConditionOperator::Null) {
            has_null |= (key.is("aws:SourceAccount") || key.is("aws:SourceArn")) && says_false(key);
        } else {
            names_services |= key.is(IS_SERVICE);
        }
    }
    for (block, key) in statement.condition_keys() {
        if block.operator.is_some_and(|operator| operator.operator == ConditionOperator::Null) {
            continue;
        }
        let is_of_source = SOURCES.iter().any(|source| key.is(source));
        let is_of_principal = key.starts_with("aws:Principal") && !key.is(IS_SERVICE);
        let name = &key.name;
        if is_of_principal && !names_services {
            let details = format!("`{name}` without `{IS_SERVICE}` of `false` denies AWS's services too");
            report.add(&RCP_MISSING_RELATED_PRINCIPAL_CONDITION_KEY, details, vec![statement.at_key(block, key)]);
        }
        if is_of_source && !names_services {
            let details = format!("`{name}` without `{IS_SERVICE}` of `true` denies others than AWS's services too");
            let places = vec![statement.at_key(block, key)];
            report.add(&RCP_MISSING_RELATED_SERVICE_PRINCIPAL_CONDITION_KEY, details, places);
        }
        if is_of_source && !has_null {
            let details = format!("`{name}` without `Null` of `aws:SourceAccount` denies where nothing is said of it");
            report.add(&RCP_MISSING_SERVICE_CONDITION_KEY_NULL_CHECK, details, vec![statement.at_key(block, key)]);
        }
    }
}

fn says_false(key: &Key<'_, '_>) -> bool {
    key.values.iter().any(|value| value.text.eq_ignore_ascii_case("false"))
}
