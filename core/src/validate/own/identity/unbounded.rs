//! Actions that change something, on everything.

use crate::catalog::{AccessLevel, ServiceAction};
use crate::validate::check::{Check, Example};
use crate::validate::own::GIVEN;
use crate::validate::own::broad::{Broad, by_statement, find_broad, has_arns, is_change, is_open, places_of, witness};
use crate::validate::own::wording::listed;
use crate::validate::report::Report;
use crate::validate::subject::Subject;
use crate::validate::table::{Rule, Run};

use super::administrator::lets_everything_through;

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&IE_UNBOUNDED_PERMISSIONS_MANAGEMENT, &IE_UNBOUNDED_WRITE], run: Run::Document(look) };

static IE_UNBOUNDED_PERMISSIONS_MANAGEMENT: Check = Check::security(
    "IE_UNBOUNDED_PERMISSIONS_MANAGEMENT",
    GIVEN,
    "actions that grant access are let through on every resource, whatever the context, though they can be limited to \
     ARNs",
)
.own()
.loud()
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Attach*Policy","iam:GetUser"],"Resource":"*"}}"#,
    )],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Attach*Policy",
"Resource":"arn:aws:iam::111122223333:role/team/*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:AttachRolePolicy","Resource":"*",
"Condition":{"ArnEquals":{"iam:PolicyARN":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}}}"#,
        ),
    ],
);

static IE_UNBOUNDED_WRITE: Check = Check::warning(
    "IE_UNBOUNDED_WRITE",
    GIVEN,
    "actions that write are let through on every resource, whatever the context, though they can be limited to ARNs",
)
.own()
.loud()
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:PutObject","s3:ListAllMyBuckets"],"Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:DeleteQueue","Resource":"arn:aws:sqs:*:*:*"}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:ListAllMyBuckets","ec2:DescribeInstances"],"Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"},
{"Effect":"Deny","Action":"s3:PutObject","NotResource":"arn:aws:s3:::reports/*"}]}"#,
        ),
    ],
);

fn is_wanted(action: ServiceAction<'_>) -> bool {
    is_change(action) && has_arns(action)
}

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if !subject.statements.iter().any(is_open) {
        return;
    }
    let (Some(catalog), Some(evidence)) = (report.catalog(), report.evidence(subject)) else { return };
    if lets_everything_through(&evidence, subject) {
        return;
    }
    let broad = find_broad(report, subject, &is_wanted);
    for of_statement in by_statement(&broad) {
        for (check, level) in [
            (&IE_UNBOUNDED_PERMISSIONS_MANAGEMENT, AccessLevel::PermissionsManagement),
            (&IE_UNBOUNDED_WRITE, AccessLevel::Write),
        ] {
            let own: Vec<&Broad<'_>> =
                of_statement.iter().filter(|one| one.action.access_level() == Some(level)).collect();
            let Some(first) = own.first() else { continue };
            let request = witness(&evidence, catalog, first.action);
            report.add_with_witness(check, details(&own, level), places_of(subject, &own), request);
        }
    }
}

fn details(broad: &[&Broad<'_>], level: AccessLevel) -> String {
    let names: Vec<String> = broad.iter().map(|one| one.action.to_string()).collect();
    let mut formats: Vec<&str> = Vec::new();
    for one in broad {
        let types = one.action.resources().filter_map(|kind| kind.resource_type());
        for format in types.filter_map(|kind| kind.arn_formats().next()) {
            if formats.len() < 3 && !formats.contains(&format) {
                formats.push(format);
            }
        }
    }
    let does = match level {
        AccessLevel::PermissionsManagement => "grant access to",
        _ => "change",
    };
    format!(
        "{} may {does} every resource there is: name those that are meant, such as {}",
        listed(names.iter()),
        listed(formats.iter()),
    )
}
