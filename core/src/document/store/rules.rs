//! In what the kinds of policy differ, one row each.

use crate::document::PolicyType;

use super::refusal;

/// Where a statement may name principals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PrincipalRule {
    /// The holder of the policy is the principal.
    Prohibited,
    /// `Principal` or, in a Deny, `NotPrincipal`.
    Required,
    /// `Principal` alone, and not as the bare `"*"`.
    RequiredByName,
    /// Left to `resource_control`, whose rules are tighter.
    Everyone,
}

/// Which condition values must be well formed (`operator_store_time`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ValueRule {
    /// Numbers, dates, ARNs, addresses and base64.
    Typed,
    /// Base64 only.
    Base64,
}

/// What one kind of policy asks for beyond the common grammar.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    /// `Version` must be there and must be `2012-10-17`.
    pub current_version: bool,
    pub principal: PrincipalRule,
    pub values: ValueRule,
    /// Sids are of letters, digits and `_`, and distinct.
    pub plain_sids: bool,
    /// Organizations says the same of every fault, with the name of the exception before it.
    pub one_message: Option<&'static str>,
}

impl Rules {
    pub const fn of(policy_type: PolicyType) -> Self {
        let identity = Self {
            current_version: true,
            principal: PrincipalRule::Prohibited,
            values: ValueRule::Typed,
            plain_sids: true,
            one_message: None,
        };
        // SCPs follow what was captured of RCPs: no Version and the old one are stored [assumed].
        let organizations = Self { current_version: false, one_message: Some(refusal::ORGANIZATIONS), ..identity };
        match policy_type {
            PolicyType::Identity => identity,
            PolicyType::Session => Self { current_version: false, values: ValueRule::Base64, ..identity },
            PolicyType::Trust => Self { current_version: false, principal: PrincipalRule::RequiredByName, ..identity },
            PolicyType::Resource => Self {
                current_version: false,
                principal: PrincipalRule::Required,
                // Access Analyzer only recommends it there (UNIQUE_SIDS_RECOMMENDED)
                plain_sids: false,
                ..identity
            },
            PolicyType::ServiceControl => organizations,
            PolicyType::ResourceControl => Self { principal: PrincipalRule::Everyone, ..organizations },
        }
    }

    /// IAM and STS API references: the pattern of `PolicyDocument` and `Policy` ends at U+00FF; KMS
    /// states the same of key policies. Organizations takes any character.
    pub const fn is_latin_1(&self) -> bool {
        self.one_message.is_none()
    }

    /// A trust policy stands on the one role it is about, and names no resource.
    pub const fn is_trust(&self) -> bool {
        matches!(self.principal, PrincipalRule::RequiredByName)
    }

    pub const fn is_resource_control(&self) -> bool {
        matches!(self.principal, PrincipalRule::Everyone)
    }
}
