//! Statements that match no request.

use crate::analyze::find_unreachable_statements;
use crate::document::PolicyType;
use crate::validate::check::{Check, Example};
use crate::validate::own::places::name;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_UNREACHABLE_STATEMENT], run: Run::Document(look) };

static IE_UNREACHABLE_STATEMENT: Check = Check::warning(
    "IE_UNREACHABLE_STATEMENT",
    KINDS,
    "no request can match the statement, mostly since its conditions contradict each other: it does nothing",
)
.own()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1a2b3c4d"},"Null":{"aws:SourceVpc":"true"}}}}"#,
        ),
        Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"*","Resource":"*"}}"#),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEqualsIfExists":{"aws:SourceVpc":"vpc-1a2b3c4d"},"Null":{"aws:SourceVpc":"true"}}}}"#,
    )],
);

/// Those that the solver reads.
pub(super) const KINDS: &[PolicyType] =
    &[PolicyType::Identity, PolicyType::Session, PolicyType::Resource, PolicyType::Trust, PolicyType::ServiceControl];

/// Can it contradict itself? By two conditions, by one without a value, or by a list of all there is.
fn may_be_empty(statement: &Statement<'_, '_>) -> bool {
    let is_full = |element: &Option<crate::validate::subject::Element<'_, '_>>| {
        element.as_ref().is_some_and(|element| element.entries.iter().any(|entry| entry.text.starts_with('*')))
    };
    is_full(&statement.not_action)
        || is_full(&statement.not_resource)
        || statement.condition_keys().nth(1).is_some()
        || statement.condition_keys().any(|(_, key)| key.values.is_empty())
}

/// Has it something in each element that it must have? Otherwise other findings say what is missing.
fn is_whole(statement: &Statement<'_, '_>) -> bool {
    let has_some = statement.action_elements().chain(statement.resource_elements());
    statement.action_elements().next().is_some() && has_some.into_iter().all(|element| !element.entries.is_empty())
}

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if !subject.statements.iter().any(may_be_empty) {
        return;
    }
    let Some(evidence) = report.evidence(subject) else { return };
    let found = find_unreachable_statements(&evidence.policy, evidence.kind, &evidence.options_left());
    for at in found.statements {
        let Some(statement) = subject.statements.get(at) else { continue };
        let needs_resource = !evidence.has_principals();
        if !is_whole(statement) || (needs_resource && statement.resource_elements().next().is_none()) {
            continue;
        }
        let details = format!(
            "{} matches no request, so it {} nothing: mend what contradicts itself, or leave the statement out",
            name(statement, at),
            if statement.is_deny() { "denies" } else { "allows" }
        );
        report.add(&IE_UNREACHABLE_STATEMENT, details, vec![statement.here()]);
    }
}
