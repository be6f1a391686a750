//! Whether one action of the catalogue is let through, and on how much.

use std::collections::BTreeSet;

use crate::catalog::{ActionResource, Catalog, ServiceAction};

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::containment::AnalyzeOptions;
use super::super::escalation::{Place, needed_resources, places};
use super::super::region::Region;
use super::super::target::{Target, View};
use super::summary::{is_plain, is_whole, partitions, target_of, untyped_target};

/// A region that is asked of one action after another.
pub(crate) struct Reach<'r> {
    region: &'r Region,
    view: View<'r>,
    partitions: BTreeSet<String>,
    places: Vec<Place>,
}

impl<'r> Reach<'r> {
    /// Of a region of identity policies.
    pub fn of(region: &'r Region) -> Self {
        Self { region, view: View::whole(region), partitions: partitions(region), places: places(region) }
    }

    /// Is there no request for an action on a resource of its types? Refuted with one that reads well.
    pub fn find(
        &self,
        action: ServiceAction<'_>,
        catalog: &Catalog,
        options: &AnalyzeOptions,
        steps: &mut usize,
    ) -> Verdict {
        let name = action.to_string();
        *steps = steps.saturating_sub(self.view.cost());
        if *steps == 0 {
            return Verdict::Undecided(Undecided { reason: UndecidedReason::Steps });
        }
        let view = self.view.of_action(&name);
        let needs = needed_resources(&name, catalog);
        let mut verdict = Verdict::Proved;
        for need in &needs {
            verdict = view.find(&need.target(&name, &self.places, Vec::new()), options, steps);
            if verdict.witness().is_none() {
                return verdict;
            }
        }
        verdict
    }

    /// Is an action surely let through on every resource, whatever the context? On those of each type that it needs; of
    /// one type where it needs none of several.
    pub fn is_whole(&self, action: ServiceAction<'_>, options: &AnalyzeOptions, steps: &mut usize) -> bool {
        let name = action.to_string();
        *steps = steps.saturating_sub(self.view.cost());
        if *steps == 0 {
            return false;
        }
        let view = self.view.of_action(&name);
        if view.is_empty() {
            return false;
        }
        if is_plain(&view) {
            return true;
        }
        let mut is_let_through = |target: &Target| is_whole(self.region, &view, target, options, steps);
        if !action.has_resource_types() {
            return is_let_through(&untyped_target(&name));
        }
        let mut is_of = |kind: &ActionResource<'_>| {
            let formats = kind.resource_type().into_iter().flat_map(|found| found.arn_formats());
            is_let_through(&target_of(&name, formats.map(str::to_owned).collect(), &self.partitions))
        };
        let mut required = action.resources().filter(ActionResource::is_required).peekable();
        if required.peek().is_some() {
            required.all(|kind| is_of(&kind))
        } else {
            action.resources().any(|kind| is_of(&kind))
        }
    }
}
