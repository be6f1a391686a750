//! The conditions: operators, keys, values, and variables in them.

use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[];
