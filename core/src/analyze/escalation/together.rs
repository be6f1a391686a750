//! Steps that touch one resource: requests that differ in their action and in what their keys hold.
//!
//! The solver looks for one request. So the statements that an action meets are copied for each step, the action is
//! taken off, and each key is renamed for its step; keys of the resource and of the caller, and those that variables
//! name, are one for all steps. What is found is cut into a request for each step again.

use std::collections::{BTreeMap, BTreeSet};

use crate::pattern::Pattern;
use crate::request::{ContextValue, KeyName, Request};

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::callers::OF_CALLER;
use super::super::clause::{Clause, Texts};
use super::super::containment::{AnalyzeOptions, decide};
use super::super::entry::Entry;
use super::super::region::Region;
use super::super::solver::Problem;
use super::super::target::{Target, View};

/// Stands between a key and the number of its step; no key of AWS has it.
const STEP: char = '\u{1}';

/// What a copy of a statement costs, in steps.
const COPY: usize = 32;

/// What was found of steps.
pub(super) enum Together {
    /// A request for each step.
    Requests(Vec<Request>),
    Nothing,
    Undecided(Undecided),
}

/// Is there a resource of a kind on which each action is in the region? `first` is a request for the first action.
pub(super) fn find_together(
    region: &Region,
    actions: &[&str],
    target: &Target,
    first: &Request,
    options: &AnalyzeOptions,
    steps: &mut usize,
) -> Together {
    let whole = View::whole(region);
    let views: Vec<View<'_>> = actions.iter().map(|action| whole.of_action(action)).collect();
    let shared = Shared::of(&views);
    if let Some(requests) = on_the_first(region, actions, &views, first, &shared, options, steps) {
        return Together::Requests(requests);
    }
    let copies: usize =
        views.iter().map(|view| view.denies.len() + view.allows.iter().map(Vec::len).sum::<usize>()).sum();
    *steps = steps.saturating_sub(COPY * copies);
    if *steps == 0 {
        return Together::Undecided(Undecided { reason: UndecidedReason::Steps });
    }
    let mut mentioned: Vec<BTreeSet<String>> = Vec::new();
    let (mut choose, mut avoid) = (Vec::new(), Vec::new());
    for (step, view) in views.iter().enumerate() {
        let mut keys = BTreeSet::new();
        let mut copied = |clauses: &[&Clause]| -> Vec<Clause> {
            clauses.iter().map(|clause| of_step(clause, step, &shared, &mut keys)).collect()
        };
        choose.extend(view.allows.iter().map(|layer| copied(layer)).collect::<Vec<_>>());
        avoid.extend(copied(&view.denies));
        mentioned.push(keys);
    }
    let names = mentioned.iter().enumerate().flat_map(|(step, keys)| keys.iter().map(move |key| renamed(key, step)));
    let names: Vec<String> = names.collect();
    let is_multivalued = |name: &&String| {
        let key = name.split(STEP).next().unwrap_or("");
        options.multivalued_keys.iter().any(|known| known == key)
    };
    let mut own_options = options.clone();
    own_options.multivalued_keys.extend(names.iter().filter(is_multivalued).cloned());
    let cut = |request: &Request| -> Option<Vec<Request>> {
        let own = actions.iter().zip(&mentioned).enumerate();
        let requests =
            own.map(|(step, (action, keys))| of_joint(request, action, step, keys)).collect::<Option<Vec<_>>>();
        requests.filter(|requests| requests.iter().all(|request| region.holds(request)))
    };
    let lists = std::iter::once(vec![&target.clause]).chain(choose.iter().map(|list| list.iter().collect()));
    let problem = Problem { choose: lists.collect(), avoid: avoid.iter().chain(&target.without).collect() };
    let confirms = |request: &Request| target.admits(request) && cut(request).is_some();
    match decide(region.layer, &region.callers, std::iter::once(problem), &confirms, &own_options, steps) {
        Verdict::Proved => Together::Nothing,
        Verdict::Refuted(request) => cut(&request).map_or(Together::Nothing, Together::Requests),
        Verdict::Undecided(undecided) => Together::Undecided(undecided),
    }
}

/// Keys that hold the same in all steps.
struct Shared {
    variables: BTreeSet<Box<str>>,
}

