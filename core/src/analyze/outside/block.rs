//! The rules of S3's Block Public Access: by the form of a policy, not by what it means.
//!
//! Source: S3 user guide, "Blocking public access to your Amazon S3 storage", "The meaning of public".

use crate::condition::{OperatorFamily, SetQualifier};
use crate::document::{Condition, Effect, Policy, Statement, Version};

use super::address;
use super::public::RuleSet;

/// What Block Public Access says of a policy.
///
/// ```
/// use iam_eval::{Policy, analyze::check_block_public_access};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
///     "Resource":"arn:aws:s3:::b/*","Condition":{"StringLike":{"aws:SourceVpc":"vpc-91237329*"}}}}"#.parse()?;
/// let found = check_block_public_access(&policy);
/// assert_eq!((found.is_public(), found.public_statements.as_slice()), (true, [0].as_slice()));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct BlockPublicAccess {
    /// The rules that this is by.
    pub rule_set: RuleSet,
    /// The statements that make it public, from 0.
    pub public_statements: Vec<usize>,
}

impl BlockPublicAccess {
    /// Is the policy public? One statement is enough.
    pub fn is_public(&self) -> bool {
        !self.public_statements.is_empty()
    }
}

/// Keys of which a fixed value keeps the public out.
const KEYS: &[&str] = &[
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principalorgid",
    "aws:principalorgpaths",
    "aws:sourcearn",
    "aws:sourcevpc",
    "aws:sourcevpce",
    "aws:sourceowner",
    "aws:sourceaccount",
    "aws:sourceip",
    "aws:userid",
    "s3:dataaccesspointarn",
    "s3:dataaccesspointaccount",
];

/// Is a bucket's policy public by the rules of S3's Block Public Access? Each statement that allows has to name fixed
/// principals, or a fixed value of a key that says who calls: without wildcards, without policy variables. A statement
/// that denies changes nothing.
///
/// Source: S3 user guide, "The meaning of public".
pub fn check_block_public_access(policy: &Policy) -> BlockPublicAccess {
    let allows = policy.statements().filter(|statement| statement.effect() == Effect::Allow);
    let public = allows.filter(|statement| is_public(*statement, policy.version()));
    let public_statements = public.map(Statement::index).collect();
    BlockPublicAccess { rule_set: RuleSet::S3BlockPublicAccess, public_statements }
}

fn is_public(statement: Statement<'_>, version: Version) -> bool {
    // a statement without principals grants nobody anything
    let Some(principal) = statement.principal() else { return false };
    let is_everybody = |name: &str| name == "*";
    if !principal.is_negated() && !principal.entries().any(|entry| is_everybody(entry.name().as_str())) {
        return false;
    }
    !statement.conditions().any(|condition| is_fixed(condition, version))
}

fn is_fixed(condition: Condition<'_>, version: Version) -> bool {
    let key = condition.key().as_str().to_lowercase();
    let Some(operator) = condition.operator().filter(|_| KEYS.contains(&&*key)) else { return false };
    // what also holds where the key is absent fixes nothing
    let holds_without =
        operator.if_exists || operator.qualifier == Some(SetQualifier::ForAllValues) || operator.operator.is_negated();
    let compares =
        matches!(operator.operator.family(), OperatorFamily::String | OperatorFamily::Arn | OperatorFamily::Ip);
    if holds_without || !compares || condition.values().len() == 0 {
        return false;
    }
    condition.values().all(|value| {
        let text = value.as_str();
        if version == Version::V2012 && text.contains("${") {
            return false;
        }
        match (operator.operator.family(), &*key) {
            (OperatorFamily::Ip, _) => address::is_narrow(text),
            (_, "s3:dataaccesspointarn") => is_access_point_of_an_account(text),
            // a session of a role that is anybody's to name
            (_, "aws:userid") => !text.contains(['*', '?']) && !text.starts_with("AROA"),
            _ => !text.contains(['*', '?']),
        }
    })
}

/// The name may be open where the account is fixed.
fn is_access_point_of_an_account(text: &str) -> bool {
    crate::arn::Arn::parse(text).is_some_and(|arn| crate::arn::is_account_id(arn.account()))
}
