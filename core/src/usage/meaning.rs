//! What one record means: who did what on what, and did it count?

use std::borrow::Cow;
use std::sync::Arc;

use super::cell::DenyingLayer;

/// The meaning of one record, borrowed from it wherever that can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Meaning<'r> {
    /// Whom to grant: the ARN of a user or a role, or a key such as `user_name:ann` where that is all there
    /// is. None where nobody's identity policy is concerned.
    pub principal: Option<Cow<'r, str>>,
    /// Flags of the principal.
    pub standing: Standing,
    /// Did it count, and why not?
    pub outcome: Outcome<'r>,
    /// What was used, or tried. Empty where the record is ignored or has no known action.
    pub uses: Arc<[Use<'static>]>,
    /// Rule `outcome_partial`: parts of a call that was let through which were refused.
    pub refused: Vec<(Use<'static>, Denial<'static>)>,
    /// The services that forwarded the call, as `cloudformation.amazonaws.com` or `aws_internal`.
    pub via: Vec<Cow<'r, str>>,
}

/// What is special about a principal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Standing {
    /// Rule `id_role_session`: the role's path was not in the record.
    pub has_unknown_path: bool,
    /// Rule `id_slr`: the role of an Identity Center permission set, whose document is what can be changed.
    pub is_permission_set: bool,
}

/// Did a record count?
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome<'r> {
    /// The permission was there.
    Used {
        /// Rule `outcome_before_auth`: whether authorization may not have been reached.
        is_weak: bool,
    },
    /// The permission was not there.
    Denied(Denial<'r>),
    /// Nobody's identity policy is concerned; the reason as the rules name it, such as `root`.
    Ignored(Ignored),
    /// The catalogue knows no action for it.
    Unmapped,
}

/// Why a record grants nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) enum Ignored {
    TrustPolicy,
    Root,
    ServicePrincipal,
    ForeignAccount,
    IdentityCenter,
    Unattributed,
    ServiceLinkedRole,
    ServiceEvent,
    Console,
    NoPermissionNeeded,
    Unauthenticated,
    NetworkActivity,
    Insight,
    /// Rule `id_shared_event`: the copy of a call that another account's trail has.
    SharedCopy,
}

impl Outcome<'_> {
    /// The same without what it was borrowed from.
    pub fn into_owned<'o>(self) -> Outcome<'o> {
        match self {
            Self::Used { is_weak } => Outcome::Used { is_weak },
            Self::Denied(denial) => Outcome::Denied(denial.into_owned()),
            Self::Ignored(reason) => Outcome::Ignored(reason),
            Self::Unmapped => Outcome::Unmapped,
        }
    }
}

impl Denial<'_> {
    pub fn into_owned(self) -> Denial<'static> {
        Denial {
            message: self.message.map(|message| Cow::Owned(message.into_owned())),
            encoded_message: self.encoded_message.map(|message| Cow::Owned(message.into_owned())),
            is_explicit: self.is_explicit,
            layer: self.layer,
        }
    }
}

impl Use<'_> {
    pub fn into_owned(self) -> Use<'static> {
        Use {
            action: self.action,
            resource: Cow::Owned(self.resource.into_owned()),
            is_implied: self.is_implied,
            is_partial: self.is_partial,
            has_unknown_resource: self.has_unknown_resource,
            is_uncertain: self.is_uncertain,
            context: self.context.into_iter().map(|(key, value)| (key, Cow::Owned(value.into_owned()))).collect(),
        }
    }
}

impl Ignored {
    /// The reason as the rules name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::TrustPolicy => "trust_policy",
            Self::Root => "root",
            Self::ServicePrincipal => "service_principal",
            Self::ForeignAccount => "foreign_account",
            Self::IdentityCenter => "identity_center",
            Self::Unattributed => "unattributed",
            Self::ServiceLinkedRole => "service_linked_role",
            Self::ServiceEvent => "service_event",
            Self::Console => "console",
            Self::NoPermissionNeeded => "no_permission_needed",
            Self::Unauthenticated => "unauthenticated",
            Self::NetworkActivity => "network_activity",
            Self::Insight => "insight",
            Self::SharedCopy => "shared_copy",
        }
    }
}

/// What a denied record says of its denial.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Denial<'r> {
    /// Whether a statement denied it; none where the message does not say.
    pub is_explicit: Option<bool>,
    /// By which layer it failed, where the message says.
    pub layer: Option<DenyingLayer>,
    pub message: Option<Cow<'r, str>>,
    pub encoded_message: Option<Cow<'r, str>>,
}

/// An action on a resource.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // each says another thing, and any of them may hold
pub(crate) struct Use<'r> {
    /// In the catalogue's spelling, such as `s3:GetObject`.
    pub action: Arc<str>,
    /// An ARN as a policy would have it (wildcards of values escaped), or `*`.
    pub resource: Cow<'r, str>,
    /// Whether no event of its own shows it: `iam:PassRole`, tags at creation.
    pub is_implied: bool,
    /// Rule `resource_unfilled`: a part of the ARN is `*` because the record does not tell it.
    pub is_partial: bool,
    /// Rule `resource_unfilled`: nothing of the resource is known.
    pub has_unknown_resource: bool,
    /// Whether the mapping is known from one indirect source or inferred.
    pub is_uncertain: bool,
    /// What the use says of context keys besides what holds for the whole record, such as
    /// `iam:PassedToService`.
    pub context: Vec<(&'static str, Cow<'r, str>)>,
}
