//! A statement and its elements, as views into the policy that holds them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::condition::QualifiedOperator;
use crate::text::Span;

use super::kinds::Effect;
use super::storage::{ConditionData, ElementData, PrincipalData, StatementData, Storage, TextRef};

/// A text of a document and where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text<'p> {
    text: &'p str,
    span: Span,
}

impl<'p> Text<'p> {
    /// The characters, with JSON's escapes resolved.
    pub fn as_str(self) -> &'p str {
        self.text
    }

    /// The bytes of the value in the source, quotes included.
    pub fn span(self) -> Span {
        self.span
    }
}

impl fmt::Display for Text<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.text)
    }
}

fn text(storage: &Storage, text: TextRef) -> Text<'_> {
    Text { text: storage.text(text), span: text.span() }
}

/// Which of the elements of a statement is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum ElementName {
    /// `Action`
    Action,
    /// `NotAction`
    NotAction,
    /// `Resource`
    Resource,
    /// `NotResource`
    NotResource,
    /// `Principal`
    Principal,
    /// `NotPrincipal`
    NotPrincipal,
}

impl ElementName {
    /// The name in a document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Action => "Action",
            Self::NotAction => "NotAction",
            Self::Resource => "Resource",
            Self::NotResource => "NotResource",
            Self::Principal => "Principal",
            Self::NotPrincipal => "NotPrincipal",
        }
    }
}

/// One statement of a policy.
///
/// ```
/// use iam_eval::{Effect, Policy};
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
///     {"Sid":"Read","Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}]}"#.parse()?;
/// let statement = policy.statements().next().unwrap();
/// assert_eq!(statement.effect(), Effect::Allow);
/// assert_eq!(statement.sid().unwrap().as_str(), "Read");
/// let actions: Vec<_> = statement.action().unwrap().entries().map(|entry| entry.as_str()).collect();
/// assert_eq!(actions, ["s3:Get*", "s3:List*"]);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Statement<'p> {
    storage: &'p Storage,
    data: &'p StatementData,
    index: usize,
}

impl<'p> Statement<'p> {
    pub(super) fn new(storage: &'p Storage, data: &'p StatementData, index: usize) -> Self {
        Self { storage, data, index }
    }

    /// Which statement of its policy it is, from 0.
    pub fn index(self) -> usize {
        self.index
    }

    /// The bytes of the statement, braces included.
    pub fn span(self) -> Span {
        self.data.span
    }

    /// The statement's `Sid`.
    pub fn sid(self) -> Option<Text<'p>> {
        self.data.sid.map(|sid| text(self.storage, sid))
    }

    /// Whether it grants or denies.
    pub fn effect(self) -> Effect {
        self.data.effect
    }

    /// The bytes of the value of `Effect`.
    pub fn effect_span(self) -> Span {
        self.data.effect_span
    }

    /// `Principal` or `NotPrincipal`, where the statement has one.
    pub fn principal(self) -> Option<PrincipalElement<'p>> {
        let data = self.data.principal.as_ref()?;
        Some(PrincipalElement { storage: self.storage, data })
    }

    /// `Action` or `NotAction`. A strictly read policy always has it.
    pub fn action(self) -> Option<Element<'p>> {
        let data = self.data.action.as_ref()?;
        let name = if data.negated { ElementName::NotAction } else { ElementName::Action };
        Some(Element { storage: self.storage, data, name })
    }

    /// `Resource` or `NotResource`, where the statement has one; a trust policy's has none.
    pub fn resource(self) -> Option<Element<'p>> {
        let data = self.data.resource.as_ref()?;
        let name = if data.negated { ElementName::NotResource } else { ElementName::Resource };
        Some(Element { storage: self.storage, data, name })
    }

    /// The conditions, one for each pair of operator and key, in source order.
    pub fn conditions(self) -> impl ExactSizeIterator<Item = Condition<'p>> + Clone {
        let storage = self.storage;
        self.data.conditions.of(&storage.conditions).iter().map(move |data| Condition { storage, data })
    }
}

/// `Action`, `NotAction`, `Resource` or `NotResource` of a statement.
#[derive(Debug, Clone, Copy)]
pub struct Element<'p> {
    storage: &'p Storage,
    data: &'p ElementData,
    name: ElementName,
}

impl<'p> Element<'p> {
    /// Which element it is.
    pub fn name(self) -> ElementName {
        self.name
    }

    /// Whether it is the `Not…` form, which matches what no entry matches.
    pub fn is_negated(self) -> bool {
        self.data.negated
    }

