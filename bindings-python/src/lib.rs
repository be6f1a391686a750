//! The native half of the Python package `iam-eval`: the module `iam_eval._native`.
//!
//! It converts values, maps errors and releases the interpreter's lock while core works; what an
//! answer is, core knows. The other half, in Python, holds what needs no speed: the classes of the
//! exceptions, the values of a report, the command line.

mod asked;
mod decision;
mod decisions;
mod errors;
mod facts;
mod host;
mod options;
mod path_filter;
mod policy;
mod policy_set;
mod questions;
mod request;
mod usage;
mod value;
mod verbs;

/// What `iam_eval` exports, and what it unpickles with.
#[pyo3::pymodule(gil_used = false)]
mod _native {
    #[pymodule_export]
    use crate::decision::{Decision, restore_decision};
    #[pymodule_export]
    use crate::decisions::{Decisions, restore_decisions};
    #[pymodule_export]
    use crate::facts::Catalog;
    #[pymodule_export]
    use crate::path_filter::PathFilter;
    #[pymodule_export]
    use crate::policy::{Policy, restore_policy};
    #[pymodule_export]
    use crate::policy_set::{PolicySet, restore_policy_set};
    #[pymodule_export]
    use crate::request::{Request, restore_request};
    #[pymodule_export]
    use crate::usage::{Usage, UsageReader, restore_usage};
    #[pymodule_export]
    use crate::verbs::{ask, call};
}
