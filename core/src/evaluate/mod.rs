//! Whether a request is allowed: what a statement means, and how the layers decide together.
//!
//! This room must not know how a request or a policy came about, nor ask about more than one
//! request at a time. What a statement means is said here and nowhere else. The law its tests
//! check: the index never changes an answer, order never does, and an answer that depends has a
//! completion that is allowed and one that is denied.

mod action_test;
mod applicable;
mod builder;
mod compiled;
mod condition_test;
mod decision;
mod facts;
mod grants;
mod index;
mod layer;
mod matches;
mod once;
mod principal_test;
mod resource_test;
mod semantics;
mod set;
mod trace;
mod truth;
mod variable;

pub(crate) use applicable::{applies, is_same_account, requires_resource_policy};
pub use builder::PolicySetBuilder;
pub(crate) use compiled::{CompiledStatement, Subject};
pub(crate) use condition_test::ConditionTest;
pub use decision::{
    AccountSide, ConditionReport, DecidedBy, Decision, Dependency, LayerReport, Outcome, StatementReport,
};
pub use facts::Answer;
pub(crate) use facts::Caller;
pub use layer::LayerKind;
pub use once::decide_once;
pub(crate) use semantics::Semantics;
pub use set::PolicySet;
pub use truth::PrincipalGrade;
pub(crate) use truth::Truth;
pub(crate) use variable::{Variable, VariablePart};
