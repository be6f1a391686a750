//! Positions in a text and what is said about them: [`Span`], [`LineIndex`], [`Diagnostic`], [`ParseError`].
//!
//! This room must not know JSON, policies or AWS: it only measures text and carries messages.
//! The law its tests check: every offset has exactly one line and column in each encoding, and a
//! carriage return, a line feed and the pair of both each end one line.

mod diagnostic;
mod error;
mod lines;
mod span;

pub use diagnostic::{Diagnostic, PathElement, Severity};
pub(crate) use error::decode;
pub use error::{ErrorKind, ParseError};
pub use lines::{LineIndex, Position, PositionEncoding};
pub use span::Span;
