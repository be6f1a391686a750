//! A request as an answer: what one may ask again.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::analyze::Verdict;
use crate::principal::{Principal, PrincipalType};
use crate::request::{ContextValue, Request};

/// A request that shows something. It is of the shape of a question's `request`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Witness {
    /// The action.
    pub action: String,
    /// The ARN of the resource, or `*`.
    pub resource: String,
    /// Who asks; absent where it does not matter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub principal: Option<WitnessPrincipal>,
    /// What is known of context keys besides what follows from the rest.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(test, ts(as = "Option<BTreeMap<String, WitnessValue>>"))]
    #[cfg_attr(test, schemars(with = "Option<BTreeMap<String, WitnessValue>>"))]
    pub context: BTreeMap<String, WitnessValue>,
}

/// Who makes a request that shows something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct WitnessPrincipal {
    /// Its kind.
    #[serde(rename = "type")]
    pub kind: &'static str,
    /// Its ARN.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub arn: Option<String>,
    /// Its account, where the ARN has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub account: Option<String>,
    /// The ARN of the role of a session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub role_arn: Option<String>,
    /// The ARN of the user that issued a federated session.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issuer: Option<String>,
    /// The name of a service.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The provider of a federated identity.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub provider: Option<String>,
    /// The unique id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unique_id: Option<String>,
    /// The canonical user id of the account.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub canonical_user_id: Option<String>,
}

/// What a context key holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(untagged), schemars(untagged))]
#[serde(untagged)]
#[non_exhaustive]
pub enum WitnessValue {
    /// One value.
    One(String),
    /// Several, or none, of a multi-valued key.
    Many(Vec<String>),
    /// The request does not have the key, though others like it do.
    Absent(AbsentKey),
}

/// The request does not have the key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct AbsentKey {
    /// Always true.
    #[cfg_attr(test, ts(type = "true"))]
    pub absent: bool,
}

impl Witness {
    /// A request in the shape in which it may be asked again.
    ///
    /// ```
    /// use iam_eval::{Request, wire::{RequestInput, Witness}};
    ///
    /// let request = Request::builder("s3:GetObject", "arn:aws:s3:::b/k").context("aws:SourceVpc", "vpc-1").build()?;
    /// let text = serde_json::to_string(&Witness::of(&request))?;
    /// assert_eq!(text, r#"{"action":"s3:GetObject","resource":"arn:aws:s3:::b/k","context":{"aws:SourceVpc":"vpc-1"}}"#);
    /// let again = serde_json::from_str::<RequestInput>(&text)?.build()?;
    /// assert_eq!(again.context().get("aws:SourceVpc"), request.context().get("aws:SourceVpc"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn of(request: &Request) -> Self {
        let stated = request.stated_context().into_iter();
        Self {
            action: request.action().as_str().to_owned(),
            resource: request.resource().to_owned(),
            principal: request.principal().map(WitnessPrincipal::of),
            context: stated.filter_map(|(name, value)| Some((name.to_owned(), WitnessValue::of(value)?))).collect(),
        }
    }
}

impl WitnessPrincipal {
    pub(super) fn of(principal: &Principal) -> Self {
        let owned = |text: Option<&str>| text.map(str::to_owned);
        let kind = principal.kind();
        let arn = principal.arn();
        Self {
            kind: kind.as_str(),
            arn: owned(arn),
            account: owned(principal.account().filter(|_| arn.is_none())),
            role_arn: owned(principal.role_arn()),
            issuer: owned(principal.issuer()),
            name: (kind == PrincipalType::Service).then(|| principal.name().to_owned()),
            provider: (kind == PrincipalType::Federated).then(|| principal.name().to_owned()),
            unique_id: owned(principal.unique_id()),
            canonical_user_id: owned(principal.canonical_user_id()),
        }
    }
}

impl WitnessValue {
    fn of(value: &ContextValue) -> Option<Self> {
        Some(match value {
            ContextValue::One(text) => Self::One(text.to_string()),
            ContextValue::Many(texts) => Self::Many(texts.iter().map(ToString::to_string).collect()),
            ContextValue::Absent => Self::Absent(AbsentKey { absent: true }),
            // what shows something leaves nothing open
            ContextValue::Unknown | ContextValue::Present => return None,
        })
    }
}

/// Is it so for every request? As [`Verdict`].
#[derive(Debug, Clone, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[non_exhaustive]
pub struct VerdictOutput {
    /// `proved`, `refuted` or `undecided`.
    #[cfg_attr(test, ts(type = "\"proved\" | \"refuted\" | \"undecided\""))]
    pub verdict: &'static str,
    /// Where it is refuted: a request that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// Where it is undecided: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
}

impl VerdictOutput {
    /// A verdict in the shape in which it is answered.
    ///
    /// ```
    /// use iam_eval::{analyze::Verdict, wire::VerdictOutput};
    ///
    /// assert_eq!(serde_json::to_string(&VerdictOutput::of(&Verdict::Proved))?, r#"{"verdict":"proved"}"#);
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn of(verdict: &Verdict) -> Self {
        match verdict {
            Verdict::Proved => Self { verdict: "proved", witness: None, why: None },
            Verdict::Refuted(request) => Self { verdict: "refuted", witness: Some(Witness::of(request)), why: None },
            Verdict::Undecided(why) => Self { verdict: "undecided", witness: None, why: Some(why.to_string()) },
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::wire::RequestInput;

    use super::*;

    #[test]
    fn every_caller_may_be_asked_again() {
        let role = "arn:aws:iam::111122223333:role/team/app";
        let callers = [
            Principal::user("arn:aws:iam::111122223333:user/ann").unwrap().with_unique_id("AIDAEXAMPLE"),
            Principal::role_session(role, "job").unwrap(),
            Principal::assumed_role("arn:aws:sts::111122223333:assumed-role/app/job").unwrap(),
            Principal::federated_user("arn:aws:sts::111122223333:federated-user/f").unwrap(),
            Principal::root("111122223333").unwrap(),
            Principal::service("sns.amazonaws.com"),
            Principal::federated("accounts.google.com"),
            Principal::anonymous(),
        ];
        for caller in callers {
            let request = Request::builder("s3:GetObject", "*").principal(caller.clone());
            let request = request.context("aws:TagKeys", ["a", "b"]).context("aws:SourceVpc", ContextValue::Absent);
            let request = request.build().unwrap();
            let text = serde_json::to_string(&Witness::of(&request)).unwrap();
            let again = serde_json::from_str::<RequestInput>(&text).unwrap().build().unwrap();
            assert_eq!(again.principal(), Some(&caller), "{text}");
            let mut both = request.context().iter().chain(again.context().iter());
            assert!(both.all(|(key, _)| request.context().get(key) == again.context().get(key)), "{text}");
        }
    }
}
