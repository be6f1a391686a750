//! `Policy`: a document that has been read.

use iam_eval::text::PositionEncoding;
use iam_eval::wire::{PolicyOutline, read_policy};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::throw;
use crate::host::{options_json, text_of, to_json, value_of};
use crate::verbs;

/// A policy document that has been read: well formed, with the place of every element. Immutable.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Policy {
    policy: iam_eval::Policy,
    encoding: PositionEncoding,
}

#[wasm_bindgen]
impl Policy {
    /// Reads a document: strictly, unless the options say otherwise.
    ///
    /// Throws a `ParseError` that says what was found, what was expected, and where.
    #[wasm_bindgen]
    pub fn parse(
        #[wasm_bindgen(unchecked_param_type = "PolicySource")] policy: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ParseOptions")] options: &JsValue,
    ) -> Result<Policy, JsValue> {
        let options = options_json(options)?;
        let read =
            read_policy(&text_of(policy).map_err(|error| throw(&error))?, options.as_deref(), PositionEncoding::Utf16);
        let (policy, encoding) = read.map_err(|error| throw(&error))?;
        Ok(Policy { policy, encoding })
    }

    /// Reads as much of a document as can be read, and lists everything that the strict grammar
    /// refuses.
    #[wasm_bindgen(unchecked_return_type = "ParseOutput")]
    pub fn lint(
        #[wasm_bindgen(unchecked_param_type = "PolicySource")] policy: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ReadOptions")] options: &JsValue,
    ) -> Result<JsValue, JsValue> {
        verbs::lint(&text_of(policy).map_err(|error| throw(&error))?, options)
    }

    /// The text the policy was read from; every place counts in it.
    #[wasm_bindgen(getter)]
    pub fn source(&self) -> String {
        self.policy.source().to_owned()
    }

    /// The version as the document states it.
    #[wasm_bindgen(getter, unchecked_return_type = "Version | undefined")]
    pub fn version(&self) -> Option<String> {
        self.policy.stated_version().map(|version| version.as_str().to_owned())
    }

    /// The document's `Id`.
    #[wasm_bindgen(getter)]
    pub fn id(&self) -> Option<String> {
        self.policy.id().map(str::to_owned)
    }

    /// The statements in source order, with the place of every element.
    #[wasm_bindgen(getter, unchecked_return_type = "StatementOutline[]")]
    pub fn statements(&self) -> Result<JsValue, JsValue> {
        value_of(&to_json(&PolicyOutline::of(&self.policy, self.encoding).statements)?)
    }

    /// What the policy holds, and where each element stands.
    #[wasm_bindgen(unchecked_return_type = "PolicyOutline")]
    pub fn outline(&self) -> Result<JsValue, JsValue> {
        value_of(&to_json(&PolicyOutline::of(&self.policy, self.encoding))?)
    }

    /// The policy as canonical JSON: indented by two spaces, or on one line with `false`.
    #[wasm_bindgen]
    pub fn format(&self, pretty: Option<bool>) -> String {
        if pretty.unwrap_or(true) { self.policy.to_json_pretty() } else { self.policy.to_json() }
    }

    /// The canonical document as a value.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "Record<string, unknown>")]
    pub fn to_json(&self) -> Result<JsValue, JsValue> {
        value_of(&self.policy.to_json())
    }

    /// The policy as canonical JSON on one line.
    #[wasm_bindgen(js_name = toString)]
    pub fn to_text(&self) -> String {
        self.policy.to_json()
    }

    /// Whether both are one policy: order of members, one-element lists and blanks do not count.
    #[wasm_bindgen]
    pub fn equals(&self, other: &Policy) -> bool {
        self.policy == other.policy
    }
}
