//! Conditions that all events of a statement meet (rule `condition_suggest`).

use std::collections::BTreeMap;
use std::fmt;
use std::net::IpAddr;
use std::str::FromStr;

use ipnet::IpNet;

use crate::usage::{Cell, Time};

use super::result::ConditionSuggestion;

/// How many values are worth listing.
const MAX_VALUES: usize = 5;
/// How many events say enough.
const MIN_EVENTS: u64 = 20;
/// Over how long.
const MIN_SECONDS: i64 = 2 * 86_400;
/// Keys that events tell, with the operator that fits; those of tags besides.
const KEYS: &[(&str, &str)] = &[
    ("aws:RequestedRegion", "StringEquals"),
    ("aws:SourceVpce", "StringEquals"),
    (SOURCE_IP, "IpAddress"),
    ("aws:MultiFactorAuthPresent", "Bool"),
    ("aws:SecureTransport", "Bool"),
    (VIA_SERVICE, "Bool"),
    ("iam:PassedToService", "StringEquals"),
    ("iam:AWSServiceName", "StringEquals"),
    ("kms:ViaService", "StringEquals"),
];
const SOURCE_IP: &str = "aws:SourceIp";
const VIA_SERVICE: &str = "aws:ViaAWSService";
/// The keys of tags, which end with the tag's name.
const TAGS: [&str; 2] = ["aws:PrincipalTag/", "aws:ResourceTag/"];
/// Services whose calls are logged in one region wherever they come from.
const GLOBAL: &[&str] =
    &["iam", "route53", "cloudfront", "organizations", "sts", "account", "support", "waf", "shield"];

/// The keys that a condition may be suggested for, and put in (`SynthesizeOptions::apply_conditions`), besides
/// those of tags.
///
/// ```
/// assert!(iam_eval::synthesize::condition_keys().any(|key| key == "aws:SourceVpce"));
/// ```
pub fn condition_keys() -> impl Iterator<Item = &'static str> {
    KEYS.iter().map(|(key, _)| *key)
}

/// May a condition be suggested for the key?
///
/// ```
/// use iam_eval::synthesize::is_condition_key;
///
/// assert!(is_condition_key("aws:SourceVpce") && is_condition_key("aws:PrincipalTag/team"));
/// assert!(!is_condition_key("aws:PrincipalTag/") && !is_condition_key("s3:prefix"));
/// ```
pub fn is_condition_key(key: &str) -> bool {
    condition_keys().any(|known| known == key)
        || TAGS.iter().any(|start| key.strip_prefix(start).is_some_and(|name| !name.is_empty()))
}

/// A network of more than one address, as `203.0.113.0/24` or `2001:db8::/32`; bits behind the prefix do not count.
///
/// ```
/// use iam_eval::synthesize::SourceNetwork;
///
/// let network: SourceNetwork = "203.0.113.9/24".parse()?;
/// assert_eq!(network.to_string(), "203.0.113.0/24");
/// assert!("203.0.113.9/32".parse::<SourceNetwork>().is_err());
/// # Ok::<(), iam_eval::synthesize::SourceNetworkError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceNetwork(IpNet);

/// The text is no network of more than one address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceNetworkError(String);

impl fmt::Display for SourceNetworkError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a network of more than one address, such as `203.0.113.0/24`, found `{}`", self.0)
    }
}

impl std::error::Error for SourceNetworkError {}

impl FromStr for SourceNetwork {
    type Err = SourceNetworkError;

    fn from_str(text: &str) -> Result<Self, SourceNetworkError> {
        let network: Option<IpNet> = text.parse().ok();
        let network = network.filter(|network| network.prefix_len() < network.max_prefix_len());
        network.map(|network| Self(network.trunc())).ok_or_else(|| SourceNetworkError(text.chars().take(64).collect()))
    }
}

impl fmt::Display for SourceNetwork {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// What the events of a cell had for a key, and how many; none where more values were seen than are kept.
pub(super) fn values<'c>(cell: &'c Cell, key: &str) -> Option<Vec<(&'c str, u64)>> {
    if key == VIA_SERVICE {
        // calls that AWS makes for itself do not say so
        let is_told = cell.forwarded > 0 && !cell.via.contains("aws_internal");
        return is_told.then(|| vec![("true", cell.forwarded)]);
    }
    let counted = cell.context.get(key).filter(|counted| !counted.has_more)?;
    Some(counted.values.iter().map(|(value, count)| (value.as_str(), *count)).collect())
}

/// The conditions that every event behind a statement meets.
pub(super) fn suggest(
    sid: &str,
    services: &[&str],
    cells: &[&Cell],
    networks: &[SourceNetwork],
) -> Vec<ConditionSuggestion> {
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
    // a tag that not every event tells is none that all agree on
    let tags = cells.first().into_iter().flat_map(|cell| cell.context.keys());
    let tags = tags.filter(|key| TAGS.iter().any(|start| key.starts_with(start)));
    let keys = KEYS.iter().copied().chain(tags.map(|key| (key.as_str(), "StringEquals")));
    let mut suggested = Vec::new();
    for (key, operator) in keys {
        if key == "aws:RequestedRegion" && services.iter().any(|service| GLOBAL.contains(service)) {
            continue;
        }
        let told: Option<Vec<(&str, u64)>> =
            cells.iter().map(|cell| values(cell, key)).collect::<Option<Vec<_>>>().map(|told| told.concat());
        let Some(told) = told else { continue };
        let counted = told.iter().fold(0, |sum: u64, (_, count)| sum.saturating_add(*count));
        let told = told.into_iter().map(|(value, count)| (value.to_owned(), count));
        let told = if key == SOURCE_IP { within(told, networks) } else { told.map(Some).collect() };
        let Some(told) = told else { continue };
        let mut counts: BTreeMap<String, u64> = BTreeMap::new();
        for (value, count) in told {
            let known = counts.entry(value).or_insert(0);
            *known = known.saturating_add(count);
        }
        let says_something = operator != "Bool" || counts.keys().eq(["true"].iter());
        if counted == events && !counts.is_empty() && counts.len() <= MAX_VALUES && says_something {
            suggested.push(ConditionSuggestion {
                sid: sid.to_owned(),
                operator: operator.to_owned(),
                key: key.to_owned(),
                values: counts.into_iter().collect(),
            });
        }
    }
    suggested
}

/// The first network of each address; none where one is in no network.
fn within(told: impl Iterator<Item = (String, u64)>, networks: &[SourceNetwork]) -> Option<Vec<(String, u64)>> {
    told.map(|(address, count)| {
        let address: IpAddr = address.parse().ok()?;
        let network = networks.iter().find(|SourceNetwork(network)| network.contains(&address))?;
        Some((network.to_string(), count))
    })
    .collect()
}
