//! Elements that the language does not have.

use crate::catalog::nearest;
use crate::document::PolicyType;
use crate::json::Member;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::finding::Location;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&INVALID_POLICY_ELEMENT], run: Run::Document(look) };

static INVALID_POLICY_ELEMENT: Check = Check::error(
    "INVALID_POLICY_ELEMENT",
    kinds::ALL,
    "the document or a statement has a member that is no element of a policy; names are told apart by letter case",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*","Owner":"ana"}}"#,
        ),
        Example::identity(r#"{"Version":"2012-10-17","statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#),
        Example::identity(
            r#"{"version":"2012-10-17","Statement":[{"Effect":"Deny","actions":"sqs:*","Resource":"*","Conditon":{}}]}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Id":"a","Statement":{"Sid":"a","Effect":"Deny","NotAction":"sqs:*",
"NotResource":"arn:aws:sqs:*:111122223333:jobs","Condition":{"Bool":{"aws:SecureTransport":"false"}}}}"#,
    )],
);

/// Members of a document (IAM user guide, "JSON policy element reference").
const OF_DOCUMENT: &[&str] = &["Version", "Id", "Statement"];
/// Members of a statement (the same page).
const OF_STATEMENT: &[&str] =
    &["Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"];
/// Names longer than this are near to none.
const LONGEST: usize = 24;

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    for member in &subject.unknown {
        if report.is_exhausted() {
            return;
        }
        let fix = rename(report, *member, OF_DOCUMENT, |name| match name {
            "Version" => subject.version.is_none(),
            "Id" => subject.id.is_none(),
            _ => subject.statement.is_none(),
        });
        add(report, *member, "the document", subject.at_name(*member), fix);
    }
    let policy_type = report.options.policy_type;
    for statement in &subject.statements {
        for member in &statement.unknown {
            if report.is_exhausted() {
                return;
            }
            let fix = rename(report, *member, OF_STATEMENT, |name| has_room(statement, policy_type, name));
            add(report, *member, "a statement", statement.at_name(*member), fix);
        }
    }
}

fn add(report: &mut Report<'_>, member: Member<'_, '_>, whole: &str, place: Location, fix: Option<Fix>) {
    let details = format!("expected an element of {whole}, found `{}`", member.name());
    report.add_with_fixes(&INVALID_POLICY_ELEMENT, details, vec![place], Vec::from_iter(fix));
}

/// Gives a member the name that it nearly has, where nothing else has that name.
fn rename(
    report: &mut Report<'_>,
    member: Member<'_, '_>,
    names: &[&'static str],
    has_room: impl Fn(&str) -> bool,
) -> Option<Fix> {
    let found = member.name();
    if found.len() > LONGEST || !report.may_suggest() {
        return None;
    }
    let name = nearest(names.iter().copied(), found.trim()).into_iter().next().filter(|name| has_room(name))?;
    Some(Fix::new(format!("write `{name}`"), vec![replace_string(member.name_span(), name)]))
}

/// May the statement have such an element besides those that it has?
fn has_room(statement: &Statement<'_, '_>, policy_type: PolicyType, name: &str) -> bool {
    match name {
        "Sid" => statement.sid.is_none(),
        "Effect" => statement.effect.is_none(),
        "Action" | "NotAction" => statement.action_elements().next().is_none(),
        "Resource" | "NotResource" => {
            policy_type != PolicyType::Trust && statement.resource_elements().next().is_none()
        }
        "Principal" | "NotPrincipal" => {
            use PolicyType::{Resource, ResourceControl, Trust};
            let has_principals = matches!(policy_type, Resource | ResourceControl | Trust);
            has_principals && statement.principal_elements().next().is_none()
        }
        _ => statement.condition.is_none(),
    }
}
