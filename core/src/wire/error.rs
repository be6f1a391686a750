//! Why an input was refused.

use std::fmt;

use crate::request::InputError;
use crate::text::ParseError;

/// Why was an input refused: for its JSON, a policy in it, or its request?
///
/// ```
/// let error = iam_eval::wire::evaluate("{}").unwrap_err();
/// assert_eq!((error.code(), error.line()), ("bad-input", Some(1)));
/// let error = iam_eval::wire::evaluate(
///     r#"{"policies": {"identity": ["{"]}, "request": {"action": "s3:GetObject"}}"#).unwrap_err();
/// assert!(error.to_string().starts_with("identity[0]: expected `,` or `}`, found the end of the text"));
/// assert_eq!((error.code(), error.column()), ("json-syntax", Some(2)));
/// ```
#[derive(Debug)]
pub struct WireError {
    source: Source,
    /// Which member of the input is meant.
    place: Option<String>,
}

#[derive(Debug)]
enum Source {
    Json(serde_json::Error),
    Policy(ParseError),
    Request(InputError),
    /// A member that is not of its shape: what was expected.
    Shape(&'static str),
}

impl WireError {
    pub(super) fn shape(place: &str, expected: &'static str) -> Self {
        Self { source: Source::Shape(expected), place: Some(place.to_owned()) }
    }

    pub(super) fn at(error: ParseError, place: String) -> Self {
        Self { source: Source::Policy(error), place: Some(place) }
    }

    /// What is the kind of refusal called? A stable name in kebab case: `bad-input`, or that of the
    /// [`ParseError`] or [`InputError`] behind it.
    ///
    /// ```
    /// let error = iam_eval::wire::evaluate(r#"{"policies": {}, "request": {"action": "s3"}}"#).unwrap_err();
    /// assert_eq!(error.code(), "action-not-concrete");
    /// ```
    pub fn code(&self) -> &str {
        match &self.source {
            Source::Json(_) | Source::Shape(_) => "bad-input",
            Source::Policy(error) => error.code(),
            Source::Request(error) => error.code(),
        }
    }

    /// On which line, from 1? In the policy for an error in a policy, else in the input; none for an
    /// error in the request and for a layer that is no list, whose message names it.
    pub fn line(&self) -> Option<usize> {
        match &self.source {
            Source::Json(error) => Some(error.line()),
            Source::Policy(error) => Some(error.line()),
            Source::Request(_) | Source::Shape(_) => None,
        }
    }

    /// In which column, from 1? In the same text as the line: code points in a policy, bytes in the input.
    pub fn column(&self) -> Option<usize> {
        match &self.source {
            Source::Json(error) => Some(error.column()),
            Source::Policy(error) => Some(error.column()),
            Source::Request(_) | Source::Shape(_) => None,
        }
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(place) = &self.place {
            write!(f, "{place}: ")?;
        }
        match &self.source {
            Source::Json(error) => error.fmt(f),
            Source::Policy(error) => error.fmt(f),
            Source::Request(error) => error.fmt(f),
            Source::Shape(expected) => write!(f, "expected {expected}"),
        }
    }
}

impl std::error::Error for WireError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Source::Json(error) => Some(error),
            Source::Policy(error) => Some(error),
            Source::Request(error) => Some(error),
            Source::Shape(_) => None,
        }
    }
}

impl From<serde_json::Error> for WireError {
    fn from(error: serde_json::Error) -> Self {
        Self { source: Source::Json(error), place: None }
    }
}

impl From<InputError> for WireError {
    fn from(error: InputError) -> Self {
        Self { source: Source::Request(error), place: Some("request".to_owned()) }
    }
}
