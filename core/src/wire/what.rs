//! The verb `whatCan`: what a caller can do.

use serde::{Deserialize, Serialize};

use crate::analyze::{
    self, AnalyzeOptions, GrantCondition, GrantEntries, Region, StatementPlace, find_what_can, summarize_access,
};
use crate::catalog::Catalog;
use crate::document::Policy;

use super::binding::{BINDING, Binding};
use super::error::WireError;
use super::object::Object;
use super::policies::PolicySetInput;
use super::steps::options;
use super::verbs::{needed, read, write};
use super::witness::Witness;

/// What `whatCan` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct WhatCanInput<'i> {
    /// The policies that bind the caller: `identity`, `permissionsBoundary`, `session` and `serviceControl`.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "PolicySetInput<'static>"), schemars(with = "PolicySetInput<'static>"))]
    policies: Object<PolicySetInput<'i>>,
    /// Whether the actions of AWS are listed that each grant lets through.
    expand: Option<bool>,
    /// Whether actions are counted by service and access level.
    summary: Option<bool>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// What a caller can do.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct WhatCanOutput {
    /// Each way in which all layers allow something that is not wholly denied.
    grants: Vec<AccessGrant>,
    /// Why something may be missing; absent where nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    incomplete: Option<String>,
    /// Actions by service, where they were to be counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    summary: Option<Vec<ServiceAccessOutput>>,
    /// The date of the facts about AWS's services, where they were used.
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_date: Option<String>,
}

/// What a statement of each layer allows together.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct AccessGrant {
    /// The actions: those that all of these lists match.
    actions: Vec<GrantList>,
    /// The resources: those that all of these lists match; any where there is none.
    resources: Vec<GrantList>,
    /// What has to hold of the context.
    conditions: Vec<GrantConditionOutput>,
    /// The statements that allow, one of each layer.
    statements: Vec<LayerStatement>,
    /// The statements that take a part of it away, or may do so.
    denies: Vec<LayerStatement>,
    /// The actions of AWS that are let through on some resource, where they were to be listed.
    #[serde(skip_serializing_if = "Option::is_none")]
    expanded: Option<Vec<String>>,
    /// A request that is let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Witness>,
    /// Why it is not known whether anything is let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    undecided: Option<String>,
}

/// Entries of an element, as policies have them.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct GrantList {
    /// Whether all but these are meant.
    is_negated: bool,
    /// The entries.
    entries: Vec<String>,
}

/// A condition, as policies have it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct GrantConditionOutput {
    /// The operator.
    operator: String,
    /// The key.
    key: String,
    /// The values.
    values: Vec<String>,
}

/// A statement of one of the layers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
pub(super) struct LayerStatement {
    /// Its layer, as `identity` or `service_control[0]`.
    layer: String,
    /// Which policy of the layer, from 0.
    policy: usize,
    /// Which statement of the policy, from 0.
    statement: usize,
    /// Its `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
}

/// How many actions of a service are let through.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct ServiceAccessOutput {
    /// The service's prefix.
    service: String,
    /// By access level.
    levels: Vec<LevelAccessOutput>,
}

/// How many actions of an access level are let through.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct LevelAccessOutput {
    /// The level, as `Write`; absent where it is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    level: Option<String>,
    /// How many actions there are.
    actions: usize,
    /// How many are let through on some resource.
    on_some: usize,
    /// How many are let through on all resources.
    on_all: usize,
    /// Of how many it is not known.
    undecided: usize,
}

/// What can a caller do, as actions, resources and conditions? JSON in, JSON out; each entry with a request.
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, or there are policies that do not bind a caller;
/// `no-catalog` where actions are to be listed or counted and there is none.
///
/// ```
/// let answer = iam_eval::wire::what_can(r#"{"policies": {"identity":
///     [{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}]}}"#, None)?;
/// assert!(answer.starts_with(r#"{"grants":[{"actions":[{"isNegated":false,"entries":["s3:Get*"]}]"#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn what_can(input: &str, catalog: Option<&Catalog>) -> Result<String, WireError> {
    let asked: WhatCanInput<'_> = read(input)?;
    let binding = asked.policies.0.binding(BINDING)?;
    let region = binding.layers().region();
    let options = options(asked.max_steps);
    let listed = if asked.expand == Some(true) { Some(needed(catalog)?) } else { None };
    let what = find_what_can(&region, listed, &options);
    let summary = if asked.summary == Some(true) { Some(summary(&region, needed(catalog)?, &options)) } else { None };
    let (services, date) = summary.map_or((None, None), |(services, date)| (Some(services), date));
    let places = binding.named_layers();
    write(&WhatCanOutput {
        grants: what.grants.into_iter().map(|grant| AccessGrant::of(grant, &places)).collect(),
        incomplete: what.incomplete.map(|why| why.to_string()),
        summary: services,
        catalog_date: what.catalog_date.or(date),
    })
}

