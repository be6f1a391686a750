//! Statements that do not mean what they seem to.

pub(in crate::validate) mod mfa;
pub(in crate::validate) mod mismatch;
pub(in crate::validate) mod not_elements;
pub(in crate::validate) mod redundant;
mod touched;
pub(in crate::validate) mod unreachable;
