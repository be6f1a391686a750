//! A text or a list of texts, as `Action` and `Resource` are.

use std::borrow::Cow;

use crate::json::{Member, Value, ValueKind};
use crate::text::Span;

/// One text of an element, or one value of a condition.
#[derive(Debug, Clone)]
pub(in crate::validate) struct Entry<'s> {
    /// Which of the list; none where it stands alone.
    pub index: Option<usize>,
    pub span: Span,
    pub kind: ValueKind,
    /// A string without its quotes and escapes; a number or a boolean as it stands.
    pub text: Cow<'s, str>,
}

impl<'s> Entry<'s> {
    /// A string, number or boolean.
    pub fn read(index: Option<usize>, value: Value<'_, 's>) -> Option<Self> {
        let kind = value.kind();
        let text = match kind {
            ValueKind::String | ValueKind::EscapedString => value.as_str()?,
            ValueKind::Number | ValueKind::True | ValueKind::False => Cow::Borrowed(value.source()),
            _ => return None,
        };
        Some(Self { index, span: value.span(), kind, text })
    }

    pub fn is_string(&self) -> bool {
        matches!(self.kind, ValueKind::String | ValueKind::EscapedString)
    }
}

/// `Action`, `NotAction`, `Resource`, `NotResource`, or the values of one type of principals.
#[derive(Debug, Clone)]
pub(in crate::validate) struct Element<'d, 's> {
    pub member: Member<'d, 's>,
    pub is_list: bool,
    /// Is it, or anything in it, of a type that it must not be of? Then it has no entries.
    pub is_mistyped: bool,
    pub entries: Vec<Entry<'s>>,
}

impl<'d, 's> Element<'d, 's> {
    /// A string, or a list of strings.
    pub fn read(member: Member<'d, 's>) -> Self {
        let value = member.value();
        let is_list = value.is_array();
        let mut entries = Vec::new();
        let mut is_mistyped = false;
        let mut take = |index, value| match Entry::read(index, value).filter(Entry::is_string) {
            Some(entry) => entries.push(entry),
            None => is_mistyped = true,
        };
        if is_list {
            value.elements().enumerate().for_each(|(index, inner)| take(Some(index), inner));
        } else {
            take(None, value);
        }
        if is_mistyped {
            entries.clear();
        }
        Self { member, is_list, is_mistyped, entries }
    }

    pub fn value(&self) -> Value<'d, 's> {
        self.member.value()
    }
}
