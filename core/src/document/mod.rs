//! Policy documents: reading them with the place of every element, and printing them.
//!
//! This room must not know what a statement *means* for a request; it knows only what may be
//! written. The law its tests check: printing and reading again gives an equal policy, and the
//! strict profile gives AWS's verdict.

mod kinds;
mod options;
mod place;
mod policy;
mod print;
mod reader;
mod seen;
mod statement;
mod storage;
pub(crate) mod store;

pub use kinds::{Effect, PolicyType, Version};
pub use options::ParseOptions;
pub use policy::{Policy, Profile};
pub use statement::{
    Condition, Element, ElementName, Entries, PrincipalElement, PrincipalEntry, PrincipalKind, Statement, Text,
};
pub(crate) use store::RCP_SERVICES;
