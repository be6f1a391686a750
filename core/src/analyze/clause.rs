//! A statement as the solver reads it.

use crate::condition::{ConditionOperator, OperatorFamily, QualifiedOperator, SetQualifier};
use crate::document::{Condition, Effect, Element, Policy, Statement, Version};
use crate::evaluate::{CompiledStatement, ConditionTest, LayerKind, Semantics, Subject, Truth};
use crate::pattern::{Dialect, Pattern, Piece, Template, is_arn_shaped};
use crate::request::{KeyName, Request};

use super::callers::OF_CALLER;
use super::entry::{Entry, MAX_STEPS};

/// A statement: a conjunction of what it says of the action, the resource, the caller and each key.
#[derive(Debug, Clone)]
pub(super) struct Clause {
    pub effect: Effect,
    pub index: usize,
    pub action: Texts,
    /// None where it says nothing of the resource.
    pub resource: Option<Texts>,
    pub atoms: Vec<Atom>,
    /// What the evaluator makes of it.
    pub compiled: CompiledStatement,
    /// In which layer it stands, where that is not the layer of the question.
    pub layer: Option<LayerKind>,
}

/// Texts that one of some entries matches, or none.
#[derive(Debug, Clone)]
pub(super) struct Texts {
    pub is_negated: bool,
    pub entries: Vec<Entry>,
}

/// A condition on one key.
#[derive(Debug, Clone)]
pub(super) struct Atom {
    pub key: KeyName,
    /// As the policy spells it.
    pub name: Box<str>,
    /// None where nobody knows the operator.
    pub operator: Option<QualifiedOperator>,
    pub effect: Effect,
    pub values: Vec<Box<str>>,
    /// Of operators that compare texts: what matches a value.
    pub entries: Vec<Entry>,
    /// Whether `entries` say all that the operator does.
    pub is_exact: bool,
    /// Whether variables among them were given values, which `test` does not know of.
    pub is_filled: bool,
    /// What the evaluator makes of it.
    pub test: ConditionTest,
    version: Version,
}

/// How many letters of a text may have a second form beyond ASCII.
const MAX_KELVIN: usize = 4;

/// A text in any letter case, without wildcards; whether that is all that is equal to it. The sign for kelvin is a
/// `k` in lower case, the only letter beyond ASCII whose lower case is one of ASCII.
fn caseless(value: &str, entries: &mut Vec<Entry>) -> bool {
    let any_case = |text: &str| {
        let pattern = Template::new(Dialect::Action, &[Piece::Slot(0)]).fill(|_| Some(text));
        Entry::exact(pattern.unwrap_or_else(|| Pattern::literal(text)))
    };
    let places: Vec<usize> = value.match_indices(['k', 'K']).map(|(at, _)| at).collect();
    if places.len() > MAX_KELVIN {
        entries.push(any_case(value));
        return false;
    }
    for chosen in 0..1_usize << places.len() {
        let is_kelvin =
            |at: usize| places.iter().position(|place| *place == at).is_some_and(|place| chosen >> place & 1 == 1);
        let text: String =
            value.char_indices().map(|(at, letter)| if is_kelvin(at) { '\u{212a}' } else { letter }).collect();
        entries.push(any_case(&text));
    }
    true
}

/// A way in which a condition on texts is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Way {
    /// Whether the text matches an entry, or none; or whether that is all the same.
    pub is_inside: Option<bool>,
    /// Whether it is an ARN, or none.
    pub is_arn: Option<bool>,
}

