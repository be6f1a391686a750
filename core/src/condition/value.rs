//! One policy value against one request value.

use std::cmp::Ordering;
use std::net::IpAddr;

use super::{ConditionOperator, Lowered, Network, Number, OperatorFamily, OwnedNumber};
use super::{binary, date, ip};

/// A request value, read once for a family of operators.
///
/// ```
/// use iam_eval::condition::{OperatorFamily, RequestValue};
///
/// let value = RequestValue::read(OperatorFamily::Numeric, "no-number");
/// assert!(value.is_malformed());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RequestValue<'a> {
    /// The text itself, for strings, ARNs and `Null`.
    Text(&'a str),
    /// The number it states.
    Number(Option<Number<'a>>),
    /// The moment it states, in milliseconds since 1970.
    Date(Option<i64>),
    /// The address it states.
    Ip(Option<IpAddr>),
    /// Whether it is `true`, in any letter case.
    Bool(bool),
    /// The text itself, if it is strict base64.
    Binary(Option<&'a str>),
}

impl<'a> RequestValue<'a> {
    /// What does the text say to operators of this family?
    ///
    /// Total: text that cannot be read is a malformed value, not an error. No
    /// allocation, linear in the text.
    ///
    /// ```
    /// use iam_eval::condition::{OperatorFamily, RequestValue};
    ///
    /// assert_eq!(RequestValue::read(OperatorFamily::Bool, "TRUE"), RequestValue::Bool(true));
    /// assert_eq!(RequestValue::read(OperatorFamily::Bool, "yes"), RequestValue::Bool(false));
    /// assert_eq!(RequestValue::read(OperatorFamily::Date, "1970-01-01"), RequestValue::Date(Some(0)));
    /// ```
    pub fn read(family: OperatorFamily, text: &'a str) -> Self {
        match family {
            OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::Null => Self::Text(text),
            OperatorFamily::Numeric => Self::Number(Number::parse(text)),
            OperatorFamily::Date => Self::Date(date::parse_millis(text)),
            OperatorFamily::Ip => Self::Ip(ip::parse_request(text)),
            OperatorFamily::Bool => Self::Bool(is_true(text)),
            OperatorFamily::Binary => Self::Binary(Some(text).filter(|text| binary::is_strict_base64(text))),
        }
    }

    /// Could the text not be read as its family wants it?
    ///
    /// Text and `Bool` take anything.
    ///
    /// ```
    /// use iam_eval::condition::{OperatorFamily, RequestValue};
    ///
    /// assert!(RequestValue::read(OperatorFamily::Ip, "192.0.2.1/32").is_malformed());
    /// assert!(!RequestValue::read(OperatorFamily::Bool, "").is_malformed());
    /// ```
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Number(None) | Self::Date(None) | Self::Ip(None) | Self::Binary(None))
    }
}

/// A policy value, compiled once for an operator.
///
/// Values that are patterns (`StringEquals`, `StringLike`, ARNs) are not among
/// them.
///
/// ```
/// use iam_eval::condition::{ConditionOperator, PolicyValue, RequestValue};
///
/// let operator = ConditionOperator::NumericLessThan;
/// let limit = PolicyValue::compile(operator, "9007199254740993").unwrap();
/// let value = RequestValue::read(operator.family(), "9007199254740992");
/// assert!(limit.compare(operator, &value));
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum PolicyValue {
    /// A number, unless malformed.
    Number(Option<OwnedNumber>),
    /// A moment in milliseconds since 1970, unless malformed.
    Date(Option<i64>),
    /// A network, unless malformed.
    Ip(Option<Network>),
    /// Whether the text is `true` in any letter case; for `Bool` and `Null`.
    Bool(bool),
    /// Strict base64, unless malformed.
    Binary(Option<Box<str>>),
    /// Text to compare without regard to letter case.
    IgnoreCase(Lowered),
}

