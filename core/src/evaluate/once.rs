//! One request, asked once: nothing is compiled that the action does not concern.

use crate::document::{Effect, Policy};
use crate::request::Request;

use super::action_test::matches_once;
use super::compiled::{CompiledStatement, Subject};
use super::facts::{Answer, Facts, LayerFacts, Levels};
use super::layer::LayerKind;
use super::semantics::Semantics;
use super::truth::Truth;
use super::{applicable, facts::Caller};

/// Do the identity policies, within an optional permissions boundary, allow one request that is asked
/// once?
///
/// The same answer as a [`PolicySet`](super::PolicySet) of the two gives; cheaper where the set would
/// be thrown away, since only statements whose action matches are compiled. Linear in the statements.
///
/// ```
/// use iam_eval::{Answer, Policy, Request, decide_once};
///
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":
///     {"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let answer = decide_once(&[policy], None, &Request::new("s3:GetObject", "*")?);
/// assert_eq!(answer, Answer::Allowed);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn decide_once(identity: &[Policy], permissions_boundary: Option<&Policy>, request: &Request) -> Answer {
    if applicable::is_always_allowed(request) {
        return Answer::Allowed;
    }
    let bounded = applicable::applies(LayerKind::PermissionsBoundary, request);
    let has_boundary = Truth::from(permissions_boundary.is_some() && bounded);
    let mut layers = [None; LayerKind::ALL.len()];
    let boundary = permissions_boundary.map(std::slice::from_ref);
    let given = [(LayerKind::Identity, Some(identity)), (LayerKind::PermissionsBoundary, boundary)];
    for (layer, policies) in given {
        if let (Some(policies), true) = (policies, applicable::applies(layer, request)) {
            let subject = Subject { request, layer, has_boundary, semantics: Semantics::Live };
            if let Some(place) = layers.get_mut(layer as usize) {
                *place = Some(Levels::of(std::iter::once(facts(policies, subject))));
            }
        }
    }
    let mut facts = Facts {
        layers,
        caller: Caller::of(request),
        same_account: applicable::is_same_account(request),
        policy_required: applicable::requires_resource_policy(request),
        has_resource_policy: false,
    };
    applicable::adjust(request, &mut facts);
    super::grants::apply(request, &mut facts);
    facts.decide().answer
}

fn facts(policies: &[Policy], subject: Subject<'_>) -> LayerFacts {
    let mut facts = LayerFacts::EMPTY;
    for (at, policy) in policies.iter().enumerate() {
        for statement in policy.statements() {
            if !statement.action().is_some_and(|element| matches_once(element, &subject.request.action)) {
                continue;
            }
            let grade = CompiledStatement::compile_without_action(statement, at, policy.version()).grade(subject);
            match statement.effect() {
                Effect::Deny => facts.deny = facts.deny.or(grade.truth()),
                Effect::Allow => facts.allow = facts.allow.or(grade),
            }
            if facts.deny == Truth::Yes {
                return facts;
            }
        }
    }
    facts
}
