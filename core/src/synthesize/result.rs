//! What a synthesis answers.

use std::fmt;

use serde::Serialize;

use crate::catalog::Provenance;
use crate::document::Policy;
use crate::usage::{Time, Window};

use super::containment::Within;
use super::coverage::Coverage;

/// The policies that grant what a principal used, and what there is to say about them.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Synthesis {
    /// Whose usage it is.
    pub principals: Vec<String>,
    /// One policy, or several where one would be too large.
    pub policies: Vec<GeneratedPolicy>,
    /// What each statement rests on.
    pub evidence: Vec<Evidence>,
    /// That everything used is granted.
    pub coverage: Coverage,
    /// Whether everything granted is granted today.
    pub within_current: Within,
    /// Where more is granted than was used, and why.
    pub widened: Vec<Widening>,
    /// Whether each policy is as small as its quota asks.
    pub fits: bool,
    /// Actions that AWS documents as also needed, and that were not seen.
    pub suggestions: Vec<DependentSuggestion>,
    /// Conditions that all events of a statement agree on.
    pub conditions: Vec<ConditionSuggestion>,
    /// What is granted and not certain.
    pub uncertain: Vec<Uncertain>,
    /// Whether nothing is uncertain or unmapped, and the window is long enough.
    pub is_complete: bool,
    /// When the events happened.
    pub window: Window,
    /// Where the facts about actions come from.
    pub catalog: Provenance,
}

/// A policy, its name and its size.
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct GeneratedPolicy {
    /// A name, unique in the answer.
    pub name: String,
    /// The document.
    #[serde(serialize_with = "document_value")]
    #[cfg_attr(test, ts(type = "{ Version: string, Statement: Record<string, unknown>[] }"))]
    #[cfg_attr(test, schemars(with = "std::collections::BTreeMap<String, serde_json::Value>"))]
    pub document: Policy,
    /// Characters without white space, as quotas count.
    pub size: usize,
}

fn document_value<S: serde::Serializer>(policy: &Policy, serializer: S) -> Result<S::Ok, S::Error> {
    match serde_json::value::RawValue::from_string(policy.to_json()) {
        Ok(raw) => raw.serialize(serializer),
        Err(error) => Err(serde::ser::Error::custom(error)),
    }
}

/// What a statement rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Evidence {
    /// The statement.
    pub sid: String,
    /// When its first use happened.
    pub first: Option<Time>,
    /// When its last use happened.
    pub last: Option<Time>,
    /// How many events show it.
    pub count: u64,
    /// Ids of some of them.
    pub event_ids: Vec<String>,
    /// Action, resource and number of events.
    pub pairs: Vec<(String, String, u64)>,
}

/// A place where more is granted than was used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct Widening {
    /// What was used.
    pub from: Vec<String>,
    /// What is granted.
    pub to: Vec<String>,
    /// Which step did it.
    pub step: WideningStep,
}

/// How a policy grants more than was used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum WideningStep {
    /// All actions of an access level.
    AccessLevel,
    /// All actions of a service.
    Service,
    /// Resources that were too many to be remembered one by one.
    Folded,
    /// Resources with a common start.
    Suffix,
    /// All resources of a type.
    Type,
    /// All resources.
    Any,
}

/// An action that AWS documents as also needed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DependentSuggestion {
    /// The action that may be needed.
    pub action: String,
    /// The used actions that depend on it.
    pub because_of: Vec<String>,
}

/// A condition that all events of a statement meet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConditionSuggestion {
    /// The statement.
    pub sid: String,
    /// The operator that fits the key.
    pub operator: String,
    /// The key.
    pub key: String,
    /// The values and how many events had each.
    pub values: Vec<(String, u64)>,
}

/// Something granted that is not certain.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct Uncertain {
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// Why: `weak`, `partial`, `unknown_resource`, `mapping` or `folded`.
    pub reason: &'static str,
}

/// Why there is no policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SynthesizeError {
    /// The usage knows no such principal.
    UnknownPrincipal(String),
    /// Nothing that counts was used: there is nothing to grant, and no policy without a statement.
    NothingUsed,
    /// Today's policies grant nothing of what was used, and what they do not grant was to be left out.
    AllOutsideCurrent,
}

impl fmt::Display for SynthesizeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownPrincipal(arn) => write!(f, "expected a principal of the usage, found `{arn}`"),
            Self::AllOutsideCurrent => f.write_str("expected a use that today's policies grant, found none"),
            Self::NothingUsed => f.write_str("expected a use to grant, found none"),
        }
    }
}

impl std::error::Error for SynthesizeError {}
