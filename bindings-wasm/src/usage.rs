//! `UsageReader` and `Usage`: what CloudTrail shows of who used what.

use iam_eval::catalog;
use iam_eval::usage::{TimeError, UsageBuilder, UsageOptions};
use iam_eval::wire::{self, WireError};
use js_sys::{Reflect, Uint8Array};
use serde::Deserialize;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use crate::catalog::needed;
use crate::error::{refuse, throw};
use crate::host::{input_of, options_json, string, to_json, value_of};

/// Reads CloudTrail, in any of the forms that AWS hands it out, piece by piece: memory grows with what is
/// distinct in the logs, not with how long they are. What is gzipped goes through the browser's own
/// `DecompressionStream` first.
#[wasm_bindgen]
#[derive(Debug)]
pub struct UsageReader {
    builder: Option<UsageBuilder<'static>>,
}

#[derive(Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Times {
    start: Option<String>,
    stop: Option<String>,
}

fn finished() -> JsValue {
    refuse("expected a reader that is not finished")
}

#[wasm_bindgen]
impl UsageReader {
    /// Begins to read. Events before `start` and from `stop` on are left out.
    ///
    /// Throws an `InputError` where a time is none.
    #[wasm_bindgen(constructor)]
    pub fn new(
        #[wasm_bindgen(unchecked_param_type = "Catalog")] catalog: &JsValue,
        #[wasm_bindgen(unchecked_optional_param_type = "UsageOptions")] options: &JsValue,
    ) -> Result<UsageReader, JsValue> {
        let catalog = needed(catalog)?;
        let json = options_json(options)?.unwrap_or_else(|| "{}".to_owned());
        let bad = |message: String| throw(&WireError::not_convertible(message).within("options"));
        let Times { start, stop } = serde_json::from_str(&json).map_err(|error| bad(error.to_string()))?;
        let time = |name: &str, text: Option<String>| {
            text.map(|text| text.parse().map_err(|error: TimeError| bad(format!("{name}: {error}")))).transpose()
        };
        let options = UsageOptions { from: time("start", start)?, to: time("stop", stop)?, ..UsageOptions::default() };
        Ok(UsageReader { builder: Some(UsageBuilder::with_options(catalog, &options)) })
    }

    fn open(&mut self) -> Result<&mut UsageBuilder<'static>, JsValue> {
        self.builder.as_mut().ok_or_else(finished)
    }

    /// Reads a piece of an input, which may end anywhere.
    pub fn feed(
        &mut self,
        #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] piece: &JsValue,
    ) -> Result<(), JsValue> {
        let bytes = bytes_of(piece)?;
        self.open()?.feed(&bytes).map_err(|error| throw(&error.into()))
    }

    /// Says that the input ends here and another begins.
    #[wasm_bindgen(js_name = endInput)]
    pub fn end_input(&mut self) -> Result<(), JsValue> {
        self.open()?.end_input().map_err(|error| throw(&error.into()))
    }

    /// How many records were read so far?
    #[wasm_bindgen(getter)]
    #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other number")]
    pub fn records(&mut self) -> Result<f64, JsValue> {
        Ok(self.open()?.progress().records as f64)
    }

    /// What was no record, of the first hundred.
    #[wasm_bindgen(getter, unchecked_return_type = "BadRecord[]")]
    pub fn errors(&mut self) -> Result<JsValue, JsValue> {
        let json = to_json(&self.open()?.errors())?;
        value_of(&json)
    }

    /// What was used; the reader is done with.
    ///
    /// Throws an `InputError` where there was no record in the input.
    pub fn finish(&mut self) -> Result<Usage, JsValue> {
        let usage = self.builder.take().ok_or_else(finished)?.finish();
        Ok(Usage { usage: usage.map_err(|error| throw(&error.into()))? })
    }
}

/// Who used which actions on which resources, when and how often, and what was refused. Immutable; it
/// merges, in any order, to the same bytes.
#[wasm_bindgen]
#[derive(Debug)]
pub struct Usage {
    usage: iam_eval::usage::Usage,
}

/// A question about a usage.
type Question = fn(&iam_eval::usage::Usage, &str, &catalog::Catalog) -> Result<String, WireError>;

impl Usage {
    fn ask(&self, question: Question, input: &JsValue, catalog: &JsValue) -> Result<JsValue, JsValue> {
        let catalog = needed(catalog)?;
        let answer = input_of(input).and_then(|input| question(&self.usage, &input, catalog));
        value_of(&answer.map_err(|error| throw(&error))?)
    }
}

