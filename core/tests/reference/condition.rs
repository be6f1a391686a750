//! One condition test: an operator, a key, the policy's values (rules 43–72).

use super::context::{Context, Value};
use super::date::milliseconds;
use super::ip;
use super::letter_case::equal_ignoring_case;
use super::logic::Tri;
use super::number::Decimal;
use super::pattern::{COLON, Unit, utf16, wildcard};
use super::statement::Effect;
use super::variable::{Expanded, Expansion, expand};
use std::cmp::Ordering;

#[derive(Clone, Copy, Debug)]
enum Comparison {
    StringEquals,
    StringEqualsIgnoreCase,
    StringLike,
    Numeric(fn(Ordering) -> bool),
    Date(fn(Ordering) -> bool),
    Bool,
    Binary,
    Ip,
    Arn,
    Null,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Quantifier {
    One,
    ForAny,
    ForAll,
}

#[derive(Clone, Copy, Debug)]
struct Operator {
    comparison: Comparison,
    negated: bool,
    quantifier: Quantifier,
    if_exists: bool,
}

impl Operator {
    fn read(name: &str) -> Option<Operator> {
        let (quantifier, rest) = if let Some(rest) = name.strip_prefix("ForAnyValue:") {
            (Quantifier::ForAny, rest)
        } else if let Some(rest) = name.strip_prefix("ForAllValues:") {
            (Quantifier::ForAll, rest)
        } else {
            (Quantifier::One, name)
        };
        let (base, if_exists) = match rest.strip_suffix("IfExists") {
            Some(base) => (base, true),
            None => (rest, false),
        };
        let (comparison, negated) = match base {
            "StringEquals" => (Comparison::StringEquals, false),
            "StringNotEquals" => (Comparison::StringEquals, true),
            "StringEqualsIgnoreCase" => (Comparison::StringEqualsIgnoreCase, false),
            "StringNotEqualsIgnoreCase" => (Comparison::StringEqualsIgnoreCase, true),
            "StringLike" => (Comparison::StringLike, false),
            "StringNotLike" => (Comparison::StringLike, true),
            "NumericEquals" => (Comparison::Numeric(Ordering::is_eq), false),
            "NumericNotEquals" => (Comparison::Numeric(Ordering::is_eq), true),
            "NumericLessThan" => (Comparison::Numeric(Ordering::is_lt), false),
            "NumericLessThanEquals" => (Comparison::Numeric(Ordering::is_le), false),
            "NumericGreaterThan" => (Comparison::Numeric(Ordering::is_gt), false),
            "NumericGreaterThanEquals" => (Comparison::Numeric(Ordering::is_ge), false),
            "DateEquals" => (Comparison::Date(Ordering::is_eq), false),
            "DateNotEquals" => (Comparison::Date(Ordering::is_eq), true),
            "DateLessThan" => (Comparison::Date(Ordering::is_lt), false),
            "DateLessThanEquals" => (Comparison::Date(Ordering::is_le), false),
            "DateGreaterThan" => (Comparison::Date(Ordering::is_gt), false),
            "DateGreaterThanEquals" => (Comparison::Date(Ordering::is_ge), false),
            "Bool" => (Comparison::Bool, false),
            "BinaryEquals" => (Comparison::Binary, false),
            "IpAddress" => (Comparison::Ip, false),
            "NotIpAddress" => (Comparison::Ip, true),
            "ArnEquals" | "ArnLike" => (Comparison::Arn, false),
            "ArnNotEquals" | "ArnNotLike" => (Comparison::Arn, true),
            "Null" if !if_exists => (Comparison::Null, false),
            _ => return None,
        };
        Some(Operator { comparison, negated, quantifier, if_exists })
    }
}

/// A test in the statement it belongs to.
pub struct Test<'a> {
    pub effect: Effect,
    pub version_expands: bool,
    pub context: &'a Context,
}

