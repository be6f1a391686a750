//! Proofs about statements in the making: the solver's, asked service by service where there is much to choose from.

use std::collections::BTreeSet;

use crate::document::Policy;
use crate::evaluate::{CompiledStatement, LayerKind, Semantics, Subject, Truth};
use crate::request::Request;

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::clause::{Clause, Texts};
use super::super::containment::{AnalyzeOptions, decide};
use super::super::region::Region;
use super::super::solver::Problem;
use super::draft::{Draft, policy_of};
use super::item::service_of;

/// Up to so many pairs of actions are looked at at once.
const FEW_PAIRS: usize = 2048;

/// How many different things a request may have to be outside of in different ways.
const MAX_WAYS: usize = 64;

/// Asks the solver, with steps that several questions share.
pub(super) struct Prover<'o> {
    pub options: &'o AnalyzeOptions,
    pub steps: usize,
}

/// Statements as the solver reads them.
pub(super) fn clauses_of(drafts: &[Draft]) -> Option<Vec<Clause>> {
    let policy: Policy = policy_of(drafts, None)?;
    Some(Clause::of_policy(&policy, 0).collect())
}

impl Prover<'_> {
    /// With so many steps at most, does no request match one of each list and none to avoid?
    pub fn is_nothing(&mut self, choose: &[Vec<&Clause>], avoid: &[&Clause], steps: usize) -> Verdict {
        let confirms = |request: &Request| {
            let matches = |clause: &&Clause| matches(clause, request);
            choose.iter().all(|list| list.iter().any(matches)) && !avoid.iter().any(matches)
        };
        let mut own = steps.min(self.steps);
        let granted = own;
        let verdict = self.decide(choose, avoid, &confirms, &mut own);
        self.steps = self.steps.saturating_sub(granted - own);
        verdict
    }

    /// Is every request of a region one of others?
    pub fn is_within(&self, region: &Region, others: &[&Region]) -> Verdict {
        let mut steps = self.options.max_steps;
        let confirms = |request: &Request| region.holds(request) && !others.iter().any(|other| other.holds(request));
        // outside of each: no layer's allows, or one of its denies
        let choose: Vec<Vec<&Clause>> = region.allows().collect();
        let mut ways = vec![(choose, region.denies())];
        for other in others {
            let denies = other.denies();
            let mut next = Vec::new();
            for (choose, avoid) in &ways {
                next.extend(
                    other.allows().map(|allows| (choose.clone(), [avoid.clone(), denies.clone(), allows].concat())),
                );
                if !denies.is_empty() {
                    let choose = choose.iter().cloned().chain([denies.clone()]).collect();
                    next.push((choose, avoid.clone()));
                }
            }
            ways = next;
            if ways.len() > MAX_WAYS {
                return Verdict::Undecided(Undecided { reason: UndecidedReason::Steps });
            }
        }
        let mut undecided = None;
        for (choose, avoid) in ways {
            match self.decide(&choose, &avoid, &confirms, &mut steps) {
                Verdict::Proved => {}
                Verdict::Undecided(why) => drop(undecided.get_or_insert(why)),
                refuted => return refuted,
            }
        }
        undecided.map_or(Verdict::Proved, Verdict::Undecided)
    }

    fn decide(
        &self,
        choose: &[Vec<&Clause>],
        avoid: &[&Clause],
        confirms: &dyn Fn(&Request) -> bool,
        steps: &mut usize,
    ) -> Verdict {
        let mut ask = |choose: Vec<Vec<&Clause>>, avoid: Vec<&Clause>| {
            let problem = std::iter::once(Problem { choose, avoid });
            decide(LayerKind::Identity, &[None], problem, confirms, self.options, steps)
        };
        let actions = |list: &Vec<&Clause>| list.iter().map(|clause| clause.action.entries.len().max(1)).sum::<usize>();
        let pairs = choose.iter().map(actions).fold(1, usize::saturating_mul);
        if pairs <= FEW_PAIRS {
            return ask(choose.to_vec(), avoid.to_vec());
        }
        let all = || choose.iter().flatten().chain(avoid);
        let named = all().flat_map(|clause| &clause.action.entries).filter_map(|entry| service_of(&entry.pattern));
        let services: BTreeSet<String> = named.collect();
        let mut undecided = None;
        for service in services.iter().map(Some).chain([None]) {
            let part = |list: &[&Clause]| list.iter().filter_map(|clause| part_of(clause, service)).collect::<Vec<_>>();
            let chosen: Vec<Vec<Clause>> = choose.iter().map(|list| part(list)).collect();
            if chosen.iter().any(Vec::is_empty) {
                continue;
            }
            let mut avoided = part(avoid);
            let of_service = service.map(|service| Clause::of_access(&[format!("{service}:*")], &[] as &[&str]));
            if service.is_none() {
                avoided.extend(
                    services.iter().map(|service| Clause::of_access(&[format!("{service}:*")], &[] as &[&str])),
                );
            }
            let mut choose: Vec<Vec<&Clause>> = chosen.iter().map(|list| list.iter().collect()).collect();
            choose.extend(of_service.iter().map(|clause| vec![clause]));
            match ask(choose, avoided.iter().collect()) {
                Verdict::Proved => {}
                Verdict::Undecided(why) => drop(undecided.get_or_insert(why)),
                refuted => return refuted,
            }
        }
        undecided.map_or(Verdict::Proved, Verdict::Undecided)
    }
}

/// What a statement says of the actions of one service, or of those that no statement names; none if nothing.
fn part_of(clause: &Clause, service: Option<&String>) -> Option<Clause> {
    let is_near = |pattern| match service_of(pattern) {
        None => true,
        own => own.as_ref() == service,
    };
    let near = clause.action.entries.iter().filter(|entry| is_near(&entry.pattern));
    let action = Texts { is_negated: clause.action.is_negated, entries: near.cloned().collect() };
    if action.entries.is_empty() && !action.is_negated {
        return None;
    }
    Some(Clause {
        effect: clause.effect,
        index: clause.index,
        action,
        resource: clause.resource.clone(),
        atoms: clause.atoms.clone(),
        compiled: CompiledStatement::everything(),
        layer: Some(LayerKind::Identity),
    })
}

fn matches(clause: &Clause, request: &Request) -> bool {
    let subject = Subject { request, layer: LayerKind::Identity, has_boundary: Truth::No, semantics: Semantics::Live };
    clause.compiled.is_action_match(request.action()) && clause.compiled.grade(subject).truth() == Truth::Yes
}