#[wasm_bindgen]
impl Usage {
    /// Reads one log as a whole.
    ///
    /// Throws an `InputError` where there is no record in it.
    pub fn read(
        #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] log: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Catalog")] catalog: &JsValue,
    ) -> Result<Usage, JsValue> {
        let mut reader = UsageReader::new(catalog, &JsValue::UNDEFINED)?;
        reader.feed(log)?;
        reader.finish()
    }

    /// Reads what `toBytes` wrote.
    #[wasm_bindgen(js_name = fromBytes)]
    pub fn from_bytes(
        #[wasm_bindgen(unchecked_param_type = "string | Uint8Array")] bytes: &JsValue,
    ) -> Result<Usage, JsValue> {
        let usage = iam_eval::usage::Usage::from_bytes(&bytes_of(bytes)?).map_err(|error| throw(&error.into()))?;
        Ok(Usage { usage })
    }

    /// The canonical bytes, JSON: the same for the same usage.
    #[wasm_bindgen(js_name = toBytes)]
    pub fn to_bytes(&self) -> Vec<u8> {
        self.usage.to_bytes()
    }

    /// Both usages together.
    pub fn merge(&self, other: &Usage) -> Usage {
        let mut usage = self.usage.clone();
        usage.merge(other.usage.clone());
        Usage { usage }
    }

    /// The ARNs of the users and roles that were seen.
    #[wasm_bindgen(getter)]
    pub fn principals(&self) -> Vec<String> {
        self.usage.principals.keys().cloned().collect()
    }

    /// What was read, and what became of it.
    #[wasm_bindgen(getter, unchecked_return_type = "Record<string, unknown> & { records: number; bad: number }")]
    pub fn stats(&self) -> Result<JsValue, JsValue> {
        value_of(&to_json(&self.usage.stats)?)
    }

    /// The times of the first and the last event.
    #[wasm_bindgen(getter, unchecked_return_type = "Window")]
    pub fn window(&self) -> Result<JsValue, JsValue> {
        value_of(&to_json(&self.usage.window)?)
    }

    /// The policy that grants exactly what principals used, proved to cover the usage.
    #[wasm_bindgen(unchecked_return_type = "SynthesizeOutput")]
    pub fn synthesize(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Omit<SynthesizeInput, \"usage\">")] input: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Catalog")] catalog: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(wire::synthesize, input, catalog)
    }

    /// What is left of a policy without what principals did not use.
    #[wasm_bindgen(unchecked_return_type = "Refinement")]
    pub fn refine(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Omit<RefineInput, \"usage\">")] input: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Catalog")] catalog: &JsValue,
    ) -> Result<JsValue, JsValue> {
        self.ask(wire::refine, input, catalog)
    }

    /// What is granted and was not used until `now`, as Access Analyzer's findings.
    #[wasm_bindgen(unchecked_return_type = "UnusedAccess[]")]
    pub fn unused(
        &self,
        #[wasm_bindgen(unchecked_param_type = "Omit<UnusedInput, \"usage\">")] input: &JsValue,
        #[wasm_bindgen(unchecked_param_type = "Catalog")] catalog: &JsValue,
    ) -> Result<JsValue, JsValue> {
        member(&self.ask(wire::unused, input, catalog)?, "findings")
    }

    /// What was attempted and refused, and what would let it through.
    #[wasm_bindgen(unchecked_return_type = "Attempt[]")]
    pub fn denied(&self) -> Result<JsValue, JsValue> {
        member(&value_of(&wire::denied(&self.usage).map_err(|error| throw(&error))?)?, "attempts")
    }

    /// All of it as a plain value.
    #[wasm_bindgen(js_name = toJSON, unchecked_return_type = "Record<string, unknown>")]
    pub fn to_json(&self) -> Result<JsValue, JsValue> {
        value_of(&String::from_utf8_lossy(&self.usage.to_bytes()))
    }
}

/// The only member of an answer.
fn member(answer: &JsValue, name: &str) -> Result<JsValue, JsValue> {
    Reflect::get(answer, &name.into())
}

fn bytes_of(piece: &JsValue) -> Result<Vec<u8>, JsValue> {
    if let Some(bytes) = piece.dyn_ref::<Uint8Array>() {
        return Ok(bytes.to_vec());
    }
    let text = string(piece).map_err(|error| throw(&error))?;
    text.map(String::into_bytes).ok_or_else(|| refuse("expected a string or bytes"))
}
