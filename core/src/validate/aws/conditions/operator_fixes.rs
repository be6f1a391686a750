//! Which operator would say of a key what another says, where it is certain.

use crate::catalog::KeyType;
use crate::condition::{ConditionOperator, Network, Number, OperatorFamily, QualifiedOperator, date};
use crate::validate::fix::Fix;

use super::rewrite::move_key;
use super::site::Site;
use super::value_text::{has_variable, has_wildcard};

/// The operator for a key of this type that compares as the one that is written, with the same values; none where a
/// value is not of the type or no operator compares so.
pub(super) fn operator_for(site: &Site<'_, '_, '_>, kind: KeyType) -> Option<QualifiedOperator> {
    use ConditionOperator as Op;
    let old = site.operator.operator;
    let relation = relation(old)?;
    let operator = match (kind, relation) {
        (KeyType::String, Relation::Equal) => Op::StringEquals,
        (KeyType::String, Relation::NotEqual) => Op::StringNotEquals,
        (KeyType::Arn, Relation::Equal) => Op::ArnLike,
        (KeyType::Arn, Relation::NotEqual) => Op::ArnNotLike,
        (KeyType::Bool, Relation::Equal) => Op::Bool,
        (KeyType::Numeric, Relation::Equal) => Op::NumericEquals,
        (KeyType::Numeric, Relation::NotEqual) => Op::NumericNotEquals,
        (KeyType::Numeric, Relation::Less) => Op::NumericLessThan,
        (KeyType::Numeric, Relation::LessOrEqual) => Op::NumericLessThanEquals,
        (KeyType::Numeric, Relation::Greater) => Op::NumericGreaterThan,
        (KeyType::Numeric, Relation::GreaterOrEqual) => Op::NumericGreaterThanEquals,
        (KeyType::Date, Relation::Equal) => Op::DateEquals,
        (KeyType::Date, Relation::NotEqual) => Op::DateNotEquals,
        (KeyType::Date, Relation::Less) => Op::DateLessThan,
        (KeyType::Date, Relation::LessOrEqual) => Op::DateLessThanEquals,
        (KeyType::Date, Relation::Greater) => Op::DateGreaterThan,
        (KeyType::Date, Relation::GreaterOrEqual) => Op::DateGreaterThanEquals,
        (KeyType::IpAddress, Relation::Equal) => Op::IpAddress,
        (KeyType::IpAddress, Relation::NotEqual) => Op::NotIpAddress,
        _ => return None,
    };
    let values = site.values();
    let is_right = |text: &str| match kind {
        KeyType::String => true,
        KeyType::Arn => crate::Arn::parse(text).is_some(),
        KeyType::Bool => text.eq_ignore_ascii_case("true") || text.eq_ignore_ascii_case("false"),
        KeyType::Numeric => Number::parse(text).is_some(),
        KeyType::Date => date::is_storable(text),
        KeyType::IpAddress => Network::parse_policy(text).is_some(),
        KeyType::Binary => false,
    };
    let is_certain = |text: &str| is_right(text) && !has_variable(text) && !has_wildcard(text);
    let all_right = !values.is_empty() && values.iter().all(|entry| is_certain(&entry.text));
    // `Bool` takes one value
    let fits = all_right && (kind != KeyType::Bool || values.len() == 1);
    fits.then_some(QualifiedOperator { operator, ..site.operator })
}

/// How an operator compares, whatever the type.
#[derive(Clone, Copy)]
enum Relation {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

fn relation(operator: ConditionOperator) -> Option<Relation> {
    use ConditionOperator as Op;
    Some(match operator {
        Op::NumericLessThan | Op::DateLessThan => Relation::Less,
        Op::NumericLessThanEquals | Op::DateLessThanEquals => Relation::LessOrEqual,
        Op::NumericGreaterThan | Op::DateGreaterThan => Relation::Greater,
        Op::NumericGreaterThanEquals | Op::DateGreaterThanEquals => Relation::GreaterOrEqual,
        _ if matches!(operator.family(), OperatorFamily::Null | OperatorFamily::Binary) => return None,
        _ if operator.is_negated() => Relation::NotEqual,
        _ => Relation::Equal,
    })
}

/// Puts the key under that operator.
pub(super) fn write_operator(source: &str, site: &Site<'_, '_, '_>, to: QualifiedOperator) -> Option<Fix> {
    let name = to.to_string();
    let edits = move_key(source, site, &name, None)?;
    Some(Fix::new(format!("write `{name}`"), edits))
}
