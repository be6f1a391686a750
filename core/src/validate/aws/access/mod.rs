//! What the statements reach: actions and resources, by themselves and with one another.

mod actions;
mod arns;
mod redundant_entries;
mod redundant_statement;
mod removal;
mod resource_policy;
mod stars;
mod tags;
mod wildcard_in_service;

use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[
    &actions::RULE,
    &arns::RULE,
    &resource_policy::RULE,
    &stars::RULE,
    &tags::RULE,
    &redundant_entries::RULE,
    &redundant_statement::RULE,
    &wildcard_in_service::RULE,
];
