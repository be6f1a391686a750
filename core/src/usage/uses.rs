//! The uses of one principal: an ordered map from action, resource and outcome to what is remembered.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::cell::{Cell, UseOutcome};
use super::fold::fold_head;
use super::summary::Row;

/// Rule `memory_bound`: how many resources of one action with one outcome are kept apart: the smallest.
pub(crate) const MAX_RESOURCES_PER_ACTION: usize = 10_000;
/// How many heads (buckets, types) of folded resources are kept apart: the smallest.
const MAX_HEADS: usize = 1_000;

/// The head under which what is left of too many heads stands.
const REST: &str = "";

/// What one principal used or was refused: actions on resources.
///
/// ```
/// use iam_eval::{catalog::Catalog, usage::{UsageBuilder, UseOutcome}};
///
/// let catalog = Catalog::embedded();
/// let mut builder = UsageBuilder::new(&catalog);
/// builder.feed(br#"{"eventSource":"sqs.amazonaws.com","eventName":"ListQueues",
///     "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}}"#)?;
/// let usage = builder.finish()?;
/// let ann = &usage.principals["arn:aws:iam::111122223333:user/ann"];
/// let (action, _, outcome, cell) = ann.uses.iter().next().unwrap();
/// assert_eq!((action, outcome, cell.count), ("sqs:ListQueues", UseOutcome::Used, 1));
/// # Ok::<(), iam_eval::usage::ReadError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Uses {
    actions: BTreeMap<(Box<str>, UseOutcome), Resources>,
}

/// The resources of one action with one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
struct Resources {
    /// The smallest of all that were seen.
    kept: BTreeMap<Box<str>, Cell>,
    /// The others, by head: the longest text that all of a head begin with, and what is remembered of
    /// all of them together.
    folded: BTreeMap<Box<str>, (Box<str>, Cell)>,
}

impl Uses {
    /// All uses in order of action, outcome and resource; the resource of a folded cell ends with `*`.
    pub fn iter(&self) -> impl Iterator<Item = Row<'_>> {
        self.actions.iter().flat_map(|((action, outcome), resources)| {
            let kept = resources.kept.iter().map(move |(resource, cell)| (&**action, &**resource, *outcome, cell));
            let folded = resources.folded.values();
            kept.chain(folded.map(move |(prefix, cell)| (&**action, &**prefix, *outcome, cell)))
        })
    }

    /// Are there no uses?
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    /// How many are there?
    pub fn len(&self) -> usize {
        self.actions.values().map(|resources| resources.kept.len() + resources.folded.len()).sum()
    }

    /// How many resources were folded into others (rule `memory_bound`)?
    pub fn folded(&self) -> impl Iterator<Item = Row<'_>> {
        self.iter().filter(|(_, _, _, cell)| cell.is_folded)
    }

    /// The cell to add to, which may be one that stands for many resources. The returned cell is not
    /// yet told of the event.
    pub(crate) fn cell(&mut self, action: &str, resource: &str, outcome: UseOutcome) -> &mut Cell {
        let resources = self.resources(action, outcome);
        resources.cell(resource)
    }

    fn resources(&mut self, action: &str, outcome: UseOutcome) -> &mut Resources {
        self.actions.entry((action.into(), outcome)).or_default()
    }

    /// Rule `merge_laws`.
    pub(crate) fn merge(&mut self, other: Self) {
        for ((action, outcome), resources) in other.actions {
            match self.actions.entry((action, outcome)) {
                Entry::Vacant(slot) => {
                    slot.insert(resources);
                }
                Entry::Occupied(mut known) => {
                    let known = known.get_mut();
                    for (resource, cell) in resources.kept {
                        known.cell(&resource).merge(cell);
                    }
                    for (_, (prefix, cell)) in resources.folded {
                        known.fold(&prefix, cell);
                    }
                }
            }
        }
    }
}

