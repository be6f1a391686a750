//! That what was used is granted (rule `coverage_proof`).

use serde::Serialize;

use crate::document::Policy;
use crate::evaluate::{Answer, PolicySet};
use crate::pattern;
use crate::request::{ContextMode, Request};

use super::granted::{Granted, Used, is_wild, literal, pattern as resource_pattern};

/// How much of what was used is granted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
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
    pub is_minimal: Option<bool>,
}

/// Is something so for all requests?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
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

/// Asks the evaluator about every use; a resource that stands for many is compared as a pattern.
pub(super) fn prove(used: &Used<'_>, policies: &[Policy], granted: &Granted) -> Coverage {
    let set = PolicySet::builder().identity(policies.iter().cloned()).build();
    let mut uncovered = Vec::new();
    for (action, resource) in used.cells.keys() {
        let is_covered = if is_wild(resource) {
            let own = resource_pattern(resource);
            let wider = |wide: &String| resource_pattern(wide).covers(&own) == pattern::Answer::Yes;
            granted.get(*action).is_some_and(|resources| resources.iter().any(wider))
        } else {
            allows(&set, action, &literal(resource))
        };
        if !is_covered {
            uncovered.push(((*action).to_owned(), (*resource).to_owned()));
        }
    }
    let proof = if uncovered.is_empty() { Proof::Proved } else { Proof::Refuted };
    let count = used.cells.len();
    Coverage { used: count, covered: count - uncovered.len(), uncovered, proof, is_minimal: None }
}

fn allows(set: &PolicySet, action: &str, resource: &str) -> bool {
    let request = Request::builder(action, resource).context_mode(ContextMode::Open).build();
    request.is_ok_and(|request| set.decide(&request) == Answer::Allowed)
}

/// Rule `minimal_proof`: is every granted pair the only one that covers some use?
pub(super) fn is_minimal(used: &Used<'_>, granted: &Granted) -> bool {
    granted.iter().all(|(action, resources)| {
        let patterns: Vec<_> = resources.iter().map(|resource| (resource, resource_pattern(resource))).collect();
        let uses = used.cells.keys().filter(|(used, _)| used == action);
        let mut needed = vec![false; patterns.len()];
        for (_, resource) in uses {
            let own = resource_pattern(resource);
            let covers = |wide: &pattern::Pattern| wide.covers(&own) == pattern::Answer::Yes;
            let same = patterns.iter().position(|(text, _)| text.as_str() == *resource);
            // what is granted as it was used is needed unless something wider is there, too
            let wide = patterns.iter().enumerate().filter(|(at, (text, _))| Some(*at) != same && is_wild(text));
            let others: Vec<usize> = wide.filter(|(_, (_, wide))| covers(wide)).map(|(at, _)| at).collect();
            match (same, others.as_slice()) {
                (Some(at), []) => needed[at] = true,
                (None, [only]) => needed[*only] = true,
                _ => {}
            }
        }
        needed.into_iter().all(|is_needed| is_needed)
    })
}
