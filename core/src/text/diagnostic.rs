//! A remark about one place of a document.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::Span;

/// How much a remark matters. On the wire the name in lower case.
///
/// ```
/// use iam_eval::text::Severity;
///
/// assert!(Severity::Error < Severity::Warning);
/// assert_eq!(serde_json::to_string(&Severity::Warning)?, r#""warning""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
#[non_exhaustive]
pub enum Severity {
    /// The document is refused or cannot mean what it says.
    Error,
    /// The document is accepted, and something in it is probably not meant.
    Warning,
}

/// Which step leads from an element of a document to one inside it?
///
/// Source: the shape is that of `PathElement` of IAM Access Analyzer (API reference, `ValidatePolicy`).
///
/// ```
/// use iam_eval::text::PathElement;
///
/// let step: PathElement = serde_json::from_str(r#"{"substring": {"start": 3, "length": 4}}"#)?;
/// assert_eq!(step, PathElement::Substring { start: 3, length: 4 });
/// assert_eq!(serde_json::to_string(&PathElement::Index(0))?, r#"{"index":0}"#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
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
/// use iam_eval::{Policy, text::Severity};
///
/// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"allow","Action":"*","Resource":"*"}}"#;
/// let (_, remarks) = Policy::lint(text);
/// let remark = &remarks[0];
/// assert_eq!((&*remark.code, remark.severity), ("bad-value", Severity::Error));
/// assert_eq!(remark.message, "expected `Allow` or `Deny`, found `allow`");
/// assert_eq!(remark.span.slice(text), Some(r#""allow""#));
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
    /// An error without a path, for a remark of the embedder's own among those of the library.
    ///
    /// ```
    /// use iam_eval::text::{Diagnostic, Severity, Span};
    ///
    /// let remark = Diagnostic::error("no-star", Span::new(0, 3), "expected a prefix, found `*`");
    /// assert_eq!((remark.severity, remark.path.len()), (Severity::Error, 0));
    /// ```
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self { code: Cow::Borrowed(code), severity: Severity::Error, message: message.into(), path: Vec::new(), span }
    }
}
