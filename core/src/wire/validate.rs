//! The verbs `validate` and `fix`: what Access Analyzer finds, in its own shape with fixes and requests besides.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::catalog::Catalog;
use crate::document::PolicyType;
use crate::text::{LineIndex, PathElement, PositionEncoding, Span};
use crate::validate::{
    Check, CheckStatus, Finding, FindingType, OwnFindings, PolicyResourceType, ValidateOptions, Validation, mend,
    validate as find_faults,
};

use super::error::WireError;
use super::object::Object;
use super::options::{LimitsInput, text_of};
use super::verbs::{read, write};
use super::witness::Witness;

/// What kind of policy is validated, as AWS has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(clippy::enum_variant_names, reason = "AWS's names")]
pub(super) enum ValidatedPolicyType {
    /// A policy of users, groups or roles, or a permissions boundary.
    IdentityPolicy,
    /// The policy of a resource, or the trust policy of a role.
    ResourcePolicy,
    /// A service control policy.
    ServiceControlPolicy,
    /// A resource control policy.
    ResourceControlPolicy,
}

/// Which findings of the library's own are wanted?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub(super) enum OwnFindingsInput {
    /// None: the answer is that of Access Analyzer.
    #[default]
    None,
    /// Those that nearly always deserve a look.
    Default,
    /// All of them.
    All,
}

/// What `validate` and `fix` are asked, as AWS's `ValidatePolicy`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct ValidateInput<'i> {
    /// The policy; its text need not be JSON.
    #[serde(borrow, alias = "policy_document")]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy_document: &'i RawValue,
    /// What kind of policy it is.
    #[serde(alias = "policy_type")]
    policy_type: ValidatedPolicyType,
    /// What a resource policy will be attached to.
    #[serde(alias = "validate_policy_resource_type")]
    validate_policy_resource_type: Option<PolicyResourceType>,
    /// Which findings of the library's own are wanted; none unless said.
    #[serde(alias = "own_findings")]
    own_findings: Option<OwnFindingsInput>,
    /// How many bytes a resource policy may have; what a bucket takes unless said.
    #[serde(alias = "max_resource_policy_bytes")]
    max_resource_policy_bytes: Option<usize>,
    /// After how many comparisons of patterns to give up; ten millions unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units columns and offsets count; `code-points` unless said.
    #[serde(alias = "position_encoding")]
    position_encoding: Option<PositionEncoding>,
}

/// What `validate` answers: AWS's shape.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct ValidateOutput {
    /// In the order of their first places.
    pub findings: Vec<FindingOutput>,
    /// Of which date the facts of AWS's services are; absent where there is no catalogue, and checks that need it did
    /// not run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub catalog_date: Option<String>,
}

/// A finding: AWS's shape, with fixes and a request besides.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct FindingOutput {
    /// What is the matter.
    pub finding_details: String,
    /// How much it matters.
    pub finding_type: FindingType,
    /// The check's name; those of the library's own begin with `IE_`.
    pub issue_code: &'static str,
    /// AWS's page about it; absent for findings of the library's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub learn_more_link: Option<String>,
    /// Where it is.
    pub locations: Vec<LocationOutput>,
    /// What would certainly mend it, the best first.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(as = "Option<Vec<FixOutput>>"), schemars(with = "Option<Vec<FixOutput>>"))]
    pub fixes: Vec<FixOutput>,
    /// A request that shows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
}

/// A place in the document.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct LocationOutput {
    /// The way from the top; empty for the document itself.
    pub path: Vec<PathElement>,
    /// The characters.
    pub span: FindingSpan,
}

/// Which characters are meant.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct FindingSpan {
    /// The first one.
    pub start: FindingPosition,
    /// Just past the last.
    pub end: FindingPosition,
}

/// A place as AWS counts: lines from 1, columns and offsets from 0.
#[derive(Debug, Clone, Copy, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct FindingPosition {
    /// The line, from 1.
    pub line: usize,
    /// The column, from 0.
    pub column: usize,
    /// The offset in the document, from 0.
    pub offset: usize,
}

/// Edits that mend a finding.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct FixOutput {
    /// What they do.
    pub title: String,
    /// In the order of their places; no two overlap.
    pub edits: Vec<EditOutput>,
}

/// A piece of the document and what comes there.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct EditOutput {
    /// What is replaced; empty where something is put in.
    pub span: FindingSpan,
    /// What comes there.
    pub text: String,
}

/// What `fix` answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct FixedOutput {
    /// The document with the fixes in it.
    text: String,
    /// What was done, in order.
    mended: Vec<MendedOutput>,
    /// What is wrong with the document still.
    findings: Vec<FindingOutput>,
    /// Of which date the facts of AWS's services are.
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_date: Option<String>,
}

/// A fix that was made.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct MendedOutput {
    /// Of which check's finding.
    issue_code: &'static str,
    /// What it did.
    title: String,
}

impl OwnFindingsInput {
    pub fn wanted(self) -> OwnFindings {
        match self {
            Self::None => OwnFindings::None,
            Self::Default => OwnFindings::Default,
            Self::All => OwnFindings::All,
        }
    }
}

impl ValidatedPolicyType {
    pub fn kind(self) -> PolicyType {
        match self {
            Self::IdentityPolicy => PolicyType::Identity,
            Self::ResourcePolicy => PolicyType::Resource,
            Self::ServiceControlPolicy => PolicyType::ServiceControl,
            Self::ResourceControlPolicy => PolicyType::ResourceControl,
        }
    }
}

/// Turns places of one text into AWS's.
pub(super) struct FindingPlaces<'t> {
    text: &'t str,
    lines: LineIndex,
    encoding: PositionEncoding,
}

