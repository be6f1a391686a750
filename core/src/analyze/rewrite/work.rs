//! How much work is left for comparing entries: hostile ones cost a search each.

use std::cell::Cell;
use std::rc::Rc;

use super::item::Item;

/// Work that several parts of one answer share. Where none is left nothing covers anything, and nothing is apart:
/// what is made then is less tidy, or lets through less, and is never wrong.
#[derive(Debug, Clone)]
pub(super) struct Work(Rc<Cell<usize>>);

impl Work {
    pub fn of(steps: usize) -> Self {
        Self(Rc::new(Cell::new(steps)))
    }

    /// Whether so much was left.
    pub fn spend(&self, steps: usize) -> bool {
        let left = self.0.get();
        self.0.set(left.saturating_sub(steps));
        left > steps
    }

    fn spending(&self, ask: impl FnOnce(&mut usize) -> bool) -> bool {
        let mut left = self.0.get();
        let answer = ask(&mut left);
        self.0.set(left);
        answer
    }

    /// Does one entry match all that another does? A no may be a lack of time.
    pub fn covers(&self, one: &Item, other: &Item) -> bool {
        self.spend(cost(one, other)) && self.spending(|steps| one.entry.covers(&other.entry, steps))
    }

    /// Can nothing match both? A no may be a lack of time.
    pub fn is_disjoint(&self, one: &Item, other: &Item) -> bool {
        self.spend(cost(one, other)) && self.spending(|steps| one.entry.is_disjoint(&other.entry, steps))
    }
}

/// Where beginnings differ nothing is searched, and with few wildcards the search is short.
fn cost(one: &Item, other: &Item) -> usize {
    if !one.is_hard && !other.is_hard || !have_same_start(one, other) {
        return 1;
    }
    1 + one.text.len().saturating_mul(other.text.len()) / 32
}

fn have_same_start(one: &Item, other: &Item) -> bool {
    let (one, other) = (one.entry.pattern.literal_prefix(), other.entry.pattern.literal_prefix());
    let length = one.len().min(other.len());
    match (one.get(..length), other.get(..length)) {
        (Some(one), Some(other)) => one.eq_ignore_ascii_case(other),
        _ => true,
    }
}
