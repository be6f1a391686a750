//! Whom the statements are about, and whom a role trusts.

mod audience;
mod deputy;
mod exact;
mod federated;
mod form;
mod github_subject;
mod not_principal;
mod oidc;
mod provider;
mod redundant_session;
mod roles_anywhere;
mod service_format;
mod service_host;
mod sts;
mod trust_action;
mod trust_resource;
mod unique_id;
mod wildcard;

use crate::validate::table::Rule;

/// One row a file.
pub(in crate::validate) const RULES: &[&Rule] = &[
    &form::RULE,
    &wildcard::RULE,
    &unique_id::RULE,
    &not_principal::RULE,
    &service_format::RULE,
    &deputy::RULE,
    &federated::RULE,
    &trust_resource::RULE,
    &trust_action::RULE,
    &roles_anywhere::RULE,
    &oidc::RULE,
    &audience::RULE,
    &github_subject::RULE,
    &redundant_session::RULE,
];
