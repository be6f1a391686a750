//! What is wrong with a policy document, in the words of IAM Access Analyzer, and what could go wrong with it.
//!
//! [`validate`] answers as `ValidatePolicy` does: the same codes at the same places, without calling AWS. Findings of
//! the library's own have codes that begin with `IE`; the evaluator, the catalogue or the solver stands behind each.
//!
//! This room does not know who asks: neither files nor formats of output. A document need not be well formed, so the
//! checks read it through a view of their own that keeps what it can and drops what it cannot.
//!
//! The laws its tests check: every check fires on its own example and is quiet on a near miss; a fix that is applied
//! takes its finding away; every finding lies inside the document; the answer does not depend on the order of checks.
//!
//! Sources: Access Analyzer API reference, `ValidatePolicy`; IAM user guide, "IAM Access Analyzer policy check
//! reference".

mod aws;
mod check;
mod cover;
mod edit;
mod finding;
mod fingerprint;
mod fix;
mod mend;
mod options;
mod own;
mod path;
mod report;
mod resource_type;
mod subject;
mod suppress;
mod table;

pub use check::{Check, CheckStatus, Example};
pub use finding::{Finding, FindingType, Location, Validation};
pub use fingerprint::{DocumentNames, fingerprint, path_text};
pub use fix::{Edit, Fix, FixError};
pub use mend::{Mended, Mending, mend};
pub use options::{OwnFindings, ValidateOptions};
pub use resource_type::{PolicyResourceType, UnknownPolicyResourceType};
pub use suppress::{
    Applied, Baseline, BaselineSplit, BaselineSplitter, CalendarDate, CalendarDateError, SuppressedFinding,
    Suppression, SuppressionFile, Suppressor,
};
pub use table::{checks, find_check};

use crate::json::Document;
use crate::text::{ErrorKind, ParseError};

use report::Report;
use subject::Subject;

/// What is wrong with a policy document?
///
/// A text that is not JSON is a finding (`JSON_SYNTAX_ERROR`), not an error. Findings come in the order of their first
/// places. Linear in the text but for what the limits bound.
///
/// # Errors
/// The document passes a limit: [`ParseError::is_limit`].
///
/// ```
/// use iam_eval::validate::{FindingType, ValidateOptions, validate};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": [], "Resource": "*"}}"#;
/// let answer = validate(text, &ValidateOptions::default())?;
/// let finding = &answer.findings[0];
/// assert_eq!((finding.code(), finding.finding_type()), ("EMPTY_ARRAY_ACTION", FindingType::Suggestion));
/// assert_eq!(finding.locations[0].span.slice(text), Some("[]"));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn validate(text: &str, options: &ValidateOptions<'_>) -> Result<Validation, ParseError> {
    let mut report = Report::new(text, options);
    match Document::read(text, &options.limits) {
        Ok(document) => match Subject::read(&document, options)? {
            Ok(subject) => table::run(&mut report, &subject),
            Err(duplicate) => aws::document::syntax::report_duplicate(&mut report, &duplicate),
        },
        Err(error) if error.kind() == ErrorKind::Limit => return Err(error),
        Err(error) => aws::document::syntax::report(&mut report, &error),
    }
    report.finish()
}
