//! Where things stand, in the units of the caller's language.

use serde::Serialize;

use crate::text::{LineIndex, Position, PositionEncoding, Span};

/// Which part of a text is meant: from its first character to just past its last.
///
/// ```
/// use iam_eval::{Policy, text::PositionEncoding, wire::PolicyOutline};
///
/// let policy: Policy = r#"{"Id":"😀","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#.parse()?;
/// let outline = PolicyOutline::of(&policy, PositionEncoding::Utf16);
/// assert_eq!(outline.statements[0].span.start.offset, 23);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "Span"), schemars(rename = "Span"))]
pub struct PlacedSpan {
    /// Where the first character stands.
    pub start: Position,
    /// Just past the last.
    pub end: Position,
}

/// Turns the spans of one text into places.
#[derive(Debug)]
pub(super) struct Places<'t> {
    text: &'t str,
    lines: LineIndex,
    encoding: PositionEncoding,
}

impl<'t> Places<'t> {
    pub fn new(text: &'t str, encoding: PositionEncoding) -> Self {
        Self { text, lines: LineIndex::new(text), encoding }
    }

    pub fn position(&self, byte: usize) -> Position {
        self.lines.position(self.text, byte, self.encoding)
    }

    pub fn span(&self, span: Span) -> PlacedSpan {
        PlacedSpan { start: self.position(span.start), end: self.position(span.end) }
    }
}
