//! Is what a policy grants granted today (rule `within_current`)?

use std::sync::atomic::{AtomicUsize, Ordering};

use serde::Serialize;

use crate::analyze::{AnalyzeOptions, Region, Verdict, check_contained_spending};
use crate::document::{Effect, Policy};
use crate::evaluate::{Answer, PolicySet};
use crate::pattern::{self, Pattern};
use crate::request::{ContextMode, Request};

use super::coverage::Proof;
use super::granted::{Granted, is_wild, literal, pattern as resource_pattern};

/// The policies that bind the principal today.
#[derive(Debug, Clone, Default)]
#[allow(clippy::exhaustive_structs)] // made with `..Current::default()`
pub struct Current {
    /// The identity policies; none where they are not known.
    pub identity: Option<Vec<Policy>>,
    /// The permissions boundary.
    pub permissions_boundary: Option<Policy>,
    /// The service control policies, level by level from the root.
    pub service_control: Vec<Vec<Policy>>,
}

impl Current {
    fn is_given(&self) -> bool {
        self.identity.is_some() || self.permissions_boundary.is_some() || !self.service_control.is_empty()
    }

    /// The layers that apply; the identity policies are left open where they are not known.
    pub(super) fn set(&self) -> PolicySet {
        let mut builder = PolicySet::builder();
        // a layer of identity policies that is not known would make every answer depend on it
        let open: Option<Policy> = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse().ok();
        builder = match &self.identity {
            Some(policies) => builder.identity(policies.iter().cloned()),
            None => builder.identity(open),
        };
        if let Some(boundary) = &self.permissions_boundary {
            builder = builder.permissions_boundary(boundary.clone());
        }
        if !self.service_control.is_empty() {
            builder = builder.service_control(self.service_control.iter().map(|level| level.iter().cloned()));
        }
        builder.build()
    }

    /// The layers one by one, each as its policies.
    fn layers(&self) -> Vec<Vec<&Policy>> {
        let mut layers = Vec::new();
        layers.extend(self.identity.as_ref().map(|policies| policies.iter().collect()));
        layers.extend(self.permissions_boundary.as_ref().map(|boundary| vec![boundary]));
        layers.extend(self.service_control.iter().map(|level| level.iter().collect()));
        layers
    }
}

/// Whether everything granted is granted today.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Within {
    /// The answer.
    pub result: WithinResult,
    /// A request that the policy grants and today's policies do not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub witness: Option<(String, String)>,
    /// What was used and is not granted today: an older policy did, or a resource's own.
    pub outside_current: Vec<(String, String)>,
    /// What could not be decided, and why.
    pub undecided: Vec<(String, String, String)>,
}

/// Is one set of requests inside of another?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum WithinResult {
    /// It is.
    Proved,
    /// It is not: there is a witness.
    Refuted,
    /// It could not be decided.
    Undecided,
    /// There is nothing to compare with.
    NotGiven,
}

/// Decides whether current policies grant all of a pair: an action on the resources of a pattern. The
/// seam for a solver.
pub trait Containment {
    /// Is all of it granted? `Refuted` with a request that is not, `Undecided` with the reason.
    fn check(&self, action: &str, resource: &str) -> (Proof, String);
}

/// Decides by the evaluator for single resources, for patterns by comparing them with those of statements without
/// conditions, and where no statement alone grants all of one, by the solver.
#[derive(Debug)]
pub struct ExactContainment<'p> {
    set: PolicySet,
    layers: Vec<Vec<&'p Policy>>,
    region: Option<Region>,
    /// How long the solver may still look, for all questions together.
    steps: AtomicUsize,
}

/// How long the solver may look, for all questions together: about a second.
const MAX_STEPS: usize = 1 << 23;

impl<'p> ExactContainment<'p> {
    /// Compares with these policies.
    pub fn new(current: &'p Current) -> Self {
        let mut regions = current.layers().into_iter().map(Region::of);
        let first = regions.next();
        let region = first.map(|first| regions.fold(first, Region::intersect));
        Self { set: current.set(), layers: current.layers(), region, steps: AtomicUsize::new(MAX_STEPS) }
    }

