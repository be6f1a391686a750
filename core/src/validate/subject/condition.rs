//! `Condition`: operators, their keys, their values.

use std::borrow::Cow;

use crate::catalog::{Catalog, ConditionKey};
use crate::condition::QualifiedOperator;
use crate::json::{Member, ValueKind};

use super::element::Entry;

/// `Condition`.
#[derive(Debug, Clone)]
pub(in crate::validate) struct Condition<'d, 's> {
    pub member: Member<'d, 's>,
    /// Is it no object?
    pub is_mistyped: bool,
    pub blocks: Vec<Block<'d, 's>>,
}

/// An operator and what stands under it.
#[derive(Debug, Clone)]
pub(in crate::validate) struct Block<'d, 's> {
    pub member: Member<'d, 's>,
    /// The operator as it is written.
    pub name: Cow<'s, str>,
    /// None where there is no such operator; then nothing else is said of the block (`invalid_operator_skips_block`),
    /// and it has no keys.
    pub operator: Option<QualifiedOperator>,
    /// Is what stands under it no object?
    pub is_mistyped: bool,
    pub keys: Vec<Key<'d, 's>>,
}

/// A condition key and its values.
#[derive(Debug, Clone)]
pub(in crate::validate) struct Key<'d, 's> {
    pub member: Member<'d, 's>,
    pub name: Cow<'s, str>,
    pub is_list: bool,
    /// Is it, or anything in it, neither text, number nor boolean? Then it has no values.
    pub is_mistyped: bool,
    /// Are its values of more than one JSON type? Then nothing else is said of them (`type_error_stops_element`).
    pub is_mixed: bool,
    pub values: Vec<Entry<'s>>,
}

impl<'d, 's> Condition<'d, 's> {
    pub fn read(member: Member<'d, 's>) -> Self {
        let value = member.value();
        Self { member, is_mistyped: !value.is_object(), blocks: value.members().map(Block::read).collect() }
    }

    /// Every key with its block, in the order of the document.
    pub fn keys(&self) -> impl Iterator<Item = (&Block<'d, 's>, &Key<'d, 's>)> {
        self.blocks.iter().flat_map(|block| block.keys.iter().map(move |key| (block, key)))
    }
}

impl<'d, 's> Block<'d, 's> {
    fn read(member: Member<'d, 's>) -> Self {
        let name = member.name();
        let operator = QualifiedOperator::from_text(&name);
        let value = member.value();
        let keys = if operator.is_some() { value.members().map(Key::read).collect() } else { Vec::new() };
        Self { member, name, operator, is_mistyped: !value.is_object(), keys }
    }
}

impl<'d, 's> Key<'d, 's> {
    fn read(member: Member<'d, 's>) -> Self {
        let value = member.value();
        let is_list = value.is_array();
        let mut values = Vec::new();
        let mut is_mistyped = false;
        let mut take = |index, value| match Entry::read(index, value) {
            Some(entry) => values.push(entry),
            None => is_mistyped = true,
        };
        if is_list {
            value.elements().enumerate().for_each(|(index, inner)| take(Some(index), inner));
        } else {
            take(None, value);
        }
        if is_mistyped {
            values.clear();
        }
        let mut classes = values.iter().map(|entry| class_of(entry.kind));
        let first = classes.next();
        let is_mixed = classes.any(|class| Some(class) != first);
        Self { member, name: member.name(), is_list, is_mistyped, is_mixed, values }
    }

    /// Is it this key, ASCII letter case aside?
    pub fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Does its name begin so, ASCII letter case aside?
    pub fn starts_with(&self, prefix: &str) -> bool {
        self.name.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
    }

    /// What the catalogue knows of it.
    pub fn facts<'c>(&self, catalog: &'c Catalog) -> Option<ConditionKey<'c>> {
        catalog.condition_key(&self.name)
    }
}

/// Texts, numbers and booleans are one type each.
fn class_of(kind: ValueKind) -> u8 {
    match kind {
        ValueKind::Number => 1,
        ValueKind::True | ValueKind::False => 2,
        _ => 0,
    }
}
