//! The general algorithm: does a program match a text?
//!
//! Steps without a run between them form a *block* of fixed length. The block after the last run
//! is matched backwards from the end of the text; the others are placed left to right, each at
//! its leftmost occurrence. Leftmost is best because a later place only leaves a smaller rest to
//! the blocks that follow. The one exception: a run that stops at colons may fail although a
//! later place of an earlier block, behind another colon, would do. Such blocks all lie behind
//! the last unrestricted run, so only the block after *that* run is ever moved on (`anchor`).

use std::ops::Range;

use memchr::memchr;

use super::fold;
use super::gap::Class;
use super::program::Program;

/// O(pattern × text) at the very worst, linear without `?` between literals; allocates nothing.
pub(super) fn is_match<P: Program>(program: &P, text: &[u8]) -> bool {
    let steps = program.len();
    let Some(last_run) = (0..=steps).rev().find(|&i| program.gap(i).run.is_some()) else {
        return place_from(program, 0..steps, 0, text).and_then(|end| program.gap(steps).eat_exactly(text, end))
            == Some(text.len());
    };
    match place_back(program, last_run..steps, text) {
        Some(end) => place_runs(program, last_run, &text[..end]),
        None => false,
    }
}

/// As [`is_match`], for a program whose inner gaps are unrestricted runs and nothing else, and
/// whose outer ones are such a run or nothing.
pub(super) fn matches_free_runs<P: Program>(program: &P, text: &[u8]) -> bool {
    let fold = program.folds_case();
    let (mut start, mut end) = (0, program.len());
    let mut rest = text;
    if program.gap(0).is_none() {
        let prefix = program.literal(0);
        if !fold::starts_with(rest, prefix, fold) {
            return false;
        }
        rest = &rest[prefix.len()..];
        start += 1;
    }
    if program.gap(end).is_none() {
        end -= 1;
        let suffix = program.literal(end);
        if !fold::ends_with(rest, suffix, fold) {
            return false;
        }
        rest = &rest[..rest.len() - suffix.len()];
    }
    for index in start..end {
        let Some(at) = program.find(index, rest) else {
            return false;
        };
        rest = &rest[at + program.literal(index).len()..];
    }
    true
}

/// Places the literals of `steps`, with the gaps after each, backwards from the end of the text;
/// where the first of them starts.
fn place_back<P: Program>(program: &P, steps: Range<usize>, text: &[u8]) -> Option<usize> {
    let mut end = text.len();
    for index in steps.rev() {
        end = program.gap(index + 1).eat_back(text, end)?;
        let literal = program.literal(index);
        if !fold::ends_with(&text[..end], literal, program.folds_case()) {
            return None;
        }
        end -= literal.len();
    }
    Some(end)
}

/// Places `steps`, whose gaps hold no run, from `at` on; where the last one ends.
fn place_from<P: Program>(program: &P, steps: Range<usize>, at: usize, text: &[u8]) -> Option<usize> {
    let mut end = at;
    for index in steps {
        end = program.gap(index).eat_exactly(text, end)?;
        let literal = program.literal(index);
        if !fold::starts_with(text.get(end..)?, literal, program.folds_case()) {
            return None;
        }
        end += literal.len();
    }
    Some(end)
}

/// Matches the steps before gap `last_run`, and that gap up to the end of the text.
fn place_runs<P: Program>(program: &P, last_run: usize, text: &[u8]) -> bool {
    let mut step = block_end(program, 0, last_run);
    // the block at the start is anchored there; its first gap may itself hold a run
    if program.gap(0).run.is_some() {
        step = 0;
    }
    let Some(mut at) = place_from(program, 0..step, 0, text) else {
        return false;
    };
    let mut colons = Colons::default();
    let mut anchor: Option<(usize, usize)> = None;
    loop {
        match place_next(program, step, last_run, at, text, &mut colons) {
            Next::Matched => return true,
            Next::Never => return false,
            Next::Placed { start, end, free } => {
                if free {
                    anchor = Some((step, start + 1));
                }
                step = block_end(program, step, last_run);
                at = end;
            }
            Next::HeldBack => {
                let Some((moved, from)) = anchor else {
                    return false;
                };
                let next = block_end(program, moved, last_run);
                let Some((start, end)) = find_block(program, moved..next, from, text, text.len()) else {
                    return false;
                };
                anchor = Some((moved, start + 1));
                step = next;
                at = end;
            }
        }
    }
}

enum Next {
    /// The last run reaches the end of the text.
    Matched,
    /// The block stands at `start..end`; `free` if the run before it may cross colons.
    Placed { start: usize, end: usize, free: bool },
    /// A colon is in the way; an earlier block may move on behind it.
    HeldBack,
    /// The text is too short or lacks the block, wherever the earlier ones stand.
    Never,
}

fn place_next<P: Program>(
    program: &P,
    step: usize,
    last_run: usize,
    at: usize,
    text: &[u8],
    colons: &mut Colons,
) -> Next {
    let gap = program.gap(step);
    let free = gap.run == Some(Class::Any);
    let Some(from) = gap.eat_before_run(text, at) else {
        return if gap.unit_class == Class::Any { Next::Never } else { Next::HeldBack };
    };
    let colon = if free { text.len() } else { colons.next(text, from) };
    if step == last_run {
        return if colon == text.len() { Next::Matched } else { Next::HeldBack };
    }
    let block = step..block_end(program, step, last_run);
    match find_block(program, block, from, text, colon) {
        Some((start, end)) => Next::Placed { start, end, free },
        None if free => Next::Never,
        None => Next::HeldBack,
    }
}

/// The first step after `step` whose gap holds a run.
fn block_end<P: Program>(program: &P, step: usize, last_run: usize) -> usize {
    (step + 1..last_run).find(|&index| program.gap(index).run.is_some()).unwrap_or(last_run)
}

/// Leftmost place of a block that starts in `from..=latest`.
fn find_block<P: Program>(
    program: &P,
    block: Range<usize>,
    from: usize,
    text: &[u8],
    latest: usize,
) -> Option<(usize, usize)> {
    let length = program.literal(block.start).len();
    let window = &text[..text.len().min(latest.saturating_add(length))];
    let mut from = from;
    if latest < text.len() && program.literal(block.start).first() == Some(&b':') {
        // held back by the colon that the literal itself begins with
        from = latest;
    }
    loop {
        let start = from + program.find(block.start, window.get(from..)?)?;
        if let Some(end) = place_from(program, block.start + 1..block.end, start + length, text) {
            return Some((start, end));
        }
        from = start + 1;
    }
}

/// Remembers the colon last looked up, so that many runs in one field share one scan.
#[derive(Default)]
struct Colons {
    scanned_from: usize,
    found: Option<usize>,
}

impl Colons {
    /// The first colon at or after `from`, or the length of the text.
    fn next(&mut self, text: &[u8], from: usize) -> usize {
        match self.found {
            Some(colon) if (self.scanned_from..=colon).contains(&from) => colon,
            _ => {
                let colon = memchr(b':', &text[from..]).map_or(text.len(), |offset| from + offset);
                self.scanned_from = from;
                self.found = Some(colon);
                colon
            }
        }
    }
}
