//! Logs, and what they show of who used what.

use std::sync::{Arc, Mutex, PoisonError};

use iam_eval::usage::{TimeError, Usage, UsageBuilder, UsageOptions};
use iam_eval::wire::{self, WireError};
use napi::bindgen_prelude::{AsyncTask, Buffer, External, ToNapiValue, Uint8Array, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::facts::{Facts, known};
use crate::refusal::{json, refusal};
use crate::task::{Job, Work};

/// What reads a log; nothing once it is finished.
pub type Reader = Mutex<Option<UsageBuilder<'static>>>;

/// Begins to read, within a window of time.
#[napi(catch_unwind)]
pub fn usage_reader(
    start: Option<String>,
    stop: Option<String>,
    catalog: Option<&External<Facts>>,
) -> Result<External<Arc<Reader>>> {
    let time = |name: &str, text: Option<String>| {
        text.map(|text| text.parse())
            .transpose()
            .map_err(|error: TimeError| refusal(WireError::not_convertible(error.to_string()).within(name)))
    };
    let options = UsageOptions { from: time("start", start)?, to: time("stop", stop)?, ..UsageOptions::default() };
    Ok(External::new(Arc::new(Mutex::new(Some(UsageBuilder::with_options(known(catalog), &options))))))
}

fn with<T>(reader: &Reader, read: impl FnOnce(&mut UsageBuilder<'static>) -> T) -> Result<T> {
    let mut builder = reader.lock().unwrap_or_else(PoisonError::into_inner);
    builder.as_mut().map(read).ok_or_else(finished)
}

fn finished() -> napi::Error {
    refusal(WireError::not_convertible("expected a reader that is not finished"))
}

/// Reads a piece.
#[napi(catch_unwind)]
pub fn usage_feed(reader: &External<Arc<Reader>>, piece: &[u8]) -> Result<()> {
    with(reader, |builder| builder.feed(piece))?.map_err(|error| refusal(error.into()))
}

/// A piece to be read off the event loop.
pub struct Piece {
    reader: Arc<Reader>,
    bytes: Vec<u8>,
}

impl Job for Piece {
    type Output = ();

    fn run(&self) -> Result<()> {
        with(&self.reader, |builder| builder.feed(&self.bytes))?.map_err(|error| refusal(error.into()))
    }

    fn give(env: &Env, (): ()) -> Result<Unknown<'_>> {
        ().into_unknown(env)
    }
}

/// Reads a piece off the event loop.
#[napi(catch_unwind)]
pub fn usage_feed_async(reader: &External<Arc<Reader>>, piece: Uint8Array) -> AsyncTask<Work<Piece>> {
    AsyncTask::new(Work(Piece { reader: Arc::clone(reader), bytes: piece.to_vec() }))
}

/// Ends an input.
#[napi(catch_unwind)]
pub fn usage_end_input(reader: &External<Arc<Reader>>) -> Result<()> {
    with(reader, UsageBuilder::end_input)?.map_err(|error| refusal(error.into()))
}

/// How many records were read, and the JSON of what was none.
#[napi(catch_unwind)]
pub fn usage_progress(reader: &External<Arc<Reader>>) -> Result<(f64, String)> {
    with(reader, |builder| {
        #[expect(clippy::cast_precision_loss, reason = "JavaScript has no other number")]
        let records = builder.progress().records as f64;
        Ok((records, json(&builder.errors())?))
    })?
}

/// What was used; the reader is done with.
#[napi(catch_unwind)]
pub fn usage_finish(reader: &External<Arc<Reader>>) -> Result<External<Arc<Usage>>> {
    let builder = reader.lock().unwrap_or_else(PoisonError::into_inner).take().ok_or_else(finished)?;
    builder.finish().map(handle).map_err(|error| refusal(error.into()))
}

fn handle(usage: Usage) -> External<Arc<Usage>> {
    External::new(Arc::new(usage))
}

/// Reads what `usage_bytes` wrote.
#[napi(catch_unwind)]
pub fn usage_from_bytes(bytes: &[u8]) -> Result<External<Arc<Usage>>> {
    Usage::from_bytes(bytes).map(handle).map_err(|error| refusal(error.into()))
}

/// The canonical bytes.
#[napi(catch_unwind)]
pub fn usage_bytes(usage: &External<Arc<Usage>>) -> Buffer {
    usage.to_bytes().into()
}

/// Both usages together.
#[napi(catch_unwind)]
pub fn usage_merge(one: &External<Arc<Usage>>, other: &External<Arc<Usage>>) -> External<Arc<Usage>> {
    let mut usage = Usage::clone(one);
    usage.merge(Usage::clone(other));
    handle(usage)
}

/// Whose usage it is.
#[napi(catch_unwind)]
pub fn usage_principals(usage: &External<Arc<Usage>>) -> Vec<String> {
    usage.principals.keys().cloned().collect()
}

/// What was read and from when to when, as JSON.
#[napi(catch_unwind)]
pub fn usage_summary(usage: &External<Arc<Usage>>) -> Result<Vec<String>> {
    Ok(vec![json(&usage.stats)?, json(&usage.window)?])
}

/// Asks about a usage: `synthesize`, `refine`, `unused` or `denied`.
#[napi(catch_unwind)]
pub fn usage_ask(
    usage: &External<Arc<Usage>>,
    question: String,
    input: String,
    catalog: Option<&External<Facts>>,
) -> Result<String> {
    let catalog = known(catalog);
    let answer = match &*question {
        "synthesize" => wire::synthesize(usage, &input, catalog),
        "refine" => wire::refine(usage, &input, catalog),
        "unused" => wire::unused(usage, &input, catalog),
        _ => wire::denied(usage),
    };
    answer.map_err(refusal)
}
