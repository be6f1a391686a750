//! What a check is called, what it is about, and an example of each side.

use crate::document::PolicyType;

use super::finding::FindingType;
use super::resource_type::PolicyResourceType;

/// Does AWS still make it?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum CheckStatus {
    /// Yes.
    Current,
    /// It is on AWS's page, and policies that it would find are accepted by now: never reported.
    Retired,
    /// It is the library's own.
    Own,
}

/// A document that shows a check, or just does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub struct Example {
    /// As what it is stored.
    pub policy_type: PolicyType,
    /// What it is attached to.
    pub resource_type: Option<PolicyResourceType>,
    /// The document.
    pub text: &'static str,
}

impl Example {
    pub(super) const fn of(policy_type: PolicyType, text: &'static str) -> Self {
        let resource_type = match policy_type {
            PolicyType::Trust => Some(PolicyResourceType::RoleTrust),
            _ => None,
        };
        Self { policy_type, resource_type, text }
    }

    pub(super) const fn identity(text: &'static str) -> Self {
        Self::of(PolicyType::Identity, text)
    }

    pub(super) const fn trust(text: &'static str) -> Self {
        Self::of(PolicyType::Trust, text)
    }

    pub(super) const fn resource(text: &'static str) -> Self {
        Self::of(PolicyType::Resource, text)
    }

    pub(super) const fn bucket(text: &'static str) -> Self {
        Self { policy_type: PolicyType::Resource, resource_type: Some(PolicyResourceType::S3Bucket), text }
    }

    pub(super) const fn scp(text: &'static str) -> Self {
        Self::of(PolicyType::ServiceControl, text)
    }

    pub(super) const fn rcp(text: &'static str) -> Self {
        Self::of(PolicyType::ResourceControl, text)
    }
}

/// In which kinds of policies is it looked for?
pub(super) mod kinds {
    use super::PolicyType::{self, Identity, Resource, ResourceControl, ServiceControl, Session, Trust};

    pub const ALL: &[PolicyType] = &[Identity, Session, Resource, Trust, ServiceControl, ResourceControl];
    pub const WITH_RESOURCES: &[PolicyType] = &[Identity, Session, Resource, ServiceControl, ResourceControl];
    pub const WITH_PRINCIPALS: &[PolicyType] = &[Resource, Trust];
    pub const IDENTITY: &[PolicyType] = &[Identity, Session];
    pub const RESOURCE: &[PolicyType] = &[Resource];
    pub const TRUST: &[PolicyType] = &[Trust];
    pub const SCP: &[PolicyType] = &[ServiceControl];
    pub const RCP: &[PolicyType] = &[ResourceControl];
    pub const IDENTITY_RESOURCE: &[PolicyType] = &[Identity, Session, Resource];
    pub const IDENTITY_RESOURCE_RCP: &[PolicyType] = &[Identity, Session, Resource, ResourceControl];
    pub const IDENTITY_SCP_RCP: &[PolicyType] = &[Identity, Session, ServiceControl, ResourceControl];
    pub const IDENTITY_RESOURCE_SCP: &[PolicyType] = &[Identity, Session, Resource, ServiceControl];
    pub const WITH_PRINCIPALS_RCP: &[PolicyType] = &[Resource, Trust, ResourceControl];
}

/// What a check is called, what it is about, and an example of each side.
///
/// ```
/// use iam_eval::validate::{FindingType, find_check};
///
/// let check = find_check("EMPTY_SID_VALUE").unwrap();
/// assert_eq!((check.finding_type(), check.needs_catalog()), (FindingType::Suggestion, false));
/// assert!(check.triggers()[0].text.contains(r#""Sid":"""#));
/// ```
#[derive(Debug, PartialEq, Eq)]
pub struct Check {
    code: &'static str,
    finding_type: FindingType,
    policy_types: &'static [PolicyType],
    needs_catalog: bool,
    is_loud: bool,
    is_for_untyped: bool,
    status: CheckStatus,
    meaning: &'static str,
    triggers: &'static [Example],
    near_misses: &'static [Example],
}

impl Check {
    const fn new(
        code: &'static str,
        finding_type: FindingType,
        policy_types: &'static [PolicyType],
        meaning: &'static str,
    ) -> Self {
        Self {
            code,
            finding_type,
            policy_types,
            needs_catalog: false,
            is_loud: false,
            is_for_untyped: false,
            status: CheckStatus::Current,
            meaning,
            triggers: &[],
            near_misses: &[],
        }
    }

    pub(super) const fn error(code: &'static str, kinds: &'static [PolicyType], meaning: &'static str) -> Self {
        Self::new(code, FindingType::Error, kinds, meaning)
    }

    pub(super) const fn security(code: &'static str, kinds: &'static [PolicyType], meaning: &'static str) -> Self {
        Self::new(code, FindingType::SecurityWarning, kinds, meaning)
    }

    pub(super) const fn warning(code: &'static str, kinds: &'static [PolicyType], meaning: &'static str) -> Self {
        Self::new(code, FindingType::Warning, kinds, meaning)
    }

    pub(super) const fn suggestion(code: &'static str, kinds: &'static [PolicyType], meaning: &'static str) -> Self {
        Self::new(code, FindingType::Suggestion, kinds, meaning)
    }

    pub(super) const fn with_catalog(mut self) -> Self {
        self.needs_catalog = true;
        self
    }

    pub(super) const fn own(mut self) -> Self {
        self.status = CheckStatus::Own;
        self
    }

    /// Only where all findings are asked for.
    pub(super) const fn loud(mut self) -> Self {
        self.is_loud = true;
        self
    }

    /// Also where a resource policy does not say to what it is attached: it may be a trust policy.
    pub(super) const fn for_untyped_too(mut self) -> Self {
        self.is_for_untyped = true;
        self
    }

    pub(super) const fn retired(mut self) -> Self {
        self.status = CheckStatus::Retired;
        self
    }

    pub(super) const fn examples(mut self, triggers: &'static [Example], near_misses: &'static [Example]) -> Self {
        self.triggers = triggers;
        self.near_misses = near_misses;
        self
    }

    /// Its stable name.
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// How much its findings matter.
    pub fn finding_type(&self) -> FindingType {
        self.finding_type
    }

    /// In which kinds of policies it is looked for.
    pub fn policy_types(&self) -> &'static [PolicyType] {
        self.policy_types
    }

    /// Does it need the facts of AWS's services?
    pub fn needs_catalog(&self) -> bool {
        self.needs_catalog
    }

    /// Is it reported only where all findings are asked for?
    pub fn is_loud(&self) -> bool {
        self.is_loud
    }

    /// Is it also looked for where a resource policy does not say to what it is attached?
    pub(super) fn is_for_untyped(&self) -> bool {
        self.is_for_untyped
    }

    /// Does AWS make it?
    pub fn status(&self) -> CheckStatus {
        self.status
    }

    /// What it finds and why that matters.
    pub fn meaning(&self) -> &'static str {
        self.meaning
    }

    /// Documents in which it finds something.
    pub fn triggers(&self) -> &'static [Example] {
        self.triggers
    }

    /// Documents that come near and are all right.
    pub fn near_misses(&self) -> &'static [Example] {
        self.near_misses
    }
}
