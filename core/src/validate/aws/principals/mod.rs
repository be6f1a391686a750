//! Whom the statements are about, and whom a role trusts.

use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[];
