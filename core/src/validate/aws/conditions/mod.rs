//! The conditions: operators, keys, values, and variables in them.

mod actions_of_keys;
mod endpoint_services;
mod key_names;
mod key_types;
mod networks;
mod null_equivalents;
mod numbers;
mod operator_fixes;
mod operators;
mod partners;
mod rewrite;
mod service_keys;
pub(in crate::validate) mod site;
mod too_permissive;
mod value_forms;
mod value_text;
mod value_types;
mod wildcards;

use crate::validate::aws::invalid_service;
use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[
    &operators::RULE,
    &key_names::RULE,
    &invalid_service::RULE,
    &key_types::RULE,
    &value_types::RULE,
    &value_forms::RULE,
    &wildcards::RULE,
    &networks::RULE,
    &numbers::RULE,
    &null_equivalents::RULE,
    &too_permissive::RULE,
    &actions_of_keys::RULE,
    &endpoint_services::RULE,
    &partners::RULE,
    &service_keys::RULE,
];

#[cfg(test)]
mod tests;
