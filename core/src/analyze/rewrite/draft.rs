//! A statement in the making.

use std::collections::BTreeMap;

use crate::condition::{OperatorFamily, QualifiedOperator};
use crate::document::{Condition, Effect, Element, ParseOptions, Policy, Profile, Statement, Version};
use crate::json::write_string;
use crate::pattern::Dialect;

use super::item::Item;
use super::names::Names;
use super::work::Work;

/// A statement as a document of 2012 has it.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    pub sid: Option<String>,
    pub effect: Effect,
    pub actions: Names,
    pub resources: Names,
    pub tests: Vec<Test>,
}

/// A condition on one key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Test {
    pub operator: QualifiedOperator,
    /// As it is spelled.
    pub key: String,
    pub values: Vec<String>,
}

impl Test {
    pub fn is_key(&self, key: &str) -> bool {
        self.key.eq_ignore_ascii_case(key)
    }

    fn of(condition: Condition<'_>, operator: QualifiedOperator, version: Version) -> Self {
        let has_variables = operator.operator.allows_variables();
        let value = |text: &str| if has_variables { spelled(text, version) } else { text.to_owned() };
        Self {
            operator,
            key: condition.key().as_str().to_owned(),
            values: condition.values().map(|text| value(text.as_str())).collect(),
        }
    }

    /// Says it the same, in whatever order and letter case of its key?
    pub fn is_same(&self, other: &Self) -> bool {
        let has_order = self.operator.operator.family() == OperatorFamily::Arn;
        let values =
            || self.values.len() == other.values.len() && self.values.iter().all(|value| other.values.contains(value));
        self.operator == other.operator
            && self.is_key(&other.key)
            && (self.values == other.values || !has_order && values())
    }
}

/// A text of a document as one of 2012 spells it: `${` was text before (rule `version_gates_variables`).
fn spelled(text: &str, version: Version) -> String {
    match version {
        Version::V2012 => text.to_owned(),
        Version::V2008 => text.replace("${", "${$}{"),
    }
}

impl Draft {
    /// All requests.
    pub fn everything(effect: Effect) -> Self {
        let all = |dialect| Names::of(vec![Item::of("*", dialect)]);
        Self { sid: None, effect, actions: all(Dialect::Action), resources: all(Dialect::Resource), tests: Vec::new() }
    }

