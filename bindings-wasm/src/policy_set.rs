//! `PolicySet`: the policies that a request meets.

use std::rc::Rc;

use iam_eval::text::PositionEncoding;
use iam_eval::wire::{read_policy_set, read_requests};
use js_sys::Array;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::decision::{Decision, Word, word};
use crate::error::{refuse, throw};
use crate::host::{is_text, layers_json, options_of, text_of};
use crate::request::{all_asked, asked, asked_at};

/// The policies that a request meets, by layer, compiled once and asked many times. Immutable.
#[wasm_bindgen]
#[derive(Debug)]
pub struct PolicySet {
    set: Rc<iam_eval::PolicySet>,
    encoding: PositionEncoding,
}

#[wasm_bindgen]
impl PolicySet {
    /// Reads the policies and compiles them. A layer that is not given does not restrict; that of the
    /// identity policies is then unknown.
    ///
    /// Throws a `ParseError` that names the layer.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "PolicySetInput")] layers: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "ReadOptions")] options: &JsValue,
    ) -> Result<PolicySet, JsValue> {
        let options = options_of(options)?;
        let read = layers_json(layers).and_then(|layers| read_policy_set(&layers, &options));
        let set = read.map_err(|error| throw(&error))?;
        Ok(PolicySet { set: Rc::new(set), encoding: options.position_encoding })
    }

    /// Is a request allowed, why, and by which statements? The reasons are found when they are asked for.
    #[wasm_bindgen]
    pub fn evaluate(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RequestSource")] request: &JsValue,
    ) -> Result<Decision, JsValue> {
        Ok(Decision::of(Rc::clone(&self.set), asked(request)?, self.encoding))
    }

    /// Is a request allowed? The answer alone.
    #[wasm_bindgen(unchecked_return_type = "Answer")]
    pub fn decide(
        &self,
        #[wasm_bindgen(unchecked_param_type = "RequestSource")] request: &JsValue,
    ) -> Result<Word, JsValue> {
        let request = asked(request)?;
        Ok(word(self.set.decide(&request)))
    }

    /// Which of many requests are allowed? A list of requests, or text with a JSON list or one a line.
    #[wasm_bindgen(js_name = evaluateMany, unchecked_return_type = "Answer[]")]
    pub fn evaluate_many(
        &self,
        #[wasm_bindgen(unchecked_param_type = "readonly (Request | RequestInput)[] | string | Uint8Array")]
        requests: &JsValue,
    ) -> Result<Array, JsValue> {
        let mut answers = Vec::new();
        if is_text(requests) {
            let push = |request: iam_eval::Request| answers.push(word(self.set.decide(&request)) as u8);
            let read = text_of(requests).and_then(|text| read_requests(&text, self.encoding, push));
            read.map_err(|error| throw(&error))?;
            return Ok(words(&answers));
        }
        if !Array::is_array(requests) {
            return Err(refuse("expected a list of requests, or text"));
        }
        let requests = requests.unchecked_ref::<Array>();
        if let Some(handles) = all_asked(requests)? {
            answers.extend(handles.iter().map(|request| word(self.set.decide(request)) as u8));
        } else {
            for (at, request) in requests.iter().enumerate() {
                let request = asked_at(&request, at)?;
                answers.push(word(self.set.decide(&request)) as u8);
            }
        }
        Ok(words(&answers))
    }
}

#[wasm_bindgen(module = "/src/host.js")]
extern "C" {
    fn words(answers: &[u8]) -> Array;
}
