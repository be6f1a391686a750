//! What people hold that has policy documents in it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::json::Value;

/// What is it that has policy documents in it?
///
/// ```
/// use iam_eval::sources::SourceKind;
///
/// assert_eq!("terraform".parse(), Ok(SourceKind::Terraform));
/// assert_eq!(SourceKind::AccountDetails.to_string(), "account-details");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum SourceKind {
    /// A policy document, or a list of them.
    Policy,
    /// A plan or a state of Terraform as `terraform show -json` prints it.
    Terraform,
    /// A template of CloudFormation.
    CloudFormation,
    /// The answer of IAM's `GetAccountAuthorizationDetails`.
    AccountDetails,
}

impl SourceKind {
    const ALL: [Self; 4] = [Self::Policy, Self::Terraform, Self::CloudFormation, Self::AccountDetails];

    /// All of them.
    pub fn all() -> &'static [Self] {
        &Self::ALL
    }

    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Policy => "policy",
            Self::Terraform => "terraform",
            Self::CloudFormation => "cloud-formation",
            Self::AccountDetails => "account-details",
        }
    }

    pub(super) fn describe(self) -> &'static str {
        match self {
            Self::Policy => "a policy document or a list of them",
            Self::Terraform => "a plan or state as `terraform show -json` prints it",
            Self::CloudFormation => "a template of CloudFormation with `Resources`",
            Self::AccountDetails => "the answer of `GetAccountAuthorizationDetails`",
        }
    }

    /// What a JSON text looks like; what would be a document of its own is looked at first.
    pub(super) fn detect(root: Value<'_, '_>) -> Option<Self> {
        if is_policy(root) || (root.is_array() && root.elements().next().is_some_and(is_policy)) {
            return Some(Self::Policy);
        }
        let (mut has_resources, mut is_terraform) = (false, false);
        for member in root.members() {
            match &*member.name() {
                "UserDetailList" | "GroupDetailList" | "RoleDetailList" => return Some(Self::AccountDetails),
                "Policies" if member.value().elements().next().is_some_and(has_versions) => {
                    return Some(Self::AccountDetails);
                }
                "planned_values" | "resource_changes" | "prior_state" | "terraform_version" => is_terraform = true,
                "AWSTemplateFormatVersion" => has_resources = true,
                "Resources" => has_resources |= member.value().is_object(),
                _ => {}
            }
        }
        match (is_terraform, has_resources) {
            (true, _) => Some(Self::Terraform),
            (false, true) => Some(Self::CloudFormation),
            _ => None,
        }
    }
}

pub(super) fn is_policy(value: Value<'_, '_>) -> bool {
    value.members().any(|member| member.name() == "Statement")
}

fn has_versions(value: Value<'_, '_>) -> bool {
    value.members().any(|member| member.name() == "PolicyVersionList")
}

impl fmt::Display for SourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no kind of source.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownSourceKind;

impl fmt::Display for UnknownSourceKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected ")?;
        for (at, kind) in SourceKind::all().iter().enumerate() {
            write!(f, "{}`{kind}`", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownSourceKind {}

impl FromStr for SourceKind {
    type Err = UnknownSourceKind;

    fn from_str(text: &str) -> Result<Self, UnknownSourceKind> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(UnknownSourceKind)
    }
}
