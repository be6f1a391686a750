//! Why a text was refused.

use std::fmt;

use super::{Diagnostic, LineIndex, PathElement, Position, PositionEncoding, Span};

/// In which of the stages of reading was a text refused?
///
/// ```
/// use iam_eval::{Policy, text::ErrorKind};
///
/// let kind = |text: &str| text.parse::<Policy>().unwrap_err().kind();
/// assert_eq!(kind("{"), ErrorKind::Syntax);
/// assert_eq!(kind(r#"{"Statement": []}"#), ErrorKind::Grammar);
/// ```
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
/// One pointer wide, so that a `Result` stays small.
///
/// ```
/// use iam_eval::Policy;
///
/// let error = "{\"Version\" \"2012-10-17\"}".parse::<Policy>().unwrap_err();
/// assert!(error.is_syntax());
/// assert_eq!(error.to_string(), "expected `:`, found `\"` (line 1, column 12)");
/// assert_eq!(error.message(), "expected `:`, found `\"`");
/// assert_eq!((error.line(), error.column()), (1, 12));
/// assert_eq!(error.span().start, 11);
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

    /// What is the kind of refusal called? A stable name in kebab case, to be compared with.
    ///
    /// ```
    /// let error = iam_eval::Policy::parse(r#"{"Statement": []}"#).unwrap_err();
    /// assert_eq!(error.code(), "empty-list");
    /// ```
    pub fn code(&self) -> &str {
        &self.inner.diagnostic.code
    }

    /// In which stage was the text refused?
    ///
    /// ```
    /// use iam_eval::{Policy, text::ErrorKind};
    ///
    /// assert_eq!(Policy::parse("[]").unwrap_err().kind(), ErrorKind::Grammar);
    /// ```
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// Is the text not JSON at all?
    ///
    /// ```
    /// assert!(iam_eval::Policy::parse("{,}").unwrap_err().is_syntax());
    /// assert!(!iam_eval::Policy::parse("{}").unwrap_err().is_syntax());
    /// ```
    pub fn is_syntax(&self) -> bool {
        self.kind() == ErrorKind::Syntax
    }

    /// Did the text pass one of the [`Limits`](crate::Limits)?
    ///
    /// ```
    /// let error = iam_eval::Policy::parse(&"[".repeat(65)).unwrap_err();
    /// assert!(error.is_limit());
    /// ```
    pub fn is_limit(&self) -> bool {
        self.kind() == ErrorKind::Limit
    }

    /// What was found and what was expected, without the place.
    pub fn message(&self) -> &str {
        &self.inner.diagnostic.message
    }

    /// What does AWS answer when such a document is stored (`MalformedPolicyDocument`)? `None` unless
    /// the refusal is one of AWS's store-time rules.
    ///
    /// Source: captured from AWS, for each kind of policy.
    ///
    /// ```
    /// use iam_eval::{ParseOptions, PolicyType};
    ///
    /// let options = ParseOptions::new().policy_type(PolicyType::Identity);
    /// let old = r#"{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}"#;
    /// let error = options.parse(old).unwrap_err();
    /// assert_eq!(error.aws_message(), Some("Policy document must be version 2012-10-17 or greater."));
    /// assert_eq!(ParseOptions::new().parse("[]").unwrap_err().aws_message(), None);
    /// ```
    pub fn aws_message(&self) -> Option<&str> {
        self.inner.aws_message.as_deref()
    }

    /// Which bytes of the text are meant? For [`Policy::parse_bytes`](crate::Policy::parse_bytes)
    /// they count in the bytes given.
    pub fn span(&self) -> Span {
        self.inner.diagnostic.span
    }

    /// On which line, from 1, does the place begin?
    pub fn line(&self) -> usize {
        self.inner.position.line
    }

    /// In which column, in code points from 1, does the place begin?
    ///
    /// [`LineIndex`] counts in other units.
    pub fn column(&self) -> usize {
        self.inner.position.column
    }

    /// Which steps lead from the top of the document to the element? Empty for a text that is not JSON.
    ///
    /// ```
    /// use iam_eval::{Policy, text::PathElement};
    ///
    /// let text = r#"{"Statement": [{"Effect": "Deny", "Action": 1, "Resource": "*"}]}"#;
    /// let error = Policy::parse(text).unwrap_err();
    /// let [statement, index, action] = error.path() else { panic!() };
    /// assert_eq!(*index, PathElement::Index(0));
    /// assert_eq!(*action, PathElement::Value("Action".into()));
    /// ```
    pub fn path(&self) -> &[PathElement] {
        &self.inner.diagnostic.path
    }

    /// The same as a remark that can be listed with those of [`Policy::lint`](crate::Policy::lint).
    ///
    /// ```
    /// let error = iam_eval::Policy::parse("[]").unwrap_err();
    /// let remark = error.to_diagnostic();
    /// assert_eq!((&*remark.code, remark.span), (error.code(), error.span()));
    /// ```
    pub fn to_diagnostic(&self) -> Diagnostic {
        self.inner.diagnostic.clone()
    }
}

/// The text that bytes are, or a syntax error at the first that is not UTF-8.
pub(crate) fn decode(bytes: &[u8]) -> Result<&str, ParseError> {
    std::str::from_utf8(bytes).map_err(|error| {
        let good = bytes.get(..error.valid_up_to()).unwrap_or(&[]);
        let text = String::from_utf8_lossy(good);
        let found = bytes.get(error.valid_up_to()).copied().unwrap_or(0);
        let span = Span::new(error.valid_up_to(), error.valid_up_to() + 1);
        let message = format!("expected UTF-8, found the byte 0x{found:02X}");
        ParseError::new(ErrorKind::Syntax, Diagnostic::error("not-utf8", span, message), &text)
    })
}

impl fmt::Display for ParseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} (line {}, column {})", self.message(), self.line(), self.column())
    }
}

impl std::error::Error for ParseError {}
