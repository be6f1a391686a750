//! What can a caller do?
//!
//! This room must not know resources that exist: it lists what policies say, one entry for each way in which all layers
//! allow something. The law its tests check: each request that a region holds is of an entry, and each entry has a
//! request that the region holds.

mod element;
mod reach;
mod summary;

use crate::catalog::Catalog;
use crate::document::Effect;
use crate::pattern::Pattern;
use crate::request::Request;

use super::answer::{Undecided, UndecidedReason, Verdict};
use super::clause::Clause;
use super::containment::{AnalyzeOptions, MAX_LISTS, decide};
use super::entry::Entry;
use super::region::Region;
use super::solver::Problem;
use super::target::Target;

pub use element::{GrantCondition, GrantEntries, StatementPlace};
pub(crate) use reach::Reach;
pub use summary::{AccessSummary, LevelAccess, ServiceAccess, summarize_access};

use element::{conditions_of, elements_of, place_of};

/// How many entries are listed at most.
const MAX_GRANTS: usize = 4096;

/// All that a caller can do, as far as it was found.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct WhatCan {
    /// Each way in which all layers allow something that is not wholly denied.
    pub grants: Vec<Grant>,
    /// Why something may be missing; none where nothing is.
    pub incomplete: Option<Undecided>,
    /// The date of the catalogue, where actions were looked up in it.
    pub catalog_date: Option<String>,
}

/// What a statement of each layer allows together.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Grant {
    /// The statements that allow, one of each layer.
    pub statements: Vec<StatementPlace>,
    /// The actions: all of these lists match.
    pub actions: Vec<GrantEntries>,
    /// The resources: all of these lists match; any resource where there is none.
    pub resources: Vec<GrantEntries>,
    /// What has to hold of the context.
    pub conditions: Vec<GrantCondition>,
    /// The Denies that take a part of it away, or may do so.
    pub denies: Vec<StatementPlace>,
    /// The actions of the catalogue that are let through on some resource; none where it was not asked or takes too long.
    pub expanded: Option<Vec<String>>,
    /// A request that is let through; or why it could not be decided whether the Denies leave one.
    pub witness: Result<Box<Request>, Undecided>,
}

/// What can the caller of a region do? As actions, resources and conditions, and what Denies take away; where a
/// catalogue is given, its actions are listed as well.
///
/// An entry has a statement of each layer, so that layers with many statements have many entries; what two of them say
/// of an action or a resource is said as one list where the patterns' common part can be written. An entry that the
/// Denies take away whole is left out. All entries together cost [`AnalyzeOptions::max_steps`] at most.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, Region, find_what_can}};
///
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
///     {"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"arn:aws:s3:::logs/*"},
///     {"Effect":"Deny","Action":"s3:Put*","Resource":"*"}]}"#.parse()?;
/// let boundary: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*Object","Resource":"*"}}"#.parse()?;
/// let region = Region::of([&policy]).intersect(Region::of([&boundary]));
/// let what = find_what_can(&region, None, &AnalyzeOptions::default());
/// assert_eq!(what.grants[0].actions[0].entries, ["s3:Get*Object", "s3:PutObject"]);
/// assert_eq!(what.grants[0].resources[0].entries, ["arn:aws:s3:::logs/*"]);
/// assert_eq!(what.grants[0].denies[0].statement, 1);
/// assert_eq!(what.grants[0].witness.as_ref().unwrap().action().as_str(), "s3:GetObject");
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_what_can(region: &Region, catalog: Option<&Catalog>, options: &AnalyzeOptions) -> WhatCan {
    let date = catalog.and_then(|catalog| catalog.provenance().newest_date().map(str::to_owned));
    let mut what = WhatCan { grants: Vec::new(), incomplete: None, catalog_date: date };
    if region.is_mixed || region.layer.has_principals() {
        what.incomplete = Some(Undecided { reason: UndecidedReason::Layers });
        return what;
    }
    // the listing is as deep as there are layers
    if region.layers.len() > MAX_LISTS {
        what.incomplete = Some(Undecided { reason: UndecidedReason::Steps });
        return what;
    }
    let mut listing = Listing { region, catalog, options, steps: options.max_steps, what: &mut what };
    listing.list(&mut Vec::new());
    what
}

/// A statement that allows, with its layer.
type Of<'r> = (usize, &'r Clause);

struct Listing<'w> {
    region: &'w Region,
    catalog: Option<&'w Catalog>,
    options: &'w AnalyzeOptions,
    steps: usize,
    what: &'w mut WhatCan,
}

