//! From JavaScript's values to the wire's JSON, and back.

use iam_eval::text::PositionEncoding;
use iam_eval::wire::{WireError, WireOptions, decode_policy, read_options};
use js_sys::{JSON, JsString, Reflect, Uint8Array};
use serde::Serialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::error::{refuse, throw};

#[wasm_bindgen(module = "/src/json.js")]
extern "C" {
    /// What JavaScript throws where a value has no JSON.
    type Refusal;

    #[wasm_bindgen(method, getter)]
    fn message(this: &Refusal) -> String;

    #[wasm_bindgen(method, getter)]
    fn bytes(this: &Refusal) -> Option<Uint8Array>;

    #[wasm_bindgen(method, getter)]
    fn place(this: &Refusal) -> Option<String>;

    #[wasm_bindgen(js_name = jsonOf, catch)]
    fn json_text(value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(js_name = layersJson, catch)]
    fn layers_text(value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(js_name = inputJson, catch)]
    fn input_text(value: &JsValue) -> Result<String, JsValue>;

    #[wasm_bindgen(js_name = isPolicy, catch)]
    fn is_policy(value: &JsValue) -> Result<bool, JsValue>;
}

/// The text of a policy or of a question: a string as it is, bytes decoded, a handle's source,
/// anything else as JSON.
pub fn text_of(value: &JsValue) -> Result<String, WireError> {
    if let Some(text) = string(value)? {
        return Ok(text);
    }
    if let Some(bytes) = value.dyn_ref::<Uint8Array>() {
        return decode(bytes, None);
    }
    if !is_policy(value).unwrap_or(false) {
        return json_of(value);
    }
    let source = Reflect::get(value, &"source".into()).ok().and_then(|source| source.as_string());
    source.ok_or_else(|| WireError::not_convertible("expected a policy that was not freed"))
}

/// The JSON of policies by layer, in which handles and bytes are strings of their text.
pub fn layers_json(value: &JsValue) -> Result<String, WireError> {
    if is_text(value) { text_of(value) } else { layers_text(value).map_err(refused) }
}

/// The text of a verb's input, in which policies and requests may be handles.
pub fn input_of(value: &JsValue) -> Result<String, WireError> {
    if is_text(value) { text_of(value) } else { input_text(value).map_err(refused) }
}

/// Whether a value is text already, or the bytes of one.
pub fn is_text(value: &JsValue) -> bool {
    value.is_string() || value.is_instance_of::<Uint8Array>()
}

/// The JSON of a value that holds no policies.
pub fn json_of(value: &JsValue) -> Result<String, WireError> {
    json_text(value).map_err(refused)
}

fn refused(thrown: JsValue) -> WireError {
    let refusal = thrown.unchecked_into::<Refusal>();
    match refusal.bytes() {
        Some(bytes) => match decode(&bytes, refusal.place()) {
            Err(error) => error,
            Ok(_) => WireError::not_convertible("expected bytes that do not change while they are read"),
        },
        None => WireError::not_convertible(refusal.message()),
    }
}

fn decode(bytes: &Uint8Array, place: Option<String>) -> Result<String, WireError> {
    decode_policy(&bytes.to_vec(), place, PositionEncoding::Utf16).map(str::to_owned)
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
pub fn string(value: &JsValue) -> Result<Option<String>, WireError> {
    let Some(text) = value.as_string() else { return Ok(None) };
    if text.contains(char::REPLACEMENT_CHARACTER) && !JsString::from(value.clone()).is_valid_utf16() {
        return Err(WireError::not_convertible("expected a string of whole characters, found a lone surrogate"));
    }
    Ok(Some(text))
}
