//! Who asks.

use std::fmt;

use serde::Deserialize;
use serde::de::value::MapAccessDeserializer;
use serde::de::{Deserializer, Error, MapAccess, Visitor};

use crate::arn::is_account_id;
use crate::principal::{Principal, PrincipalType};
use crate::request::InputError;

/// Who asks? An ARN, or an object with a `type` ([`PrincipalType::as_str`]) and what is known besides.
///
/// ```
/// use iam_eval::wire::PrincipalInput;
///
/// let service = serde_json::from_str(r#"{"type": "Service", "name": "sns.amazonaws.com"}"#)?;
/// assert!(matches!(service, PrincipalInput::Object(_)));
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(untagged), schemars(untagged))]
pub enum PrincipalInput {
    /// By ARN alone; `anonymous` for nobody.
    Arn(String),
    /// With all that is known.
    Object(Box<PrincipalObject>),
}

/// Who asks, with all that is known.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct PrincipalObject {
    /// Its kind; `AWS` for whatever the ARN says.
    #[serde(rename = "type")]
    #[cfg_attr(
        test,
        ts(
            type = "\"User\" | \"AssumedRole\" | \"FederatedUser\" | \"Root\" | \"Service\" | \"Anonymous\" | \"Federated\" | \"AWS\""
        )
    )]
    kind: String,
    /// Its ARN.
    #[serde(default)]
    arn: Option<String>,
    /// Its account, where the ARN has none.
    #[serde(default)]
    account: Option<String>,
    /// The ARN of the role of a session, path included.
    #[serde(default, alias = "role_arn")]
    role_arn: Option<String>,
    /// The ARN of the user that issued a federated session.
    #[serde(default, alias = "issuer_arn")]
    issuer: Option<String>,
    /// The name of a service.
    #[serde(default, alias = "service")]
    name: Option<String>,
    /// The provider of a federated identity.
    #[serde(default)]
    provider: Option<String>,
    /// The unique id, as in `AIDA…`.
    #[serde(default, alias = "id", alias = "unique_id")]
    unique_id: Option<String>,
    /// The canonical user id of the account, as S3 has it.
    #[serde(default, alias = "canonical_user_id")]
    canonical_user_id: Option<String>,
    /// Whether it is a service-linked role.
    #[serde(default, alias = "service_linked")]
    service_linked: Option<bool>,
    /// Whether it belongs to the organization's management account.
    #[serde(default, alias = "management_account")]
    management_account: Option<bool>,
    /// Whether it is an `AssumeRoot` session.
    #[serde(default, alias = "assumed_root")]
    assumed_root: Option<bool>,
}

impl<'de> Deserialize<'de> for PrincipalInput {
    fn deserialize<D: Deserializer<'de>>(reader: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'de> Visitor<'de> for Either {
            type Value = PrincipalInput;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("the ARN of a principal, or an object with its `type`")
            }

            fn visit_str<E: Error>(self, arn: &str) -> Result<PrincipalInput, E> {
                Ok(PrincipalInput::Arn(arn.to_owned()))
            }

            fn visit_map<A: MapAccess<'de>>(self, members: A) -> Result<PrincipalInput, A::Error> {
                let object = PrincipalObject::deserialize(MapAccessDeserializer::new(members))?;
                Ok(PrincipalInput::Object(Box::new(object)))
            }
        }

        reader.deserialize_any(Either)
    }
}

impl PrincipalInput {
    pub(super) fn build(&self) -> Result<Principal, InputError> {
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
            "service" | "awsservice" => {
                Principal::service(named(&self.kind, "`name`", self.name.as_deref().unwrap_or(arn))?)
            }
            "anonymous" => Principal::anonymous(),
            "federated" | "samlprovider" | "saml" | "webidentity" | "oidc" => {
                let provider = self.provider.as_deref().or(self.name.as_deref()).unwrap_or(arn);
                Principal::federated(named(&self.kind, "`provider`", provider)?)
            }
            _ => {
                let expected = "`User`, `AssumedRole`, `FederatedUser`, `Root`, `Service`, `Anonymous` or `Federated`";
                return Err(InputError::principal(&self.kind, expected));
            }
        };
        self.refuse_what_it_cannot_have(principal.kind())?;
        if let Some(issuer) = &self.issuer {
            principal = principal.issued_by(issuer)?;
        }
        if let Some(id) = &self.unique_id {
            principal = principal.with_unique_id(id);
        }
        if let Some(id) = &self.canonical_user_id {
            principal = principal.with_canonical_user_id(id);
        }
        if self.service_linked == Some(true) {
            principal = principal.service_linked();
        }
        if self.management_account == Some(true) {
            principal = principal.in_management_account();
        }
        if self.assumed_root == Some(true) {
            principal = principal.assumed_root();
        }
        self.with_account(principal)
    }

    /// A member that says nothing about its kind would be lost, and is a mistake.
    fn refuse_what_it_cannot_have(&self, kind: PrincipalType) -> Result<(), InputError> {
        use PrincipalType::{Anonymous, AssumedRole, Federated, Root, Service};

        let is_named = matches!(kind, Service | Federated);
        let members = [
            ("arn", self.arn.is_some(), kind != Anonymous),
            ("roleArn", self.role_arn.is_some(), kind == AssumedRole),
            ("name", self.name.is_some(), is_named),
            ("provider", self.provider.is_some(), kind == Federated),
            ("serviceLinked", self.service_linked == Some(true), kind == AssumedRole),
            ("assumedRoot", self.assumed_root == Some(true), kind == Root),
        ];
        match members.iter().find(|(_, is_given, fits)| *is_given && !fits) {
            Some((name, ..)) => {
                Err(InputError::principal(name, &format!("only what a principal of type `{}` has", kind.as_str())))
            }
            None => Ok(()),
        }
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
            (Some(stated), _) if !is_account_id(stated) => {
                Err(InputError::principal(stated, "an account id of twelve digits"))
            }
            // nobody has no account, whatever is said
            (Some(_), None) if principal.kind() == PrincipalType::Anonymous => Ok(principal),
            (Some(stated), None) => Ok(principal.with_account(stated)),
            _ => Ok(principal),
        }
    }
}

/// The name of what has no ARN.
fn named<'n>(kind: &str, member: &str, name: &'n str) -> Result<&'n str, InputError> {
    if name.is_empty() {
        return Err(InputError::principal(kind, &format!("{member} beside the type")));
    }
    Ok(name)
}
