//! The verb `externalAccess`: who outside a zone of trust a resource's policy lets through.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::analyze::{self, ZoneOfTrust, find_external_access};
use crate::document::Policy;

use super::custom_checks::policy;
use super::error::WireError;
use super::object::Object;
use super::steps::options;
use super::verbs::{read, write};
use super::witness::{VerdictOutput, Witness};

/// What `externalAccess` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct ExternalAccessInput<'i> {
    /// The policy of the resource.
    #[serde(borrow, alias = "policy_document")]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy_document: &'i RawValue,
    /// Whom one trusts.
    #[serde(alias = "zone_of_trust")]
    #[cfg_attr(test, ts(as = "ZoneOfTrustInput"), schemars(with = "ZoneOfTrustInput"))]
    zone_of_trust: Object<ZoneOfTrustInput>,
    /// The resource control policies of the resource's account, of all levels.
    #[serde(borrow, alias = "resource_control")]
    #[cfg_attr(test, ts(as = "Option<Vec<super::shapes::PolicyInput>>"))]
    #[cfg_attr(test, schemars(with = "Option<Vec<super::shapes::PolicyInput>>"))]
    resource_control: Option<Vec<&'i RawValue>>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// The accounts and organizations whose principals are not outsiders.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "ZoneOfTrust", optional_fields = nullable), schemars(rename = "ZoneOfTrust"))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ZoneOfTrustInput {
    /// Account ids.
    accounts: Option<Vec<String>>,
    /// Organization ids.
    organizations: Option<Vec<String>>,
}

/// Who outside a zone of trust a policy lets through.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct ExternalAccessOutput {
    /// The broadest descriptions, made of what the policy itself names.
    findings: Vec<ExternalAccessDetails>,
    /// Whether there is no access from outside; refuted with a request.
    no_access: VerdictOutput,
    /// Whether the findings describe all of it; refuted with a request that none describes.
    coverage: VerdictOutput,
    /// A request that a service of AWS makes for somebody outside, where the policy lets it do that for anyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    confused_deputy: Option<Witness>,
    /// What was taken for granted, in words.
    assumptions: Vec<String>,
}

/// Access of somebody outside, as AWS's `ExternalAccessDetails`, with a request.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct ExternalAccessDetails {
    /// Who: the kind and the name, as in `{"AWS": "*"}`.
    principal: BTreeMap<String, String>,
    /// The actions, as the policy writes them.
    action: Vec<String>,
    /// What else has to hold of who calls, by key.
    condition: BTreeMap<String, String>,
    /// Whether anybody may do it.
    is_public: bool,
    /// By which statements.
    sources: Vec<ExternalAccessSource>,
    /// Whether resource control policies narrow it.
    #[cfg_attr(test, ts(type = "\"APPLIED\" | \"NOT_APPLICABLE\""))]
    resource_control_policy_restriction: &'static str,
    /// A request of somebody outside that is let through.
    witness: Witness,
}

/// A statement that gives access.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct ExternalAccessSource {
    /// Always `POLICY`.
    #[serde(rename = "type")]
    #[cfg_attr(test, ts(type = "\"POLICY\""))]
    kind: &'static str,
    /// Which statement, from 0.
    statement_index: usize,
    /// Its `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    statement_id: Option<String>,
}

/// Who outside a zone of trust does the policy of a resource let through? JSON in, JSON out, in the shape of Access
/// Analyzer's findings.
///
/// # Errors
/// The input is not of this shape, or a policy cannot be read.
///
/// ```
/// let answer = iam_eval::wire::external_access(r#"{"zoneOfTrust": {"accounts": ["111122223333"]}, "policyDocument":
///     {"Statement": {"Effect": "Allow", "Principal": {"AWS": "222233334444"}, "Action": "sqs:*", "Resource": "*"}}}"#)?;
/// assert!(answer.starts_with(r#"{"findings":[{"principal":{"AWS":"222233334444"},"action":["sqs:*"]"#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn external_access(input: &str) -> Result<String, WireError> {
    let asked: ExternalAccessInput<'_> = read(input)?;
    let document = policy(asked.policy_document, "policyDocument")?;
    let Object(zone) = asked.zone_of_trust;
    let zone = ZoneOfTrust {
        accounts: zone.accounts.unwrap_or_default(),
        organizations: zone.organizations.unwrap_or_default(),
    };
    let controls = asked.resource_control.unwrap_or_default();
    let controls: Vec<Policy> = controls
        .iter()
        .enumerate()
        .map(|(at, value)| policy(value, &format!("resourceControl[{at}]")))
        .collect::<Result<_, _>>()?;
    let access = find_external_access(&document, &zone, &controls, &options(asked.max_steps));
    write(&ExternalAccessOutput {
        findings: access.findings.into_iter().map(|finding| ExternalAccessDetails::of(finding, &document)).collect(),
        no_access: VerdictOutput::of(&access.verdict),
        coverage: VerdictOutput::of(&access.coverage),
        confused_deputy: access.confused_deputy.as_deref().map(Witness::of),
        assumptions: access.assumptions.iter().map(ToString::to_string).collect(),
    })
}

impl ExternalAccessDetails {
    fn of(finding: analyze::ExternalFinding, policy: &Policy) -> Self {
        let source = |index: usize| ExternalAccessSource {
            kind: "POLICY",
            statement_index: index,
            statement_id: policy.statement(index).and_then(|statement| statement.sid()).map(|sid| sid.to_string()),
        };
        Self {
            principal: [finding.principal].into_iter().collect(),
            action: finding.actions,
            condition: finding.condition,
            is_public: finding.is_public,
            sources: finding.sources.into_iter().map(source).collect(),
            resource_control_policy_restriction: finding.resource_control_policy_restriction.as_str(),
            witness: Witness::of(&finding.witness),
        }
    }
}
