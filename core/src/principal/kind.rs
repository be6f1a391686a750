//! The kinds of principals.

/// What kind of principal makes a request?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
pub enum PrincipalType {
    /// An IAM user, by long-term keys or a `GetSessionToken` session.
    User,
    /// A session of a role.
    AssumedRole,
    /// A `GetFederationToken` session of a user.
    FederatedUser,
    /// The root user of an account, or an `AssumeRoot` session.
    Root,
    /// An AWS service.
    Service,
    /// Nobody: the request is not signed.
    Anonymous,
    /// The unsigned caller of `AssumeRoleWithSAML` or `AssumeRoleWithWebIdentity`.
    Federated,
}

impl PrincipalType {
    /// The name in requests on the wire, as in `{"type": "AssumedRole"}`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::AssumedRole => "AssumedRole",
            Self::FederatedUser => "FederatedUser",
            Self::Root => "Root",
            Self::Service => "Service",
            Self::Anonymous => "Anonymous",
            Self::Federated => "Federated",
        }
    }
}
