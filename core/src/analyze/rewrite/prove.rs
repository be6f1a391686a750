//! Proofs about statements in the making: the solver's.

use crate::evaluate::{LayerKind, Semantics, Subject, Truth};
use crate::request::Request;

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::clause::Clause;
use super::super::containment::{AnalyzeOptions, decide};
use super::super::region::Region;
use super::super::solver::Problem;
use super::draft::{Draft, policy_of};
use super::work::Work;

/// What reading an entry costs, in steps.
const COPY: usize = 4;

/// How many different things a request may have to be outside of in different ways.
const MAX_WAYS: usize = 64;

/// Asks the solver, with steps that several questions share.
pub(super) struct Prover<'o> {
    pub options: &'o AnalyzeOptions,
    pub steps: usize,
    pub work: Work,
}

/// Comparing entries takes less than a step of the solver.
const WORK: usize = 4;

impl<'o> Prover<'o> {
    pub fn new(options: &'o AnalyzeOptions) -> Self {
        let work = Work::of(options.max_steps.saturating_mul(WORK));
        Self { options, steps: options.max_steps, work }
    }

    /// Statements as the solver reads them; none where there are too many.
    pub fn clauses_of(&mut self, drafts: &[Draft]) -> Option<Vec<Clause>> {
        let entries = drafts.iter().map(|draft| draft.actions.items.len() + draft.resources.items.len() + 1);
        self.steps = self.steps.saturating_sub(entries.sum::<usize>().saturating_mul(COPY));
        if self.steps == 0 {
            return None;
        }
        let policy = policy_of(drafts, None)?;
        Some(Clause::of_policy(&policy, 0).collect())
    }

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
    pub fn is_within(&self, region: &Region, others: &[&Region], steps: &mut usize) -> Verdict {
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
            match self.decide(&choose, &avoid, &confirms, steps) {
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
        let problem = Problem { choose: choose.to_vec(), avoid: avoid.to_vec() };
        decide(LayerKind::Identity, &[None], std::iter::once(problem), confirms, self.options, steps)
    }
}

fn matches(clause: &Clause, request: &Request) -> bool {
    let subject = Subject { request, layer: LayerKind::Identity, has_boundary: Truth::No, semantics: Semantics::Live };
    clause.compiled.is_action_match(request.action()) && clause.compiled.grade(subject).truth() == Truth::Yes
}
