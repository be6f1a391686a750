//! Which context keys nobody gave.

use std::collections::HashSet;

use crate::evaluate::{LayerKind, PolicySet};

use super::context::Given;

/// The keys that policies ask for, whatever their actions and resources, and no entry gives; as they
/// are spelled, each spelling once (rule `sim_missing_context`). Keys that the simulator gives by
/// itself are among them.
///
/// Those of service control policies are not: AWS tells a member account nothing of them (our
/// reading; not captured).
pub(super) fn keys(set: &PolicySet, given: &Given) -> Vec<String> {
    let mut seen = HashSet::new();
    let mut missing = Vec::new();
    for layer in [LayerKind::Identity, LayerKind::PermissionsBoundary, LayerKind::Resource] {
        set.visit_keys(layer, |key| {
            if seen.insert(key) && !given.has(key) {
                missing.push(key.to_owned());
            }
        });
    }
    missing
}
