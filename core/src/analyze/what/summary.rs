//! How much of each service, by access level.

use std::collections::{BTreeMap, BTreeSet};

use crate::arn::Arn;
use crate::catalog::{AccessLevel, Catalog, Service, ServiceAction};
use crate::pattern::Pattern;
use crate::request::Request;

use super::super::answer::Verdict;
use super::super::clause::Clause;
use super::super::containment::{AnalyzeOptions, decide};
use super::super::entry::Entry;
use super::super::escalation::{Need, filled};
use super::super::region::Region;
use super::super::solver::Problem;
use super::super::target::{Target, View};

/// How many times the steps of one action all of them may cost.
const ALL_ACTIONS: usize = 64;

/// How much a caller can do, by service and access level.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct AccessSummary {
    /// The services of which something is let through, in order.
    pub services: Vec<ServiceAccess>,
    /// The date of the catalogue.
    pub catalog_date: Option<String>,
}

/// How much of a service.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct ServiceAccess {
    /// Its prefix.
    pub service: String,
    /// Its access levels of which something is let through, or may be.
    pub levels: Vec<LevelAccess>,
}

/// How many actions of a level.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct LevelAccess {
    /// The level; none where AWS does not say.
    pub level: Option<AccessLevel>,
    /// How many actions there are, without those that AWS no longer lists.
    pub actions: usize,
    /// How many are let through on some resource, under some condition.
    pub on_some: usize,
    /// How many of those are let through on every resource, whatever the context.
    pub on_all: usize,
    /// Of how many it could not be decided whether they are let through on some.
    pub undecided: usize,
}

/// How much of each service can the caller of a region do? Of each action of the catalogue it is asked whether it is let
/// through on some resource of its types, and on every one, in the partitions that the policies name.
///
/// One action costs [`AnalyzeOptions::max_steps`] at most, and all of them sixty-four times as much. Nothing is let through by a region of
/// resource policies, since nobody says who asks.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, Region, summarize_access}, catalog::{AccessLevel, Catalog}};
///
/// let policy: Policy = r#"{"Statement":[
///     {"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"},
///     {"Effect":"Allow","Action":"sqs:DeleteQueue","Resource":"arn:aws:sqs:*"}]}"#.parse()?;
/// let summary = summarize_access(&Region::of([&policy]), &Catalog::embedded(), &AnalyzeOptions::default());
/// let write = &summary.services[0].levels[0];
/// assert_eq!((write.level, write.on_some, write.on_all), (Some(AccessLevel::Write), 2, 1));
/// # }
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn summarize_access(region: &Region, catalog: &Catalog, options: &AnalyzeOptions) -> AccessSummary {
    let mut summary =
        AccessSummary { services: Vec::new(), catalog_date: catalog.provenance().newest_date().map(str::to_owned) };
    if region.is_mixed || region.layer.has_principals() {
        return summary;
    }
    let whole = View::whole(region);
    let partitions = partitions(region);
    let mut left = options.max_steps.saturating_mul(ALL_ACTIONS);
    for service in catalog.services() {
        let any = Entry::exact(Pattern::action(&format!("{}:*", service.prefix())));
        let view = whole.narrowed(|texts| texts.may_meet(&any));
        if view.is_empty() {
            continue;
        }
        let levels = of_service(region, &view, service, &partitions, options, &mut left);
        if !levels.is_empty() {
            summary.services.push(ServiceAccess { service: service.prefix().to_owned(), levels });
        }
    }
    summary
}

/// The partitions that policies name, AWS's own where they name none.
pub(super) fn partitions(region: &Region) -> BTreeSet<String> {
    let entries = region.layers.iter().flatten().flat_map(|clause| &clause.resource).flat_map(|texts| &texts.entries);
    let named = entries.filter_map(|entry| Arn::parse(entry.pattern.as_str())).map(Arn::partition);
    let mut all: BTreeSet<String> =
        named.filter(|partition| !partition.contains(['*', '?'])).map(str::to_owned).collect();
    if all.is_empty() {
        all.insert("aws".to_owned());
    }
    all
}

