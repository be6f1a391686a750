//! The verb `validateFiles`: what is wrong with the policies in files, whatever kind of file it is, apart from what
//! somebody wrote down not to show and what was known before.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::catalog::Catalog;
use crate::document::PolicyType;
use crate::sources::{FoundDocument, SourceError, SourceKind, find_documents, is_meant_as_json, is_meant_as_template};
use crate::text::{ErrorKind, ParseError, PositionEncoding, Span};
use crate::validate::{
    Applied, Baseline, BaselineSplitter, CalendarDate, DocumentNames, Finding, FindingType, PolicyResourceType,
    Suppression, SuppressionFile, Suppressor, ValidateOptions, fingerprint, validate,
};

use super::error::{Shown, WireError};
#[cfg(any(feature = "render", test))]
use super::file_finding::shown;
use super::object::Object;
use super::options::LimitsInput;
use super::places::{PlacedSpan, Places};
use super::validate::{FindingOutput, FindingPlaces, OwnFindingsInput, ValidatedPolicyType};
use super::verbs::{read, write};

/// What `validateFiles` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct ValidateFilesInput {
    /// The files.
    #[cfg_attr(test, ts(as = "Vec<FileInput>"), schemars(with = "Vec<FileInput>"))]
    files: Vec<Object<FileInput>>,
    /// What they are; seen from each file itself unless said.
    #[serde(alias = "source_kind")]
    source_kind: Option<SourceKind>,
    /// What kind of policy a file that is one document holds; `IDENTITY_POLICY` unless said.
    #[serde(alias = "policy_type")]
    policy_type: Option<ValidatedPolicyType>,
    /// What a resource policy that is a file of its own will be attached to.
    #[serde(alias = "validate_policy_resource_type")]
    validate_policy_resource_type: Option<PolicyResourceType>,
    /// Which findings of the library's own are wanted; none unless said.
    #[serde(alias = "own_findings")]
    own_findings: Option<OwnFindingsInput>,
    /// The text of a file of suppressions.
    suppressions: Option<String>,
    /// The day on which suppressions end or not, as `2026-12-31`; needed beside suppressions.
    today: Option<String>,
    /// The text of a baseline: what it knows is not new.
    baseline: Option<String>,
    /// Whether to answer with a baseline that knows all that is found.
    #[serde(default, alias = "record_baseline")]
    #[cfg_attr(test, ts(as = "Option<bool>"), schemars(with = "Option<bool>"))]
    record_baseline: bool,
    /// After how many comparisons of patterns to give a document up; ten millions unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units columns and offsets count; `code-points` unless said.
    #[serde(alias = "position_encoding")]
    position_encoding: Option<PositionEncoding>,
    /// Who reads the member `text` of the answer; there is none unless said.
    #[cfg(any(feature = "render", test))]
    format: Option<super::render::FindingsFormat>,
    /// Whether `text` may have colours, as terminals take them.
    #[cfg(any(feature = "render", test))]
    #[serde(default)]
    #[cfg_attr(test, ts(as = "Option<bool>"), schemars(with = "Option<bool>"))]
    color: bool,
}

/// A file.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct FileInput {
    /// Its path, with `/` between its parts.
    name: String,
    /// What it holds.
    text: String,
    /// Whether it was met on the way, as in a folder, rather than named: it is skipped where it holds no policies.
    #[serde(default, alias = "is_met")]
    #[cfg_attr(test, ts(as = "Option<bool>"), schemars(with = "Option<bool>"))]
    is_met: bool,
}

/// What `validateFiles` answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct ValidateFilesOutput {
    /// The files in the order given.
    files: Vec<FileOutput>,
    /// How much there is.
    counts: CountsOutput,
    /// Suppressions that held of nothing.
    unused_suppressions: Vec<SuppressionOutput>,
    /// Suppressions whose last day has passed: they hold of nothing.
    expired_suppressions: Vec<SuppressionOutput>,
    /// Of which date the facts of AWS's services are; absent where there is no catalogue.
    #[serde(skip_serializing_if = "Option::is_none")]
    catalog_date: Option<String>,
    /// The text of a baseline that knows all that was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    baseline: Option<String>,
    /// The new findings for who reads them.
    #[serde(skip_serializing_if = "Option::is_none")]
    text: Option<String>,
}

/// What was found in a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct FileOutput {
    /// Its path.
    name: String,
    /// The policies in it.
    documents: Vec<FileDocumentOutput>,
    /// Why it, or what is left of it, was not looked at.
    #[serde(skip_serializing_if = "Option::is_none")]
    error: Option<Shown>,
    /// Whether it was met on the way and holds no policies.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    skipped: bool,
}

