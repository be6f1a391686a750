//! The small closed sets of the policy language: versions, effects, kinds of policy.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Which version of the policy language a document is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
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

/// What a statement does with the requests it matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Effect {
    /// Grants, where nothing denies.
    Allow,
    /// Denies, whatever else grants.
    Deny,
}

impl Effect {
    /// The text in a document.
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

/// As what a document is stored; each kind has its own store-time rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
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
