//! What may stand between two literals: so many units, then perhaps a run.

/// Which UTF-16 units a wildcard accepts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Class {
    /// Every unit but `:`.
    NotColon,
    /// Every unit.
    Any,
}

impl Class {
    pub(super) fn admits(self, unit: u16) -> bool {
        self == Self::Any || unit != u16::from(b':')
    }
}

/// Adjacent wildcards in canonical order: `?` first, then at most one `*`.
///
/// Wildcards of one class commute, and a run swallows a narrower run beside it, so a gap holds
/// any sequence of wildcards a dialect can write without a literal between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Gap {
    /// How many units are required.
    pub(super) units: usize,
    /// What the required units may be.
    pub(super) unit_class: Class,
    /// What may follow them, in any number.
    pub(super) run: Option<Class>,
}

impl Gap {
    pub(super) const NONE: Self = Self { units: 0, unit_class: Class::Any, run: None };

    pub(super) fn is_none(self) -> bool {
        self.units == 0 && self.run.is_none()
    }

    /// Whether this is one unrestricted `*`.
    pub(super) fn is_free_run(self) -> bool {
        self.units == 0 && self.run == Some(Class::Any)
    }

    pub(super) fn add_unit(&mut self, class: Class) {
        self.units += 1;
        self.unit_class = class;
    }

    pub(super) fn add_run(&mut self, class: Class) {
        self.run = Some(self.run.map_or(class, |run| run.max(class)));
    }

    /// Eats the required units of a gap that has a run, from `at`; where the run begins.
    ///
    /// A pair cut in half by the last unit is eaten whole: the run takes the other half, and no
    /// surrogate is a colon. `None` if the text is too short or a unit is not allowed.
    #[inline]
    pub(super) fn eat_before_run(self, text: &[u8], at: usize) -> Option<usize> {
        Some(self.eat(text, at)?.0)
    }

    /// Eats a gap that has no run, from `at`; where it ends.
    #[inline]
    pub(super) fn eat_exactly(self, text: &[u8], at: usize) -> Option<usize> {
        match self.eat(text, at)? {
            (end, false) => Some(end),
            (_, true) => None,
        }
    }

    /// Eats a gap that has no run backwards from `end`; where it starts.
    #[inline]
    pub(super) fn eat_back(self, text: &[u8], end: usize) -> Option<usize> {
        let mut start = end;
        let mut left = self.units;
        while left > 0 {
            start = start.checked_sub(1)?;
            // continuation bytes belong to the lead byte before them
            while text.get(start)? & 0xC0 == 0x80 {
                start = start.checked_sub(1)?;
            }
            let (_, units) = self.measure(*text.get(start)?)?;
            left = left.checked_sub(units)?;
        }
        Some(start)
    }

    /// Where the required units end, and whether they end inside a surrogate pair.
    #[inline]
    fn eat(self, text: &[u8], at: usize) -> Option<(usize, bool)> {
        let mut end = at;
        let mut left = self.units;
        while left > 0 {
            let (bytes, units) = self.measure(*text.get(end)?)?;
            end += bytes;
            if units > left {
                return Some((end, true));
            }
            left -= units;
        }
        Some((end, false))
    }

    /// Bytes and units of the character that starts with `lead`, if it is allowed here.
    fn measure(self, lead: u8) -> Option<(usize, usize)> {
        match lead {
            b':' if self.unit_class == Class::NotColon => None,
            0x00..=0x7F => Some((1, 1)),
            0x80..=0xDF => Some((2, 1)),
            0xE0..=0xEF => Some((3, 1)),
            0xF0..=0xFF => Some((4, 2)),
        }
    }
}
