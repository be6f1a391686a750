//! Does one set of requests hold no more than another?

use crate::catalog::{Catalog, ConditionKey};
use crate::evaluate::LayerKind;
use crate::principal::Principal;
use crate::request::Request;

use super::answer::{Undecided, UndecidedReason, Verdict};
use super::by_service::Parts;
use super::clause::Clause;
use super::region::Region;
use super::solver::{Outcome, Problem, Solver};

/// How a question about all requests is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // made with `..AnalyzeOptions::default()`
pub struct AnalyzeOptions {
    /// After how much work to say that it is not decided.
    pub max_steps: usize,
    /// Keys, in lower case, that hold several values; all others hold one.
    pub multivalued_keys: Vec<String>,
}

impl AnalyzeOptions {
    /// About a tenth of a second at the very worst.
    pub const DEFAULT_MAX_STEPS: usize = 1 << 20;
}

impl AnalyzeOptions {
    /// The default, with all keys that a catalogue knows to hold several values; a key with a placeholder, such as
    /// `events:Metadata/${MetadataKey}`, is none of them. Reads the keys of all services: make it once.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// use iam_eval::{analyze::AnalyzeOptions, catalog::Catalog};
    ///
    /// let options = AnalyzeOptions::from_catalog(&Catalog::embedded());
    /// assert!(options.multivalued_keys.iter().any(|key| key == "dynamodb:attributes"));
    /// # }
    /// ```
    pub fn from_catalog(catalog: &Catalog) -> Self {
        let global = catalog.global_condition_keys();
        let own = catalog.services().flat_map(|service| service.condition_keys());
        let names = global.chain(own).filter(ConditionKey::is_multi_valued).map(|key| key.name().to_ascii_lowercase());
        let mut options = Self::default();
        options.multivalued_keys.extend(names.filter(|name| !name.contains(['$', '<'])));
        options.multivalued_keys.sort_unstable();
        options.multivalued_keys.dedup();
        options
    }
}

impl Default for AnalyzeOptions {
    fn default() -> Self {
        Self { max_steps: Self::DEFAULT_MAX_STEPS, multivalued_keys: vec!["aws:tagkeys".to_owned()] }
    }
}

/// Is every request of `region` one of `other`, too? Refuted with one that is not.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, Region, check_contained}};
///
/// let read: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse()?;
/// let (read, all) = (Region::of([&read]), Region::of([&all]));
/// let options = AnalyzeOptions::default();
/// assert!(check_contained(&read, &all, &options).is_proved());
/// let witness = check_contained(&all, &read, &options);
/// assert_eq!(witness.witness().map(|request| request.action().service()), Some("s3"));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn check_contained(region: &Region, other: &Region, options: &AnalyzeOptions) -> Verdict {
    check_contained_spending(region, other, options, &mut { options.max_steps })
}

/// As [`check_contained`], with steps that several questions share.
pub(crate) fn check_contained_spending(
    region: &Region,
    other: &Region,
    options: &AnalyzeOptions,
    steps: &mut usize,
) -> Verdict {
    if region.layer != other.layer || region.is_mixed || other.is_mixed {
        return Verdict::Undecided(Undecided { reason: UndecidedReason::Layers });
    }
    let confirms = |request: &Request| region.holds(request) && !other.holds(request);
    let choose: Vec<Vec<&Clause>> = region.allows().collect();
    let denies = region.denies();
    // outside of the other: no layer's allows, or one of its denies
    let no_allow = other.allows().map(|allows| (choose.clone(), [denies.clone(), allows].concat()));
    let some_deny = other.denies();
    let some_deny = (!some_deny.is_empty()).then(|| {
        let mut choose = choose.clone();
        choose.push(some_deny);
        (choose, denies.clone())
    });
    let problems = no_allow.chain(some_deny).map(|(choose, avoid)| Problem { choose, avoid });
    let verdict = decide(region.layer, &region.callers_with(other), problems, &confirms, options, steps);
    for_all_callers(verdict, &[region, other])
}

/// Callers stand for others, whom a condition on a key that follows from the caller tells apart: what holds for them
/// is then not proved.
pub(super) fn for_all_callers(verdict: Verdict, regions: &[&Region]) -> Verdict {
    match (verdict, regions.iter().find_map(|region| region.key_of_caller())) {
        (Verdict::Proved, Some(key)) => Verdict::Undecided(Undecided { reason: UndecidedReason::Key(key.to_owned()) }),
        (verdict, _) => verdict,
    }
}

/// Does a region hold no request at all? Refuted with one that it holds.
pub fn is_empty(region: &Region, options: &AnalyzeOptions) -> Verdict {
    is_empty_spending(region, options, &mut { options.max_steps })
}

