//! Condition keys that the statement's actions do not know, or that another action has to set
//! (`key_not_supported_by_action`, `key_needs_action`).

use crate::catalog::{Catalog, ConditionKey, ServiceAction};
use crate::condition::OperatorFamily;
use crate::pattern::Pattern;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Actions, Entry};
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&UNSUPPORTED_ACTION_FOR_CONDITION_KEY, &MISSING_ACTION_FOR_CONDITION_KEY],
    run: Run::Statement(look),
};

static UNSUPPORTED_ACTION_FOR_CONDITION_KEY: Check = Check::error(
    "UNSUPPORTED_ACTION_FOR_CONDITION_KEY",
    kinds::ALL,
    "requests for some of the actions never have the condition key, so the statement does not do for them what it seems to",
)
.with_catalog().examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["kms:Decrypt","kms:DescribeKey"],"Resource":"*",
"Condition":{"StringEquals":{"kms:EncryptionContext:app":"web"}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["kms:Decrypt","kms:Describe*"],"Resource":"*",
"Condition":{"StringEquals":{"kms:EncryptionContext:app":"web"}}}}"#,
        )],
);

static MISSING_ACTION_FOR_CONDITION_KEY: Check = Check::error(
    "MISSING_ACTION_FOR_CONDITION_KEY",
    kinds::ALL,
    "the value of the condition key is set by an action that the statement does not allow",
)
.with_catalog().examples(
    &[Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole",
"Condition":{"StringEquals":{"sts:SourceIdentity":"ann"}}}}"#,
        ), Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole",
"Condition":{"StringEquals":{"aws:RequestTag/team":"red"}}}}"#,
        )],
    &[Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":["sts:AssumeRole","sts:Set*","sts:TagSession"],
"Condition":{"StringEquals":{"sts:SourceIdentity":"ann","aws:RequestTag/team":"red"}}}}"#,
        )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let (Some(catalog), Some(actions)) = (report.catalog(), &statement.action) else { return };
    for site in sites(statement) {
        if report.is_exhausted() {
            return;
        }
        // with `IfExists` a key that is not there is meant to be no hindrance
        if !site.key.starts_with("aws:") && !site.operator.if_exists {
            look_for_unsupported(report, catalog, &site, actions);
        }
        if statement.is_allow() && site.family() != OperatorFamily::Null {
            look_for_missing(report, &site, actions);
        }
    }
}

fn look_for_unsupported(
    report: &mut Report<'_>,
    catalog: &Catalog,
    site: &Site<'_, '_, '_>,
    actions: &Actions<'_, '_>,
) {
    if actions.entries.is_empty() || catalog.is_global_condition_key(&site.key.name) {
        return;
    }
    let Some(facts) = site.key.facts(catalog) else { return };
    if !report.spend(actions.entries.len()) {
        return;
    }
    if !is_listed(catalog, &facts) {
        return;
    }
    let unsupported = |entry: &&Entry<'_>| {
        literal_action(catalog, entry).is_some_and(|action| !action.knows_condition_key(facts.name()))
    };
    let mut places: Vec<_> =
        actions.entries.iter().filter(unsupported).map(|entry| site.statement.at_entry(actions, entry)).collect();
    if places.is_empty() {
        return;
    }
    places.push(site.statement.at_values(site.block, site.key));
    let details = format!("requests for these actions have no `{}`", shown(&site.key.name));
    report.add(&UNSUPPORTED_ACTION_FOR_CONDITION_KEY, details, places);
}

/// Does any action or type of resources of its service list the key? Where none does, nobody knows which requests have it
/// (`sagemaker:VolumeKmsKey`).
fn is_listed(catalog: &Catalog, facts: &ConditionKey<'_>) -> bool {
    let service = facts.name().split(':').next().and_then(|prefix| catalog.service(prefix));
    service.is_none_or(|service| service.actions().any(|action| action.knows_condition_key(facts.name())))
}

/// The action of an entry without wildcards, if its keys are known well. AWS says nothing of actions that work on no
/// type of resources (`ec2:DescribeInstances` with `ec2:ResourceTag/…`: clean in real output), and nobody keeps up the
/// facts of a service that has ended.
fn literal_action<'c>(catalog: &'c Catalog, entry: &Entry<'_>) -> Option<ServiceAction<'c>> {
    let action = catalog.action(&entry.text)?;
    (action.has_resource_types() && !action.service().is_retired() && action.retired_since().is_none())
        .then_some(action)
}

/// What sets a key's value when a role is assumed (STS API reference, "AssumeRole": tags and a source identity each
/// need their own permission).
fn setter_of(site: &Site<'_, '_, '_>) -> Option<&'static str> {
    if site.key.is("sts:SourceIdentity") {
        return Some("sts:SetSourceIdentity");
    }
    let is_tag = site.is_one_of(&["aws:TagKeys", "sts:TransitiveTagKeys"]) || site.key.starts_with("aws:RequestTag/");
    is_tag.then_some("sts:TagSession")
}

fn look_for_missing(report: &mut Report<'_>, site: &Site<'_, '_, '_>, actions: &Actions<'_, '_>) {
    let Some(setter) = setter_of(site) else { return };
    let starts = |entry: &Entry<'_>, prefix: &str| {
        entry.text.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    };
    let is_assumption = actions.entries.iter().all(|entry| starts(entry, "sts:"))
        && actions.entries.iter().any(|entry| starts(entry, "sts:AssumeRole"));
    if !is_assumption || !report.spend(actions.entries.len()) {
        return;
    }
    let sets = |entry: &Entry<'_>| {
        entry.text.eq_ignore_ascii_case(setter)
            || entry.text.contains(['*', '?']) && Pattern::action(&entry.text).is_match(setter)
    };
    if !actions.entries.iter().any(sets) {
        let details = format!("`{}` is set by `{setter}`: add that action", shown(&site.key.name));
        site.report_key(report, &MISSING_ACTION_FOR_CONDITION_KEY, details, Vec::new());
    }
}
