//! Findings of the library's own.

use super::table::Rule;

/// One row a file.
pub(super) const RULES: &[&Rule] = &[];