/// As [`is_empty`], with steps that several questions share.
pub(crate) fn is_empty_spending(region: &Region, options: &AnalyzeOptions, steps: &mut usize) -> Verdict {
    if region.is_mixed {
        return Verdict::Undecided(Undecided { reason: UndecidedReason::Layers });
    }
    let confirms = |request: &Request| region.holds(request);
    let problem = Problem { choose: region.allows().collect(), avoid: region.denies() };
    let verdict = decide(region.layer, &region.callers, std::iter::once(problem), &confirms, options, steps);
    for_all_callers(verdict, &[region])
}

pub(super) fn decide<'a>(
    layer: LayerKind,
    callers: &[Option<Principal>],
    problems: impl Iterator<Item = Problem<'a>>,
    confirms: &dyn Fn(&Request) -> bool,
    options: &AnalyzeOptions,
    steps: &mut usize,
) -> Verdict {
    let mut search = Decision { layer, callers, confirms, options, steps: *steps, undecided: None };
    let found = problems.into_iter().find_map(|problem| {
        let parts = if layer.has_principals() { None } else { Parts::of(&problem) };
        match &parts {
            Some(parts) => search.solve_by_service(parts),
            None => search.solve(problem),
        }
    });
    *steps = search.steps;
    match (found, search.undecided) {
        (Some(request), _) => Verdict::Refuted(request),
        (None, Some(undecided)) => Verdict::Undecided(undecided),
        (None, None) => Verdict::Proved,
    }
}

/// What a copy of a statement costs, in steps.
const COPY: usize = 32;

/// How many lists of statements, one of each of which has to match, are looked at together.
pub(super) const MAX_LISTS: usize = 100;

/// Problems of which one has to have a solution.
struct Decision<'d> {
    layer: LayerKind,
    callers: &'d [Option<Principal>],
    confirms: &'d dyn Fn(&Request) -> bool,
    options: &'d AnalyzeOptions,
    steps: usize,
    undecided: Option<Undecided>,
}

impl Decision<'_> {
    fn solve_by_service(&mut self, parts: &Parts<'_>) -> Option<Box<Request>> {
        for part in parts.iter() {
            let found = self.solve(part.problem());
            self.steps = self.steps.saturating_sub(part.cost());
            if found.is_some() {
                return found;
            }
            if self.steps == 0 {
                self.undecided.get_or_insert(Undecided { reason: UndecidedReason::Steps });
                break;
            }
        }
        None
    }

    /// Where a statement fixes a key that variables of others ask for, each with its value.
    fn solve(&mut self, mut problem: Problem<'_>) -> Option<Box<Request>> {
        // the search is as deep as there are lists
        if problem.choose.len() > MAX_LISTS {
            self.undecided.get_or_insert(Undecided { reason: UndecidedReason::Steps });
            return None;
        }
        let all = || problem.choose.iter().flatten().chain(&problem.avoid);
        if !all().any(|clause| clause.is_open()) {
            return self.run(&problem);
        }
        let Some(list) = problem.choose.first_mut() else { return self.run(&problem) };
        let (pinned, others): (Vec<&Clause>, Vec<&Clause>) = list.iter().partition(|clause| !clause.pins().is_empty());
        *list = others;
        for clause in pinned {
            // each is tried with copies of all others
            let copies = problem.choose.iter().map(Vec::len).sum::<usize>() + problem.avoid.len();
            self.steps = self.steps.saturating_sub(copies * COPY);
            if self.steps == 0 {
                self.undecided.get_or_insert(Undecided { reason: UndecidedReason::Steps });
                return None;
            }
            let pins = clause.pins();
            let filled = |clauses: &[&Clause]| clauses.iter().map(|clause| clause.filled(&pins)).collect::<Vec<_>>();
            let own = filled(&[clause]);
            let choose: Vec<Vec<Clause>> = problem.choose.iter().skip(1).map(|list| filled(list)).collect();
            let avoid = filled(&problem.avoid);
            let choose = std::iter::once(&own).chain(&choose).map(|list| list.iter().collect());
            let found = self.run(&Problem { choose: choose.collect(), avoid: avoid.iter().collect() });
            if found.is_some() {
                return found;
            }
        }
        self.run(&problem)
    }

    fn run(&mut self, problem: &Problem<'_>) -> Option<Box<Request>> {
        let is_multivalued = |key: &str| self.options.multivalued_keys.iter().any(|known| known == key);
        let mut solver = Solver {
            callers: self.callers,
            layer: self.layer,
            is_multivalued: &is_multivalued,
            confirms: self.confirms,
            steps: self.steps,
        };
        let outcome = solver.solve(problem);
        self.steps = solver.steps;
        match outcome {
            Outcome::Empty => None,
            Outcome::Found(request) => Some(request),
            Outcome::Undecided(reason) => {
                self.undecided.get_or_insert(reason);
                None
            }
        }
    }
}
