//! IAM policies in the browser: the classes and verbs of `iam-eval` for JavaScript.
//!
//! Conversions only. Whatever has to be decided is decided in core; what two bindings need is in
//! its `wire` room.

mod catalog;
mod decision;
mod error;
mod host;
mod policy;
mod policy_set;
mod request;
#[cfg(feature = "logs")]
mod usage;
#[cfg(feature = "analysis")]
mod validation;
mod verbs;

use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen(typescript_custom_section)]
const WIRE_TYPES: &str = include_str!("../../core/wire/types.d.ts");

#[wasm_bindgen(typescript_custom_section)]
const CLASS_TYPES: &str = include_str!("classes.d.ts");
