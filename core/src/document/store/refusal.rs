//! A refusal: what we say of it, where it is, and what AWS says.

use std::borrow::Cow;

use crate::json::Value;
use crate::text::{Diagnostic, ErrorKind, ParseError, PathElement, Span};

use super::rules::Rules;

/// Captured from `CreatePolicy`: the JSON is not of a policy's shape.
pub(super) const SYNTAX: &str = "Syntax errors in policy.";
/// Captured from `CreatePolicy`: the older parser behind the first one gave up.
pub(super) const LEGACY: &str = "The policy failed legacy parsing";
/// Captured from Organizations `CreatePolicy`, whatever the fault.
pub(super) const ORGANIZATIONS: &str = "MalformedPolicyDocumentException: The provided policy \
     document does not meet the requirements of the specified policy type.";

/// The outcome of one stage.
pub(super) type Checked<T = ()> = Result<T, Refusal>;

/// One thin pointer, since nearly every document passes.
#[derive(Debug, Clone)]
pub(super) struct Refusal(Box<Inner>);

#[derive(Debug, Clone)]
struct Inner {
    kind: ErrorKind,
    diagnostic: Diagnostic,
    aws_message: Cow<'static, str>,
}

impl Refusal {
    /// The document is not of a policy's shape.
    pub fn shape(code: &'static str, span: Span, message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Grammar, Diagnostic::error(code, span, message), SYNTAX.into())
    }

    pub fn wrong_type(value: Value<'_, '_>, expected: &str) -> Self {
        let message = format!("expected {expected}, found {}", value.kind().describe());
        Self::shape("wrong-type", value.span(), message)
    }

    /// A policy in shape that AWS does not store, and AWS's words for it.
    pub fn store(
        code: &'static str,
        span: Span,
        message: impl Into<String>,
        aws_message: impl Into<Cow<'static, str>>,
    ) -> Self {
        Self::new(ErrorKind::Store, Diagnostic::error(code, span, message), aws_message.into())
    }

    fn new(kind: ErrorKind, diagnostic: Diagnostic, aws_message: Cow<'static, str>) -> Self {
        Self(Box::new(Inner { kind, diagnostic, aws_message }))
    }

    pub fn at(mut self, path: Vec<PathElement>) -> Self {
        self.0.diagnostic.path = path;
        self
    }

    /// Puts the way to what was looked at before the way inside it.
    pub fn under(mut self, mut path: Vec<PathElement>) -> Self {
        path.append(&mut self.0.diagnostic.path);
        self.at(path)
    }

    pub fn into_error(self, source: &str, rules: &Rules) -> ParseError {
        let Inner { kind, diagnostic, aws_message } = *self.0;
        let aws_message = rules.one_message.map_or(aws_message, Cow::Borrowed);
        ParseError::new(kind, diagnostic, source).with_aws_message(aws_message)
    }
}

/// What was found, in backticks and no longer than a message can bear.
pub(super) fn quote(text: &str) -> String {
    const SHOWN: usize = 60;
    match text.char_indices().nth(SHOWN) {
        Some((end, _)) => format!("`{}…`", text.get(..end).unwrap_or_default()),
        None => format!("`{text}`"),
    }
}
