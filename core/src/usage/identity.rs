//! `userIdentity`: what a record says of its caller.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de::{Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::hive;
use super::record::{Name, Text};

/// The fields of `userIdentity`, with the names of the CloudTrail user guide, "CloudTrail userIdentity
/// element".
#[derive(Debug, Clone, Default)]
pub(crate) struct Identity<'a> {
    /// `type`.
    pub kind: Option<Cow<'a, str>>,
    pub arn: Option<Cow<'a, str>>,
    pub account_id: Option<Cow<'a, str>>,
    pub principal_id: Option<Cow<'a, str>>,
    pub user_name: Option<Cow<'a, str>>,
    pub access_key_id: Option<Cow<'a, str>>,
    pub invoked_by: Option<Cow<'a, str>>,
    /// `sessionContext.sessionIssuer`.
    pub issuer: Issuer<'a>,
    /// `sessionContext.attributes.mfaAuthenticated`.
    pub mfa_authenticated: Option<Cow<'a, str>>,
    /// `onBehalfOf.userId`.
    pub on_behalf_of: Option<Cow<'a, str>>,
    /// Whether it was printed in a form that does not quote.
    pub is_lossy: bool,
}

/// Who made the session.
#[derive(Debug, Clone, Default)]
pub(crate) struct Issuer<'a> {
    /// `type`.
    pub kind: Option<Cow<'a, str>>,
    pub arn: Option<Cow<'a, str>>,
    pub account_id: Option<Cow<'a, str>>,
    pub user_name: Option<Cow<'a, str>>,
}

fn keep(text: Option<Cow<'_, str>>) -> Option<Cow<'static, str>> {
    text.map(|text| Cow::Owned(text.into_owned()))
}

impl Identity<'_> {
    fn into_owned(self) -> Identity<'static> {
        Identity {
            kind: keep(self.kind),
            arn: keep(self.arn),
            account_id: keep(self.account_id),
            principal_id: keep(self.principal_id),
            user_name: keep(self.user_name),
            access_key_id: keep(self.access_key_id),
            invoked_by: keep(self.invoked_by),
            issuer: Issuer {
                kind: keep(self.issuer.kind),
                arn: keep(self.issuer.arn),
                account_id: keep(self.issuer.account_id),
                user_name: keep(self.issuer.user_name),
            },
            mfa_authenticated: keep(self.mfa_authenticated),
            on_behalf_of: keep(self.on_behalf_of),
            is_lossy: self.is_lossy,
        }
    }
}

/// Which object inside `userIdentity` is being read.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Inside {
    Identity,
    SessionContext,
    SessionIssuer,
    Attributes,
    OnBehalfOf,
}

/// Reads one object of the identity into it; anything else than an object says nothing.
struct Reader<'i, 'a> {
    identity: &'i mut Identity<'a>,
    inside: Inside,
}

impl<'de: 'a, 'a> Visitor<'de> for Reader<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let identity = self.identity;
        while let Some(Name(name)) = map.next_key()? {
            let inside = match (self.inside, &*name) {
                (Inside::Identity, "sessionContext" | "sessioncontext") => Some(Inside::SessionContext),
                (Inside::Identity, "onBehalfOf" | "onbehalfof") => Some(Inside::OnBehalfOf),
                (Inside::SessionContext, "sessionIssuer" | "sessionissuer") => Some(Inside::SessionIssuer),
                (Inside::SessionContext, "attributes") => Some(Inside::Attributes),
                _ => None,
            };
            if let Some(inside) = inside {
                map.next_value_seed(Reader { identity: &mut *identity, inside })?;
                continue;
            }
            let slot = match (self.inside, &*name) {
                (Inside::Identity, "type") => &mut identity.kind,
                (Inside::Identity, "arn") => &mut identity.arn,
                (Inside::Identity, "accountId" | "accountid") => &mut identity.account_id,
                (Inside::Identity, "principalId" | "principalid") => &mut identity.principal_id,
                (Inside::Identity, "userName" | "username") => &mut identity.user_name,
                (Inside::Identity, "accessKeyId" | "accesskeyid") => &mut identity.access_key_id,
                (Inside::Identity, "invokedBy" | "invokedby") => &mut identity.invoked_by,
                (Inside::SessionIssuer, "type") => &mut identity.issuer.kind,
                (Inside::SessionIssuer, "arn") => &mut identity.issuer.arn,
                (Inside::SessionIssuer, "accountId" | "accountid") => &mut identity.issuer.account_id,
                (Inside::SessionIssuer, "userName" | "username") => &mut identity.issuer.user_name,
                (Inside::Attributes, "mfaAuthenticated" | "mfaauthenticated") => &mut identity.mfa_authenticated,
                (Inside::OnBehalfOf, "userId" | "userid") => &mut identity.on_behalf_of,
                _ => {
                    map.next_value::<IgnoredAny>()?;
                    continue;
                }
            };
            *slot = map.next_value::<Text<'a>>()?.0;
        }
        Ok(())
    }

    fn visit_str<E>(self, text: &str) -> Result<(), E> {
        // rule `container_athena`: a flat table holds it as a text of JSON, or as a struct
        if self.inside != Inside::Identity || !text.trim_start().starts_with('{') {
            return Ok(());
        }
        if let Ok(identity) = serde_json::from_str::<Identity<'_>>(text) {
            *self.identity = identity.into_owned();
        } else if let Some(json) = hive::to_json(text)
            && let Ok(identity) = serde_json::from_str::<Identity<'_>>(&json)
        {
            *self.identity = Identity { is_lossy: true, ..identity.into_owned() };
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        IgnoredAny.visit_seq(seq).map(|_| ())
    }
}

impl<'de: 'a, 'a> serde::de::DeserializeSeed<'de> for Reader<'_, 'a> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Identity<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut identity = Identity::default();
        deserializer.deserialize_any(Reader { identity: &mut identity, inside: Inside::Identity })?;
        Ok(identity)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_tells_its_issuer() {
        let text = r#"{"type":"AssumedRole","arn":"arn:aws:sts::111122223333:assumed-role/r/s","sessionContext":{
            "attributes":{"mfaAuthenticated":"false"},"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/p/r"}}}"#;
        let identity: Identity<'_> = serde_json::from_str(text).unwrap();
        assert_eq!(identity.issuer.arn.as_deref(), Some("arn:aws:iam::111122223333:role/p/r"));
        assert_eq!(identity.mfa_authenticated.as_deref(), Some("false"));
    }

    #[test]
    fn anything_but_an_object_says_nothing() {
        for text in ["null", "1", "[{}]", "\"x\"", "{\"sessionContext\":7,\"arn\":{}}"] {
            let identity: Identity<'_> = serde_json::from_str(text).unwrap();
            assert_eq!(identity.arn, None, "{text}");
        }
    }
}
