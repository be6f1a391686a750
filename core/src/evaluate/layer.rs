//! The layers of policies that a request passes, and their order.

use std::fmt;

use serde::{Deserialize, Serialize};

/// Which layer of policies?
///
/// The order is that in which a denial is attributed to a layer (rule `decided_by_order`); those of
/// the caller's limits and of the resource are AWS's own (IAM user guide, "Policy evaluation logic").
///
/// ```
/// use iam_eval::LayerKind;
///
/// assert!(LayerKind::ServiceControl < LayerKind::Identity);
/// assert_eq!(LayerKind::PermissionsBoundary.to_string(), "permissions_boundary");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum LayerKind {
    /// Resource control policies of the resource owner's organization, by level.
    ResourceControl,
    /// Service control policies of the caller's organization, by level.
    ServiceControl,
    /// The policy of the VPC endpoint the request came through.
    VpcEndpoint,
    /// The policy of the resource.
    Resource,
    /// The trust policy of the role to be assumed.
    Trust,
    /// The policies of the user, its groups, or the role.
    Identity,
    /// The permissions boundary of the user or role.
    PermissionsBoundary,
    /// The policies passed when the session was made.
    Session,
}

impl LayerKind {
    /// Every layer, in order.
    ///
    /// ```
    /// # use iam_eval::LayerKind;
    /// assert!(LayerKind::ALL.is_sorted());
    /// ```
    pub const ALL: [Self; 8] = [
        Self::ResourceControl,
        Self::ServiceControl,
        Self::VpcEndpoint,
        Self::Resource,
        Self::Trust,
        Self::Identity,
        Self::PermissionsBoundary,
        Self::Session,
    ];

    /// The name on the wire.
    ///
    /// ```
    /// assert_eq!(iam_eval::LayerKind::VpcEndpoint.as_str(), "vpc_endpoint");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ResourceControl => "resource_control",
            Self::ServiceControl => "service_control",
            Self::VpcEndpoint => "vpc_endpoint",
            Self::Resource => "resource",
            Self::Trust => "trust",
            Self::Identity => "identity",
            Self::PermissionsBoundary => "permissions_boundary",
            Self::Session => "session",
        }
    }

    /// The name in a sentence.
    ///
    /// ```
    /// assert_eq!(iam_eval::LayerKind::VpcEndpoint.describe(), "VPC endpoint policy");
    /// ```
    pub const fn describe(self) -> &'static str {
        match self {
            Self::ResourceControl => "resource control policies",
            Self::ServiceControl => "service control policies",
            Self::VpcEndpoint => "VPC endpoint policy",
            Self::Resource => "resource policy",
            Self::Trust => "trust policy",
            Self::Identity => "identity policies",
            Self::PermissionsBoundary => "permissions boundary",
            Self::Session => "session policies",
        }
    }

    /// Whether statements of the layer say for whom they are.
    pub(crate) fn has_principals(self) -> bool {
        matches!(self, Self::ResourceControl | Self::VpcEndpoint | Self::Resource | Self::Trust)
    }

    /// Whether the layer guards a whole account or network, so that `*` means everybody.
    pub(crate) fn is_control(self) -> bool {
        matches!(self, Self::ResourceControl | Self::ServiceControl | Self::VpcEndpoint)
    }
}

impl fmt::Display for LayerKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
