//! The verbs as functions: a value in, a value out.

use iam_eval::wire::{self, WireError};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

use crate::catalog::known;
use crate::error::{refuse, throw};
use crate::host::{input_of, options_of, text_of, to_json, value_of};

/// Asks a verb of the wire by its name: JSON in, JSON out, as in every language. Places count in code
/// points unless the input says otherwise. Verbs that need a catalogue throw `no-catalog` without one.
#[wasm_bindgen]
pub fn call(
    #[wasm_bindgen(unchecked_param_type = "string")] verb: &JsValue,
    #[wasm_bindgen(unchecked_param_type = "string")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<String, JsValue> {
    // the glue reads past the memory's end where a `&str` is given anything else
    let (Some(verb), true) = (verb.as_string(), input.is_string()) else {
        return Err(refuse("expected the name of a verb and a string of JSON"));
    };
    let catalog = known(catalog)?;
    text_of(input).and_then(|input| wire::call_with(&verb, &input, catalog)).map_err(|error| throw(&error))
}

/// The names of all verbs.
#[wasm_bindgen]
pub fn verbs() -> Vec<String> {
    wire::VERBS.iter().map(|(name, _)| (*name).to_owned()).collect()
}

fn ask(verb: fn(&str) -> Result<String, WireError>, input: &JsValue) -> Result<JsValue, JsValue> {
    value_of(&input_of(input).and_then(|input| verb(&input)).map_err(|error| throw(&error))?)
}

fn ask_with(verb: &str, input: &JsValue, catalog: &JsValue) -> Result<JsValue, JsValue> {
    let catalog = known(catalog)?;
    let answer = input_of(input).and_then(|input| wire::call_with(verb, &input, catalog));
    value_of(&answer.map_err(|error| throw(&error))?)
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

/// What was attempted and refused? As `Usage.denied`, with the `usage` in the input.
#[cfg(feature = "logs")]
#[wasm_bindgen(unchecked_return_type = "DeniedOutput")]
pub fn denied(#[wasm_bindgen(unchecked_param_type = "DeniedInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask_with("denied", input, &JsValue::UNDEFINED)
}

/// Which actions of AWS do patterns match?
#[wasm_bindgen(unchecked_return_type = "ExpandOutput")]
pub fn expand(
    #[wasm_bindgen(unchecked_param_type = "ExpandInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("expand", input, catalog)
}

/// Who used which actions on which resources, as CloudTrail's logs show? For much, see `UsageReader`.
#[cfg(feature = "logs")]
#[wasm_bindgen(js_name = readUsage, unchecked_return_type = "Record<string, unknown>")]
pub fn read_usage(
    #[wasm_bindgen(unchecked_param_type = "ReadUsageInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("readUsage", input, catalog)
}

/// What is left of a policy without what principals did not use? As `Usage.refine`, with the `usage` in the input.
#[cfg(feature = "logs")]
#[wasm_bindgen(unchecked_return_type = "Refinement")]
pub fn refine(
    #[wasm_bindgen(unchecked_param_type = "RefineInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("refine", input, catalog)
}

/// What would AWS's policy simulator answer? In and out as the AWS CLI has them. A catalogue lets it say which
/// actions there are, and on which types of resource.
#[wasm_bindgen(unchecked_return_type = "SimulatePolicyOutput")]
pub fn simulate(
    #[wasm_bindgen(unchecked_param_type = "SimulateCustomPolicyInput | SimulatePrincipalPolicyInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("simulate", input, catalog)
}

/// Which policy grants what principals used? As `Usage.synthesize`, with the `usage` in the input.
#[cfg(feature = "logs")]
#[wasm_bindgen(unchecked_return_type = "SynthesizeOutput")]
pub fn synthesize(
    #[wasm_bindgen(unchecked_param_type = "SynthesizeInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("synthesize", input, catalog)
}

/// What is granted and was not used? As `Usage.unused`, with the `usage` in the input.
#[cfg(feature = "logs")]
#[wasm_bindgen(unchecked_return_type = "UnusedOutput")]
pub fn unused(
    #[wasm_bindgen(unchecked_param_type = "UnusedInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("unused", input, catalog)
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

/// Does a policy let through none of some access? As AWS's `CheckAccessNotGranted`, with a request where it does.
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = checkAccessNotGranted, unchecked_return_type = "CustomCheckOutput")]
pub fn check_access_not_granted(
    #[wasm_bindgen(unchecked_param_type = "CheckAccessNotGrantedInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::check_access_not_granted, input)
}

