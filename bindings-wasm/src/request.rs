//! `Request`: who asks for what.

use std::cell::RefCell;
use std::rc::Rc;

use iam_eval::wire::{WireError, read_request};
use js_sys::Array;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::throw;
use crate::host::{json_of, text_of, value_of};

/// A request, checked once, with the keys that follow from its principal. Immutable.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Request {
    request: Rc<iam_eval::Request>,
    /// What it was made of, whose numbers may have more digits than JavaScript's.
    text: String,
}

#[wasm_bindgen]
impl Request {
    /// Checks a request and derives the keys that follow from it.
    ///
    /// Throws an `InputError` where it contradicts itself.
    #[wasm_bindgen(constructor)]
    pub fn new(#[wasm_bindgen(unchecked_param_type = "RequestSource")] request: &JsValue) -> Result<Request, JsValue> {
        let (request, text) = read(request, "request").map_err(|error| throw(&error))?;
        Ok(Request { request: Rc::new(request), text })
    }

    /// What the request was made of, as a plain value.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "RequestInput")]
    pub fn to_json(&self) -> Result<JsValue, JsValue> {
        value_of(&self.text)
    }

    /// The action, as in `s3:GetObject`.
    #[wasm_bindgen(getter)]
    pub fn action(&self) -> String {
        self.request.action().to_string()
    }

    /// The resource: an ARN, or `*`.
    #[wasm_bindgen(getter)]
    pub fn resource(&self) -> String {
        self.request.resource().to_owned()
    }

    #[wasm_bindgen(js_name = __text, skip_typescript)]
    #[doc(hidden)]
    pub fn text(&self) -> String {
        self.text.clone()
    }

    #[wasm_bindgen(js_name = __lend, skip_typescript)]
    #[doc(hidden)]
    pub fn lend(&self) {
        LENT.with_borrow_mut(|lent| lent.push(Rc::clone(&self.request)));
    }
}

thread_local! {
    /// What handles lend to the call they are arguments of. A value that may be a handle or a plain
    /// object crosses the border as a plain `JsValue`, and taking a class out of one would free it.
    static LENT: RefCell<Vec<Rc<iam_eval::Request>>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen(module = "/src/host.js")]
extern "C" {
    pub fn lend(value: &JsValue) -> u8;

    #[wasm_bindgen(js_name = lendAll)]
    fn lend_all(values: &Array) -> u8;

    #[wasm_bindgen(js_name = takeThrown)]
    fn take_thrown() -> JsValue;
}

/// The request that a value is: a handle's, or one made of a plain value.
pub fn asked(value: &JsValue) -> Result<Rc<iam_eval::Request>, JsValue> {
    if let Some(request) = lent_by(value)? {
        return Ok(request);
    }
    let (request, _) = read(value, "request").map_err(|error| throw(&error))?;
    Ok(Rc::new(request))
}

/// The same of one of many, where text is a value like any other.
pub fn asked_at(value: &JsValue, at: usize) -> Result<Rc<iam_eval::Request>, JsValue> {
    if let Some(request) = lent_by(value)? {
        return Ok(request);
    }
    let place = format!("requests[{at}]");
    let json = json_of(value).map_err(|error| error.within(&place));
    let request = json.and_then(|json| read_request(&json, &place)).map_err(|error| throw(&error))?;
    Ok(Rc::new(request))
}

fn lent_by(value: &JsValue) -> Result<Option<Rc<iam_eval::Request>>, JsValue> {
    let is_handle = is_lent(lend(value));
    let lent = LENT.take().pop();
    Ok(if is_handle? { lent } else { None })
}

/// The requests of a list of handles; none where one of them is a plain value.
pub fn all_asked(values: &Array) -> Result<Option<Vec<Rc<iam_eval::Request>>>, JsValue> {
    let are_handles = lend_all(values);
    let lent = LENT.take();
    // what only looks like a handle may lend nothing, or more than once
    Ok((is_lent(are_handles)? && lent.len() == values.length() as usize).then_some(lent))
}

/// What the host says of lending.
pub fn is_lent(said: u8) -> Result<bool, JsValue> {
    match said {
        0 => Ok(false),
        1 => Ok(true),
        _ => Err(take_thrown()),
    }
}

fn read(value: &JsValue, place: &str) -> Result<(iam_eval::Request, String), WireError> {
    let text = match held_text(value) {
        Some(text) => text,
        None => text_of(value).map_err(|error| error.within(place))?,
    };
    Ok((read_request(&text, place)?, text))
}

#[wasm_bindgen(module = "/src/json.js")]
extern "C" {
    #[wasm_bindgen(js_name = requestText, catch)]
    fn request_text(value: &JsValue) -> Result<Option<String>, JsValue>;
}

/// The text that a handle was made of.
fn held_text(value: &JsValue) -> Option<String> {
    request_text(value).ok().flatten()
}