/// What was found in a policy of a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct FileDocumentOutput {
    /// What tells it from the others of its file; absent where the file is the policy.
    #[serde(skip_serializing_if = "Option::is_none")]
    address: Option<String>,
    /// What kind of policy it is.
    policy_type: PolicyType,
    /// What it is attached to.
    #[serde(skip_serializing_if = "Option::is_none")]
    validate_policy_resource_type: Option<PolicyResourceType>,
    /// Whether what it holds is not known before it is deployed.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    unknown: bool,
    /// In the order of their first places.
    findings: Vec<FileFinding>,
}

/// A finding in a file.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct FileFinding {
    /// What was found, with places in the policy's own text.
    finding: FindingOutput,
    /// Where in the file its first place stands, lines and columns from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    span: Option<PlacedSpan>,
    /// The Sid of the statement.
    #[serde(skip_serializing_if = "Option::is_none")]
    sid: Option<String>,
    /// Its name in every run.
    fingerprint: String,
    /// Why it is not to be shown.
    #[serde(skip_serializing_if = "Option::is_none")]
    suppressed: Option<String>,
    /// Whether the baseline knows it.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    known: bool,
}

/// A suppression.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct SuppressionOutput {
    /// Of which codes.
    codes: Vec<String>,
    /// Why.
    reason: String,
    /// Until which day.
    #[serde(skip_serializing_if = "Option::is_none")]
    expires: Option<String>,
    /// Where it stands in its file.
    span: PlacedSpan,
}

/// How much there is.
#[derive(Debug, Default, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct CountsOutput {
    /// Files that were looked at.
    files: usize,
    /// Policies in them.
    documents: usize,
    /// Files that were not, or not to the end.
    failed: usize,
    /// Files that were met on the way and hold no policies.
    skipped: usize,
    /// New findings that are errors.
    errors: usize,
    /// New findings that are security warnings.
    security_warnings: usize,
    /// New findings that are warnings.
    warnings: usize,
    /// New findings that are suggestions.
    suggestions: usize,
    /// Findings that somebody wrote down not to show.
    suppressed: usize,
    /// Findings that the baseline knows.
    known: usize,
    /// Findings that the baseline knows and that are gone.
    gone: u64,
}

/// The places of a file.
struct FilePlaces<'t> {
    /// As they were asked for.
    asked: Places<'t>,
    /// As findings are rendered: in code points.
    #[cfg(any(feature = "render", test))]
    rendered: Places<'t>,
}

impl<'t> FilePlaces<'t> {
    fn new(text: &'t str, encoding: PositionEncoding) -> Self {
        Self {
            asked: Places::new(text, encoding),
            #[cfg(any(feature = "render", test))]
            rendered: Places::new(text, PositionEncoding::CodePoints),
        }
    }
}

/// What a run over files needs and gathers.
struct Run<'r> {
    asked: &'r ValidateFilesInput,
    options: ValidateOptions<'r>,
    encoding: PositionEncoding,
    suppressor: Suppressor<'r>,
    splitter: BaselineSplitter,
    recorded: Baseline,
    counts: CountsOutput,
    catalog_date: Option<String>,
    #[cfg(any(feature = "render", test))]
    shown: Vec<super::render::FindingInput>,
}

/// What is wrong with the policies in files? Plain documents, Terraform plans, CloudFormation templates, account
/// authorization details; JSON in, JSON out.
///
/// # Errors
/// The input is not of this shape, or the suppressions or the baseline are not. A file that cannot be read says so in
/// the answer.
///
/// ```
/// use iam_eval::wire;
///
/// let input = r#"{"files": [{"name": "p.json", "text":
///     "{\"Version\": \"2012-10-17\", \"Statement\": {\"Effect\": \"Allow\", \"Action\": [], \"Resource\": \"*\"}}"}]}"#;
/// let answer = wire::validate_files(input, None)?;
/// assert!(answer.contains(r#""issueCode":"EMPTY_ARRAY_ACTION""#));
/// # Ok::<(), wire::WireError>(())
/// ```
pub fn validate_files(input: &str, catalog: Option<&Catalog>) -> Result<String, WireError> {
    let asked: ValidateFilesInput = read(input)?;
    let encoding = asked.position_encoding.unwrap_or_default();
    let within =
        |name: &str, text: &str, error: ParseError| WireError::policy(error, Some(name.to_owned()), text, encoding);
    let suppressions = match &asked.suppressions {
        Some(text) => SuppressionFile::parse(text).map_err(|error| within("suppressions", text, error))?,
        None => SuppressionFile::default(),
    };
    let known = match &asked.baseline {
        Some(text) => Baseline::from_json(text).map_err(|error| within("baseline", text, error))?,
        None => Baseline::default(),
    };
    let today = match &asked.today {
        Some(text) => text.parse().map_err(|_| WireError::shape("today", "a day of the calendar as `2026-12-31`"))?,
        None if asked.suppressions.is_some() => {
            return Err(WireError::shape("today", "a day beside suppressions, found none"));
        }
        None => CalendarDate::default(),
    };
    let mut run = Run {
        options: asked.options(catalog)?,
        encoding,
        suppressor: Suppressor::new(&suppressions, today),
        splitter: known.splitter(),
        recorded: Baseline::default(),
        counts: CountsOutput::default(),
        catalog_date: None,
        #[cfg(any(feature = "render", test))]
        shown: Vec::new(),
        asked: &asked,
    };
    let files = asked.files.iter().map(|Object(file)| run.file(file)).collect();
    write(&run.finish(files)?)
}

