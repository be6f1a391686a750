//! Why a simulation was refused, in AWS's words.

use std::fmt;

use serde::Serialize;

use crate::text::ParseError;

/// Why a simulation was refused: AWS's error code and message.
///
/// Where a policy cannot be read, AWS says no more than that; [`policy`](Self::policy) says which one
/// and [`parse_error`](Self::parse_error) why, and where.
///
/// ```
/// use iam_eval::simulate::{SimulateCustomPolicyInput, simulate_custom_policy};
/// let input = SimulateCustomPolicyInput {
///     policy_input_list: vec!["{".to_owned()],
///     action_names: vec!["s3:GetObject".to_owned()],
///     ..Default::default()
/// };
/// let error = simulate_custom_policy(&input).unwrap_err();
/// assert_eq!(error.to_string(), "InvalidInput: Policy input list item 1 has invalid content");
/// assert_eq!(error.policy(), Some("PolicyInputList.1"));
/// assert_eq!(error.parse_error().unwrap().line(), 1);
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[non_exhaustive]
pub struct SimulationError {
    /// AWS's code: `InvalidInput`, `ValidationError`, `NoSuchEntity`; ours: `LimitExceeded`.
    pub code: &'static str,
    /// AWS's message.
    pub message: String,
    #[serde(skip)]
    unreadable: Option<Box<Unreadable>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Unreadable {
    policy: String,
    text: String,
    error: ParseError,
}

impl SimulationError {
    fn new(code: &'static str, message: String) -> Self {
        Self { code, message, unreadable: None }
    }

    pub(super) fn invalid(message: impl Into<String>) -> Self {
        Self::new("InvalidInput", message.into())
    }

    pub(super) fn no_such_entity(message: &str) -> Self {
        Self::new("NoSuchEntity", message.to_owned())
    }

    pub(super) fn limit(message: String) -> Self {
        Self::new("LimitExceeded", message)
    }

    /// One value that AWS's own model of the API refuses, before the service has seen it.
    pub(super) fn validation(value: &str, member: &str, constraint: &str) -> Self {
        let shown: String = value.chars().take(MAX_SHOWN).collect();
        let message = format!(
            "1 validation error detected: Value '{shown}' at '{member}' failed to satisfy constraint: {constraint}"
        );
        Self::new("ValidationError", message)
    }

    /// A policy that does not parse.
    pub(super) fn unreadable(message: String, policy: &str, text: &str, error: ParseError) -> Self {
        let unreadable = Unreadable { policy: policy.to_owned(), text: text.to_owned(), error };
        Self { unreadable: Some(Box::new(unreadable)), ..Self::invalid(message) }
    }

    /// Which policy could not be read, as `MatchedStatements` would name it.
    pub fn policy(&self) -> Option<&str> {
        self.unreadable.as_ref().map(|unreadable| unreadable.policy.as_str())
    }

    /// Why that policy could not be read, and where.
    pub fn parse_error(&self) -> Option<&ParseError> {
        self.unreadable.as_ref().map(|unreadable| &unreadable.error)
    }

    /// The text of that policy.
    pub(crate) fn policy_text(&self) -> Option<&str> {
        self.unreadable.as_ref().map(|unreadable| unreadable.text.as_str())
    }
}

/// A message that repeats a megabyte of input tells nothing.
const MAX_SHOWN: usize = 2_048;

impl fmt::Display for SimulationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.message)
    }
}

impl std::error::Error for SimulationError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.parse_error().map(|error| error as _)
    }
}