impl PolicyValue {
    /// What does the text mean to this operator?
    ///
    /// `None` if the operator takes patterns: `StringEquals`, `StringNotEquals`,
    /// `StringLike`, `StringNotLike` and the ARN operators. Text that cannot be
    /// read is a malformed value. Linear in the text.
    ///
    /// ```
    /// use iam_eval::condition::{ConditionOperator, PolicyValue};
    ///
    /// assert!(PolicyValue::compile(ConditionOperator::NumericEquals, "NaN").unwrap().is_malformed());
    /// assert!(PolicyValue::compile(ConditionOperator::StringLike, "*").is_none());
    /// ```
    pub fn compile(operator: ConditionOperator, text: &str) -> Option<Self> {
        Some(match operator.family() {
            OperatorFamily::Numeric => Self::Number(OwnedNumber::parse(text)),
            OperatorFamily::Date => Self::Date(date::parse_millis(text)),
            OperatorFamily::Ip => Self::Ip(Network::parse_policy(text)),
            OperatorFamily::Bool | OperatorFamily::Null => Self::Bool(is_true(text)),
            OperatorFamily::Binary => Self::Binary(binary::is_strict_base64(text).then(|| text.into())),
            OperatorFamily::String => match operator {
                ConditionOperator::StringEqualsIgnoreCase | ConditionOperator::StringNotEqualsIgnoreCase => {
                    Self::IgnoreCase(Lowered::new(text))
                }
                _ => return None,
            },
            OperatorFamily::Arn => return None,
        })
    }

    /// Could the text not be read as its operator wants it?
    ///
    /// An IPv6 network with host bits is well-formed and contains nothing.
    ///
    /// ```
    /// use iam_eval::condition::{ConditionOperator, PolicyValue};
    ///
    /// let value = PolicyValue::compile(ConditionOperator::IpAddress, "192.0.2.0/33").unwrap();
    /// assert!(value.is_malformed());
    /// ```
    pub fn is_malformed(&self) -> bool {
        matches!(self, Self::Number(None) | Self::Date(None) | Self::Ip(None) | Self::Binary(None))
    }

    /// Does the request value stand to this one as the operator says, negation
    /// left aside?
    ///
    /// For `NumericNotEquals` the question is whether they are equal, for
    /// `NotIpAddress` whether the address lies in the network. A malformed
    /// value on either side, or values of different kinds, stand in no
    /// relation; except that a number read as such is epoch seconds to a date
    /// (`sim_typed_text`), so that simulated typed values can be passed as they
    /// are. No allocation, linear in the shorter value.
    ///
    /// ```
    /// use iam_eval::condition::{ConditionOperator, PolicyValue, RequestValue};
    ///
    /// let operator = ConditionOperator::NotIpAddress;
    /// let network = PolicyValue::compile(operator, "192.0.2.0/24").unwrap();
    /// let inside = RequestValue::read(operator.family(), "192.0.2.1");
    /// let malformed = RequestValue::read(operator.family(), "192.0.2.1/32");
    /// assert!(network.compare(operator, &inside));
    /// assert!(!network.compare(operator, &malformed));
    /// ```
    pub fn compare(&self, operator: ConditionOperator, request: &RequestValue<'_>) -> bool {
        match (self, request) {
            (Self::Number(Some(policy)), RequestValue::Number(Some(request))) => {
                accepts(operator, request.cmp(&policy.as_number()))
            }
            (Self::Date(Some(policy)), RequestValue::Date(Some(request))) => accepts(operator, request.cmp(policy)),
            (Self::Date(Some(policy)), RequestValue::Number(Some(request))) => {
                accepts(operator, date::from_epoch_seconds(request).cmp(policy))
            }
            (Self::Ip(Some(network)), RequestValue::Ip(Some(address))) => network.contains(*address),
            (Self::Bool(policy), RequestValue::Bool(request)) => policy == request,
            (Self::Binary(Some(policy)), RequestValue::Binary(Some(request))) => {
                // Both are strict, so equal texts are equal bytes.
                **policy == **request
            }
            (Self::IgnoreCase(policy), RequestValue::Text(request)) => policy.equals(request),
            _ => false,
        }
    }
}

/// Would identity policy storage take the text as a value of this operator?
///
/// It refuses malformed numbers, dates, addresses and base64, and takes odd
/// `Bool` and `Null` text (`operator_store_time`); whether an ARN or a string
/// can be stored is not for this room, and `true` here. A session policy may
/// hold all of these but bad base64.
///
/// ```
/// use iam_eval::condition::{ConditionOperator, is_storable};
///
/// assert!(is_storable(ConditionOperator::NumericEquals, "01"));
/// assert!(!is_storable(ConditionOperator::NumericEquals, "NaN"));
/// assert!(is_storable(ConditionOperator::Bool, "yes"));
/// ```
pub fn is_storable(operator: ConditionOperator, text: &str) -> bool {
    match operator.family() {
        OperatorFamily::Numeric => Number::parse(text).is_some(),
        OperatorFamily::Date => date::is_storable(text),
        OperatorFamily::Ip => ip::is_storable_network(text),
        OperatorFamily::Binary => binary::is_strict_base64(text),
        OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::Bool | OperatorFamily::Null => true,
    }
}

