//! An element together with the one that says the opposite.

use crate::json::Member;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::remove_member;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Element, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&UNSUPPORTED_ELEMENT_COMBINATION], run: Run::Statement(look) };

static UNSUPPORTED_ELEMENT_COMBINATION: Check = Check::error(
    "UNSUPPORTED_ELEMENT_COMBINATION",
    kinds::ALL,
    "a statement has an element and the one that says the opposite, such as `Action` and `NotAction`",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*",
"NotResource":"arn:aws:sqs:*:111122223333:jobs"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":[],"Action":"sqs:*","Resource":"*"}}"#,
        ),
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","NotPrincipal":
{"AWS":"111122223333"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"sqs:*",
"NotResource":"arn:aws:sqs:*:111122223333:jobs"}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for twins in [(&statement.action, &statement.not_action), (&statement.resource, &statement.not_resource)] {
        if let (Some(one), Some(other)) = twins
            && !one.is_mistyped
            && !other.is_mistyped
        {
            // an empty list speaks of nothing, so the other is what is meant
            let empty = [one, other].into_iter().find(|element| is_empty(element)).map(|element| element.member);
            add(report, statement, one.member, other.member, empty);
        }
    }
    if let (Some(one), Some(other)) = (&statement.principal, &statement.not_principal)
        && !one.is_mistyped
        && !other.is_mistyped
    {
        add(report, statement, one.member, other.member, None);
    }
}

fn add(
    report: &mut Report<'_>,
    statement: &Statement<'_, '_>,
    one: Member<'_, '_>,
    other: Member<'_, '_>,
    empty: Option<Member<'_, '_>>,
) {
    let fix = empty.map(|empty| {
        let title = format!("remove the empty `{}`", empty.name());
        Fix::new(title, vec![remove_member(report.source, empty)])
    });
    let details = format!("expected `{}` or `{}`, found both", one.name(), other.name());
    let places = vec![statement.at_name(one), statement.at_name(other)];
    report.add_with_fixes(&UNSUPPORTED_ELEMENT_COMBINATION, details, places, Vec::from_iter(fix));
}

fn is_empty(element: &Element<'_, '_>) -> bool {
    element.is_list && element.entries.is_empty()
}
