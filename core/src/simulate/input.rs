//! What the simulator is asked, as `--cli-input-json` has it.

use serde::{Deserialize, Serialize};

use super::source_policies::SourcePolicies;

/// The input of `SimulateCustomPolicy`, with AWS's names (IAM API reference).
///
/// ```
/// use iam_eval::simulate::SimulateCustomPolicyInput;
/// let input: SimulateCustomPolicyInput = serde_json::from_str(r#"{
///     "PolicyInputList": ["{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"],
///     "ActionNames": ["s3:ListBucket"]
/// }"#)?;
/// assert!(input.resource_arns.is_empty());
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SimulateCustomPolicyInput {
    /// The identity policies, each as JSON text.
    pub policy_input_list: Vec<String>,
    /// The permissions boundary; AWS takes at most one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions_boundary_policy_input_list: Vec<String>,
    /// The service control policies by level, from the root down to the account.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ordered_organization_policy_input_list: Vec<OrganizationLevel>,
    /// The actions, taken literally (rule `sim_action_literal`).
    pub action_names: Vec<String>,
    /// The resources; none means `*`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_arns: Vec<String>,
    /// The policy of the resources, as JSON text; needs a caller.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
    /// An IAM ARN of the account that owns resources whose ARN has no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_owner: Option<String>,
    /// The ARN of the user, role or group that asks.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_arn: Option<String>,
    /// The context keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context_entries: Vec<ContextEntry>,
    /// A scenario of `ec2:RunInstances`; it changes no answer (rule `sim_handling_option`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_handling_option: Option<String>,
    /// How many actions one page holds; 100 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    /// The marker of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Ours: the account that signs the call, which AWS knows by itself. It is `aws:PrincipalAccount`
    /// where no caller is given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_account: Option<String>,
}

/// The input of `SimulatePrincipalPolicy`, with AWS's names (IAM API reference), and what AWS looks
/// up by itself as [`SourcePolicies`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SimulatePrincipalPolicyInput {
    /// The user, role or group whose policies are asked about.
    pub policy_source_arn: String,
    /// Identity policies that are added to the attached ones, each as JSON text.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_input_list: Vec<String>,
    /// A permissions boundary that replaces the attached one.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub permissions_boundary_policy_input_list: Vec<String>,
    /// Service control policies that replace those of the account (our choice; not captured).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ordered_organization_policy_input_list: Vec<OrganizationLevel>,
    /// Attached policies to leave out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub policy_exclusion_list: Vec<PolicyExclusion>,
    /// The actions, taken literally.
    pub action_names: Vec<String>,
    /// The resources; none means `*`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resource_arns: Vec<String>,
    /// The policy of the resources, as JSON text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_policy: Option<String>,
    /// An IAM ARN of the account that owns resources whose ARN has no account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_owner: Option<String>,
    /// Who asks; the entity itself unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_arn: Option<String>,
    /// The context keys.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub context_entries: Vec<ContextEntry>,
    /// A scenario of `ec2:RunInstances`; it changes no answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub resource_handling_option: Option<String>,
    /// How many actions one page holds; 100 unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_items: Option<i64>,
    /// The marker of the page before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub marker: Option<String>,
    /// Ours: the entity and its policies, which AWS looks up by itself.
    #[serde(default)]
    #[cfg_attr(test, ts(optional, as = "Option<SourcePolicies>"))]
    pub source_policies: SourcePolicies,
}

/// The service control policies of one level: the root, an organizational unit, or the account.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct OrganizationLevel {
    /// The policies, each as JSON text; together they allow.
    #[serde(default)]
    pub service_control_policy_input_list: Vec<String>,
}

/// A context key with its values and their type. What AWS refuses of it is an error of the
/// simulation, so everything is optional here.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ContextEntry {
    /// The key, in any letter case.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_key_name: Option<String>,
    /// The values.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_key_values: Option<Vec<String>>,
    /// `string`, `stringList`, `numeric`, `numericList`, `boolean`, `booleanList`, `ip`, `ipList`,
    /// `binary`, `binaryList`, `date` or `dateList`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub context_key_type: Option<String>,
}

/// Which attached policies to leave out: by type, by ARN, or one inline policy (rule
/// `sim_exclusions`). AWS takes one of the three.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct PolicyExclusion {
    /// `inline`, `user-managed`, `aws-managed`, `permission-boundary`, `scp` or `rcp`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_type: Option<String>,
    /// The ARN of a managed policy without its path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_arn: Option<String>,
    /// One inline policy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inline_policy_identifier: Option<InlinePolicyIdentifier>,
}

/// One inline policy, and whose it is.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct InlinePolicyIdentifier {
    /// The policy's exact name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub policy_name: Option<String>,
    /// `user`, `group` or `role`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_type: Option<String>,
    /// The name of the user, group or role; one `*` or `?` may stand in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_name: Option<String>,
}
