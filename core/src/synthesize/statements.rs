//! Grouping what is granted into statements (rule `group_statements`).

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{AccessLevel, Catalog};

use super::granted::Granted;
use super::result::ConditionSuggestion;

/// A statement in the making.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Grouped {
    pub sid: String,
    pub actions: BTreeSet<String>,
    pub resources: BTreeSet<String>,
    /// The actions as they are written, where that is shorter.
    pub compact: Option<BTreeSet<String>>,
    /// Conditions that all of its events meet.
    pub conditions: Vec<ConditionSuggestion>,
}

/// Actions on the same resources share a statement: within a service, and across services where that is `*`.
pub(super) fn group(granted: &Granted, catalog: &Catalog, merges_services: bool) -> Vec<Grouped> {
    let mut groups: BTreeMap<(Option<&str>, &BTreeSet<String>), BTreeSet<String>> = BTreeMap::new();
    for (action, resources) in granted {
        let service = action.split(':').next().unwrap_or("");
        let is_everything = resources.len() == 1 && resources.contains("*");
        let key = (!(merges_services && is_everything)).then_some(service);
        groups.entry((key, resources)).or_default().insert(action.clone());
    }
    let mut grouped: Vec<Grouped> = groups
        .into_iter()
        .map(|((_, resources), actions)| Grouped {
            sid: String::new(),
            actions,
            resources: resources.clone(),
            compact: None,
            conditions: Vec::new(),
        })
        .collect();
    // by service, then by the first action; what spans services comes last
    grouped.sort_by(|a, b| {
        let key = |group: &Grouped| {
            (services(group).len() > 1, group.actions.first().cloned(), group.resources.first().cloned())
        };
        key(a).cmp(&key(b))
    });
    name(&mut grouped, catalog);
    grouped
}

fn services(group: &Grouped) -> BTreeSet<&str> {
    group.actions.iter().filter_map(|action| action.split(':').next()).collect()
}

/// Sids: the service, what is done, and a number: `S3Read1`.
fn name(groups: &mut [Grouped], catalog: &Catalog) {
    let mut used: BTreeMap<String, usize> = BTreeMap::new();
    for group in groups {
        let service = match services(group).into_iter().collect::<Vec<_>>().as_slice() {
            [one] => capitalized(one),
            _ => "All".to_owned(),
        };
        let levels: BTreeSet<AccessLevel> =
            group.actions.iter().filter_map(|action| catalog.access_level(action)).collect();
        let level = match levels.into_iter().collect::<Vec<_>>().as_slice() {
            [AccessLevel::Read] => "Read",
            [AccessLevel::List] => "List",
            [AccessLevel::Write] => "Write",
            [AccessLevel::Tagging] => "Tag",
            [AccessLevel::PermissionsManagement] => "Permissions",
            _ => "Access",
        };
        let base = format!("{service}{level}");
        let number = used.entry(base.clone()).or_insert(0);
        *number += 1;
        group.sid = format!("{base}{number}");
    }
}

/// Letters and digits alone, each part of the name with a capital: a Sid has no others.
fn capitalized(service: &str) -> String {
    let parts = service.split(|letter: char| !letter.is_ascii_alphanumeric());
    parts
        .map(|part| {
            let mut letters = part.chars();
            letters
                .next()
                .map_or_else(String::new, |first| format!("{}{}", first.to_ascii_uppercase(), letters.as_str()))
        })
        .collect()
}
