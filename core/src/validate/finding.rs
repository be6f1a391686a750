//! What was found, and where.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::request::Request;
use crate::text::{PathElement, Span};

use super::check::Check;
use super::fix::Fix;

/// How much does a finding matter? On the wire in AWS's spelling.
///
/// Source: Access Analyzer API reference, `ValidatePolicyFinding`.
///
/// ```
/// use iam_eval::validate::FindingType;
///
/// assert_eq!(serde_json::to_string(&FindingType::SecurityWarning)?, r#""SECURITY_WARNING""#);
/// assert!(FindingType::Error < FindingType::Suggestion);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum FindingType {
    /// The policy does not work.
    Error,
    /// The policy allows what is overly permissive.
    SecurityWarning,
    /// The policy works, and not as is the practice.
    Warning,
    /// The policy could be written better.
    Suggestion,
}

impl FindingType {
    /// AWS's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Error => "ERROR",
            Self::SecurityWarning => "SECURITY_WARNING",
            Self::Warning => "WARNING",
            Self::Suggestion => "SUGGESTION",
        }
    }
}

impl fmt::Display for FindingType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A place in a document: the way to it, and the bytes it has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The way from the top; empty for the document itself.
    pub path: Vec<PathElement>,
    /// The bytes; a string's include its quotes.
    pub span: Span,
}

/// Something that a check found.
///
/// ```
/// use iam_eval::validate::{ValidateOptions, validate};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Deny", "Action": "*", "Resource": "*"}}"#;
/// let finding = &validate(text, &ValidateOptions::default())?.findings[0];
/// assert_eq!(finding.code(), "EMPTY_SID_VALUE");
/// assert_eq!(finding.locations[0].span.slice(text), Some("\"\""));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Finding {
    /// The check that found it.
    pub check: &'static Check,
    /// What is the matter, in a sentence.
    pub details: String,
    /// Where; at least one.
    pub locations: Vec<Location>,
    /// What would certainly mend it, the best first.
    pub fixes: Vec<Fix>,
    /// A request that shows it, which the evaluator has confirmed.
    pub witness: Option<Box<Request>>,
}

impl Finding {
    /// Its stable name, such as `INVALID_ACTION`.
    pub fn code(&self) -> &'static str {
        self.check.code()
    }

    /// How much it matters.
    pub fn finding_type(&self) -> FindingType {
        self.check.finding_type()
    }
}

/// All that was found in a document.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Validation {
    /// In the order of their first places, then of their codes.
    pub findings: Vec<Finding>,
    /// Of which date are the facts of AWS's services that were used? None where no catalogue was, and the checks that
    /// need one did not run.
    pub catalog_date: Option<String>,
}
