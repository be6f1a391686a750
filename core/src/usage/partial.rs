//! Rule `outcome_partial`: calls on many things that were let through, and tell in their answer which of them
//! were refused.

use serde_json::{Map, Value};

use super::outcome::says_denied;

/// How many refused items of one call are looked at.
const MOST: usize = 1_000;

/// An item of a call that was refused.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct RefusedItem {
    /// The request as it would be for this item alone: what is not a list, and the members of the item.
    pub request: String,
    /// The same without the item.
    pub shared: String,
    pub message: Option<String>,
}

/// May a response tell of refused items? A look at the text, before it is read.
pub(super) fn may_tell(response: &str) -> bool {
    ["AccessDenied", "Unauthorized", "not authorized"].iter().any(|word| response.contains(word))
}

/// The items that a response lists with a code or a message of a refusal, in lists at its top.
pub(super) fn refused_items(request: Option<&str>, response: &str) -> Vec<RefusedItem> {
    let Ok(Value::Object(response)) = serde_json::from_str::<Value>(response) else { return Vec::new() };
    let request = request.and_then(|request| serde_json::from_str::<Map<String, Value>>(request).ok());
    let shared: Map<String, Value> =
        request.unwrap_or_default().into_iter().filter(|(_, value)| !(value.is_array() || value.is_object())).collect();
    let whole = Value::Object(shared.clone()).to_string();
    let rows = response.values().filter_map(Value::as_array).flatten().filter_map(Value::as_object);
    let text = |row: &Map<String, Value>, names: &[&str]| {
        names.iter().find_map(|name| row.get(*name).and_then(Value::as_str)).map(str::to_owned)
    };
    rows.filter_map(|row| {
        let code = text(row, &["errorCode", "ErrorCode", "code", "Code"]);
        let message = text(row, &["errorMessage", "ErrorMessage", "message", "Message"]);
        if !says_denied(code.as_deref().unwrap_or(""), message.as_deref().unwrap_or("")) {
            return None;
        }
        let mut request = shared.clone();
        request.extend(row.iter().map(|(name, value)| (name.clone(), value.clone())));
        Some(RefusedItem { request: Value::Object(request).to_string(), shared: whole.clone(), message })
    })
    .take(MOST)
    .collect()
}
