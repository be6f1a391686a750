//! Whether one action of the catalogue is let through, and on how much.

use std::collections::BTreeSet;

use crate::catalog::{Catalog, ServiceAction};

use super::super::answer::Verdict;
use super::super::containment::AnalyzeOptions;
use super::super::escalation::{Place, needed_resources, places};
use super::super::region::Region;
use super::super::target::View;
use super::summary::{is_plain, is_whole, partitions, target};

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
        let view = self.view.of_action(&name);
        *steps = steps.saturating_sub(self.view.cost());
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

    /// Is an action surely let through on every resource of its types, whatever the context?
    pub fn is_whole(&self, action: ServiceAction<'_>, options: &AnalyzeOptions, steps: &mut usize) -> bool {
        let name = action.to_string();
        let view = self.view.of_action(&name);
        *steps = steps.saturating_sub(self.view.cost());
        if view.is_empty() || *steps == 0 {
            return false;
        }
        is_plain(&view) || is_whole(self.region, &view, &target(action, &name, &self.partitions), options, steps)
    }
}
