//! What answers about outsiders take for granted.

use std::fmt;

use super::issuer;

/// Something that an answer takes for granted, by name.
///
/// ```
/// use iam_eval::analyze::Assumption;
///
/// assert_eq!(Assumption::OutsiderAddress.as_str(), "outsider-address");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum Assumption {
    /// An outsider brings an account, organization, network and identity of his own, or none: never one that the
    /// policy names whole. All other keys he fills in as he likes.
    Outsider,
    /// An outsider comes from any address of the internet but those of ranges that the policy names and that are no
    /// broader than `/8` (IPv4) or `/32` (IPv6), joined where they lie side by side.
    OutsiderAddress,
    /// Which issuers of tokens serve everybody, and which of their claims name a tenant, is dated data.
    SharedIssuers,
    /// A statement without `Resource` is about the resource that the policy is attached to.
    ResourceItself,
    /// Grants on KMS keys, access control lists and snapshots that are shared are no policies.
    PoliciesOnly,
    /// Wildcards tell more accounts apart than were looked at.
    SomeAccounts,
}

impl Assumption {
    /// The assumption's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outsider => "outsider",
            Self::OutsiderAddress => "outsider-address",
            Self::SharedIssuers => "shared-issuers",
            Self::ResourceItself => "resource-itself",
            Self::PoliciesOnly => "policies-only",
            Self::SomeAccounts => "some-accounts",
        }
    }
}

impl fmt::Display for Assumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Outsider => {
                f.write_str("an outsider brings an account, organization and network of his own, or none")
            }
            Self::OutsiderAddress => {
                let (v4, v6) = super::address::NARROW;
                write!(f, "an outsider comes from any address outside of named ranges no broader than /{v4} or /{v6}")
            }
            Self::SharedIssuers => write!(f, "issuers that serve everybody are those known as of {}", issuer::AS_OF),
            Self::ResourceItself => f.write_str("a statement without `Resource` is about the resource itself"),
            Self::PoliciesOnly => f.write_str("grants, access control lists and shared snapshots are not looked at"),
            Self::SomeAccounts => f.write_str("wildcards tell more accounts apart than were looked at"),
        }
    }
}
