//! The verbs of the wire.

use iam_eval::wire;
use napi::bindgen_prelude::{AsyncTask, ToNapiValue, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::facts::catalog;
use crate::refusal::refusal;
use crate::task::{Job, Work};

/// Asks a verb by its name.
#[napi(catch_unwind)]
pub fn call(verb: String, text: String) -> Result<String> {
    Question { verb, text }.run()
}

/// Asks a verb by its name, off the event loop.
#[napi(catch_unwind)]
pub fn call_async(verb: String, text: String) -> AsyncTask<Work<Question>> {
    AsyncTask::new(Work(Question { verb, text }))
}

/// The names of all verbs.
#[napi(catch_unwind)]
pub fn verbs() -> Vec<&'static str> {
    wire::VERBS.iter().map(|(name, _)| *name).collect()
}

/// A verb and its input.
pub struct Question {
    verb: String,
    text: String,
}

impl Job for Question {
    type Output = String;

    fn run(&self) -> Result<String> {
        wire::call_with(&self.verb, &self.text, Some(catalog())).map_err(refusal)
    }

    fn give(env: &Env, output: String) -> Result<Unknown<'_>> {
        output.into_unknown(env)
    }
}
