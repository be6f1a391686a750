//! What the values of two conditions with the same operator say together of one value of the key.

use std::rc::Rc;

use crate::condition::{ConditionOperator, Lowered, Network, Number, OperatorFamily, date};
use crate::evaluate::Variable;
use crate::pattern::{Dialect, is_arn_shaped};

use super::item::{Item, drop_covered, meet_lists, sorted};
use super::work::Work;

/// Values that say it; none where no values do. No values at all where nothing meets both.
pub(super) fn meet_values(
    operator: ConditionOperator,
    some: &[String],
    others: &[String],
    work: &Work,
) -> Option<Vec<String>> {
    // rule `empty_policy_list`
    if some.is_empty() || others.is_empty() || !work.spend(some.len().saturating_mul(others.len())) {
        return None;
    }
    let union = || some.iter().chain(others).cloned().collect();
    let in_common = |is_equal: &dyn Fn(&str, &str) -> bool| {
        some.iter().filter(|value| others.iter().any(|other| is_equal(value, other))).cloned().collect()
    };
    let values: Vec<String> = match operator.family() {
        OperatorFamily::Arn if !some.iter().chain(others).all(|value| is_always_arn(value)) => return None,
        OperatorFamily::String | OperatorFamily::Arn => return meet_texts(operator, some, others, work),
        OperatorFamily::Null | OperatorFamily::Bool => {
            let says = |values: &[String], wanted: bool| {
                values.iter().any(|value| value.eq_ignore_ascii_case("true") == wanted)
            };
            let both = [true, false].into_iter().filter(|wanted| says(some, *wanted) && says(others, *wanted));
            both.map(|wanted| wanted.to_string()).collect()
        }
        OperatorFamily::Numeric => {
            let is_equal =
                |one: &str, other: &str| Number::parse(one).is_some_and(|own| Some(own) == Number::parse(other));
            match bound(operator) {
                None if operator.is_negated() => union(),
                None => in_common(&is_equal),
                Some(is_upper) => bounded(some, others, is_upper, Number::parse),
            }
        }
        OperatorFamily::Date => {
            let is_equal = |one: &str, other: &str| {
                date::parse_millis(one).is_some_and(|own| Some(own) == date::parse_millis(other))
            };
            match bound(operator) {
                None if operator.is_negated() => union(),
                None => in_common(&is_equal),
                Some(is_upper) => bounded(some, others, is_upper, date::parse_millis),
            }
        }
        OperatorFamily::Binary => in_common(&|one, other| one == other),
        OperatorFamily::Ip if operator.is_negated() => union(),
        OperatorFamily::Ip => networks(some, others),
    };
    Some(tidied(values))
}

/// Does a list of values say no more than another, by the words of the two?
pub(super) fn is_within(operator: ConditionOperator, some: &[String], others: &[String], work: &Work) -> bool {
    meet_values(operator, some, others, work).is_some_and(|both| {
        both.iter().all(|value| some.contains(value)) && {
            // a list that says more would have lost some of it
            if operator.is_negated() { both.len() == some.len() } else { some.iter().all(|value| both.contains(value)) }
        }
    })
}

fn tidied(mut values: Vec<String>) -> Vec<String> {
    values.sort();
    values.dedup();
    values
}

/// Is the value an ARN however its variables are filled? What may be none ends the comparison (rule
/// `arn_policy_malformed`).
fn is_always_arn(value: &str) -> bool {
    match Variable::read(value, Dialect::Arn) {
        Some(variable) => variable.is_always_arn(),
        None => value == "*" || is_arn_shaped(value),
    }
}

fn meet_texts(operator: ConditionOperator, some: &[String], others: &[String], work: &Work) -> Option<Vec<String>> {
    use ConditionOperator::{StringEqualsIgnoreCase, StringLike, StringNotEqualsIgnoreCase, StringNotLike};
    let dialect = match operator {
        StringLike | StringNotLike => Dialect::Like,
        StringEqualsIgnoreCase | StringNotEqualsIgnoreCase => return meet_caseless(operator, some, others),
        _ if operator.family() == OperatorFamily::Arn => Dialect::Arn,
        _ => Dialect::Literal,
    };
    let items = |values: &[String]| values.iter().map(|value| Item::of(value, dialect)).collect::<Vec<Rc<Item>>>();
    let (mut some, others) = (items(some), items(others));
    let both = if operator.is_negated() {
        some.extend(others);
        sorted(drop_covered(some, work))
    } else {
        meet_lists(&some, &others, work)?
    };
    Some(both.iter().map(|item| item.text.to_string()).collect())
}

fn meet_caseless(operator: ConditionOperator, some: &[String], others: &[String]) -> Option<Vec<String>> {
    if operator.is_negated() {
        return Some(tidied(some.iter().chain(others).cloned().collect()));
    }
    // what fills a variable may be equal to anything
    let has_variable = |value: &String| value.contains("${");
    if some.iter().chain(others).any(has_variable) {
        return None;
    }
    let is_common = |value: &&String| others.iter().any(|other| Lowered::new(value).equals(other));
    Some(tidied(some.iter().filter(is_common).cloned().collect()))
}

