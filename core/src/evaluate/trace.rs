//! A decision with all that led to it.

use std::collections::BTreeSet;

use crate::document::Effect;
use crate::request::{KeyName, Lookup, Request};

use super::compiled::{CompiledStatement, Subject};
use super::decision::{
    AccountSide, ConditionReport, DecidedBy, Decision, Dependency, LayerReport, Outcome, StatementReport,
};
use super::facts::{Answer, Caller, Facts, LayerFacts};
use super::layer::LayerKind;
use super::set::{Given, Layer, PolicySet};
use super::truth::{GradeRange, PrincipalGrade, Truth};
use super::{applicable, grants};

pub(super) fn trace(set: &PolicySet, request: &Request) -> Decision {
    let mut traced = Traced { set, request, layers: Vec::new(), missing: BTreeSet::new(), unknown: BTreeSet::new() };
    let facts = set.facts(request, |layer| traced.layer(layer));
    let always = applicable::is_always_allowed(request);
    let mut decision = Decision {
        answer: Answer::Allowed,
        decided_by: None,
        maybe_explicit: false,
        principal_grade: PrincipalGrade::None,
        layers: Vec::new(),
        missing_keys: Vec::new(),
        depends_on: Vec::new(),
    };
    if !always {
        let verdict = facts.decide();
        decision.answer = verdict.answer;
        decision.maybe_explicit = verdict.maybe_explicit;
        decision.decided_by = verdict.decided_by.map(|(layer, level)| decided_by(layer, level));
    }
    for kind in [LayerKind::Resource, LayerKind::Trust] {
        let least = facts.layer(kind).map_or(PrincipalGrade::None, |levels| levels.allow.least);
        decision.principal_grade = decision.principal_grade.max(least);
    }
    traced.unknown_layers(&facts);
    traced.layers.sort_by_key(|report| (report.layer, report.level));
    decision.missing_keys = traced.missing.into_iter().collect();
    if decision.answer == Answer::Depends {
        if facts.same_account == Truth::Unknown {
            traced.unknown.insert(Dependency::ResourceAccount);
        }
        let granted = grants::granted(request);
        if granted.least != granted.most {
            traced.unknown.insert(Dependency::Principal);
        }
        decision.depends_on = traced.unknown.into_iter().collect();
    }
    decision.layers = traced.layers;
    decision
}

fn decided_by(layer: LayerKind, level: u32) -> DecidedBy {
    let side = match layer {
        LayerKind::ResourceControl | LayerKind::Resource | LayerKind::Trust => AccountSide::Owner,
        _ => AccountSide::Caller,
    };
    DecidedBy { layer, level: level_of(layer, level), side }
}

fn level_of(layer: LayerKind, level: u32) -> Option<usize> {
    matches!(layer, LayerKind::ResourceControl | LayerKind::ServiceControl).then_some(level as usize)
}

struct Traced<'t> {
    set: &'t PolicySet,
    request: &'t Request,
    layers: Vec<LayerReport>,
    missing: BTreeSet<String>,
    unknown: BTreeSet<Dependency>,
}

