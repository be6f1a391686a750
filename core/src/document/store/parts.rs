//! A document cut into the parts that the rules speak of.
//!
//! The typed policy cannot serve here: it drops what storage still refuses, and its reader stops
//! at faults that AWS reports only after others.

use std::borrow::Cow;

use crate::json::{Value, ValueKind};
use crate::text::{PathElement, Span};

pub(super) struct Parts<'d, 's> {
    pub span: Span,
    pub version: Option<Value<'d, 's>>,
    pub statements: Vec<Statement<'d, 's>>,
}

#[derive(Clone, Copy)]
pub(super) struct Statement<'d, 's> {
    /// Its place in the list; `None` where `Statement` is one object.
    pub index: Option<usize>,
    pub span: Span,
    pub sid: Option<Value<'d, 's>>,
    pub effect: Option<Value<'d, 's>>,
    pub principal: Option<Element<'d, 's>>,
    pub action: Option<Element<'d, 's>>,
    pub resource: Option<Element<'d, 's>>,
    pub condition: Option<Value<'d, 's>>,
}

/// An element of a statement or its `Not…` twin, of which at most one may stand.
#[derive(Clone, Copy)]
pub(super) struct Element<'d, 's> {
    pub name: &'static str,
    pub name_span: Span,
    pub value: Value<'d, 's>,
}

/// One string of an element.
pub(super) struct Entry<'s> {
    /// Its place in the list; `None` where the element is one string.
    pub index: Option<usize>,
    pub span: Span,
    pub text: Cow<'s, str>,
}

impl<'s> Statement<'_, 's> {
    pub fn is_allow(&self) -> bool {
        self.effect.and_then(Value::as_str).is_some_and(|effect| effect == "Allow")
    }

    pub fn path(&self) -> Vec<PathElement> {
        let mut path = vec![PathElement::Value("Statement".to_owned())];
        path.extend(self.index.map(PathElement::Index));
        path
    }

    /// The way to the value of a member.
    pub fn path_to(&self, name: &str) -> Vec<PathElement> {
        let mut path = self.path();
        path.push(PathElement::Value(name.to_owned()));
        path
    }

    /// The way to one entry of an element.
    pub fn path_to_entry(&self, element: &Element<'_, '_>, entry: &Entry<'s>) -> Vec<PathElement> {
        let mut path = self.path_to(element.name);
        path.extend(entry.index.map(PathElement::Index));
        path
    }
}

impl<'d, 's> Element<'d, 's> {
    pub fn is_negated(&self) -> bool {
        self.name.starts_with("Not")
    }

    /// The strings that the element lists. A `null` in a list stands for nothing (captured).
    pub fn entries(self) -> impl Iterator<Item = Entry<'s>> + use<'d, 's> {
        let single = Some(self.value).filter(|value| is_string(*value)).map(|value| (None, value));
        let listed = self.value.elements().enumerate().map(|(index, value)| (Some(index), value));
        single.into_iter().chain(listed).filter_map(|(index, value)| {
            let text = value.as_str()?;
            Some(Entry { index, span: value.span(), text })
        })
    }
}

pub(super) fn is_string(value: Value<'_, '_>) -> bool {
    matches!(value.kind(), ValueKind::String | ValueKind::EscapedString)
}
