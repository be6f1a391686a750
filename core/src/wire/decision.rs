//! A decision, with the place of every statement that had a part in it.

use serde::Serialize;

use crate::condition::QualifiedOperator;
use crate::document::Effect;
use crate::evaluate::{
    Answer, ConditionReport, DecidedBy, Decision, Dependency, LayerKind, LayerReport, Outcome, PolicySet,
    PrincipalGrade, StatementReport,
};
use crate::text::PositionEncoding;

use super::places::{PlacedSpan, Places};

/// A [`Decision`], with the reason in words, the statements it rests on, and the place of each
/// statement in the text of its policy.
///
/// ```
/// use iam_eval::{Policy, PolicySet, Request, text::PositionEncoding, wire::DecisionReport};
///
/// let policy: Policy = "{\"Statement\":\n {\"Effect\":\"Allow\",\"Action\":\"s3:*\",\"Resource\":\"*\"}}".parse()?;
/// let set = PolicySet::builder().identity([policy]).build();
/// let decision = set.evaluate(&Request::new("s3:GetObject", "*")?);
/// let report = DecisionReport::of(&set, decision, PositionEncoding::default());
/// assert_eq!(report.reason, "allowed by the identity policies");
/// assert_eq!(report.statements[0].span.start.line, 2);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DecisionReport {
    /// The answer.
    pub answer: Answer,
    /// The answer in words, on one line.
    pub reason: String,
    /// Which layer granted or denied; absent where it depends, or where no policy is asked.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub decided_by: Option<DecidedBy>,
    /// Whether an implicit denial may in truth be an explicit one: a Deny of which not all is known.
    pub maybe_explicit: bool,
    /// How directly the resource's policy names the caller, where it surely does.
    pub principal_grade: PrincipalGrade,
    /// The statements that the answer rests on.
    pub statements: Vec<DecidingStatement>,
    /// The context keys that statements which may concern the request ask for, and that it lacks.
    pub missing_keys: Vec<String>,
    /// On what an answer that depends does depend.
    pub depends_on: Vec<Dependency>,
    /// Every layer that applies to the request.
    pub layers: Vec<PlacedLayer>,
}

/// A statement that an answer rests on, and where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[non_exhaustive]
pub struct DecidingStatement {
    /// The layer.
    pub layer: LayerKind,
    /// Which level of it, from 0, for service and resource control policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<usize>,
    /// Which policy of the layer or level, from 0.
    pub policy: usize,
    /// Which statement of the policy, from 0.
    pub index: usize,
    /// Its `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Its effect.
    pub effect: Effect,
    /// Where it stands in the text of its policy.
    pub span: PlacedSpan,
}

/// What did one layer, or one level of it, make of a request?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "LayerReport", optional_fields), schemars(rename = "LayerReport"))]
#[non_exhaustive]
pub struct PlacedLayer {
    /// The layer.
    pub layer: LayerKind,
    /// Which level of it, from 0, for service and resource control policies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub level: Option<usize>,
    /// What the layer would answer by itself.
    pub answer: Answer,
    /// Whether nobody says what the layer holds.
    pub unknown: bool,
    /// Its statements, in order of policy, then statement.
    pub statements: Vec<PlacedStatement>,
}

/// What did one statement make of a request?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "StatementReport", optional_fields), schemars(rename = "StatementReport"))]
#[non_exhaustive]
pub struct PlacedStatement {
    /// Which policy of its layer or level, from 0.
    pub policy: usize,
    /// Which statement of its policy, from 0.
    pub index: usize,
    /// Its `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sid: Option<String>,
    /// Where it stands in the text of its policy.
    pub span: PlacedSpan,
    /// Its effect.
    pub effect: Effect,
    /// Whether it matches, or the first element that does not.
    pub outcome: Outcome,
    /// Its conditions, where its action matches.
    pub conditions: Vec<PlacedCondition>,
}

/// What did one condition make of a request?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "ConditionReport", optional_fields), schemars(rename = "ConditionReport"))]
#[non_exhaustive]
pub struct PlacedCondition {
    /// The operator; absent where nobody knows it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional, type = "string"), schemars(with = "Option<String>"))]
    pub operator: Option<QualifiedOperator>,
    /// The key, as the policy spells it.
    pub key: String,
    /// Whether the condition holds; absent where that is not known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holds: Option<bool>,
    /// Whether the request lacks the key, or its value is not known.
    pub missing: bool,
}

impl DecisionReport {
    /// Adds to a decision of `set` what its layers' texts say of places, counted in units of
    /// `encoding`. Linear in the statements reported and the texts of their policies.
    ///
    /// [`DecisionReport`] shows it in use.
    pub fn of(set: &PolicySet, decision: Decision, encoding: PositionEncoding) -> Self {
        let reason = decision.reason();
        let deciding: Vec<(LayerKind, Option<usize>, StatementReport)> = decision
            .deciding_statements()
            .map(|(layer, statement)| (layer.layer, layer.level, statement.clone()))
            .collect();
        let mut placed = Placed { set, encoding, current: None };
        Self {
            answer: decision.answer,
            reason,
            decided_by: decision.decided_by,
            maybe_explicit: decision.maybe_explicit,
            principal_grade: decision.principal_grade,
            statements: deciding.into_iter().map(|each| placed.deciding(each)).collect(),
            missing_keys: decision.missing_keys,
            depends_on: decision.depends_on,
            layers: decision.layers.into_iter().map(|layer| placed.layer(layer)).collect(),
        }
    }
}

/// Which policy: its layer, level, and number.
type Key = (LayerKind, usize, usize);

struct Placed<'s> {
    set: &'s PolicySet,
    encoding: PositionEncoding,
    /// The text spoken of last; reports come policy by policy.
    current: Option<(Key, Places<'s>)>,
}

impl Placed<'_> {
    fn span(&mut self, key: Key, span: crate::Span) -> PlacedSpan {
        if self.current.as_ref().is_none_or(|(current, _)| *current != key) {
            let source = self.set.policy(key.0, key.1, key.2).map_or("", |policy| policy.source());
            self.current = Some((key, Places::new(source, self.encoding)));
        }
        match &self.current {
            Some((_, places)) => places.span(span),
            None => Places::new("", self.encoding).span(span),
        }
    }

    fn deciding(
        &mut self,
        (layer, level, statement): (LayerKind, Option<usize>, StatementReport),
    ) -> DecidingStatement {
        let span = self.span((layer, level.unwrap_or(0), statement.policy), statement.span);
        let StatementReport { policy, index, sid, effect, .. } = statement;
        DecidingStatement { layer, level, policy, index, sid, effect, span }
    }

    fn layer(&mut self, report: LayerReport) -> PlacedLayer {
        let LayerReport { layer, level, answer, unknown, statements } = report;
        let mut placed = |statement: StatementReport| {
            let span = self.span((layer, level.unwrap_or(0), statement.policy), statement.span);
            let StatementReport { policy, index, sid, effect, outcome, conditions, .. } = statement;
            let conditions = conditions.into_iter().map(condition).collect();
            PlacedStatement { policy, index, sid, span, effect, outcome, conditions }
        };
        let statements = statements.into_iter().map(&mut placed).collect();
        PlacedLayer { layer, level, answer, unknown, statements }
    }
}

fn condition(report: ConditionReport) -> PlacedCondition {
    let ConditionReport { operator, key, holds, missing } = report;
    PlacedCondition { operator, key, holds, missing }
}
