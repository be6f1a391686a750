//! Values that stand for all others: operators of numbers, times and addresses tell apart no more than what lies on
//! and between the values that they name.

use std::net::IpAddr;

use ipnet::IpNet;

use crate::condition::number::Number;
use crate::condition::{OperatorFamily, date};

use super::key::Literal;

/// A text that is no number, time, address or truth value.
const OTHER: &str = "x";

/// How far the point of a number is moved to write it without exponent.
const MAX_EXPONENT: i32 = 100;

/// One value of each class that the conditions tell apart; and whether none is missing.
pub(super) fn representatives(literals: &[Literal<'_>]) -> (Vec<String>, bool) {
    let mut all: Vec<String> = Vec::new();
    // a text may be of several kinds at once, and then each kind by itself says too little
    let kinds = [OperatorFamily::Numeric, OperatorFamily::Date, OperatorFamily::Ip, OperatorFamily::Binary];
    let of_kind = |kind: &&OperatorFamily| literals.iter().any(|(atom, _)| atom.family() == Some(**kind));
    let mut is_complete = kinds.iter().filter(of_kind).count() <= 1;
    let numeric = literals.iter().filter(|(atom, _)| atom.family() == Some(OperatorFamily::Numeric));
    let numeric = numeric.flat_map(|(atom, _)| &atom.values);
    let longest = numeric.map(|value| plain(value).map_or(value.len(), |plain| plain.len())).max().unwrap_or(0);
    for (atom, _) in literals {
        let values = atom.values.iter().map(|value| &**value);
        match atom.family() {
            Some(OperatorFamily::Numeric) => is_complete &= numbers(values, longest, &mut all),
            Some(OperatorFamily::Date) => is_complete &= dates(values, &mut all),
            Some(OperatorFamily::Ip) => is_complete &= addresses(values, &mut all),
            Some(OperatorFamily::Bool) => all.extend(["true", "false"].map(str::to_owned)),
            Some(OperatorFamily::Binary) => all.extend(values.map(str::to_owned)),
            _ => {}
        }
    }
    all.push(OTHER.to_owned());
    let mut seen = std::collections::HashSet::new();
    all.retain(|text| seen.insert(text.clone()));
    (all, is_complete)
}

/// Each number, one a little farther from zero, and one beyond all on either side.
fn numbers<'v>(values: impl Iterator<Item = &'v str>, longest: usize, all: &mut Vec<String>) -> bool {
    let mut is_complete = true;
    // between whatever two of them
    all.extend(["0".to_owned(), format!("-0.{}1", "0".repeat(longest)), format!("0.{}1", "0".repeat(longest))]);
    for text in values {
        all.push(text.to_owned());
        if let Some(text) = plain(text) {
            let point = if text.contains('.') { "" } else { "." };
            all.push(format!("{text}{point}{}1", "0".repeat(longest)));
        } else {
            // malformed it matches nothing; otherwise written it may stand anywhere
            is_complete &= Number::parse(text).is_none();
        }
    }
    all.extend([format!("1{}", "0".repeat(longest)), format!("-1{}", "0".repeat(longest))]);
    is_complete
}

/// A number without exponent and plus sign, where it has not too many digits then.
pub(super) fn plain(text: &str) -> Option<String> {
    let (sign, rest) = match text.strip_prefix('-') {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(text)),
    };
    let (digits, exponent) = match rest.split_once(['e', 'E']) {
        Some((digits, exponent)) => (digits, exponent.parse::<i32>().ok().filter(|ten| ten.abs() <= MAX_EXPONENT)?),
        None => (rest, 0),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let zeros = "0".repeat(usize::try_from(exponent.unsigned_abs()).ok()?);
    let moved = if exponent >= 0 {
        let digits = format!("{fraction}{zeros}");
        let (before, after) = digits.split_at_checked(zeros.len())?;
        format!("{sign}{whole}{before}.{after}")
    } else {
        let digits = format!("{zeros}{whole}");
        let (before, after) = digits.split_at_checked(digits.len().checked_sub(zeros.len())?)?;
        format!("{sign}{before}.{after}{fraction}")
    };
    (Number::parse(&moved)? == Number::parse(text)?).then_some(moved)
}

/// Each time and its neighbours, to the millisecond.
fn dates<'v>(values: impl Iterator<Item = &'v str>, all: &mut Vec<String>) -> bool {
    let mut is_complete = true;
    for millis in values.filter_map(date::parse_millis) {
        for near in [millis, millis.saturating_sub(1), millis.saturating_add(1)] {
            let text = date::to_canonical(near);
            // years so far away that they cannot be written
            is_complete &= date::parse_millis(&text) == Some(near);
            all.push(text);
        }
    }
    all.push(date::to_canonical(0));
    is_complete
}

/// The first and the last address of each network, their neighbours outside, and one of each family.
fn addresses<'v>(values: impl Iterator<Item = &'v str>, all: &mut Vec<String>) -> bool {
    let mut is_complete = true;
    for text in values {
        let network: Option<IpNet> = text.parse().ok().or_else(|| text.parse::<IpAddr>().ok().map(IpNet::from));
        let Some(network) = network else {
            is_complete &= crate::condition::Network::parse_policy(text).is_none();
            continue;
        };
        let (first, last) = (network.network(), network.broadcast());
        all.push(first.to_string());
        all.extend([moved(last, true), moved(first, false)].into_iter().flatten().map(|address| address.to_string()));
        all.push(last.to_string());
    }
    all.extend(["192.0.2.1", "0.0.0.0", "2001:db8::1", "::"].map(str::to_owned));
    is_complete
}

fn moved(address: IpAddr, is_up: bool) -> Option<IpAddr> {
    match address {
        IpAddr::V4(address) => {
            let bits = address.to_bits();
            let moved = if is_up { bits.checked_add(1) } else { bits.checked_sub(1) };
            moved.map(|bits| IpAddr::V4(bits.into()))
        }
        IpAddr::V6(address) => {
            let bits = address.to_bits();
            let moved = if is_up { bits.checked_add(1) } else { bits.checked_sub(1) };
            moved.map(|bits| IpAddr::V6(bits.into()))
        }
    }
}
