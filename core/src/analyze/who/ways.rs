//! The ways in which layers come to allow a request (rules 76 and 83): each is a statement of each of some layers.
//!
//! Together the ways of a place hold all that the evaluator may allow there, so that where none has a solution nobody
//! can; where one has, the evaluator is asked.

use std::collections::BTreeSet;

use crate::arn::{Arn, is_account_id};
use crate::document::{Effect, Policy, RCP_SERVICES};
use crate::evaluate::{
    Caller, LayerKind, PrincipalGrade, Semantics, Subject, Truth, applies, requires_resource_policy,
};
use crate::principal::{Principal, PrincipalType};
use crate::request::Request;

use super::super::clause::Clause;
use super::super::solver::Problem;
use super::place::{Kind, Place};
use super::{PrincipalPolicies, ResourcePolicies};

/// The statements that a caller meets, by layer.
pub(super) struct Own {
    caller: Caller,
    principal: Principal,
    /// None where no grant of an identity policy is needed.
    identity: Option<Vec<Clause>>,
    /// Boundary and session policies.
    limits: Vec<Vec<Clause>>,
    guards: Vec<Vec<Clause>>,
    /// Resource control policies, where they are given and bind the caller.
    resource_control: Option<Vec<Vec<Clause>>>,
    /// The resource's policy, with how directly each statement may name the caller.
    resource: Option<Vec<(PrincipalGrade, Clause)>>,
    denies: Vec<Clause>,
    denies_of_resource: Vec<Clause>,
}

fn clauses<'p>(policies: impl IntoIterator<Item = &'p Policy>) -> Vec<Clause> {
    policies.into_iter().enumerate().flat_map(|(at, policy)| Clause::of_policy(policy, at)).collect()
}

impl Own {
    pub fn of(own: &PrincipalPolicies, of_resource: &ResourcePolicies) -> Self {
        let known = Request::builder("a:a", "*").principal(own.principal.clone()).build();
        let known = known.unwrap_or_else(|_| Request::anything());
        let is_bound = |kind| applies(kind, &known);
        let has_boundary = own.permissions_boundary.is_some() && is_bound(LayerKind::PermissionsBoundary);
        let grade = |clause: &Clause, layer| {
            let has_boundary = Truth::from(has_boundary);
            let subject = Subject { request: &known, layer, has_boundary, semantics: Semantics::Live };
            clause.compiled.principal(subject)
        };
        let mut denies: Vec<Clause> = Vec::new();
        let mut split = |all: Vec<Clause>| -> Vec<Clause> {
            let (allows, denying) = all.into_iter().partition(|clause| clause.effect == Effect::Allow);
            denies.extend::<Vec<Clause>>(denying);
            allows
        };
        let caller = Caller::of(&known);
        let identity = is_bound(LayerKind::Identity).then(|| split(clauses(&own.identity)));
        let mut limits: Vec<Vec<Clause>> = Vec::new();
        if let Some(boundary) = own.permissions_boundary.as_ref().filter(|_| has_boundary) {
            limits.push(split(clauses([boundary])));
        }
        match &own.session {
            Some(session) if is_bound(LayerKind::Session) => {
                let allows = split(clauses(session));
                // rule `assume_root`: the session policy acts by its denials alone
                if own.principal.kind() != PrincipalType::Root {
                    limits.push(allows);
                }
            }
            // rule `federation_token_needs_session`
            _ if own.principal.kind() == PrincipalType::FederatedUser => limits.push(Vec::new()),
            _ => {}
        }
        let levels = own.service_control.iter().filter(|_| is_bound(LayerKind::ServiceControl)).flatten();
        let mut guards: Vec<Vec<Clause>> = levels.map(|level| split(clauses(level))).collect();
        // no level at all allows nothing
        if own.service_control.as_ref().is_some_and(Vec::is_empty) && is_bound(LayerKind::ServiceControl) {
            guards.push(Vec::new());
        }
        let identity = match caller {
            Caller::Root => None,
            _ => Some(identity.unwrap_or_default()),
        };
        let mut denies_of_resource: Vec<Clause> = Vec::new();
        let of_owner = |all: Vec<Clause>, layer: LayerKind, denies: &mut Vec<Clause>| {
            let (allows, denying): (Vec<_>, Vec<_>) = all
                .into_iter()
                .map(|clause| (grade(&clause, layer), clause))
                .partition(|(_, clause)| clause.effect == Effect::Allow);
            denies.extend(denying.into_iter().filter(|(named, _)| named.truth() == Truth::Yes).map(|(_, deny)| deny));
            allows.into_iter().map(|(named, clause)| (named.most, clause)).collect::<Vec<_>>()
        };
        let resource =
            of_resource.policy.as_ref().map(|policy| of_owner(clauses([policy]), LayerKind::Resource, &mut denies));
        let resource_control = of_resource.resource_control.as_ref().map(|levels| {
            let mut all: Vec<Vec<Clause>> = Vec::new();
            for level in levels {
                let allows = of_owner(clauses(level), LayerKind::ResourceControl, &mut denies_of_resource);
                let allows = allows.into_iter().filter(|(named, _)| *named > PrincipalGrade::None);
                all.push(allows.map(|(_, clause)| clause).collect());
            }
            if all.is_empty() { vec![Vec::new()] } else { all }
        });
        let principal = own.principal.clone();
        Self { caller, principal, identity, limits, guards, resource_control, resource, denies, denies_of_resource }
    }

