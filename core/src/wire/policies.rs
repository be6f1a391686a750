//! Policies by layer.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::document::{ParseOptions, Policy, Profile};
use crate::evaluate::{LayerKind, PolicySet, PolicySetBuilder};
#[cfg(feature = "logs")]
use crate::synthesize::Current;

#[cfg(feature = "analysis")]
use super::binding::Binding;
use super::error::WireError;
use super::object::Object;
use super::options::WireOptions;

/// Which policies does a request meet, by layer?
///
/// The members are called as [`LayerKind`], in camel or snake case. One that is absent or `null` means
/// that the layer is absent; `{"unknown": true}` that nobody knows what it holds. A policy is its JSON,
/// or a string of it; `identity` and `session` take a list or one, the control layers a list of levels.
///
/// ```
/// use iam_eval::{Answer, Request, wire::PolicySetInput};
///
/// let input: PolicySetInput<'_> = serde_json::from_str(r#"{
///     "identity": [{"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}],
///     "permissionsBoundary": {"unknown": true}
/// }"#)?;
/// assert_eq!(input.build()?.decide(&Request::new("s3:GetObject", "*")?), Answer::Depends);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicySetInput<'i> {
    /// The policies of the user and its groups, or of the role.
    #[serde(borrow)]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfMany>"),
        schemars(with = "Option<super::shapes::LayerOfMany>")
    )]
    identity: Option<&'i RawValue>,
    /// The permissions boundary of the user or role.
    #[serde(borrow, alias = "permissions_boundary")]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfOne>"),
        schemars(with = "Option<super::shapes::LayerOfOne>")
    )]
    permissions_boundary: Option<&'i RawValue>,
    /// The policies passed when the session was made.
    #[serde(borrow)]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfMany>"),
        schemars(with = "Option<super::shapes::LayerOfMany>")
    )]
    session: Option<&'i RawValue>,
    /// The service control policies of the caller's account, by level from the root down.
    #[serde(borrow, alias = "service_control")]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfLevels>"),
        schemars(with = "Option<super::shapes::LayerOfLevels>")
    )]
    service_control: Option<&'i RawValue>,
    /// The resource control policies of the resource's account, by level from the root down.
    #[serde(borrow, alias = "resource_control")]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfLevels>"),
        schemars(with = "Option<super::shapes::LayerOfLevels>")
    )]
    resource_control: Option<&'i RawValue>,
    /// The policy of the resource.
    #[serde(borrow)]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfOne>"),
        schemars(with = "Option<super::shapes::LayerOfOne>")
    )]
    resource: Option<&'i RawValue>,
    /// The policy of the VPC endpoint the request comes through.
    #[serde(borrow, alias = "vpc_endpoint")]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfOne>"),
        schemars(with = "Option<super::shapes::LayerOfOne>")
    )]
    vpc_endpoint: Option<&'i RawValue>,
    /// The trust policy of the role to be assumed.
    #[serde(borrow)]
    #[cfg_attr(
        test,
        ts(as = "Option<super::shapes::LayerOfOne>"),
        schemars(with = "Option<super::shapes::LayerOfOne>")
    )]
    trust: Option<&'i RawValue>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Unknown {
    unknown: bool,
}

impl PolicySetInput<'_> {
    /// Reads the policies and compiles them. As [`PolicySetBuilder::build`].
    ///
    /// # Errors
    /// A member is not of its shape, or a policy cannot be read; the error names the member.
    ///
    /// ```
    /// let input: iam_eval::wire::PolicySetInput<'_> = serde_json::from_str(r#"{"resource": {"Statement": 1}}"#)?;
    /// let error = input.build().unwrap_err();
    /// assert_eq!(error.to_string(), "resource: expected an object, found a number (line 1, column 15)");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn build(&self) -> Result<PolicySet, WireError> {
        self.build_with(&WireOptions::default())
    }

    /// [`build`](Self::build) within limits, and with the places of errors in units of the caller.
    ///
    /// # Errors
    /// As [`build`](Self::build).
    ///
    /// ```
    /// use iam_eval::{Limits, wire::{PolicySetInput, WireOptions}};
    ///
    /// let input: PolicySetInput<'_> = serde_json::from_str(r#"{"resource": {"Statement": []}}"#)?;
    /// let options = WireOptions { limits: Limits { max_bytes: 5, ..Limits::default() }, ..WireOptions::default() };
    /// assert_eq!(input.build_with(&options).unwrap_err().code(), "limit-bytes");
    /// # Ok::<(), serde_json::Error>(())
    /// ```
    pub fn build_with(&self, options: &WireOptions) -> Result<PolicySet, WireError> {
        let mut set = PolicySet::builder();
        let members = [
            (LayerKind::Identity, self.identity),
            (LayerKind::PermissionsBoundary, self.permissions_boundary),
            (LayerKind::Session, self.session),
            (LayerKind::ServiceControl, self.service_control),
            (LayerKind::ResourceControl, self.resource_control),
            (LayerKind::Resource, self.resource),
            (LayerKind::VpcEndpoint, self.vpc_endpoint),
            (LayerKind::Trust, self.trust),
        ];
        let reader = Reader { options };
        for (kind, value) in members {
            let Some(value) = given(value) else { continue };
            if is_unknown(value) {
                set = set.unknown(kind);
                continue;
            }
            set = reader.add(set, kind, value)?;
        }
        Ok(set.build())
    }
}

