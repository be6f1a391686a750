//! The verb `whoCan`: who can do something to a resource.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::analyze::{self, Can, PrincipalPolicies, ResourcePolicies, Verdict, find_named_principals, find_who_can};

use super::binding::BINDING;
use super::custom_checks::policy;
use super::error::WireError;
use super::object::Object;
use super::policies::{PolicySetInput, read_levels};
use super::principal::PrincipalInput;
use super::steps::options;
use super::verbs::{read, write};
use super::witness::{Witness, WitnessPrincipal};

/// What `whoCan` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct WhoCanInput<'i> {
    /// The action, which may be a pattern.
    action: String,
    /// The ARN of the resource, which may be a pattern.
    resource: String,
    /// Of whom it is asked.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "Option<Vec<PrincipalPoliciesInput<'static>>>"))]
    #[cfg_attr(test, schemars(with = "Option<Vec<PrincipalPoliciesInput<'static>>>"))]
    principals: Option<Vec<Object<PrincipalPoliciesInput<'i>>>>,
    /// The policy of the resource; of a role, its trust policy.
    #[serde(borrow, alias = "resource_policy")]
    #[cfg_attr(test, ts(as = "Option<super::shapes::PolicyInput>"))]
    #[cfg_attr(test, schemars(with = "Option<super::shapes::PolicyInput>"))]
    resource_policy: Option<&'i RawValue>,
    /// The resource control policies of the resource's account, by level.
    #[serde(borrow, alias = "resource_control")]
    #[cfg_attr(test, ts(as = "Option<super::shapes::LayerOfLevels>"))]
    #[cfg_attr(test, schemars(with = "Option<super::shapes::LayerOfLevels>"))]
    resource_control: Option<&'i RawValue>,
    /// The account that owns the resource, where its ARN does not say so.
    #[serde(alias = "resource_account")]
    resource_account: Option<String>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// A principal with its own policies.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct PrincipalPoliciesInput<'i> {
    /// Who it is.
    principal: PrincipalInput,
    /// The policies that bind it: `identity`, `permissionsBoundary`, `session` and `serviceControl`.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "PolicySetInput<'static>"), schemars(with = "PolicySetInput<'static>"))]
    policies: Object<PolicySetInput<'i>>,
}

/// Who can do something to a resource.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct WhoCanOutput {
    /// Each of whom it was asked, in their order.
    principals: Vec<PrincipalCan>,
    /// Each whom the policy of the resource names, as far as it alone can say.
    named: Vec<NamedCan>,
}

/// Whether the policy of a resource alone would let a principal do it that it names.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
pub(super) struct NamedCan {
    /// Who: the kind and the name, as in `{"AWS": "*"}`.
    principal: BTreeMap<String, String>,
    /// `yes`, `no` or `undecided`. An account needs its principals' own policies to allow as well.
    #[cfg_attr(test, ts(type = "\"yes\" | \"no\" | \"undecided\""))]
    can: &'static str,
    /// Where it can: a request that the policy lets through.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Witness>,
    /// Where it is undecided: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// Whether a principal can do it.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
pub(super) struct PrincipalCan {
    /// Who.
    principal: WitnessPrincipal,
    /// `yes`, `no` or `undecided`.
    #[cfg_attr(test, ts(type = "\"yes\" | \"no\" | \"undecided\""))]
    can: &'static str,
    /// Where it can: a request that is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    witness: Option<Witness>,
    /// Where it can: the context keys that have to hold what the request says.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<String>>"), schemars(with = "Option<Vec<String>>"))]
    keys: Vec<String>,
    /// Where it is undecided: why.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
}

/// Who can do an action on a resource, and by which request? JSON in, JSON out. All layers count, within an account and
/// across accounts.
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, or a principal is none.
///
/// ```
/// let answer = iam_eval::wire::who_can(r#"{"action": "s3:GetObject", "resource": "arn:aws:s3:::b/*",
///     "resourceAccount": "111122223333", "principals": [
///     {"principal": "arn:aws:iam::111122223333:user/ann", "policies": {"identity":
///         {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}}}}]}"#)?;
/// assert!(answer.contains(r#""can":"yes","witness":{"action":"s3:GetObject","#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn who_can(input: &str) -> Result<String, WireError> {
    let asked: WhoCanInput<'_> = read(input)?;
    let options = options(asked.max_steps);
    let of_resource = ResourcePolicies {
        policy: asked.resource_policy.map(|value| policy(value, "resourcePolicy")).transpose()?,
        resource_control: asked.resource_control.map(|value| read_levels(value, "resourceControl")).transpose()?,
        account: asked.resource_account,
    };
    let named = match &of_resource.policy {
        Some(policy) => find_named_principals(policy, &asked.action, &asked.resource, &options),
        None => Vec::new(),
    };
    let mut principals: Vec<PrincipalPolicies> = Vec::new();
    for (at, Object(asked)) in asked.principals.unwrap_or_default().into_iter().enumerate() {
        let place = |error| WireError::request(error, &format!("principals[{at}].principal"));
        let binding = asked.policies.0.binding(BINDING)?;
        principals.push(PrincipalPolicies {
            permissions_boundary: binding.permissions_boundary,
            session: binding.session,
            service_control: Some(binding.service_control).filter(|levels| !levels.is_empty()),
            ..PrincipalPolicies::new(asked.principal.build().map_err(place)?, binding.identity.unwrap_or_default())
        });
    }
    let access = find_who_can(&asked.action, &asked.resource, &principals, &of_resource, &options);
    write(&WhoCanOutput {
        principals: access.into_iter().map(PrincipalCan::of).collect(),
        named: named.into_iter().map(NamedCan::of).collect(),
    })
}

impl PrincipalCan {
    fn of(access: analyze::PrincipalAccess) -> Self {
        let (can, witness, keys, why) = match access.can {
            Can::Yes { request, keys } => ("yes", Some(Witness::of(&request)), keys, None),
            Can::No => ("no", None, Vec::new(), None),
            Can::Undecided(why) => ("undecided", None, Vec::new(), Some(why.to_string())),
        };
        Self { principal: WitnessPrincipal::of(&access.principal), can, witness, keys, why }
    }
}

impl NamedCan {
    fn of(named: analyze::NamedPrincipal) -> Self {
        let (can, why) = match &named.cannot {
            Verdict::Proved => ("no", None),
            Verdict::Refuted(_) => ("yes", None),
            Verdict::Undecided(why) => ("undecided", Some(why.to_string())),
        };
        let witness = named.cannot.witness().map(Witness::of);
        Self { principal: [(named.kind.as_str().to_owned(), named.name)].into_iter().collect(), can, witness, why }
    }
}
