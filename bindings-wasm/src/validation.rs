//! `Policy.validate` and `Policy.fix`: the verbs for a policy wherever one is taken.

use iam_eval::wire::{self, WireError};
use serde_json::{Map, Value};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::catalog::known;
use crate::error::throw;
use crate::host::{options_json, text_of, value_of};
use crate::policy::Policy;

#[wasm_bindgen]
impl Policy {
    /// What is wrong with a policy? As AWS's `ValidatePolicy`, with fixes; its text need not be JSON.
    ///
    /// Throws an `InputError` where the options do not say what kind of policy it is. Checks that need a catalogue
    /// are left out without one.
    #[wasm_bindgen(unchecked_return_type = "ValidateOutput")]
    pub fn validate(
        #[wasm_bindgen(unchecked_param_type = "PolicySource")] policy: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ValidateOptions")] options: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
    ) -> Result<JsValue, JsValue> {
        ask("validate", policy, options, catalog)
    }

    /// A policy with every certain fix made, and what is left to say of it.
    #[wasm_bindgen(unchecked_return_type = "FixedOutput")]
    pub fn fix(
        #[wasm_bindgen(unchecked_param_type = "PolicySource")] policy: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "ValidateOptions")] options: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
    ) -> Result<JsValue, JsValue> {
        ask("fix", policy, options, catalog)
    }
}

fn ask(verb: &str, policy: &JsValue, options: &JsValue, catalog: &JsValue) -> Result<JsValue, JsValue> {
    let catalog = known(catalog)?;
    let options = options_json(options)?;
    let input = text_of(policy).and_then(|text| input_of(text, options.as_deref().unwrap_or("{}")));
    let answer = input.and_then(|input| wire::call_with(verb, &input, catalog));
    value_of(&answer.map_err(|error| throw(&error))?)
}

/// The verb's input. Places count as JavaScript does unless the options say otherwise.
fn input_of(text: String, options: &str) -> Result<String, WireError> {
    let read: Result<Map<String, Value>, _> = serde_json::from_str(options);
    let Ok(mut members) = read else { return Err(WireError::not_convertible("options: expected an object")) };
    members.entry("positionEncoding").or_insert_with(|| "utf16".into());
    members.insert("policyDocument".to_owned(), text.into());
    Ok(Value::Object(members).to_string())
}