    /// Whether the value was written as a list.
    pub fn is_list(self) -> bool {
        self.data.list
    }

    /// The bytes of the element's name, quotes included.
    pub fn name_span(self) -> Span {
        self.data.name
    }

    /// The bytes of the element's value.
    pub fn value_span(self) -> Span {
        self.data.value
    }

    /// The patterns, in source order.
    pub fn entries(self) -> Entries<'p> {
        Entries { storage: self.storage, texts: self.data.entries.of(&self.storage.entries).iter() }
    }
}

/// Texts of a list in source order.
#[derive(Debug, Clone)]
pub struct Entries<'p> {
    storage: &'p Storage,
    texts: std::slice::Iter<'p, TextRef>,
}

impl<'p> Iterator for Entries<'p> {
    type Item = Text<'p>;

    fn next(&mut self) -> Option<Self::Item> {
        self.texts.next().map(|entry| text(self.storage, *entry))
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.texts.size_hint()
    }
}

impl ExactSizeIterator for Entries<'_> {}

/// By what kind of name a principal is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[non_exhaustive]
pub enum PrincipalKind {
    /// `"AWS"`, and the bare `"*"`.
    #[serde(rename = "AWS")]
    Aws,
    /// `"Service"`
    Service,
    /// `"Federated"`
    Federated,
    /// `"CanonicalUser"`
    CanonicalUser,
}

impl PrincipalKind {
    /// The name in a document.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Aws => "AWS",
            Self::Service => "Service",
            Self::Federated => "Federated",
            Self::CanonicalUser => "CanonicalUser",
        }
    }

    pub(super) fn from_text(text: &str) -> Option<Self> {
        [Self::Aws, Self::Service, Self::Federated, Self::CanonicalUser].into_iter().find(|kind| kind.as_str() == text)
    }
}

/// `Principal` or `NotPrincipal` of a statement.
#[derive(Debug, Clone, Copy)]
pub struct PrincipalElement<'p> {
    storage: &'p Storage,
    data: &'p PrincipalData,
}

impl<'p> PrincipalElement<'p> {
    /// Which element it is.
    pub fn name(self) -> ElementName {
        if self.data.negated { ElementName::NotPrincipal } else { ElementName::Principal }
    }

    /// Whether it is `NotPrincipal`.
    pub fn is_negated(self) -> bool {
        self.data.negated
    }

    /// Whether it was written as the bare `"*"`.
    pub fn is_bare_star(self) -> bool {
        self.data.bare
    }

    /// The bytes of the element's name, quotes included.
    pub fn name_span(self) -> Span {
        self.data.name
    }

    /// The bytes of the element's value.
    pub fn value_span(self) -> Span {
        self.data.value
    }

    /// The principals named, in source order; the bare `"*"` is `AWS` and `*`.
    pub fn entries(self) -> impl ExactSizeIterator<Item = PrincipalEntry<'p>> + Clone {
        let storage = self.storage;
        let entries = self.data.entries.of(&storage.principals).iter();
        entries.map(move |(kind, name)| PrincipalEntry { kind: *kind, name: text(storage, *name) })
    }
}

/// One principal that a statement names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PrincipalEntry<'p> {
    kind: PrincipalKind,
    name: Text<'p>,
}

impl<'p> PrincipalEntry<'p> {
    /// By what kind of name.
    pub fn kind(self) -> PrincipalKind {
        self.kind
    }

    /// The name.
    pub fn name(self) -> Text<'p> {
        self.name
    }
}

/// One condition of a statement: an operator, a key and the values to compare with.
#[derive(Debug, Clone, Copy)]
pub struct Condition<'p> {
    storage: &'p Storage,
    data: &'p ConditionData,
}

impl<'p> Condition<'p> {
    /// The operator; `None` where AWS knows none of that name (never in a strictly read policy).
    pub fn operator(self) -> Option<QualifiedOperator> {
        self.data.operator
    }

    /// The operator as written.
    pub fn operator_text(self) -> Text<'p> {
        text(self.storage, self.data.operator_text)
    }

    /// The condition key as written.
    pub fn key(self) -> Text<'p> {
        text(self.storage, self.data.key)
    }

    /// Whether the values were written as a list.
    pub fn is_list(self) -> bool {
        self.data.list
    }

    /// The bytes of the value.
    pub fn value_span(self) -> Span {
        self.data.value
    }

    /// The values; numbers and booleans as their text.
    pub fn values(self) -> Entries<'p> {
        Entries { storage: self.storage, texts: self.data.values.of(&self.storage.entries).iter() }
    }
}
