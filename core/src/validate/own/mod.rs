//! Findings of the library's own: what a policy lets through, said with the evaluator, the catalogue and the solver.
//!
//! Nothing is found by the presence of a name. What a finding says is what the whole document lets through, Denies and
//! conditions with it; where that is not decided, nothing is said. So the law its tests check: every witness is let
//! through by the document that it is a witness against.

mod exposure;
mod identity;
mod meaning;

mod broad;
mod evidence;
mod places;
mod sensitive;
mod wording;

pub(super) use evidence::Evidence;

use crate::document::PolicyType;

use super::table::Rule;

/// Policies that give something by themselves: a session policy only takes away.
const GIVEN: &[PolicyType] = &[PolicyType::Identity];

/// One row a file.
pub(super) const RULES: &[&Rule] = &[
    &identity::administrator::RULE,
    &identity::service_wildcard::RULE,
    &identity::unbounded::RULE,
    &identity::sensitive_access::RULE,
    &identity::escalation::RULE,
    &meaning::mfa::RULE,
    &meaning::not_elements::RULE,
    &meaning::unreachable::RULE,
    &meaning::redundant::RULE,
    &meaning::mismatch::RULE,
    &exposure::public_access::RULE,
    &exposure::external_access::RULE,
];
