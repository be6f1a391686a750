//! Fixes that give a key another operator.

use crate::json::Value;
use crate::text::Span;
use crate::validate::edit::{insert_member, remove_member, replace_string};
use crate::validate::fix::Edit;
use crate::validate::subject::{Block, Condition};

use super::site::Site;

/// Larger objects are not mended: every fix looks through them, and there may be as many fixes.
const MOST_MEMBERS: usize = 64;
/// As long may a value be that is put elsewhere.
const MOST_BYTES: usize = 1 << 14;
/// As long may the blanks be that a new member copies.
const MOST_BLANKS: usize = 256;

/// Edits that give an operator with all its keys another name; none where a block of that name is there already.
pub(super) fn rename_operator(condition: &Condition<'_, '_>, block: &Block<'_, '_>, to: &str) -> Option<Vec<Edit>> {
    let is_small = condition.blocks.len() <= MOST_MEMBERS;
    let is_free = is_small && condition.blocks.iter().all(|other| other.name != to);
    is_free.then(|| vec![replace_string(block.member.name_span(), to)])
}

/// Edits that put a key under another operator, by itself, with this value (JSON) or with what it has. None where the
/// other operator has the key already.
pub(super) fn move_key(source: &str, site: &Site<'_, '_, '_>, to: &str, value: Option<&str>) -> Option<Vec<Edit>> {
    let Site { condition, block, key, .. } = *site;
    if condition.blocks.len() > MOST_MEMBERS || block.keys.len() > MOST_MEMBERS {
        return None;
    }
    let target = condition.blocks.iter().find(|other| other.name == to);
    let old_span = key.member.value().span();
    let new_value = value.or_else(|| old_span.slice(source))?;
    if new_value.len() > MOST_BYTES && (target.is_some() || block.keys.len() > 1) {
        return None;
    }
    let Some(target) = target else {
        if block.keys.len() > 1 {
            let object = condition.member.value();
            let inner = object_of(&key.name, new_value);
            return Some(vec![remove_member(source, key.member), insert(source, object, to, &inner)?]);
        }
        let mut edits = vec![replace_string(block.member.name_span(), to)];
        edits.extend(value.map(|value| Edit { span: old_span, text: value.to_owned() }));
        return Some(edits);
    };
    let has_key = || target.keys.iter().any(|other| other.is(&key.name));
    if target.is_mistyped || target.operator.is_none() || target.keys.len() > MOST_MEMBERS || has_key() {
        return None;
    }
    let remove = if block.keys.len() > 1 { key.member } else { block.member };
    Some(vec![remove_member(source, remove), insert(source, target.member.value(), &key.name, new_value)?])
}

/// Edits that take a key out of its condition, with the operator or the whole condition where nothing else is there.
pub(super) fn remove_key(source: &str, site: &Site<'_, '_, '_>) -> Vec<Edit> {
    let Site { condition, block, key, .. } = *site;
    let member = match (condition.blocks.len(), block.keys.len()) {
        (1, 1) => condition.member,
        (_, 1) => block.member,
        _ => key.member,
    };
    vec![remove_member(source, member)]
}

/// An object of one member, in JSON.
fn object_of(name: &str, value: &str) -> String {
    let mut text = String::from("{");
    text.push_str(&replace_string(Span::new(0, 0), name).text);
    text.push_str(": ");
    text.push_str(value);
    text.push('}');
    text
}

fn insert(source: &str, object: Value<'_, '_>, name: &str, value: &str) -> Option<Edit> {
    let first = object.members().next();
    let blanks = first.map_or(0, |first| first.name_span().start.saturating_sub(object.span().start));
    (blanks <= MOST_BLANKS).then(|| insert_member(source, object, name, value))
}
