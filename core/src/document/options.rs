//! How a document is to be read.

use crate::limits::Limits;
use crate::text::{ParseError, decode};

use super::{Policy, PolicyType, Profile};

/// How is a document to be read: with which profile, as which kind of policy, within which limits?
///
/// ```
/// use iam_eval::{ParseOptions, PolicyType, Profile};
///
/// let old = r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
/// // what AWS would answer if one tried to store it today
/// let error = ParseOptions::new().policy_type(PolicyType::Identity).parse(old).unwrap_err();
/// assert_eq!(error.aws_message(), Some("Policy document must be version 2012-10-17 or greater."));
/// // it may well be stored from long ago
/// assert!(ParseOptions::new().profile(Profile::Lenient).parse(old).is_ok());
/// ```
#[derive(Debug, Clone, Default)]
pub struct ParseOptions {
    pub(super) profile: Profile,
    pub(super) policy_type: Option<PolicyType>,
    pub(super) limits: Limits,
}

impl ParseOptions {
    /// Strict, of no particular kind, with the default limits.
    ///
    /// ```
    /// use iam_eval::{ParseOptions, Policy};
    ///
    /// let text = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    /// assert_eq!(ParseOptions::new().parse(text)?, Policy::parse(text)?);
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn new() -> Self {
        Self::default()
    }

    /// Chooses how forgiving to be.
    ///
    /// ```
    /// use iam_eval::{ParseOptions, Profile};
    ///
    /// let text = r#"{"Statement":{"Effect":"Deny","Action":"a:b","Action":"c:d","Resource":"*"}}"#;
    /// assert_eq!(ParseOptions::new().parse(text).unwrap_err().code(), "duplicate-member");
    /// let policy = ParseOptions::new().profile(Profile::Lenient).parse(text)?;
    /// assert_eq!(policy.statement(0).unwrap().action().unwrap().entries().len(), 2);
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Asks for AWS's own store-time verdict for this kind of policy (strict profile only).
    ///
    /// ```
    /// use iam_eval::{ParseOptions, PolicyType};
    ///
    /// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*"}}"#;
    /// let error = ParseOptions::new().policy_type(PolicyType::Identity).parse(text).unwrap_err();
    /// assert_eq!(error.aws_message(), Some("Policy statement must contain resources."));
    /// ```
    #[must_use]
    pub fn policy_type(mut self, policy_type: PolicyType) -> Self {
        self.policy_type = Some(policy_type);
        self
    }

    /// Chooses how large an input may be.
    ///
    /// ```
    /// use iam_eval::{Limits, ParseOptions};
    ///
    /// let flat = ParseOptions::new().limits(Limits { max_depth: 2, ..Limits::default() });
    /// let error = flat.parse(r#"{"Statement": [{"Effect": "Deny"}]}"#).unwrap_err();
    /// assert_eq!(error.code(), "limit-depth");
    /// ```
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads a document. Linear in the text.
    ///
    /// # Errors
    /// The text is not JSON, not of a policy's shape under this profile, would not be stored by AWS
    /// as the kind asked for, or passes a limit.
    ///
    /// ```
    /// use iam_eval::{ParseOptions, text::ErrorKind};
    ///
    /// let error = ParseOptions::new().parse(r#"{"Statement": {"Effect": "Allow"}}"#).unwrap_err();
    /// assert_eq!((error.kind(), error.code()), (ErrorKind::Grammar, "missing-member"));
    /// ```
    pub fn parse(&self, text: &str) -> Result<Policy, ParseError> {
        Policy::parse_with(text, self)
    }

    /// [`parse`](Self::parse) of bytes that need not be UTF-8.
    ///
    /// # Errors
    /// As [`parse`](Self::parse); bytes that are not UTF-8 are a syntax error at the first bad one.
    ///
    /// ```
    /// use iam_eval::{ParseOptions, Profile};
    ///
    /// let options = ParseOptions::new().profile(Profile::Lenient);
    /// assert!(options.parse_bytes(br#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#).is_ok());
    /// assert_eq!(options.parse_bytes(b"\xff").unwrap_err().code(), "not-utf8");
    /// ```
    pub fn parse_bytes(&self, bytes: &[u8]) -> Result<Policy, ParseError> {
        self.parse(decode(bytes)?)
    }
}
