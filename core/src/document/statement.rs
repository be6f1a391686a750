//! A statement and its elements, as views into the policy that holds them.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::condition::QualifiedOperator;
use crate::text::Span;

use super::kinds::Effect;
use super::storage::{ConditionData, ElementData, PrincipalData, StatementData, Storage, TextRef};

/// A text of a document and where it stands.
///
/// ```
/// use iam_eval::Policy;
///
/// let policy: Policy = r#"{"Statement":{"Sid":"\u0041b","Effect":"Deny","Action":"*","Resource":"*"}}"#.parse()?;
/// let sid = policy.statement(0).unwrap().sid().unwrap();
/// assert_eq!((sid.as_str(), sid.to_string().as_str()), ("Ab", "Ab"));
/// assert_eq!(sid.span().slice(policy.source()), Some(r#""\u0041b""#));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
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

    /// Which bytes of the source is it? Its quotes are included.
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

/// Which of the elements of a statement is meant?
///
/// ```
/// use iam_eval::document::ElementName;
///
/// assert_eq!(serde_json::to_string(&ElementName::NotAction)?, r#""NotAction""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
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
    ///
    /// ```
    /// assert_eq!(iam_eval::document::ElementName::NotResource.as_str(), "NotResource");
    /// ```
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

/// One statement of a policy: a view (`Copy`) of elements, each with its place.
///
/// ```
/// use iam_eval::{Effect, Policy};
///
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
///     {"Sid":"Read","Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}]}"#.parse()?;
/// let statement = policy.statements().next().unwrap();
/// assert_eq!((statement.index(), statement.effect()), (0, Effect::Allow));
/// assert_eq!(statement.effect_span().slice(policy.source()), Some(r#""Allow""#));
/// assert_eq!(statement.sid().unwrap().as_str(), "Read");
/// let actions: Vec<_> = statement.action().unwrap().entries().map(|entry| entry.as_str()).collect();
/// assert_eq!(actions, ["s3:Get*", "s3:List*"]);
/// assert!(statement.principal().is_none() && statement.resource().is_some());
/// assert_eq!(statement.conditions().len(), 0);
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

    /// Which statement of its policy is it, from 0?
    pub fn index(self) -> usize {
        self.index
    }

    /// Which bytes of the source is it? Its braces are included.
    pub fn span(self) -> Span {
        self.data.span
    }

    /// The statement's `Sid`.
    pub fn sid(self) -> Option<Text<'p>> {
        self.data.sid.map(|sid| text(self.storage, sid))
    }

    /// Does it grant or deny?
    pub fn effect(self) -> Effect {
        self.data.effect
    }

    /// Which bytes of the source are the value of `Effect`? Of the last, where a lenient reading met several.
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

    /// The conditions, one for each pair of operator and key, in source order; all must hold
    /// (rule `condition_and_or`).
    pub fn conditions(self) -> impl ExactSizeIterator<Item = Condition<'p>> + Clone {
        let storage = self.storage;
        self.data.conditions.of(&storage.conditions).iter().map(move |data| Condition { storage, data })
    }
}

/// `Action`, `NotAction`, `Resource` or `NotResource` of a statement.
///
/// ```
/// use iam_eval::{Policy, document::ElementName};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Deny","NotAction":["iam:*"],"Resource":"*"}}"#.parse()?;
/// let action = policy.statement(0).unwrap().action().unwrap();
/// assert_eq!((action.name(), action.is_negated(), action.is_list()), (ElementName::NotAction, true, true));
/// assert_eq!(action.name_span().slice(policy.source()), Some(r#""NotAction""#));
/// assert_eq!(action.value_span().slice(policy.source()), Some(r#"["iam:*"]"#));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Element<'p> {
    storage: &'p Storage,
    data: &'p ElementData,
    name: ElementName,
}

impl<'p> Element<'p> {
    /// Which element is it?
    pub fn name(self) -> ElementName {
        self.name
    }

    /// Is it the `Not…` form, which matches what no entry matches (rules `not_action_complement`,
    /// `not_resource_complement`)?
    pub fn is_negated(self) -> bool {
        self.data.negated
    }

    /// Was the value written as a list?
    pub fn is_list(self) -> bool {
        self.data.list
    }

    /// Which bytes of the source are the element's name? Its quotes are included.
    pub fn name_span(self) -> Span {
        self.data.name
    }

    /// Which bytes of the source are the element's value?
    pub fn value_span(self) -> Span {
        self.data.value
    }

    /// The patterns, in source order. The element matches what one of them matches; the `Not…` form
    /// what none does.
    pub fn entries(self) -> Entries<'p> {
        Entries { storage: self.storage, texts: self.data.entries.of(&self.storage.entries).iter() }
    }
}

/// Texts of a list in source order, each with its place; knows how many are left.
///
/// ```
/// let policy: iam_eval::Policy = r#"{"Statement":{"Effect":"Deny","Action":["a:b","c:d"],"Resource":"*"}}"#.parse()?;
/// let mut entries = policy.statement(0).unwrap().action().unwrap().entries();
/// assert_eq!((entries.next().unwrap().as_str(), entries.len()), ("a:b", 1));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
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

