//! A remark about one place of a document.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Span;

/// How much a remark matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// The document is refused or cannot mean what it says.
    Error,
    /// The document is accepted, and something in it is probably not meant.
    Warning,
}

/// One step from the top of a document to an element, in the shape of IAM Access Analyzer's
/// `PathElement` (API reference, `ValidatePolicy`).
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum PathElement {
    /// The n-th element of a list, from 0.
    Index(usize),
    /// The name of a member, where the name itself is meant.
    Key(String),
    /// A part of a string value.
    Substring {
        /// First character, from 0.
        start: usize,
        /// How many characters.
        length: usize,
    },
    /// The value of a member.
    Value(String),
}

/// A remark about one place of a document: what is wrong, where, and how it is called.
///
/// ```
/// use iam_eval::Policy;
/// let (_, remarks) = Policy::lint(r#"{"Version":"2012-10-17","Statement":{"Effect":"allow","Action":"*","Resource":"*"}}"#);
/// assert_eq!(remarks[0].message, "expected `Allow` or `Deny`, found `allow`");
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[non_exhaustive]
pub struct Diagnostic {
    /// A stable name of the kind of remark, in kebab case.
    pub code: Cow<'static, str>,
    /// How much it matters.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: String,
    /// The way from the top of the document to the element.
    pub path: Vec<PathElement>,
    /// The bytes meant.
    pub span: Span,
}

impl Diagnostic {
    /// An error without a path.
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), severity: Severity::Error, message: message.into(), path: Vec::new(), span }
    }
}
