//! That what was used is granted (rule `coverage_proof`).

use std::collections::BTreeSet;

use serde::Serialize;

use crate::document::Policy;
use crate::evaluate::{Answer, PolicySet};
use crate::request::{ContextMode, Request};
use crate::usage::Cell;

use super::conditions::values;
use super::granted::{Granted, Used, Wide, is_wild, literal, pattern as resource_pattern};

/// How much of what was used is granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct Coverage {
    /// How many pairs of action and resource were used.
    pub used: usize,
    /// How many of them are granted.
    pub covered: usize,
    /// Those that are not.
    pub uncovered: Vec<(String, String)>,
    /// Whether that is proved.
    pub proof: Proof,
    /// Whether taking any pair away would leave a use uncovered; only said of exact policies.
    #[serde(rename = "isMinimal", skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub is_minimal: Option<bool>,
}

/// Is something so for all requests?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Proof {
    /// It is.
    Proved,
    /// It is not.
    Refuted,
    /// It could not be decided.
    Undecided,
}

/// Asks the evaluator about every use, with the values of these keys that its events had; a resource that stands
/// for many is compared as a pattern.
pub(super) fn prove(used: &Used<'_>, policies: &[Policy], granted: &Granted, keys: &[String]) -> Coverage {
    let set = PolicySet::builder().identity(policies.iter().cloned()).build();
    let mut uncovered = Vec::new();
    let mut of_action: Option<(&str, Wide<'_>)> = None;
    for ((action, resource), cells) in &used.cells {
        let is_covered = if is_wild(resource) {
            let Some(resources) = granted.get(*action) else {
                uncovered.push(((*action).to_owned(), (*resource).to_owned()));
                continue;
            };
            // uses stand in order of their action
            if of_action.as_ref().is_none_or(|(known, _)| known != action) {
                of_action = Some((action, Wide::of(resources)));
            }
            let wide = of_action.as_ref().map(|(_, wide)| wide);
            resources.contains(*resource)
                || wide.is_some_and(|wide| wide.covering(&resource_pattern(resource)).next().is_some())
        } else {
            let resource = literal(resource);
            cells.iter().all(|cell| contexts(cell, keys).iter().all(|context| allows(&set, action, &resource, context)))
        };
        if !is_covered {
            uncovered.push(((*action).to_owned(), (*resource).to_owned()));
        }
    }
    let proof = if uncovered.is_empty() { Proof::Proved } else { Proof::Refuted };
    let count = used.cells.len();
    Coverage { used: count, covered: count - uncovered.len(), uncovered, proof, is_minimal: None }
}

/// The values of keys that events had: each value of each key once, beside the first ones of the others, which is
/// enough where every condition asks one key.
fn contexts<'c>(cell: &'c Cell, keys: &'c [String]) -> Vec<Vec<(&'c str, &'c str)>> {
    let values = |key: &str| values(cell, key).unwrap_or_default().into_iter().map(|(value, _)| value);
    let first: Vec<(&str, &str)> = keys.iter().filter_map(|key| Some((key.as_str(), values(key).next()?))).collect();
    let mut all = vec![first.clone()];
    for (at, (key, _)) in first.iter().enumerate() {
        for value in values(key).skip(1) {
            let mut other = first.clone();
            if let Some(pair) = other.get_mut(at) {
                pair.1 = value;
            }
            all.push(other);
        }
    }
    all
}

fn allows(set: &PolicySet, action: &str, resource: &str, context: &[(&str, &str)]) -> bool {
    let builder = Request::builder(action, resource).context_mode(ContextMode::Open);
    let request = context.iter().fold(builder, |builder, (key, value)| builder.context(key, *value)).build();
    request.is_ok_and(|request| set.decide(&request) == Answer::Allowed)
}

/// Rule `minimal_proof`: is every granted pair the only one that covers some use?
pub(super) fn is_minimal(used: &Used<'_>, granted: &Granted) -> bool {
    granted.iter().all(|(action, resources)| {
        let wide = Wide::of(resources);
        let mut needed: BTreeSet<&str> = BTreeSet::new();
        let uses = used.cells.range((action.as_str(), "")..).take_while(|((other, _), _)| other == action);
        for ((_, resource), _) in uses {
            let own = resource_pattern(resource);
            let others = wide.covering(&own).map(|(text, _)| text);
            let others: Vec<&str> = others.filter(|text| text != resource).take(2).collect();
            // what is granted as it was used is needed unless something wider is there, too
            match (resources.get(*resource), others.as_slice()) {
                (Some(own), []) => drop(needed.insert(own)),
                (None, [only]) => drop(needed.insert(only)),
                _ => {}
            }
        }
        needed.len() == resources.len()
    })
}
