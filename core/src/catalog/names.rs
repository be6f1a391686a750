//! Names found at once, ASCII letter case aside.

use super::lines::Piece;

/// Where the lines of names are: a table of open addressing over their hashes.
///
/// A policy of forty actions asks it forty times, and the halving of a sorted list costs ten comparisons each. The names
/// are those of the catalogue, not of a policy: whoever writes a policy cannot make them collide.
#[derive(Debug, Default)]
pub(super) struct NameTable {
    /// INVARIANT: empty, or of a length that is a power of two with a free slot; a slot is 0 or one more than a place.
    slots: Box<[u32]>,
}

impl NameTable {
    /// The table of so many names.
    pub fn of<'n>(count: usize, name: impl Fn(usize) -> &'n str) -> Self {
        if count == 0 {
            return Self::default();
        }
        let mut slots = vec![0_u32; (count * 2).next_power_of_two()].into_boxed_slice();
        for at in 0..count {
            let mut slot = slot_of(name(at), slots.len());
            while slots.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (slots.len() - 1);
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = u32::try_from(at + 1).unwrap_or(0);
            }
        }
        Self { slots }
    }

    /// The table of the names of lines.
    pub fn of_lines(text: &str, lines: &[Piece]) -> Self {
        Self::of(lines.len(), |at| lines.get(at).map_or("", |line| name_of(line.of(text))))
    }

    /// Which of those that it was made of is it? Constant but for the name's length, no allocation.
    pub fn find(&self, name: &str, is_named: impl Fn(usize, &str) -> bool) -> Option<usize> {
        let mut slot = slot_of(name, self.slots.len());
        loop {
            let at = self.slots.get(slot)?.checked_sub(1)? as usize;
            if is_named(at, name) {
                return Some(at);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
    }

    /// Which of the lines that it was made of has this name.
    pub fn find_line(&self, text: &str, lines: &[Piece], name: &str) -> Option<usize> {
        self.find(name, |at, name| lines.get(at).is_some_and(|line| is_named(line.of(text), name)))
    }
}

/// The name of a line, or of the first of several: its first field.
pub(super) fn name_of(line: &str) -> &str {
    let rest = line.get(2..).unwrap_or("");
    rest.get(..memchr::memchr2(b'\t', b'\n', rest.as_bytes()).unwrap_or(rest.len())).unwrap_or("")
}

fn is_named(line: &str, name: &str) -> bool {
    let Some(rest) = line.as_bytes().get(2..) else { return false };
    let Some((start, rest)) = rest.split_at_checked(name.len()) else { return false };
    matches!(rest.first(), None | Some(b'\t' | b'\n')) && start.eq_ignore_ascii_case(name.as_bytes())
}

/// Eight bytes at a time, with the bit set in which an ASCII letter's cases differ: what is folded besides is told
/// apart when names are compared.
fn slot_of(name: &str, slots: usize) -> usize {
    const FOLD: u64 = 0x2020_2020_2020_2020;
    const MIX: u64 = 0x9E37_79B9_7F4A_7C15;
    let mut hash = name.len() as u64;
    let mut chunks = name.as_bytes().chunks_exact(8);
    let mut take = |chunk: u64| hash = (hash.rotate_left(23) ^ (chunk | FOLD)).wrapping_mul(MIX);
    for chunk in &mut chunks {
        take(chunk.try_into().map_or(0, u64::from_le_bytes));
    }
    let last = chunks.remainder().iter().fold(0, |last, byte| last << 8 | u64::from(*byte));
    take(last);
    // a table of n slots takes the upper bits, which depend on all bytes
    let mixed = hash ^ (hash >> 32);
    usize::try_from(mixed & slots.saturating_sub(1) as u64).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::super::lines::{ServiceLines, find_services};
    use super::*;

    #[test]
    fn every_name_is_found_in_any_letter_case_and_no_other() {
        let text = "V\t1\nS\tx\nA\tGetThing\tR\nA\tGetThings\tR\nA\tPut\tW\n";
        let (_, services) = find_services(text);
        let lines = ServiceLines::of(text, services[0]).actions;
        let table = NameTable::of_lines(text, &lines);
        for (at, name) in ["GetThing", "GetThings", "Put"].into_iter().enumerate() {
            assert_eq!(table.find_line(text, &lines, name), Some(at));
            assert_eq!(table.find_line(text, &lines, &name.to_ascii_uppercase()), Some(at));
        }
        for name in ["", "Get", "GetThin", "GetThingss", "Put\t", "Put\tW", "P\u{55}t\u{e9}"] {
            assert_eq!(table.find_line(text, &lines, name), None, "{name}");
        }
        assert_eq!(NameTable::default().find_line(text, &[], "Put"), None);
    }
}
