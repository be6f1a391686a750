//! A call of either form: what it asks, and the answer to it.

use crate::action::Action;
use crate::arn::{Arn, is_account_id};
use crate::request::Request;

use super::caller::Caller;
use super::context::{self, Given};
use super::decide::{Judgement, judge};
use super::error::SimulationError;
use super::input::ContextEntry;
use super::output::{EvalDecision, EvaluationResult, SimulatePolicyOutput};
use super::report::{Reporter, join, joined};
use super::services::ServiceFacts;
use super::sources::{Layers, Sources};
use super::work::Allowance;
use super::{caller, check, missing, paging, templates};

/// What both forms come to.
#[derive(Debug)]
pub(super) struct Call<'i> {
    pub layers: Layers<'i>,
    pub action_names: &'i [String],
    pub resource_arns: &'i [String],
    pub resource_owner: Option<&'i str>,
    pub caller: Option<Caller<'i>>,
    pub caller_account: Option<&'i str>,
    pub context_entries: &'i [ContextEntry],
    pub resource_handling_option: Option<&'i str>,
    pub max_items: Option<i64>,
    pub marker: Option<&'i str>,
}

/// A call that may be asked.
struct Ready<'i> {
    sources: Sources,
    actions: &'i [Action],
    resources: &'i [String],
    owner: Option<&'i str>,
    caller_account: Option<&'i str>,
    /// The request without action and resource, which alone differ from one to the next.
    request: Request,
    services: &'i dyn ServiceFacts,
}

impl Call<'_> {
    /// The answer, or AWS's refusal.
    ///
    /// Linear in actions × resources on the page; each pair costs what the statements cost that the
    /// action may concern.
    pub fn answer(&self, services: &dyn ServiceFacts) -> Result<SimulatePolicyOutput, SimulationError> {
        let (page, marker) = paging::page(self.action_names.len(), self.max_items, self.marker)?;
        let given = context::read(self.context_entries)?;
        let actions = check::actions(self.action_names)?;
        let resources = check::resources(self.resource_arns)?;
        let owner = self.resource_owner.map(caller::read_owner).transpose()?;
        check::handling_option(self.resource_handling_option, &actions)?;
        check::mixing(&actions, resources, services)?;
        if self.layers.resource.is_some() {
            if self.caller.is_none() {
                return Err(caller::no_caller());
            }
            check::resource_policy_request(resources)?;
        }
        let sources = Sources::read(&self.layers)?;
        let missing = missing::keys(&sources.set, &given);
        let actions = actions.get(page).unwrap_or(&[]);
        let pairs = (actions.len() as u64).saturating_mul(resources.len().max(1) as u64);
        let allowance = Allowance::new(pairs, sources.bytes)?;
        let caller_account = self.caller.as_ref().map(|caller| caller.entity.account).or(self.caller_account);
        let request = self.request(&given)?;
        let mut ready = Ready { sources, actions, resources, owner, caller_account, request, services };
        let evaluation_results = ready.answer(&missing, allowance)?;
        Ok(SimulatePolicyOutput { evaluation_results, is_truncated: marker.is_some(), marker })
    }

    fn request(&self, given: &Given) -> Result<Request, SimulationError> {
        let mut request = Request::builder("", "*");
        if let Some(caller) = &self.caller {
            request = request.principal(caller.principal.clone());
        }
        for (name, value) in given.with_defaults(self.caller.as_ref(), self.caller_account) {
            request = request.context(name, value);
        }
        request.build_underived(Action::literal("")).map_err(|error| SimulationError::invalid(error.to_string()))
    }
}

impl Ready<'_> {
    fn answer(&mut self, missing: &[String], allowance: Allowance) -> Result<Vec<EvaluationResult>, SimulationError> {
        let mut request = self.request.clone();
        let mut reporter = Reporter { sources: &self.sources, missing, allowance };
        let mut results = Vec::with_capacity(self.actions.len());
        for action in self.actions {
            request.action = action.clone();
            let name = templates::name(action, self.resources, self.services).map(std::borrow::Cow::into_owned);
            if self.resources.is_empty() {
                let judged = self.judge(&mut request, "*");
                results.push(reporter.whole(action.as_str(), name, &judged)?);
                continue;
            }
            let mut all: Option<Judgement> = None;
            let mut specific = Vec::with_capacity(self.resources.len());
            for resource in self.resources {
                let judged = self.judge(&mut request, resource);
                specific.push(reporter.resource(resource, &judged)?);
                all = Some(match all {
                    Some(all) => join(all, &judged),
                    None => judged,
                });
            }
            let Some(all) = all else { continue };
            let (all, details) = joined(all);
            let mut result = reporter.whole(action.as_str(), name, &all)?;
            result.eval_decision_details = Some(details);
            result.resource_specific_results = specific;
            results.push(result);
        }
        Ok(results)
    }

    fn judge(&self, request: &mut Request, resource: &str) -> Judgement {
        request.resource = resource.into();
        let mut judged = judge(&self.sources, request, self.is_across(resource));
        // rule `sim_resource_type_check`
        if resource != "*" && self.services.fits(&request.action, resource) == Some(false) {
            judged.decision = EvalDecision::ImplicitDeny;
            judged.matched.clear();
            judged.tells_missing = true;
        }
        judged
    }

    /// Whether a resource is of another account than the caller: that of its ARN, else the owner
    /// that was stated (rule `sim_cross_account`).
    fn is_across(&self, resource: &str) -> bool {
        let of_arn = Arn::parse(resource).map(Arn::account).filter(|account| is_account_id(account));
        match (of_arn.or(self.owner), self.caller_account) {
            (Some(owner), Some(caller)) => owner != caller,
            _ => false,
        }
    }
}
