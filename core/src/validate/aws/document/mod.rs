//! The form of the document: its elements, their types, what of them may be empty, how long it may be, and what the
//! policies of an organization may have.

mod effect;
mod elements;
mod empties;
mod missing;
mod no_principals;
mod quotas;
mod rcp;
mod rcp_keys;
mod scp;
mod sids;
pub(in crate::validate) mod syntax;
mod twins;
mod types;
mod variable_form;
mod variables;
mod version;

use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[
    &syntax::RULE,
    &types::RULE,
    &elements::RULE,
    &missing::STATEMENT,
    &missing::RULE,
    &twins::RULE,
    &empties::RULE,
    &version::RULE,
    &effect::RULE,
    &sids::RULE,
    &no_principals::RULE,
    &variables::RULE,
    &quotas::RULE,
    &scp::RULE,
    &scp::RETIRED,
    &rcp::RULE,
    &rcp_keys::RULE,
];
