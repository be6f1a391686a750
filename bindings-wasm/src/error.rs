//! Errors as JavaScript has them.

use iam_eval::wire::WireError;
use js_sys::{Error, JSON, Object};
use wasm_bindgen::JsValue;

/// An `Error` with the members of the wire's: `name` is its type.
pub fn throw(error: &WireError) -> JsValue {
    let thrown = Error::new(&error.to_string());
    thrown.set_name(error.error_type().as_str());
    if let Ok(members) = JSON::parse(&error.to_json()) {
        let members = Object::from(members);
        let _ = js_sys::Reflect::delete_property(&members, &"type".into());
        let _ = js_sys::Reflect::delete_property(&members, &"message".into());
        Object::assign(thrown.as_ref(), &members);
    }
    thrown.into()
}

/// A value of the host that is no input at all.
pub fn refuse(message: &str) -> JsValue {
    throw(&WireError::not_convertible(message))
}
