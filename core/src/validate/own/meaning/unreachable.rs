//! Statements that match no request.

use std::borrow::Cow;

use smallvec::SmallVec;

use crate::analyze::find_unreachable_among;
use crate::condition::OperatorFamily;
use crate::document::PolicyType;
use crate::validate::check::{Check, Example};
use crate::validate::own::places::name;
use crate::validate::report::Report;
use crate::validate::subject::{Element, Statement, Subject};
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

/// Can it contradict itself? By two conditions on one key, by one that no text meets, by a key that a variable wants, or
/// by a list of all there is.
fn may_be_empty(statement: &Statement<'_, '_>) -> bool {
    let is_full = |element: &Element<'_, '_>| element.entries.iter().any(|entry| entry.text.starts_with('*'));
    if statement.not_action.iter().chain(&statement.not_resource).any(is_full) {
        return true;
    }
    let has_variables = statement.resource_elements().flat_map(|element| &element.entries);
    let has_variables = has_variables.filter(|entry| entry.text.contains("${")).count() > 0;
    let mut keys: SmallVec<[Cow<'_, str>; 8]> = SmallVec::new();
    for (block, key) in statement.condition_keys() {
        let is_text = block.operator.is_some_and(|operator| {
            matches!(operator.operator.family(), OperatorFamily::String | OperatorFamily::Bool | OperatorFamily::Null)
        });
        if has_variables || !is_text || key.values.is_empty() || keys.len() >= MAX_KEYS {
            return true;
        }
        let lower = lowered(&key.name);
        if keys.contains(&lower) {
            return true;
        }
        keys.push(lower);
    }
    false
}

/// How many keys are compared with each other.
const MAX_KEYS: usize = 32;

fn lowered(name: &str) -> Cow<'_, str> {
    if name.bytes().any(|byte| byte.is_ascii_uppercase()) {
        Cow::Owned(name.to_ascii_lowercase())
    } else {
        Cow::Borrowed(name)
    }
}

/// Has it something in each element that it must have? Otherwise other findings say what is missing.
fn is_whole(statement: &Statement<'_, '_>) -> bool {
    let has_some = statement.action_elements().chain(statement.resource_elements());
    statement.action_elements().next().is_some() && has_some.into_iter().all(|element| !element.entries.is_empty())
}

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let asked: Vec<bool> = subject.statements.iter().map(may_be_empty).collect();
    if !asked.contains(&true) {
        return;
    }
    let Some(evidence) = report.evidence(subject) else { return };
    let found = find_unreachable_among(&evidence.region, &evidence.options, &|at| asked.get(at) == Some(&true));
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
