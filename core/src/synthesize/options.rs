//! How close to the usage a policy is, and how large it may be.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::conditions::SourceNetwork;

/// How far the actions of a policy may go beyond those used. Each level holds the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ActionLevel {
    /// Those that were used (rule `never_wider_actions`).
    #[default]
    Exact,
    /// All actions of a service at the access levels that were used.
    AccessLevel,
    /// All actions of the services that were used.
    Service,
}

/// How far the resources of a policy may go beyond those used. Each level holds the one before.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum ResourceLevel {
    /// Those that were used.
    #[default]
    Exact,
    /// Many with a common start become one with `*` at its end, by the rule `suffix_guard`.
    Suffix,
    /// All of the types that were used, in the accounts and regions that were used.
    Type,
    /// All.
    Any,
}

/// Whether actions that were all used may be written as one with a `*` (rule `never_wider_actions`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum CompactActions {
    /// Each action by its name: what AWS adds later is not granted.
    #[default]
    Off,
    /// `Prefix*` where the catalogue has no other action of that start: as of the catalogue's date it grants
    /// nothing more.
    ClosedWorld,
}

/// How far a policy may go for one service.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(default, deny_unknown_fields, expecting = "an object")]
#[allow(clippy::exhaustive_structs)] // made with `..ServiceLevels::default()`
pub struct ServiceLevels {
    /// How far actions may go; as for all services unless said.
    pub actions: Option<ActionLevel>,
    /// How far resources may go; as for all services unless said.
    pub resources: Option<ResourceLevel>,
}

/// How large a policy may be: characters without white space (IAM user guide, "IAM and AWS STS quotas").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Quota {
    /// A managed policy: 6,144, ten of them a role.
    #[default]
    Managed,
    /// An inline policy of a role: 10,240.
    RoleInline,
    /// An inline policy of a user: 2,048.
    UserInline,
    /// An inline policy of a group: 5,120.
    GroupInline,
    /// A service control policy: 5,120.
    ServiceControl,
    /// The inline policy of a permission set: 32,768.
    PermissionSet,
    /// A session policy: 2,048.
    Session,
    /// No limit.
    None,
}

impl Quota {
    /// The size in characters.
    pub fn max_size(self) -> usize {
        match self {
            Self::Managed => 6_144,
            Self::RoleInline => 10_240,
            Self::UserInline | Self::Session => 2_048,
            Self::GroupInline | Self::ServiceControl => 5_120,
            Self::PermissionSet => 32_768,
            Self::None => usize::MAX,
        }
    }

    /// How many policies of that size there may be.
    pub fn max_policies(self) -> usize {
        match self {
            Self::Managed => 10,
            _ => 1,
        }
    }
}

/// How a policy is made of usage.
///
/// ```
/// use iam_eval::synthesize::{ResourceLevel, SynthesizeOptions};
///
/// let options = SynthesizeOptions { resources: ResourceLevel::Suffix, ..SynthesizeOptions::default() };
/// assert_eq!(options.min_siblings, 5);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // made with `..SynthesizeOptions::default()`
#[allow(clippy::struct_excessive_bools)] // each is a choice of its own
pub struct SynthesizeOptions {
    /// How far actions may go.
    pub actions: ActionLevel,
    /// How far resources may go.
    pub resources: ResourceLevel,
    /// How far resources may go if the policy would else be larger than its quota (rule `fit_quota`); no further
    /// than `resources` unless said. Services with a level of their own in `per_service` keep it.
    pub max_resources: ResourceLevel,
    /// Levels of single services, by their prefix, in place of those of all.
    pub per_service: BTreeMap<String, ServiceLevels>,
    /// Whether actions may be written with a `*`.
    pub compact_actions: CompactActions,
    /// Keys whose conditions are put in where all events of a statement meet them (rule `condition_suggest`), of
    /// [`condition_keys`](super::condition_keys) or of a tag; others have no effect.
    pub apply_conditions: Vec<String>,
    /// Networks that `aws:SourceIp` may be suggested for, where all events of a statement came from them; a single
    /// address never is.
    pub networks: Vec<SourceNetwork>,
    /// Whether what today's policies do not grant is left out (rule `within_current`).
    pub clips: bool,
    /// How many resources with a common start become one (rule `suffix_guard`).
    pub min_siblings: usize,
    /// How many literal characters a folded resource keeps behind its type.
    pub min_literal: usize,
    /// Whether roles, keys and secrets may be folded, too.
    pub allow_sensitive_fold: bool,
    /// Whether events that may have failed before authorization count.
    pub includes_weak: bool,
    /// Whether actions of several services on the same resources share a statement, where that is `*`.
    pub merges_services: bool,
    /// Whether the actions that AWS documents as also needed are put in.
    pub includes_dependent: bool,
    /// How large each policy may be.
    pub quota: Quota,
    /// How many days of events make an answer complete.
    pub min_days: u32,
}

impl Default for SynthesizeOptions {
    fn default() -> Self {
        Self {
            actions: ActionLevel::Exact,
            resources: ResourceLevel::Exact,
            max_resources: ResourceLevel::Exact,
            per_service: BTreeMap::new(),
            compact_actions: CompactActions::Off,
            apply_conditions: Vec::new(),
            networks: Vec::new(),
            clips: false,
            min_siblings: 5,
            min_literal: 3,
            allow_sensitive_fold: false,
            includes_weak: true,
            merges_services: true,
            includes_dependent: false,
            quota: Quota::Managed,
            min_days: 90,
        }
    }
}

impl SynthesizeOptions {
    /// How far the actions of an action's service may go.
    pub(super) fn actions_of(&self, action: &str) -> ActionLevel {
        self.own_levels(action).actions.unwrap_or(self.actions)
    }

    /// How far the resources of an action may go where the quota asks for `least`. What was said for a single
    /// service holds whatever the quota.
    pub(super) fn resources_of(&self, action: &str, least: ResourceLevel) -> ResourceLevel {
        self.own_levels(action).resources.unwrap_or_else(|| self.resources.max(least))
    }

    fn own_levels(&self, action: &str) -> ServiceLevels {
        let service = action.split(':').next().unwrap_or(action);
        self.per_service.get(service).copied().unwrap_or_default()
    }
}