impl Clause {
    pub fn of_policy(policy: &Policy, at: usize) -> impl Iterator<Item = Self> + '_ {
        policy.statements().map(move |statement| Self::of(statement, at, policy.version()))
    }

    /// All requests for some actions on some resources; no action and no resource stand for all there are.
    pub fn of_access(actions: &[impl AsRef<str>], resources: &[impl AsRef<str>]) -> Self {
        let actions: Vec<Entry> = actions.iter().map(|text| Entry::exact(Pattern::action(text.as_ref()))).collect();
        let resources: Vec<Entry> =
            resources.iter().map(|text| Entry::exact(Pattern::resource(text.as_ref()))).collect();
        let given = |entries: Vec<Entry>| Texts { is_negated: entries.is_empty(), entries };
        Self {
            effect: Effect::Allow,
            index: 0,
            action: given(actions),
            resource: Some(resources).filter(|entries| !entries.is_empty()).map(given),
            atoms: Vec::new(),
            compiled: CompiledStatement::everything(),
            // a question binds every caller
            layer: Some(LayerKind::Identity),
        }
    }

    fn of(statement: Statement<'_>, policy: usize, version: Version) -> Self {
        // a statement without an action is none that AWS stores, and matches nothing
        let action = statement.action().map_or(Texts { is_negated: false, entries: Vec::new() }, |element| {
            Texts::of(element, |text| Entry::exact(Pattern::action(text)))
        });
        let resource =
            statement.resource().map(|element| Texts::of(element, |text| Entry::of(text, Dialect::Resource, version)));
        Self {
            effect: statement.effect(),
            index: statement.index(),
            action,
            resource,
            atoms: statement.conditions().map(|condition| Atom::of(condition, statement.effect(), version)).collect(),
            compiled: CompiledStatement::compile(statement, policy, version),
            layer: None,
        }
    }
}

impl Clause {
    /// The keys that have one value wherever the statement matches.
    pub fn pins(&self) -> Vec<(KeyName, Box<str>)> {
        let pin = |atom: &Atom| {
            let operator = atom.operator?;
            let is_pin = operator.operator == ConditionOperator::StringEquals
                && operator.qualifier.is_none()
                && !operator.if_exists
                && !atom.is_open()
                && !atom.values.iter().any(|value| value.contains("${"));
            match (is_pin, atom.values.as_slice()) {
                (true, [value]) => Some((atom.key.clone(), value.clone())),
                _ => None,
            }
        };
        self.atoms.iter().filter_map(pin).collect()
    }

    /// Does it match, by the words of the two alone, whatever another statement matches?
    pub fn takes(&self, other: &Self, steps: &mut usize) -> bool {
        let resource = |steps: &mut usize| match (&self.resource, &other.resource) {
            (None, _) => true,
            (Some(own), None) => !own.is_negated && own.has_everything(),
            (Some(own), Some(other)) => own.takes(other, steps),
        };
        self.action.takes(&other.action, steps)
            && resource(steps)
            && self.atoms.iter().all(|atom| other.atoms.iter().any(|other| other.is_same(atom)))
    }

    /// Does the statement, of a layer unless it has its own, match a request?
    pub fn is_match(&self, request: &Request, layer: LayerKind) -> bool {
        self.compiled.is_action_match(request.action())
            && self.compiled.grade(self.subject(request, layer)).truth() == Truth::Yes
    }

    /// What the statement is tested against.
    pub fn subject<'r>(&self, request: &'r Request, layer: LayerKind) -> Subject<'r> {
        let layer = self.layer.unwrap_or(layer);
        Subject { request, layer, has_boundary: Truth::No, semantics: Semantics::Live }
    }

    /// A key that a condition asks for and that follows from the caller.
    pub fn key_of_caller(&self) -> Option<&str> {
        self.atoms.iter().map(|atom| &*atom.key.lower).find(|key| OF_CALLER.contains(key))
    }

    /// Has it variables?
    pub fn is_open(&self) -> bool {
        let resource = self.resource.iter().flat_map(|texts| &texts.entries).any(|entry| entry.open.is_some());
        resource || self.atoms.iter().any(Atom::is_open)
    }

    /// The statement where keys have these values.
    pub fn filled(&self, values: &[(KeyName, Box<str>)]) -> Self {
        let mut filled = self.clone();
        for entry in filled.resource.iter_mut().flat_map(|texts| &mut texts.entries) {
            *entry = entry.filled(values);
        }
        for atom in &mut filled.atoms {
            *atom = atom.filled(values);
        }
        filled
    }
}

impl Texts {
    /// Does a text match, as far as entries without variables say?
    pub fn is_match(&self, text: &str) -> bool {
        self.entries.iter().any(|entry| entry.pattern.is_match(text)) != self.is_negated
    }

