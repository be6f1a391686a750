//! Policies by layer, compiled once.

use std::sync::Arc;

use iam_eval::text::PositionEncoding;
use iam_eval::{Answer, PolicySet, Request, wire};
use napi::bindgen_prelude::{Array, AsyncTask, Buffer, External, ToNapiValue, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::decision::number_of;
use crate::refusal::{OURS, refusal};
use crate::task::{Job, Work};

/// A set, and the units in which the places of its reports count.
pub struct CompiledSet {
    pub compiled: Arc<PolicySet>,
    pub encoding: PositionEncoding,
}

/// Reads policies by layer and compiles them.
#[napi(catch_unwind)]
pub fn compile(layers: String, options: Option<String>) -> Result<External<CompiledSet>> {
    let options = wire::read_options(options.as_deref(), OURS).map_err(refusal)?;
    let compiled = Arc::new(wire::read_policy_set(&layers, &options).map_err(refusal)?);
    let set = CompiledSet { compiled, encoding: options.position_encoding };
    // the texts, where everything stands, and the indexes by action
    Ok(External::new_with_size_hint(set, 4 * layers.len()))
}

/// Which of the requests of many handles are allowed? A byte an answer.
#[napi(catch_unwind)]
pub fn decide_many(set: &External<CompiledSet>, requests: Array<'_>) -> Result<Buffer> {
    Questions::handles(set, &requests)?.run().map(Buffer::from)
}

/// The same for the text of requests.
#[napi(catch_unwind)]
pub fn decide_many_text(set: &External<CompiledSet>, text: String) -> Result<Buffer> {
    Questions::of(set, Asked::Text(text)).run().map(Buffer::from)
}

/// `decide_many` off the event loop.
#[napi(catch_unwind)]
pub fn decide_many_async(set: &External<CompiledSet>, requests: Array<'_>) -> Result<AsyncTask<Work<Questions>>> {
    Ok(AsyncTask::new(Work(Questions::handles(set, &requests)?)))
}

/// `decide_many_text` off the event loop.
#[napi(catch_unwind)]
pub fn decide_many_text_async(set: &External<CompiledSet>, text: String) -> AsyncTask<Work<Questions>> {
    AsyncTask::new(Work(Questions::of(set, Asked::Text(text))))
}

/// Many requests to one set.
pub struct Questions {
    set: Arc<PolicySet>,
    encoding: PositionEncoding,
    asked: Asked,
}

enum Asked {
    /// A JSON list, or one a line.
    Text(String),
    Requests(Vec<Arc<Request>>),
}

impl Questions {
    fn of(set: &CompiledSet, asked: Asked) -> Self {
        Self { set: Arc::clone(&set.compiled), encoding: set.encoding, asked }
    }

    fn handles(set: &CompiledSet, handles: &Array<'_>) -> Result<Self> {
        let mut requests = Vec::with_capacity(handles.len() as usize);
        for at in 0..handles.len() {
            if let Some(request) = handles.get_ref::<External<Arc<Request>>>(at)? {
                requests.push(Arc::clone(request));
            }
        }
        Ok(Self::of(set, Asked::Requests(requests)))
    }
}

impl Job for Questions {
    type Output = Vec<u8>;

    fn run(&self) -> Result<Vec<u8>> {
        let answers: Vec<Answer> = match &self.asked {
            Asked::Requests(requests) => requests.iter().map(|request| self.set.decide(request)).collect(),
            Asked::Text(text) => {
                let mut answers = Vec::new();
                let read = wire::read_requests(text, self.encoding, |request| answers.push(self.set.decide(&request)));
                read.map_err(refusal)?;
                answers
            }
        };
        answers.into_iter().map(number_of).collect()
    }

    fn give(env: &Env, output: Vec<u8>) -> Result<Unknown<'_>> {
        Buffer::from(output).into_unknown(env)
    }
}
