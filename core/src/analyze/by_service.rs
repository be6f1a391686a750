//! A question about the actions of many services, as one about each.
//!
//! Statements name actions of services that have nothing to do with each other, and a search that tries each action of
//! one with each of another spends itself on them.

use std::collections::{BTreeSet, HashMap};

use crate::evaluate::{CompiledStatement, LayerKind};
use crate::pattern::Pattern;

use super::clause::{Clause, Texts};
use super::entry::Entry;
use super::solver::Problem;

/// Up to so many pairs of actions are looked at at once.
const FEW_PAIRS: usize = 2048;

/// What a copy of a condition costs, in steps.
const COPY: usize = 32;

/// The parts of a problem of identity policies: it has a solution where one of them has.
pub(super) struct Parts<'c> {
    choose: Vec<Vec<Sorted<'c>>>,
    avoid: Vec<Sorted<'c>>,
    services: BTreeSet<String>,
    /// Those that a `NotAction` names.
    excluded: BTreeSet<String>,
}

/// What a problem asks of the actions of one service, or of those that no statement names.
pub(super) struct Part {
    choose: Vec<Vec<Clause>>,
    avoid: Vec<Clause>,
    looked_at: usize,
}

impl Part {
    pub fn problem(&self) -> Problem<'_> {
        let choose = self.choose.iter().map(|list| list.iter().collect()).collect();
        Problem { choose, avoid: self.avoid.iter().collect() }
    }

    /// What making it cost, in steps.
    pub fn cost(&self) -> usize {
        let clauses = self.choose.iter().flatten().chain(&self.avoid);
        let resources = |clause: &Clause| clause.resource.as_ref().map_or(0, |resource| resource.entries.len());
        let copied = |clause: &Clause| clause.action.entries.len() + resources(clause) + COPY * clause.atoms.len();
        self.looked_at / 4 + clauses.map(copied).sum::<usize>()
    }
}

/// The service of an action's pattern, in lower case, where no wildcard stands in it.
pub(super) fn service_of(pattern: &Pattern) -> Option<String> {
    pattern.literal_prefix().split_once(':').map(|(service, _)| service.to_ascii_lowercase())
}

impl<'c> Parts<'c> {
    /// None where there is so little to choose from that it may be asked at once.
    pub fn of(problem: &Problem<'c>) -> Option<Self> {
        let actions = |list: &Vec<&Clause>| list.iter().map(|clause| clause.action.entries.len().max(1)).sum::<usize>();
        let pairs = problem.choose.iter().map(actions).fold(1, usize::saturating_mul);
        if pairs <= FEW_PAIRS {
            return None;
        }
        let choose: Vec<Vec<Sorted<'c>>> = problem.choose.iter().map(|list| sorted(list)).collect();
        let avoid = sorted(&problem.avoid);
        let all = || choose.iter().flatten().chain(&avoid);
        let services = all().flat_map(|clause| clause.by_service.keys().cloned()).collect();
        let negated = all().filter(|clause| clause.clause.action.is_negated);
        let excluded = negated.flat_map(|clause| clause.by_service.keys().cloned()).collect();
        Some(Self { choose, avoid, services, excluded })
    }

    /// Each of them, made when it is asked for.
    pub fn iter(&self) -> impl Iterator<Item = Part> {
        self.services.iter().map(Some).chain([None]).filter_map(|service| self.part(service))
    }

    fn part(&self, service: Option<&String>) -> Option<Part> {
        let part = |list: &Vec<Sorted<'_>>| list.iter().filter_map(|clause| clause.part(service)).collect::<Vec<_>>();
        let of_service = |service: &String| Clause::of_access(&[format!("{service}:*")], &[] as &[&str]);
        let mut choose: Vec<Vec<Clause>> = self.choose.iter().map(part).collect();
        if choose.iter().any(Vec::is_empty) {
            return None;
        }
        let mut avoid = part(&self.avoid);
        match service {
            Some(service) => choose.push(vec![of_service(service)]),
            // without those that it names `NotAction` says more than it does; elsewhere the evaluator has the last word
            None => avoid.extend(self.excluded.iter().map(of_service)),
        }
        // each statement was looked at, whether it says something of the service or not
        let looked_at = self.choose.iter().map(Vec::len).sum::<usize>() + self.avoid.len();
        Some(Part { choose, avoid, looked_at })
    }
}

