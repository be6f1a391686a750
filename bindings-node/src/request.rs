//! Requests that have been checked.

use std::sync::Arc;

use iam_eval::{Request, wire};
use napi::Result;
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::refusal::refusal;

/// Checks a request and derives what follows from it; `place` is what errors call it.
#[napi(catch_unwind)]
pub fn read_request(text: String, place: String) -> Result<External<Arc<Request>>> {
    let request = wire::read_request(&text, &place).map_err(refusal)?;
    // the text twice over, and the keys that follow from it
    Ok(External::new_with_size_hint(Arc::new(request), 3 * text.len()))
}

/// Its action and its resource.
#[napi(catch_unwind)]
pub fn subject(request: &External<Arc<Request>>) -> Vec<String> {
    vec![request.action().to_string(), request.resource().to_owned()]
}

/// The request that a JSON text is.
pub fn request_of(json: &str) -> Result<Request> {
    wire::read_request(json, "request").map_err(refusal)
}
