//! Policies by layer.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::document::{ParseOptions, Policy, Profile};
use crate::evaluate::{LayerKind, PolicySet, PolicySetBuilder};

use super::error::WireError;

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
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub struct PolicySetInput<'i> {
    #[serde(borrow)]
    identity: Option<&'i RawValue>,
    #[serde(borrow, alias = "permissions_boundary")]
    permissions_boundary: Option<&'i RawValue>,
    #[serde(borrow)]
    session: Option<&'i RawValue>,
    #[serde(borrow, alias = "service_control")]
    service_control: Option<&'i RawValue>,
    #[serde(borrow, alias = "resource_control")]
    resource_control: Option<&'i RawValue>,
    #[serde(borrow)]
    resource: Option<&'i RawValue>,
    #[serde(borrow, alias = "vpc_endpoint")]
    vpc_endpoint: Option<&'i RawValue>,
    #[serde(borrow)]
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
        for (kind, value) in members {
            let Some(value) = value.filter(|value| value.get() != "null") else { continue };
            if serde_json::from_str::<Unknown>(value.get()).is_ok_and(|unknown| unknown.unknown) {
                set = set.unknown(kind);
                continue;
            }
            set = add(set, kind, value)?;
        }
        Ok(set.build())
    }
}

fn add(set: PolicySetBuilder, kind: LayerKind, value: &RawValue) -> Result<PolicySetBuilder, WireError> {
    let place = kind.as_str();
    Ok(match kind {
        LayerKind::Identity => set.identity(list(value, place)?),
        LayerKind::Session => set.session(list(value, place)?),
        LayerKind::ServiceControl => set.service_control(levels(value, place)?),
        LayerKind::ResourceControl => set.resource_control(levels(value, place)?),
        LayerKind::PermissionsBoundary => set.permissions_boundary(policy(value, place)?),
        LayerKind::Resource => set.resource(policy(value, place)?),
        LayerKind::VpcEndpoint => set.vpc_endpoint(policy(value, place)?),
        LayerKind::Trust => set.trust(policy(value, place)?),
    })
}

fn levels(value: &RawValue, place: &str) -> Result<Vec<Vec<Policy>>, WireError> {
    let expected = "a list of levels, each a list of policies";
    let levels: Vec<&RawValue> = serde_json::from_str(value.get()).map_err(|_| WireError::shape(place, expected))?;
    levels.iter().enumerate().map(|(level, value)| list(value, &format!("{place}[{level}]"))).collect()
}

/// A list of policies, or one.
fn list(value: &RawValue, place: &str) -> Result<Vec<Policy>, WireError> {
    if !value.get().starts_with('[') {
        return Ok(vec![policy(value, place)?]);
    }
    let policies: Vec<&RawValue> =
        serde_json::from_str(value.get()).map_err(|_| WireError::shape(place, "a list of policies"))?;
    policies.iter().enumerate().map(|(at, value)| policy(value, &format!("{place}[{at}]"))).collect()
}

fn policy(value: &RawValue, place: &str) -> Result<Policy, WireError> {
    let options = ParseOptions::new().profile(Profile::Lenient);
    let text = if value.get().starts_with('"') { serde_json::from_str(value.get())? } else { value.get().to_owned() };
    options.parse(&text).map_err(|error| WireError::at(error, place.to_owned()))
}
