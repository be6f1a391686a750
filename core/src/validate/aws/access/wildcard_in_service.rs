//! `*` or `?` where a service is named.

use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::arns::ArnText;

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&WILDCARD_IN_SERVICE_NAME], run: Run::Statement(look) };

static WILDCARD_IN_SERVICE_NAME: Check = Check::suggestion(
    "WILDCARD_IN_SERVICE_NAME",
    kinds::ALL,
    "a wildcard stands in the name of a service: the entry reaches services that nobody thought of, later ones among them",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamo*:GetItem","Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sq?:*:*:jobs"}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"dynamodb:*","Resource":"*"},
{"Effect":"Deny","Action":"*","Resource":"arn:aws:sqs:*:*:*"}]}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for element in statement.action_elements() {
        for entry in &element.entries {
            let Some(at) = memchr::memchr3(b'*', b'?', b':', entry.text.as_bytes()) else { continue };
            if entry.text.as_bytes().get(at) == Some(&b':') {
                continue;
            }
            if let Some((service, _)) = entry.text.split_once(':') {
                let details = format!("`{service}` may be any service that it matches; name those that are meant");
                report.add(&WILDCARD_IN_SERVICE_NAME, details, vec![statement.at_entry(element, entry)]);
            }
        }
    }
    for element in statement.resource_elements() {
        for entry in &element.entries {
            if !entry.text.starts_with("arn:") {
                continue;
            }
            if let Some(service) = ArnText::read(&entry.text).map(|arn| arn.service)
                && service.contains(['*', '?'])
            {
                let details = format!("`{service}` may be any service that it matches; name those that are meant");
                report.add(&WILDCARD_IN_SERVICE_NAME, details, vec![statement.at_entry(element, entry)]);
            }
        }
    }
}
