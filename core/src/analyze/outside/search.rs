//! Asks whether a region holds a request of some outsiders.

use crate::document::Effect;
use crate::request::Request;

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::clause::Clause;
use super::super::containment::{AnalyzeOptions, decide};
use super::super::region::Region;
use super::super::solver::Problem;
use super::outsider::Outsider;

/// A question about one region, asked of one outsider after another with steps that they share.
pub(super) struct Search<'r> {
    pub region: &'r Region,
    /// Statements of resource control policies, of which only those that deny count: AWS always allows beside them.
    pub controls: &'r [Clause],
    pub options: &'r AnalyzeOptions,
    pub steps: usize,
}

impl Search<'_> {
    /// No request of these outsiders that matches `within`, where that is given, and no statement of `avoid`? Refuted
    /// with one.
    pub fn is_closed_to(&mut self, outsiders: &[Outsider], within: Option<&Clause>, avoid: &[Clause]) -> Verdict {
        let mut undecided = None;
        let layer = self.region.layer;
        let controls = || self.controls.iter().filter(|clause| clause.effect == Effect::Deny);
        for outsider in outsiders {
            let Some(clause) = &outsider.clause else {
                undecided = undecided.or(Some(Undecided { reason: UndecidedReason::Unconfirmed }));
                continue;
            };
            let is_his = |request: &Request| {
                clause.is_match(request, layer)
                    && within.is_none_or(|clause| clause.is_match(request, layer))
                    && !controls().chain(avoid).any(|clause| clause.is_match(request, layer))
            };
            let confirms = |request: &Request| self.region.holds(request) && is_his(request);
            // what holds fast comes first, and is filled in where variables ask for it
            let choose =
                std::iter::once(vec![clause]).chain(within.map(|clause| vec![clause])).chain(self.region.allows());
            let avoided = self.region.denies().into_iter().chain(controls()).chain(avoid);
            let problem = Problem { choose: choose.collect(), avoid: avoided.collect() };
            let caller = [Some(outsider.principal.clone())];
            let problems = std::iter::once(problem);
            match decide(layer, &caller, problems, &confirms, self.options, &mut self.steps) {
                Verdict::Proved => {}
                Verdict::Undecided(why) => undecided = undecided.or(Some(why)),
                found @ Verdict::Refuted(_) => return found,
            }
        }
        undecided.map_or(Verdict::Proved, Verdict::Undecided)
    }
}