    /// A statement of a document; none if it matches nothing.
    pub fn of(statement: Statement<'_>, version: Version) -> Option<Self> {
        let effect = statement.effect();
        let names = |element: Element<'_>, dialect, version| Names {
            is_negated: element.is_negated(),
            items: element.entries().map(|text| Item::of(&spelled(text.as_str(), version), dialect)).collect(),
        };
        let actions = names(statement.action()?, Dialect::Action, Version::V2012);
        let resources = match statement.resource() {
            Some(element) => names(element, Dialect::Resource, version),
            // what only may be met in a layer that should have one
            None if effect == Effect::Deny => Self::everything(effect).resources,
            None => return None,
        };
        let mut tests = Vec::new();
        for condition in statement.conditions() {
            match condition.operator() {
                Some(operator) => tests.push(Test::of(condition, operator, version)),
                // rule `unknown_operator`
                None if effect == Effect::Deny => {}
                None => return None,
            }
        }
        let sid = statement.sid().map(|sid| sid.as_str().to_owned());
        let is_nothing = actions.is_nothing() || resources.is_nothing();
        (!is_nothing).then_some(Self { sid, effect, actions, resources, tests })
    }

    /// The statements of some policies that have an effect.
    pub fn of_policies(policies: &[&Policy], effect: Effect) -> Vec<Self> {
        let statements =
            policies.iter().flat_map(|policy| policy.statements().map(|statement| (statement, policy.version())));
        statements
            .filter(|(statement, _)| statement.effect() == effect)
            .filter_map(|(statement, version)| Self::of(statement, version))
            .collect()
    }

    /// Does it match all that another does, by the words of the two alone?
    pub fn takes(&self, other: &Self, work: &Work) -> bool {
        self.actions.takes(&other.actions, work)
            && self.resources.takes(&other.resources, work)
            && self.tests.iter().all(|test| other.tests.iter().any(|other| other.is_same(test)))
    }

    /// Can nothing match both, by their actions or their resources alone?
    pub fn is_apart(&self, other: &Self, work: &Work) -> bool {
        self.actions.is_disjoint(&other.actions, work) || self.resources.is_disjoint(&other.resources, work)
    }

    /// Says it the same as another, whatever it is called?
    pub fn is_same(&self, other: &Self) -> bool {
        self.effect == other.effect
            && self.actions.is_same(&other.actions)
            && self.resources.is_same(&other.resources)
            && self.has_same_tests(other)
    }

    pub fn has_same_tests(&self, other: &Self) -> bool {
        self.tests.len() == other.tests.len()
            && self.tests.iter().all(|test| other.tests.iter().any(|other| other.is_same(test)))
    }

    /// The same as the other effect, without its name.
    #[must_use]
    pub fn with_effect(&self, effect: Effect) -> Self {
        Self { effect, sid: self.sid.clone().filter(|_| effect == self.effect), ..self.clone() }
    }

    fn write(&self, out: &mut String) {
        out.push('{');
        if let Some(sid) = &self.sid {
            out.push_str("\"Sid\":");
            write_string(out, sid);
            out.push(',');
        }
        out.push_str("\"Effect\":");
        write_string(out, self.effect.as_str());
        for (name, names) in [("Action", &self.actions), ("Resource", &self.resources)] {
            out.push_str(if names.is_negated { ",\"Not" } else { ",\"" });
            out.push_str(name);
            out.push_str("\":");
            write_list(out, names.items.iter().map(|item| &*item.text));
        }
        if !self.tests.is_empty() {
            let mut blocks: BTreeMap<String, BTreeMap<&str, &Test>> = BTreeMap::new();
            for test in &self.tests {
                blocks.entry(test.operator.to_string()).or_default().insert(&test.key, test);
            }
            out.push_str(",\"Condition\":{");
            write_members(out, blocks.iter(), |out, (operator, keys)| {
                write_string(out, operator);
                out.push_str(":{");
                write_members(out, keys.iter(), |out, (key, test)| {
                    write_string(out, key);
                    out.push(':');
                    write_list(out, test.values.iter().map(String::as_str));
                });
                out.push('}');
            });
            out.push('}');
        }
        out.push('}');
    }
}

fn write_members<T>(out: &mut String, members: impl Iterator<Item = T>, mut write: impl FnMut(&mut String, T)) {
    for (at, member) in members.enumerate() {
        if at > 0 {
            out.push(',');
        }
        write(out, member);
    }
}

fn write_list<'t>(out: &mut String, mut texts: impl ExactSizeIterator<Item = &'t str>) {
    if texts.len() == 1 {
        write_string(out, texts.next().unwrap_or_default());
        return;
    }
    out.push('[');
    write_members(out, texts, write_string);
    out.push(']');
}

/// The document of statements; none where it is too large to be read.
pub(super) fn policy_of<'d>(drafts: impl IntoIterator<Item = &'d Draft>, id: Option<&str>) -> Option<Policy> {
    let mut text = String::from("{\"Version\":\"2012-10-17\",");
    if let Some(id) = id {
        text.push_str("\"Id\":");
        write_string(&mut text, id);
        text.push(',');
    }
    text.push_str("\"Statement\":[");
    write_members(&mut text, drafts.into_iter(), |out, draft| draft.write(out));
    text.push_str("]}");
    // what was read leniently may come through as it was
    Policy::parse(&text).or_else(|_| ParseOptions::new().profile(Profile::Lenient).parse(&text)).ok()
}

/// The characters of a document without white space, as quotas count.
pub(super) fn size_of(policy: &Policy) -> usize {
    policy.to_json().chars().filter(|letter| !letter.is_whitespace()).count()
}
