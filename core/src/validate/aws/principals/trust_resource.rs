//! A trust policy has no resources (`trust`).

use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::remove_member;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Element, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE], run: Run::Statement(look) };

static ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE: Check = Check::error(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE",
    kinds::TRUST,
    "a trust policy has `Resource` or `NotResource`: its resource is the role that it is attached to",
)
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole","Resource":["*"]}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole","NotResource":"arn:aws:iam::111122223333:role/app"}}"#,
        ),
    ],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    // of an element of the wrong type its type is all that is said (`type_error_stops_element`)
    for element in statement.resource_elements().filter(|element| !element.is_mistyped) {
        let name = element.member.name();
        let fixes = if name == "Resource" && is_everything(element) {
            vec![Fix::new("take `Resource` out", vec![remove_member(report.source, element.member)])]
        } else {
            Vec::new()
        };
        let details = format!("`{name}` cannot stand in a trust policy; it is about the role that it is attached to");
        let places = vec![statement.at_name(element.member)];
        report.add_with_fixes(&ROLE_TRUST_POLICY_SYNTAX_ERROR_RESOURCE, details, places, fixes);
    }
}

/// Then the statement says the same without it.
fn is_everything(element: &Element<'_, '_>) -> bool {
    element.entries.iter().any(|entry| entry.text == "*")
}
