//! Actions that AWS documents as also needed (rule `dependent_actions`).

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::Catalog;

use super::granted::Granted;
use super::result::DependentSuggestion;

/// The documented dependents of what is granted that are not granted themselves.
pub(super) fn dependents(granted: &Granted, catalog: &Catalog) -> Vec<DependentSuggestion> {
    let mut needed: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for action in granted.keys() {
        let Some(known) = catalog.action(action) else { continue };
        for dependent in known.dependent_actions() {
            // names of the source are checked against the catalogue: what is no action is not suggested
            let Some(dependent) = catalog.action(dependent).map(|found| found.to_string()) else { continue };
            if !granted.contains_key(&dependent) {
                needed.entry(dependent).or_default().insert(action.clone());
            }
        }
    }
    let suggestion = |(action, because_of): (String, BTreeSet<String>)| DependentSuggestion {
        action,
        because_of: because_of.into_iter().collect(),
    };
    needed.into_iter().map(suggestion).collect()
}