impl Test<'_> {
    /// Does the operator hold for every one of its keys?
    pub fn operator(&self, name: &str, keys: &[(String, Vec<String>)]) -> Tri {
        match Operator::read(name) {
            // rule 71: fail closed
            None => Tri::from(self.effect == Effect::Deny),
            Some(operator) => Tri::all(keys.iter().map(|(key, values)| self.key(operator, key, values))),
        }
    }

    fn key(&self, operator: Operator, key: &str, values: &[String]) -> Tri {
        let found = self.context.get(key);
        if let Comparison::Null = operator.comparison {
            return null(&found, values);
        }
        match found {
            // rule 54: present or absent, an empty list may hold of neither
            Value::Unknown if values.is_empty() && absent(operator) == Tri::False => Tri::False,
            Value::Unknown => Tri::Unknown,
            Value::Absent => absent(operator),
            Value::Present => present(operator, values),
            // rules 52 and 54
            Value::Many(elements) if elements.is_empty() && operator.quantifier == Quantifier::ForAll => Tri::True,
            _ if values.is_empty() => Tri::False,
            // rule 53
            Value::One(text) => self.element(operator, &text, values),
            Value::Many(elements) => {
                let mut tests = elements.iter().map(|element| self.element(operator, element, values));
                match operator.quantifier {
                    // rule 50
                    Quantifier::One => Tri::False,
                    Quantifier::ForAny => Tri::any(&mut tests),
                    Quantifier::ForAll => Tri::all(&mut tests),
                }
            }
        }
    }

    /// One text of the request against all values of the policy.
    fn element(&self, operator: Operator, text: &str, values: &[String]) -> Tri {
        let any_value = |equals: &dyn Fn(&str) -> bool| Tri::from(values.iter().any(|value| equals(value)));
        let any_expanded = |equals: &dyn Fn(&Expanded) -> bool, may_equal: &dyn Fn(&Expanded) -> Tri| {
            Tri::any(values.iter().map(|value| match self.expand(value) {
                Expansion::Text(expanded) => Tri::from(equals(&expanded)),
                // rule 20
                Expansion::Missing => Tri::False,
                Expansion::Unknown(open) => may_equal(&open),
            }))
        };
        let equals_one = match operator.comparison {
            Comparison::StringEquals => any_expanded(&|value| value.text() == text, &|open| open.may_equal(text)),
            Comparison::StringEqualsIgnoreCase => {
                any_expanded(&|value| equal_ignoring_case(&value.text(), text), &|_| Tri::Unknown)
            }
            Comparison::StringLike => {
                any_expanded(&|value| wildcard(&value.units(), &utf16(text)), &|open| open.may_match(text))
            }
            Comparison::Numeric(holds) => any_value(&|value| {
                // rules 59 and 70: what is no number equals nothing
                let both = Decimal::read(text).zip(Decimal::read(value));
                both.is_some_and(|(left, right)| holds(left.compare(&right)))
            }),
            Comparison::Date(holds) => any_value(&|value| {
                let both = milliseconds(text).zip(milliseconds(value));
                both.is_some_and(|(left, right)| holds(left.cmp(&right)))
            }),
            Comparison::Bool => any_value(&|value| is_true(value) == is_true(text)),
            Comparison::Binary => any_value(&|value| is_base64(text) && value == text),
            Comparison::Ip => match ip::of_request(text) {
                // rule 66
                None => return Tri::False,
                Some(address) => any_value(&|value| ip::holds(value, address)),
            },
            Comparison::Arn => {
                return match arn_fields(text) {
                    // rule 68
                    None => Tri::False,
                    Some(fields) => self.arn(operator.negated, text, &fields, values),
                };
            }
            Comparison::Null => unreachable!("decided by presence alone"),
        };
        equals_one.negate_if(operator.negated)
    }

    /// Rules 67 and 69: the values in order, until one matches or is malformed.
    fn arn(&self, negated: bool, text: &str, fields: &[Vec<u16>; 6], values: &[String]) -> Tri {
        let Some((first, rest)) = values.split_first() else {
            return Tri::from(negated);
        };
        let on_match = Tri::from(!negated);
        let on_malformed = Tri::from(self.effect == Effect::Deny);
        match self.expand(first) {
            Expansion::Missing => self.arn(negated, text, fields, rest),
            Expansion::Unknown(open) => {
                // its value may be another ARN, match, or be no ARN
                let mut answer = self.arn(negated, text, fields, rest);
                if open.may_match(text) == Tri::Unknown {
                    answer = answer.join(on_match);
                }
                if !open.is_always_arn() {
                    answer = answer.join(on_malformed);
                }
                answer
            }
            Expansion::Text(expanded) => match arn_matches(&expanded, fields) {
                None => on_malformed,
                Some(true) => on_match,
                Some(false) => self.arn(negated, text, fields, rest),
            },
        }
    }

    fn expand(&self, value: &str) -> Expansion {
        expand(value, self.version_expands, self.context)
    }
}