impl Resources {
    fn cell(&mut self, resource: &str) -> &mut Cell {
        if self.kept.len() >= MAX_RESOURCES_PER_ACTION && !self.kept.contains_key(resource) {
            let is_smaller = self.kept.last_key_value().is_some_and(|(largest, _)| resource < &**largest);
            if !is_smaller {
                return self.folded_cell(resource);
            }
            if let Some((dropped, cell)) = self.kept.pop_last() {
                self.folded_cell(&dropped).merge(cell);
            }
        }
        self.kept.entry(resource.into()).or_insert_with(Cell::empty)
    }

    /// Rule `memory_bound`: what is dropped anywhere is not among the smallest of all, so it is dropped
    /// in every grouping, and the longest common prefix does not depend on order.
    fn folded_cell(&mut self, resource: &str) -> &mut Cell {
        let mut head = fold_head(resource.strip_suffix('*').unwrap_or(resource));
        let heads = self.folded.len() - usize::from(self.folded.contains_key(REST));
        if heads >= MAX_HEADS && !self.folded.contains_key(head) {
            // the same of heads: the smallest stay, the others are the rest
            let is_smaller = self.folded.last_key_value().is_some_and(|(largest, _)| head < &**largest);
            if !is_smaller {
                head = REST;
            } else if let Some((_, (dropped, cell))) = self.folded.pop_last() {
                self.under(REST, &dropped).merge(cell);
            }
        }
        self.under(head, resource)
    }

    /// The cell of a head, which then stands for a resource, too, or for all that begin as one that ends with `*`.
    fn under(&mut self, head: &str, resource: &str) -> &mut Cell {
        let (known, cell) = self.folded.entry(head.into()).or_insert_with(|| {
            let mut cell = Cell::empty();
            cell.is_folded = true;
            cell.is_rest = head == REST;
            (resource.into(), cell)
        });
        if **known != *resource {
            let [one, other] = [&**known, resource].map(|text| text.strip_suffix('*').unwrap_or(text));
            *known = format!("{}*", common_prefix(one, other)).into();
        }
        cell
    }

    fn fold(&mut self, resource: &str, cell: Cell) {
        if cell.is_rest {
            self.under(REST, resource).merge(cell);
        } else {
            self.folded_cell(resource).merge(cell);
        }
    }
}

/// What two texts have in common at their start, in whole characters and without half of an escape (`${*}`).
fn common_prefix<'t>(a: &'t str, b: &str) -> &'t str {
    let same = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let same = (0..=same).rev().find(|at| a.is_char_boundary(*at) && b.is_char_boundary(*at)).unwrap_or(0);
    let same = a.get(..same).unwrap_or("");
    // a `$` of its own is written `${$}`, so that each begins an escape or is inside of one
    match same.rfind("${") {
        Some(at) if same.len() < at + "${*}".len() => same.get(..at).unwrap_or(""),
        _ => same.strip_suffix('$').unwrap_or(same),
    }
}

impl Serialize for Uses {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut seq = serializer.serialize_seq(Some(self.len()))?;
        for row in self.iter() {
            seq.serialize_element(&row)?;
        }
        seq.end()
    }
}

impl<'de> Deserialize<'de> for Uses {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct UsesVisitor;

        impl<'de> Visitor<'de> for UsesVisitor {
            type Value = Uses;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a list of uses: action, resource, outcome and what is remembered")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Uses, A::Error> {
                let mut uses = Uses::default();
                while let Some(row) = seq.next_element::<(String, String, UseOutcome, Cell)>()? {
                    let (action, resource, outcome, cell) = row;
                    let resources = uses.resources(&action, outcome);
                    if cell.is_folded {
                        resources.fold(&resource, cell);
                    } else {
                        resources.cell(&resource).merge(cell);
                    }
                }
                Ok(uses)
            }
        }

        deserializer.deserialize_seq(UsesVisitor)
    }
}