impl Traced<'_> {
    fn layer(&mut self, layer: &Layer) -> LayerFacts {
        let subject = Subject {
            request: self.request,
            layer: layer.kind,
            has_boundary: self.set.has_boundary(self.request),
            semantics: self.set.semantics(),
        };
        let mut facts = LayerFacts::EMPTY;
        let mut reports = Vec::with_capacity(layer.statements.len());
        let mut open = Vec::new();
        for statement in &layer.statements {
            let (report, grade) = self.statement(layer, statement, subject);
            match statement.effect {
                Effect::Deny => facts.deny = facts.deny.or(grade.truth()),
                Effect::Allow => facts.allow = facts.allow.or(grade),
            }
            if grade.least != grade.most {
                open.push(statement);
            }
            reports.push(report);
        }
        for statement in open {
            // what is not known matters only where nothing known settles the layer
            let matters = match statement.effect {
                Effect::Deny => facts.deny == Truth::Unknown,
                Effect::Allow => facts.allow.least < facts.allow.most,
            };
            if matters {
                self.depend_on(layer, statement, subject);
            }
        }
        self.layers.push(LayerReport {
            layer: layer.kind,
            level: level_of(layer.kind, layer.level),
            answer: answer(facts),
            unknown: false,
            statements: reports,
        });
        facts
    }

    fn statement(
        &mut self,
        layer: &Layer,
        statement: &CompiledStatement,
        subject: Subject<'_>,
    ) -> (StatementReport, GradeRange) {
        let source = layer.policies.get(statement.policy as usize);
        let source = source.and_then(|policy| policy.statement(statement.index as usize));
        let mut report = StatementReport {
            policy: statement.policy as usize,
            index: statement.index as usize,
            sid: source.and_then(|source| source.sid()).map(|sid| sid.to_string()),
            span: source.map(|source| source.span()).unwrap_or_default(),
            effect: statement.effect,
            outcome: Outcome::ActionDiffers,
            conditions: Vec::new(),
        };
        if !statement.is_action_match(&self.request.action) {
            return (report, GradeRange::NONE);
        }
        let resource = statement.resource(subject);
        let principal = statement.principal(subject);
        let conditions = statement.conditions(subject);
        let concerns = resource.is_possible() && principal.most > PrincipalGrade::None;
        if let Some(source) = source {
            for (written, test) in source.conditions().zip(&statement.conditions) {
                let holds = test.test(&self.request.context, statement.effect, subject.semantics);
                let key = written.key().to_string();
                let missing = !written.is_keyless() && self.is_missing(&test.key);
                if concerns && missing {
                    self.missing.insert(key.clone());
                }
                let holds = match holds {
                    Truth::Yes => Some(true),
                    Truth::No => Some(false),
                    Truth::Unknown => None,
                };
                report.conditions.push(ConditionReport { operator: written.operator(), key, holds, missing });
            }
        }
        for (key, name) in statement.variable_keys() {
            if self.is_missing(key) && (concerns || resource == Truth::No) {
                self.missing.insert(name.to_owned());
            }
        }
        let grade = principal.and(resource.and(conditions));
        report.outcome = if resource == Truth::No {
            Outcome::ResourceDiffers
        } else if principal == GradeRange::NONE {
            Outcome::PrincipalDiffers
        } else if conditions == Truth::No {
            Outcome::ConditionFails
        } else if grade.least == PrincipalGrade::None {
            Outcome::Unknown
        } else {
            Outcome::Matches
        };
        (report, grade)
    }

    fn is_missing(&self, key: &KeyName) -> bool {
        !matches!(self.request.context.lookup(key), Lookup::One(_) | Lookup::Many(_))
    }

    fn is_unknown(&self, key: &KeyName) -> bool {
        matches!(self.request.context.lookup(key), Lookup::Unknown | Lookup::Present)
    }

    fn depend_on(&mut self, layer: &Layer, statement: &CompiledStatement, subject: Subject<'_>) {
        let principal = statement.principal(subject);
        if principal.least != principal.most {
            self.unknown.insert(Dependency::Principal);
        }
        let source = layer.policies.get(statement.policy as usize);
        let source = source.and_then(|policy| policy.statement(statement.index as usize));
        let written = source.into_iter().flat_map(|source| source.conditions());
        for (written, condition) in written.zip(&statement.conditions) {
            let open = condition.test(&self.request.context, statement.effect, subject.semantics) == Truth::Unknown;
            if open && (self.is_unknown(&condition.key) || condition.costs_too_much(&self.request.context)) {
                self.unknown.insert(Dependency::ContextKey { name: written.key().to_string() });
            }
        }
        let too_long = statement.has_too_long_variable(&self.request.context);
        for (key, name) in statement.variable_keys() {
            if self.is_unknown(key) || too_long {
                self.unknown.insert(Dependency::ContextKey { name: name.to_owned() });
            }
        }
    }

    /// Layers of which nobody says what they hold.
    fn unknown_layers(&mut self, facts: &Facts) {
        for kind in LayerKind::ALL {
            if self.set.given(kind) == Given::Unknown && facts.layer(kind).is_some() {
                self.unknown.insert(Dependency::Layer { layer: kind });
                let answer = Answer::Depends;
                self.layers.push(LayerReport {
                    layer: kind,
                    level: None,
                    answer,
                    unknown: true,
                    statements: Vec::new(),
                });
            }
        }
        if facts.caller == Caller::WithIdentity && facts.layer(LayerKind::Identity).is_none() {
            self.unknown.insert(Dependency::Layer { layer: LayerKind::Identity });
        }
    }
}

/// What a layer would answer by itself.
fn answer(facts: LayerFacts) -> Answer {
    match (facts.deny, facts.allow.truth()) {
        (Truth::Yes, _) => Answer::ExplicitDeny,
        (_, Truth::No) => Answer::ImplicitDeny,
        (Truth::No, Truth::Yes) => Answer::Allowed,
        _ => Answer::Depends,
    }
}
