//! The entity whose policies are asked about, as AWS would find it in an account.

use serde::{Deserialize, Serialize};

use crate::arn::Arn;

use super::input::OrganizationLevel;

/// What AWS knows of an entity when it simulates its policies: the user, role or group, all that is
/// attached to it, and its account's organization.
///
/// ```
/// use iam_eval::simulate::SourcePolicies;
/// let source: SourcePolicies = serde_json::from_str(r#"{
///     "Arn": "arn:aws:iam::111122223333:user/team/ann",
///     "InlinePolicies": [{"PolicyName": "Own", "AttachmentType": "user", "AttachmentName": "ann", "PolicyDocument":
///         "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}"}]
/// }"#)?;
/// assert_eq!(source.inline_policies[0].source_policy_id(), "user_ann_Own");
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct SourcePolicies {
    /// The entity's ARN with its path; none where the account has no such entity.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// The account that signs the call; the entity's own unless said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub caller_account: Option<String>,
    /// Inline policies of the entity, and of a user's groups.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub inline_policies: Vec<InlinePolicy>,
    /// Managed policies attached to the entity, and to a user's groups; one that is attached twice
    /// counts once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub managed_policies: Vec<ManagedPolicy>,
    /// The permissions boundary of the user or role.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub permissions_boundary: Option<ManagedPolicy>,
    /// The service control policies of the account by level; none where it is in no organization.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service_control_policies: Option<Vec<OrganizationLevel>>,
}

/// An inline policy of a user, group or role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct InlinePolicy {
    /// The policy's name.
    pub policy_name: String,
    /// `user`, `group` or `role`.
    pub attachment_type: String,
    /// The name of the user, group or role.
    pub attachment_name: String,
    /// The policy as JSON text.
    pub policy_document: String,
}

impl InlinePolicy {
    /// What `MatchedStatements` calls it (rule `sim_principal_sources`).
    pub fn source_policy_id(&self) -> String {
        format!("{}_{}_{}", self.attachment_type, self.attachment_name, self.policy_name)
    }
}

/// A managed policy in its default version.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "PascalCase", deny_unknown_fields)]
pub struct ManagedPolicy {
    /// The policy's ARN with its path; AWS's own have `aws` for an account.
    pub policy_arn: String,
    /// The policy as JSON text.
    pub policy_document: String,
}

impl ManagedPolicy {
    /// What `MatchedStatements` calls it: the bare name (rule `sim_principal_sources`).
    ///
    /// ```
    /// use iam_eval::simulate::ManagedPolicy;
    /// let policy_arn = "arn:aws:iam::111122223333:policy/team/Deploy".to_owned();
    /// let policy = ManagedPolicy { policy_arn, ..Default::default() };
    /// assert_eq!(policy.source_policy_id(), "Deploy");
    /// ```
    pub fn source_policy_id(&self) -> &str {
        self.policy_arn.rsplit('/').next().unwrap_or(&self.policy_arn)
    }

    /// Whether AWS maintains it.
    pub fn is_aws_managed(&self) -> bool {
        Arn::parse(&self.policy_arn).is_some_and(|arn| arn.account() == "aws")
    }

    /// The ARN without the policy's path.
    pub(super) fn pathless_arn(&self) -> Option<String> {
        let arn = Arn::parse(&self.policy_arn)?;
        arn.resource().strip_prefix("policy/")?;
        let name = self.source_policy_id();
        Some(format!("arn:{}:iam::{}:policy/{name}", arn.partition(), arn.account()))
    }
}
