//! A statement made ready to be tested against many requests.

use crate::action::Action;
use crate::document::{Effect, Statement, Version};
use crate::request::{Context, KeyName, Request};

use super::action_test::ActionTest;
use super::condition_test::ConditionTest;
use super::layer::LayerKind;
use super::principal_test::PrincipalTest;
use super::resource_test::ResourceTest;
use super::semantics::Semantics;
use super::truth::{GradeRange, Truth};

/// A statement made ready to be tested, and where it comes from.
#[derive(Debug, Clone)]
pub(crate) struct CompiledStatement {
    pub policy: u32,
    pub index: u32,
    pub effect: Effect,
    action: Option<ActionTest>,
    resource: Option<ResourceTest>,
    principal: Option<PrincipalTest>,
    pub conditions: Box<[ConditionTest]>,
}

/// What a statement is tested against.
#[derive(Clone, Copy)]
pub(crate) struct Subject<'r> {
    pub request: &'r Request,
    pub layer: LayerKind,
    /// Whether the caller has a permissions boundary (rule `not_principal_boundary`).
    pub has_boundary: Truth,
    pub semantics: Semantics,
}

impl CompiledStatement {
    pub fn compile(statement: Statement<'_>, policy: usize, version: Version) -> Self {
        let mut compiled = Self::compile_without_action(statement, policy, version);
        compiled.action = statement.action().map(ActionTest::compile);
        compiled
    }

    /// For a statement whose action has been tested already.
    pub fn compile_without_action(statement: Statement<'_>, policy: usize, version: Version) -> Self {
        Self {
            policy: u32::try_from(policy).unwrap_or(u32::MAX),
            index: u32::try_from(statement.index()).unwrap_or(u32::MAX),
            effect: statement.effect(),
            action: None,
            resource: statement.resource().map(|element| ResourceTest::compile(element, version)),
            principal: statement.principal().map(PrincipalTest::compile),
            conditions: statement.conditions().map(|condition| ConditionTest::compile(condition, version)).collect(),
        }
    }

    /// A statement that says nothing, of whoever asks.
    pub fn everything() -> Self {
        Self {
            policy: 0,
            index: 0,
            effect: Effect::Allow,
            action: None,
            resource: None,
            principal: Some(PrincipalTest::everybody()),
            conditions: Box::default(),
        }
    }

    pub fn action(&self) -> Option<&ActionTest> {
        self.action.as_ref()
    }

    pub fn is_action_match(&self, action: &Action) -> bool {
        self.action.as_ref().is_some_and(|test| test.is_match(action))
    }

    /// Whether the statement's resource matches.
    pub fn resource(&self, subject: Subject<'_>) -> Truth {
        match &self.resource {
            Some(test) => test.test(&subject.request.resource, &subject.request.context),
            // a resource or trust policy means the resource it is attached to; elsewhere AWS stores
            // no such statement, and one that is met all the same may only deny
            None => Truth::from(subject.layer.has_principals() || self.effect == Effect::Deny),
        }
    }

    /// How directly the statement names the caller; layers without principals name everybody.
    pub fn principal(&self, subject: Subject<'_>) -> GradeRange {
        if !subject.layer.has_principals() {
            return GradeRange::DIRECT;
        }
        match &self.principal {
            Some(test) => {
                let caller = subject.request.principal.as_ref();
                test.grade(caller, subject.layer, self.effect, subject.has_boundary)
            }
            // rule `vpc_endpoint`: everybody, unless the policy says for whom
            None if subject.layer == LayerKind::VpcEndpoint => GradeRange::DIRECT,
            // rule `principal_missing`
            None => GradeRange::NONE,
        }
    }

    /// Whether every condition holds.
    pub fn conditions(&self, subject: Subject<'_>) -> Truth {
        let mut all = Truth::Yes;
        for condition in &self.conditions {
            all = all.and(condition.test(&subject.request.context, self.effect, subject.semantics));
            if all == Truth::No {
                break;
            }
        }
        all
    }

    /// How far the statement, whose action is known to match, matches the rest of the request: the
    /// grade of its principal where all else matches.
    pub fn grade(&self, subject: Subject<'_>) -> GradeRange {
        let resource = self.resource(subject);
        if resource == Truth::No {
            return GradeRange::NONE;
        }
        let principal = self.principal(subject);
        if principal == GradeRange::NONE {
            return GradeRange::NONE;
        }
        principal.and(resource.and(self.conditions(subject)))
    }

    /// Whether a variable's value is too long to be searched for.
    pub fn has_too_long_variable(&self, context: &Context) -> bool {
        let resource = self.resource.iter().flat_map(ResourceTest::variables);
        let conditions = self.conditions.iter().flat_map(ConditionTest::variables);
        resource.chain(conditions).any(|variable| variable.is_too_long(context))
    }

    /// The context keys that the statement's variables need, outside its conditions and in them.
    pub fn variable_keys(&self) -> impl Iterator<Item = (&KeyName, &str)> {
        let resource = self.resource.iter().flat_map(ResourceTest::variable_keys);
        resource.chain(self.conditions.iter().flat_map(ConditionTest::variable_keys))
    }
}
