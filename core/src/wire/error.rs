//! Why an input was refused.

use std::fmt;

use crate::request::InputError;
use crate::text::ParseError;

/// Why an input was refused: its JSON, a policy in it, or its request.
///
/// ```
/// let error = iam_eval::wire::evaluate("{}").unwrap_err();
/// assert_eq!(error.code(), "bad-input");
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
}

impl WireError {
    pub(super) fn at(error: ParseError, place: String) -> Self {
        Self { source: Source::Policy(error), place: Some(place) }
    }

    /// A stable name for the kind of refusal, in kebab case.
    pub fn code(&self) -> &str {
        match &self.source {
            Source::Json(_) => "bad-input",
            Source::Policy(error) => error.code(),
            Source::Request(error) => error.code(),
        }
    }

    /// Line from 1: in the policy for an error in a policy, else in the input.
    pub fn line(&self) -> Option<usize> {
        match &self.source {
            Source::Json(error) => Some(error.line()),
            Source::Policy(error) => Some(error.line()),
            Source::Request(_) => None,
        }
    }

    /// Column from 1, likewise.
    pub fn column(&self) -> Option<usize> {
        match &self.source {
            Source::Json(error) => Some(error.column()),
            Source::Policy(error) => Some(error.column()),
            Source::Request(_) => None,
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
        }
    }
}

impl std::error::Error for WireError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.source {
            Source::Json(error) => Some(error),
            Source::Policy(error) => Some(error),
            Source::Request(error) => Some(error),
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