/// Does a new policy let through nothing that the existing one does not? As AWS's `CheckNoNewAccess`, with a request
/// where it does.
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = checkNoNewAccess, unchecked_return_type = "CustomCheckOutput")]
pub fn check_no_new_access(
    #[wasm_bindgen(unchecked_param_type = "CheckNoNewAccessInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::check_no_new_access, input)
}

/// Does the policy of a resource let through nobody in particular? As AWS's `CheckNoPublicAccess`, with a request where
/// it does not.
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = checkNoPublicAccess, unchecked_return_type = "CheckNoPublicAccessOutput")]
pub fn check_no_public_access(
    #[wasm_bindgen(unchecked_param_type = "CheckNoPublicAccessInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::check_no_public_access, input)
}

/// Which statements are redundant, or match no request?
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = checkStatements, unchecked_return_type = "CheckStatementsOutput")]
pub fn check_statements(
    #[wasm_bindgen(unchecked_param_type = "CheckStatementsInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::check_statements, input)
}

/// What are the checks of `validate` about, with examples of each side?
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = describeChecks, unchecked_return_type = "DescribeChecksOutput")]
pub fn describe_checks(
    #[wasm_bindgen(unchecked_param_type = "DescribeChecksInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::describe_checks, input)
}

/// What does a change from one policy to another add, and what does it remove?
#[cfg(feature = "analysis")]
#[wasm_bindgen(unchecked_return_type = "DiffOutput")]
pub fn diff(#[wasm_bindgen(unchecked_param_type = "DiffInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::diff, input)
}

/// Which policy grants exactly what layers grant together?
#[cfg(feature = "analysis")]
#[wasm_bindgen(unchecked_return_type = "DocumentOutput")]
pub fn effective(#[wasm_bindgen(unchecked_param_type = "EffectiveInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::effective, input)
}

/// By which known paths can a caller gain access that was not given to it?
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = escalationPaths, unchecked_return_type = "EscalationPathsOutput")]
pub fn escalation_paths(
    #[wasm_bindgen(unchecked_param_type = "EscalationPathsInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("escalationPaths", input, catalog)
}

/// Who outside a zone of trust does the policy of a resource let through?
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = externalAccess, unchecked_return_type = "ExternalAccessOutput")]
pub fn external_access(
    #[wasm_bindgen(unchecked_param_type = "ExternalAccessInput")] input: &JsValue,
) -> Result<JsValue, JsValue> {
    ask(wire::external_access, input)
}

/// A policy document with every certain fix made, and what is left to say of it.
#[cfg(feature = "analysis")]
#[wasm_bindgen(unchecked_return_type = "FixedOutput")]
pub fn fix(
    #[wasm_bindgen(unchecked_param_type = "ValidateInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("fix", input, catalog)
}

/// What is a shorter policy that means the same?
#[cfg(feature = "analysis")]
#[wasm_bindgen(unchecked_return_type = "MinimizeOutput")]
pub fn minimize(#[wasm_bindgen(unchecked_param_type = "MinimizeInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::minimize, input)
}

/// What is wrong with a policy document? As AWS's `ValidatePolicy`, with fixes; checks that need a catalogue are left
/// out without one.
#[cfg(feature = "analysis")]
#[wasm_bindgen(unchecked_return_type = "ValidateOutput")]
pub fn validate(
    #[wasm_bindgen(unchecked_param_type = "ValidateInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("validate", input, catalog)
}

/// What is wrong with the policies in files: policies, plans of Terraform, templates of CloudFormation? Apart from what
/// is suppressed with a reason, and what a baseline knows.
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = validateFiles, unchecked_return_type = "ValidateFilesOutput")]
pub fn validate_files(
    #[wasm_bindgen(unchecked_param_type = "ValidateFilesInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("validateFiles", input, catalog)
}

/// What can a caller do, as actions, resources and conditions?
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = whatCan, unchecked_return_type = "WhatCanOutput")]
pub fn what_can(
    #[wasm_bindgen(unchecked_param_type = "WhatCanInput")] input: &JsValue,
    #[wasm_bindgen(unchecked_optional_param_type = "Catalog")] catalog: &JsValue,
) -> Result<JsValue, JsValue> {
    ask_with("whatCan", input, catalog)
}

/// Who can do an action on a resource, and by which request?
#[cfg(feature = "analysis")]
#[wasm_bindgen(js_name = whoCan, unchecked_return_type = "WhoCanOutput")]
pub fn who_can(#[wasm_bindgen(unchecked_param_type = "WhoCanInput")] input: &JsValue) -> Result<JsValue, JsValue> {
    ask(wire::who_can, input)
}
