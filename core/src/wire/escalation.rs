//! The verb `escalationPaths`: by which known paths a caller can gain access that was not given.

use serde::{Deserialize, Serialize};

use crate::analyze::{self, find_escalation_paths};
use crate::catalog::Catalog;

use super::binding::BINDING;
use super::error::WireError;
use super::object::Object;
use super::policies::PolicySetInput;
use super::steps::options;
use super::verbs::{read, write};
use super::witness::Witness;

/// What `escalationPaths` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct EscalationPathsInput<'i> {
    /// The policies that bind the caller: `identity`, `permissionsBoundary`, `session` and `serviceControl`.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "PolicySetInput<'static>"), schemars(with = "PolicySetInput<'static>"))]
    policies: Object<PolicySetInput<'i>>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// The paths that are open to a caller.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct EscalationPathsOutput {
    /// Those that are open.
    found: Vec<EscalationPath>,
    /// Those of which it is not known.
    undecided: Vec<UndecidedPath>,
    /// What was taken for granted, in words.
    assumptions: Vec<String>,
    /// The date of the facts about AWS's services.
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_date: Option<String>,
    /// The date of the known paths.
    paths_date: String,
}

/// A path that is open.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct EscalationPath {
    /// Its name, as `iam-001`, by which it is described at pathfinding.cloud.
    id: String,
    /// What kind it is, as `self-escalation`.
    category: String,
    /// The services that it goes through.
    services: Vec<String>,
    /// Requests that make the path, all of which are let through.
    requests: Vec<Witness>,
    /// Actions that would help, are not needed, and are not let through.
    missing_additional: Vec<String>,
}

/// A path of which it is not known.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct UndecidedPath {
    /// Its name.
    id: String,
    /// Why it is not known.
    why: String,
}

/// By which known paths can a caller gain access that was not given to it? JSON in, JSON out; each path with the
/// requests that make it.
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, or there are policies that do not bind a caller.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, wire};
///
/// let answer = wire::escalation_paths(r#"{"policies": {"identity": [
///     {"Statement": {"Effect": "Allow", "Action": "iam:CreatePolicyVersion", "Resource": "*"}}]}}"#, &Catalog::embedded())?;
/// assert!(answer.starts_with(r#"{"found":[{"id":"iam-001","category":"self-escalation","#));
/// # }
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn escalation_paths(input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: EscalationPathsInput<'_> = read(input)?;
    let binding = asked.policies.0.binding(BINDING)?;
    let paths = find_escalation_paths(&binding.layers().region(), catalog, &options(asked.max_steps));
    write(&EscalationPathsOutput {
        found: paths.found.into_iter().map(EscalationPath::of).collect(),
        undecided: paths
            .undecided
            .into_iter()
            .map(|path| UndecidedPath { id: path.id, why: path.why.to_string() })
            .collect(),
        assumptions: paths.assumptions.iter().map(ToString::to_string).collect(),
        catalog_date: paths.catalog_date,
        paths_date: paths.paths_date,
    })
}

impl EscalationPath {
    fn of(path: analyze::EscalationPath) -> Self {
        Self {
            id: path.id,
            category: path.category,
            services: path.services,
            requests: path.requests.iter().map(Witness::of).collect(),
            missing_additional: path.missing_additional,
        }
    }
}
