//! The verbs as functions: a value in, a value out.

use iam_eval::wire;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::error::{refuse, throw};
use crate::host::{input_of, options_of, text_of, to_json, value_of};

/// Asks a verb of the wire by its name: JSON in, JSON out, as in every language. Places count in code
/// points unless the input says otherwise.
#[wasm_bindgen]
pub fn call(
    #[wasm_bindgen(unchecked_param_type = "string")] verb: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] input: &JsValue,
) -> Result<String, JsValue> {
    // the glue reads past the memory's end where a `&str` is given anything else
    let (Some(verb), true) = (verb.as_string(), input.is_string()) else {
        return Err(refuse("expected the name of a verb and a string of JSON"));
    };
    text_of(input).and_then(|input| wire::call(&verb, &input)).map_err(|error| throw(&error))
}

/// The names of all verbs.
#[wasm_bindgen]
pub fn verbs() -> Vec<String> {
    wire::VERBS.iter().map(|(name, _)| (*name).to_owned()).collect()
}

fn ask(verb: wire::Verb, input: &JsValue) -> Result<JsValue, JsValue> {
    value_of(&input_of(input).and_then(|input| verb(&input)).map_err(|error| throw(&error))?)
}

/// What does a policy hold, where does each element stand, and is it well formed?
#[wasm_bindgen(unchecked_return_type = "ParseOutput")]
pub fn parse(#[wasm_bindgen(unchecked_param_type = "ParseInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::parse, input)
}

/// How is a policy written canonically?
#[wasm_bindgen(unchecked_return_type = "TextOutput")]
pub fn format(#[wasm_bindgen(unchecked_param_type = "FormatInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::format, input)
}

/// Is a request allowed, why, by which statements, and what was missing to know?
#[wasm_bindgen(unchecked_return_type = "DecisionReport")]
pub fn evaluate(#[wasm_bindgen(unchecked_param_type = "EvaluateInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::evaluate, input)
}

/// Which of many requests are allowed?
#[wasm_bindgen(js_name = evaluateMany, unchecked_return_type = "EvaluateManyOutput")]
pub fn evaluate_many(
    #[wasm_bindgen(unchecked_param_type = "EvaluateManyInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::evaluate_many, input)
}

/// Why is a request allowed or not, in words?
#[wasm_bindgen(unchecked_return_type = "TextOutput")]
pub fn explain(#[wasm_bindgen(unchecked_param_type = "EvaluateInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::explain, input)
}

/// What would AWS's policy simulator answer? In and out as the AWS CLI has them.
#[wasm_bindgen(unchecked_return_type = "SimulatePolicyOutput")]
pub fn simulate(
    #[wasm_bindgen(unchecked_param_type = "SimulateCustomPolicyInput | SimulatePrincipalPolicyInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::simulate, input)
}

/// Which version of the library answers?
#[wasm_bindgen(unchecked_return_type = "VersionOutput")]
pub fn version() -> Result<JsValue, JsValue> {
    value_of(&wire::version("{}").map_err(|error| throw(&error))?)
}

/// `parse` with the profile `lint`, for a text; places count as the options say.
pub fn lint(text: &str, options: &JsValue) -> Result<JsValue, JsValue> {
    let options = options_of(options)?;
    let output = wire::lint(text, &options);
    value_of(&to_json(&output)?)
}
