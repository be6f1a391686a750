//! From JavaScript's values to the wire's JSON, and back.

use iam_eval::text::PositionEncoding;
use iam_eval::wire::{WireError, WireOptions, decode_policy, read_options};
use js_sys::{JSON, JsString, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{refuse, throw};

#[wasm_bindgen(module = "/src/host.js")]
extern "C" {
    #[wasm_bindgen(js_name = policiesToJson, catch)]
    fn policies_to_json(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = toJson, catch)]
    fn to_json_text(value: &JsValue) -> Result<JsValue, JsValue>;

    #[wasm_bindgen(js_name = isHandle)]
    fn is_handle(value: &JsValue) -> bool;
}

/// The text of a policy or of a question: a string as it is, bytes decoded, a handle's source,
/// anything else as JSON.
pub fn text_of(value: &JsValue) -> Result<String, JsValue> {
    if let Some(text) = string(value)? {
        return Ok(text);
    }
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        let bytes = bytes.to_vec();
        let text = decode_policy(&bytes, None, PositionEncoding::Utf16);
        return text.map(str::to_owned).map_err(|error| throw(&error));
    }
    if is_handle(value) {
        let source = Reflect::get(value, &"source".into())?;
        return source.as_string().ok_or_else(|| refuse("expected a policy that was not freed"));
    }
    json_of(value).map_err(|error| throw(&error))
}

/// The JSON of a value in which policies may be handles or bytes: each becomes a string of its text.
pub fn policies_json(value: &JsValue) -> Result<String, JsValue> {
    written(policies_to_json(value)).map_err(|error| throw(&error))
}

/// The JSON of a value that holds no policies.
pub fn json_of(value: &JsValue) -> Result<String, WireError> {
    written(to_json_text(value))
}

fn written(text: Result<JsValue, JsValue>) -> Result<String, WireError> {
    let text = text.map_err(|error| {
        let said = error.dyn_ref::<js_sys::Error>().map_or_else(String::new, |error| error.message().into());
        WireError::not_convertible(format!("expected a value that JSON can hold: {said}"))
    })?;
    // `undefined` and functions have no JSON
    let expected = "expected a value that JSON can hold, found `undefined` or a function";
    text.as_string().ok_or_else(|| WireError::not_convertible(expected))
}

/// The JSON of a shape of the wire.
pub fn to_json<T: Serialize>(shape: &T) -> Result<String, JsValue> {
    serde_json::to_string(shape).map_err(|error| refuse(&error.to_string()))
}

/// The value of an answer.
pub fn value_of(json: &str) -> Result<JsValue, JsValue> {
    JSON::parse(json)
}

/// How policies are read, as an options object says; places count as JavaScript does unless said.
pub fn options_of(options: &JsValue) -> Result<WireOptions, JsValue> {
    let json = options_json(options)?;
    read_options(json.as_deref(), PositionEncoding::Utf16).map_err(|error| throw(&error))
}

/// The JSON of options, where there are any.
pub fn options_json(options: &JsValue) -> Result<Option<String>, JsValue> {
    if options.is_undefined() || options.is_null() {
        return Ok(None);
    }
    json_of(options).map(Some).map_err(|error| throw(&error.within("options")))
}

/// A string, which JavaScript may have cut inside a character.
fn string(value: &JsValue) -> Result<Option<String>, JsValue> {
    let Some(text) = value.as_string() else { return Ok(None) };
    if text.contains(char::REPLACEMENT_CHARACTER) && !JsString::from(value.clone()).is_valid_utf16() {
        return Err(refuse("expected a string of whole characters, found a lone surrogate"));
    }
    Ok(Some(text))
}
