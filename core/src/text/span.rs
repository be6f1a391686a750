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
    ///
    /// ```
    /// use iam_eval::text::Span;
    ///
    /// assert_eq!(Span::new(2, 5), Span { start: 2, end: 5 });
    /// ```
    pub const fn new(start: usize, end: usize) -> Self {
        Self { start, end }
    }

    /// How many bytes are covered? None where `end` is not past `start`.
    ///
    /// ```
    /// use iam_eval::text::Span;
    ///
    /// assert_eq!((Span::new(2, 5).len(), Span::new(5, 2).len()), (3, 0));
    /// ```
    pub const fn len(self) -> usize {
        self.end.saturating_sub(self.start)
    }

    /// Is no byte covered?
    ///
    /// ```
    /// assert!(iam_eval::text::Span::new(4, 4).is_empty());
    /// ```
    pub const fn is_empty(self) -> bool {
        self.len() == 0
    }

    /// Which text stands under the span? `None` where it does not fit `text` or cuts a character.
    ///
    /// ```
    /// use iam_eval::text::Span;
    ///
    /// assert_eq!(Span::new(0, 2).slice("éa"), Some("é"));
    /// assert_eq!(Span::new(0, 1).slice("éa"), None);
    /// ```
    pub fn slice(self, text: &str) -> Option<&str> {
        text.get(self.start..self.end)
    }
}
