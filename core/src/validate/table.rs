//! The table of all checks.

use crate::document::PolicyType;

use super::check::{Check, CheckStatus};
use super::options::OwnFindings;
use super::report::Report;
use super::subject::{Statement, Subject};
use super::{aws, own};

/// What a file of checks speaks for, and how it looks.
pub(super) struct Rule {
    pub checks: &'static [&'static Check],
    pub run: Run,
}

/// At what it looks.
pub(super) enum Run {
    /// At the document.
    Document(fn(&mut Report<'_>, &Subject<'_, '_>)),
    /// At each statement.
    Statement(fn(&mut Report<'_>, &Subject<'_, '_>, &Statement<'_, '_>)),
    /// At nothing: the reader of the text reports it, or nobody does any more.
    Elsewhere,
}

impl Rule {
    fn is_wanted(&self, report: &Report<'_>) -> bool {
        self.checks.iter().any(|check| is_wanted(check, report))
    }
}

fn is_wanted(check: &Check, report: &Report<'_>) -> bool {
    let options = report.options;
    let is_asked_for = match check.status() {
        CheckStatus::Current => true,
        CheckStatus::Retired => false,
        CheckStatus::Own => match options.own {
            OwnFindings::None => false,
            OwnFindings::Default => !check.is_loud(),
            OwnFindings::All => true,
        },
    };
    let is_untyped = options.policy_type == PolicyType::Resource && options.resource_type.is_none();
    is_asked_for
        && (check.policy_types().contains(&options.policy_type) || (check.is_for_untyped() && is_untyped))
        && (!check.needs_catalog() || options.catalog.is_some())
}

/// All files of checks.
fn rules() -> impl Iterator<Item = &'static Rule> {
    let groups = [aws::document::RULES, aws::access::RULES, aws::conditions::RULES, aws::principals::RULES, own::RULES];
    groups.into_iter().flatten().copied()
}

pub(super) fn run(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    for rule in rules() {
        if !rule.is_wanted(report) {
            continue;
        }
        match rule.run {
            Run::Document(look) => look(report, subject),
            Run::Statement(look) => {
                for statement in &subject.statements {
                    if report.is_exhausted() {
                        return;
                    }
                    look(report, subject, statement);
                }
            }
            Run::Elsewhere => {}
        }
    }
    report.drop_unwanted(is_wanted);
}

/// All checks, in the order of the files that make them.
///
/// ```
/// use iam_eval::validate::checks;
///
/// assert!(checks().any(|check| check.code() == "EMPTY_ARRAY_ACTION"));
/// ```
pub fn checks() -> impl Iterator<Item = &'static Check> {
    rules().flat_map(|rule| rule.checks.iter().copied())
}

/// The check of a code, in its exact letter case.
///
/// ```
/// use iam_eval::validate::find_check;
///
/// assert!(find_check("EMPTY_ARRAY_ACTION").unwrap().meaning().contains("empty"));
/// assert!(find_check("NO_SUCH_CODE").is_none());
/// ```
pub fn find_check(code: &str) -> Option<&'static Check> {
    checks().find(|check| check.code() == code)
}

#[cfg(test)]
mod tests;
