//! Which findings are left, and what the suppressions did.

use super::super::finding::Finding;
use super::super::fingerprint::DocumentNames;
use super::date::CalendarDate;
use super::file::{Suppression, SuppressionFile};

/// A finding that is not to be shown.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct SuppressedFinding<'f> {
    /// What was found.
    pub finding: Finding,
    /// The first suppression that holds of it.
    pub by: &'f Suppression,
}

/// The findings of a document, parted.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Applied<'f> {
    /// Those to show, in their order.
    pub kept: Vec<Finding>,
    /// Those not to show, in their order.
    pub suppressed: Vec<SuppressedFinding<'f>>,
}

/// Suppressions at work: remembers which of them were needed.
///
/// ```
/// use iam_eval::validate::{DocumentNames, SuppressionFile, Suppressor, ValidateOptions, validate};
///
/// let file = SuppressionFile::parse(r#"{"suppressions": [
///     {"codes": ["EMPTY_*"], "sid": "Draft*", "reason": "not written yet"},
///     {"codes": ["MISSING_VERSION"], "reason": "old policies"},
///     {"codes": ["*"], "reason": "the first week", "expires": "2026-01-07"}]}"#)?;
/// let mut suppressor = Suppressor::new(&file, "2026-09-01".parse()?);
/// let text = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "Draft1", "Effect": "Allow", "Action": [], "Resource": "*"}]}"#;
/// let found = validate(text, &ValidateOptions::default())?.findings;
/// let applied = suppressor.apply("policy.json", &DocumentNames::read("", text), found);
/// assert!(applied.kept.is_empty());
/// assert_eq!(applied.suppressed[0].by.reason(), "not written yet");
/// // after all files
/// assert_eq!(suppressor.unused().map(|one| one.reason()).collect::<Vec<_>>(), ["old policies"]);
/// assert_eq!(suppressor.expired().map(|one| one.reason()).collect::<Vec<_>>(), ["the first week"]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Suppressor<'f> {
    file: &'f SuppressionFile,
    today: CalendarDate,
    /// How many findings each one held of.
    uses: Vec<usize>,
}

impl<'f> Suppressor<'f> {
    /// With these suppressions, on this day. One whose last day has passed holds of nothing.
    pub fn new(file: &'f SuppressionFile, today: CalendarDate) -> Self {
        Self { file, today, uses: vec![0; file.suppressions().len()] }
    }

    /// Parts the findings of a document of a file: those to show, and those not to. The file is the empty text where
    /// there is none.
    ///
    /// Each suppression is held against each finding.
    pub fn apply(&mut self, file: &str, names: &DocumentNames<'_>, findings: Vec<Finding>) -> Applied<'f> {
        let mut applied = Applied::default();
        for finding in findings {
            let mut by = None;
            for (suppression, uses) in self.file.suppressions().iter().zip(&mut self.uses) {
                if !suppression.is_expired(self.today) && suppression.holds(file, names, &finding) {
                    *uses += 1;
                    by = by.or(Some(suppression));
                }
            }
            match by {
                Some(by) => applied.suppressed.push(SuppressedFinding { finding, by }),
                None => applied.kept.push(finding),
            }
        }
        applied
    }

    /// Those whose last day has passed, in the order of the file.
    pub fn expired(&self) -> impl Iterator<Item = &'f Suppression> + '_ {
        self.file.suppressions().iter().filter(|suppression| suppression.is_expired(self.today))
    }

    /// Those that still hold and held of no finding so far, in the order of the file. To be asked after all files.
    pub fn unused(&self) -> impl Iterator<Item = &'f Suppression> + '_ {
        let all = self.file.suppressions().iter().zip(&self.uses);
        all.filter(|(suppression, uses)| **uses == 0 && !suppression.is_expired(self.today)).map(|(one, _)| one)
    }
}
