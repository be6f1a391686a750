//! What the statements reach: actions and resources, by themselves and with one another.

use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[];
