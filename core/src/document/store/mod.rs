//! Whether AWS would store a document as a given kind of policy, and what it would answer if not.
//!
//! This room must not know requests, catalogues of actions, or quotas (sizes depend on the account
//! and on what else is attached): it reads the JSON alone. The law its tests check: every captured
//! verdict of `CreatePolicy`, `AssumeRole` and Organizations is reproduced, message included, and
//! whatever passes here the lenient reader reads.
//!
//! | rule | where |
//! | --- | --- |
//! | `one_object`, `no_duplicate_members`, `statement_shape`, `twins_exclude` | `shape` |
//! | `charset`, `version_known` | `version` |
//! | `principal_by_type` | `principals` |
//! | `effect_exact`, `dates_parsed`, `operator_store_time`, `ip_store_time` | `legacy` |
//! | `sid_charset_unique` | `sids` |
//! | `action_nonempty`, `action_shape` | `actions` |
//! | `resource_nonempty`, `resource_shape` | `resources` |
//! | `condition_shape` | `conditions` |
//! | `rcp_store_time` | `resource_control` |

mod actions;
mod conditions;
mod legacy;
mod parts;
mod principals;
mod refusal;
mod resource_control;
mod resources;
mod rules;
mod shape;
mod sids;
#[cfg(test)]
mod tests;
mod version;

use crate::json::Document;
use crate::text::ParseError;

use super::PolicyType;
use refusal::Checked;
use rules::Rules;

// Evaluation asks the same list which services an RCP applies to (`rcp_applicable_services`).
pub(crate) use resource_control::RCP_SERVICES;

/// What AWS answers a text that is no JSON; the JSON reader, which knows no AWS, cannot say it.
pub(crate) fn syntax_message(policy_type: PolicyType) -> &'static str {
    let message = refusal::SYNTAX;
    Rules::of(policy_type).one_message.unwrap_or(message)
}

/// Would AWS store the document as this kind of policy? Linear in the document.
///
/// # Errors
/// The first rule that the document breaks, in the order in which AWS reports them.
pub(crate) fn check(document: &Document<'_>, policy_type: PolicyType) -> Result<(), ParseError> {
    let rules = Rules::of(policy_type);
    verdict(document, &rules).map_err(|refusal| refusal.into_error(document.source(), &rules))
}

/// The order is part of what was captured (`error_order`): each stage looks at every statement
/// before the next one starts. Where the principal stands in it was not seen [assumed].
fn verdict(document: &Document<'_>, rules: &Rules) -> Checked {
    version::check_charset(document.source(), rules)?;
    let policy = shape::read(document.root())?;
    version::check(&policy, rules)?;
    principals::check(&policy, rules)?;
    let resource_fault = legacy::check(&policy, rules)?;
    sids::check(&policy, rules)?;
    actions::check_present(&policy)?;
    resource_fault.map_or(Ok(()), Err)?;
    actions::check_shape(&policy, rules)?;
    resources::check_present(&policy, rules)?;
    if rules.is_resource_control() {
        resource_control::check(&policy)?;
    }
    Ok(())
}
