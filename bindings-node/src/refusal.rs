//! Errors as JavaScript gets them, and the answers that take the same way.

use iam_eval::text::PositionEncoding;
use iam_eval::wire::{self, WireError};
use napi::{Error, Result};
use napi_derive::napi;
use serde::Serialize;

/// The units in which JavaScript counts.
pub const OURS: PositionEncoding = PositionEncoding::Utf16;

/// An error whose message is the JSON of a `WireError`; `lib/errors.js` makes one of its classes of it.
pub fn refusal(error: WireError) -> Error {
    Error::from_reason(error.to_json())
}

/// An answer as JSON.
pub fn json(answer: &impl Serialize) -> Result<String> {
    serde_json::to_string(answer).map_err(|error| refusal(WireError::not_convertible(error.to_string())))
}

/// The text that bytes encode; `policy` names whose it is where there are several.
#[napi(catch_unwind)]
pub fn decode(bytes: &[u8], policy: Option<String>) -> Result<String> {
    wire::decode_policy(bytes, policy, OURS).map(str::to_owned).map_err(refusal)
}

/// The refusal of a value that is no input at all, which JavaScript found.
#[napi(catch_unwind)]
pub fn not_convertible(message: String) -> String {
    WireError::not_convertible(message).to_json()
}
