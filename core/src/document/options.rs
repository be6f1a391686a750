//! How a document is to be read.

use crate::limits::Limits;
use crate::text::ParseError;

use super::{Policy, PolicyType, Profile};

/// How a document is to be read: profile, kind of policy, limits.
///
/// ```
/// use iam_eval::{ParseOptions, PolicyType, Profile};
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
    pub fn new() -> Self {
        Self::default()
    }

    /// Chooses how forgiving to be.
    #[must_use]
    pub fn profile(mut self, profile: Profile) -> Self {
        self.profile = profile;
        self
    }

    /// Asks for AWS's own store-time verdict for this kind of policy (strict profile only).
    #[must_use]
    pub fn policy_type(mut self, policy_type: PolicyType) -> Self {
        self.policy_type = Some(policy_type);
        self
    }

    /// Chooses how large an input may be.
    #[must_use]
    pub fn limits(mut self, limits: Limits) -> Self {
        self.limits = limits;
        self
    }

    /// Reads a document.
    ///
    /// # Errors
    /// The text is not JSON, not of a policy's shape under this profile, would not be stored by AWS
    /// as the kind asked for, or passes a limit.
    pub fn parse(&self, text: &str) -> Result<Policy, ParseError> {
        Policy::parse_with(text, self)
    }
}
