//! The shape of conditions: operator, key, value or list of values.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::condition::QualifiedOperator;
use crate::json::{Member, Value, ValueKind};
use crate::text::PathElement;

use super::parts::is_string;
use super::refusal::{Checked, Refusal};
use super::shape::{duplicate, value_of};

pub(super) fn check_shape(condition: Value<'_, '_>) -> Checked {
    if !condition.is_object() {
        return Err(Refusal::wrong_type(condition, "an object"));
    }
    check_distinct(condition)?;
    for block in condition.members() {
        check_block(&block.name(), block.value()).map_err(|refusal| refusal.under(value_of(&block.name())))?;
    }
    Ok(())
}

fn check_block(operator: &str, block: Value<'_, '_>) -> Checked {
    if !block.is_object() {
        return Err(Refusal::wrong_type(block, "an object"));
    }
    let Some(first) = block.members().next() else {
        // captured: nobody asks for the name of an operator that has nothing to compare
        return Ok(());
    };
    if let Err(error) = operator.parse::<QualifiedOperator>() {
        return Err(Refusal::shape("unknown-operator", first.name_span(), error.to_string()));
    }
    check_distinct(block)?;
    for member in block.members() {
        check_values(member.value()).map_err(|refusal| refusal.under(value_of(&member.name())))?;
    }
    Ok(())
}

fn check_values(value: Value<'_, '_>) -> Checked {
    if !value.is_array() {
        let expected = "a string, number or boolean or a list of them";
        return if is_scalar(value) { Ok(()) } else { Err(Refusal::wrong_type(value, expected)) };
    }
    for (index, element) in value.elements().enumerate() {
        if !is_scalar(element) && element.kind() != ValueKind::Null {
            let refusal = Refusal::wrong_type(element, "a string, number or boolean");
            return Err(refusal.at(vec![PathElement::Index(index)]));
        }
    }
    Ok(())
}

/// Hashed past a few names, so that a hostile 10⁵ keys cost no more each than two.
fn check_distinct(object: Value<'_, '_>) -> Checked {
    const FEW: usize = 8;
    let mut many: HashSet<Cow<'_, str>> = HashSet::new();
    for (index, member) in object.members().enumerate() {
        let name = member.name();
        let again = if index < FEW {
            object.members().take(index).any(|before| before.name() == name)
        } else {
            if many.is_empty() {
                many.extend(object.members().take(index).map(Member::name));
            }
            !many.insert(name)
        };
        if again {
            return Err(duplicate(member));
        }
    }
    Ok(())
}

pub(super) fn is_scalar(value: Value<'_, '_>) -> bool {
    is_string(value) || matches!(value.kind(), ValueKind::Number | ValueKind::True | ValueKind::False)
}
