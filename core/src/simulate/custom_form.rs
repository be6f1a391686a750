//! `SimulateCustomPolicy`: every policy is in the request.

use crate::catalog::Catalog;

use super::call::Call;
use super::caller;
use super::error::SimulationError;
use super::input::SimulateCustomPolicyInput;
use super::output::SimulatePolicyOutput;
use super::services::{NoCatalogue, ServiceFacts};
use super::sources::{Layers, PolicyText, boundary, organization, resource_policy};

/// What `SimulateCustomPolicy` answers: for each action, and each resource, whether the policies
/// allow it, by which statements, and which context keys were missing.
///
/// Linear in actions × resources; every policy is read and compiled once. Source: IAM API reference,
/// and captured answers of AWS (rules 127 to 154).
///
/// ```
/// use iam_eval::simulate::{EvalDecision, SimulateCustomPolicyInput, simulate_custom_policy};
/// let text = |text: &str| vec![text.to_owned()];
/// let output = simulate_custom_policy(&SimulateCustomPolicyInput {
///     policy_input_list: text(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#),
///     permissions_boundary_policy_input_list: text(r#"{"Version":"2012-10-17","Statement":
///         {"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#),
///     action_names: vec!["s3:ListBucket".to_owned(), "iam:DeleteUser".to_owned()],
///     ..Default::default()
/// })?;
/// let decisions: Vec<_> = output.evaluation_results.iter().map(|result| result.eval_decision).collect();
/// assert_eq!(decisions, [EvalDecision::Allowed, EvalDecision::ImplicitDeny]);
/// # Ok::<(), iam_eval::simulate::SimulationError>(())
/// ```
///
/// # Errors
/// What AWS refuses, with its code and message; ours is `LimitExceeded`, for an answer beyond
/// measure.
pub fn simulate_custom_policy(input: &SimulateCustomPolicyInput) -> Result<SimulatePolicyOutput, SimulationError> {
    simulate(input, &NoCatalogue)
}

/// As [`simulate_custom_policy`], with what a catalogue knows: an action of AWS is implicitly denied on a
/// resource of a type that it does not have, and must not be asked for together with names that are no action
/// (rules `sim_resource_type_check`, `sim_action_mixing`).
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::catalog::Catalog;
/// use iam_eval::simulate::{EvalDecision, SimulateCustomPolicyInput, simulate_custom_policy_with};
///
/// let output = simulate_custom_policy_with(&SimulateCustomPolicyInput {
///     policy_input_list: vec![r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.to_owned()],
///     action_names: vec!["iam:GetUser".to_owned()],
///     resource_arns: vec!["arn:aws:s3:::bucket".to_owned()],
///     ..Default::default()
/// }, &Catalog::embedded())?;
/// assert_eq!(output.evaluation_results[0].eval_decision, EvalDecision::ImplicitDeny);
/// # }
/// # Ok::<(), iam_eval::simulate::SimulationError>(())
/// ```
///
/// # Errors
/// As [`simulate_custom_policy`].
pub fn simulate_custom_policy_with(
    input: &SimulateCustomPolicyInput,
    catalog: &Catalog,
) -> Result<SimulatePolicyOutput, SimulationError> {
    simulate(input, catalog)
}

pub(super) fn simulate(
    input: &SimulateCustomPolicyInput,
    services: &dyn ServiceFacts,
) -> Result<SimulatePolicyOutput, SimulationError> {
    let levels = organization(&input.ordered_organization_policy_input_list)?;
    let layers = Layers {
        identity: PolicyText::list("PolicyInputList", &input.policy_input_list).collect(),
        boundary: boundary(&input.permissions_boundary_policy_input_list)?,
        organization: (!levels.is_empty()).then_some(levels),
        resource: resource_policy(input.resource_policy.as_deref()),
    };
    let call = Call {
        layers,
        action_names: &input.action_names,
        resource_arns: &input.resource_arns,
        resource_owner: input.resource_owner.as_deref(),
        caller: input.caller_arn.as_deref().map(caller::read_caller).transpose()?,
        caller_account: input.caller_account.as_deref(),
        context_entries: &input.context_entries,
        resource_handling_option: input.resource_handling_option.as_deref(),
        max_items: input.max_items,
        marker: input.marker.as_deref(),
    };
    call.answer(services)
}
