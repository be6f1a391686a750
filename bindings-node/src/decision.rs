//! What is said of one request.

use std::sync::Arc;

use iam_eval::wire::DecisionReport;
use iam_eval::{Answer, Request};
use napi::bindgen_prelude::External;
use napi::{Error, Result};
use napi_derive::napi;

use crate::policy_set::CompiledSet;
use crate::refusal::json;
use crate::request::request_of;

/// An answer travels as its place in this list: JavaScript has a string ready for each.
const ANSWERS: [Answer; 4] = [Answer::Allowed, Answer::ExplicitDeny, Answer::ImplicitDeny, Answer::Depends];

/// The answers by their numbers.
#[napi(catch_unwind)]
pub fn answers() -> Vec<&'static str> {
    ANSWERS.iter().map(|answer| answer.as_str()).collect()
}

/// Is the request of a handle allowed?
#[napi(catch_unwind)]
pub fn decide(set: &External<CompiledSet>, request: &External<Arc<Request>>) -> Result<u8> {
    number_of(set.compiled.decide(request))
}

/// Is the request of a JSON text allowed?
#[napi(catch_unwind)]
pub fn decide_text(set: &External<CompiledSet>, text: String) -> Result<u8> {
    number_of(set.compiled.decide(&request_of(&text)?))
}

/// The report on the request of a handle without its layers, the layers, and why in words. The layers
/// are nine tenths of a report, and seldom looked at.
#[napi(catch_unwind)]
pub fn report(set: &External<CompiledSet>, request: &External<Arc<Request>>) -> Result<Vec<String>> {
    report_of(set, request)
}

/// The same for a JSON text.
#[napi(catch_unwind)]
pub fn report_text(set: &External<CompiledSet>, text: String) -> Result<Vec<String>> {
    report_of(set, &request_of(&text)?)
}

fn report_of(set: &CompiledSet, request: &Request) -> Result<Vec<String>> {
    let decision = set.compiled.evaluate(request);
    let explanation = decision.explain();
    let mut report = DecisionReport::of(&set.compiled, decision, set.encoding);
    let layers = json(&std::mem::take(&mut report.layers))?;
    Ok(vec![json(&report)?, layers, explanation])
}

/// The number of an answer.
pub fn number_of(answer: Answer) -> Result<u8> {
    let number = (0..).zip(ANSWERS).find(|(_, each)| *each == answer);
    number.map(|(number, _)| number).ok_or_else(|| Error::from_reason(format!("no number for `{}`", answer.as_str())))
}
