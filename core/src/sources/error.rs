//! Why no documents could be looked for.

use std::fmt;

use crate::text::ParseError;

use super::kind::SourceKind;

/// Why no documents could be looked for in a text.
///
/// ```
/// use iam_eval::{Limits, sources::find_documents};
///
/// let error = find_documents(r#"{"name": "x"}"#, None, &Limits::default()).unwrap_err();
/// assert_eq!(error.code(), "unknown-source");
/// let error = find_documents("{", None, &Limits::default()).unwrap_err();
/// assert_eq!(error.code(), "json-syntax");
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum SourceError {
    /// It cannot be read, or passes a limit.
    Unreadable(ParseError),
    /// It is nothing that is known to hold documents.
    Unknown,
    /// It does not look like what was asked for.
    Unlike(SourceKind),
}

impl SourceError {
    /// A stable name in kebab case.
    pub fn code(&self) -> &str {
        match self {
            Self::Unreadable(error) => error.code(),
            Self::Unknown => "unknown-source",
            Self::Unlike(_) => "unlike-source",
        }
    }

    /// Did the text pass a limit?
    pub fn is_limit(&self) -> bool {
        matches!(self, Self::Unreadable(error) if error.is_limit())
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Unreadable(error) => error.fmt(f),
            Self::Unknown => {
                f.write_str("expected ")?;
                for (at, kind) in SourceKind::all().iter().enumerate() {
                    write!(f, "{}{}", if at == 0 { "" } else { ", or " }, kind.describe())?;
                }
                f.write_str("; found none of them")
            }
            Self::Unlike(kind) => write!(f, "expected {}, found something else", kind.describe()),
        }
    }
}

impl std::error::Error for SourceError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Unreadable(error) => Some(error),
            _ => None,
        }
    }
}

impl From<ParseError> for SourceError {
    fn from(error: ParseError) -> Self {
        Self::Unreadable(error)
    }
}