impl<'w> Listing<'w> {
    /// Goes on with each statement of the next layer that has something in common with those chosen.
    fn list(&mut self, chosen: &mut Vec<Of<'w>>) {
        let region = self.region;
        let Some(clauses) = region.layers.get(chosen.len()) else { return self.add(chosen) };
        for clause in clauses.iter().filter(|clause| clause.effect == Effect::Allow) {
            if self.steps == 0 || self.what.grants.len() >= MAX_GRANTS {
                self.what.incomplete.get_or_insert(Undecided { reason: UndecidedReason::Steps });
                return;
            }
            chosen.push((chosen.len(), clause));
            if !self.common(chosen, &[]).is_proved() {
                self.list(chosen);
            }
            chosen.pop();
        }
    }

    /// Is there no request that statements match?
    fn common(&mut self, chosen: &[Of<'w>], also: &[&Clause]) -> Verdict {
        let clauses = chosen.iter().map(|(_, clause)| *clause).chain(also.iter().copied());
        let problem = Problem { choose: clauses.map(|clause| vec![clause]).collect(), avoid: Vec::new() };
        // whether they match is only asked to leave out what cannot
        let confirms = |_: &Request| true;
        let (layer, callers) = (self.region.layer, &self.region.callers);
        decide(layer, callers, std::iter::once(problem), &confirms, self.options, &mut self.steps)
    }

    /// Is there no request that statements match, and that none denies?
    fn left(&mut self, chosen: &[Of<'w>], target: Option<&Target>, denies: &[Of<'w>]) -> Verdict {
        let region = self.region;
        let clauses = chosen.iter().map(|(_, clause)| vec![*clause]);
        let choose = target.iter().map(|target| vec![&target.clause]).chain(clauses).collect();
        let problem = Problem { choose, avoid: denies.iter().map(|(_, clause)| *clause).collect() };
        let confirms = |request: &Request| {
            region.holds(request)
                && target.is_none_or(|target| target.admits(request))
                && chosen.iter().all(|(_, clause)| clause.is_match(request, region.layer))
        };
        decide(region.layer, &region.callers, std::iter::once(problem), &confirms, self.options, &mut self.steps)
    }

    fn add(&mut self, chosen: &[Of<'w>]) {
        let region = self.region;
        let all =
            region.layers.iter().enumerate().flat_map(|(layer, clauses)| clauses.iter().map(move |own| (layer, own)));
        let denying: Vec<Of<'w>> = all.filter(|(_, clause)| clause.effect == Effect::Deny).collect();
        let mut denies: Vec<Of<'w>> = Vec::new();
        for deny in denying {
            if !self.common(chosen, &[deny.1]).is_proved() {
                denies.push(deny);
            }
        }
        let witness = match self.left(chosen, None, &denies) {
            Verdict::Proved => return,
            Verdict::Refuted(request) => Ok(request),
            Verdict::Undecided(why) => Err(why),
        };
        let expanded = self.catalog.and_then(|catalog| self.expanded(catalog, chosen, &denies));
        if self.catalog.is_some() && expanded.is_none() {
            self.what.incomplete.get_or_insert(Undecided { reason: UndecidedReason::Steps });
        }
        self.what.grants.push(Grant {
            statements: chosen.iter().map(|(layer, clause)| place_of(*layer, clause)).collect(),
            actions: elements_of(chosen.iter().map(|(_, clause)| Some(&clause.action))),
            resources: elements_of(chosen.iter().map(|(_, clause)| clause.resource.as_ref())),
            conditions: conditions_of(chosen.iter().map(|(_, clause)| *clause)),
            denies: denies.iter().map(|(layer, clause)| place_of(*layer, clause)).collect(),
            expanded,
            witness,
        });
    }

    /// The actions of the catalogue that are let through on some resource, or may be.
    fn expanded(&mut self, catalog: &Catalog, chosen: &[Of<'w>], denies: &[Of<'w>]) -> Option<Vec<String>> {
        let mut all = Vec::new();
        let entries: usize = chosen.iter().map(|(_, clause)| clause.action.entries.len()).sum();
        for service in catalog.services() {
            let any = Entry::exact(Pattern::action(&format!("{}:*", service.prefix())));
            self.steps = self.steps.saturating_sub(1 + entries / 16);
            if !chosen.iter().all(|(_, clause)| clause.action.may_meet(&any)) {
                continue;
            }
            for action in service.actions() {
                self.steps = self.steps.saturating_sub(1 + entries / 64);
                if self.steps == 0 {
                    return None;
                }
                let name = action.to_string();
                if !chosen.iter().all(|(_, clause)| clause.action.is_match(&name)) {
                    continue;
                }
                // what an action is does not hang on resources and keys, so that only a Deny tells actions apart
                let own: Vec<Of<'w>> =
                    denies.iter().filter(|(_, clause)| clause.action.is_match(&name)).copied().collect();
                let target = Target::new(&name, None, Vec::new());
                if own.is_empty() || !self.left(chosen, Some(&target), &own).is_proved() {
                    all.push(name);
                }
            }
        }
        Some(all)
    }
}
