//! What IAM Roles Anywhere needs of a trust policy (`roles_anywhere`).

use crate::json::write_string;
use crate::text::Span;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::{Edit, Fix};
use crate::validate::report::Report;
use crate::validate::subject::{Actions, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::sts;

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY], run: Run::Document(look) };

static MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY: Check = Check::error(
    "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY",
    kinds::TRUST,
    "IAM Roles Anywhere is trusted without one of `sts:AssumeRole`, `sts:SetSourceIdentity` and `sts:TagSession`: it \
     calls all three for each session",
)
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},
"Action":["sts:AssumeRole","sts:TagSession"]}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":["rolesanywhere.amazonaws.com"]},
"Action":"sts:AssumeRole"}]}"#,
        ),
    ],
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},
"Action":["sts:Assume*","sts:SetSourceIdentity","STS:TagSession"]}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},
"Action":"sts:AssumeRole"},{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},
"Action":["sts:SetSourceIdentity","sts:TagSession"]}]}"#,
        ),
    ],
);

/// Source: IAM Roles Anywhere user guide, "Trust model".
const NEEDED: [&str; 3] = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"];

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let mut allowed = [false; 3];
    let mut trusting = Vec::new();
    for statement in subject.statements.iter().filter(|statement| is_trusting(statement)) {
        // what `NotAction` leaves is everything but a few
        let Some(actions) = statement.action.as_ref().filter(|actions| !actions.entries.is_empty()) else { return };
        for (is_allowed, needed) in allowed.iter_mut().zip(NEEDED) {
            *is_allowed = *is_allowed || sts::any_covers(actions, needed);
        }
        trusting.push((statement, actions));
    }
    let missing: Vec<_> =
        allowed.iter().zip(NEEDED).filter(|(is_allowed, _)| !**is_allowed).map(|(_, name)| name).collect();
    if missing.is_empty() {
        return;
    }
    for (at, (statement, actions)) in trusting.into_iter().enumerate() {
        let names: Vec<_> = missing.iter().map(|name| format!("`{name}`")).collect();
        let details = format!("IAM Roles Anywhere also needs {}", names.join(" and "));
        let is_alone = statement.principal.as_ref().is_some_and(|found| found.kinds.len() == 1)
            && statement.principal.iter().flat_map(|found| found.values_of("Service")).count() == 1;
        let fixes = if at == 0 && is_alone { vec![add(report.source, actions, &missing)] } else { Vec::new() };
        let places = vec![statement.at_value(actions.member)];
        report.add_with_fixes(&MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY, details, places, fixes);
    }
}

fn is_trusting(statement: &Statement<'_, '_>) -> bool {
    let services = || statement.principal.iter().flat_map(|principals| principals.values_of("Service"));
    statement.is_allow() && services().any(|(_, entry)| entry.text == "rolesanywhere.amazonaws.com")
}

/// Puts them behind the last action, in a list where there was one text.
fn add(source: &str, actions: &Actions<'_, '_>, missing: &[&str]) -> Fix {
    let value = actions.value().span();
    let mut text = String::new();
    for name in missing {
        text.push_str(", ");
        write_string(&mut text, name);
    }
    let edit = match actions.entries.last().filter(|_| actions.is_list) {
        Some(last) => Edit { span: Span::new(last.span.end, last.span.end), text },
        None => Edit { span: value, text: format!("[{}{text}]", value.slice(source).unwrap_or("")) },
    };
    Fix::new("add what is missing", vec![edit])
}
