//! Which statements have their actions and resources in common with others, by the words alone.
//!
//! The solver is asked of those only: a statement with an action of its own is needed.

use crate::validate::subject::{Element, Statement};

/// How many pairs of entries are compared.
const MAX_PAIRS: usize = 1 << 18;

/// Of each statement, whether others together may say all that it says; of none where there are too many pairs.
pub(super) fn find_touched(statements: &[Statement<'_, '_>]) -> Vec<bool> {
    let mut left = MAX_PAIRS;
    let touched = statements.iter().enumerate().map(|(at, statement)| {
        let others = || statements.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, other)| other);
        let Some(actions) = &statement.action else { return others().any(|other| other.not_action.is_some()) };
        actions.entries.iter().all(|entry| {
            others().any(|other| {
                may_meet(&entry.text, other.action.as_ref(), &mut left, true)
                    && share_resources(statement, other, &mut left)
            })
        })
    });
    let touched: Vec<bool> = touched.collect();
    if left == 0 { vec![false; touched.len()] } else { touched }
}

/// Has the first resource of one something in common with the other's?
fn share_resources(statement: &Statement<'_, '_>, other: &Statement<'_, '_>, left: &mut usize) -> bool {
    let first = statement.resource.as_ref().and_then(|element| element.entries.first());
    first.is_none_or(|entry| may_meet(&entry.text, other.resource.as_ref(), left, false))
}

/// May a text that an entry matches be one of an element? What is not there, or names what it does not mean, may have
/// any.
fn may_meet(text: &str, element: Option<&Element<'_, '_>>, left: &mut usize, folds_case: bool) -> bool {
    let Some(element) = element else { return true };
    element.entries.iter().any(|entry| {
        *left = left.saturating_sub(1);
        *left == 0 || begin_alike(text, &entry.text, folds_case)
    })
}

/// Is what stands before the wildcards of one the beginning of the other's, or the other way round?
fn begin_alike(one: &str, other: &str, folds_case: bool) -> bool {
    let head = |text: &str| text.find(['*', '?', '$']).unwrap_or(text.len());
    let (a, b) = (head(one), head(other));
    let (own, its) = (one.as_bytes().get(..a.min(b)), other.as_bytes().get(..a.min(b)));
    // a text without wildcards ends where it ends
    let ends = |text: &str, head: usize, longer: usize| head == text.len() && longer > head;
    if ends(one, a, b) || ends(other, b, a) {
        return false;
    }
    match (own, its) {
        (Some(own), Some(its)) if folds_case => own.eq_ignore_ascii_case(its),
        (own, its) => own == its,
    }
}

#[cfg(test)]
mod tests {
    use super::begin_alike;

    #[test]
    fn heads_are_compared() {
        assert!(begin_alike("s3:Get*", "S3:getobject", true));
        assert!(begin_alike("*", "s3:Put", true));
        assert!(!begin_alike("s3:GetObject", "s3:GetObjectAcl", true));
        assert!(!begin_alike("s3:Put*", "s3:Get*", true));
        assert!(!begin_alike("arn:aws:s3:::A", "arn:aws:s3:::a", false));
    }
}
