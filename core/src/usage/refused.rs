//! What could not be read, and where.

use std::fmt;

use serde::Serialize;

/// Where in the input, after inflating.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Place {
    /// Which input of those that were fed one after another, from 0.
    pub input: u64,
    /// How many bytes of it come before.
    pub byte: u64,
    /// On which line, from 1.
    pub line: u64,
}

impl Place {
    pub(crate) const START: Self = Self { input: 0, byte: 0, line: 1 };

    pub(crate) fn pass(&mut self, bytes: &[u8]) {
        self.byte += bytes.len() as u64;
        self.line += memchr::memchr_iter(b'\n', bytes).count() as u64;
    }
}

/// What is wrong with an element of the input (rule `bad_line_counted`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[non_exhaustive]
pub enum BadCode {
    /// It is not JSON.
    NotJson,
    /// It is not UTF-8.
    NotText,
    /// It is JSON, but no record: `eventSource` and `eventName` are texts of every record.
    NotARecord,
    /// It is longer than [`UsageLimits::max_record_bytes`](super::UsageLimits).
    TooLong,
    /// Containers are nested deeper than any writer of them does.
    TooDeep,
    /// The input ends inside of it.
    Truncated,
    /// It is compressed, and cannot be inflated.
    NotInflatable,
}

/// An element of the input that is no record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct BadInput {
    /// What is wrong, by a stable name.
    pub code: BadCode,
    /// What was expected, in words.
    pub message: String,
    /// Where the element begins.
    pub place: Place,
}

impl BadInput {
    pub(crate) fn new(code: BadCode, message: impl Into<String>, place: Place) -> Self {
        Self { code, message: message.into(), place }
    }

    pub(crate) fn of_json(error: &serde_json::Error, mut place: Place) -> Self {
        let text = error.to_string();
        // its own line is that of the element's text
        let message = text.rfind(" at line ").and_then(|at| text.get(..at)).unwrap_or(&text);
        place.line += error.line().saturating_sub(1) as u64;
        let code = if error.is_eof() { BadCode::Truncated } else { BadCode::NotJson };
        Self::new(code, message, place)
    }
}

impl fmt::Display for BadInput {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, byte {}: {}", self.place.line, self.place.byte, self.message)
    }
}
