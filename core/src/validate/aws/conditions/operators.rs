//! The names of operators (`invalid_operator_skips_block`).

use crate::condition::{ConditionOperator, QualifiedOperator};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Block, Condition, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::rewrite::rename_operator;
use super::site::shown;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&INVALID_CONDITION_OPERATOR, &NULL_WITH_IF_EXISTS, &NULL_WITH_QUALIFIER],
    run: Run::Statement(look),
};

static INVALID_CONDITION_OPERATOR: Check = Check::error(
    "INVALID_CONDITION_OPERATOR",
    kinds::ALL,
    "there is no such condition operator; names are compared in their exact letter case",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"stringEquals":{"s3:prefix":"a/"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"ForSomeValue:StringEquals":{"aws:TagKeys":"a"}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListBucket","Resource":"*",
"Condition":{"StringEqualsIfExists":{"s3:prefix":"a/"}}}}"#,
    )],
);

static NULL_WITH_IF_EXISTS: Check = Check::error(
    "NULL_WITH_IF_EXISTS",
    kinds::ALL,
    "`Null` asks whether the key is there, so `IfExists` has no meaning with it",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"NullIfExists":{"aws:TokenIssueTime":"false"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"Null":{"aws:TokenIssueTime":"false"},"BoolIfExists":{"aws:SecureTransport":"true"}}}}"#,
    )],
);

static NULL_WITH_QUALIFIER: Check = Check::suggestion(
    "NULL_WITH_QUALIFIER",
    kinds::ALL,
    "`Null` asks whether the key is there, not about its values: with `ForAllValues` or `ForAnyValue` it does not say \
     what it seems to",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"ForAnyValue:Null":{"aws:TagKeys":"false"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:CreateTags","Resource":"*",
"Condition":{"Null":{"aws:TagKeys":"false"},"ForAnyValue:StringEquals":{"aws:TagKeys":"team"}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(condition) = &statement.condition else { return };
    for block in &condition.blocks {
        match block.operator {
            None => report_unknown(report, statement, condition, block),
            Some(operator) if operator.operator == ConditionOperator::Null && operator.qualifier.is_some() => {
                let details = format!("`{}` says nothing that `Null` does not: leave the qualifier out", block.name);
                let places = vec![statement.at_operator(block)];
                report.add_with_fixes(&NULL_WITH_QUALIFIER, details, places, rename(condition, block, "Null"));
            }
            Some(_) => {}
        }
    }
}

fn report_unknown(
    report: &mut Report<'_>,
    statement: &Statement<'_, '_>,
    condition: &Condition<'_, '_>,
    block: &Block<'_, '_>,
) {
    let places = vec![statement.at_operator(block)];
    if matches!(&*block.name, "NullIfExists" | "ForAllValues:NullIfExists" | "ForAnyValue:NullIfExists") {
        let details = format!("`{}` is no operator: write `Null`, which takes no `IfExists`", block.name);
        report.add_with_fixes(&NULL_WITH_IF_EXISTS, details, places, rename(condition, block, "Null"));
        return;
    }
    let name = shown(&block.name);
    let suggestion = if report.may_suggest() { suggest(&block.name) } else { None };
    let Some(suggestion) = suggestion else {
        report.add(&INVALID_CONDITION_OPERATOR, format!("expected a condition operator, found `{name}`"), places);
        return;
    };
    let details = format!("expected a condition operator, found `{name}`; did you mean `{suggestion}`?");
    let fixes = rename(condition, block, &suggestion);
    report.add_with_fixes(&INVALID_CONDITION_OPERATOR, details, places, fixes);
}

fn suggest(name: &str) -> Option<String> {
    name.parse::<QualifiedOperator>().err()?.suggestion().map(String::from)
}

fn rename(condition: &Condition<'_, '_>, block: &Block<'_, '_>, to: &str) -> Vec<Fix> {
    let edits = rename_operator(condition, block, to);
    edits.map(|edits| Fix::new(format!("write `{to}`"), edits)).into_iter().collect()
}