    /// May a text that an entry matches match?
    pub fn may_meet(&self, entry: &Entry) -> bool {
        self.is_negated || self.entries.iter().any(|own| !own.is_disjoint(entry, &mut { MAX_STEPS }))
    }

    fn has_everything(&self) -> bool {
        self.entries.iter().any(|entry| entry.open.is_none() && entry.pattern.matches_everything())
    }

    /// Do they match all texts that others match?
    fn takes(&self, other: &Self, steps: &mut usize) -> bool {
        let mut covers = |entries: &[Entry], of: &Entry| entries.iter().any(|entry| entry.covers(of, steps));
        match (self.is_negated, other.is_negated) {
            (false, false) => other.entries.iter().all(|entry| covers(&self.entries, entry)),
            (true, true) => self.entries.iter().all(|entry| covers(&other.entries, entry)),
            (true, false) => {
                other.entries.iter().all(|entry| self.entries.iter().all(|own| own.is_disjoint(entry, steps)))
            }
            (false, true) => {
                self.entries.iter().any(|entry| entry.open.is_none() && entry.pattern.matches_everything())
            }
        }
    }

    fn of(element: Element<'_>, entry: impl Fn(&str) -> Entry) -> Self {
        let mut entries: Vec<Entry> = element.entries().map(|text| entry(text.as_str())).collect();
        // nothing is said twice
        let mut at = 0;
        while at < entries.len().min(64) {
            let is_known = entries.get(..at).zip(entries.get(at)).is_some_and(|(before, own)| {
                own.open.is_none() && before.iter().any(|other| other.open.is_none() && other.pattern == own.pattern)
            });
            if is_known {
                entries.remove(at);
            } else {
                at += 1;
            }
        }
        Self { is_negated: element.is_negated(), entries }
    }
}

impl Atom {
    fn of(condition: Condition<'_>, effect: Effect, version: Version) -> Self {
        let operator = condition.operator();
        let values: Vec<Box<str>> = condition.values().map(|text| text.as_str().into()).collect();
        let (mut entries, mut is_exact) = (Vec::new(), true);
        for value in &values {
            let Some(operator) = operator.map(|operator| operator.operator) else { break };
            let entry = match operator {
                ConditionOperator::StringEquals | ConditionOperator::StringNotEquals => {
                    Entry::of(value, Dialect::Literal, version)
                }
                ConditionOperator::StringLike | ConditionOperator::StringNotLike => {
                    Entry::of(value, Dialect::Like, version)
                }
                ConditionOperator::StringEqualsIgnoreCase | ConditionOperator::StringNotEqualsIgnoreCase => {
                    if let Some(open) =
                        Some(version).filter(|version| *version == Version::V2012).and_then(|_| Entry::caseless(value))
                    {
                        is_exact = false;
                        entries.push(open);
                        continue;
                    }
                    // letters beyond ASCII fold in ways of their own
                    is_exact &= value.is_ascii();
                    is_exact &= caseless(value, &mut entries);
                    continue;
                }
                _ if operator.family() == OperatorFamily::Arn => {
                    // a value that is no ARN, or may be none once it is filled, ends the comparison
                    let entry = Entry::of(value, Dialect::Arn, version);
                    is_exact &= match &entry.open {
                        Some(open) => open.variable.is_always_arn(),
                        None => is_arn_shaped(value) || &**value == "*",
                    };
                    entry
                }
                _ => break,
            };
            entries.push(entry);
        }
        if operator.is_some_and(|operator| operator.operator == ConditionOperator::Bool) {
            // what is no `true`, in any letter case, is false
            entries.push(Entry::exact(Pattern::action("true")));
        }
        Self {
            key: KeyName::new(condition.key().as_str()),
            name: condition.key().as_str().into(),
            operator,
            effect,
            values,
            entries,
            is_exact,
            is_filled: false,
            test: ConditionTest::compile(condition, version),
            version,
        }
    }