    /// Is all of a pattern granted, or some request of it not, whatever its context?
    fn solve(&self, action: &str, resource: &str) -> (Proof, String) {
        let undecided = |why: &str| (Proof::Undecided, why.to_owned());
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Action":{},"Resource":{}}}}}"#,
            serde_json::Value::from(action),
            serde_json::Value::from(resource)
        );
        let (Ok(pair), Some(region)) = (text.parse::<Policy>(), &self.region) else {
            return undecided("it cannot be written as a policy");
        };
        let options = AnalyzeOptions::default();
        let most = self.steps.load(Ordering::Relaxed).min(options.max_steps);
        let mut left = most;
        let verdict = check_contained_spending(&Region::of([&pair]), region, &options, &mut left);
        let spend = |steps: usize| Some(steps.saturating_sub(most - left));
        let _ = self.steps.fetch_update(Ordering::Relaxed, Ordering::Relaxed, spend);
        match verdict {
            Verdict::Proved => (Proof::Proved, String::new()),
            Verdict::Refuted(request) => match self.decide(action, request.resource()) {
                Some(Answer::ExplicitDeny | Answer::ImplicitDeny) => (Proof::Refuted, request.resource().to_owned()),
                _ => undecided("it depends on context keys of the request"),
            },
            Verdict::Undecided(why) => (Proof::Undecided, why.to_string()),
        }
    }

    fn decide(&self, action: &str, resource: &str) -> Option<Answer> {
        let request = Request::builder(action, resource).context_mode(ContextMode::Open).build().ok()?;
        Some(self.set.decide(&request))
    }

    /// Whether every layer has a statement that allows all of the pattern, and none that denies any.
    fn is_plainly_granted(&self, action: &str, resource: &Pattern) -> bool {
        let grants = |policy: &&Policy| {
            policy.statements().any(|statement| {
                let (Some(actions), Some(resources)) = (statement.action(), statement.resource()) else { return false };
                statement.effect() == Effect::Allow
                    && statement.conditions().len() == 0
                    && !actions.is_negated()
                    && !resources.is_negated()
                    && actions.entries().into_iter().any(|entry| Pattern::action(entry.as_str()).is_match(action))
                    && resources.entries().into_iter().any(|entry| {
                        !entry.as_str().contains("${")
                            && Pattern::resource(entry.as_str()).covers(resource) == pattern::Answer::Yes
                    })
            })
        };
        let may_deny = |policy: &&Policy| {
            policy.statements().any(|statement| {
                if statement.effect() != Effect::Deny {
                    return false;
                }
                let touches_action = statement.action().is_none_or(|actions| {
                    let matches =
                        actions.entries().into_iter().any(|entry| Pattern::action(entry.as_str()).is_match(action));
                    matches != actions.is_negated()
                });
                let touches_resource = statement.resource().is_none_or(|resources| {
                    resources.is_negated()
                        || resources.entries().into_iter().any(|entry| {
                            entry.as_str().contains("${")
                                || Pattern::resource(entry.as_str()).is_disjoint(resource) != pattern::Answer::Yes
                        })
                });
                touches_action && touches_resource
            })
        };
        self.layers.iter().all(|layer| layer.iter().any(grants) && !layer.iter().any(may_deny))
    }
}

impl Containment for ExactContainment<'_> {
    fn check(&self, action: &str, resource: &str) -> (Proof, String) {
        if !is_wild(resource) {
            let resource = literal(resource);
            return match self.decide(action, &resource) {
                Some(Answer::Allowed) => (Proof::Proved, String::new()),
                Some(Answer::ExplicitDeny | Answer::ImplicitDeny) => (Proof::Refuted, resource),
                _ => (Proof::Undecided, "it depends on context keys of the request".to_owned()),
            };
        }
        let wide = resource_pattern(resource);
        if self.is_plainly_granted(action, &wide) {
            return (Proof::Proved, String::new());
        }
        // `*` is itself a resource that a request may name
        if resource == "*"
            && let Some(Answer::ExplicitDeny | Answer::ImplicitDeny) = self.decide(action, "*")
        {
            return (Proof::Refuted, "*".to_owned());
        }
        match wide.shortest_witness() {
            Some(witness)
                if matches!(self.decide(action, &witness), Some(Answer::ExplicitDeny | Answer::ImplicitDeny)) =>
            {
                (Proof::Refuted, witness)
            }
            _ => self.solve(action, resource),
        }
    }
}

/// Compares all that is granted with today's policies.
pub(super) fn within(granted: &Granted, current: &Current) -> Within {
    let mut within =
        Within { result: WithinResult::NotGiven, witness: None, outside_current: Vec::new(), undecided: Vec::new() };
    if !current.is_given() {
        return within;
    }
    let containment = ExactContainment::new(current);
    for (action, resources) in granted {
        for resource in resources {
            match containment.check(action, resource) {
                (Proof::Proved, _) => {}
                (Proof::Refuted, request) => {
                    within.witness.get_or_insert((action.clone(), request));
                    within.outside_current.push((action.clone(), resource.clone()));
                }
                (Proof::Undecided, why) => within.undecided.push((action.clone(), resource.clone(), why)),
            }
        }
    }
    within.result = if within.witness.is_some() {
        WithinResult::Refuted
    } else if within.undecided.is_empty() {
        WithinResult::Proved
    } else {
        WithinResult::Undecided
    };
    within
}
