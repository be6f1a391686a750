//! A document with all its certain fixes in it.

use crate::text::ParseError;

use super::finding::{Finding, Validation};
use super::fix::Fix;
use super::options::ValidateOptions;
use super::validate;

/// A fix that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Mended {
    /// Of which finding.
    pub code: &'static str,
    /// What it did.
    pub title: String,
}

/// A document with its fixes in it, and what is left to say.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Mending {
    /// The document.
    pub text: String,
    /// What was done, in order.
    pub mended: Vec<Mended>,
    /// What is wrong with the document still.
    pub validation: Validation,
}

/// A fix may uncover what another mends, and a fix of a fix would go on; nothing that is meant takes so many rounds.
const MOST_ROUNDS: usize = 10;

/// Makes the first fix of every finding that has one, as long as that leaves less to mend.
///
/// # Errors
/// As [`validate`].
///
/// ```
/// use iam_eval::validate::{ValidateOptions, mend};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": {"Sid": "", "Effect": "Deny", "Action": "*", "Resource": "*"}}"#;
/// let mending = mend(text, &ValidateOptions::default())?;
/// assert!(mending.validation.findings.is_empty());
/// assert_eq!(mending.mended[0].code, "EMPTY_SID_VALUE");
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn mend(text: &str, options: &ValidateOptions<'_>) -> Result<Mending, ParseError> {
    let mut mending = Mending { text: text.to_owned(), mended: Vec::new(), validation: validate(text, options)? };
    for _ in 0..MOST_ROUNDS {
        let (fix, mended) = merge(&mending.validation.findings);
        if mended.is_empty() {
            break;
        }
        let Ok(text) = fix.apply(&mending.text) else { break };
        let validation = validate(&text, options)?;
        mending.mended.extend(mended);
        mending.text = text;
        mending.validation = validation;
    }
    Ok(mending)
}

/// The first fixes of findings as one, without those that overlap others.
fn merge(findings: &[Finding]) -> (Fix, Vec<Mended>) {
    let mut wanted: Vec<(&Finding, &Fix)> =
        findings.iter().filter_map(|finding| Some((finding, finding.fixes.first()?))).collect();
    wanted.sort_by_key(|(_, fix)| fix.edits.first().map(|edit| edit.span));
    let (mut edits, mut mended, mut end) = (Vec::new(), Vec::new(), 0);
    for (finding, fix) in wanted {
        let (Some(first), Some(last)) = (fix.edits.first(), fix.edits.last()) else { continue };
        if !edits.is_empty() && first.span.start <= end {
            continue;
        }
        end = last.span.end;
        edits.extend(fix.edits.iter().cloned());
        mended.push(Mended { code: finding.code(), title: fix.title.clone() });
    }
    (Fix::new("", edits), mended)
}
