//! A template as a tree, whatever it was written in.

use std::borrow::Cow;

use crate::json::{Value, ValueKind};
use crate::text::Span;

/// A value of a template.
#[derive(Debug, Clone)]
pub(in crate::sources) struct Node<'s> {
    pub span: Span,
    pub content: Content<'s>,
    /// Is it, or anything in it, worked out only when the template is used?
    pub has_intrinsic: bool,
}

#[derive(Debug, Clone)]
pub(in crate::sources) enum Content<'s> {
    /// `null`, a boolean or a number, as JSON writes it.
    Word(Cow<'s, str>),
    Text(Cow<'s, str>),
    List(Vec<Node<'s>>),
    Map(Vec<Named<'s>>),
}

/// A member of a map.
#[derive(Debug, Clone)]
pub(in crate::sources) struct Named<'s> {
    pub name: Cow<'s, str>,
    pub name_span: Span,
    pub value: Node<'s>,
}

impl<'s> Node<'s> {
    pub fn new(span: Span, content: Content<'s>) -> Self {
        let has_intrinsic = match &content {
            Content::Word(_) | Content::Text(_) => false,
            Content::List(entries) => entries.iter().any(|entry| entry.has_intrinsic),
            Content::Map(members) => {
                intrinsic_of(members).is_some() || members.iter().any(|member| member.value.has_intrinsic)
            }
        };
        Self { span, content, has_intrinsic }
    }

    /// No deeper than the reader of JSON let it be.
    pub fn of_json(value: Value<'_, 's>) -> Self {
        let content = match value.kind() {
            ValueKind::Array => Content::List(value.elements().map(Self::of_json).collect()),
            ValueKind::Object => {
                let named = value.members().map(|member| Named {
                    name: member.name(),
                    name_span: member.name_span(),
                    value: Self::of_json(member.value()),
                });
                Content::Map(named.collect())
            }
            _ => match value.as_str() {
                Some(text) => Content::Text(text),
                None => Content::Word(Cow::Borrowed(value.source())),
            },
        };
        Self::new(value.span(), content)
    }

    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text(text) => Some(text),
            _ => None,
        }
    }

    pub fn entries(&self) -> &[Node<'s>] {
        match &self.content {
            Content::List(entries) => entries,
            _ => &[],
        }
    }

    pub fn members(&self) -> &[Named<'s>] {
        match &self.content {
            Content::Map(members) => members,
            _ => &[],
        }
    }

    pub fn member(&self, name: &str) -> Option<&Node<'s>> {
        self.members().iter().find(|member| member.name == name).map(|member| &member.value)
    }

    /// The name and the argument of a function that CloudFormation works out.
    pub fn intrinsic(&self) -> Option<(&str, &Node<'s>)> {
        intrinsic_of(self.members())
    }
}

/// Source: CloudFormation template reference, "Intrinsic function reference": an object of one member that is called
/// `Ref` or begins with `Fn::`.
fn intrinsic_of<'n, 's>(members: &'n [Named<'s>]) -> Option<(&'n str, &'n Node<'s>)> {
    let [only] = members else { return None };
    (only.name == "Ref" || only.name.starts_with("Fn::")).then_some((&only.name, &only.value))
}
