//! What statements leave open that allow all but some.

use crate::analyze::Reach;
use crate::catalog::{Catalog, ServiceAction};
use crate::pattern::Pattern;
use crate::request::Request;
use crate::validate::check::{Check, Example};
use crate::validate::own::GIVEN;
use crate::validate::own::broad::has_arns;
use crate::validate::own::evidence::Evidence;
use crate::validate::own::sensitive::{Sensitivity, lines};
use crate::validate::own::wording::listed;
use crate::validate::report::Report;
use crate::validate::subject::{ActionMeaning, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&IE_ALLOW_NOT_ACTION, &IE_ALLOW_NOT_RESOURCE], run: Run::Document(look) };

static IE_ALLOW_NOT_ACTION: Check = Check::warning(
    "IE_ALLOW_NOT_ACTION",
    GIVEN,
    "an Allow names actions that it does not mean, and lets through all others, also those that grant access, give out \
     credentials or do not exist yet",
)
.own()
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":"iam:*","Resource":"*"}}"#,
    )],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},
{"Effect":"Deny","NotAction":"ec2:Describe*","Resource":"*"}]}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}}"#,
        ),
    ],
);

static IE_ALLOW_NOT_RESOURCE: Check = Check::warning(
    "IE_ALLOW_NOT_RESOURCE",
    GIVEN,
    "an Allow names resources that it does not mean, and lets its actions through on all others, also on those that do \
     not exist yet",
)
.own()
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","NotResource":"arn:aws:s3:::audit/*"}}"#,
    )],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:PutObject","NotResource":"arn:aws:s3:::audit/*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:PutObject","NotResource":"arn:aws:s3:::audit/*"},
{"Effect":"Deny","Action":"s3:*","Resource":"*"}]}"#,
        ),
    ],
);

/// How many requests of one statement are looked for.
const MAX_TRIES: usize = 256;

/// How many actions that are left open are named.
const MAX_NAMED: usize = 16;

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let is_meant = |statement: &Statement<'_, '_>| {
        statement.is_allow()
            && (statement.not_action.is_some() || statement.not_resource.is_some())
            && statement.condition_keys().next().is_none()
    };
    if !subject.statements.iter().any(is_meant) {
        return;
    }
    let (Some(catalog), Some(evidence)) = (report.catalog(), report.evidence(subject)) else { return };
    if evidence.lets_everything_through() {
        return;
    }
    let reach = Reach::of(&evidence.region);
    for (at, statement) in subject.statements.iter().enumerate().filter(|(_, statement)| is_meant(statement)) {
        let candidates = candidates(report, catalog, statement);
        let open = find_open(&evidence, &reach, catalog, at, &candidates);
        let Some(first) = open.first() else { continue };
        let names: Vec<&str> = open.iter().map(|request| request.action().as_str()).collect();
        if let Some(element) = &statement.not_action {
            let details = format!(
                "all actions but those of `NotAction` are let through, such as {}: list in `Action` those that are meant",
                listed(names.iter())
            );
            let places = vec![statement.at_name(element.member)];
            report.add_with_witness(&IE_ALLOW_NOT_ACTION, details, places, Some(Box::new(first.clone())));
        }
        if let Some(element) = &statement.not_resource {
            let details = format!(
                "all resources but those of `NotResource` are open, such as `{}` to `{}`: list in `Resource` those that \
                 are meant",
                first.resource(),
                first.action().as_str()
            );
            let places = vec![statement.at_name(element.member)];
            report.add_with_witness(&IE_ALLOW_NOT_RESOURCE, details, places, Some(Box::new(first.clone())));
        }
    }
}

/// Requests for different actions that a statement lets through.
fn find_open(
    evidence: &Evidence,
    reach: &Reach<'_>,
    catalog: &Catalog,
    at: usize,
    candidates: &[ServiceAction<'_>],
) -> Vec<Request> {
    let mut open = Vec::new();
    for action in candidates.iter().take(MAX_TRIES) {
        let verdict = evidence.spending(|steps| reach.find(*action, catalog, &evidence.options, steps));
        let Some(request) = verdict.witness() else { continue };
        if evidence.region.allowing(request).any(|allowing| allowing == at) {
            open.push(request.clone());
        }
        if open.len() >= MAX_NAMED {
            break;
        }
    }
    open
}

/// Actions of a statement that tell what it leaves open: the ones that give something away first.
fn candidates<'c>(
    report: &mut Report<'_>,
    catalog: &'c Catalog,
    statement: &Statement<'_, '_>,
) -> Vec<ServiceAction<'c>> {
    let mut found: Vec<ServiceAction<'c>> = Vec::new();
    if let Some(element) = &statement.not_action {
        let patterns: Vec<Pattern> = element.entries.iter().map(|entry| Pattern::action(&entry.text)).collect();
        let telling = lines().filter(|(kind, _)| *kind != Sensitivity::Data).map(|(_, action)| action);
        for action in telling {
            if !report.spend(patterns.len()) {
                return Vec::new();
            }
            if !patterns.iter().any(|pattern| pattern.is_match(action)) {
                found.extend(catalog.action(action));
            }
        }
    }
    for entry in statement.action.iter().flat_map(|element| &element.entries).take(MAX_NAMED) {
        match ActionMeaning::of(entry, catalog) {
            ActionMeaning::Action(action) => found.push(action),
            ActionMeaning::Pattern(service) => {
                let pattern = Pattern::action(&entry.text);
                let mut matching = service.actions().filter(|action| pattern.is_match(&action.to_string()));
                found.extend(matching.find(|action| has_arns(*action)));
            }
            ActionMeaning::Everything => found.extend(catalog.action("s3:GetObject")),
            _ => {}
        }
    }
    found
}
