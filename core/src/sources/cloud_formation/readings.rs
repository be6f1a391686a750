//! The readings of a document that hangs on conditions: as few as show every branch.
//!
//! A condition has one value in a reading, wherever it is asked for. The first reading takes all of them to hold; each
//! further one turns conditions so that a branch shows that did not. Conditions that exclude each other are not seen
//! through: a reading may be one that never is.

use std::collections::{BTreeMap, HashSet};

use super::intrinsics::{Settled, TooMuch};

/// The most readings of one document.
const MAX_READINGS: usize = 8;

/// A branch that was passed by: which, under which settlement, and what would show it.
struct Passed {
    branch: (usize, bool),
    met: usize,
    condition: String,
}

/// Calls `read` with each settlement. The answer is whether every branch was shown that can be.
pub(super) fn read_all(
    fixed: &BTreeMap<String, bool>,
    left: &mut usize,
    mut read: impl FnMut(Settled) -> Result<Settled, TooMuch>,
) -> Result<bool, TooMuch> {
    let mut settlements = vec![fixed.clone()];
    let mut shown: HashSet<(usize, bool)> = HashSet::new();
    let mut passed: Vec<Passed> = Vec::new();
    let mut at = 0;
    while let Some(conditions) = settlements.get(at).cloned() {
        let settled = Settled { conditions, left: *left, ..Settled::default() };
        let settled = read(settled)?;
        *left = settled.left;
        shown.extend(settled.taken.iter().map(|(place, holds, _)| (*place, *holds)));
        let turned = settled.taken.into_iter().filter(|(_, _, condition)| !fixed.contains_key(condition));
        passed.extend(turned.map(|(place, holds, condition)| Passed { branch: (place, !holds), met: at, condition }));
        at += 1;
        loop {
            passed.retain(|one| !shown.contains(&one.branch));
            let Some(first) = passed.first() else { return Ok(true) };
            if settlements.len() >= MAX_READINGS {
                return Ok(false);
            }
            // all that was passed by in one reading at once; what is still not shown then has its turn
            let met = first.met;
            let mut next = settlements.get(met).cloned().unwrap_or_default();
            for one in passed.iter().filter(|one| one.met == met) {
                next.insert(one.condition.clone(), one.branch.1);
            }
            if settlements.contains(&next) {
                // a branch that its own condition hides
                passed.retain(|one| one.met != met);
                continue;
            }
            settlements.push(next);
            break;
        }
    }
    Ok(true)
}
