//! The small closed sets of the policy language: versions, effects, kinds of policy.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Which version of the policy language is a document written in?
///
/// Source: IAM user guide, "Policy elements: Version" (rule `version_gates_variables`).
///
/// ```
/// use iam_eval::{Policy, Version};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#.parse()?;
/// assert_eq!((policy.version(), policy.stated_version()), (Version::V2008, None));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub enum Version {
    /// `2008-10-17`, and what a document without `Version` means: `${…}` is plain text.
    #[default]
    #[serde(rename = "2008-10-17")]
    V2008,
    /// `2012-10-17`: policy variables are expanded.
    #[serde(rename = "2012-10-17")]
    V2012,
}

impl Version {
    /// The text in a document.
    ///
    /// ```
    /// assert_eq!(iam_eval::Version::default().as_str(), "2008-10-17");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V2008 => "2008-10-17",
            Self::V2012 => "2012-10-17",
        }
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        match text {
            "2008-10-17" => Some(Self::V2008),
            "2012-10-17" => Some(Self::V2012),
            _ => None,
        }
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// What does a statement do with the requests it matches?
///
/// Source: IAM user guide, "Policy evaluation logic" (rule `explicit_deny_first`).
///
/// ```
/// use iam_eval::{Answer, Policy, PolicySet, Request};
///
/// let both: Policy = r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},
///     {"Effect":"Deny","Action":"iam:*","Resource":"*"}]}"#.parse()?;
/// let set = PolicySet::builder().identity([both]).build();
/// assert_eq!(set.decide(&Request::new("iam:ListUsers", "*")?), Answer::ExplicitDeny);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub enum Effect {
    /// Grants, where nothing denies.
    Allow,
    /// Denies, whatever else grants.
    Deny,
}

impl Effect {
    /// The text in a document, letter case included.
    ///
    /// ```
    /// assert_eq!(iam_eval::Effect::Deny.as_str(), "Deny");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allow => "Allow",
            Self::Deny => "Deny",
        }
    }

    pub(crate) fn from_text(text: &str) -> Option<Self> {
        match text {
            "Allow" => Some(Self::Allow),
            "Deny" => Some(Self::Deny),
            _ => None,
        }
    }
}

impl fmt::Display for Effect {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// As what is a document stored? Each kind has its own store-time rules. On the wire in snake case.
///
/// ```
/// use iam_eval::{ParseOptions, PolicyType};
///
/// let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
///     "Resource":"arn:aws:s3:::reports/*"}}"#;
/// assert!(ParseOptions::new().policy_type(PolicyType::Resource).parse(text).is_ok());
/// let error = ParseOptions::new().policy_type(PolicyType::Identity).parse(text).unwrap_err();
/// assert_eq!(error.aws_message(), Some("Policy document should not specify a principal."));
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum PolicyType {
    /// A managed or inline policy of a user, group or role, or a permissions boundary.
    Identity,
    /// A policy attached to a resource.
    Resource,
    /// The trust policy of a role.
    Trust,
    /// A policy passed to `AssumeRole`, `GetFederationToken` and their kin.
    Session,
    /// A service control policy of AWS Organizations.
    ServiceControl,
    /// A resource control policy of AWS Organizations.
    ResourceControl,
}
