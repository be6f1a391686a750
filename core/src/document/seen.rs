//! Which members of an object have been met before.

use std::borrow::Cow;

use smallvec::SmallVec;

/// Which of a fixed set of members have been met.
#[derive(Default)]
pub(super) struct Seen(u16);

impl Seen {
    pub fn again(&mut self, slot: usize) -> bool {
        let before = self.has(slot);
        self.0 |= 1 << slot;
        before
    }

    pub fn has(&self, slot: usize) -> bool {
        self.0 & (1 << slot) != 0
    }
}

/// Which of an open set of names have been met. Short lists are searched, long ones are hashed, so
/// that 10⁵ condition keys cost no more each than two.
#[derive(Default)]
pub(super) struct Names<'n> {
    few: SmallVec<[Cow<'n, str>; 8]>,
    many: std::collections::HashSet<String>,
}

impl<'n> Names<'n> {
    pub fn again(&mut self, name: Cow<'n, str>) -> bool {
        if self.few.contains(&name) {
            return true;
        }
        if self.few.len() < self.few.inline_size() {
            self.few.push(name);
            return false;
        }
        !self.many.insert(name.into_owned())
    }
}
