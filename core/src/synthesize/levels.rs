//! Policies that grant more than was used, on purpose.

use std::collections::BTreeSet;

use crate::catalog::{AccessLevel, Catalog, ServiceAction};

use super::granted::{Granted, drop_covered};
use super::options::{ActionLevel, ResourceLevel, SynthesizeOptions};
use super::result::{Widening, WideningStep};

/// Adds the actions of a level: of the services that were used all, or those of the levels that were used.
pub(super) fn widen_actions(
    granted: &Granted,
    options: &SynthesizeOptions,
    catalog: &Catalog,
) -> (Granted, Vec<Widening>) {
    let (mut wider, mut widened) = (granted.clone(), Vec::new());
    let services: BTreeSet<&str> = granted.keys().filter_map(|action| action.split(':').next()).collect();
    for name in services {
        let level = options.actions_of(name);
        let Some(service) = catalog.service(name).filter(|_| level != ActionLevel::Exact) else { continue };
        let used: Vec<(&String, &BTreeSet<String>)> =
            granted.iter().filter(|(action, _)| action.split(':').next() == Some(name)).collect();
        let levels: BTreeSet<Option<AccessLevel>> =
            used.iter().map(|(action, _)| catalog.access_level(action)).collect();
        let step = if level == ActionLevel::Service { WideningStep::Service } else { WideningStep::AccessLevel };
        let mut added = Vec::new();
        for action in service.actions() {
            let own = action.access_level();
            if level == ActionLevel::AccessLevel && !levels.contains(&own) {
                continue;
            }
            let of_level =
                used.iter().filter(|(used, _)| level == ActionLevel::Service || catalog.access_level(used) == own);
            // `*` of an action that takes nothing else says nothing about one that takes resources
            let takes = |action: &str| catalog.action(action).is_some_and(|action| action.has_resource_types());
            let known: BTreeSet<&String> = of_level
                .flat_map(|(used, resources)| {
                    let is_told = takes(used);
                    resources.iter().filter(move |resource| is_told || resource.as_str() != "*")
                })
                .collect();
            let mut resources: BTreeSet<String> =
                known.into_iter().filter(|resource| accepts(&action, resource)).cloned().collect();
            if !action.has_resource_types() {
                resources.insert("*".to_owned());
            }
            // an action of another type of resource works on none of those that were used
            if resources.is_empty() {
                continue;
            }
            let entry = wider.entry(action.to_string()).or_default();
            let before = entry.clone();
            entry.extend(resources);
            drop_covered(entry);
            if *entry != before {
                added.push(action.to_string());
            }
        }
        if !added.is_empty() {
            let from = used.iter().map(|(action, _)| (*action).clone()).collect();
            widened.push(Widening { from, to: added, step });
        }
    }
    (wider, widened)
}

/// May an action work on a resource that a policy names?
pub(super) fn accepts(action: &ServiceAction<'_>, resource: &str) -> bool {
    if resource == "*" {
        return true;
    }
    // a wildcard may stand for any text
    let sample = resource.replace(['*', '?'], "x");
    action.resources().filter_map(|resource| resource.resource_type()).any(|kind| kind.matches(&sample))
}

/// Replaces resources by all of their type in the same account and region, or by `*`.
pub(super) fn widen_resources(
    granted: &Granted,
    level_of: impl Fn(&str) -> ResourceLevel,
    catalog: &Catalog,
) -> (Granted, Vec<Widening>) {
    let (mut wider, mut widened) = (Granted::new(), Vec::new());
    for (action, resources) in granted {
        let level = level_of(action);
        let step = match level {
            ResourceLevel::Type => WideningStep::Type,
            ResourceLevel::Any => WideningStep::Any,
            ResourceLevel::Exact | ResourceLevel::Suffix => {
                wider.insert(action.clone(), resources.clone());
                continue;
            }
        };
        let mut all: BTreeSet<String> = match level {
            ResourceLevel::Any => BTreeSet::from(["*".to_owned()]),
            _ => resources.iter().map(|resource| of_type(catalog, action, resource)).collect(),
        };
        drop_covered(&mut all);
        if all != *resources {
            let widening =
                Widening { from: resources.iter().cloned().collect(), to: all.iter().cloned().collect(), step };
            if !widened.contains(&widening) {
                widened.push(widening);
            }
        }
        wider.insert(action.clone(), all);
    }
    (wider, widened)
}

/// All resources of a resource's type, account and region; the resource itself where it has no type.
fn of_type(catalog: &Catalog, action: &str, resource: &str) -> String {
    let Some(action) = catalog.action(action).filter(|_| resource != "*") else { return resource.to_owned() };
    let sample = resource.replace(['*', '?'], "x");
    let kinds: Vec<_> =
        action.resources().filter_map(|of| of.resource_type()).filter(|kind| kind.matches(&sample)).collect();
    // of several types the one that says most about the resource
    let formats = kinds.iter().flat_map(|kind| kind.arn_formats());
    let Some(format) = formats.max_by_key(|format| format.len()) else { return resource.to_owned() };
    let fields: Vec<&str> = resource.splitn(6, ':').collect();
    let [arn, partition, service, region, account, _] = fields.as_slice() else { return resource.to_owned() };
    let own = format.splitn(6, ':').nth(5).unwrap_or("*");
    let mut pattern = String::new();
    let mut rest = own;
    while let Some(at) = rest.find("${") {
        pattern.push_str(rest.get(..at).unwrap_or(""));
        pattern.push('*');
        rest = rest.get(at..).and_then(|text| text.split_once('}')).map_or("", |(_, after)| after);
    }
    pattern.push_str(rest);
    format!("{arn}:{partition}:{service}:{region}:{account}:{pattern}")
}
