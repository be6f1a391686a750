//! A document that says what policies let through, and what it may leave out.

use std::fmt;

use crate::condition::QualifiedOperator;
use crate::document::Policy;
use crate::request::Request;

use super::super::answer::Undecided;

/// A policy document as an answer: all that it lets through is proved to be asked for.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, Layers, find_effective}};
///
/// let identity: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse()?;
/// let boundary: Policy = r#"{"Statement":[{"Effect":"Allow","NotAction":"s3:Delete*","Resource":"*"},
///     {"Effect":"Allow","Action":"s3:DeleteObject","Resource":"*"}]}"#.parse()?;
/// let layers = Layers::new().identity([&identity]).permissions_boundary(&boundary);
/// let document = find_effective(&layers, &AnalyzeOptions::default());
/// // no statements say "all of S3 but for what begins with Delete, yet DeleteObject"
/// assert!(!document.is_exact && document.left_out.is_some());
/// assert_eq!(document.reasons[0].to_string(), "no statement says what is left of s3:Delete*");
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Document {
    /// The document; `None` where it would let through nothing.
    pub policy: Option<Policy>,
    /// Whether it is proved to let through all that is asked for, too.
    pub is_exact: bool,
    /// Why it may leave something out. Empty where it is exact.
    pub reasons: Vec<Inexact>,
    /// A request that it leaves out, where one was found.
    pub left_out: Option<Box<Request>>,
}

/// Why a document may let through less than it should.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum Inexact {
    /// No entries match what these and others have in common, and a Deny that kept them apart would take from other
    /// statements, too.
    Entries(Vec<String>),
    /// Conditions with this operator and key cannot stand side by side.
    Condition {
        /// The operator that several statements use.
        operator: QualifiedOperator,
        /// The key that they ask for.
        key: String,
    },
    /// It would take too many statements, or a document too large to be read.
    TooLarge,
    /// Whether something belongs to the answer, or is left out of it, could not be decided.
    Undecided(Undecided),
}

impl fmt::Display for Inexact {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Entries(entries) => write!(f, "no statement says what is left of {}", entries.join(", ")),
            Self::Condition { operator, key } => write!(f, "conditions {operator} on {key} do not stand side by side"),
            Self::TooLarge => f.write_str("too many statements"),
            Self::Undecided(why) => why.fmt(f),
        }
    }
}
