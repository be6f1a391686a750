//! Names of actions and of their services that there are not (`actions`).

use crate::catalog::Catalog;
use crate::json::write_string;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::{Edit, Fix};
use crate::validate::report::Report;
use crate::validate::subject::{ActionMeaning, Actions, Entry, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&INVALID_ACTION, &INVALID_SERVICE_IN_ACTION], run: Run::Document(look) };

static INVALID_ACTION: Check = Check::error(
    "INVALID_ACTION",
    kinds::ALL,
    "the service has no action of this name, or none that the pattern matches: the entry is about nothing",
)
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sqs:SendMessage","sqs:SendMesage"],
"Resource":"*"}}"#,
        ),
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"kms:*Bucket*","Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"GetObject","Resource":"*"}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["SQS:sendmessage","kms:*Key*"],"Resource":"*"}}"#,
    )],
);

static INVALID_SERVICE_IN_ACTION: Check = Check::error(
    "INVALID_SERVICE_IN_ACTION",
    kinds::ALL,
    "there is no service of this prefix: the entry is about nothing",
)
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamdb:GetItem","Resource":"*"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"no-such-service:*"}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["DynamoDB:GetItem","deeplens:*"],
"Resource":"*"}}"#,
    )],
);

/// Services that AWS has ended or renamed, and still took for known when no source listed them any more: `zocalo`, now
/// Amazon `WorkDocs`, passes in answers of 2026 (`actions`), `elastic-inference` in those of 2025, the others in those
/// of 2021. Those that the catalogue still lists need no place here.
const FORMER_SERVICES: &[&str] = &["catalog-admin", "catalog-user", "elastic-inference", "mobilehub", "zocalo"];

/// So many names that are none get a guess of what was meant: each costs a comparison with all names of a service.
const MOST_GUESSES: usize = 100;

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let Some(catalog) = report.catalog() else { return };
    let mut guesses = MOST_GUESSES;
    for statement in &subject.statements {
        for element in statement.action_elements() {
            for entry in &element.entries {
                if !look_at(report, catalog, statement, element, entry, &mut guesses) {
                    return;
                }
            }
        }
    }
}

/// False when the steps are used up.
fn look_at(
    report: &mut Report<'_>,
    catalog: &Catalog,
    statement: &Statement<'_, '_>,
    element: &Actions<'_, '_>,
    entry: &Entry<'_>,
    guesses: &mut usize,
) -> bool {
    let text = &*entry.text;
    let (check, details) = match ActionMeaning::of(entry, catalog) {
        ActionMeaning::Action(_) | ActionMeaning::Everything | ActionMeaning::WildcardInService => return true,
        // an inner wildcard was held against the actions of its service, one by one
        ActionMeaning::Pattern(service) => {
            return text.ends_with('*') || report.spend(16 + service.actions().len() / 2);
        }
        ActionMeaning::Malformed => (&INVALID_ACTION, format!("expected an action as `service:Name`, found `{text}`")),
        ActionMeaning::UnknownService => {
            let service = text.split_once(':').map_or(text, |(service, _)| service);
            if FORMER_SERVICES.iter().any(|known| known.eq_ignore_ascii_case(service)) {
                return true;
            }
            (&INVALID_SERVICE_IN_ACTION, format!("there is no service `{service}`"))
        }
        ActionMeaning::Unknown(service) => (&INVALID_ACTION, format!("`{}` has no action `{text}`", service.prefix())),
        ActionMeaning::MatchesNothing(service) => {
            if !report.spend(16 + service.actions().len() / 2) {
                return false;
            }
            (&INVALID_ACTION, format!("no action of `{}` matches `{text}`", service.prefix()))
        }
    };
    let (details, fixes) = if *guesses > 0 {
        *guesses -= 1;
        suggest(catalog, entry, details)
    } else {
        (details, Vec::new())
    };
    report.add_with_fixes(check, details, vec![statement.at_entry(element, entry)], fixes);
    true
}

/// What may have been meant; a fix where it can be just one action.
fn suggest(catalog: &Catalog, entry: &Entry<'_>, details: String) -> (String, Vec<Fix>) {
    if entry.text.contains(['*', '?']) {
        return (details, Vec::new());
    }
    let near = catalog.did_you_mean(&entry.text);
    let Some(first) = near.first() else { return (details, Vec::new()) };
    let listed = near.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
    let mut fixes = Vec::new();
    if near.len() == 1 {
        let mut text = String::new();
        write_string(&mut text, first);
        fixes.push(Fix::new(format!("write `{first}`"), vec![Edit { span: entry.span, text }]));
    }
    (format!("{details}; near it: {listed}"), fixes)
}