impl ValidateFilesInput {
    fn options<'c>(&self, catalog: Option<&'c Catalog>) -> Result<ValidateOptions<'c>, WireError> {
        let policy_type = self.policy_type.unwrap_or(ValidatedPolicyType::IdentityPolicy);
        let mut options = ValidateOptions::new(policy_type.kind());
        if let Some(resource_type) = self.validate_policy_resource_type {
            if policy_type != ValidatedPolicyType::ResourcePolicy {
                let expected = "none but beside the policy type `RESOURCE_POLICY`";
                return Err(WireError::shape("validatePolicyResourceType", expected));
            }
            options = options.resource_type(resource_type);
        }
        options.catalog = catalog;
        options.own = self.own_findings.unwrap_or_default().wanted();
        options.limits = self.limits.as_ref().map(|Object(limits)| (*limits).into()).unwrap_or_default();
        options.max_steps = self.max_steps.unwrap_or(options.max_steps);
        Ok(options)
    }
}

impl Run<'_> {
    fn file(&mut self, file: &FileInput) -> FileOutput {
        let mut output = FileOutput { name: file.name.clone(), documents: Vec::new(), error: None, skipped: false };
        self.counts.files += 1;
        let places = FilePlaces::new(&file.text, self.encoding);
        let refused = match self.find(file) {
            Ok(found) => {
                let (mut refused, mut told) = (None, BTreeSet::new());
                for document in found {
                    self.counts.documents += 1;
                    match self.document(file, &places, &document, &mut told) {
                        Ok(document) => output.documents.push(document),
                        Err(limit) => refused = refused.or(Some(SourceError::Unreadable(limit))),
                    }
                }
                refused
            }
            Err(error) => Some(error),
        };
        let Some(error) = refused else { return output };
        output.skipped = file.is_met && matches!(error, SourceError::Unknown | SourceError::Unlike(_));
        *if output.skipped { &mut self.counts.skipped } else { &mut self.counts.failed } += 1;
        let error = match error {
            SourceError::Unreadable(error) => {
                WireError::policy(error, Some(file.name.clone()), &file.text, self.encoding)
            }
            error => WireError::refused(error.code(), format!("{}: {error}", file.name)),
        };
        output.error = Some(error.into_shown());
        output
    }

    /// The documents of a file. A text that is meant as JSON and is none counts as a policy, where nobody said what it
    /// is: that is a finding and not an error. Met on the way it does only where it looks like a policy.
    fn find<'t>(&self, file: &'t FileInput) -> Result<Vec<FoundDocument<'t>>, SourceError> {
        let (text, limits) = (&file.text, &self.options.limits);
        match find_documents(text, self.asked.source_kind, limits) {
            Err(SourceError::Unreadable(error))
                if error.kind() != ErrorKind::Limit && self.asked.source_kind.is_none() =>
            {
                match (is_meant_as_json(text), file.is_met && !text.contains("\"Statement\"")) {
                    (true, false) => find_documents(text, Some(SourceKind::Policy), limits),
                    (false, _) if is_meant_as_template(text) => Err(error.into()),
                    _ => Err(SourceError::Unknown),
                }
            }
            found => found,
        }
    }

    fn document(
        &mut self,
        file: &FileInput,
        places: &FilePlaces<'_>,
        document: &FoundDocument<'_>,
        told: &mut BTreeSet<(&'static str, Span)>,
    ) -> Result<FileDocumentOutput, ParseError> {
        let mut options = self.options.clone();
        if !document.is_type_guessed || self.asked.policy_type.is_none() {
            options.policy_type = document.policy_type;
            options.resource_type = document.validate_options().resource_type;
        }
        let mut output = FileDocumentOutput {
            address: (!document.address.is_empty()).then(|| document.address.clone()),
            policy_type: options.policy_type,
            validate_policy_resource_type: options.resource_type,
            unknown: document.text.is_none(),
            findings: Vec::new(),
        };
        let Some(text) = &document.text else { return Ok(output) };
        let validation = validate(text, &options)?;
        self.catalog_date = self.catalog_date.take().or(validation.catalog_date);
        let names = DocumentNames::read(&*document.address, text);
        let mut findings = validation.findings;
        findings.retain(|finding| !document.is_in_doubt(finding));
        if !document.conditions.is_empty() {
            // a template that depends on conditions is read once for each way they may turn out
            findings.retain(|finding| {
                let place = finding.locations.first().map_or(document.span, |at| document.positions.outer(at.span));
                told.insert((finding.code(), place))
            });
        }
        if self.asked.record_baseline {
            self.recorded.record(&file.name, &names, &findings);
        }
        let Applied { kept, suppressed, .. } = self.suppressor.apply(&file.name, &names, findings);
        let split = self.splitter.split(&file.name, &names, kept);
        self.counts.suppressed += suppressed.len();
        self.counts.known += split.known.len();
        let own_places = FindingPlaces::new(text, self.encoding);
        let mut add = |finding: Finding, suppressed: Option<&Suppression>, known: bool| -> usize {
            let first = finding.locations.first().map(|location| location.span);
            let start = first.map_or(0, |span| span.start);
            let outer = first.map(|span| document.positions.outer(span));
            let identity = names.identity(&finding);
            output.findings.push(FileFinding {
                span: outer.map(|span| places.asked.span(span)),
                sid: names.sid(&finding).map(str::to_owned),
                fingerprint: fingerprint(finding.code(), &file.name, &identity),
                suppressed: suppressed.map(|one| one.reason().to_owned()),
                known,
                finding: own_places.finding(finding),
            });
            start
        };
        let mut starts = Vec::new();
        for finding in split.new {
            match finding.finding_type() {
                FindingType::Error => self.counts.errors += 1,
                FindingType::SecurityWarning => self.counts.security_warnings += 1,
                FindingType::Warning => self.counts.warnings += 1,
                FindingType::Suggestion => self.counts.suggestions += 1,
            }
            #[cfg(any(feature = "render", test))]
            if self.asked.format.is_some() {
                self.shown.push(shown(&file.name, &places.rendered, document, &names, &finding));
            }
            starts.push(add(finding, None, false));
        }
        for finding in split.known {
            starts.push(add(finding, None, true));
        }
        for one in suppressed {
            starts.push(add(one.finding, Some(one.by), false));
        }
        let mut order: Vec<(usize, FileFinding)> = starts.into_iter().zip(output.findings).collect();
        order.sort_by_key(|(start, finding)| (*start, finding.finding.issue_code));
        output.findings = order.into_iter().map(|(_, finding)| finding).collect();
        Ok(output)
    }

    #[cfg_attr(
        not(any(feature = "render", test)),
        expect(clippy::unnecessary_wraps, reason = "what renders may be refused")
    )]
    fn finish(self, files: Vec<FileOutput>) -> Result<ValidateFilesOutput, WireError> {
        let places = Places::new(self.asked.suppressions.as_deref().unwrap_or(""), self.encoding);
        let suppression = |one: &Suppression| SuppressionOutput {
            codes: one.codes().map(str::to_owned).collect(),
            reason: one.reason().to_owned(),
            expires: one.expires().map(|day| day.to_string()),
            span: places.span(one.span()),
        };
        let mut counts = self.counts;
        counts.gone = self.splitter.gone();
        Ok(ValidateFilesOutput {
            counts,
            unused_suppressions: self.suppressor.unused().map(suppression).collect(),
            expired_suppressions: self.suppressor.expired().map(suppression).collect(),
            catalog_date: self.catalog_date,
            baseline: self.asked.record_baseline.then(|| self.recorded.to_json()),
            #[cfg(any(feature = "render", test))]
            text: self
                .asked
                .format
                .map(|format| {
                    let sources = self.asked.files.iter().map(|Object(file)| (&*file.name, &*file.text));
                    let excerpts = super::excerpt::Excerpts::new(sources, self.asked.color);
                    super::render::written(&self.shown, format, &excerpts)
                })
                .transpose()?,
            #[cfg(not(any(feature = "render", test)))]
            text: None,
            files,
        })
    }
}
