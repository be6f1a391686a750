//! Actions that a document lets through on everything, whatever the context.

use std::collections::BTreeSet;

use crate::analyze::Reach;
use crate::catalog::{AccessLevel, Catalog, ServiceAction};
use crate::document::{Effect, Policy};
use crate::pattern::Pattern;
use crate::request::Request;
use crate::validate::finding::Location;
use crate::validate::report::Report;
use crate::validate::subject::{ActionMeaning, Entry, Statement, Subject};

use super::evidence::Evidence;
use super::places::is_everything;

/// An action that is let through on every resource of its types, or on `*` where it has none.
pub(super) struct Broad<'c> {
    pub action: ServiceAction<'c>,
    /// The first statement that allows it so.
    pub statement: usize,
    /// Which of its actions.
    pub entry: usize,
}

/// What of the actions of a document is looked at.
pub(super) type IsWanted<'w> = &'w dyn Fn(ServiceAction<'_>) -> bool;

/// May a statement allow something on everything, whatever the context?
pub(super) fn is_open(statement: &Statement<'_, '_>) -> bool {
    statement.is_allow()
        && statement.condition.as_ref().is_none_or(|condition| !condition.is_mistyped && condition.blocks.is_empty())
        && statement
            .resource
            .as_ref()
            .is_some_and(|resource| resource.entries.iter().any(|entry| may_be_every(&entry.text)))
}

/// May an entry match every resource of a type? Then it fixes no account.
fn may_be_every(text: &str) -> bool {
    if is_everything(text) {
        return true;
    }
    let mut fields = text.splitn(6, ':');
    let is_free = |field: Option<&str>| field.is_some_and(|field| field.is_empty() || is_everything(field));
    fields.next() == Some("arn")
        && text.ends_with('*')
        && match fields.nth(2) {
            Some(region) if text.matches(':').count() >= 5 => is_free(Some(region)) && is_free(fields.next()),
            _ => true,
        }
}

/// The actions that an entry names and that are wanted.
fn named<'c>(
    report: &mut Report<'_>,
    entry: &Entry<'_>,
    catalog: &'c Catalog,
    is_wanted: IsWanted<'_>,
) -> Vec<ServiceAction<'c>> {
    match ActionMeaning::of(entry, catalog) {
        ActionMeaning::Action(action) => Some(action).filter(|action| is_wanted(*action)).into_iter().collect(),
        ActionMeaning::Pattern(service) => {
            if !report.spend(service.actions().len()) {
                return Vec::new();
            }
            let name = entry.text.split_once(':').map_or("*", |(_, name)| name);
            let pattern = Pattern::action(name);
            let matching = service.actions().filter(|action| pattern.is_match(action.name()) && is_wanted(*action));
            matching.collect()
        }
        ActionMeaning::Everything | ActionMeaning::WildcardInService => {
            let pattern = Pattern::action(&entry.text);
            let mut found = Vec::new();
            for service in catalog.services() {
                // names are put together, which costs more than comparing them
                if !report.spend(service.actions().len() * 8) {
                    return Vec::new();
                }
                let of_service = service.actions().filter(|action| is_wanted(*action));
                found.extend(of_service.filter(|action| pattern.is_match(&action.to_string())));
            }
            found
        }
        _ => Vec::new(),
    }
}