impl Shared {
    fn of(views: &[View<'_>]) -> Self {
        let clauses = views.iter().flat_map(|view| view.allows.iter().flatten().chain(&view.denies));
        let entries = clauses.flat_map(|clause| {
            let own = clause.resource.iter().flat_map(|texts| &texts.entries);
            own.chain(clause.atoms.iter().flat_map(|atom| &atom.entries))
        });
        let open = entries.filter_map(|entry| entry.open.as_ref());
        let variables = open.flat_map(|open| open.variable.keys()).map(|(key, _)| key.lower.as_ref().into()).collect();
        Self { variables }
    }

    fn holds(&self, lower: &str) -> bool {
        self.variables.contains(lower)
            || lower.contains("resourcetag/")
            || lower.starts_with("aws:resource")
            || lower.starts_with("aws:principal")
            || OF_CALLER.contains(&lower)
    }
}

/// The other steps on the resource of the first, which mostly will do.
fn on_the_first(
    region: &Region,
    actions: &[&str],
    views: &[View<'_>],
    first: &Request,
    shared: &Shared,
    options: &AnalyzeOptions,
    steps: &mut usize,
) -> Option<Vec<Request>> {
    let resource = vec![Entry::exact(Pattern::literal(first.resource()))];
    let mut requests = vec![first.clone()];
    for (action, view) in actions.iter().zip(views).skip(1) {
        let target = Target::new(action, Some(resource.clone()), Vec::new());
        requests.push(view.find(&target, options, steps).witness()?.clone());
    }
    // what one step says of the resource holds for the others
    let mut common: BTreeMap<String, (String, ContextValue)> = BTreeMap::new();
    for (name, value) in requests.iter().flat_map(|request| request.context().iter()) {
        let lower = name.to_ascii_lowercase();
        let is_said = !matches!(value, ContextValue::Unknown | ContextValue::Present);
        if !is_said || !shared.holds(&lower) {
            continue;
        }
        let (_, known) = common.entry(lower).or_insert_with(|| (name.to_owned(), value.clone()));
        if known != value {
            return None;
        }
    }
    let completed = requests.iter().map(|request| {
        let own = request.context().iter().filter(|(name, _)| !shared.holds(&name.to_ascii_lowercase()));
        let own = own.map(|(name, value)| (name.to_owned(), value.clone()));
        rebuilt(request, request.action().as_str(), own.chain(common.values().cloned()))
    });
    let completed = completed.collect::<Option<Vec<_>>>()?;
    completed.iter().all(|request| region.holds(request)).then_some(completed)
}

/// A request by the same caller for the same resource.
fn rebuilt(of: &Request, action: &str, context: impl Iterator<Item = (String, ContextValue)>) -> Option<Request> {
    let mut builder = Request::builder(action, of.resource());
    if let Some(caller) = of.principal() {
        builder = builder.principal(caller.clone());
    }
    context.fold(builder, |builder, (name, value)| builder.context(&name, value)).build().ok()
}

fn renamed(key: &str, step: usize) -> String {
    format!("{key}{STEP}{step}")
}

/// A statement as a step meets it, whose action is known to match.
fn of_step(clause: &Clause, step: usize, shared: &Shared, keys: &mut BTreeSet<String>) -> Clause {
    let mut own = clause.clone();
    own.action = Texts { is_negated: false, entries: vec![Entry::exact(Pattern::action("*"))] };
    for atom in own.atoms.iter_mut().filter(|atom| !shared.holds(&atom.key.lower)) {
        keys.insert(atom.key.lower.to_string());
        let name = renamed(&atom.name, step);
        atom.key = KeyName::new(&name);
        atom.test.key = KeyName::new(&name);
        atom.name = name.into();
    }
    own
}

/// The request of one step.
fn of_joint(joint: &Request, action: &str, step: usize, keys: &BTreeSet<String>) -> Option<Request> {
    let mut context: Vec<(String, ContextValue)> = Vec::new();
    let mut said: BTreeSet<String> = BTreeSet::new();
    for (name, value) in joint.context().iter() {
        match name.split_once(STEP) {
            Some((base, of)) if of.parse() == Ok(step) => {
                said.insert(base.to_ascii_lowercase());
                context.push((base.to_owned(), value.clone()));
            }
            Some(_) => {}
            None if keys.contains(&name.to_ascii_lowercase()) => {}
            None => context.push((name.to_owned(), value.clone())),
        }
    }
    // some keys are there unless somebody says otherwise
    let unsaid = keys.iter().filter(|key| !said.contains(*key));
    context.extend(unsaid.map(|key| (key.clone(), ContextValue::Absent)));
    rebuilt(joint, action, context.into_iter())
}