impl<'t> FindingPlaces<'t> {
    pub fn new(text: &'t str, encoding: PositionEncoding) -> Self {
        Self { text, lines: LineIndex::new(text), encoding }
    }

    fn position(&self, offset: usize) -> FindingPosition {
        let position = self.lines.position(self.text, offset, self.encoding);
        FindingPosition { line: position.line, column: position.column - 1, offset: position.offset }
    }

    pub fn span(&self, span: Span) -> FindingSpan {
        FindingSpan { start: self.position(span.start), end: self.position(span.end) }
    }

    pub fn finding(&self, finding: Finding) -> FindingOutput {
        let edit = |edit: crate::validate::Edit| EditOutput { span: self.span(edit.span), text: edit.text };
        let fix = |fix: crate::validate::Fix| FixOutput {
            title: fix.title,
            edits: fix.edits.into_iter().map(edit).collect(),
        };
        FindingOutput {
            finding_type: finding.finding_type(),
            issue_code: finding.code(),
            learn_more_link: learn_more(finding.check),
            finding_details: finding.details,
            locations: finding
                .locations
                .into_iter()
                .map(|location| LocationOutput { path: location.path, span: self.span(location.span) })
                .collect(),
            fixes: finding.fixes.into_iter().map(fix).collect(),
            witness: finding.witness.as_deref().map(Witness::of),
        }
    }

    pub fn findings(&self, validation: Validation) -> Vec<FindingOutput> {
        validation.findings.into_iter().map(|finding| self.finding(finding)).collect()
    }
}

/// The place of a check on AWS's page, as its findings name it.
pub(super) fn learn_more(check: &Check) -> Option<String> {
    if check.status() == CheckStatus::Own {
        return None;
    }
    let kind = match check.finding_type() {
        FindingType::Error => "error",
        FindingType::SecurityWarning => "security-warning",
        FindingType::Warning => "general-warning",
        FindingType::Suggestion => "suggestion",
    };
    let code = check.code().to_ascii_lowercase().replace('_', "-");
    Some(format!(
        "https://docs.aws.amazon.com/IAM/latest/UserGuide/access-analyzer-reference-policy-checks.html\
         #access-analyzer-reference-policy-checks-{kind}-{code}"
    ))
}

impl ValidateInput<'_> {
    fn options<'c>(&self, catalog: Option<&'c Catalog>) -> Result<ValidateOptions<'c>, WireError> {
        let mut options = ValidateOptions::new(self.policy_type.kind());
        if let Some(resource_type) = self.validate_policy_resource_type {
            if self.policy_type != ValidatedPolicyType::ResourcePolicy {
                let expected = "none but beside the policy type `RESOURCE_POLICY`";
                return Err(WireError::shape("validatePolicyResourceType", expected));
            }
            options = options.resource_type(resource_type);
        }
        options.catalog = catalog;
        options.own = self.own_findings.unwrap_or_default().wanted();
        options.limits = self.limits.as_ref().map(|Object(limits)| (*limits).into()).unwrap_or_default();
        if let Some(bytes) = self.max_resource_policy_bytes {
            options.max_resource_policy_bytes = bytes;
        }
        if let Some(steps) = self.max_steps {
            options.max_steps = steps;
        }
        Ok(options)
    }
}

/// What is wrong with a policy document? As AWS's `ValidatePolicy`, with fixes; JSON in, JSON out.
///
/// # Errors
/// The input is not of this shape, or the document passes a limit. A document that is not JSON is a finding.
///
/// ```
/// use iam_eval::wire;
///
/// let input = r#"{"policyType": "IDENTITY_POLICY", "policyDocument":
///     {"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}}"#;
/// let answer = wire::validate(input, None)?;
/// assert!(answer.contains(r#""findingType":"SUGGESTION","issueCode":"EMPTY_ARRAY_ACTION""#));
/// # Ok::<(), wire::WireError>(())
/// ```
pub fn validate(input: &str, catalog: Option<&Catalog>) -> Result<String, WireError> {
    let asked: ValidateInput<'_> = read(input)?;
    let text = text_of(asked.policy_document, Some("policyDocument"))?;
    let options = asked.options(catalog)?;
    let encoding = asked.position_encoding.unwrap_or_default();
    let validation = find_faults(&text, &options).map_err(|error| WireError::policy(error, None, &text, encoding))?;
    let catalog_date = validation.catalog_date.clone();
    let findings = FindingPlaces::new(&text, encoding).findings(validation);
    write(&ValidateOutput { findings, catalog_date })
}

/// A policy document with every certain fix made, and what is left to say of it.
///
/// # Errors
/// As [`validate`].
///
/// ```
/// use iam_eval::wire;
///
/// let answer = wire::fix(r#"{"policyType": "IDENTITY_POLICY", "policyDocument":
///     {"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Deny", "Action": "*", "Resource": "*"}}}"#, None)?;
/// assert!(answer.contains(r#""issueCode":"EMPTY_SID_VALUE""#));
/// # Ok::<(), wire::WireError>(())
/// ```
pub fn fix(input: &str, catalog: Option<&Catalog>) -> Result<String, WireError> {
    let asked: ValidateInput<'_> = read(input)?;
    let text = text_of(asked.policy_document, Some("policyDocument"))?;
    let options = asked.options(catalog)?;
    let encoding = asked.position_encoding.unwrap_or_default();
    let mending = mend(&text, &options).map_err(|error| WireError::policy(error, None, &text, encoding))?;
    let catalog_date = mending.validation.catalog_date.clone();
    let findings = FindingPlaces::new(&mending.text, encoding).findings(mending.validation);
    let mended = mending.mended.into_iter().map(|mended| MendedOutput { issue_code: mended.code, title: mended.title });
    write(&FixedOutput { mended: mended.collect(), findings, catalog_date, text: mending.text })
}
