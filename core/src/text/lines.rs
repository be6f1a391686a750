//! From byte offsets to lines and columns.

use serde::{Deserialize, Serialize};

/// In which unit is a column counted?
///
/// Rust and terminals count bytes or code points, Python code points, JavaScript UTF-16 units.
///
/// ```
/// use iam_eval::text::{LineIndex, PositionEncoding};
///
/// let lines = LineIndex::new("😀x");
/// assert_eq!(lines.position("😀x", 4, PositionEncoding::default()).column, 2);
/// assert_eq!(lines.position("😀x", 4, PositionEncoding::Utf16).column, 3);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum PositionEncoding {
    /// Bytes of the UTF-8 text.
    Utf8,
    /// UTF-16 code units (JavaScript, the language server protocol).
    Utf16,
    /// Unicode code points (Python, and what this crate prints in messages).
    #[default]
    CodePoints,
}

/// A place in a text: how far from its start, and line and column for people.
///
/// ```
/// use iam_eval::text::Position;
///
/// assert!(Position { offset: 8, line: 1, column: 9 } < Position { offset: 10, line: 2, column: 1 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub struct Position {
    /// Units from the start of the text, from 0, in the encoding that was asked for.
    pub offset: usize,
    /// Line, from 1.
    pub line: usize,
    /// Column, from 1, in the encoding that was asked for.
    pub column: usize,
}

/// Where the lines of one text begin, so that many offsets can be turned into positions cheaply.
///
/// A carriage return, a line feed, and the pair of both each end one line, as IAM counts them
/// (captured from `SimulateCustomPolicy`).
///
/// ```
/// use iam_eval::text::{LineIndex, PositionEncoding};
/// let text = "a\r\né😀x";
/// let lines = LineIndex::new(text);
/// let x = text.find('x').unwrap();
/// assert_eq!(lines.position(text, x, PositionEncoding::CodePoints).column, 3);
/// assert_eq!(lines.position(text, x, PositionEncoding::Utf16).column, 4);
/// assert_eq!(lines.position(text, x, PositionEncoding::Utf8).column, 7);
/// assert_eq!(lines.position(text, x, PositionEncoding::Utf8).line, 2);
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LineIndex {
    starts: Vec<usize>,
    /// At the first character that begins at or after each multiple of [`STRIDE`] bytes; empty for a
    /// text in which all units are bytes.
    checkpoints: Vec<Checkpoint>,
}

/// So that no position costs more than a walk of this many bytes, however long the line.
const STRIDE: usize = 256;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Checkpoint {
    byte: usize,
    utf16: usize,
    code_points: usize,
}

impl LineIndex {
    /// Reads `text` once. Linear.
    ///
    /// ```
    /// assert_eq!(iam_eval::text::LineIndex::new("a\nb").line_count(), 2);
    /// ```
    pub fn new(text: &str) -> Self {
        let bytes = text.as_bytes();
        let mut starts = vec![0];
        for (at, byte) in bytes.iter().enumerate() {
            let ends_line = match byte {
                b'\n' => true,
                b'\r' => bytes.get(at + 1) != Some(&b'\n'),
                _ => false,
            };
            if ends_line {
                starts.push(at + 1);
            }
        }
        Self { starts, checkpoints: if text.is_ascii() { Vec::new() } else { checkpoints(text) } }
    }

    /// The place of a byte offset of `text`, which must be the text this index was made from; an
    /// offset past its end, or inside a character, is moved back to the nearest boundary.
    ///
    /// Costs a binary search, and a short walk in a text that is not ASCII.
    ///
    /// ```
    /// use iam_eval::text::{LineIndex, Position, PositionEncoding};
    ///
    /// let text = "{\n  \"é\": 1}";
    /// let at = LineIndex::new(text).position(text, text.find(':').unwrap(), PositionEncoding::CodePoints);
    /// assert_eq!(at, Position { offset: 7, line: 2, column: 6 });
    /// ```
    pub fn position(&self, text: &str, offset: usize, encoding: PositionEncoding) -> Position {
        let mut byte = offset.min(text.len());
        while !text.is_char_boundary(byte) {
            byte -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= byte).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0).min(byte);
        let offset = self.units(text, byte, encoding);
        Position { offset, line, column: 1 + offset - self.units(text, start, encoding) }
    }

    /// How many units stand before a boundary of `text`?
    fn units(&self, text: &str, byte: usize, encoding: PositionEncoding) -> usize {
        let Some(checkpoint) = self.checkpoints.get(byte / STRIDE) else { return byte };
        let walk = text.get(checkpoint.byte..byte).unwrap_or("");
        match encoding {
            PositionEncoding::Utf8 => byte,
            PositionEncoding::Utf16 => checkpoint.utf16 + walk.encode_utf16().count(),
            PositionEncoding::CodePoints => checkpoint.code_points + walk.chars().count(),
        }
    }

    /// Where each line begins, in bytes.
    #[cfg(any(feature = "render", test))]
    pub(crate) fn line_starts(&self) -> &[usize] {
        &self.starts
    }

    /// How many lines does the text have? At least one.
    ///
    /// ```
    /// use iam_eval::text::LineIndex;
    ///
    /// assert_eq!(LineIndex::new("").line_count(), 1);
    /// assert_eq!(LineIndex::new("a\r\nb\r").line_count(), 3);
    /// ```
    pub fn line_count(&self) -> usize {
        self.starts.len()
    }
}

fn checkpoints(text: &str) -> Vec<Checkpoint> {
    let mut checkpoints = Vec::with_capacity(text.len() / STRIDE + 1);
    let mut here = Checkpoint { byte: 0, utf16: 0, code_points: 0 };
    for character in text.chars() {
        if here.byte >= checkpoints.len() * STRIDE {
            checkpoints.push(here);
        }
        here.byte += character.len_utf8();
        here.utf16 += character.len_utf16();
        here.code_points += 1;
    }
    if here.byte >= checkpoints.len() * STRIDE {
        checkpoints.push(here);
    }
    checkpoints
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_kind_of_line_end_ends_one_line() {
        let text = "a\rb\nc\r\nd";
        let lines = LineIndex::new(text);
        assert_eq!(lines.line_count(), 4);
        let at = |needle: char| lines.position(text, text.find(needle).unwrap(), PositionEncoding::Utf8);
        for (line, letter) in ['a', 'b', 'c', 'd'].into_iter().enumerate() {
            assert_eq!(
                at(letter),
                Position { offset: 2 * line + usize::from(letter == 'd'), line: line + 1, column: 1 }
            );
        }
    }

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_is_moved_back() {
        let text = "é";
        let lines = LineIndex::new(text);
        let inside = lines.position(text, 1, PositionEncoding::CodePoints);
        assert_eq!(inside, Position { offset: 0, line: 1, column: 1 });
        let past = lines.position(text, 99, PositionEncoding::CodePoints);
        assert_eq!(past, Position { offset: 1, line: 1, column: 2 });
    }

    #[test]
    fn every_unit_is_counted_across_checkpoints() {
        let text = "aé\n😀".repeat(400);
        let lines = LineIndex::new(&text);
        for (at, _) in text.char_indices() {
            let before = &text[..at];
            let position = lines.position(&text, at, PositionEncoding::Utf16);
            assert_eq!(position.offset, before.encode_utf16().count());
            assert_eq!(position.line, 1 + before.matches('\n').count());
            let line = before.rsplit('\n').next().unwrap();
            let position = lines.position(&text, at, PositionEncoding::CodePoints);
            assert_eq!((position.offset, position.column), (before.chars().count(), 1 + line.chars().count()));
        }
    }
}
