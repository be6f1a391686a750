//! What would mend a document.

use std::fmt;

use crate::text::Span;

/// A piece of a document and what to put there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edit {
    /// The bytes to replace; empty where something is put in.
    pub span: Span,
    /// What comes there.
    pub text: String,
}

/// Edits that mend what a finding says.
///
/// ```
/// use iam_eval::{text::Span, validate::{Edit, Fix}};
///
/// let fix = Fix::new("write `Allow`", vec![Edit { span: Span::new(0, 7), text: "\"Allow\"".into() }]);
/// assert_eq!(fix.apply("\"allow\"").as_deref(), Ok("\"Allow\""));
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fix {
    /// What it does, in a few words.
    pub title: String,
    /// In the order of their places; no two overlap.
    pub edits: Vec<Edit>,
}

/// The edits of a fix do not fit the text: they overlap, or are of another text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FixError(Span);

impl FixError {
    /// The first edit that does not fit.
    pub fn span(self) -> Span {
        self.0
    }
}

impl fmt::Display for FixError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "expected edits of this text that do not overlap, found one of bytes {} to {}",
            self.0.start, self.0.end
        )
    }
}

impl std::error::Error for FixError {}

impl Fix {
    /// A fix of these edits, which it puts in order.
    pub fn new(title: impl Into<String>, mut edits: Vec<Edit>) -> Self {
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        Self { title: title.into(), edits }
    }

    /// The text with the fix in it. Linear.
    ///
    /// # Errors
    /// An edit is not of this text or overlaps another.
    pub fn apply(&self, text: &str) -> Result<String, FixError> {
        let mut mended = String::with_capacity(text.len());
        let mut at = 0;
        for edit in &self.edits {
            let before = text.get(at..edit.span.start).ok_or(FixError(edit.span))?;
            edit.span.slice(text).ok_or(FixError(edit.span))?;
            mended.push_str(before);
            mended.push_str(&edit.text);
            at = edit.span.end;
        }
        mended.push_str(text.get(at..).unwrap_or(""));
        Ok(mended)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edits_that_overlap_or_cut_a_character_are_refused() {
        let edit = |start, end| Edit { span: Span::new(start, end), text: "x".into() };
        assert_eq!(Fix::new("", vec![edit(2, 3), edit(0, 1)]).apply("abcd").as_deref(), Ok("xbxd"));
        assert_eq!(Fix::new("", vec![edit(0, 2), edit(1, 3)]).apply("abcd"), Err(FixError(Span::new(1, 3))));
        assert!(Fix::new("", vec![edit(1, 2)]).apply("é").is_err());
        assert!(Fix::new("", vec![edit(3, 9)]).apply("abcd").is_err());
        assert_eq!(Fix::new("", vec![edit(4, 4)]).apply("abcd").as_deref(), Ok("abcdx"));
    }
}