fn is_true(text: &str) -> bool {
    text.eq_ignore_ascii_case("true")
}

/// Is a request value of this order to the policy's what the operator asks for?
fn accepts(operator: ConditionOperator, order: Ordering) -> bool {
    use ConditionOperator as Op;
    match operator {
        Op::NumericLessThan | Op::DateLessThan => order.is_lt(),
        Op::NumericLessThanEquals | Op::DateLessThanEquals => order.is_le(),
        Op::NumericGreaterThan | Op::DateGreaterThan => order.is_gt(),
        Op::NumericGreaterThanEquals | Op::DateGreaterThanEquals => order.is_ge(),
        _ => order.is_eq(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use ConditionOperator as Op;

    fn relates(operator: Op, policy: &str, request: &str) -> bool {
        let policy = PolicyValue::compile(operator, policy).unwrap();
        policy.compare(operator, &RequestValue::read(operator.family(), request))
    }

    #[test]
    fn numeric_values_by_operator() {
        for (operator, smaller, equal, greater) in [
            (Op::NumericEquals, false, true, false),
            (Op::NumericNotEquals, false, true, false),
            (Op::NumericLessThan, true, false, false),
            (Op::NumericLessThanEquals, true, true, false),
            (Op::NumericGreaterThan, false, false, true),
            (Op::NumericGreaterThanEquals, false, true, true),
        ] {
            assert_eq!(relates(operator, "2", "1.9"), smaller, "{operator}");
            assert_eq!(relates(operator, "2", "2.0"), equal, "{operator}");
            assert_eq!(relates(operator, "2", "1e9999"), greater, "{operator}");
        }
    }

    #[test]
    fn date_values_by_operator() {
        for (operator, earlier, equal, later) in [
            (Op::DateEquals, false, true, false),
            (Op::DateNotEquals, false, true, false),
            (Op::DateLessThan, true, false, false),
            (Op::DateLessThanEquals, true, true, false),
            (Op::DateGreaterThan, false, false, true),
            (Op::DateGreaterThanEquals, false, true, true),
        ] {
            assert_eq!(relates(operator, "2030-01-01", "2029-12-31T23:59:59.999Z"), earlier, "{operator}");
            assert_eq!(relates(operator, "2030-01-01", "1893456000"), equal, "{operator}");
            assert_eq!(relates(operator, "2030-01-01", "2030-01-01T00:00-00:01"), later, "{operator}");
        }
    }

    #[test]
    fn bool_values() {
        for policy in ["true", "TRUE", "True"] {
            assert!(relates(Op::Bool, policy, "tRUE"));
            for request in ["false", "yes", "", "1", " true ", "truе"] {
                assert!(!relates(Op::Bool, policy, request), "{request:?}");
            }
        }
        for policy in ["false", "False", "no", ""] {
            for request in ["false", "yes", "", "1", " true "] {
                assert!(relates(Op::Bool, policy, request), "{request:?}");
            }
            assert!(!relates(Op::Bool, policy, "TRUE"));
        }
    }

    #[test]
    fn null_operator_literal() {
        for (text, expected) in [("true", true), ("TRUE", true), ("false", false), ("yes", false), ("", false)] {
            let value = PolicyValue::compile(Op::Null, text).unwrap();
            assert!(matches!(value, PolicyValue::Bool(absent) if absent == expected), "{text:?}");
        }
    }

    #[test]
    fn condition_value_types() {
        // JSON `true`, `1e2` and `0.10` arrive as these texts.
        assert!(relates(Op::Bool, "true", "true"));
        assert!(relates(Op::NumericEquals, "1e2", "100"));
        assert!(relates(Op::NumericEquals, "0.10", ".1"));
        assert!(relates(Op::DateEquals, "1893456000", "2030-01-01"));
    }

    #[test]
    fn policy_value_malformed() {
        for (operator, literal, requests) in [
            (Op::NumericEquals, "NaN", ["1", "NaN"]),
            (Op::NumericNotEquals, "NaN", ["1", "no-number"]),
            (Op::NumericLessThan, "", ["1", ""]),
            (Op::DateEquals, "not-a-date", ["2030-01-01T00:00:00Z", "not-a-date"]),
            (Op::DateNotEquals, "not-a-date", ["2030-01-01T00:00:00Z", "not-a-date"]),
            (Op::IpAddress, "not-an-ip", ["192.0.2.1", "not-an-ip"]),
            (Op::NotIpAddress, "192.0.2.0/33", ["192.0.2.1", "192.0.2.0/33"]),
            (Op::BinaryEquals, "YQ", ["YQ==", "YQ"]),
        ] {
            assert!(PolicyValue::compile(operator, literal).unwrap().is_malformed());
            for request in requests {
                assert!(!relates(operator, literal, request), "{operator} {literal} {request}");
            }
        }
        assert!(!PolicyValue::compile(Op::IpAddress, "2001:db8::5/64").unwrap().is_malformed());
        assert!(!PolicyValue::compile(Op::Bool, "yes").unwrap().is_malformed());
    }

    #[test]
    fn numeric_unconvertible_and_date_unconvertible() {
        for (operator, policy) in [
            (Op::NumericEquals, "1"),
            (Op::NumericNotEquals, "1"),
            (Op::NumericLessThan, "1"),
            (Op::NumericGreaterThanEquals, "1"),
            (Op::DateEquals, "2030"),
            (Op::DateLessThan, "2030"),
            (Op::DateGreaterThanEquals, "2030"),
            (Op::DateNotEquals, "2030"),
        ] {
            for request in ["", "bad", "Infinity"] {
                assert!(RequestValue::read(operator.family(), request).is_malformed());
                assert!(!relates(operator, policy, request), "{operator} {request}");
            }
        }
    }

    #[test]
    fn binary_equals() {
        assert!(relates(Op::BinaryEquals, "YQ==", "YQ=="));
        for request in ["Yg==", "YQ", "no-binary", " YQ== ", ""] {
            assert!(!relates(Op::BinaryEquals, "YQ==", request), "{request:?}");
        }
    }

    #[test]
    fn string_ignore_case() {
        assert!(relates(Op::StringEqualsIgnoreCase, "prod", "PrOd"));
        assert!(relates(Op::StringNotEqualsIgnoreCase, "ΟΣ", "ος"));
        assert!(!relates(Op::StringEqualsIgnoreCase, "s", "ſ"));
    }

    #[test]
    fn sim_typed_text() {
        let date = PolicyValue::compile(Op::DateEquals, "1970-01-01").unwrap();
        assert!(date.compare(Op::DateEquals, &RequestValue::Number(Number::parse("0"))));
        assert!(!date.compare(Op::DateEquals, &RequestValue::Number(Number::parse("1"))));
        let number = PolicyValue::compile(Op::NumericEquals, "0").unwrap();
        assert!(!number.compare(Op::NumericEquals, &RequestValue::Date(Some(0))));
    }

    #[test]
    fn patterns_are_compiled_elsewhere() {
        let elsewhere: Vec<_> = Op::all()
            .iter()
            .filter(|&&operator| PolicyValue::compile(operator, "x").is_none())
            .map(|operator| operator.as_str())
            .collect();
        assert_eq!(
            elsewhere,
            [
                "StringEquals",
                "StringNotEquals",
                "StringLike",
                "StringNotLike",
                "ArnEquals",
                "ArnLike",
                "ArnNotEquals",
                "ArnNotLike",
            ]
        );
    }

    #[test]
    fn operator_store_time() {
        for (operator, text, expected) in [
            (Op::NumericEquals, "01", true),
            (Op::NumericEquals, "NaN", false),
            (Op::DateLessThan, "-292275054", true),
            (Op::DateLessThanEquals, "234-13", false),
            (Op::IpAddress, "2001:db8::5/64", false),
            (Op::NotIpAddress, "192.0.2.0/0", true),
            (Op::BinaryEquals, "no-binary", false),
            (Op::BinaryEquals, "YQ==", true),
            (Op::Bool, "maybe", true),
            (Op::Null, "maybe", true),
        ] {
            assert_eq!(is_storable(operator, text), expected, "{operator} {text}");
        }
    }
}
