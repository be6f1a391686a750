//! By which known paths can a caller gain access that was not given?
//!
//! This room must not know who the caller is or which roles there are: it says which requests a path takes and that
//! all of them are let through. The law its tests check: a path is found if, and only if, each of its actions is let
//! through on a resource of its kind, and steps on one resource on the same.

mod answer;
mod known;
mod resources;
mod together;

use std::collections::BTreeMap;

use crate::catalog::Catalog;
use crate::request::Request;

use super::answer::{Undecided, UndecidedReason, Verdict};
use super::clause::Atom;
use super::containment::AnalyzeOptions;
use super::region::Region;
use super::target::{View, atoms};

pub use answer::{EscalationAssumption, EscalationPath, EscalationPaths, UndecidedPath};
pub use known::{KnownPath, known_escalation_paths};

pub(crate) use known::may_take_path;

use known::Known;
use resources::needs;
pub(super) use resources::{Need, Place, filled, places};
use together::{Together, find_together};

/// By which known paths can the caller of a region gain access that was not given to it?
///
/// The region is what all layers of one caller let through together: its identity policies, and with
/// [`Region::intersect`] its boundary, its session policies and each level of its service control policies. A path is
/// found where each action that it takes is let through
///
/// - on a resource of each type that the catalogue says it needs, or on `*` where it works on none,
/// - `iam:PassRole` for the service that the path passes the role to (`iam:PassedToService`),
/// - and on the same resource where two actions need one of the same type, with the same tags and by the same caller.
///
/// Where it is known who the caller is, [`Region::asked_by`] says so; otherwise keys such as `aws:PrincipalArn` may hold
/// anything, and the requests say what. With [`Catalog::empty`] each action is asked by itself on any resource, and the answer says so. The steps of
/// [`AnalyzeOptions::max_steps`] are those of all paths together.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, Region, find_escalation_paths}, catalog::Catalog};
///
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
///     {"Effect":"Allow","Action":["lambda:*Function","iam:PassRole"],"Resource":"*"},
///     {"Effect":"Deny","Action":"iam:PassRole","Resource":"*",
///      "Condition":{"StringNotEquals":{"iam:PassedToService":"lambda.amazonaws.com"}}}]}"#.parse()?;
/// let paths = find_escalation_paths(&Region::of([&policy]), &Catalog::embedded(), &AnalyzeOptions::default());
/// assert_eq!(paths.found[0].id, "lambda-001");
/// let resources: Vec<_> = paths.found[0].requests.iter().map(|request| request.resource()).collect();
/// assert_eq!(resources, ["arn:aws:iam::111122223333:role/example",
///     "arn:aws:lambda:us-east-1:111122223333:function:example",
///     "arn:aws:lambda:us-east-1:111122223333:function:example"]);
/// # }
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_escalation_paths(region: &Region, catalog: &Catalog, options: &AnalyzeOptions) -> EscalationPaths {
    let known = Known::read();
    let mut paths = EscalationPaths {
        found: Vec::new(),
        undecided: Vec::new(),
        assumptions: vec![EscalationAssumption::RolesExist, EscalationAssumption::StepsApart],
        catalog_date: catalog.provenance().newest_date().map(str::to_owned),
        paths_date: known.date.to_owned(),
    };
    let is_typed = catalog.services().next().is_some();
    paths.assumptions.push(if is_typed { EscalationAssumption::Catalog } else { EscalationAssumption::AnyResource });
    if region.is_mixed || region.layer.has_principals() {
        let reason = Undecided { reason: UndecidedReason::Layers };
        paths.undecided =
            known.paths.into_iter().map(|path| UndecidedPath { id: path.id, why: reason.clone() }).collect();
        return paths;
    }
    let mut finder = Finder {
        region,
        view: View::whole(region),
        known: &known,
        catalog,
        places: places(region),
        options,
        steps: options.max_steps,
        singles: BTreeMap::new(),
        lacking: BTreeMap::new(),
    };
    for path in &known.paths {
        match finder.find(path) {
            Found::Path(found) => paths.found.push(*found),
            Found::Nothing => {}
            Found::Undecided(why) => paths.undecided.push(UndecidedPath { id: path.id.clone(), why }),
        }
    }
    paths
}

enum Found {
    Path(Box<EscalationPath>),
    Nothing,
    Undecided(Undecided),
}

/// An action on one of the resources that it needs.
struct Step<'p> {
    action: &'p str,
    need: Need,
    /// To which hosts a role is passed.
    hosts: Vec<String>,
}

struct Finder<'f> {
    region: &'f Region,
    view: View<'f>,
    known: &'f Known,
    catalog: &'f Catalog,
    places: Vec<Place>,
    options: &'f AnalyzeOptions,
    steps: usize,
    /// What was found of steps by themselves.
    singles: BTreeMap<String, Verdict>,
    /// Actions, and whether a layer has no statement that allows them.
    lacking: BTreeMap<String, bool>,
}

