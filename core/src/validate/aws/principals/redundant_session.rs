//! A role and a session of it beside it (`principals`).

use std::collections::BTreeMap;

use crate::arn::Arn;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::remove_entries;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Entry, PrincipalKind, Principals, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY], run: Run::Statement(look) };

static REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY: Check = Check::suggestion(
    "REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY",
    kinds::TRUST,
    "a session of a role stands beside the role: the role means all its sessions",
)
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":[
"arn:aws:sts::444455556666:assumed-role/deploy/ann","arn:aws:iam::444455556666:role/teams/deploy"]},
"Action":"sts:AssumeRole"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":[
"arn:aws:iam::444455556666:role/deploy","arn:aws:sts::444455556666:assumed-role/deploy/ann","777788889999",
"arn:aws:sts::444455556666:assumed-role/deploy/bob"]},"Action":"sts:AssumeRole"}}"#,
        ),
    ],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":[
"arn:aws:sts::444455556666:assumed-role/deploy/ann","arn:aws:iam::777788889999:role/deploy"]},
"Action":"sts:AssumeRole"}}"#,
    )],
);

/// Partition, account and name of a role.
type Role<'t> = (&'t str, &'t str, &'t str);

/// A principal that names a role.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Named {
    Role,
    Session,
}

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(principals) = &statement.principal else { return };
    for kind in principals.of_kind("AWS") {
        if kind.values.entries.iter().any(|entry| entry.text.contains(":assumed-role/")) {
            look_at_list(report, statement, principals, kind);
        }
    }
}

fn look_at_list(
    report: &mut Report<'_>,
    statement: &Statement<'_, '_>,
    principals: &Principals<'_, '_>,
    kind: &PrincipalKind<'_, '_>,
) {
    let mut groups: BTreeMap<Role<'_>, Vec<(Named, &Entry<'_>)>> = BTreeMap::new();
    for entry in &kind.values.entries {
        if let Some((role, named)) = read(&entry.text) {
            groups.entry(role).or_default().push((named, entry));
        }
    }
    for ((_, _, name), group) in groups {
        let sessions = || group.iter().filter(|(named, _)| *named == Named::Session).map(|(_, entry)| entry.span);
        if sessions().next().is_none() || group.iter().all(|(named, _)| *named == Named::Session) {
            continue;
        }
        let details = format!("the role `{name}` means all its sessions; take those out that stand beside it");
        let places = group.iter().map(|(_, entry)| statement.at_principal(principals, kind, entry)).collect();
        let fix = Fix::new("take the sessions out", remove_entries(report.source, sessions()));
        report.add_with_fixes(&REDUNDANT_PRINCIPAL_IN_ROLE_TRUST_POLICY, details, places, vec![fix]);
    }
}

/// A session's ARN has the name of its role and leaves out the path.
///
/// Source: IAM user guide, "AWS JSON policy elements: Principal", "Assumed-role session principals".
fn read(text: &str) -> Option<(Role<'_>, Named)> {
    let arn = Arn::parse(text)?;
    let (kind, rest) = arn.resource().split_once('/')?;
    let role = |name| (arn.partition(), arn.account(), name);
    match (arn.service(), kind) {
        ("iam", "role") => Some((role(rest.rsplit('/').next()?), Named::Role)),
        ("sts", "assumed-role") => Some((role(rest.split_once('/')?.0), Named::Session)),
        _ => None,
    }
}
