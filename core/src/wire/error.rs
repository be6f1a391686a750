//! Why an input was refused.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

use crate::request::InputError;
use crate::simulate::SimulationError;
use crate::text::{ParseError, PathElement, Position, PositionEncoding};

use super::faults::member_at;
use super::places::Places;

/// Of what kind is a refusal? The class of exception, where a language has them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub enum ErrorType {
    /// A policy cannot be read, or AWS would not store it.
    ParseError,
    /// A [limit](crate::Limits) was passed.
    LimitError,
    /// A question is not of its shape or contradicts itself, or AWS would refuse it.
    InputError,
}

impl ErrorType {
    /// The name on the wire.
    ///
    /// ```
    /// assert_eq!(iam_eval::wire::ErrorType::ParseError.as_str(), "ParseError");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ParseError => "ParseError",
            Self::LimitError => "LimitError",
            Self::InputError => "InputError",
        }
    }
}

/// Why was an input refused: for its JSON, a policy in it, or its request?
///
/// ```
/// let error = iam_eval::wire::evaluate("{}").unwrap_err();
/// assert_eq!((error.code(), error.line()), ("bad-input", Some(1)));
/// let error = iam_eval::wire::evaluate(
///     r#"{"policies": {"identity": ["{"]}, "request": {"action": "s3:GetObject"}}"#).unwrap_err();
/// assert_eq!(error.to_string(),
///     "identity[0]: expected `,` or `}`, found the end of the text (line 1, column 2)");
/// assert_eq!((error.code(), error.column()), ("json-syntax", Some(2)));
/// assert!(error.to_json().starts_with(r#"{"type":"ParseError","code":"json-syntax","message":"identity[0]: "#));
/// ```
#[derive(Debug)]
pub struct WireError {
    shown: Box<Shown>,
    source: Option<Source>,
}

/// What is said of a refusal.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "ErrorReport", optional_fields), schemars(rename = "ErrorReport"))]
#[serde(rename_all = "camelCase")]
pub(super) struct Shown {
    /// Of what kind it is.
    #[serde(rename = "type")]
    kind: ErrorType,
    /// The stable name of the refusal, in kebab case; for a simulation AWS's own code.
    code: String,
    /// What was found and what was expected, and where.
    message: String,
    /// On which line, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    line: Option<usize>,
    /// In which column, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    column: Option<usize>,
    /// How far from the start of the text, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    offset: Option<usize>,
    /// The steps from the top of the policy to the element.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<PathElement>>"))]
    path: Vec<PathElement>,
    /// Which policy of the input is meant, where it has several; line, column and offset count in its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    policy: Option<String>,
    /// What AWS answers when such a document is stored.
    #[serde(skip_serializing_if = "Option::is_none")]
    aws_message: Option<String>,
}

#[derive(Debug)]
enum Source {
    Json(serde_json::Error),
    Policy(ParseError),
    Request(InputError),
    Simulation(SimulationError),
}

impl Shown {
    fn new(kind: ErrorType, code: &str, message: String) -> Self {
        Self {
            kind,
            code: code.to_owned(),
            message,
            line: None,
            column: None,
            offset: None,
            path: Vec::new(),
            policy: None,
            aws_message: None,
        }
    }

    fn at(mut self, position: Position) -> Self {
        self.line = Some(position.line);
        self.column = Some(position.column);
        self.offset = Some(position.offset);
        self
    }
}

impl WireError {
    /// What is said of it, for an answer that goes on without what was refused.
    #[cfg(feature = "analysis")]
    pub(super) fn into_shown(self) -> Shown {
        *self.shown
    }

    /// A member that is not of its shape.
    pub(super) fn shape(place: &str, expected: &str) -> Self {
        let shown = Shown::new(ErrorType::InputError, "bad-input", format!("{place}: expected {expected}"));
        Self { shown: Box::new(shown), source: None }
    }

    /// The whole input, or one line of it, is not of its shape.
    pub(super) fn json(error: serde_json::Error, input: &str, encoding: PositionEncoding) -> Self {
        Self::json_from(error, input, 0..input.len(), "", encoding)
    }

