//! What is said of escalation paths.

use std::fmt;

use crate::request::Request;

use super::super::answer::Undecided;

/// The known paths that are open to a caller, and what that rests on.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EscalationPaths {
    /// Those that are open, in the order of their names.
    pub found: Vec<EscalationPath>,
    /// Those of which it could not be decided.
    pub undecided: Vec<UndecidedPath>,
    /// What was taken for granted.
    pub assumptions: Vec<EscalationAssumption>,
    /// The date of the catalogue whose types of resources were used; none without one.
    pub catalog_date: Option<String>,
    /// The date of the paths.
    pub paths_date: String,
}

/// A path that is open.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct EscalationPath {
    /// Its name, such as `iam-001`.
    pub id: String,
    /// What kind it is, such as `self-escalation`.
    pub category: String,
    /// The services that it goes through.
    pub services: Vec<String>,
    /// Requests that make the path, in the order of its actions, all of which the region holds: one for each action,
    /// and more for an action that needs several resources, such as `ec2:RunInstances`.
    pub requests: Vec<Request>,
    /// Actions that would help, are not needed, and are surely not let through.
    pub missing_additional: Vec<String>,
}

/// A path of which it could not be decided whether it is open.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct UndecidedPath {
    /// Its name.
    pub id: String,
    /// Why it could not be decided.
    pub why: Undecided,
}

/// What an answer about escalation paths takes for granted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum EscalationAssumption {
    /// A role or a resource of each kind exists that is worth it, and its trust policy lets the path through.
    RolesExist,
    /// Steps on different resources are asked apart: keys of the caller may hold one thing in one and another in the
    /// next.
    StepsApart,
    /// An action's resource is of a type that the catalogue knows of it, and its name has no colon of its own.
    Catalog,
    /// Nothing is known of actions: each is asked by itself, on any resource.
    AnyResource,
}

impl fmt::Display for EscalationAssumption {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::RolesExist => "roles and resources that are worth it exist, and trust policies let the path through",
            Self::StepsApart => "steps on different resources are asked apart",
            Self::Catalog => "actions work on resources of the types that the catalogue knows",
            Self::AnyResource => "without a catalogue each action is asked by itself, on any resource",
        })
    }
}