impl Finder<'_> {
    fn find(&mut self, path: &KnownPath) -> Found {
        // most policies lack most actions altogether
        if path.required.iter().any(|action| self.is_lacking(action)) {
            return Found::Nothing;
        }
        let steps: Vec<Step<'_>> = path.required.iter().flat_map(|action| self.steps_of(action, path)).collect();
        let mut undecided: Option<Undecided> = None;
        let mut requests: Vec<Option<Request>> = Vec::new();
        for step in &steps {
            match self.single(step) {
                Verdict::Proved => return Found::Nothing,
                Verdict::Refuted(request) => requests.push(Some(*request)),
                Verdict::Undecided(why) => {
                    undecided.get_or_insert(why);
                    requests.push(None);
                }
            }
        }
        for group in groups(&steps) {
            let Some(Some(first)) = group.first().and_then(|at| requests.get(*at)).cloned() else { continue };
            let own: Vec<&Step<'_>> = group.iter().filter_map(|at| steps.get(*at)).collect();
            let actions: Vec<&str> = own.iter().map(|step| step.action).collect();
            let Some(target) = own.first().map(|step| step.need.target("*", &self.places, Vec::new())) else {
                continue;
            };
            match find_together(self.region, &actions, &target, &first, self.options, &mut self.steps) {
                Together::Nothing => return Found::Nothing,
                Together::Undecided(why) => {
                    undecided.get_or_insert(why);
                }
                Together::Requests(found) => {
                    for (at, request) in group.iter().zip(found) {
                        if let Some(known) = requests.get_mut(*at) {
                            *known = Some(request);
                        }
                    }
                }
            }
        }
        if let Some(why) = undecided {
            return Found::Undecided(why);
        }
        let missing = path.additional.iter().filter(|action| self.is_missing(action, path));
        let missing_additional = missing.cloned().collect();
        Found::Path(Box::new(EscalationPath {
            id: path.id.clone(),
            category: path.category.clone(),
            services: path.services.clone(),
            requests: requests.into_iter().flatten().collect(),
            missing_additional,
        }))
    }

    fn steps_of<'p>(&self, action: &'p str, path: &KnownPath) -> Vec<Step<'p>> {
        let (needs, _) = needs(action, self.known, self.catalog);
        let hosts: Vec<Vec<String>> = match action {
            "iam:PassRole" => path.passes_to().iter().map(|service| self.known.hosts(service)).collect(),
            _ => vec![Vec::new()],
        };
        let steps = hosts
            .iter()
            .flat_map(|hosts| needs.iter().map(move |need| Step { action, need: need.clone(), hosts: hosts.clone() }));
        steps.collect()
    }

    /// Does no statement of a layer allow an action?
    fn is_lacking(&mut self, action: &str) -> bool {
        if let Some(known) = self.lacking.get(action) {
            return *known;
        }
        let cost = self.view.cost();
        if self.steps <= cost {
            self.steps = 0;
            return false;
        }
        self.steps -= cost;
        let is_lacking = self.view.of_action(action).is_empty();
        self.lacking.insert(action.to_owned(), is_lacking);
        is_lacking
    }

    /// Is there no request for a step by itself?
    fn single(&mut self, step: &Step<'_>) -> Verdict {
        let name = format!("{} {:?} {:?}", step.action, step.need, step.hosts);
        if let Some(known) = self.singles.get(&name) {
            return known.clone();
        }
        if self.steps == 0 {
            return Verdict::Undecided(Undecided { reason: UndecidedReason::Steps });
        }
        let target = step.need.target(step.action, &self.places, passed_to(&step.hosts));
        let found = self.view.of_action(step.action).find(&target, self.options, &mut self.steps);
        self.singles.insert(name, found.clone());
        found
    }

    /// Is an action surely not let through?
    fn is_missing(&mut self, action: &str, path: &KnownPath) -> bool {
        let steps = self.steps_of(action, path);
        steps.iter().any(|step| self.single(step).is_proved())
    }
}

/// The resources that an action needs, all of them.
pub(super) fn needed_resources(action: &str, catalog: &Catalog) -> Vec<Need> {
    needs(action, &Known::read(), catalog).0
}

/// Which steps touch one resource: those whose actions need one of the same type. A role that is passed is not touched.
fn groups(steps: &[Step<'_>]) -> Vec<Vec<usize>> {
    let mut all: Vec<(&Need, Vec<usize>)> = Vec::new();
    for (at, step) in steps.iter().enumerate() {
        if !step.need.is_shared() || step.action == "iam:PassRole" {
            continue;
        }
        match all.iter_mut().find(|(need, _)| **need == step.need) {
            Some((_, group)) => group.push(at),
            None => all.push((&step.need, vec![at])),
        }
    }
    all.into_iter().map(|(_, group)| group).filter(|group| group.len() > 1).collect()
}

/// The condition that a role is passed to one of some hosts, in China those with an end of their own.
fn passed_to(hosts: &[String]) -> Vec<Atom> {
    if hosts.is_empty() {
        return Vec::new();
    }
    let names: Vec<String> = hosts.iter().cloned().chain(hosts.iter().map(|host| format!("{host}.cn"))).collect();
    atoms(&serde_json::json!({"StringEquals": {"iam:PassedToService": names}}))
}
