//! What the simulator answers, as `--output json` has it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::notes::{self, Note};

/// The output of both simulations, with AWS's names (IAM API reference).
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct SimulatePolicyOutput {
    /// One for each action of the page, in the order asked.
    pub evaluation_results: Vec<EvaluationResult>,
    /// Whether there are more pages.
    pub is_truncated: bool,
    /// What to ask for the next page with.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
}

impl SimulatePolicyOutput {
    /// What should be known about these answers and AWS's fields do not say (rule `sim_not_real`).
    ///
    /// ```
    /// use iam_eval::simulate::SimulatePolicyOutput;
    /// let notes = SimulatePolicyOutput::default().notes();
    /// assert!(notes.iter().any(|note| note.code == "not-simulated"));
    /// ```
    pub fn notes(&self) -> Vec<Note> {
        notes::of(self)
    }
}

/// What is said of one action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct EvaluationResult {
    /// The action.
    pub eval_action_name: String,
    /// The resource, or a template where there are several (rule `sim_eval_resource_name`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eval_resource_name: Option<String>,
    /// The decision, over all resources the most restrictive.
    pub eval_decision: EvalDecision,
    /// The statements it rests on, those of all resources together.
    #[serde(default)]
    pub matched_statements: Vec<MatchedStatement>,
    /// The context keys that policies ask for and nobody gave, where it is denied implicitly.
    #[serde(default)]
    pub missing_context_values: Vec<String>,
    /// Whether the service control policies allow it, where there are any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub organizations_decision_detail: Option<OrganizationsDecisionDetail>,
    /// Whether the permissions boundary allows it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
    /// What each kind of policy says, across accounts; there if resources were given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub eval_decision_details: Option<BTreeMap<String, EvalDecision>>,
    /// What is said of each resource, in the order asked; there if resources were given.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<ResourceSpecificResult>>"))]
    pub resource_specific_results: Vec<ResourceSpecificResult>,
}

/// What is said of one action on one resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct ResourceSpecificResult {
    /// The resource.
    pub eval_resource_name: String,
    /// The decision.
    pub eval_resource_decision: EvalDecision,
    /// The statements it rests on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<MatchedStatement>>"))]
    pub matched_statements: Vec<MatchedStatement>,
    /// The context keys that policies ask for and nobody gave, where it is denied implicitly.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"))]
    pub missing_context_values: Vec<String>,
    /// What each kind of policy says, across accounts.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<BTreeMap<String, EvalDecision>>"))]
    pub eval_decision_details: BTreeMap<String, EvalDecision>,
    /// Whether the permissions boundary allows it, where there is one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary_decision_detail: Option<PermissionsBoundaryDecisionDetail>,
}

/// A decision in AWS's words; the greater the more restrictive (rules `sim_decision_words`,
/// `sim_aggregate`).
///
/// ```
/// use iam_eval::simulate::EvalDecision;
/// assert!(EvalDecision::Allowed < EvalDecision::ImplicitDeny);
/// assert!(EvalDecision::ImplicitDeny < EvalDecision::ExplicitDeny);
/// assert_eq!(EvalDecision::ExplicitDeny.as_str(), "explicitDeny");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub enum EvalDecision {
    /// It is allowed.
    Allowed,
    /// Nothing allows it.
    ImplicitDeny,
    /// A statement denies it.
    ExplicitDeny,
}

impl EvalDecision {
    /// The word on the wire.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ImplicitDeny => "implicitDeny",
            Self::ExplicitDeny => "explicitDeny",
        }
    }
}

/// A statement that a decision rests on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
#[non_exhaustive]
pub struct MatchedStatement {
    /// Which policy: `PolicyInputList.1`, `ResourcePolicy`, or the name of an attached one.
    pub source_policy_id: String,
    /// What kind of policy: `IAM Policy`, `Resource Policy` or `Permissions Boundary Policy`.
    pub source_policy_type: Cow<'static, str>,
    /// Where the statement begins (rule `sim_positions`).
    pub start_position: Position,
    /// Just past its closing brace.
    pub end_position: Position,
}

/// A place in the text of a policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "SimulatorPosition"), schemars(rename = "SimulatorPosition"))]
#[serde(rename_all = "PascalCase")]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in code points, from 1.
    pub column: usize,
}

/// Whether the service control policies allow an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct OrganizationsDecisionDetail {
    /// Whether every level allows it and none denies it.
    pub allowed_by_organizations: bool,
}

/// Whether the permissions boundary allows an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase")]
pub struct PermissionsBoundaryDecisionDetail {
    /// Whether it does.
    pub allowed_by_permissions_boundary: bool,
}
