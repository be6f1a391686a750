//! Keys that hang together by a variable are held fast, one value at a time, so that the solver can tell them apart.

use super::fence::Fence;
use super::named::Named;
use super::tenant::Tenant;

/// What a key holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Pin {
    Value(String),
    Absent,
    /// Whatever else it may.
    Free,
}

/// How many keys are held fast: each doubles the outsiders.
const MAX_PINS: usize = 2;

/// The account of the resource, where nobody names it.
const OWNER: &str = "123456789012";

/// Keys that variables stand for or that are compared with variables, each with what it may hold: an outsider's own, or
/// the owner's of the resource, which is another. `is_free` says of which keys nothing else is said.
pub(super) fn pins(named: &Named, is_free: impl Fn(&str) -> bool) -> Vec<(&str, Vec<Pin>)> {
    let mut all: Vec<(&str, Vec<Pin>)> = Vec::new();
    for key in named.asked() {
        let is_compared = named.values(key).any(|value| value.is_open);
        let is_plain = named.values(key).all(|value| value.is_open);
        if !is_plain || !(is_compared || named.variables.contains(key)) || !is_free(key) {
            continue;
        }
        let value = |text: &str| Pin::Value(text.to_owned());
        let pin = match (named.tenant(key), key) {
            (Some(Tenant::Owner), "aws:resourceorgid") => vec![value("o-owner00000"), Pin::Absent],
            (Some(Tenant::Owner), "aws:resourceaccount") if !named.strangers.iter().any(|known| known == OWNER) => {
                vec![value(OWNER)]
            }
            (Some(Tenant::Whole(_)), "aws:principalorgid" | "aws:sourceorgid" | "aws:vpceorgid") => {
                vec![value("o-outsider00"), Pin::Absent]
            }
            (None, _) => match owned_through(named, key) {
                Some(own) => vec![Pin::Value(own), Pin::Free],
                None => continue,
            },
            _ => continue,
        };
        all.push((key, pin));
    }
    all.truncate(MAX_PINS);
    all
}

/// What a key that a caller fills in holds where a key of his own is compared with it: that key's value.
fn owned_through(named: &Named, variable: &str) -> Option<String> {
    let mut compared = named.keys.iter().filter(|(_, values)| {
        values.iter().filter(|value| value.is_open).any(|value| {
            let name = value.text.strip_prefix("${").and_then(|text| text.strip_suffix('}'));
            name.is_some_and(|name| name.trim().eq_ignore_ascii_case(variable))
        })
    });
    compared.find_map(|(key, _)| match named.tenant(key)? {
        Tenant::Whole(shapes) => Some(format!("{}outsider00", shapes.first()?.trim_end_matches(['*', '?']))),
        Tenant::Account => named.strangers.first().cloned(),
        _ => None,
    })
}

/// How many names of users are told apart.
const MAX_NAMES: usize = 6;

/// A user's name is the last part of its ARN: where policies ask for both, one list of conditions for each name that
/// they name, and one for all others.
pub(super) fn user_names(named: &Named) -> Vec<Vec<(&'static str, Fence)>> {
    const NAME: &str = "aws:username";
    const ARN: &str = "aws:principalarn";
    if !named.asks_for(NAME) || !named.asks_for(ARN) {
        return vec![Vec::new()];
    }
    let last = |text: &str| text.rsplit(['/', ':']).next().unwrap_or(text).to_owned();
    let of_arns = named.values(ARN).map(|value| last(&value.text));
    let names = named.values(NAME).map(|value| value.text.to_string()).chain(of_arns);
    let is_name = |name: &String| !name.is_empty() && !name.contains(['*', '?', '/', ':', '$']);
    let mut names: Vec<String> = names.filter(is_name).collect();
    names.sort_unstable();
    names.dedup();
    names.truncate(MAX_NAMES);
    let arns = |name: &String| [format!("*:user/{name}"), format!("*:user/*/{name}")];
    let of_one = |name: &String| {
        vec![(NAME, ("StringEquals", vec![name.clone()])), (ARN, ("StringLikeIfExists", arns(name).to_vec()))]
    };
    let mut all: Vec<_> = names.iter().map(of_one).collect();
    if names.is_empty() {
        all.push(Vec::new());
    } else {
        let others = names.iter().flat_map(arns).collect();
        all.push(vec![(NAME, ("StringNotEquals", names)), (ARN, ("StringNotLike", others))]);
    }
    all
}

/// Each combination of what the keys may hold.
pub(super) fn combinations<'p>(pins: &'p [(&'p str, Vec<Pin>)]) -> impl Iterator<Item = Vec<(&'p str, &'p Pin)>> {
    let count: usize = pins.iter().map(|(_, pins)| pins.len()).product();
    (0..count).map(move |nth| {
        let mut rest = nth;
        let choose = |(key, pins): &'p (&'p str, Vec<Pin>)| {
            let pin = pins.get(rest.checked_rem(pins.len())?);
            rest /= pins.len();
            Some((*key, pin?))
        };
        pins.iter().filter_map(choose).collect()
    })
}
