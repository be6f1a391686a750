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
    /// The table of these lines.
    pub fn of(text: &str, lines: &[Piece]) -> Self {
        if lines.is_empty() {
            return Self::default();
        }
        let mut slots = vec![0_u32; (lines.len() * 2).next_power_of_two()].into_boxed_slice();
        for (at, piece) in lines.iter().enumerate() {
            let mut slot = slot_of(name_of(piece.of(text)), slots.len());
            while slots.get(slot).is_some_and(|taken| *taken != 0) {
                slot = (slot + 1) & (slots.len() - 1);
            }
            if let Some(free) = slots.get_mut(slot) {
                *free = u32::try_from(at + 1).unwrap_or(0);
            }
        }
        Self { slots }
    }

    /// Which of the lines it was made of has this name. Constant but for the name's length, no allocation.
    pub fn find(&self, text: &str, lines: &[Piece], name: &str) -> Option<usize> {
        let mut slot = slot_of(name, self.slots.len());
        loop {
            let at = self.slots.get(slot)?.checked_sub(1)? as usize;
            if is_named(lines.get(at)?.of(text), name) {
                return Some(at);
            }
            slot = (slot + 1) & (self.slots.len() - 1);
        }
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
        let table = NameTable::of(text, &lines);
        for (at, name) in ["GetThing", "GetThings", "Put"].into_iter().enumerate() {
            assert_eq!(table.find(text, &lines, name), Some(at));
            assert_eq!(table.find(text, &lines, &name.to_ascii_uppercase()), Some(at));
        }
        for name in ["", "Get", "GetThin", "GetThingss", "Put\t", "Put\tW", "P\u{55}t\u{e9}"] {
            assert_eq!(table.find(text, &lines, name), None, "{name}");
        }
        assert_eq!(NameTable::default().find(text, &[], "Put"), None);
    }
}