/// Of an operator that orders: whether its values are upper bounds.
fn bound(operator: ConditionOperator) -> Option<bool> {
    use ConditionOperator as Op;
    match operator {
        Op::NumericLessThan | Op::NumericLessThanEquals | Op::DateLessThan | Op::DateLessThanEquals => Some(true),
        Op::NumericGreaterThan | Op::NumericGreaterThanEquals | Op::DateGreaterThan | Op::DateGreaterThanEquals => {
            Some(false)
        }
        _ => None,
    }
}

/// Of each list the widest bound counts, of the two the narrower one.
fn bounded<'v, T: Ord>(
    some: &'v [String],
    others: &'v [String],
    is_upper: bool,
    read: impl Fn(&'v str) -> Option<T>,
) -> Vec<String> {
    let widest = |values: &'v [String]| {
        let read = values.iter().filter_map(|value| Some((read(value)?, value.clone())));
        if is_upper { read.max() } else { read.min() }
    };
    let (Some(one), Some(other)) = (widest(some), widest(others)) else { return Vec::new() };
    let narrower = if is_upper { one.min(other) } else { one.max(other) };
    vec![narrower.1]
}

/// Two networks lie inside each other or apart.
fn networks(some: &[String], others: &[String]) -> Vec<String> {
    let bounds = |text: &str| Network::parse_policy(text).and_then(|network| network.bounds());
    let is_inside = |one: &str, other: &str| match (bounds(one), bounds(other)) {
        (Some(own), Some(other)) => own.0.is_ipv4() == other.0.is_ipv4() && other.0 <= own.0 && own.1 <= other.1,
        _ => false,
    };
    let mut both: Vec<String> = Vec::new();
    for value in some {
        for other in others {
            if is_inside(value, other) {
                both.push(value.clone());
            } else if is_inside(other, value) {
                both.push(other.clone());
            }
        }
    }
    let both = tidied(both);
    let is_needed = |value: &&String| {
        !both
            .iter()
            .any(|other| other != *value && is_inside(value, other) && (!is_inside(other, value) || other < *value))
    };
    both.iter().filter(is_needed).cloned().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConditionOperator as Op;

    fn met(operator: Op, some: &[&str], others: &[&str]) -> Option<Vec<String>> {
        let owned = |texts: &[&str]| texts.iter().map(ToString::to_string).collect::<Vec<_>>();
        meet_values(operator, &owned(some), &owned(others), &Work::of(1 << 20))
    }

    #[track_caller]
    fn assert_met(operator: Op, some: &[&str], others: &[&str], both: &[&str]) {
        assert_eq!(met(operator, some, others).unwrap(), both);
        assert_eq!(met(operator, others, some).unwrap(), both);
    }

    #[test]
    fn values_meet_operator_by_operator() {
        assert_met(Op::StringEquals, &["a", "b"], &["b", "c"], &["b"]);
        assert_met(Op::StringNotEquals, &["a", "b"], &["b", "c"], &["a", "b", "c"]);
        assert_met(Op::StringLike, &["ab*"], &["*bc"], &["ab*bc", "abc"]);
        assert_met(Op::StringNotLike, &["a*"], &["ab*", "c"], &["a*", "c"]);
        assert_met(Op::NumericLessThan, &["5", "10"], &["7", "x"], &["7"]);
        assert_met(Op::NumericGreaterThanEquals, &["5", "10"], &["7"], &["7"]);
        assert_met(Op::NumericEquals, &["5", "10"], &["10", "x"], &["10"]);
        assert_met(Op::DateLessThan, &["2026-01-01T00:00:00Z"], &["2025"], &["2025"]);
        assert_met(Op::IpAddress, &["10.0.0.0/8"], &["10.1.0.0/16", "192.0.2.0/24", "::/0"], &["10.1.0.0/16"]);
        assert_met(Op::NotIpAddress, &["10.0.0.0/8"], &["::/0"], &["10.0.0.0/8", "::/0"]);
        assert_met(Op::Bool, &["true"], &["false"], &[]);
        assert_met(Op::Null, &["true", "false"], &["false"], &["false"]);
        assert_met(Op::ArnLike, &["arn:aws:iam::*:role/a*"], &["arn:aws:iam::1:*"], &["arn:aws:iam::1:role/a*"]);
    }

    #[test]
    fn what_values_cannot_say_is_not_said() {
        assert_eq!(met(Op::StringEquals, &["${aws:username}"], &["a"]), None);
        assert_eq!(met(Op::ArnLike, &["role"], &["role"]), None);
        assert_eq!(met(Op::StringEquals, &[], &["a"]), None);
    }
}