/// What a test of an absent key answers.
fn absent(operator: Operator) -> Tri {
    match operator.quantifier {
        // rules 46–48
        Quantifier::One => Tri::from(operator.negated || operator.if_exists),
        // rules 48, 51
        Quantifier::ForAny => Tri::False,
        // rule 52
        Quantifier::ForAll => Tri::True,
    }
}

/// Rule 119: what a test of a key answers that is there with one value or a set of them.
fn present(operator: Operator, values: &[String]) -> Tri {
    // the set may be empty
    let of_empty = absent(operator);
    let of_something = if values.is_empty() {
        // rule 54
        Tri::False
    } else if matches!(operator.comparison, Comparison::StringLike)
        && values.iter().any(|value| !value.is_empty() && value.bytes().all(|byte| byte == b'*'))
    {
        Tri::from(!operator.negated)
    } else {
        Tri::Unknown
    };
    match operator.quantifier {
        Quantifier::One => of_something,
        Quantifier::ForAny | Quantifier::ForAll => of_something.join(of_empty),
    }
}

/// Rule 49: "true" asks for absence, every other text for presence.
fn null(found: &Value, values: &[String]) -> Tri {
    let wants = |absent: bool| Tri::from(values.iter().any(|value| is_true(value) == absent));
    match found {
        Value::Unknown => wants(true).join(wants(false)),
        Value::Absent => wants(true),
        Value::Present | Value::One(_) | Value::Many(_) => wants(false),
    }
}

/// Rules 49 and 62.
fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

/// Rule 63. Strict base64 has one spelling for each content, so equal contents are equal texts.
fn is_base64(text: &str) -> bool {
    const ALPHABET: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let body = text.trim_end_matches('=');
    let padding = text.len() - body.len();
    let Some(digits) = body.chars().map(|character| ALPHABET.find(character)).collect::<Option<Vec<usize>>>() else {
        return false;
    };
    let unused_bits = match (padding, digits.last()) {
        (0, _) => 0,
        (1, Some(last)) => last % 4,
        (2, Some(last)) => last % 16,
        _ => return false,
    };
    text.len().is_multiple_of(4) && unused_bits == 0
}

/// The six fields of an ARN, split at the first five colons.
fn arn_fields(text: &str) -> Option<[Vec<u16>; 6]> {
    let fields: Vec<Vec<u16>> = text.splitn(6, ':').map(utf16).collect();
    let fields: [Vec<u16>; 6] = fields.try_into().ok()?;
    (fields[0] == utf16("arn")).then_some(fields)
}

/// Rule 67; nothing if the pattern is no ARN pattern.
fn arn_matches(expanded: &Expanded, fields: &[Vec<u16>; 6]) -> Option<bool> {
    let pattern = expanded.units();
    if pattern == [Unit::Run] && !expanded.has_variable {
        return Some(true);
    }
    let parts: Vec<&[Unit]> = pattern.splitn(6, |unit| *unit == Unit::Literal(COLON)).collect();
    if parts.len() != 6 {
        return None;
    }
    let each = parts.iter().zip(fields);
    Some(each.into_iter().all(|(part, field)| wildcard(part, field)))
}