impl PolicySetInput<'_> {
    /// The layers as those that bind a principal today; no others say anything about that.
    #[cfg(feature = "logs")]
    pub(super) fn current(&self) -> Result<Current, WireError> {
        let expected = "none: only identity policies, a permissions boundary and service control policies";
        if given(self.session).is_some() {
            return Err(WireError::shape(LayerKind::Session.as_str(), expected));
        }
        let binding = self.binding(expected)?;
        Ok(Current {
            identity: binding.identity,
            permissions_boundary: binding.permissions_boundary,
            service_control: binding.service_control,
        })
    }

    /// The layers as those that bind one caller; the others are refused, as `expected` says.
    #[cfg(feature = "analysis")]
    pub(super) fn binding(&self, expected: &str) -> Result<Binding, WireError> {
        let others = [
            (LayerKind::ResourceControl, self.resource_control),
            (LayerKind::Resource, self.resource),
            (LayerKind::VpcEndpoint, self.vpc_endpoint),
            (LayerKind::Trust, self.trust),
        ];
        if let Some((kind, _)) = others.iter().find(|(_, value)| given(*value).is_some()) {
            return Err(WireError::shape(kind.as_str(), expected));
        }
        let own = [
            (LayerKind::Identity, self.identity),
            (LayerKind::PermissionsBoundary, self.permissions_boundary),
            (LayerKind::Session, self.session),
            (LayerKind::ServiceControl, self.service_control),
        ];
        if let Some((kind, _)) = own.iter().find(|(_, value)| value.is_some_and(is_unknown)) {
            return Err(WireError::shape(kind.as_str(), "policies: what nobody knows cannot be asked about"));
        }
        let options = WireOptions::default();
        let reader = Reader { options: &options };
        let list = |value: Option<&RawValue>, kind: LayerKind| {
            given(value).map(|value| reader.list(value, kind.as_str())).transpose()
        };
        let boundary = LayerKind::PermissionsBoundary.as_str();
        let control = LayerKind::ServiceControl.as_str();
        Ok(Binding {
            identity: list(self.identity, LayerKind::Identity)?,
            permissions_boundary: given(self.permissions_boundary)
                .map(|value| reader.policy(value, boundary))
                .transpose()?,
            session: list(self.session, LayerKind::Session)?,
            service_control: given(self.service_control)
                .map(|value| reader.levels(value, control))
                .transpose()?
                .unwrap_or_default(),
        })
    }
}

fn is_unknown(value: &RawValue) -> bool {
    serde_json::from_str::<Object<Unknown>>(value.get()).is_ok_and(|Object(layer)| layer.unknown)
}

/// A member that is `null` is absent.
fn given(value: Option<&RawValue>) -> Option<&RawValue> {
    value.filter(|value| value.get() != "null")
}

/// The policies of each level of a control layer.
#[cfg(feature = "analysis")]
pub(super) fn read_levels(value: &RawValue, place: &str) -> Result<Vec<Vec<Policy>>, WireError> {
    Reader { options: &WireOptions::default() }.levels(value, place)
}

struct Reader<'o> {
    options: &'o WireOptions,
}

impl Reader<'_> {
    fn add(&self, set: PolicySetBuilder, kind: LayerKind, value: &RawValue) -> Result<PolicySetBuilder, WireError> {
        let place = kind.as_str();
        Ok(match kind {
            LayerKind::Identity => set.identity(self.list(value, place)?),
            LayerKind::Session => set.session(self.list(value, place)?),
            LayerKind::ServiceControl => set.service_control(self.levels(value, place)?),
            LayerKind::ResourceControl => set.resource_control(self.levels(value, place)?),
            LayerKind::PermissionsBoundary => set.permissions_boundary(self.policy(value, place)?),
            LayerKind::Resource => set.resource(self.policy(value, place)?),
            LayerKind::VpcEndpoint => set.vpc_endpoint(self.policy(value, place)?),
            LayerKind::Trust => set.trust(self.policy(value, place)?),
        })
    }

    fn levels(&self, value: &RawValue, place: &str) -> Result<Vec<Vec<Policy>>, WireError> {
        let expected = "a list of levels, each a list of policies";
        let levels: Vec<&RawValue> =
            serde_json::from_str(value.get()).map_err(|_| WireError::shape(place, expected))?;
        levels.iter().enumerate().map(|(level, value)| self.list(value, &format!("{place}[{level}]"))).collect()
    }

    /// A list of policies, or one.
    fn list(&self, value: &RawValue, place: &str) -> Result<Vec<Policy>, WireError> {
        if !value.get().starts_with('[') {
            return Ok(vec![self.policy(value, place)?]);
        }
        let policies: Vec<&RawValue> =
            serde_json::from_str(value.get()).map_err(|_| WireError::shape(place, "a list of policies"))?;
        policies.iter().enumerate().map(|(at, value)| self.policy(value, &format!("{place}[{at}]"))).collect()
    }

    fn policy(&self, value: &RawValue, place: &str) -> Result<Policy, WireError> {
        let options = ParseOptions::new().profile(Profile::Lenient);
        self.options.read(options, value, Some(place))
    }
}