/// By what kind of name is a principal named?
///
/// Source: IAM user guide, "AWS JSON policy elements: Principal".
///
/// ```
/// use iam_eval::document::PrincipalKind;
///
/// assert_eq!(serde_json::to_string(&PrincipalKind::Aws)?, r#""AWS""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
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
    ///
    /// ```
    /// assert_eq!(iam_eval::document::PrincipalKind::Aws.as_str(), "AWS");
    /// ```
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
///
/// ```
/// use iam_eval::{Policy, document::PrincipalKind};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*",
///     "Principal":{"Service":"sns.amazonaws.com","AWS":["111122223333"]}}}"#.parse()?;
/// let principal = policy.statement(0).unwrap().principal().unwrap();
/// assert_eq!(principal.name().as_str(), "Principal");
/// assert!(!principal.is_negated() && !principal.is_bare_star());
/// let named: Vec<_> = principal.entries().map(|entry| (entry.kind(), entry.name().as_str())).collect();
/// assert_eq!(named, [(PrincipalKind::Service, "sns.amazonaws.com"), (PrincipalKind::Aws, "111122223333")]);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct PrincipalElement<'p> {
    storage: &'p Storage,
    data: &'p PrincipalData,
}

impl<'p> PrincipalElement<'p> {
    /// Which element is it?
    pub fn name(self) -> ElementName {
        if self.data.negated { ElementName::NotPrincipal } else { ElementName::Principal }
    }

    /// Is it `NotPrincipal`, which matches whom no entry names (rule `not_principal`)?
    pub fn is_negated(self) -> bool {
        self.data.negated
    }

    /// Was it written as the bare `"*"`?
    pub fn is_bare_star(self) -> bool {
        self.data.bare
    }

    /// Which bytes of the source are the element's name? Its quotes are included.
    pub fn name_span(self) -> Span {
        self.data.name
    }

    /// Which bytes of the source are the element's value?
    pub fn value_span(self) -> Span {
        self.data.value
    }

    /// The principals named, in source order; the bare `"*"` is `AWS` and `*` (rule `principal_star`).
    pub fn entries(self) -> impl ExactSizeIterator<Item = PrincipalEntry<'p>> + Clone {
        let storage = self.storage;
        let entries = self.data.entries.of(&storage.principals).iter();
        entries.map(move |(kind, name)| PrincipalEntry { kind: *kind, name: text(storage, *name) })
    }
}

/// One principal that a statement names; [`PrincipalElement`] shows them in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PrincipalEntry<'p> {
    kind: PrincipalKind,
    name: Text<'p>,
}

impl<'p> PrincipalEntry<'p> {
    /// By what kind of name?
    pub fn kind(self) -> PrincipalKind {
        self.kind
    }

    /// The name: an ARN, an account id, a unique id, a host name, or `*`.
    pub fn name(self) -> Text<'p> {
        self.name
    }
}

/// One condition of a statement: an operator, a key and the values to compare with.
///
/// ```
/// use iam_eval::Policy;
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*",
///     "Condition":{"NumericLessThanIfExists":{"s3:max-keys":[10, "20"]}}}}"#.parse()?;
/// let condition = policy.statement(0).unwrap().conditions().next().unwrap();
/// assert!(condition.operator().is_some() && condition.is_list());
/// assert_eq!(condition.operator_text().as_str(), "NumericLessThanIfExists");
/// assert_eq!(condition.key().as_str(), "s3:max-keys");
/// assert_eq!(condition.values().map(|value| value.as_str()).collect::<Vec<_>>(), ["10", "20"]);
/// assert_eq!(condition.value_span().slice(policy.source()), Some(r#"[10, "20"]"#));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Condition<'p> {
    storage: &'p Storage,
    data: &'p ConditionData,
}

impl<'p> Condition<'p> {
    /// Whether this stands for an unknown operator without any key.
    pub(crate) fn is_keyless(self) -> bool {
        self.data.operator.is_none() && self.data.key.len == 0 && self.data.values.of(&self.storage.entries).is_empty()
    }

    /// The operator; `None` where AWS knows none of that name (never in a strictly read policy).
    pub fn operator(self) -> Option<QualifiedOperator> {
        self.data.operator
    }

    /// The operator as written.
    pub fn operator_text(self) -> Text<'p> {
        text(self.storage, self.data.operator_text)
    }

    /// The condition key as written; keys ignore letter case (rule `condition_key_case`).
    pub fn key(self) -> Text<'p> {
        text(self.storage, self.data.key)
    }

    /// Were the values written as a list?
    pub fn is_list(self) -> bool {
        self.data.list
    }

    /// Which bytes of the source are the value or list of values?
    pub fn value_span(self) -> Span {
        self.data.value
    }

    /// The values, of which one has to hold; numbers and booleans as their text
    /// (rules `condition_and_or`, `condition_value_types`).
    pub fn values(self) -> Entries<'p> {
        Entries { storage: self.storage, texts: self.data.values.of(&self.storage.entries).iter() }
    }
}
