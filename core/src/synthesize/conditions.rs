//! Conditions that all events of a statement meet (rule `condition_suggest`).

use std::collections::BTreeMap;

use crate::usage::{Cell, Time};

use super::result::ConditionSuggestion;

/// How many values are worth listing.
const MAX_VALUES: usize = 5;
/// How many events say enough.
const MIN_EVENTS: u64 = 20;
/// Over how long.
const MIN_SECONDS: i64 = 2 * 86_400;
/// Keys that events tell, with the operator that fits; an address alone is never suggested.
const KEYS: &[(&str, &str)] = &[
    ("aws:RequestedRegion", "StringEquals"),
    ("aws:SourceVpce", "StringEquals"),
    ("aws:MultiFactorAuthPresent", "Bool"),
    ("aws:SecureTransport", "Bool"),
    ("iam:PassedToService", "StringEquals"),
    ("iam:AWSServiceName", "StringEquals"),
    ("kms:ViaService", "StringEquals"),
];
/// Services whose calls are logged in one region wherever they come from.
const GLOBAL: &[&str] =
    &["iam", "route53", "cloudfront", "organizations", "sts", "account", "support", "waf", "shield"];

/// The keys that a condition may be suggested for, and put in (`SynthesizeOptions::apply_conditions`).
///
/// ```
/// assert!(iam_eval::synthesize::condition_keys().any(|key| key == "aws:SourceVpce"));
/// ```
pub fn condition_keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(key, _)| *key)
}

/// The conditions that every event behind a statement meets.
pub(super) fn suggest(sid: &str, services: &[&str], cells: &[&Cell]) -> Vec<ConditionSuggestion> {
    let events: u64 = cells.iter().fold(0, |sum, cell| sum.saturating_add(cell.count));
    let first = cells.iter().filter_map(|cell| cell.first).min();
    let last = cells.iter().filter_map(|cell| cell.last).max();
    let seconds = match (first, last) {
        (Some(first), Some(last)) => Time::seconds(last).saturating_sub(first.seconds()),
        _ => 0,
    };
    if events < MIN_EVENTS || seconds < MIN_SECONDS {
        return Vec::new();
    }
    let mut suggested = Vec::new();
    for (key, operator) in KEYS {
        if *key == "aws:RequestedRegion" && services.iter().any(|service| GLOBAL.contains(service)) {
            continue;
        }
        let mut counts: BTreeMap<&str, u64> = BTreeMap::new();
        let mut is_whole = true;
        for counted in cells.iter().map(|cell| cell.context.get(*key)) {
            match counted {
                Some(counted) if !counted.has_more => {
                    for (value, count) in &counted.values {
                        *counts.entry(value).or_insert(0) += count;
                    }
                }
                _ => is_whole = false,
            }
        }
        let told: u64 = counts.values().sum();
        let says_something = *operator != "Bool" || counts.keys().eq(["true"].iter());
        if is_whole && told == events && !counts.is_empty() && counts.len() <= MAX_VALUES && says_something {
            let values = counts.into_iter().map(|(value, count)| (value.to_owned(), count)).collect();
            suggested.push(ConditionSuggestion {
                sid: sid.to_owned(),
                operator: (*operator).to_owned(),
                key: (*key).to_owned(),
                values,
            });
        }
    }
    suggested
}
