//! A half-open range of byte offsets.

use serde::{Deserialize, Serialize};

/// Which bytes of the source text an element occupies: `start` inclusive, `end` exclusive.
///
/// A string's span includes its quotes, as in the findings of IAM Access Analyzer.
///
/// ```
/// use iam_eval::text::Span;
/// let span = Span::new(3, 7);
/// assert_eq!(span.slice("let x = 1;"), Some(" x ="));
/// assert_eq!(span.len(), 4);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize)]
pub struct Span {
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The span from `start` up to, not including, `end`.
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many bytes are covered; zero when `end` is not past `start`.
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Whether no byte is covered.
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// The text under the span, or `None` where it does not fit `text` or cuts a character.
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}
