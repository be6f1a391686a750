//! Actions that none of a statement's resources can be a resource for.

use crate::catalog::ServiceAction;
use crate::document::Version;
use crate::pattern::{Answer, Pattern};
use crate::validate::check::{Check, Example};
use crate::validate::own::GIVEN;
use crate::validate::own::places::{is_everything, widest};
use crate::validate::own::wording::listed;
use crate::validate::report::Report;
use crate::validate::subject::{ActionMeaning, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&IE_ACTION_NEEDS_EVERY_RESOURCE, &IE_ACTION_RESOURCE_MISMATCH], run: Run::Statement(look) };

static IE_ACTION_RESOURCE_MISMATCH: Check = Check::warning(
    "IE_ACTION_RESOURCE_MISMATCH",
    GIVEN,
    "an action works on resources of types of which none is in the statement: it is not let through",
)
.own()
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:ListBucket","s3:GetObject"],
"Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports"}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:ListBucket","s3:GetObject"],
"Resource":["arn:aws:s3:::reports","arn:aws:s3:::reports/*"]}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:ListBucket","s3:GetObject","s3:ListAllMyBuckets"],
"Resource":"arn:aws:s3:::*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ssm:GetParameter","Resource":"arn:aws:ssm:*::parameter/aws/service/*"}}"#,
        ),
    ],
);

static IE_ACTION_NEEDS_EVERY_RESOURCE: Check = Check::warning(
    "IE_ACTION_NEEDS_EVERY_RESOURCE",
    GIVEN,
    "an action cannot be limited to resources and stands beside ARNs alone: it is let through on `*` only",
)
.own()
.loud()
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:DescribeInstances",
"Resource":"arn:aws:ec2:eu-west-1:111122223333:instance/i-1a2b3c4d"}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::*"}}"#,
    )],
);

/// A resource of a statement.
struct Named<'t> {
    service: &'t str,
    resource: &'t str,
    pattern: Pattern,
}

impl<'t> Named<'t> {
    /// None where it is no ARN in six fields, and may be anything.
    fn read(text: &'t str, version: Version) -> Option<Self> {
        let mut fields = text.splitn(6, ':');
        let is_arn = fields.next() == Some("arn");
        let service = fields.nth(1)?;
        let resource = fields.nth(2)?;
        is_arn.then(|| Self { service, resource, pattern: widest(text, version) })
    }

    fn has_open_service(&self) -> bool {
        self.service.contains(['*', '?', '$'])
    }
}

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let (Some(actions), Some(resources), Some(catalog)) = (&statement.action, &statement.resource, report.catalog())
    else {
        return;
    };
    let is_nothing = resources.entries.is_empty() || !statement.is_allow();
    if is_nothing || resources.entries.iter().any(|entry| is_everything(&entry.text)) {
        return;
    }
    let named: Option<Vec<Named<'_>>> =
        resources.entries.iter().map(|entry| Named::read(&entry.text, subject.language())).collect();
    let Some(named) = named else { return };
    let (mut untyped, mut typed) = (Vec::new(), Vec::new());
    for entry in &actions.entries {
        let lost: Vec<ServiceAction<'_>> = match ActionMeaning::of(entry, catalog) {
            ActionMeaning::Action(action) => vec![action],
            ActionMeaning::Pattern(service) => {
                let name = entry.text.split_once(':').map_or("*", |(_, name)| name);
                let pattern = Pattern::action(name);
                service.actions().filter(|action| pattern.is_match(action.name())).collect()
            }
            _ => Vec::new(),
        };
        let Some(first) = lost.first().copied() else { continue };
        if lost.iter().all(|action| is_lost(report, *action, &named)) {
            let kind = lost.iter().find(|action| action.has_resource_types());
            if kind.is_some() { &mut typed } else { &mut untyped }.push((entry, *kind.unwrap_or(&first)));
        }
    }
    for (check, found) in [(&IE_ACTION_NEEDS_EVERY_RESOURCE, &untyped), (&IE_ACTION_RESOURCE_MISMATCH, &typed)] {
        let Some((_, first)) = found.first() else { continue };
        let wanted = match format_of(*first) {
            Some(format) => format!("what it works on, such as `{format}`"),
            None => "`*`, since the service takes no other".to_owned(),
        };
        let details = format!(
            "{} {} on none of the resources of the statement: name {wanted}",
            listed(found.iter().map(|(entry, _)| &entry.text)),
            if found.len() == 1 { "works" } else { "work" },
        );
        let mut places: Vec<_> = found.iter().map(|(entry, _)| statement.at_entry(actions, entry)).collect();
        places.push(statement.at_value(resources.member));
        report.add(check, details, places);
    }
}

/// What an action works on.
fn format_of(action: ServiceAction<'_>) -> Option<&str> {
    action.resources().filter_map(|kind| kind.resource_type()).find_map(|kind| kind.arn_formats().next())
}

/// Is there surely no resource of the statement that an action works on?
fn is_lost(report: &mut Report<'_>, action: ServiceAction<'_>, named: &[Named<'_>]) -> bool {
    if named.iter().any(Named::has_open_service) {
        return false;
    }
    if !action.has_resource_types() {
        // rule `resource_request_star`; AWS's own examples name `arn:aws:s3:::*` for s3:ListAllMyBuckets
        return !named.iter().any(|resource| is_everything(resource.resource));
    }
    for kind in action.resources() {
        // of an unknown type nothing is known
        let Some(kind) = kind.resource_type() else { return false };
        for format in kind.arn_formats() {
            if named.iter().any(|resource| fits(report, resource, format)) {
                return false;
            }
        }
    }
    true
}

/// May a resource be of a format, wherever it lies? AWS's own resources lie in no account.
fn fits(report: &mut Report<'_>, resource: &Named<'_>, format: &str) -> bool {
    let text = as_pattern(format);
    let mut fields = text.splitn(6, ':');
    let (service, last) = (fields.nth(2).unwrap_or("*"), fields.nth(2).unwrap_or("*"));
    if !service.contains('*') && !resource.service.eq_ignore_ascii_case(service) {
        return false;
    }
    // S3 user guide, "Bucket naming rules": no slash
    if format.ends_with(":::${BucketName}") && resource.resource.contains('/') {
        return false;
    }
    if last == "*" || is_everything(resource.resource) {
        return true;
    }
    if !report.spend(1 + text.len() + resource.pattern.as_str().len()) {
        return true;
    }
    resource.pattern.is_disjoint(&Pattern::arn(&text)) != Answer::Yes
}

/// A format with `*` for its variables.
fn as_pattern(format: &str) -> String {
    let mut text = String::with_capacity(format.len());
    let mut rest = format;
    while let Some(at) = rest.find("${") {
        text.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let end = rest.find('}').map_or(rest.len(), |end| end + 1);
        text.push('*');
        rest = rest.get(end..).unwrap_or("");
    }
    text.push_str(rest);
    text
}
