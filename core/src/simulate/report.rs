//! What is said of one action, from what its resources came to.

use std::collections::BTreeMap;

use super::decide::Judgement;
use super::error::SimulationError;
use super::output::{
    EvalDecision, EvaluationResult, MatchedStatement, OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail,
    ResourceSpecificResult,
};
use super::sources::{Sources, StatementRef};
use super::work::Allowance;

/// What the fields besides names and lists take of an answer, about.
const FIELDS: usize = 100;

/// Writes down judgements, and how much that is.
pub(super) struct Reporter<'c> {
    pub sources: &'c Sources,
    pub missing: &'c [String],
    pub allowance: Allowance,
}

impl Reporter<'_> {
    /// An action without resources, or on `*`.
    pub fn whole(
        &mut self,
        action: &str,
        resource: Option<String>,
        judged: &Judgement,
    ) -> Result<EvaluationResult, SimulationError> {
        self.allowance.spend(FIELDS + action.len() + resource.as_ref().map_or(0, String::len))?;
        Ok(EvaluationResult {
            eval_action_name: action.to_owned(),
            eval_resource_name: resource,
            eval_decision: judged.decision,
            matched_statements: self.statements(&judged.matched)?,
            missing_context_values: self.missing(judged.tells_missing)?,
            organizations_decision_detail: judged.by_organization.map(organizations),
            permissions_boundary_decision_detail: judged.by_boundary.map(boundary),
            eval_decision_details: None,
            resource_specific_results: Vec::new(),
        })
    }

    /// One of the resources of an action (rule `sim_resource_specific`).
    pub fn resource(&mut self, resource: &str, judged: &Judgement) -> Result<ResourceSpecificResult, SimulationError> {
        self.allowance.spend(FIELDS + resource.len())?;
        Ok(ResourceSpecificResult {
            eval_resource_name: resource.to_owned(),
            eval_resource_decision: judged.decision,
            matched_statements: self.statements(&judged.matched)?,
            missing_context_values: self.missing(judged.tells_missing)?,
            eval_decision_details: judged.details.clone(),
            permissions_boundary_decision_detail: judged.by_boundary.map(boundary),
        })
    }

    fn statements(&mut self, matched: &[StatementRef]) -> Result<Vec<MatchedStatement>, SimulationError> {
        let mut statements = Vec::with_capacity(matched.len());
        for statement in matched.iter().filter_map(|statement| self.sources.describe(*statement)) {
            self.allowance.spend(FIELDS + statement.source_policy_id.len())?;
            statements.push(statement);
        }
        Ok(statements)
    }

    fn missing(&mut self, tells: bool) -> Result<Vec<String>, SimulationError> {
        if !tells {
            return Ok(Vec::new());
        }
        self.allowance.spend(self.missing.iter().map(|key| key.len() + size_of::<String>()).sum())?;
        Ok(self.missing.to_vec())
    }
}

/// The judgement over all resources, the most restrictive, with the statements of all (rule
/// `sim_aggregate`).
pub(super) fn join(mut all: Judgement, next: &Judgement) -> Judgement {
    let both = |a: Option<bool>, b: Option<bool>| Some(a? && b?);
    all.decision = all.decision.max(next.decision);
    all.matched.extend(&next.matched);
    all.by_organization = both(all.by_organization, next.by_organization);
    all.by_boundary = both(all.by_boundary, next.by_boundary);
    all.tells_missing |= next.tells_missing;
    for (name, decision) in &next.details {
        let worst = all.details.get(name).copied().unwrap_or(EvalDecision::Allowed).max(*decision);
        all.details.insert(name.clone(), worst);
    }
    all
}

/// The end of joining: each statement once, missing keys only where it is denied implicitly (rule
/// `sim_missing_context`).
pub(super) fn joined(mut all: Judgement) -> (Judgement, BTreeMap<String, EvalDecision>) {
    all.matched.sort_unstable();
    all.matched.dedup();
    all.tells_missing &= all.decision == EvalDecision::ImplicitDeny;
    let details = std::mem::take(&mut all.details);
    (all, details)
}

fn organizations(allowed: bool) -> OrganizationsDecisionDetail {
    OrganizationsDecisionDetail { allowed_by_organizations: allowed }
}

fn boundary(allowed: bool) -> PermissionsBoundaryDecisionDetail {
    PermissionsBoundaryDecisionDetail { allowed_by_permissions_boundary: allowed }
}
