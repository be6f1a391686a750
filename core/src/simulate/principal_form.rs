//! `SimulatePrincipalPolicy`: the policies are those of an entity, and what the request adds.

use crate::catalog::Catalog;
use std::collections::HashSet;

use super::call::Call;
use super::caller::{self, Entity};
use super::error::SimulationError;
use super::exclusions::Exclusions;
use super::input::SimulatePrincipalPolicyInput;
use super::output::SimulatePolicyOutput;
use super::services::{NoCatalogue, ServiceFacts};
use super::source_policies::{InlinePolicy, ManagedPolicy, SourcePolicies};
use super::sources::{Layers, PolicyText, boundary, organization, resource_policy};

/// What `SimulatePrincipalPolicy` answers: as [`simulate_custom_policy`](super::simulate_custom_policy),
/// over the policies of a user, role or group, which stand in `source_policies`.
///
/// ```
/// use iam_eval::simulate::{EvalDecision, SimulatePrincipalPolicyInput, simulate_principal_policy};
/// let input: SimulatePrincipalPolicyInput = serde_json::from_str(r#"{
///     "PolicySourceArn": "arn:aws:iam::111122223333:user/ann",
///     "ActionNames": ["s3:ListBucket"],
///     "SourcePolicies": {
///         "Arn": "arn:aws:iam::111122223333:user/team/ann",
///         "ManagedPolicies": [{"PolicyArn": "arn:aws:iam::aws:policy/AdministratorAccess", "PolicyDocument":
///             "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"}]
///     }
/// }"#)?;
/// let output = simulate_principal_policy(&input)?;
/// let result = &output.evaluation_results[0];
/// assert_eq!(result.eval_decision, EvalDecision::Allowed);
/// assert_eq!(result.matched_statements[0].source_policy_id, "AdministratorAccess");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// What AWS refuses, with its code and message; ours is `LimitExceeded`, for an answer beyond
/// measure.
pub fn simulate_principal_policy(
    input: &SimulatePrincipalPolicyInput,
) -> Result<SimulatePolicyOutput, SimulationError> {
    simulate(input, &NoCatalogue)
}

/// As [`simulate_principal_policy`], with what a catalogue knows: see
/// [`simulate_custom_policy_with`](super::simulate_custom_policy_with).
///
/// # Errors
/// As [`simulate_principal_policy`].
pub fn simulate_principal_policy_with(
    input: &SimulatePrincipalPolicyInput,
    catalog: &Catalog,
) -> Result<SimulatePolicyOutput, SimulationError> {
    simulate(input, catalog)
}

fn simulate(
    input: &SimulatePrincipalPolicyInput,
    services: &dyn ServiceFacts,
) -> Result<SimulatePolicyOutput, SimulationError> {
    let source = &input.source_policies;
    let exclusions = Exclusions::read(&input.policy_exclusion_list)?;
    let entity = find(&input.policy_source_arn, source)?;
    let caller = match input.caller_arn.as_deref() {
        Some(arn) => caller::read_caller(arn)?,
        None => entity.into_caller(),
    };
    let added = PolicyText::list("PolicyInputList", &input.policy_input_list);
    let layers = Layers {
        identity: attached(source, &exclusions).chain(added).collect(),
        // rule `sim_principal_boundary`
        boundary: boundary(&input.permissions_boundary_policy_input_list)?.or_else(|| {
            let attached = source.permissions_boundary.as_ref().filter(|_| !exclusions.has_boundary());
            attached.map(of_managed)
        }),
        organization: organization_of(input, &exclusions)?,
        resource: resource_policy(input.resource_policy.as_deref()),
    };
    let call = Call {
        layers,
        action_names: &input.action_names,
        resource_arns: &input.resource_arns,
        resource_owner: input.resource_owner.as_deref(),
        caller: Some(caller),
        caller_account: source.caller_account.as_deref(),
        context_entries: &input.context_entries,
        resource_handling_option: input.resource_handling_option.as_deref(),
        max_items: input.max_items,
        marker: input.marker.as_deref(),
    };
    call.answer(services)
}

/// The entity that `PolicySourceArn` names, as the account has it (rule `sim_principal_arn`).
fn find<'i>(named: &str, source: &'i SourcePolicies) -> Result<Entity<'i>, SimulationError> {
    let Some(wanted) = Entity::read(named) else {
        return Err(SimulationError::invalid(format!("Invalid ARN provided in the request: {named}")));
    };
    let entity = source.arn.as_deref().and_then(Entity::read);
    if let Some(account) = source.caller_account.as_deref().or(entity.map(|entity| entity.account))
        && account != wanted.account
    {
        let other = wanted.account;
        return Err(SimulationError::invalid(format!(
            "Invalid Policy Source Arn: caller's account {account} does not have access to policies in account {other}."
        )));
    }
    entity
        .filter(|entity| entity.is_same(&wanted))
        .ok_or_else(|| SimulationError::no_such_entity("Unable to retrieve specified IAM entity."))
}

/// The attached policies that are not left out; a managed one that is attached twice counts once.
fn attached<'i>(source: &'i SourcePolicies, exclusions: &Exclusions<'_>) -> impl Iterator<Item = PolicyText<'i>> {
    let inline = source.inline_policies.iter().filter(|policy| !exclusions.has_inline(policy));
    let mut seen = HashSet::new();
    let once = source.managed_policies.iter().filter(move |policy| seen.insert(policy.policy_arn.as_str()));
    let managed = once.filter(|policy| !exclusions.has_managed(policy));
    inline.map(of_inline).chain(managed.map(of_managed))
}

fn of_inline(policy: &InlinePolicy) -> PolicyText<'_> {
    PolicyText { id: policy.source_policy_id(), text: &policy.policy_document, item: None }
}

fn of_managed(policy: &ManagedPolicy) -> PolicyText<'_> {
    PolicyText { id: policy.source_policy_id().to_owned(), text: &policy.policy_document, item: None }
}

/// The levels of the request, else those of the account.
fn organization_of<'i>(
    input: &'i SimulatePrincipalPolicyInput,
    exclusions: &Exclusions<'_>,
) -> Result<Option<Vec<Vec<PolicyText<'i>>>>, SimulationError> {
    let asked = &input.ordered_organization_policy_input_list;
    if !asked.is_empty() {
        return organization(asked).map(Some);
    }
    let own = input.source_policies.service_control_policies.as_deref().filter(|_| !exclusions.has_organizations());
    own.map(organization).transpose()
}