fn summary(region: &Region, catalog: &Catalog, options: &AnalyzeOptions) -> (Vec<ServiceAccessOutput>, Option<String>) {
    let summary = summarize_access(region, catalog, options);
    let level = |level: analyze::LevelAccess| LevelAccessOutput {
        level: level.level.map(|level| level.to_string()),
        actions: level.actions,
        on_some: level.on_some,
        on_all: level.on_all,
        undecided: level.undecided,
    };
    let service = |service: analyze::ServiceAccess| ServiceAccessOutput {
        service: service.service,
        levels: service.levels.into_iter().map(level).collect(),
    };
    (summary.services.into_iter().map(service).collect(), summary.catalog_date)
}

impl AccessGrant {
    fn of(grant: analyze::Grant, layers: &[(String, Vec<&Policy>)]) -> Self {
        let lists = |lists: Vec<GrantEntries>| {
            lists.into_iter().map(|list| GrantList { is_negated: list.is_negated, entries: list.entries }).collect()
        };
        let condition = |GrantCondition { operator, key, values, .. }| GrantConditionOutput { operator, key, values };
        let statements = |places: Vec<StatementPlace>| {
            places.into_iter().map(|place| LayerStatement::of(&place, layers)).collect::<Vec<_>>()
        };
        let (witness, undecided) = match grant.witness {
            Ok(request) => (Some(Witness::of(&request)), None),
            Err(why) => (None, Some(why.to_string())),
        };
        Self {
            actions: lists(grant.actions),
            resources: lists(grant.resources),
            conditions: grant.conditions.into_iter().map(condition).collect(),
            statements: statements(grant.statements),
            denies: statements(grant.denies),
            expanded: grant.expanded,
            witness,
            undecided,
        }
    }
}

impl LayerStatement {
    fn of(place: &StatementPlace, layers: &[(String, Vec<&Policy>)]) -> Self {
        let layer = layers.get(place.layer);
        let policy = layer.and_then(|(_, policies)| policies.get(place.policy));
        let statement = policy.and_then(|policy| policy.statement(place.statement));
        Self {
            layer: layer.map(|(name, _)| name.clone()).unwrap_or_default(),
            policy: place.policy,
            statement: place.statement,
            sid: statement.and_then(|statement| statement.sid()).map(|sid| sid.to_string()),
        }
    }
}

impl Binding {
    /// The layers that are given by name, in the order in which `analyze` counts them.
    fn named_layers(&self) -> Vec<(String, Vec<&Policy>)> {
        let single = [
            ("identity", self.identity.iter().flatten().collect::<Vec<_>>(), self.identity.is_some()),
            ("permissions_boundary", self.permissions_boundary.iter().collect(), self.permissions_boundary.is_some()),
            ("session", self.session.iter().flatten().collect(), self.session.is_some()),
        ];
        let given = single.into_iter().filter(|(_, _, is_given)| *is_given);
        let control = self.service_control.iter().enumerate();
        given
            .map(|(name, policies, _)| (name.to_owned(), policies))
            .chain(control.map(|(level, policies)| (format!("service_control[{level}]"), policies.iter().collect())))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    #[test]
    fn statements_are_named_by_layer() {
        let allow = |sid: &str, action: &str| {
            json!({"Version": "2012-10-17", "Statement":
            [{"Sid": sid, "Effect": "Allow", "Action": action, "Resource": "*"}]})
        };
        let asked = json!({"policies": {"identity": [allow("Own", "s3:*")],
            "serviceControl": [[allow("Root", "*")], [allow("Unit", "s3:Get*")]]}});
        let answer: Value = serde_json::from_str(&what_can(&asked.to_string(), None).unwrap()).unwrap();
        let statements = &answer["grants"][0]["statements"];
        assert_eq!(statements[0], json!({"layer": "identity", "policy": 0, "statement": 0, "sid": "Own"}));
        assert_eq!(statements[2]["layer"], "service_control[1]");
        assert_eq!(statements[2]["sid"], "Unit");
        let error = what_can(&json!({"policies": {}, "summary": true}).to_string(), None).unwrap_err();
        assert_eq!(error.code(), "no-catalog");
    }
}
