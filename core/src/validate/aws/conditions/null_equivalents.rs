//! Comparisons with `*` that ask no more than whether the key is there (`null_equivalents`).

use crate::condition::{ConditionOperator, SetQualifier};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::rewrite::{move_key, remove_key};
use super::site::{Site, shown, sites};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &EQUIVALENT_TO_NULL_FALSE,
        &EQUIVALENT_TO_NULL_TRUE,
        &REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION,
        &REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION,
    ],
    run: Run::Statement(look),
};

static EQUIVALENT_TO_NULL_FALSE: Check = Check::suggestion(
    "EQUIVALENT_TO_NULL_FALSE",
    kinds::ALL,
    "every value matches `*`, so the condition only asks that the key is there; `Null` says so",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:PrincipalTag/team":["*"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:PrincipalTag/team":"?*"},"Null":{"aws:PrincipalTag/team":"false"}}}}"#,
    )],
);

static EQUIVALENT_TO_NULL_TRUE: Check = Check::suggestion(
    "EQUIVALENT_TO_NULL_TRUE",
    kinds::ALL,
    "every value matches `*`, so the condition only asks that the key is not there; `Null` says so",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringNotLike":{"aws:PrincipalTag/team":"*"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringNotLike":{"aws:PrincipalTag/team":["red*","blue*"]}}}}"#,
    )],
);

static REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION: Check = Check::suggestion(
    "REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION",
    kinds::ALL,
    "the condition holds of every request, with the key and without it",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLikeIfExists":{"aws:PrincipalTag/team":"*"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAllValues:StringLike":{"aws:TagKeys":["*"]},"Bool":{"aws:SecureTransport":"true"}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLikeIfExists":{"aws:PrincipalTag/team":"red*"}}}}"#,
    )],
);

static REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION: Check = Check::suggestion(
    "REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION",
    kinds::ALL,
    "the condition holds of no request, so the statement does nothing",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAnyValue:StringNotLike":{"aws:TagKeys":"*"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAnyValue:StringNotLike":{"aws:TagKeys":"tmp-*"}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement).filter(Site::is_string_like) {
        if report.is_exhausted() {
            return;
        }
        let [entry] = site.values() else { continue };
        if !entry.is_string() || entry.text.is_empty() || !entry.text.bytes().all(|byte| byte == b'*') {
            continue;
        }
        let matches_present = site.operator.operator == ConditionOperator::StringLike;
        let (check, says, fix) = match (matches_present, holds_of_absent(&site)) {
            (true, false) => (
                &EQUIVALENT_TO_NULL_FALSE,
                "only asks that the key is there: write `Null` with `false`",
                write_null(report, &site, r#""false""#),
            ),
            (false, true) => (
                &EQUIVALENT_TO_NULL_TRUE,
                "only asks that the key is not there: write `Null` with `true`",
                write_null(report, &site, r#""true""#),
            ),
            (true, true) => (
                &REDUNDANT_KEY_DUE_TO_WILDCARD_IN_CONDITION,
                "always holds: leave it out",
                Some(Fix::new("leave the key out", remove_key(report.source, &site))),
            ),
            (false, false) => {
                (&REDUNDANT_STATEMENT_DUE_TO_WILDCARD_IN_CONDITION, "never holds, so the statement does nothing", None)
            }
        };
        let details = format!("`{}` with `*` on `{}` {says}", site.operator, shown(&site.key.name));
        site.report_value(report, check, entry, details, fix.into_iter().collect());
    }
}

/// Does the comparison hold where the request has no value?
fn holds_of_absent(site: &Site<'_, '_, '_>) -> bool {
    site.operator.if_exists
        || match site.operator.qualifier {
            // over no values
            Some(SetQualifier::ForAllValues) => true,
            Some(SetQualifier::ForAnyValue) => false,
            // a missing key satisfies a negated operator
            None => site.operator.operator.is_negated(),
        }
}

/// None for a key of many values: it may be there with none.
fn write_null(report: &Report<'_>, site: &Site<'_, '_, '_>, value: &str) -> Option<Fix> {
    let is_plain = site.operator.qualifier.is_none();
    let edits = is_plain.then(|| move_key(report.source, site, "Null", Some(value)))??;
    Some(Fix::new("write `Null`", edits))
}
