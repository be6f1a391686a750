//! How a policy lies in memory: one copy of the source, and flat lists of references into it.
//!
//! A managed policy has some fifty strings. Kept as references they cost no allocation of their own,
//! and their spans come for free.

use crate::condition::QualifiedOperator;
use crate::text::Span;

use super::kinds::{Effect, Version};
use super::statement::PrincipalKind;

/// A text of the document: where it stands, and where its characters are kept.
#[derive(Debug, Clone, Copy)]
pub(super) struct TextRef {
    pub start: u32,
    pub end: u32,
    /// `at..at + len` in the source, or in `decoded` where the text had escapes.
    pub at: u32,
    pub len: u32,
    pub decoded: bool,
}

impl TextRef {
    pub fn span(self) -> Span {
        Span::new(self.start as usize, self.end as usize)
    }
}

#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Range {
    pub from: u32,
    pub to: u32,
}

impl Range {
    pub fn of<T>(self, list: &[T]) -> &[T] {
        list.get(self.from as usize..self.to as usize).unwrap_or(&[])
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct ElementData {
    pub negated: bool,
    /// Whether the value was written as a list.
    pub list: bool,
    pub name: Span,
    pub value: Span,
    pub entries: Range,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct PrincipalData {
    pub negated: bool,
    /// Whether it was the bare `"*"`.
    pub bare: bool,
    pub name: Span,
    pub value: Span,
    pub entries: Range,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct ConditionData {
    pub operator: Option<QualifiedOperator>,
    pub operator_text: TextRef,
    pub key: TextRef,
    pub list: bool,
    pub value: Span,
    pub values: Range,
}

#[derive(Debug, Clone, Copy)]
pub(super) struct StatementData {
    pub span: Span,
    pub sid: Option<TextRef>,
    pub effect: Effect,
    pub effect_span: Span,
    pub principal: Option<PrincipalData>,
    pub action: Option<ElementData>,
    pub resource: Option<ElementData>,
    pub conditions: Range,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Storage {
    pub source: Box<str>,
    pub decoded: String,
    pub version: Option<(Version, Span)>,
    pub id: Option<TextRef>,
    pub statements: Vec<StatementData>,
    /// Whether `Statement` was written as a list.
    pub statement_list: bool,
    pub entries: Vec<TextRef>,
    pub principals: Vec<(PrincipalKind, TextRef)>,
    pub conditions: Vec<ConditionData>,
}

impl Storage {
    pub fn text(&self, text: TextRef) -> &str {
        let kept: &str = if text.decoded { &self.decoded } else { &self.source };
        kept.get(text.at as usize..(text.at + text.len) as usize).unwrap_or("")
    }
}
