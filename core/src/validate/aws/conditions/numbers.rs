//! Several bounds where one counts (`redundancy`).

use std::cmp::Ordering;

use crate::condition::{ConditionOperator, Number};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::{Edit, Fix};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&REDUNDANT_CONDITION_VALUE_NUM], run: Run::Statement(look) };

static REDUNDANT_CONDITION_VALUE_NUM: Check = Check::suggestion(
    "REDUNDANT_CONDITION_VALUE_NUM",
    kinds::ALL,
    "of several bounds for a number one is the widest, and the others do nothing",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericLessThan":{"s3:max-keys":["10","100"]}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericGreaterThanEquals":{"s3:max-keys":[10,5,7]}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"NumericEquals":{"s3:max-keys":["10","100"]},"NumericLessThan":{"s3:signatureAge":["600000"]}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement) {
        let widest = match site.operator.operator {
            ConditionOperator::NumericLessThan | ConditionOperator::NumericLessThanEquals => Ordering::Greater,
            ConditionOperator::NumericGreaterThan | ConditionOperator::NumericGreaterThanEquals => Ordering::Less,
            _ => continue,
        };
        if site.values().len() > 1 {
            let details = format!("of the bounds of `{}` one counts: the widest", shown(&site.key.name));
            let fixes = keep_widest(report, &site, widest).into_iter().collect();
            site.report_values(report, &REDUNDANT_CONDITION_VALUE_NUM, details, fixes);
        }
    }
}

/// None where a value is no number.
fn keep_widest(report: &Report<'_>, site: &Site<'_, '_, '_>, widest: Ordering) -> Option<Fix> {
    let mut kept: Option<(Number<'_>, crate::text::Span)> = None;
    for entry in site.values() {
        let number = Number::parse(&entry.text)?;
        if kept.as_ref().is_none_or(|(best, _)| number.cmp(best) == widest) {
            kept = Some((number, entry.span));
        }
    }
    let text = kept?.1.slice(report.source)?.to_owned();
    let edit = Edit { span: site.key.member.value().span(), text };
    Some(Fix::new("keep the bound that counts", vec![edit]))
}
