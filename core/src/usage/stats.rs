//! What was read: how much, and what became of it. All of it adds up.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::cell::{is_false, is_zero};

/// How many names are counted one by one; the smallest.
const MAX_NAMES: usize = 10_000;

/// What was read, and what became of it. `records` is the sum of `used`, `denied`, all of `ignored`,
/// all of `unmapped` and `duplicates`; what could not be read is counted as `bad` beside it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Stats {
    /// How many bytes, after inflating.
    pub bytes: u64,
    /// How many records.
    pub records: u64,
    /// Those that show a permission.
    pub used: u64,
    /// Those that show a refusal.
    pub denied: u64,
    /// Those that concern nobody's identity policy, by reason: the rules' names, such as `root`.
    pub ignored: BTreeMap<String, u64>,
    /// Those for which the catalogue has no action, by `source:name`.
    pub unmapped: Counts,
    /// Those without an identity, by event source (rule `id_unknown`).
    pub unattributed: Counts,
    /// Calls from other accounts, by account (rule `id_account`).
    pub cross_account: Counts,
    /// Elements and lines that are no record.
    pub bad: u64,
    /// Those whose id was seen before (rule `merge_idempotent`).
    pub duplicates: u64,
    /// Those outside the window that was asked for.
    pub outside_window: u64,
    /// Those of another major version of the format (rule `record_min`).
    pub other_major: u64,
    /// Those without a readable time (rule `time_tolerant`).
    pub without_time: u64,
    /// Those from a shape that leaves out what CloudTrail recorded.
    pub lossy: u64,
    /// By region.
    pub by_region: Counts,
    /// Which trails the records come from.
    pub trails_seen: TrailsSeen,
    /// Data events, by service prefix.
    pub data_services: Counts,
    /// Records of principals that were too many to keep (rule `memory_bound`).
    pub principals_left_out: Total,
}

/// Which trails were seen: section 8 asks before it calls anything unused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct TrailsSeen {
    /// Management events.
    #[serde(skip_serializing_if = "is_false")]
    pub management: bool,
    /// Data events.
    #[serde(skip_serializing_if = "is_false")]
    pub data: bool,
    /// Network activity events.
    #[serde(skip_serializing_if = "is_false")]
    pub network: bool,
}

/// A count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Total(pub u64);

impl Total {
    pub(crate) fn add(&mut self, count: u64) {
        self.0 = self.0.saturating_add(count);
    }
}

/// Counts by name: of the smallest names each, of the rest together.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Counts {
    /// By name; at most 10,000 of them.
    pub names: BTreeMap<String, u64>,
    /// Of all other names.
    #[serde(skip_serializing_if = "is_zero")]
    pub others: u64,
}

impl Counts {
    /// How many in all?
    pub fn total(&self) -> u64 {
        self.names.values().fold(self.others, |total, count| total.saturating_add(*count))
    }

    pub(crate) fn add(&mut self, name: &str, count: u64) {
        if let Some(known) = self.names.get_mut(name) {
            *known = known.saturating_add(count);
            return;
        }
        if self.names.len() >= MAX_NAMES {
            if self.names.last_key_value().is_none_or(|(largest, _)| largest.as_str() <= name) {
                self.others = self.others.saturating_add(count);
                return;
            }
            if let Some((_, dropped)) = self.names.pop_last() {
                self.others = self.others.saturating_add(dropped);
            }
        }
        self.names.insert(name.to_owned(), count);
    }

    fn merge(&mut self, other: Self) {
        self.others = self.others.saturating_add(other.others);
        for (name, count) in other.names {
            self.add(&name, count);
        }
    }
}

impl Stats {
    pub(crate) fn ignore(&mut self, reason: &str) {
        if let Some(count) = self.ignored.get_mut(reason) {
            *count += 1;
        } else {
            self.ignored.insert(reason.to_owned(), 1);
        }
    }

    pub(crate) fn merge(&mut self, other: Self) {
        for (ours, theirs) in [
            (&mut self.bytes, other.bytes),
            (&mut self.records, other.records),
            (&mut self.used, other.used),
            (&mut self.denied, other.denied),
            (&mut self.bad, other.bad),
            (&mut self.duplicates, other.duplicates),
            (&mut self.outside_window, other.outside_window),
            (&mut self.other_major, other.other_major),
            (&mut self.without_time, other.without_time),
            (&mut self.lossy, other.lossy),
            (&mut self.principals_left_out.0, other.principals_left_out.0),
        ] {
            *ours = ours.saturating_add(theirs);
        }
        for (reason, count) in other.ignored {
            let known = self.ignored.entry(reason).or_insert(0);
            *known = known.saturating_add(count);
        }
        self.unmapped.merge(other.unmapped);
        self.unattributed.merge(other.unattributed);
        self.cross_account.merge(other.cross_account);
        self.by_region.merge(other.by_region);
        self.data_services.merge(other.data_services);
        self.trails_seen.management |= other.trails_seen.management;
        self.trails_seen.data |= other.trails_seen.data;
        self.trails_seen.network |= other.trails_seen.network;
    }
}
