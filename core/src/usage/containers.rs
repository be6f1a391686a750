//! What a wrapper holds: the records in it, one by one.

use serde_json::value::RawValue;

use super::record::Record;
use super::refused::{BadCode, BadInput, Place};

/// How deep containers may be nested: SNS around `EventBridge` around an event is three.
const MAX_NESTING: usize = 8;

/// What takes the records of an element.
pub(super) trait Opened {
    fn record(&mut self, record: &Record<'_>);
    fn refuse(&mut self, bad: BadInput);
}

/// Takes an element apart into records, and hands each on.
pub(super) fn open(record: &Record<'_>, place: Place, opened: &mut dyn Opened) {
    open_at(record, place, 0, opened);
}

fn open_at(record: &Record<'_>, place: Place, depth: usize, opened: &mut dyn Opened) {
    let wrapped = &record.wrapped;
    if depth > MAX_NESTING {
        let message = format!("expected containers nested at most {MAX_NESTING} deep");
        return opened.refuse(BadInput::new(BadCode::TooDeep, message, place));
    }
    if let Some(one) = wrapped.one
        && open_one(one, record, place, depth, opened)
    {
        return;
    }
    if record.is_digest || (record.event_source.is_some() && record.event_name.is_some()) {
        return opened.record(record);
    }
    if let Some(list) = wrapped.list {
        return match serde_json::from_str::<Vec<&RawValue>>(list.get()) {
            Ok(items) => open_all(&items, place, depth, opened),
            Err(_) => opened.refuse(not_a_record(place)),
        };
    }
    if !wrapped.items.is_empty() {
        return open_all(&wrapped.items, place, depth, opened);
    }
    if let Some(text) = &wrapped.text
        && let Ok(inner) = serde_json::from_str::<Record<'_>>(text)
    {
        return open_at(&inner, place, depth + 1, opened);
    }
    opened.refuse(not_a_record(place));
}

pub(super) fn not_a_record(place: Place) -> BadInput {
    BadInput::new(BadCode::NotARecord, "expected an event with `eventSource` and `eventName`", place)
}

fn open_all(items: &[&RawValue], place: Place, depth: usize, opened: &mut dyn Opened) {
    for item in items {
        match serde_json::from_str::<Record<'_>>(item.get()) {
            Ok(inner) => open_at(&inner, place, depth + 1, opened),
            Err(error) => opened.refuse(BadInput::of_json(&error, place)),
        }
    }
}

/// The event that a member holds, as an object or as a text of JSON; whether it holds one.
fn open_one(one: &RawValue, wrapper: &Record<'_>, place: Place, depth: usize, opened: &mut dyn Opened) -> bool {
    let text: std::borrow::Cow<'_, str> = match one.get().as_bytes().first() {
        Some(b'{' | b'[') => one.get().into(),
        Some(b'"') => match serde_json::from_str::<String>(one.get()) {
            Ok(text) if text.trim_start().starts_with(['{', '[']) => text.into(),
            _ => return false,
        },
        _ => return false,
    };
    let Ok(mut inner) = serde_json::from_str::<Record<'_>>(&text) else { return false };
    let holds = (inner.event_source.is_some() && inner.event_name.is_some())
        || inner.wrapped.one.is_some()
        || inner.wrapped.list.is_some()
        || !inner.wrapped.items.is_empty();
    if holds {
        inner.is_lossy |= wrapper.is_lossy;
        // rule `container_lookup`: the wrapper's own list is better than none
        if inner.resources.is_none() {
            inner.resources.clone_from(&wrapper.resources);
        }
        open_at(&inner, place, depth + 1, opened);
    }
    holds
}
