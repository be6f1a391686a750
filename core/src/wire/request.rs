//! Requests.

use serde::Deserialize;
use serde_json::Number;

use crate::principal::{Principal, PrincipalType};
use crate::request::{ContextMode, ContextValue, Grant, InputError, Request};

use super::pairs::Pairs;

/// Who asks for what, in which context?
///
/// Only `action` must be there; `resource` is `*` without. Names are in camel or snake case; the
/// members of `context` are [`ContextInput`], `contextMode` is `closed` or `open`, `override` lets
/// stated keys differ from what the principal implies.
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct RequestInput {
    action: String,
    #[serde(default)]
    resource: Option<String>,
    #[serde(default, alias = "resource_account")]
    resource_account: Option<String>,
    #[serde(default, alias = "resource_in_management_account")]
    resource_in_management_account: bool,
    #[serde(default)]
    principal: Option<PrincipalInput>,
    #[serde(default)]
    context: Pairs<ContextInput>,
    #[serde(default, alias = "context_mode")]
    context_mode: ContextMode,
    #[serde(default)]
    grants: Vec<GrantInput>,
    /// The services that forwarded the call, first to last: `aws:CalledVia`.
    #[serde(default, alias = "called_via")]
    called_via: Option<Vec<String>>,
    #[serde(default, rename = "override")]
    overrides: bool,
}

/// Who asks? An ARN, or an object with a `type` ([`PrincipalType::as_str`]) and what is known besides.
///
/// ```
/// use iam_eval::wire::PrincipalInput;
///
/// let service = serde_json::from_str(r#"{"type": "Service", "name": "sns.amazonaws.com"}"#)?;
/// assert!(matches!(service, PrincipalInput::Object(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub enum PrincipalInput {
    /// By ARN alone; `anonymous` for nobody.
    Arn(String),
    /// With all that is known.
    Object(Box<PrincipalObject>),
}

/// Who asks, with all that is known.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrincipalObject {
    #[serde(rename = "type")]
    kind: String,
    #[serde(default)]
    arn: Option<String>,
    #[serde(default)]
    account: Option<String>,
    #[serde(default, alias = "role_arn")]
    role_arn: Option<String>,
    #[serde(default, alias = "issuer_arn")]
    issuer: Option<String>,
    #[serde(default, alias = "service")]
    name: Option<String>,
    #[serde(default)]
    provider: Option<String>,
    #[serde(default, alias = "id", alias = "unique_id")]
    unique_id: Option<String>,
    #[serde(default, alias = "canonical_user_id")]
    canonical_user_id: Option<String>,
    #[serde(default, alias = "service_linked")]
    service_linked: bool,
    #[serde(default, alias = "management_account")]
    management_account: bool,
    #[serde(default, alias = "assumed_root")]
    assumed_root: bool,
}

/// What is known of a context key? A value, a list of values for a multi-valued key, or
/// `{"unknown": true}`, `{"present": true}`, `{"absent": true}`.
///
/// ```
/// use iam_eval::wire::ContextInput;
///
/// assert!(matches!(serde_json::from_str(r#"["a", 1]"#)?, ContextInput::List(_)));
/// assert!(matches!(serde_json::from_str(r#"{"present": true}"#)?, ContextInput::Marked(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum ContextInput {
    /// Text.
    Text(String),
    /// A boolean, as its text.
    Bool(bool),
    /// A number, as its text.
    Number(Number),
    /// Many values.
    List(Vec<Scalar>),
    /// Not known, or known to be present.
    Marked(Marks),
}

/// One of many values.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
pub enum Scalar {
    /// Text.
    Text(String),
    /// A boolean, as its text.
    Bool(bool),
    /// A number, as its text.
    Number(Number),
}

/// `{"unknown": true}`, `{"present": true}` or `{"absent": true}`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    #[serde(default)]
    unknown: bool,
    #[serde(default)]
    present: bool,
    #[serde(default)]
    absent: bool,
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
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct GrantInput {
    #[serde(alias = "grantee_principal")]
    grantee_principal: String,
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
        for (key, value) in self.context.0 {
            request = request.context(&key, value.into_value()?);
        }
        if let Some(services) = self.called_via {
            request = request.context("aws:CalledVia", services);
        }
        for grant in self.grants {
            request = request.grant(Grant { grantee_principal: grant.grantee_principal, operations: grant.operations });
        }
        if self.overrides {
            request = request.override_derived_keys();
        }
        if self.resource_in_management_account {
            request = request.resource_in_management_account();
        }
        request.context_mode(self.context_mode).build()
    }
}