    /// Does another say the same in the same words? A malformed value says one thing of an Allow and another of a Deny.
    pub fn is_same(&self, other: &Self) -> bool {
        let takes_any_value =
            matches!(self.family(), Some(OperatorFamily::String | OperatorFamily::Bool | OperatorFamily::Null));
        (takes_any_value || self.effect == other.effect)
            && self.operator == other.operator
            && self.operator.is_some()
            && self.key == other.key
            && self.values == other.values
            && self.version == other.version
    }

    /// Has it variables, so that its key alone does not say whether it holds?
    pub fn is_open(&self) -> bool {
        self.is_filled || self.entries.iter().any(|entry| entry.open.is_some())
    }

    /// Has a key's value to be one of the condition's own, which have variables?
    pub fn needs_variables(&self, is_wanted: bool) -> bool {
        self.ways(is_wanted).iter().any(|way| way.is_inside == Some(true))
            && self.entries.iter().any(|entry| entry.open.is_some())
    }

    /// The condition without some of its entries, which match nothing.
    pub fn without(&self, matches_nothing: impl Fn(&Entry) -> bool) -> Self {
        let mut left = self.clone();
        left.entries.retain(|entry| !matches_nothing(entry));
        left
    }

    /// The condition where keys have these values.
    pub fn filled(&self, values: &[(KeyName, Box<str>)]) -> Self {
        let entries: Vec<Entry> = self.entries.iter().map(|entry| entry.filled(values)).collect();
        Self { entries, is_filled: self.is_open(), ..self.clone() }
    }

    /// Of a condition on texts: which of them meet it where it is to hold, or to fail.
    pub fn ways(&self, is_wanted: bool) -> &'static [Way] {
        let is_true = |value: &str| value.eq_ignore_ascii_case("true");
        match self.family() {
            _ if self.values.is_empty() => {
                // rule `empty_policy_list`
                if is_wanted { &[] } else { &[Way { is_inside: None, is_arn: None }] }
            }
            Some(OperatorFamily::Bool) => {
                let says =
                    (self.values.iter().any(|value| is_true(value)), !self.values.iter().all(|value| is_true(value)));
                match (says, is_wanted) {
                    ((true, true), true) => &[Way { is_inside: None, is_arn: None }],
                    ((true, true), false) => &[],
                    ((is_true, _), is_wanted) if is_true == is_wanted => &[Way { is_inside: Some(true), is_arn: None }],
                    _ => &[Way { is_inside: Some(false), is_arn: None }],
                }
            }
            // rule `arn_request_malformed`: what is no ARN neither matches nor does not
            Some(OperatorFamily::Arn) => match (self.is_negated(), is_wanted) {
                // six fields are no ARN yet: the first has to be `arn`
                (false, true) if self.matches_no_arns() => &[Way { is_inside: Some(true), is_arn: Some(true) }],
                (false, false) if self.matches_no_arns() => {
                    &[Way { is_inside: Some(false), is_arn: None }, Way { is_inside: None, is_arn: Some(false) }]
                }
                (false, true) => &[Way { is_inside: Some(true), is_arn: None }],
                (false, false) => &[Way { is_inside: Some(false), is_arn: None }],
                (true, true) => &[Way { is_inside: Some(false), is_arn: Some(true) }],
                (true, false) => {
                    &[Way { is_inside: Some(true), is_arn: None }, Way { is_inside: None, is_arn: Some(false) }]
                }
            },
            _ if self.is_negated() == is_wanted => &[Way { is_inside: Some(false), is_arn: None }],
            _ => &[Way { is_inside: Some(true), is_arn: None }],
        }
    }

    /// May an entry match a text that does not begin as an ARN does?
    fn matches_no_arns(&self) -> bool {
        self.entries.iter().any(|entry| !entry.pattern.literal_prefix().starts_with("arn:"))
    }

    pub fn family(&self) -> Option<OperatorFamily> {
        self.operator.map(|operator| operator.operator.family())
    }

    pub fn qualifier(&self) -> Option<SetQualifier> {
        self.operator.and_then(|operator| operator.qualifier)
    }

    pub fn is_negated(&self) -> bool {
        self.operator.is_some_and(|operator| operator.operator.is_negated())
    }
}
