//! Requests.

#[cfg(test)]
use std::collections::BTreeMap;

use serde::Deserialize;

use crate::request::{ContextMode, Grant, InputError, Request};

use super::context::ContextInput;
use super::object::Object;
use super::pairs::Pairs;
use super::principal::PrincipalInput;

/// Who asks for what, in which context?
///
/// Only `action` must be there; `resource` is `*` without. Names are in camel or snake case; the
/// members of `context` are [`ContextInput`], `contextMode` is `closed` or `open`, `override` lets
/// stated keys differ from what the principal implies. A member that is `null` is absent.
///
/// ```
/// use iam_eval::{Lookup, wire::RequestInput};
///
/// let input: RequestInput = serde_json::from_str(r#"{"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k",
///     "principal": "arn:aws:iam::111122223333:user/ann", "context": {"aws:SourceIp": {"unknown": true}}}"#)?;
/// let request = input.build()?;
/// assert_eq!(request.context().get("aws:username"), Lookup::One("ann"));
/// assert_eq!(request.context().get("aws:SourceIp"), Lookup::Unknown);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestInput {
    /// The action, as in `s3:GetObject`.
    action: String,
    /// The ARN of the resource; `*` unless said.
    #[serde(default)]
    resource: Option<String>,
    /// The account that owns a resource whose ARN has none.
    #[serde(default, alias = "resource_account")]
    resource_account: Option<String>,
    /// Whether the resource belongs to the organization's management account.
    #[serde(default, alias = "resource_in_management_account")]
    resource_in_management_account: Option<bool>,
    /// Who asks; nobody asks about the identity policies alone.
    #[serde(default)]
    principal: Option<PrincipalInput>,
    /// What is known of context keys.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, ContextInput>>"))]
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, ContextInput>>"))]
    context: Option<Pairs<ContextInput>>,
    /// What holds of keys that are not mentioned; `closed` unless said.
    #[serde(default, alias = "context_mode")]
    context_mode: Option<ContextMode>,
    /// The grants on the KMS key in question.
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<Vec<GrantInput>>"), schemars(with = "Option<Vec<GrantInput>>"))]
    grants: Option<Vec<Object<GrantInput>>>,
    /// The services that forwarded the call, first to last: `aws:CalledVia`.
    #[serde(default, alias = "called_via")]
    called_via: Option<Vec<String>>,
    /// Whether stated keys may differ from what the principal implies.
    #[serde(default, rename = "override")]
    overrides: Option<bool>,
}

/// Which operations does a KMS grant give, and to whom? As [`Grant`].
///
/// ```
/// use iam_eval::wire::GrantInput;
///
/// let text = r#"{"granteePrincipal": "arn:aws:iam::111122223333:role/app", "operations": ["Decrypt"]}"#;
/// assert!(serde_json::from_str::<GrantInput>(text).is_ok());
/// assert!(serde_json::from_str::<GrantInput>("{}").is_err());
/// ```
#[derive(Debug, Clone, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantInput {
    /// The ARN of whom it is for.
    #[serde(alias = "grantee_principal")]
    grantee_principal: String,
    /// The operations, as in `Decrypt`.
    operations: Vec<String>,
}

impl RequestInput {
    /// Checks the request and derives the keys that follow from it.
    ///
    /// # Errors
    /// The request contradicts itself, or names nobody that can ask.
    ///
    /// ```
    /// let input: iam_eval::wire::RequestInput = serde_json::from_str(r#"{"action": "s3:Get*"}"#)?;
    /// assert_eq!(input.build().unwrap_err().code(), "action-not-concrete");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn build(self) -> Result<Request, InputError> {
        let mut request = Request::builder(&self.action, self.resource.as_deref().unwrap_or("*"));
        if let Some(principal) = self.principal {
            request = request.principal(principal.build()?);
        }
        if let Some(account) = &self.resource_account {
            request = request.resource_account(account);
        }
        for (key, value) in self.context.unwrap_or_default().0 {
            request = request.context(&key, value.into_value()?);
        }
        if let Some(services) = self.called_via {
            request = request.context("aws:CalledVia", services);
        }
        for Object(grant) in self.grants.unwrap_or_default() {
            request = request.grant(Grant { grantee_principal: grant.grantee_principal, operations: grant.operations });
        }
        if self.overrides == Some(true) {
            request = request.override_derived_keys();
        }
        if self.resource_in_management_account == Some(true) {
            request = request.resource_in_management_account();
        }
        request.context_mode(self.context_mode.unwrap_or_default()).build()
    }
}

#[cfg(test)]
mod tests {
    use crate::Lookup;

    use super::RequestInput;

    #[test]
    fn called_via_becomes_its_keys() {
        let input = r#"{"action": "kms:Decrypt", "calledVia": ["a.amazonaws.com", "b.amazonaws.com"],
            "principal": {"type": "AWS", "arn": "arn:aws:iam::111122223333:user/u"}}"#;
        let request = serde_json::from_str::<RequestInput>(input).unwrap().build().unwrap();
        assert_eq!(request.context().get("aws:CalledViaLast"), Lookup::One("b.amazonaws.com"));
        assert_eq!(request.context().get("aws:ViaAWSService"), Lookup::One("true"));
        assert_eq!(request.context().get("aws:username"), Lookup::One("u"));
    }
}
