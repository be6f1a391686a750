//! Actions that none of a statement's resources can be a resource for.

use crate::catalog::ServiceAction;
use crate::document::Version;
use crate::pattern::{Answer, Pattern};
use crate::validate::check::{Check, Example};
use crate::validate::own::GIVEN;
use crate::validate::own::places::{is_everything, widest};
use crate::validate::own::wording::listed;
use crate::validate::report::Report;
use crate::validate::subject::{ActionMeaning, Entry, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&IE_ACTION_WITHOUT_RESOURCE], run: Run::Statement(look) };

static IE_ACTION_WITHOUT_RESOURCE: Check = Check::warning(
    "IE_ACTION_WITHOUT_RESOURCE",
    GIVEN,
    "an action works on resources of types of which none is in the statement: it is not let through",
)
.own()
.loud()
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
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:DescribeInstances",
"Resource":"arn:aws:ec2:eu-west-1:111122223333:instance/i-1a2b3c4d"}}"#,
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
    let mut found: Vec<&Entry<'_>> = Vec::new();
    for entry in &actions.entries {
        let is_lost = match ActionMeaning::of(entry, catalog) {
            ActionMeaning::Action(action) => is_lost(report, action, &named),
            ActionMeaning::Pattern(service) => {
                let pattern = Pattern::action(&entry.text);
                let mut matching = service.actions().filter(|action| pattern.is_match(&action.to_string()));
                matching.all(|action| is_lost(report, action, &named))
            }
            _ => false,
        };
        if is_lost {
            found.push(entry);
        }
    }
    if found.is_empty() {
        return;
    }
    let details = format!(
        "{} {} on none of the resources of the statement: add the resources that {}",
        listed(found.iter().map(|entry| &entry.text)),
        if found.len() == 1 { "works" } else { "work" },
        wanted(&found, catalog),
    );
    let mut places: Vec<_> = found.iter().map(|entry| statement.at_entry(actions, entry)).collect();
    places.push(statement.at_value(resources.member));
    report.add(&IE_ACTION_WITHOUT_RESOURCE, details, places);
}

/// What the first of the actions wants.
fn wanted(found: &[&Entry<'_>], catalog: &crate::catalog::Catalog) -> String {
    let actions = found.iter().flat_map(|entry| catalog.expand(&entry.text).next());
    let formats = actions.filter_map(|action| format_of(action));
    let formats: Vec<&str> = formats.take(1).collect();
    match formats.as_slice() {
        [] => "it wants, `*`".to_owned(),
        some => format!("it wants, such as {}", listed(some.iter())),
    }
}

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
