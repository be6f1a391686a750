//! Wildcards over UTF-16 units (rules 1, 2, 5–11, 14), by dynamic programming.

use super::variable::Expanded;

/// One place of a pattern. The `InField` forms may not match `:`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    Literal(u16),
    One,
    Run,
    OneInField,
    RunInField,
}

pub const COLON: u16 = b':' as u16;

pub fn utf16(text: &str) -> Vec<u16> {
    text.encode_utf16().collect()
}

/// Rule 14: `*` any run, `?` one unit, everything else itself.
pub fn units(text: &str) -> Vec<Unit> {
    text.encode_utf16()
        .map(|unit| match unit {
            0x2A => Unit::Run,
            0x3F => Unit::One,
            other => Unit::Literal(other),
        })
        .collect()
}

/// Does the whole pattern match the whole text?
pub fn wildcard(pattern: &[Unit], text: &[u16]) -> bool {
    // `row[j]`: the units seen so far match exactly the first `j` units of the text.
    let mut row = vec![false; text.len() + 1];
    row[0] = true;
    for unit in pattern {
        let mut next = vec![false; text.len() + 1];
        for end in 0..=text.len() {
            let last = end.checked_sub(1).map(|before| (before, text[before]));
            next[end] = match (*unit, last) {
                (Unit::Literal(wanted), Some((before, found))) => row[before] && found == wanted,
                (Unit::One, Some((before, _))) => row[before],
                (Unit::OneInField, Some((before, found))) => row[before] && found != COLON,
                (Unit::Run, Some((before, _))) => row[end] || next[before],
                (Unit::RunInField, Some((before, found))) => row[end] || (next[before] && found != COLON),
                (Unit::Run | Unit::RunInField, None) => row[0],
                (Unit::Literal(_) | Unit::One | Unit::OneInField, None) => false,
            };
        }
        row = next;
    }
    row[text.len()]
}

/// Rules 1 and 2: an action entry against the request's action.
pub fn action(entry: &str, requested: &str) -> bool {
    wildcard(&units(&entry.to_ascii_lowercase()), &utf16(&requested.to_ascii_lowercase()))
}

/// Rules 5–11: an expanded resource entry against the request's resource.
pub fn resource(entry: &Expanded, requested: &str) -> bool {
    let mut pattern = entry.units();
    if !entry.has_variable {
        let fields = 1 + pattern.iter().filter(|unit| is_colon(**unit)).count();
        // storage refuses any other text with fewer fields
        let is_arn = pattern.starts_with(&units("arn:"));
        if is_arn && (3..=5).contains(&fields) {
            for _ in fields..6 {
                pattern.extend([Unit::Literal(COLON), Unit::Run]);
            }
        }
    }
    wildcard(&keep_within_fields(&pattern), &utf16(requested))
}

/// Rules 9 and 10: before the fifth colon only a `*` directly before `:` or at the end may run
/// over colons.
fn keep_within_fields(pattern: &[Unit]) -> Vec<Unit> {
    let mut colons = 0;
    let mut kept = Vec::new();
    for (index, unit) in pattern.iter().enumerate() {
        if is_colon(*unit) {
            colons += 1;
        }
        let ends_segment = match pattern.get(index + 1) {
            None => true,
            Some(next) => is_colon(*next),
        };
        kept.push(match unit {
            Unit::Run if colons < 5 && !ends_segment => Unit::RunInField,
            Unit::One if colons < 5 => Unit::OneInField,
            other => *other,
        });
    }
    kept
}

fn is_colon(unit: Unit) -> bool {
    unit == Unit::Literal(COLON)
}
