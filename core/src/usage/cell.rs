//! What is remembered of one action on one resource: counts, times, examples. Everything merges, in any
//! order and grouping, to the same value.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;

use serde::{Deserialize, Serialize};

use super::event_context::TAG_KEYS;
use super::time::Time;

/// How many ids of events stand as examples: the smallest, so that order does not matter.
pub(crate) const SAMPLE_IDS: usize = 3;
/// How many forwarding services are kept: the smallest.
const VIA: usize = 8;
/// How many values of a context key are kept, with exact counts: the smallest.
const VALUES: usize = 16;
/// How many tags are kept, of the caller and of the resource each: those of the smallest names.
const TAGS: usize = 16;

/// Were the permissions there when the action was asked for?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum UseOutcome {
    /// They were.
    Used,
    /// They were not.
    Denied,
}

/// The layers as access-denied messages name them (IAM user guide, "Troubleshoot access denied error
/// messages").
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum DenyingLayer {
    /// The identity policies.
    Identity,
    /// The resource's policy.
    Resource,
    /// The session policy.
    Session,
    /// The permissions boundary.
    PermissionsBoundary,
    /// A service control policy.
    ServiceControl,
    /// A resource control policy.
    ResourceControl,
    /// The policy of the VPC endpoint.
    VpcEndpoint,
}

/// How a use was denied, as far as messages say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct DenialKind {
    /// Whether a statement denies it; none where the message does not say.
    #[serde(rename = "isExplicit", default, skip_serializing_if = "Option::is_none")]
    pub is_explicit: Option<bool>,
    /// By which layer it failed; none where the message does not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layer: Option<DenyingLayer>,
}

/// The values of one context key and how often each was seen.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct ValueCounts {
    /// The smallest values, at most 16, with exact counts.
    pub values: BTreeMap<String, u64>,
    /// Whether there were more.
    #[serde(rename = "hasMore", default, skip_serializing_if = "is_false")]
    pub has_more: bool,
}

impl ValueCounts {
    pub(crate) fn add(&mut self, value: &str, count: u64) {
        if let Some(known) = self.values.get_mut(value) {
            *known = known.saturating_add(count);
            return;
        }
        if self.values.len() >= VALUES {
            self.has_more = true;
            match self.values.last_key_value() {
                Some((largest, _)) if value < largest.as_str() => {
                    self.values.pop_last();
                }
                _ => return,
            }
        }
        self.values.insert(value.to_owned(), count);
    }

    fn merge(&mut self, other: Self) {
        self.has_more |= other.has_more;
        for (value, count) in other.values {
            self.add(&value, count);
        }
    }
}

/// What is remembered of one action on one resource with one outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools)] // each says another thing, and any of them may hold
pub struct Cell {
    /// How many events.
    pub count: u64,
    /// How many of them may have failed before authorization (rule `outcome_before_auth`).
    #[serde(default, skip_serializing_if = "is_zero")]
    pub weak: u64,
    /// When it was first seen, if any event told a time.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Time>,
    /// When it was last seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Time>,
    /// Whether an event told no time that can be read: it may have been used at any.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_unknown_time: bool,
    /// Ids of events that show it: the three smallest.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub sample_ids: BTreeSet<String>,
    /// The services that forwarded the call (rule `id_via_service`): the eight smallest.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub via: BTreeSet<String>,
    /// How many events were forwarded by a service.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub forwarded: u64,
    /// What the events said of context keys.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub context: BTreeMap<String, ValueCounts>,
    /// Whether no event of its own shows it: `iam:PassRole`, tags at creation.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_implied: bool,
    /// Rule `resource_unfilled`: a part of the resource is `*` because no record tells it.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_partial: bool,
    /// Rule `resource_unfilled`: nothing of the resource is known.
    #[serde(default, skip_serializing_if = "is_false")]
    pub has_unknown_resource: bool,
    /// Whether the mapping from event to action is known from one indirect source, or inferred.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_uncertain: bool,
    /// Rule `memory_bound`: whether the resource stands for many that share its prefix.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_folded: bool,
    /// Whether the resource stands for what is left of too many types and buckets.
    #[serde(default, skip_serializing_if = "is_false")]
    pub is_rest: bool,
    /// How a denied use was denied, and how often so.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", with = "denials")]
    pub denials: BTreeMap<DenialKind, u64>,
    /// What a denied event said: the smallest of the messages.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// The encoded authorization message of a denied event: the smallest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub encoded_message: Option<String>,
}

impl Cell {
    /// A cell of no event yet; `merge` with it changes nothing.
    pub(crate) fn empty() -> Self {
        Self {
            count: 0,
            weak: 0,
            first: None,
            last: None,
            has_unknown_time: false,
            sample_ids: BTreeSet::new(),
            via: BTreeSet::new(),
            forwarded: 0,
            context: BTreeMap::new(),
            // cleared by the first event that shows it itself
            is_implied: true,
            is_partial: false,
            has_unknown_resource: false,
            is_uncertain: false,
            is_folded: false,
            is_rest: false,
            denials: BTreeMap::new(),
            message: None,
            encoded_message: None,
        }
    }