    /// The accounts that the policies name in resources.
    pub fn accounts(&self) -> BTreeSet<String> {
        let resource = self.resource.iter().flatten().map(|(_, clause)| clause);
        let clauses = self.identity.iter().flatten().chain(resource);
        let entries = clauses.flat_map(|clause| &clause.resource).flat_map(|texts| &texts.entries);
        let accounts = entries.filter_map(|entry| Arn::parse(entry.pattern.as_str())).map(Arn::account);
        accounts.filter(|account| is_account_id(account)).map(str::to_owned).collect()
    }

    /// What may be allowed at a place: problems of which one has to have a solution, those that leave the least first.
    pub fn problems<'o>(&'o self, place: &'o Place) -> Vec<Problem<'o>> {
        let ways = self.ways(place);
        let with_rcps = self.are_rcps_met(place);
        let mut problems = Vec::new();
        for is_met in [true, false] {
            if self.resource_control.is_none() && is_met || with_rcps == Truth::from(!is_met) {
                continue;
            }
            for way in &ways {
                let mut choose = vec![vec![&place.target.clause]];
                choose.extend(place.within.iter().map(|within| vec![&within.clause]));
                choose.extend(way.iter().cloned());
                let mut avoid: Vec<&Clause> = self.denies.iter().collect();
                avoid.extend(place.within.iter().filter_map(|within| within.without.as_ref()));
                if is_met {
                    let levels = self.resource_control.iter().flatten();
                    choose.extend(levels.map(|level| level.iter().collect::<Vec<_>>()));
                    avoid.extend(&self.denies_of_resource);
                }
                if choose.iter().all(|list| !list.is_empty()) {
                    problems.push(Problem { choose, avoid });
                }
            }
        }
        problems
    }

    /// Do resource control policies bind the request (rule `rcp_applicable_services`)?
    fn are_rcps_met(&self, place: &Place) -> Truth {
        if self.resource_control.is_none() {
            return Truth::No;
        }
        if let Some(only) = &place.only {
            return Truth::from(applies(LayerKind::ResourceControl, only));
        }
        let service = place.action.split(':').next().unwrap_or("").to_ascii_lowercase();
        let is_fixed = !service.contains(['*', '?']);
        if self.principal.is_service_linked() || is_fixed && RCP_SERVICES.binary_search(&service.as_str()).is_err() {
            return Truth::No;
        }
        Truth::Unknown
    }

    /// Must the resource's policy name the caller's account at least (rule `policy_required_set`)?
    fn is_policy_required(&self, place: &Place) -> Truth {
        if self.resource.is_none() {
            return Truth::No;
        }
        if let Some(only) = &place.only {
            return Truth::from(requires_resource_policy(only));
        }
        let service = place.action.split(':').next().unwrap_or("").to_ascii_lowercase();
        if service.contains(['*', '?']) || matches!(&*service, "kms" | "sts") { Truth::Unknown } else { Truth::No }
    }

    /// The layers that have to allow, for each way.
    fn ways<'o>(&'o self, place: &Place) -> Vec<Vec<Vec<&'o Clause>>> {
        fn list(layer: &[Clause]) -> Vec<&Clause> {
            layer.iter().collect()
        }
        let guards: Vec<Vec<&Clause>> = self.guards.iter().map(|level| list(level)).collect();
        let limits: Vec<Vec<&Clause>> = self.limits.iter().map(|layer| list(layer)).collect();
        let identity: Vec<Vec<&Clause>> = self.identity.iter().map(|layer| list(layer)).collect();
        let granted = |least: PrincipalGrade| -> Vec<Vec<&'o Clause>> {
            let named = self.resource.iter().flatten().filter(|(grade, _)| *grade >= least);
            vec![named.map(|(_, clause)| clause).collect()]
        };
        let way = |parts: &[&[Vec<&'o Clause>]]| -> Vec<Vec<&'o Clause>> {
            guards.iter().chain(parts.iter().copied().flatten()).cloned().collect()
        };
        let (direct, issuer, account) =
            (granted(PrincipalGrade::Direct), granted(PrincipalGrade::Issuer), granted(PrincipalGrade::Account));
        match self.caller {
            Caller::DirectOnly => return vec![way(&[&direct])],
            Caller::Federated => return vec![way(&[&account])],
            Caller::WithIdentity | Caller::Root => {}
        }
        let both_sides = way(&[&identity, &limits, &account]);
        if place.kind == Kind::OtherAccount {
            return vec![both_sides];
        }
        let mut ways = vec![both_sides, way(&[&direct]), way(&[&limits, &issuer])];
        if self.is_policy_required(place) != Truth::Yes {
            ways.push(way(&[&identity, &limits]));
        }
        ways
    }
}
