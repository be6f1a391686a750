//! Condition keys of single services that do not do what they seem to (`dynamodb_select`, `s3_prefix`,
//! `irrelevant_key`).

use crate::condition::{ConditionOperator, OperatorFamily};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::resource_type::PolicyResourceType;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, sites};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&DYNAMODB_ATTRIBUTES_WITHOUT_SELECT, &S3_PREFIX_IN_NEGATIVE_CONTEXT, &IRRELEVANT_CONDITION_KEY_IN_POLICY],
    run: Run::Statement(look),
};

static DYNAMODB_ATTRIBUTES_WITHOUT_SELECT: Check = Check::security(
    "DYNAMODB_ATTRIBUTES_WITHOUT_SELECT",
    kinds::IDENTITY_RESOURCE,
    "a caller who names no attributes gets all of them; `dynamodb:Select` makes callers name them",
)
.examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Query","Resource":"*",
"Condition":{"ForAllValues:StringEquals":{"dynamodb:Attributes":["id"]}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:Query","Resource":"*",
"Condition":{"ForAllValues:StringEquals":{"dynamodb:Attributes":["id"]},"StringEqualsIfExists":{"dynamodb:Select":"SPECIFIC_ATTRIBUTES"}}}}"#,
        )],
);

static S3_PREFIX_IN_NEGATIVE_CONTEXT: Check = Check::security(
    "S3_PREFIX_IN_NEGATIVE_CONTEXT",
    kinds::WITH_RESOURCES,
    "`s3:prefix` keeps a prefix from being listed, and a shorter prefix lists what is under it",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringLike":{"s3:prefix":"private/*"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringNotLikeIfExists":{"s3:prefix":"private/*"}}}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringNotLike":{"s3:prefix":"public/*"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringLike":{"s3:prefix":"public/*"}}}}"#,
        ),
    ],
);

static IRRELEVANT_CONDITION_KEY_IN_POLICY: Check = Check::suggestion(
    "IRRELEVANT_CONDITION_KEY_IN_POLICY",
    kinds::RESOURCE,
    "the condition key says nothing in a policy of the resource it is about",
)
.with_catalog().examples(
    &[Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*",
"Condition":{"StringEquals":{"s3:ResourceAccount":"111122223333"}}}}"#,
        )],
    &[Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*",
"Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}}}"#,
        )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement) {
        if site.key.is("dynamodb:Attributes") {
            look_for_select(report, &site);
        } else if site.key.is("s3:prefix") {
            look_at_prefix(report, &site);
        } else if site.key.is("s3:ResourceAccount") && is_on_s3(report) {
            let details = "the policy is the bucket's own, so `s3:ResourceAccount` is always its account";
            site.report_key(report, &IRRELEVANT_CONDITION_KEY_IN_POLICY, details.to_owned(), Vec::new());
        }
    }
}

fn is_on_s3(report: &Report<'_>) -> bool {
    matches!(
        report.options.resource_type,
        Some(
            PolicyResourceType::S3Bucket
                | PolicyResourceType::S3AccessPoint
                | PolicyResourceType::S3MultiRegionAccessPoint
        )
    )
}

fn look_for_select(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    if !report.spend(site.condition.blocks.len() + site.block.keys.len()) {
        return;
    }
    let selects = |other: &Site<'_, '_, '_>| {
        other.key.is("dynamodb:Select")
            && other.family() == OperatorFamily::String
            && !other.operator.operator.is_negated()
            && !other.values().is_empty()
            && other.values().iter().all(|entry| entry.text == "SPECIFIC_ATTRIBUTES")
    };
    if !sites(site.statement).any(|other| selects(&other)) {
        let details = "`dynamodb:Attributes` wants `dynamodb:Select` with `SPECIFIC_ATTRIBUTES` beside it";
        site.report_key(report, &DYNAMODB_ATTRIBUTES_WITHOUT_SELECT, details.to_owned(), Vec::new());
    }
}

fn look_at_prefix(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    let is_excluding = match site.operator.operator {
        ConditionOperator::StringLike => site.statement.is_deny(),
        ConditionOperator::StringNotLike => site.statement.is_allow(),
        _ => false,
    };
    if is_excluding {
        let details = "a shorter `s3:prefix` lists what this one keeps back: say which prefixes may be listed";
        site.report_key(report, &S3_PREFIX_IN_NEGATIVE_CONTEXT, details.to_owned(), Vec::new());
    }
}
