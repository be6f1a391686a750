//! All actions of a service on everything.

use crate::analyze::{Region, check_contained_spending};
use crate::catalog::{AccessLevel, Service};
use crate::document::Policy;
use crate::validate::check::{Check, Example};
use crate::validate::own::GIVEN;
use crate::validate::own::broad::{is_open, witness};
use crate::validate::own::evidence::Evidence;
use crate::validate::own::places::is_everything;
use crate::validate::report::Report;
use crate::validate::subject::Subject;
use crate::validate::table::{Rule, Run};

use super::administrator::lets_everything_through;

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_SERVICE_WILDCARD], run: Run::Document(look) };

static IE_SERVICE_WILDCARD: Check = Check::warning(
    "IE_SERVICE_WILDCARD",
    GIVEN,
    "every action of a service is let through on every resource, whatever the context, and so is every action that the \
     service will have",
)
.own()
.loud()
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["logs:Get*","sqs:*"],"Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"},
{"Effect":"Deny","Action":"sns:*","Resource":"*"}]}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*",
"Condition":{"StringEquals":{"aws:ResourceTag/team":"ops"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"sqs:*","Resource":"*"},
{"Effect":"Deny","Action":"sqs:DeleteQueue","Resource":"*"}]}"#,
        ),
    ],
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if !subject.statements.iter().any(is_open) {
        return;
    }
    let (Some(catalog), Some(evidence)) = (report.catalog(), report.evidence(subject)) else { return };
    let mut seen: Vec<&str> = Vec::new();
    for statement in subject.statements.iter().filter(|statement| is_open(statement)) {
        let (Some(actions), Some(resources)) = (&statement.action, &statement.resource) else { continue };
        let Some(on) = resources.entries.iter().find(|entry| is_everything(&entry.text)) else { continue };
        for entry in &actions.entries {
            let Some(prefix) = entry.text.split_once(':').filter(|(_, name)| is_everything(name)) else { continue };
            let Some(service) = catalog.service(prefix.0) else { continue };
            if seen.contains(&service.prefix()) || !is_whole(&evidence, service) {
                continue;
            }
            if seen.is_empty() && lets_everything_through(&evidence, subject) {
                return;
            }
            seen.push(service.prefix());
            let request = service.actions().next().and_then(|action| witness(&evidence, catalog, action));
            let places = vec![statement.at_entry(actions, entry), statement.at_entry(resources, on)];
            report.add_with_witness(&IE_SERVICE_WILDCARD, details(service), places, request);
        }
    }
}

/// Is every request of a service surely let through?
fn is_whole(evidence: &Evidence, service: Service<'_>) -> bool {
    if !evidence.has_deny {
        return true;
    }
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":"{}:*","Resource":"*"}}}}"#,
        service.prefix()
    );
    let Ok(all) = Policy::parse(&text) else { return false };
    let all = Region::of([&all]);
    evidence.spending(|steps| check_contained_spending(&all, &evidence.region, &evidence.options, steps)).is_proved()
}

fn details(service: Service<'_>) -> String {
    let count = |level| service.actions().filter(|action| action.access_level() == Some(level)).count();
    let (write, permissions) = (count(AccessLevel::Write), count(AccessLevel::PermissionsManagement));
    format!(
        "all {} actions of `{}` are let through on every resource, {write} of which write and {permissions} of which \
         manage permissions: list the actions that are needed",
        service.actions().len(),
        service.prefix(),
    )
}
