//! How a document is to be checked.

use crate::catalog::Catalog;
use crate::document::PolicyType;
use crate::limits::Limits;

use super::resource_type::PolicyResourceType;

/// Which findings of the library's own are wanted?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
#[non_exhaustive]
pub enum OwnFindings {
    /// None: the answer is that of Access Analyzer.
    #[default]
    None,
    /// Those that nearly always deserve a look.
    Default,
    /// All of them.
    All,
}

/// How is a document to be checked: as which kind of policy, with which facts, within which limits?
///
/// ```
/// use iam_eval::{PolicyType, validate::{ValidateOptions, validate}};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "sqs:*", "Resource": "*"}}"#;
/// let options = ValidateOptions::new(PolicyType::Resource);
/// assert_eq!(validate(text, &options)?.findings[0].code(), "MISSING_PRINCIPAL");
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ValidateOptions<'c> {
    /// The kind of policy.
    pub policy_type: PolicyType,
    /// What a resource policy will be attached to, where that is known.
    pub resource_type: Option<PolicyResourceType>,
    /// The facts of AWS's services; without them the checks that need them do not run.
    pub catalog: Option<&'c Catalog>,
    /// Which findings of the library's own are wanted.
    pub own: OwnFindings,
    /// How many bytes may a resource policy have? By service: 20 KiB on a bucket, 32 KiB on a key.
    pub max_resource_policy_bytes: usize,
    /// Are service control policies to be checked as before 2025-09-19, when a wildcard stood only at the end of an
    /// action?
    pub has_old_scp_syntax: bool,
    /// How large an input may be.
    pub limits: Limits,
    /// How many comparisons of patterns may be made.
    pub max_steps: usize,
}

impl<'c> ValidateOptions<'c> {
    /// Default of `max_resource_policy_bytes`: what a bucket takes (S3 user guide, "Bucket policies").
    pub const DEFAULT_MAX_RESOURCE_POLICY_BYTES: usize = 20 << 10;
    /// Default of `max_steps`.
    pub const DEFAULT_MAX_STEPS: usize = 10_000_000;

    /// Of this kind, without a catalogue and without findings of the library's own.
    pub fn new(policy_type: PolicyType) -> Self {
        Self {
            policy_type,
            resource_type: (policy_type == PolicyType::Trust).then_some(PolicyResourceType::RoleTrust),
            catalog: None,
            own: OwnFindings::None,
            max_resource_policy_bytes: Self::DEFAULT_MAX_RESOURCE_POLICY_BYTES,
            has_old_scp_syntax: false,
            limits: Limits::default(),
            max_steps: Self::DEFAULT_MAX_STEPS,
        }
    }

    /// With these facts.
    #[must_use]
    pub fn catalog(mut self, catalog: &'c Catalog) -> Self {
        self.catalog = Some(catalog);
        self
    }

    /// For a resource of this type.
    #[must_use]
    pub fn resource_type(mut self, resource_type: PolicyResourceType) -> Self {
        self.resource_type = Some(resource_type);
        self.policy_type =
            if resource_type == PolicyResourceType::RoleTrust { PolicyType::Trust } else { PolicyType::Resource };
        self
    }

    /// With these findings of the library's own.
    #[must_use]
    pub fn own(mut self, own: OwnFindings) -> Self {
        self.own = own;
        self
    }
}

impl Default for ValidateOptions<'_> {
    /// An identity policy.
    fn default() -> Self {
        Self::new(PolicyType::Identity)
    }
}