impl ContextInput {
    fn into_value(self) -> Result<ContextValue, InputError> {
        Ok(match self {
            Self::Text(text) => ContextValue::from(text),
            Self::Bool(value) => ContextValue::from(value),
            Self::Number(number) => ContextValue::from(number.to_string()),
            Self::List(values) => ContextValue::from(values.into_iter().map(Scalar::into_text).collect::<Vec<_>>()),
            Self::Marked(marks) => match (marks.unknown, marks.present, marks.absent) {
                (true, false, false) => ContextValue::Unknown,
                (false, true, false) => ContextValue::Present,
                (false, false, true) => ContextValue::Absent,
                _ => {
                    let message = "expected one of `unknown`, `present` and `absent` to be true";
                    return Err(InputError::new("bad-context-value", message));
                }
            },
        })
    }
}

impl Scalar {
    fn into_text(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Bool(value) => value.to_string(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl PrincipalInput {
    fn build(&self) -> Result<Principal, InputError> {
        match self {
            Self::Arn(arn) if arn == "anonymous" => Ok(Principal::anonymous()),
            Self::Arn(arn) => Principal::from_arn(arn),
            Self::Object(object) => object.build(),
        }
    }
}

impl PrincipalObject {
    fn build(&self) -> Result<Principal, InputError> {
        let arn = self.arn.as_deref().unwrap_or("");
        let kind = self.kind.to_ascii_lowercase();
        let mut principal = match &*kind {
            "user" => Principal::user(arn)?,
            "assumedrole" | "role" => self.session(arn)?,
            "federateduser" => Principal::federated_user(arn)?,
            "aws" => Principal::from_arn(arn)?,
            "root" | "account" => Principal::root(self.arn.as_deref().or(self.account.as_deref()).unwrap_or(""))?,
            "service" | "awsservice" => Principal::service(self.name.as_deref().unwrap_or(arn)),
            "anonymous" => Principal::anonymous(),
            "federated" | "samlprovider" | "saml" | "webidentity" | "oidc" => {
                let provider = self.provider.as_deref().or(self.name.as_deref()).unwrap_or(arn);
                Principal::federated(provider)
            }
            _ => {
                let expected = "`User`, `AssumedRole`, `FederatedUser`, `Root`, `Service`, `Anonymous` or `Federated`";
                return Err(InputError::principal(&self.kind, expected));
            }
        };
        if let Some(issuer) = &self.issuer {
            principal = principal.issued_by(issuer)?;
        }
        if let Some(id) = &self.unique_id {
            principal = principal.with_unique_id(id);
        }
        if let Some(id) = &self.canonical_user_id {
            principal = principal.with_canonical_user_id(id);
        }
        if self.service_linked {
            principal = principal.service_linked();
        }
        if self.management_account {
            principal = principal.in_management_account();
        }
        if self.assumed_root {
            principal = principal.assumed_root();
        }
        self.with_account(principal)
    }

    fn session(&self, arn: &str) -> Result<Principal, InputError> {
        match (&self.role_arn, arn) {
            (Some(role), "") => Principal::role(role),
            (Some(role), arn) => Principal::assumed_role(arn)?.of_role(role),
            (None, arn) => Principal::from_arn(arn),
        }
    }

    fn with_account(&self, principal: Principal) -> Result<Principal, InputError> {
        match (self.account.as_deref(), principal.account()) {
            (Some(stated), Some(own)) if stated != own => {
                Err(InputError::principal(stated, &format!("the account of the principal's ARN, `{own}`")))
            }
            // nobody has no account, whatever is said
            (Some(_), None) if principal.kind() == PrincipalType::Anonymous => Ok(principal),
            (Some(stated), None) => Ok(principal.with_account(stated)),
            _ => Ok(principal),
        }
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
