//! Requests of a kind that is asked for: an action, some resources, what keys hold.

use crate::document::{Effect, Policy};
use crate::evaluate::LayerKind;
use crate::evaluate::{CompiledStatement, Semantics, Truth};
use crate::pattern::Pattern;
use crate::request::Request;

use super::answer::Verdict;
use super::clause::{Atom, Clause, Texts};
use super::containment::{AnalyzeOptions, decide};
use super::entry::Entry;
use super::region::Region;
use super::solver::Problem;

/// Requests of a kind.
#[derive(Debug, Clone)]
pub(super) struct Target {
    pub clause: Clause,
    /// Resources that are none of theirs.
    pub without: Option<Clause>,
}

fn of_texts(action: &str, resource: Option<Vec<Entry>>, atoms: Vec<Atom>) -> Clause {
    let texts = |entries| Texts { is_negated: false, entries };
    Clause {
        effect: Effect::Allow,
        index: 0,
        action: texts(vec![Entry::exact(Pattern::action(action))]),
        resource: resource.map(texts),
        atoms,
        compiled: CompiledStatement::everything(),
        layer: Some(LayerKind::Identity),
    }
}

impl Target {
    /// The requests for an action, which may be a pattern, on resources, which are tried in their order; on any where
    /// nothing is said.
    pub fn new(action: &str, resource: Option<Vec<Entry>>, atoms: Vec<Atom>) -> Self {
        Self { clause: of_texts(action, resource, atoms), without: None }
    }

    /// The same but for some resources.
    pub fn without(self, resource: Option<Vec<Entry>>) -> Self {
        Self { without: resource.map(|resource| of_texts("*", Some(resource), Vec::new())), ..self }
    }

    /// Is a request one of them?
    pub fn admits(&self, request: &Request) -> bool {
        let clause = &self.clause;
        clause.action.is_match(request.action().as_str())
            && clause.resource.as_ref().is_none_or(|texts| texts.is_match(request.resource()))
            && !self
                .without
                .iter()
                .flat_map(|without| &without.resource)
                .any(|texts| texts.is_match(request.resource()))
            && clause
                .atoms
                .iter()
                .all(|atom| atom.test.test(request.context(), Effect::Allow, Semantics::Live) == Truth::Yes)
    }
}

/// The statements of a region that an action may meet.
pub(super) struct View<'r> {
    region: &'r Region,
    /// One list for each layer.
    pub allows: Vec<Vec<&'r Clause>>,
    pub denies: Vec<&'r Clause>,
}

impl<'r> View<'r> {
    /// All of them.
    pub fn whole(region: &'r Region) -> Self {
        Self { region, allows: region.allows().collect(), denies: region.denies() }
    }

    /// Those that keep a condition on their action.
    pub fn narrowed(&self, keeps: impl Fn(&Texts) -> bool) -> Self {
        let kept =
            |clauses: &[&'r Clause]| clauses.iter().filter(|clause| keeps(&clause.action)).copied().collect::<Vec<_>>();
        Self {
            region: self.region,
            allows: self.allows.iter().map(|layer| kept(layer)).collect(),
            denies: kept(&self.denies),
        }
    }

    /// What it costs to look at the action of each statement, in steps.
    pub fn cost(&self) -> usize {
        let all = self.allows.iter().flatten().chain(&self.denies);
        1 + all.map(|clause| clause.action.entries.len()).sum::<usize>() / 16
    }

    /// Those of one concrete action.
    pub fn of_action(&self, action: &str) -> Self {
        self.narrowed(|texts| texts.is_match(action))
    }

    /// Does a layer allow nothing?
    pub fn is_empty(&self) -> bool {
        self.allows.iter().any(Vec::is_empty)
    }

    /// Is no request of a kind in the region? Refuted with one.
    pub fn find(&self, target: &Target, options: &AnalyzeOptions, steps: &mut usize) -> Verdict {
        if self.is_empty() {
            return Verdict::Proved;
        }
        let region = self.region;
        let confirms = |request: &Request| target.admits(request) && region.holds(request);
        let choose = std::iter::once(vec![&target.clause]).chain(self.allows.iter().cloned()).collect();
        let avoid = self.denies.iter().copied().chain(&target.without).collect();
        let problem = Problem { choose, avoid };
        decide(region.layer, &region.callers, std::iter::once(problem), &confirms, options, steps)
    }
}

/// What a condition block says, as a statement that allows has it.
pub(super) fn atoms(condition: &serde_json::Value) -> Vec<Atom> {
    let text = serde_json::json!({"Version": "2008-10-17", "Statement":
        {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}});
    let policy = Policy::parse(&text.to_string()).ok();
    let clause = policy.as_ref().and_then(|policy| Clause::of_policy(policy, 0).next());
    clause.map(|clause| clause.atoms).unwrap_or_default()
}