    pub(crate) fn add_time(&mut self, time: Option<Time>) {
        self.first = earliest(self.first, time);
        self.last = self.last.max(time);
    }

    pub(crate) fn add_sample(&mut self, id: &str) {
        add_smallest(&mut self.sample_ids, id, SAMPLE_IDS);
    }

    pub(crate) fn add_context(&mut self, key: &str, value: &str) {
        match self.context.get_mut(key) {
            Some(counts) => counts.add(value, 1),
            None => self.context.entry(key.to_owned()).or_default().add(value, 1),
        }
    }

    /// A tag of the caller or the resource. Which tags there are is for the log to say, so that only some are kept.
    pub(crate) fn add_tag(&mut self, key: &str, value: &str) {
        let is_kept = self.context.contains_key(key)
            || TAG_KEYS.iter().any(|start| {
                key.starts_with(start) && {
                    let known = tags(&self.context, start);
                    known.len() < TAGS || known.last().is_some_and(|largest| key < largest.as_str())
                }
            });
        if is_kept {
            self.add_context(key, value);
            self.drop_tags();
        }
    }

    /// Keeps the smallest of all tags that were ever added, so that order does not matter.
    fn drop_tags(&mut self) {
        for start in TAG_KEYS {
            let known = tags(&self.context, start);
            for key in known.into_iter().skip(TAGS) {
                self.context.remove(&key);
            }
        }
    }

    pub(crate) fn add_via(&mut self, service: &str) {
        add_smallest(&mut self.via, service, VIA);
    }

    /// Rule `merge_laws`: associative and commutative, with [`empty`](Self::empty) as identity.
    pub(crate) fn merge(&mut self, other: Self) {
        self.count = self.count.saturating_add(other.count);
        self.weak = self.weak.saturating_add(other.weak);
        self.forwarded = self.forwarded.saturating_add(other.forwarded);
        self.first = earliest(self.first, other.first);
        self.last = self.last.max(other.last);
        self.has_unknown_time |= other.has_unknown_time;
        for id in &other.sample_ids {
            self.add_sample(id);
        }
        for service in &other.via {
            self.add_via(service);
        }
        for (key, counts) in other.context {
            self.context.entry(key).or_default().merge(counts);
        }
        self.drop_tags();
        self.is_implied &= other.is_implied;
        self.is_partial |= other.is_partial;
        self.has_unknown_resource |= other.has_unknown_resource;
        self.is_uncertain |= other.is_uncertain;
        self.is_folded |= other.is_folded;
        self.is_rest |= other.is_rest;
        for (kind, count) in other.denials {
            let known = self.denials.entry(kind).or_insert(0);
            *known = known.saturating_add(count);
        }
        self.message = smallest(self.message.take(), other.message);
        self.encoded_message = smallest(self.encoded_message.take(), other.encoded_message);
    }
}

/// The keys of tags of one kind, in order.
fn tags(context: &BTreeMap<String, ValueCounts>, start: &str) -> Vec<String> {
    let from_there = context.range::<str, _>((Bound::Included(start), Bound::Unbounded));
    from_there.map(|(key, _)| key).take_while(|key| key.starts_with(start)).cloned().collect()
}

pub(crate) fn earliest(a: Option<Time>, b: Option<Time>) -> Option<Time> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

fn smallest(a: Option<String>, b: Option<String>) -> Option<String> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// Keeps the smallest of all that were ever added, so that order does not matter.
fn add_smallest(set: &mut BTreeSet<String>, text: &str, most: usize) {
    if set.len() >= most && set.last().is_some_and(|largest| largest.as_str() <= text) {
        return;
    }
    if set.insert(text.to_owned()) && set.len() > most {
        set.pop_last();
    }
}

#[allow(clippy::trivially_copy_pass_by_ref)] // what serde calls
pub(crate) fn is_false(value: &bool) -> bool {
    !value
}

#[allow(clippy::trivially_copy_pass_by_ref)] // what serde calls
pub(crate) fn is_zero(value: &u64) -> bool {
    *value == 0
}

/// A map with keys that are no text, as a list.
mod denials {
    use std::collections::BTreeMap;

    use serde::{Deserialize, Deserializer, Serialize, Serializer};

    use super::DenialKind;

    #[derive(Serialize, Deserialize)]
    struct Row {
        #[serde(flatten)]
        kind: DenialKind,
        count: u64,
    }

    pub fn serialize<S: Serializer>(map: &BTreeMap<DenialKind, u64>, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(map.iter().map(|(kind, count)| Row { kind: *kind, count: *count }))
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<DenialKind, u64>, D::Error> {
        let rows = Vec::<Row>::deserialize(deserializer)?;
        let mut map = BTreeMap::new();
        for Row { kind, count } in rows {
            let known: &mut u64 = map.entry(kind).or_default();
            *known = known.saturating_add(count);
        }
        Ok(map)
    }
}
