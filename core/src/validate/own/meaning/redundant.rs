//! Statements that add nothing to the others.

use crate::analyze::{CheckedPolicyType, find_redundant_among, find_unreachable_among};
use crate::document::{Effect, Policy};
use crate::validate::check::{Check, Example};
use crate::validate::own::evidence::Evidence;
use crate::validate::own::places::name;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::touched::find_touched;
use super::unreachable::KINDS;

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_REDUNDANT_STATEMENT], run: Run::Document(look) };

static IE_REDUNDANT_STATEMENT: Check = Check::suggestion(
    "IE_REDUNDANT_STATEMENT",
    KINDS,
    "the document means the same without the statement, since others say what it says or deny all that it allows",
)
.own()
.loud()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"},
{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}]}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"s3:*","Resource":"*"},
{"Effect":"Deny","Action":"s3:Delete*","Resource":"*"}]}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"},
{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::logs/*"}]}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}"#,
        ),
    ],
);

/// How often it is asked whether one statement covers another.
const MAX_TRIES: usize = 512;

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if subject.statements.len() < 2 {
        return;
    }
    let statements = &subject.statements;
    let touched = find_touched(statements);
    if !touched.contains(&true) {
        return;
    }
    let Some(evidence) = report.evidence(subject) else { return };
    let is_asked =
        |at: usize| touched.get(at) == Some(&true) && statements.get(at).is_some_and(|statement| statement.is_allow());
    let mut found = find_redundant_among(&evidence.policy, evidence.kind, &evidence.options, &is_asked).statements;
    found.extend(redundant_denies(&evidence, statements, &touched));
    if found.is_empty() {
        return;
    }
    // what matches nothing has a finding of its own
    let empty = find_unreachable_among(&evidence.region, &evidence.options, &|at| found.contains(&at)).statements;
    let mut tries = MAX_TRIES;
    for at in found.into_iter().filter(|at| !empty.contains(at)) {
        let Some(statement) = statements.get(at) else { continue };
        let by = covering(&evidence, statements, at, &mut tries);
        let mut places = vec![statement.here()];
        let details = match by.and_then(|other| Some((other, statements.get(other)?))) {
            Some((other, by)) => {
                places.push(by.here());
                let does = if by.effect() == statement.effect() { "covers" } else { "denies all of" };
                format!("{} adds nothing: {} {does} it", name(statement, at), name(by, other))
            }
            None => format!("{} adds nothing: the other statements together cover it", name(statement, at)),
        };
        report.add(&IE_REDUNDANT_STATEMENT, details, places);
    }
}

/// A Deny guards what other policies allow: it is needed unless other Denies say what it says.
fn redundant_denies(evidence: &Evidence, statements: &[Statement<'_, '_>], touched: &[bool]) -> Vec<usize> {
    let denies: Vec<usize> =
        statements.iter().enumerate().filter(|(_, statement)| statement.is_deny()).map(|(at, _)| at).collect();
    if denies.len() < 2 {
        return Vec::new();
    }
    let Some(policy) = beside_everything(evidence, denies.iter().filter_map(|at| statements.get(*at))) else {
        return Vec::new();
    };
    let is_asked = |at: usize| denies.get(at).and_then(|at| touched.get(*at)) == Some(&true);
    let found = find_redundant_among(&policy, evidence.kind, &evidence.options, &is_asked).statements;
    found.into_iter().filter_map(|at| denies.get(at).copied()).collect()
}

/// Some statements, and after them one that allows everything.
fn beside_everything<'a, 'd: 'a, 's: 'd>(
    evidence: &Evidence,
    statements: impl Iterator<Item = &'a Statement<'d, 's>>,
) -> Option<Policy> {
    let everything = match evidence.kind {
        CheckedPolicyType::ResourcePolicy => r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#,
        CheckedPolicyType::IdentityPolicy => r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#,
    };
    document(evidence, statements.map(|statement| statement.value.source()).chain([everything]))
}

fn document<'t>(evidence: &Evidence, statements: impl Iterator<Item = &'t str>) -> Option<Policy> {
    let all: Vec<&str> = statements.collect();
    let version = evidence.policy.version().as_str();
    Policy::lint(&format!(r#"{{"Version":"{version}","Statement":[{}]}}"#, all.join(","))).0
}

/// The first statement that by itself makes another needless.
fn covering(evidence: &Evidence, statements: &[Statement<'_, '_>], at: usize, tries: &mut usize) -> Option<usize> {
    let statement = statements.get(at)?;
    let others = statements.iter().enumerate().filter(|(other, _)| *other != at);
    let mut is_covered = |other: &Statement<'_, '_>| {
        *tries = tries.checked_sub(1)?;
        let pair = [other, statement].into_iter();
        let policy = match statement.effect()? {
            Effect::Deny if !other.is_deny() => return None,
            Effect::Deny => beside_everything(evidence, pair)?,
            Effect::Allow => document(evidence, pair.map(|one| one.value.source()))?,
        };
        let found = find_redundant_among(&policy, evidence.kind, &evidence.options, &|at| at == 1);
        Some(found.statements.contains(&1))
    };
    let mut others = others.filter(|(_, other)| is_covered(other) == Some(true));
    others.next().map(|(other, _)| other)
}
