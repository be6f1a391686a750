//! Resources that are no ARNs, or ARNs of nothing (`arns`, `blank_account`).

mod checks;
mod fault;
mod partitions;
mod text;

pub(in crate::validate) use checks::RULE;
pub(in crate::validate) use fault::find_fault;
pub(super) use text::{ArnText, is_open};
