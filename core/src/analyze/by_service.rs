//! A question about the actions of many services, as one about each.
//!
//! Statements name actions of services that have nothing to do with each other, and a search that tries each action of
//! one with each of another spends itself on them.

use std::collections::BTreeSet;

use crate::evaluate::{CompiledStatement, LayerKind};
use crate::pattern::Pattern;

use super::clause::{Clause, Texts};
use super::solver::Problem;

/// Up to so many pairs of actions are looked at at once.
const FEW_PAIRS: usize = 2048;

/// The parts of a problem of identity policies: it has a solution where one of them has.
pub(super) struct Parts {
    pub parts: Vec<Part>,
}

/// What a problem asks of the actions of one service, or of those that no statement names.
pub(super) struct Part {
    choose: Vec<Vec<Clause>>,
    avoid: Vec<Clause>,
}

impl Part {
    pub fn problem(&self) -> Problem<'_> {
        let choose = self.choose.iter().map(|list| list.iter().collect()).collect();
        Problem { choose, avoid: self.avoid.iter().collect() }
    }
}

/// The service of an action's pattern, in lower case, where no wildcard stands in it.
pub(super) fn service_of(pattern: &Pattern) -> Option<String> {
    pattern.literal_prefix().split_once(':').map(|(service, _)| service.to_ascii_lowercase())
}

impl Parts {
    /// None where there is so little to choose from that it may be asked at once.
    pub fn of(problem: &Problem<'_>) -> Option<Self> {
        let actions = |list: &Vec<&Clause>| list.iter().map(|clause| clause.action.entries.len().max(1)).sum::<usize>();
        let pairs = problem.choose.iter().map(actions).fold(1, usize::saturating_mul);
        if pairs <= FEW_PAIRS {
            return None;
        }
        let all = || problem.choose.iter().flatten().chain(&problem.avoid);
        let named = all().flat_map(|clause| &clause.action.entries).filter_map(|entry| service_of(&entry.pattern));
        let services: BTreeSet<String> = named.collect();
        let of_service = |service: &String| Clause::of_access(&[format!("{service}:*")], &[] as &[&str]);
        let mut parts = Vec::new();
        for service in services.iter().map(Some).chain([None]) {
            let part = |list: &[&Clause]| list.iter().filter_map(|clause| part_of(clause, service)).collect::<Vec<_>>();
            let mut choose: Vec<Vec<Clause>> = problem.choose.iter().map(|list| part(list)).collect();
            if choose.iter().any(Vec::is_empty) {
                continue;
            }
            let mut avoid = part(&problem.avoid);
            match service {
                Some(service) => choose.push(vec![of_service(service)]),
                None => avoid.extend(services.iter().map(of_service)),
            }
            parts.push(Part { choose, avoid });
        }
        Some(Self { parts })
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
    // whom it names is asked of the compiled statement, where it names anybody
    let names_callers = clause.layer.is_some_and(LayerKind::has_principals);
    let compiled = if names_callers { clause.compiled.clone() } else { CompiledStatement::everything() };
    Some(Clause {
        effect: clause.effect,
        index: clause.index,
        action,
        resource: clause.resource.clone(),
        atoms: clause.atoms.clone(),
        compiled,
        layer: clause.layer,
    })
}