fn of_service(
    region: &Region,
    view: &View<'_>,
    service: Service<'_>,
    partitions: &BTreeSet<String>,
    options: &AnalyzeOptions,
    left: &mut usize,
) -> Vec<LevelAccess> {
    let cost = view.cost();
    let mut levels: BTreeMap<Option<AccessLevel>, LevelAccess> = BTreeMap::new();
    for action in service.actions().filter(|action| action.retired_since().is_none()) {
        let level = action.access_level();
        let none = LevelAccess { level, actions: 0, on_some: 0, on_all: 0, undecided: 0 };
        let own = levels.entry(level).or_insert(none);
        own.actions += 1;
        if *left == 0 {
            own.undecided += 1;
            continue;
        }
        let name = action.to_string();
        let of_action = view.of_action(&name);
        *left = left.saturating_sub(cost);
        if of_action.is_empty() {
            continue;
        }
        if is_plain(&of_action) {
            own.on_some += 1;
            own.on_all += 1;
            continue;
        }
        let target = target(action, &name, partitions);
        let given = options.max_steps.min(*left);
        let mut steps = given;
        match of_action.find(&target, options, &mut steps) {
            Verdict::Proved => {}
            Verdict::Undecided(_) => own.undecided += 1,
            Verdict::Refuted(_) => {
                own.on_some += 1;
                own.on_all += usize::from(is_whole(region, &of_action, &target, options, &mut steps));
            }
        }
        *left -= given - steps.min(given);
    }
    levels.into_values().filter(|level| level.on_some + level.undecided > 0).collect()
}

/// Does each layer allow everything by one statement, and none deny?
pub(super) fn is_plain(view: &View<'_>) -> bool {
    let says_nothing = |clause: &&Clause| {
        let everywhere = |entry: &Entry| entry.open.is_none() && entry.pattern.matches_everything();
        clause.atoms.is_empty()
            && clause.resource.as_ref().is_some_and(|texts| !texts.is_negated && texts.entries.iter().any(everywhere))
    };
    view.denies.is_empty() && view.allows.iter().all(|layer| layer.iter().any(says_nothing))
}

/// Is every request of a kind in the region?
pub(super) fn is_whole(
    region: &Region,
    view: &View<'_>,
    target: &Target,
    options: &AnalyzeOptions,
    steps: &mut usize,
) -> bool {
    let of_target = || vec![&target.clause];
    let avoid = |clauses: &[&'_ Clause]| clauses.iter().copied().chain(&target.without).cloned().collect::<Vec<_>>();
    let kept: Vec<Vec<Clause>> = view.allows.iter().map(|layer| avoid(layer)).collect();
    let mut problems: Vec<Problem<'_>> =
        kept.iter().map(|layer| Problem { choose: vec![of_target()], avoid: layer.iter().collect() }).collect();
    problems.push(Problem { choose: vec![of_target(), view.denies.clone()], avoid: target.without.iter().collect() });
    let confirms = |request: &Request| target.admits(request) && !region.holds(request);
    decide(region.layer, &region.callers, problems.into_iter(), &confirms, options, steps).is_proved()
}

/// The requests for an action on resources of its types, on `*` where it has none.
fn target(action: ServiceAction<'_>, name: &str, partitions: &BTreeSet<String>) -> Target {
    let types = action.resources().filter_map(|kind| kind.resource_type());
    let formats: Vec<String> =
        types.flat_map(|kind| kind.arn_formats().map(str::to_owned).collect::<Vec<_>>()).collect();
    if !action.has_resource_types() {
        return untyped_target(name);
    }
    target_of(name, formats, partitions)
}

/// The requests for an action that works on no resource.
pub(super) fn untyped_target(name: &str) -> Target {
    Target::new(name, Some(vec![Entry::exact(Pattern::literal("*"))]), Vec::new())
}

/// The requests for an action on resources of some formats; on any where there are none.
pub(super) fn target_of(name: &str, formats: Vec<String>, partitions: &BTreeSet<String>) -> Target {
    if formats.is_empty() {
        return Target::new(name, None, Vec::new());
    }
    let any = || "?*".to_owned();
    let of_partition = |partition: &String| {
        let place = [partition.clone(), any(), any()];
        formats.iter().map(move |format| Entry::exact(Pattern::arn(&filled(format, &place, "?*")))).collect::<Vec<_>>()
    };
    let entries = partitions.iter().flat_map(of_partition).collect();
    let need = Need { formats: Some(formats) };
    Target::new(name, Some(entries), Vec::new()).without(need.misnamed())
}