/// Which wanted actions does a document let through on everything, in the order of their entries? Those of which it is
/// not decided are left out.
pub(super) fn find_broad<'c>(
    report: &mut Report<'c>,
    subject: &Subject<'_, '_>,
    is_wanted: IsWanted<'_>,
) -> Vec<Broad<'c>> {
    let mut found = Vec::new();
    if !subject.statements.iter().any(is_open) {
        return found;
    }
    let (Some(catalog), Some(evidence)) = (report.catalog(), report.evidence(subject)) else { return found };
    let denies = Denies::of(&evidence.policy);
    let reach = Reach::of(&evidence.region);
    let mut seen: BTreeSet<(&str, &str)> = BTreeSet::new();
    // what the whole document makes of an action is asked once
    let mut asked: BTreeSet<(&str, &str)> = BTreeSet::new();
    let mut read: BTreeSet<(bool, &str)> = BTreeSet::new();
    for (at, statement) in subject.statements.iter().enumerate().filter(|(_, statement)| is_open(statement)) {
        let Some(element) = &statement.action else { continue };
        let is_on_all =
            statement.resource.iter().flat_map(|resource| &resource.entries).any(|entry| is_everything(&entry.text));
        for (index, entry) in element.entries.iter().enumerate() {
            if !read.insert((is_on_all, &entry.text)) {
                continue;
            }
            for action in named(report, entry, catalog, is_wanted) {
                let name = (action.service().prefix(), action.name());
                if action.retired_since().is_some() || seen.contains(&name) {
                    continue;
                }
                // a statement by itself, and no Deny of the action: no need to search
                let is_certain = is_on_all && !denies.may_concern(report, action);
                let is_broad = is_certain
                    || (asked.insert(name)
                        && evidence.spending(|steps| *steps > 0 && reach.is_whole(action, &evidence.options, steps)));
                if is_broad {
                    seen.insert(name);
                    found.push(Broad { action, statement: at, entry: index });
                }
            }
        }
    }
    found
}

/// The statements that deny, by their actions.
struct Denies(Vec<(bool, Vec<Pattern>)>);

impl Denies {
    fn of(policy: &Policy) -> Self {
        let denies = policy.statements().filter(|statement| statement.effect() == Effect::Deny);
        let elements = denies.filter_map(|statement| statement.action());
        let patterns = elements.map(|element| {
            (element.is_negated(), element.entries().map(|text| Pattern::action(text.as_str())).collect())
        });
        Self(patterns.collect())
    }

    fn may_concern(&self, report: &mut Report<'_>, action: ServiceAction<'_>) -> bool {
        if self.0.is_empty() {
            return false;
        }
        let name = action.to_string();
        self.0.iter().any(|(is_negated, patterns)| {
            !report.spend(patterns.len()) || patterns.iter().any(|pattern| pattern.is_match(&name)) != *is_negated
        })
    }
}

/// Can an action be limited to ARNs?
pub(super) fn has_arns(action: ServiceAction<'_>) -> bool {
    action.resources().filter_map(|kind| kind.resource_type()).any(|kind| kind.arn_formats().next().is_some())
}

/// Does it change what there is, or who may do so?
pub(super) fn is_change(action: ServiceAction<'_>) -> bool {
    matches!(action.access_level(), Some(AccessLevel::Write | AccessLevel::PermissionsManagement))
}

/// Actions by the statement that allows them, in the order of the document.
pub(super) fn by_statement<'b, 'c>(broad: &'b [Broad<'c>]) -> impl Iterator<Item = &'b [Broad<'c>]> {
    broad.chunk_by(|one, next| one.statement == next.statement)
}

/// The entries that let actions of one statement through: the actions, then the resource.
pub(super) fn places_of(subject: &Subject<'_, '_>, broad: &[&Broad<'_>]) -> Vec<Location> {
    let Some(statement) = broad.first().and_then(|first| subject.statements.get(first.statement)) else {
        return Vec::new();
    };
    let mut places = Vec::new();
    let mut entries: Vec<usize> = broad.iter().map(|one| one.entry).collect();
    entries.dedup();
    if let Some(element) = &statement.action {
        let named = entries.iter().filter_map(|at| element.entries.get(*at));
        places.extend(named.take(MAX_ENTRIES).map(|entry| statement.at_entry(element, entry)));
    }
    if let Some(element) = &statement.resource {
        let everything = element.entries.iter().find(|entry| is_everything(&entry.text));
        let entry = everything.or_else(|| element.entries.iter().find(|entry| may_be_every(&entry.text)));
        places.extend(entry.map(|entry| statement.at_entry(element, entry)));
    }
    places
}

/// How many entries of one element a finding names.
const MAX_ENTRIES: usize = 32;

/// A request for an action that the document lets through.
pub(super) fn witness(evidence: &Evidence, catalog: &Catalog, action: ServiceAction<'_>) -> Option<Box<Request>> {
    let reach = Reach::of(&evidence.region);
    let verdict = evidence.spending(|steps| reach.find(action, catalog, &evidence.options, steps));
    verdict.witness().map(|request| Box::new(request.clone()))
}
