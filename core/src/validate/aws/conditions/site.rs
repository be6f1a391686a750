//! A condition key where it stands, and how something about it is told.

use std::borrow::Cow;

use crate::condition::{ConditionOperator, OperatorFamily, QualifiedOperator};
use crate::validate::check::Check;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Block, Condition, Entry, Key, Statement};

/// A condition key under its operator, in its statement.
#[derive(Clone, Copy)]
pub(in crate::validate) struct Site<'a, 'd, 's> {
    pub statement: &'a Statement<'d, 's>,
    pub condition: &'a Condition<'d, 's>,
    pub block: &'a Block<'d, 's>,
    pub key: &'a Key<'d, 's>,
    pub operator: QualifiedOperator,
}

/// Every condition key of a statement that stands under an operator, in the order of the document.
pub(in crate::validate) fn sites<'a, 'd, 's>(
    statement: &'a Statement<'d, 's>,
) -> impl Iterator<Item = Site<'a, 'd, 's>> {
    statement.condition.iter().flat_map(move |condition| {
        condition.keys().filter_map(move |(block, key)| {
            let operator = block.operator?;
            Some(Site { statement, condition, block, key, operator })
        })
    })
}

impl<'a, 's> Site<'a, '_, 's> {
    /// Its values, none where they are of several JSON types (`type_error_stops_element`).
    pub fn values(&self) -> &'a [Entry<'s>] {
        if self.key.is_mixed { &[] } else { &self.key.values }
    }

    pub fn family(&self) -> OperatorFamily {
        self.operator.operator.family()
    }

    /// Does it compare with wildcards in texts?
    pub fn is_string_like(&self) -> bool {
        matches!(self.operator.operator, ConditionOperator::StringLike | ConditionOperator::StringNotLike)
    }

    /// Does it compare texts or ARNs?
    pub fn is_textual(&self) -> bool {
        matches!(self.family(), OperatorFamily::String | OperatorFamily::Arn)
    }

    /// Is it one of these keys?
    pub fn is_one_of(&self, names: &[&str]) -> bool {
        names.iter().any(|name| self.key.is(name))
    }

    /// Tells what is the matter with the key, or with the operator for this key.
    pub fn report_key(&self, report: &mut Report<'_>, check: &'static Check, details: String, fixes: Vec<Fix>) {
        report.add_with_fixes(check, details, vec![self.statement.at_key(self.block, self.key)], fixes);
    }

    /// Tells what is the matter with all its values together.
    pub fn report_values(&self, report: &mut Report<'_>, check: &'static Check, details: String, fixes: Vec<Fix>) {
        report.add_with_fixes(check, details, vec![self.statement.at_values(self.block, self.key)], fixes);
    }

    /// Tells what is the matter with one of its values.
    pub fn report_value(
        &self,
        report: &mut Report<'_>,
        check: &'static Check,
        entry: &Entry<'_>,
        details: String,
        fixes: Vec<Fix>,
    ) {
        // a place repeats the key's name: many values under a long one must not fill the memory
        if self.key.name.len() > LONG_NAME && !report.spend(self.key.name.len()) {
            return;
        }
        let place = self.statement.at_condition_value(self.block, self.key, entry);
        report.add_with_fixes(check, details, vec![place], fixes);
    }
}

/// No name of AWS's is longer.
const LONG_NAME: usize = 512;

/// A text as a finding shows it: at most 64 characters, then `…`.
pub(in crate::validate) fn shown(text: &str) -> Cow<'_, str> {
    const MOST: usize = 64;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or_default())),
        None => Cow::Borrowed(text),
    }
}
