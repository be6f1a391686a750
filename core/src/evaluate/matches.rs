//! Which statements match, layer by layer, without a decision: what the simulator decides from.

use crate::document::{Effect, Statement};
use crate::request::Request;

use super::compiled::{CompiledStatement, Subject};
use super::layer::LayerKind;
use super::set::{Given, Layer, PolicySet};
use super::truth::Truth;

/// A statement that surely matches a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct StatementMatch {
    /// Which level of its layer.
    pub level: usize,
    /// Which policy of its level.
    pub policy: u32,
    /// Which statement of its policy.
    pub index: u32,
    pub effect: Effect,
}

impl PolicySet {
    /// Calls `visit` with every statement of a layer that matches the request, some of them more
    /// than once. Whether the layer applies to the caller is not asked.
    ///
    /// Costs two lookups by action in each level, then a test of each statement found.
    pub(crate) fn visit_matches(&self, kind: LayerKind, request: &Request, mut visit: impl FnMut(StatementMatch)) {
        let (has_boundary, semantics) = (self.has_boundary(request), self.semantics());
        let subject = Subject { request, layer: kind, has_boundary, semantics };
        for layer in self.layers_of(kind) {
            layer.visit_action(&request.action, |statement| {
                if statement.grade(subject).truth() == Truth::Yes {
                    let (policy, index, effect) = (statement.policy, statement.index, statement.effect);
                    visit(StatementMatch { level: layer.level as usize, policy, index, effect });
                }
            });
        }
    }

    /// Calls `visit` with every context key that a statement of a layer asks for, as it is spelled:
    /// those of its conditions, then those of its variables.
    pub(crate) fn visit_keys<'s>(&'s self, kind: LayerKind, mut visit: impl FnMut(&'s str)) {
        for layer in self.layers_of(kind) {
            for policy in &layer.policies {
                let conditions = policy.statements().flat_map(Statement::conditions);
                let keyed = conditions.filter(|condition| !condition.is_keyless());
                keyed.for_each(|condition| visit(condition.key().as_str()));
            }
            let variables = layer.statements.iter().flat_map(CompiledStatement::variable_keys);
            variables.for_each(|(_, name)| visit(name));
        }
    }

    fn layers_of(&self, kind: LayerKind) -> &[Layer] {
        match self.given(kind) {
            Given::Levels { from, to } => self.layers.get(from..to).unwrap_or(&[]),
            Given::Absent | Given::Unknown => &[],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    #[test]
    fn every_statement_that_matches_is_visited_and_every_key_is_named() {
        let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
            {"Effect":"Allow","Action":["s3:Get*","s3:GetObject"],"Resource":"arn:aws:s3:::b/${aws:username}"},
            {"Effect":"Deny","NotAction":"iam:*","Resource":"*","Condition":{"Null":{"aws:SourceIp":"true"}}},
            {"Effect":"Deny","Action":"iam:*","Resource":"*","Condition":{"StringLike":{"K":"${k}"}}}]}"#
            .parse()
            .unwrap();
        let set = PolicySet::builder().identity([policy]).build();
        let request = Request::builder("s3:GetObject", "arn:aws:s3:::b/ann").context("aws:username", "ann");
        let mut found = Vec::new();
        set.visit_matches(LayerKind::Identity, &request.build().unwrap(), |matched| found.push(matched));
        found.sort_unstable();
        found.dedup();
        assert_eq!(
            found.iter().map(|m| (m.index, m.effect)).collect::<Vec<_>>(),
            [(0, Effect::Allow), (1, Effect::Deny)]
        );
        let mut keys = Vec::new();
        set.visit_keys(LayerKind::Identity, |key| keys.push(key));
        keys.sort_unstable();
        assert_eq!(keys, ["K", "aws:SourceIp", "aws:username", "k"]);
    }
}
