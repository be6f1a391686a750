//! Wildcards under operators that compare texts letter by letter (`type_mismatch`).

use crate::catalog::KeyType;
use crate::condition::{ConditionOperator, QualifiedOperator};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::operator_fixes::write_operator;
use super::site::{Site, shown, sites};
use super::too_permissive::CLOSED;
use super::value_text::has_wildcard;

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&WILDCARD_WITHOUT_LIKE_OPERATOR], run: Run::Statement(look) };

static WILDCARD_WITHOUT_LIKE_OPERATOR: Check = Check::warning(
    "WILDCARD_WITHOUT_LIKE_OPERATOR",
    kinds::ALL,
    "a value has `*` or `?` under an operator that takes them for themselves",
)
.examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEquals":{"s3:prefix":["home/","team-?/"]}}}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringNotEqualsIgnoreCase":{"aws:PrincipalTag/team":"red*"}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringLike":{"s3:prefix":"home/*"},"StringEquals":{"aws:PrincipalTag/star":"${*}"},"ArnEquals":{"aws:PrincipalArn":"arn:aws:iam::*:role/app"}}}}"#,
        )],
);

/// Longer lists are not mended.
const MOST_VALUES: usize = 64;

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement) {
        if report.is_exhausted() {
            return;
        }
        let is_exact = matches!(
            site.operator.operator,
            ConditionOperator::StringEquals
                | ConditionOperator::StringNotEquals
                | ConditionOperator::StringEqualsIgnoreCase
                | ConditionOperator::StringNotEqualsIgnoreCase
        );
        if !is_exact {
            continue;
        }
        let mut fix = None;
        for entry in site.values().iter().filter(|entry| has_wildcard(&entry.text)) {
            if report.is_exhausted() {
                return;
            }
            let details = format!("`{}` takes the wildcard in `{}` for itself", site.operator, shown(&entry.text));
            // one operator for all the values
            let fix = fix.get_or_insert_with(|| {
                let better = better_operator(report, &site)?;
                write_operator(report.source, &site, better)
            });
            let fixes = fix.iter().cloned().collect();
            site.report_value(report, &WILDCARD_WITHOUT_LIKE_OPERATOR, entry, details, fixes);
        }
    }
}

/// None where letter case does not count: no operator has wildcards and does not care.
fn better_operator(report: &Report<'_>, site: &Site<'_, '_, '_>) -> Option<QualifiedOperator> {
    let types = |kind| report.catalog().and_then(|catalog| site.key.facts(catalog))?.types().find(|own| *own == kind);
    let is_arn = types(KeyType::Arn).is_some();
    let is_none = |text: &str| crate::Arn::parse(text).is_none();
    // a wildcard that works would be too much there
    if site.is_one_of(CLOSED) || site.key.is("aws:userid") {
        return None;
    }
    // each value's finding has a copy of the fix
    if site.values().len() > MOST_VALUES || is_arn && site.values().iter().any(|entry| is_none(&entry.text)) {
        return None;
    }
    let operator = match (site.operator.operator, is_arn) {
        (ConditionOperator::StringEquals, false) => ConditionOperator::StringLike,
        (ConditionOperator::StringNotEquals, false) => ConditionOperator::StringNotLike,
        (ConditionOperator::StringEquals, true) => ConditionOperator::ArnLike,
        (ConditionOperator::StringNotEquals, true) => ConditionOperator::ArnNotLike,
        _ => return None,
    };
    Some(QualifiedOperator { operator, ..site.operator })
}
