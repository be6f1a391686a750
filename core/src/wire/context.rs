//! What is known of context keys.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};
use serde_json::Number;

use crate::request::{ContextValue, InputError};

/// What is known of a context key? A value, a list of values for a multi-valued key, or
/// `{"unknown": true}`, `{"present": true}`, `{"absent": true}`.
///
/// A number with a fraction is read as a double, about sixteen digits; text holds all that are written.
///
/// ```
/// use iam_eval::wire::ContextInput;
///
/// assert!(matches!(serde_json::from_str(r#"["a", 1]"#)?, ContextInput::List(_)));
/// assert!(matches!(serde_json::from_str(r#"{"present": true}"#)?, ContextInput::Marked(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(untagged), schemars(untagged))]
pub enum ContextInput {
    /// Text.
    Text(String),
    /// A boolean, as its text.
    Bool(bool),
    /// A number, as its text.
    Number(#[cfg_attr(test, ts(type = "number"))] Number),
    /// Many values.
    List(Vec<Scalar>),
    /// Not known, or known to be present.
    Marked(Marks),
}

/// One of many values.
#[derive(Debug, Clone)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(untagged), schemars(untagged))]
pub enum Scalar {
    /// Text.
    Text(String),
    /// A boolean, as its text.
    Bool(bool),
    /// A number, as its text.
    Number(#[cfg_attr(test, ts(type = "number"))] Number),
}

/// `{"unknown": true}`, `{"present": true}` or `{"absent": true}`.
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct Marks {
    /// Nobody knows whether the request has the key.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    unknown: bool,
    /// The request has the key, and nobody knows its value.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    present: bool,
    /// The request does not have the key.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<bool>"))]
    absent: bool,
}

impl<'de> Deserialize<'de> for ContextInput {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Value;

        impl<'de> Visitor<'de> for Value {
            type Value = ContextInput;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, a boolean, a number, a list of these, or `{\"unknown\": true}`")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<ContextInput, E> {
                Ok(ContextInput::Text(text.to_owned()))
            }

            fn visit_string<E: Error>(self, text: String) -> Result<ContextInput, E> {
                Ok(ContextInput::Text(text))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<ContextInput, E> {
                Ok(ContextInput::Bool(value))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<ContextInput, E> {
                Ok(ContextInput::Number(number.into()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<ContextInput, E> {
                Ok(ContextInput::Number(number.into()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<ContextInput, E> {
                double(number).map(ContextInput::Number)
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut values: A) -> Result<ContextInput, A::Error> {
                let mut list = Vec::new();
                while let Some(value) = values.next_element()? {
                    list.push(value);
                }
                Ok(ContextInput::List(list))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<ContextInput, A::Error> {
                Marks::deserialize(MapAccessDeserializer::new(members)).map(ContextInput::Marked)
            }
        }

        reader.deserialize_any(Value)
    }
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Value;

        impl Visitor<'_> for Value {
            type Value = Scalar;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a string, a boolean or a number")
            }

            fn visit_str<E: Error>(self, text: &str) -> Result<Scalar, E> {
                Ok(Scalar::Text(text.to_owned()))
            }

            fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
                Ok(Scalar::Bool(value))
            }

            fn visit_u64<E: Error>(self, number: u64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.into()))
            }

            fn visit_i64<E: Error>(self, number: i64) -> Result<Scalar, E> {
                Ok(Scalar::Number(number.into()))
            }

            fn visit_f64<E: Error>(self, number: f64) -> Result<Scalar, E> {
                double(number).map(Scalar::Number)
            }
        }

        reader.deserialize_any(Value)
    }
}

/// A number that is no integer of 64 bits is a double, as JSON's readers have it; one so large has lost
/// digits on the way in (RFC 8259, section 6).
fn double<E: Error>(number: f64) -> Result<Number, E> {
    let number = if number > LEAST && number < MOST { Number::from_f64(number) } else { None };
    number.ok_or_else(|| E::custom("expected a number of 64 bits, found a larger one; text holds it exactly"))
}

/// -2^63 and 2^64: integers between them are read as such, and keep their digits. The first is one too, but
/// as a double it may be what is left of a smaller one.
const LEAST: f64 = -9_223_372_036_854_775_808.0;
const MOST: f64 = 18_446_744_073_709_551_616.0;

impl ContextInput {
    pub(super) fn into_value(self) -> Result<ContextValue, InputError> {
        Ok(match self {
            Self::Text(text) => ContextValue::from(text),
            Self::Bool(value) => ContextValue::from(value),
            Self::Number(number) => ContextValue::from(number.to_string()),
            Self::List(values) => ContextValue::from(values.into_iter().map(Scalar::into_text).collect::<Vec<_>>()),
            Self::Marked(marks) => match (marks.unknown, marks.present, marks.absent) {
                (true, false, false) => ContextValue::Unknown,
                (false, true, false) => ContextValue::Present,
                (false, false, true) => ContextValue::Absent,
                _ => {
                    let message = "expected one of `unknown`, `present` and `absent` to be true";
                    return Err(InputError::new("bad-context-value", message));
                }
            },
        })
    }
}

impl Scalar {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ContextInput;

    #[test]
    fn an_integer_keeps_its_digits_or_is_refused() {
        let text = |json: &str| match serde_json::from_str(json) {
            Ok(ContextInput::Number(number)) => Some(number.to_string()),
            _ => None,
        };
        for kept in ["18446744073709551615", "-9223372036854775808", "0", "0.5", "-1.5"] {
            assert_eq!(text(kept).as_deref(), Some(kept));
        }
        for lost in ["18446744073709551616", "-9223372036854775809", "1e300", "-1e19"] {
            assert_eq!(text(lost), None, "{lost}");
        }
    }
}
