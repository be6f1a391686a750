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

/// A place in a text for people: line and column, both counted from 1.
///
/// ```
/// use iam_eval::text::Position;
///
/// assert!(Position { line: 1, column: 9 } < Position { line: 2, column: 1 });
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Position {
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
        Self { starts }
    }

    /// The line and column of a byte offset of `text`, which must be the text this index was made
    /// from; an offset past its end, or inside a character, is moved back to the nearest boundary.
    ///
    /// Costs a binary search and one walk along the line.
    ///
    /// ```
    /// use iam_eval::text::{LineIndex, Position, PositionEncoding};
    ///
    /// let text = "{\n  \"é\": 1}";
    /// let at = LineIndex::new(text).position(text, text.find(':').unwrap(), PositionEncoding::CodePoints);
    /// assert_eq!(at, Position { line: 2, column: 6 });
    /// ```
    pub fn position(&self, text: &str, offset: usize, encoding: PositionEncoding) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts.get(line - 1).copied().unwrap_or(0).min(offset);
        let before = text.get(start..offset).unwrap_or("");
        let column = 1 + match encoding {
            PositionEncoding::Utf8 => before.len(),
            PositionEncoding::Utf16 => before.encode_utf16().count(),
            PositionEncoding::CodePoints => before.chars().count(),
        };
        Position { line, column }
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
            assert_eq!(at(letter), Position { line: line + 1, column: 1 });
        }
    }

    #[test]
    fn an_offset_inside_a_character_or_past_the_end_is_moved_back() {
        let text = "é";
        let lines = LineIndex::new(text);
        let inside = lines.position(text, 1, PositionEncoding::CodePoints);
        assert_eq!(inside, Position { line: 1, column: 1 });
        let past = lines.position(text, 99, PositionEncoding::CodePoints);
        assert_eq!(past, Position { line: 1, column: 2 });
    }
}
