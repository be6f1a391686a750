//! Policies that let through everything.

use crate::request::Request;
use crate::validate::check::{Check, Example};
use crate::validate::finding::Location;
use crate::validate::own::GIVEN;
use crate::validate::own::evidence::Evidence;
use crate::validate::own::places::is_everything;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_FULL_ADMINISTRATOR], run: Run::Document(look) };

static IE_FULL_ADMINISTRATOR: Check = Check::security(
    "IE_FULL_ADMINISTRATOR",
    GIVEN,
    "the policy lets through every request: whoever has it can do anything in the account, and give that to others",
)
.own()
.examples(
    &[
        Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},
{"Effect":"Allow","Action":"iam:*","Resource":"*"}]}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*",
"Condition":{"StringEquals":{"aws:PrincipalTag/team":"ops"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
{"Effect":"Deny","Action":"organizations:*","Resource":"*"}]}"#,
        ),
    ],
);

/// May a statement be a part of what lets everything through?
fn is_part(statement: &Statement<'_, '_>) -> bool {
    let is_open = |text: &str| text.starts_with(['*', '?']);
    let has_any = statement.action.iter().flat_map(|element| &element.entries).any(|entry| is_open(&entry.text));
    statement.is_allow() && (has_any || statement.not_action.is_some())
}

/// Does a document surely let through everything?
pub(super) fn lets_everything_through(evidence: &Evidence, subject: &Subject<'_, '_>) -> bool {
    if !subject.statements.iter().any(is_part) {
        return false;
    }
    evidence.lets_everything_through()
}

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    // most documents have no such statement, and need no solver
    if !subject.statements.iter().any(is_part) {
        return;
    }
    let Some(evidence) = report.evidence(subject) else { return };
    if !lets_everything_through(&evidence, subject) {
        return;
    }
    let parts: Vec<&Statement<'_, '_>> = subject.statements.iter().filter(|statement| is_part(statement)).collect();
    let whole = parts.iter().find_map(|statement| places_of_whole(statement));
    let places = whole.unwrap_or_else(|| parts.iter().map(|statement| statement.here()).collect());
    let witness = Request::new("iam:CreateAccessKey", "arn:aws:iam::111122223333:user/example").ok();
    let witness = witness.filter(|request| evidence.region.holds(request)).map(Box::new);
    let details = "the policy lets through every action on every resource: list the actions that are needed, and keep \
                   full access for the few who administer the account";
    report.add_with_witness(&IE_FULL_ADMINISTRATOR, details, places, witness);
}

/// The action and the resource of a statement that does it alone.
fn places_of_whole(statement: &Statement<'_, '_>) -> Option<Vec<Location>> {
    let is_bare = statement.condition.as_ref().is_none_or(|condition| condition.blocks.is_empty());
    let (action, resource) = (statement.action.as_ref()?, statement.resource.as_ref()?);
    let of = |text: &str| is_everything(text) || text == "*:*";
    let what = action.entries.iter().find(|entry| of(&entry.text))?;
    let on = resource.entries.iter().find(|entry| is_everything(&entry.text))?;
    is_bare.then(|| vec![statement.at_entry(action, what), statement.at_entry(resource, on)])
}