    /// The same where only a part of the text was read, which is called `place`.
    pub(super) fn json_from(
        error: serde_json::Error,
        input: &str,
        read: Range<usize>,
        place: &str,
        encoding: PositionEncoding,
    ) -> Self {
        let part = input.get(read.clone()).unwrap_or("");
        let position = Places::new(input, encoding).position(read.start + byte_of(&error, part));
        let message = format!("{} (line {}, column {})", said_of(&error, part, place), position.line, position.column);
        let shown = Shown::new(ErrorType::InputError, "bad-input", message).at(position);
        Self { shown: Box::new(shown), source: Some(Source::Json(error)) }
    }

    /// The same where nobody has seen the text.
    pub(super) fn json_unseen(error: &serde_json::Error, input: &str, place: &str) -> Self {
        Self::not_convertible(said_of(error, input, place))
    }

    /// A value of the host's language that is not of the shape of the input.
    ///
    /// ```
    /// let error = iam_eval::wire::WireError::not_convertible("expected a string, found a set");
    /// assert_eq!((error.code(), error.to_string().as_str()), ("bad-input", "expected a string, found a set"));
    /// ```
    pub fn not_convertible(message: impl Into<String>) -> Self {
        Self { shown: Box::new(Shown::new(ErrorType::InputError, "bad-input", message.into())), source: None }
    }

    /// An input that is of its shape, and that there is no answer to.
    pub(super) fn refused(code: &str, message: String) -> Self {
        Self { shown: Box::new(Shown::new(ErrorType::InputError, code, message)), source: None }
    }

    /// A policy that cannot be read. `policy` names it where the input has several, `text` is what it
    /// was read from.
    ///
    /// ```
    /// use iam_eval::{Policy, text::PositionEncoding, wire::WireError};
    ///
    /// let text = r#"{"Id":"😀","Statement":[]}"#;
    /// let error = WireError::policy(Policy::parse(text).unwrap_err(), None, text, PositionEncoding::Utf16);
    /// assert_eq!((error.code(), error.offset()), ("empty-list", Some(23)));
    /// ```
    pub fn policy(error: ParseError, policy: Option<String>, text: &str, encoding: PositionEncoding) -> Self {
        let position = Places::new(text, encoding).position(error.span().start);
        let place = policy.as_ref().map(|policy| format!("{policy}: ")).unwrap_or_default();
        let message = format!("{place}{} (line {}, column {})", error.message(), position.line, position.column);
        let kind = if error.is_limit() { ErrorType::LimitError } else { ErrorType::ParseError };
        let mut shown = Shown::new(kind, error.code(), message).at(position);
        shown.path = error.path().to_vec();
        shown.policy = policy;
        shown.aws_message = error.aws_message().map(str::to_owned);
        Self { shown: Box::new(shown), source: Some(Source::Policy(error)) }
    }

    /// A request that contradicts itself; `place` names it.
    ///
    /// ```
    /// use iam_eval::{Request, wire::WireError};
    ///
    /// let error = WireError::request(Request::new("s3", "*").unwrap_err(), "requests[1]");
    /// assert!(error.to_string().starts_with("requests[1]: expected exactly one colon"));
    /// ```
    pub fn request(error: InputError, place: &str) -> Self {
        let shown = Shown::new(ErrorType::InputError, error.code(), format!("{place}: {error}"));
        Self { shown: Box::new(shown), source: Some(Source::Request(error)) }
    }

    /// A simulation that AWS would refuse; where it is for a policy, with what AWS does not say: why.
    pub(super) fn simulation(error: SimulationError, encoding: PositionEncoding) -> Self {
        let kind = if error.code == "LimitExceeded" { ErrorType::LimitError } else { ErrorType::InputError };
        let mut shown = Shown::new(kind, error.code, error.message.clone());
        if let (Some(parse), Some(text)) = (error.parse_error(), error.policy_text()) {
            let unread = Self::policy(parse.clone(), error.policy().map(str::to_owned), text, encoding).shown;
            shown =
                Shown { kind, code: shown.code, message: format!("{}: {}", shown.message, unread.message), ..*unread };
        }
        Self { shown: Box::new(shown), source: Some(Source::Simulation(error)) }
    }

