//! Which attached policies are left out.

use std::collections::HashSet;

use crate::pattern::Pattern;

use super::error::SimulationError;
use super::input::{InlinePolicyIdentifier, PolicyExclusion};
use super::source_policies::{InlinePolicy, ManagedPolicy};

/// What a `PolicyExclusionList` leaves out (rule `sim_exclusions`).
#[derive(Debug, Default)]
pub(super) struct Exclusions<'i> {
    types: HashSet<&'i str>,
    arns: HashSet<&'i str>,
    inline: Vec<Inline<'i>>,
}

#[derive(Debug)]
struct Inline<'i> {
    name: &'i str,
    attachment: &'i str,
    owner: Pattern,
}

/// In the order of AWS's message.
const TYPES: [&str; 6] = ["scp", "permission-boundary", "aws-managed", "inline", "user-managed", "rcp"];
const ATTACHMENTS: [&str; 3] = ["user", "group", "role"];

impl<'i> Exclusions<'i> {
    /// # Errors
    /// AWS's, as captured: an unknown type, a name without any letter, wildcards where none may be.
    pub fn read(list: &'i [PolicyExclusion]) -> Result<Self, SimulationError> {
        let mut exclusions = Self::default();
        for (at, exclusion) in list.iter().enumerate() {
            let place = format!("policyExclusionList.{}.member", at + 1);
            if let Some(policy_type) = &exclusion.policy_type {
                one_of(policy_type, &format!("{place}.policyType"), &TYPES)?;
                exclusions.types.insert(policy_type);
            }
            exclusions.arns.extend(exclusion.policy_arn.as_deref());
            if let Some(identifier) = &exclusion.inline_policy_identifier {
                exclusions.inline.push(Inline::read(identifier, &format!("{place}.inlinePolicyIdentifier"))?);
            }
        }
        Ok(exclusions)
    }

    pub fn has_inline(&self, policy: &InlinePolicy) -> bool {
        self.types.contains("inline") || self.inline.iter().any(|inline| inline.is_match(policy))
    }

    pub fn has_managed(&self, policy: &ManagedPolicy) -> bool {
        let policy_type = if policy.is_aws_managed() { "aws-managed" } else { "user-managed" };
        let by_arn = || policy.pathless_arn().is_some_and(|arn| self.arns.contains(arn.as_str()));
        self.types.contains(policy_type) || (!self.arns.is_empty() && by_arn())
    }

    /// Whether the attached boundary is left out; as a policy it never is.
    pub fn has_boundary(&self) -> bool {
        self.types.contains("permission-boundary")
    }

    pub fn has_organizations(&self) -> bool {
        self.types.contains("scp")
    }
}

impl<'i> Inline<'i> {
    fn read(identifier: &'i InlinePolicyIdentifier, place: &str) -> Result<Self, SimulationError> {
        let name = named(identifier.policy_name.as_deref(), &format!("{place}.policyName"))?;
        let attachment = identifier.attachment_type.as_deref();
        if let Some(attachment) = attachment {
            one_of(attachment, &format!("{place}.attachmentType"), &ATTACHMENTS)?;
        }
        let owner = named(identifier.attachment_name.as_deref(), &format!("{place}.attachmentName"))?;
        let wildcards = |text: &str| text.matches(['*', '?']).count();
        match (name, attachment, owner) {
            (Some(name), Some(attachment), Some(owner)) if wildcards(name) == 0 && wildcards(owner) < 2 => {
                Ok(Self { name, attachment, owner: Pattern::like(owner) })
            }
            _ => Err(SimulationError::invalid(
                "Invalid inline policy exclusion: policyName, attachmentType, and attachmentName are required",
            )),
        }
    }

    fn is_match(&self, policy: &InlinePolicy) -> bool {
        self.name == policy.policy_name
            && self.attachment == policy.attachment_type
            && self.owner.is_match(&policy.attachment_name)
    }
}

fn one_of(value: &str, member: &str, allowed: &[&str]) -> Result<(), SimulationError> {
    if allowed.contains(&value) {
        return Ok(());
    }
    let constraint = format!("Member must satisfy enum value set: [{}]", allowed.join(", "));
    Err(SimulationError::validation(value, member, &constraint))
}

/// A name holds at least one character that IAM allows in names.
fn named<'n>(name: Option<&'n str>, member: &str) -> Result<Option<&'n str>, SimulationError> {
    let is_allowed = |character: char| character.is_ascii_alphanumeric() || "_+=,.@-".contains(character);
    match name {
        Some(name) if !name.contains(is_allowed) => {
            let constraint = r"Member must satisfy regular expression pattern: .*[\w+=,.@-]+.*";
            Err(SimulationError::validation(name, member, constraint))
        }
        name => Ok(name),
    }
}