fn sorted<'c>(clauses: &[&'c Clause]) -> Vec<Sorted<'c>> {
    clauses.iter().map(|clause| Sorted::of(clause)).collect()
}

/// A statement with its actions by service.
struct Sorted<'c> {
    clause: &'c Clause,
    by_service: HashMap<String, Vec<&'c Entry>>,
    /// Those in whose service a wildcard stands.
    others: Vec<&'c Entry>,
}

impl<'c> Sorted<'c> {
    fn of(clause: &'c Clause) -> Self {
        let mut sorted = Self { clause, by_service: HashMap::new(), others: Vec::new() };
        for entry in &clause.action.entries {
            match service_of(&entry.pattern) {
                Some(service) => sorted.by_service.entry(service).or_default().push(entry),
                None => sorted.others.push(entry),
            }
        }
        sorted
    }

    /// What it says of the actions of one service, or of those that no statement names; none if nothing.
    fn part(&self, service: Option<&String>) -> Option<Clause> {
        let own = service.and_then(|service| self.by_service.get(service)).into_iter().flatten();
        let entries: Vec<Entry> = own.chain(&self.others).copied().cloned().collect();
        if entries.is_empty() && !self.clause.action.is_negated {
            return None;
        }
        // it is asked for nothing but the caller, of whom most say nothing
        let names_callers = self.clause.layer.is_some_and(LayerKind::has_principals);
        let compiled = if names_callers { self.clause.compiled.clone() } else { CompiledStatement::everything() };
        Some(Clause {
            effect: self.clause.effect,
            index: self.clause.index,
            action: Texts { is_negated: self.clause.action.is_negated, entries },
            resource: self.clause.resource.clone(),
            atoms: self.clause.atoms.clone(),
            compiled,
            layer: self.clause.layer,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::Policy;
    use crate::analyze::{AnalyzeOptions, Region, check_contained, is_empty};

    /// So many actions of many services that they are looked at one service after the other.
    fn many(action: impl Fn(usize) -> String) -> Policy {
        let actions: Vec<String> = (0..3000).map(|at| format!("\"{}\"", action(at))).collect();
        let text = format!(r#"{{"Statement":{{"Effect":"Allow","Action":[{}],"Resource":"*"}}}}"#, actions.join(","));
        text.parse().unwrap()
    }

    #[test]
    fn what_holds_of_each_service_holds_of_all() {
        let options = AnalyzeOptions::default();
        let one = Region::of([&many(|at| format!("s{}:Get{at}", at % 90))]);
        let wide = Region::of([&many(|at| format!("s{}:*", at % 90))]);
        assert!(check_contained(&one, &wide, &options).is_proved());
        let witness = check_contained(&wide, &one, &options);
        assert!(witness.witness().is_some_and(|request| wide.holds(request) && !one.holds(request)));
        let other = Region::of([&many(|at| format!("t{}:*", at % 90))]);
        assert!(is_empty(&one.clone().intersect(other), &options).is_proved());
    }

    #[test]
    fn services_that_nobody_names_are_a_part_too() {
        let options = AnalyzeOptions::default();
        let named = Region::of([&many(|at| format!("s{}:*", at % 90))]);
        let any = Region::of([&many(|at| if at == 0 { "*:Get*".to_owned() } else { format!("s{}:*", at % 90) })]);
        let witness = check_contained(&any, &named, &options);
        let is_between = |request: &crate::Request| any.holds(request) && !named.holds(request);
        assert!(witness.witness().is_some_and(is_between), "{witness:?}");
        assert!(check_contained(&named, &any, &options).is_proved());
    }
}