    /// The same error of one of many inputs.
    ///
    /// ```
    /// let error = iam_eval::wire::WireError::not_convertible("expected a string").within("requests[3]");
    /// assert_eq!(error.to_string(), "requests[3]: expected a string");
    /// ```
    #[must_use]
    pub fn within(mut self, place: &str) -> Self {
        self.shown.message = format!("{place}: {}", self.shown.message);
        self
    }

    /// Of what kind is the refusal?
    ///
    /// ```
    /// use iam_eval::wire::{self, ErrorType};
    ///
    /// assert_eq!(wire::parse(r#"{"policy": "{"}"#).unwrap_err().error_type(), ErrorType::ParseError);
    /// assert_eq!(wire::parse("").unwrap_err().error_type(), ErrorType::InputError);
    /// ```
    pub fn error_type(&self) -> ErrorType {
        self.shown.kind
    }

    /// What is the kind of refusal called? A stable name in kebab case: `bad-input`, or that of the
    /// [`ParseError`] or [`InputError`] behind it; AWS's code for a simulation.
    ///
    /// ```
    /// let error = iam_eval::wire::evaluate(r#"{"policies": {}, "request": {"action": "s3"}}"#).unwrap_err();
    /// assert_eq!(error.code(), "action-not-concrete");
    /// ```
    pub fn code(&self) -> &str {
        &self.shown.code
    }

    /// On which line, from 1? In the policy for an error in a policy, else in the input; none for an
    /// error in the request and for a layer that is no list, whose message names it.
    pub fn line(&self) -> Option<usize> {
        self.shown.line
    }

    /// In which column, from 1? In the same text as the line, in units of the input's
    /// `positionEncoding`.
    pub fn column(&self) -> Option<usize> {
        self.shown.column
    }

    /// How far from the start of that text, from 0, in the same units?
    pub fn offset(&self) -> Option<usize> {
        self.shown.offset
    }

    /// Which steps lead from the top of the policy to the element?
    pub fn path(&self) -> &[PathElement] {
        &self.shown.path
    }

    /// Which policy of the input is meant, where it has several?
    pub fn policy_name(&self) -> Option<&str> {
        self.shown.policy.as_deref()
    }

    /// What does AWS answer when such a document is stored? See [`ParseError::aws_message`].
    pub fn aws_message(&self) -> Option<&str> {
        self.shown.aws_message.as_deref()
    }

    /// All of it as JSON, as every binding shows it.
    ///
    /// [`WireError`] shows it in use.
    pub fn to_json(&self) -> String {
        serde_json::to_string(&self.shown).unwrap_or_default()
    }
}

/// What an error says of the value that it is about, without the place, which counts bytes.
fn said_of(error: &serde_json::Error, input: &str, place: &str) -> String {
    let said = error.to_string();
    let said = said.rsplit_once(" at line ").map_or(&*said, |(said, _)| said);
    let place = if error.is_data() { member_at(input, byte_of(error, input), place) } else { place.to_owned() };
    if place.is_empty() { said.to_owned() } else { format!("{place}: {said}") }
}

/// Which byte of the input `serde_json` means.
fn byte_of(error: &serde_json::Error, input: &str) -> usize {
    let line = input.split_inclusive('\n').take(error.line().saturating_sub(1)).map(str::len).sum::<usize>();
    line + error.column().saturating_sub(1)
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.shown.message)
    }
}

impl std::error::Error for WireError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self.source.as_ref()? {
            Source::Json(error) => Some(error),
            Source::Policy(error) => Some(error),
            Source::Request(error) => Some(error),
            Source::Simulation(error) => Some(error),
        }
    }
}

impl From<InputError> for WireError {
    fn from(error: InputError) -> Self {
        Self::request(error, "request")
    }
}
