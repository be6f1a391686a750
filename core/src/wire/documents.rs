//! Verbs whose answer is a policy: `effective`, `diff` and `minimize`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::analyze::{Change, Document, find_difference, find_effective, minimize as find_minimal};
use crate::document::Policy;

use super::binding::BINDING;
use super::custom_checks::policy;
use super::error::WireError;
use super::object::Object;
use super::policies::PolicySetInput;
use super::steps::options;
use super::verbs::{read, write};
use super::witness::{VerdictOutput, Witness};

/// What `effective` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct EffectiveInput<'i> {
    /// The policies that bind the caller: `identity`, `permissionsBoundary`, `session` and `serviceControl`.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "PolicySetInput<'static>"), schemars(with = "PolicySetInput<'static>"))]
    policies: Object<PolicySetInput<'i>>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// What `diff` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct DiffInput<'i> {
    /// The policy as it is.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    existing: &'i RawValue,
    /// The policy as it would be.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    new: &'i RawValue,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// What `minimize` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct MinimizeInput<'i> {
    /// The policy.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy: &'i RawValue,
    /// How many characters it may have without white space.
    quota: Option<usize>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// A policy as an answer: all that it lets through is proved to be asked for.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct DocumentOutput {
    /// The policy; `null` where it would let through nothing.
    #[cfg_attr(test, ts(type = "{ Version?: string, Id?: string, Statement: unknown } | null", optional = false))]
    #[cfg_attr(test, schemars(with = "Option<std::collections::BTreeMap<String, serde_json::Value>>"))]
    policy: Option<Box<RawValue>>,
    /// The policy's text, indented; `null` as `policy` is.
    #[cfg_attr(test, ts(optional = false))]
    text: Option<String>,
    /// Whether it is proved to let through all that is asked for, too.
    is_exact: bool,
    /// Why it may leave something out.
    reasons: Vec<String>,
    /// A request that it leaves out, where one was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    left_out: Option<Witness>,
}

/// What a change of a policy adds and removes.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct DiffOutput {
    /// `same`, `narrower`, `wider` or `different`: what the new policy is beside the existing one; or `undecided`.
    #[cfg_attr(test, ts(type = "\"same\" | \"narrower\" | \"wider\" | \"different\" | \"undecided\""))]
    relation: &'static str,
    /// What is let through anew.
    added: ChangeOutput,
    /// What is let through no longer.
    removed: ChangeOutput,
}

/// What is let through anew, or no longer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct ChangeOutput {
    /// Whether there is nothing; refuted with a request.
    is_nothing: VerdictOutput,
    /// It as a policy.
    #[serde(flatten)]
    document: DocumentOutput,
}

/// A policy in fewer words.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct MinimizeOutput {
    /// The policy, proved to mean the same; the one that was given where nothing shorter was found; `null` where its
    /// statements match nothing at all.
    #[cfg_attr(test, ts(type = "{ Version?: string, Id?: string, Statement: unknown } | null", optional = false))]
    #[cfg_attr(test, schemars(with = "Option<std::collections::BTreeMap<String, serde_json::Value>>"))]
    policy: Option<Box<RawValue>>,
    /// The policy's text, indented; `null` as `policy` is.
    #[cfg_attr(test, ts(optional = false))]
    text: Option<String>,
    /// Its characters without white space.
    size: usize,
    /// Whether that fits the quota, where one was given.
    fits: bool,
    /// Why a shorter policy was not taken: it could not be proved to mean the same.
    #[serde(skip_serializing_if = "Option::is_none")]
    undecided: Option<String>,
}

/// Which policy grants exactly what layers grant together? JSON in, JSON out.
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, or there are policies that do not bind a caller.
///
/// ```
/// let answer = iam_eval::wire::effective(r#"{"policies": {
///     "identity": [{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}],
///     "permissionsBoundary": {"Statement": {"Effect": "Allow", "Action": ["s3:*", "ec2:Describe*"], "Resource": "*"}}}}"#)?;
/// assert!(answer.contains(r#""Action":["ec2:Describe*","s3:*"]"#));
/// assert!(answer.contains(r#""isExact":true"#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn effective(input: &str) -> Result<String, WireError> {
    let asked: EffectiveInput<'_> = read(input)?;
    let binding = asked.policies.0.binding(BINDING)?;
    write(&DocumentOutput::of(&find_effective(&binding.layers(), &options(asked.max_steps))))
}

/// What does a change from one policy to another add, and what does it remove? JSON in, JSON out.
///
/// # Errors
/// The input is not of this shape, or a policy cannot be read.
///
/// ```
/// let answer = iam_eval::wire::diff(r#"{
///     "existing": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}},
///     "new": {"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}}"#)?;
/// assert!(answer.starts_with(r#"{"relation":"narrower","added":{"isNothing":{"verdict":"proved"}"#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn diff(input: &str) -> Result<String, WireError> {
    let asked: DiffInput<'_> = read(input)?;
    let (existing, new) = (policy(asked.existing, "existing")?, policy(asked.new, "new")?);
    let difference = find_difference(&existing, &new, &options(asked.max_steps));
    let (added, removed) = (&difference.added.is_nothing, &difference.removed.is_nothing);
    let relation = match (added.is_proved(), removed.is_proved()) {
        (true, true) => "same",
        (true, false) if removed.witness().is_some() => "narrower",
        (false, true) if added.witness().is_some() => "wider",
        (false, false) if added.witness().is_some() && removed.witness().is_some() => "different",
        _ => "undecided",
    };
    let (added, removed) = (ChangeOutput::of(&difference.added), ChangeOutput::of(&difference.removed));
    write(&DiffOutput { relation, added, removed })
}

/// What is a shorter policy that means the same? JSON in, JSON out.
///
/// # Errors
/// The input is not of this shape, or the policy cannot be read.
///
/// ```
/// let answer = iam_eval::wire::minimize(r#"{"policy":
///     {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": ["s3:GetObject", "s3:Get*"], "Resource": ["*"]}}}"#)?;
/// assert!(answer.contains(r#""Action":"s3:Get*","Resource":"*""#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn minimize(input: &str) -> Result<String, WireError> {
    let asked: MinimizeInput<'_> = read(input)?;
    let policy = policy(asked.policy, "policy")?;
    let minimized = find_minimal(&policy, asked.quota, &options(asked.max_steps));
    write(&MinimizeOutput {
        policy: minimized.policy.as_ref().and_then(raw),
        text: minimized.policy.as_ref().map(Policy::to_json_pretty),
        size: minimized.size,
        fits: minimized.fits,
        undecided: minimized.undecided.map(|why| why.to_string()),
    })
}

/// The policy as it is printed canonically.
pub(super) fn raw(policy: &Policy) -> Option<Box<RawValue>> {
    RawValue::from_string(policy.to_json()).ok()
}

impl DocumentOutput {
    pub fn of(document: &Document) -> Self {
        Self {
            policy: document.policy.as_ref().and_then(raw),
            text: document.policy.as_ref().map(Policy::to_json_pretty),
            is_exact: document.is_exact,
            reasons: document.reasons.iter().map(ToString::to_string).collect(),
            left_out: document.left_out.as_deref().map(Witness::of),
        }
    }
}

impl ChangeOutput {
    fn of(change: &Change) -> Self {
        Self { is_nothing: VerdictOutput::of(&change.is_nothing), document: DocumentOutput::of(&change.document) }
    }
}
