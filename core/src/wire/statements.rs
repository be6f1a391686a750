//! The verb `checkStatements`: what a policy could do without.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::analyze::{CheckedPolicyType, FoundStatements, find_redundant_statements, find_unreachable_statements};
use crate::document::Policy;

use super::custom_checks::policy;
use super::error::WireError;
use super::steps::options;
use super::verbs::{read, write};

/// What `checkStatements` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct CheckStatementsInput<'i> {
    /// The policy.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy: &'i RawValue,
    /// What kind of policy it is; `IDENTITY_POLICY` unless said.
    #[serde(alias = "policy_type")]
    policy_type: Option<CheckedPolicyType>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// Which statements a policy could do without.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct CheckStatementsOutput {
    /// Those that may be left out together without changing what the policy lets through.
    redundant: Vec<NamedStatement>,
    /// Those that match no request at all.
    unreachable: Vec<NamedStatement>,
    /// Those of which one or the other is not known.
    undecided: Vec<UndecidedStatement>,
}

/// A statement by its place and name.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
pub(super) struct NamedStatement {
    /// Which statement, from 0.
    index: usize,
    /// Its `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
}

/// A statement of which something is not known.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct UndecidedStatement {
    /// Which statement.
    #[serde(flatten)]
    statement: NamedStatement,
    /// `redundant` or `unreachable`.
    question: &'static str,
    /// Why it is not known.
    why: String,
}

/// Which statements are redundant, or match no request? JSON in, JSON out.
///
/// # Errors
/// The input is not of this shape, or the policy cannot be read.
///
/// ```
/// let answer = iam_eval::wire::check_statements(r#"{"policy": {"Statement": [
///     {"Sid": "All", "Effect": "Allow", "Action": "s3:*", "Resource": "*"},
///     {"Sid": "Some", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}]}}"#)?;
/// assert_eq!(answer, r#"{"redundant":[{"index":1,"sid":"Some"}],"unreachable":[],"undecided":[]}"#);
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn check_statements(input: &str) -> Result<String, WireError> {
    let asked: CheckStatementsInput<'_> = read(input)?;
    let policy = policy(asked.policy, "policy")?;
    let kind = asked.policy_type.unwrap_or(CheckedPolicyType::IdentityPolicy);
    let options = options(asked.max_steps);
    let redundant = find_redundant_statements(&policy, kind, &options);
    let unreachable = find_unreachable_statements(&policy, kind, &options);
    let named = |index: usize| NamedStatement::of(&policy, index);
    let undecided = |question: &'static str, found: &FoundStatements| {
        let open = |(index, why): &(usize, crate::analyze::Undecided)| UndecidedStatement {
            statement: named(*index),
            question,
            why: why.to_string(),
        };
        found.undecided.iter().map(open).collect::<Vec<_>>()
    };
    let mut all = undecided("redundant", &redundant);
    all.extend(undecided("unreachable", &unreachable));
    write(&CheckStatementsOutput {
        redundant: redundant.statements.iter().map(|index| named(*index)).collect(),
        unreachable: unreachable.statements.iter().map(|index| named(*index)).collect(),
        undecided: all,
    })
}

impl NamedStatement {
    pub fn of(policy: &Policy, index: usize) -> Self {
        let sid = policy.statement(index).and_then(|statement| statement.sid());
        Self { index, sid: sid.map(|sid| sid.to_string()) }
    }
}
