//! What every question may say besides: limits, and the units of places.

use std::borrow::Cow;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::document::{ParseOptions, Policy};
use crate::limits::Limits;
use crate::text::PositionEncoding;

use super::error::WireError;
use super::object::Object;

/// Within which limits are policies read, and in which units do places count?
///
/// ```
/// use iam_eval::{text::PositionEncoding, wire::WireOptions};
///
/// assert_eq!(WireOptions::default().position_encoding, PositionEncoding::CodePoints);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WireOptions {
    /// The limits.
    pub limits: Limits,
    /// The units of columns and offsets.
    pub position_encoding: PositionEncoding,
}

/// The limits that differ from the defaults; as [`Limits`].
///
/// ```
/// use iam_eval::{Limits, wire::LimitsInput};
///
/// let input: LimitsInput = serde_json::from_str(r#"{"maxDepth": 9}"#)?;
/// assert_eq!(Limits::from(input), Limits { max_depth: 9, ..Limits::default() });
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[expect(clippy::struct_field_names, reason = "as the fields of `Limits`")]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "Limits", optional_fields = nullable), schemars(rename = "Limits"))]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct LimitsInput {
    /// Bytes of one document.
    #[serde(alias = "max_bytes")]
    max_bytes: Option<usize>,
    /// Nesting of lists and objects.
    #[serde(alias = "max_depth")]
    max_depth: Option<usize>,
    /// Statements of one document.
    #[serde(alias = "max_statements")]
    max_statements: Option<usize>,
    /// Bytes that all patterns with a `?` behind a `*` have together.
    #[serde(alias = "max_search_bytes")]
    max_search_bytes: Option<usize>,
}

impl From<LimitsInput> for Limits {
    fn from(input: LimitsInput) -> Self {
        let default = Self::default();
        Self {
            max_bytes: input.max_bytes.unwrap_or(default.max_bytes),
            max_depth: input.max_depth.unwrap_or(default.max_depth),
            max_statements: input.max_statements.unwrap_or(default.max_statements),
            max_search_bytes: input.max_search_bytes.unwrap_or(default.max_search_bytes),
        }
    }
}

impl WireOptions {
    pub(super) fn of(limits: Option<Object<LimitsInput>>, position_encoding: Option<PositionEncoding>) -> Self {
        Self {
            limits: limits.map(|Object(limits)| limits.into()).unwrap_or_default(),
            position_encoding: position_encoding.unwrap_or_default(),
        }
    }

    /// A policy that is its JSON, or a string of it.
    pub(super) fn read(&self, parse: ParseOptions, value: &RawValue, place: Option<&str>) -> Result<Policy, WireError> {
        let text = text_of(value, place)?;
        self.parse(parse, &text, place)
    }

    /// A policy from its text.
    ///
    /// # Errors
    /// It cannot be read.
    pub(super) fn parse(&self, parse: ParseOptions, text: &str, place: Option<&str>) -> Result<Policy, WireError> {
        let read = parse.limits(self.limits).parse(text);
        read.map_err(|error| WireError::policy(error, place.map(str::to_owned), text, self.position_encoding))
    }
}

/// The text of a policy: that of an object, the value of a string.
pub(super) fn text_of<'v>(value: &'v RawValue, place: Option<&str>) -> Result<Cow<'v, str>, WireError> {
    if !value.get().starts_with('"') {
        return Ok(Cow::Borrowed(value.get()));
    }
    let expected = "a string of whole characters";
    serde_json::from_str(value.get()).map_err(|_| WireError::shape(place.unwrap_or("policy"), expected))
}
