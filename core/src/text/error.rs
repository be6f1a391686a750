//! Why a text was refused.

use std::fmt;

use super::{Diagnostic, LineIndex, PathElement, Position, PositionEncoding, Span};

/// In which of the stages of reading a text was refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ErrorKind {
    /// Not UTF-8, or not JSON.
    Syntax,
    /// JSON, but not of a policy's shape.
    Grammar,
    /// A policy that AWS does not store as the kind asked for.
    Store,
    /// Larger or deeper than [`Limits`](crate::Limits) allow.
    Limit,
}

/// Why a policy document was refused: one stable code, a message, and the place.
///
/// ```
/// use iam_eval::Policy;
/// let error = "{\"Version\" \"2012-10-17\"}".parse::<Policy>().unwrap_err();
/// assert!(error.is_syntax());
/// assert_eq!(error.to_string(), "expected `:`, found `\"` (line 1, column 12)");
/// assert_eq!((error.line(), error.column()), (1, 12));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    inner: Box<Inner>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Inner {
    kind: ErrorKind,
    diagnostic: Diagnostic,
    position: Position,
    aws_message: Option<String>,
}

impl ParseError {
    /// Makes an error out of a remark; `source` is the text it speaks of.
    pub(crate) fn new(kind: ErrorKind, diagnostic: Diagnostic, source: &str) -> Self {
        let position = LineIndex::new(source).position(source, diagnostic.span.start, PositionEncoding::CodePoints);
        Self { inner: Box::new(Inner { kind, diagnostic, position, aws_message: None }) }
    }

    /// Adds the message that AWS answers such a document with.
    pub(crate) fn with_aws_message(mut self, message: impl Into<String>) -> Self {
        self.inner.aws_message = Some(message.into());
        self
    }

    /// A stable name for the kind of refusal, in kebab case.
    pub fn code(&self) -> &str {
        &self.inner.diagnostic.code
    }

    /// In which stage the text was refused.
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Whether the text is not JSON at all.
    pub fn is_syntax(&self) -> bool {
        self.kind() == ErrorKind::Syntax
    }

    /// Whether a limit of [`Limits`](crate::Limits) was passed.
    pub fn is_limit(&self) -> bool {
        self.kind() == ErrorKind::Limit
    }

    /// What was found and what was expected, without the place.
    pub fn message(&self) -> &str {
        &self.inner.diagnostic.message
    }

    /// What AWS answers such a document with when it is stored (`MalformedPolicyDocument`), where
    /// the refusal is one of AWS's store-time rules.
    pub fn aws_message(&self) -> Option<&str> {
        self.inner.aws_message.as_deref()
    }

    /// The bytes meant.
    pub fn span(&self) -> Span {
        self.inner.diagnostic.span
    }

    /// Line, from 1.
    pub fn line(&self) -> usize {
        self.inner.position.line
    }

    /// Column in code points, from 1.
    pub fn column(&self) -> usize {
        self.inner.position.column
    }

    /// The way from the top of the document to the element.
    pub fn path(&self) -> &[PathElement] {
        &self.inner.diagnostic.path
    }

    /// The same as a remark that can be listed with others.
    pub fn to_diagnostic(&self) -> Diagnostic {
        self.inner.diagnostic.clone()
    }
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {})", self.message(), self.line(), self.column())
    }
}

impl std::error::Error for ParseError {}
