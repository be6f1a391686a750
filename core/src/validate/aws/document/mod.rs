//! The form of the document: its elements, their types, what of them may be empty, how long it may be, and what the
//! policies of an organization may have.

mod empties;
pub(in crate::validate) mod syntax;

use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[&empties::RULE, &syntax::RULE];
