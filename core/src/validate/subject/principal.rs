//! `Principal` and `NotPrincipal`.

use std::borrow::Cow;

use crate::json::{Member, ValueKind};

use super::element::{Element, Entry};

/// `Principal` or `NotPrincipal`.
#[derive(Debug, Clone)]
pub(in crate::validate) struct Principals<'d, 's> {
    pub member: Member<'d, 's>,
    /// Where it is a text: that text.
    pub text: Option<Cow<'s, str>>,
    /// Is it neither a text nor an object?
    pub is_mistyped: bool,
    /// Where it is an object: its members.
    pub kinds: Vec<PrincipalKind<'d, 's>>,
}

/// One member of `Principal`, such as `AWS`.
#[derive(Debug, Clone)]
pub(in crate::validate) struct PrincipalKind<'d, 's> {
    pub name: Cow<'s, str>,
    pub values: Element<'d, 's>,
}

impl<'d, 's> Principals<'d, 's> {
    pub fn read(member: Member<'d, 's>) -> Self {
        let value = member.value();
        let text = value.as_str();
        let is_mistyped = text.is_none() && value.kind() != ValueKind::Object;
        let kinds = value
            .members()
            .map(|member| PrincipalKind { name: member.name(), values: Element::read(member) })
            .collect();
        Self { member, text, is_mistyped, kinds }
    }

    /// Is it the text `*`?
    pub fn is_everyone(&self) -> bool {
        self.text.as_deref() == Some("*")
    }

    /// Is it, or what stands under a name in it, of a type that it must not be of?
    pub fn has_mistyped(&self) -> bool {
        self.is_mistyped || self.kinds.iter().any(|kind| kind.values.is_mistyped)
    }

    /// The values under a name, in its exact letter case.
    pub fn of_kind(&self, name: &str) -> impl Iterator<Item = &PrincipalKind<'d, 's>> {
        self.kinds.iter().filter(move |kind| kind.name == name)
    }

    /// The single values under a name, in its exact letter case.
    pub fn values_of(&self, name: &str) -> impl Iterator<Item = (&PrincipalKind<'d, 's>, &Entry<'s>)> {
        self.of_kind(name).flat_map(|kind| kind.values.entries.iter().map(move |entry| (kind, entry)))
    }
}
