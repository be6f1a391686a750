//! Policies that have been read.

use iam_eval::Policy;
use iam_eval::text::PositionEncoding;
use iam_eval::wire::{self, PolicyOutline};
use napi::bindgen_prelude::{AsyncTask, External, Unknown};
use napi::{Env, Result};
use napi_derive::napi;

use crate::refusal::{OURS, json, refusal};
use crate::task::{Job, Work};

/// A policy, and the units in which its places count.
pub struct ReadPolicy {
    policy: Policy,
    encoding: PositionEncoding,
}

impl ReadPolicy {
    fn into_handle(self) -> External<Self> {
        // the text, and about as much for where everything stands
        let size = 2 * self.policy.source().len();
        External::new_with_size_hint(self, size)
    }
}

/// Reads a policy.
#[napi(catch_unwind)]
pub fn read_policy(text: String, options: Option<String>) -> Result<External<ReadPolicy>> {
    Reading { text, options }.run().map(ReadPolicy::into_handle)
}

/// Reads a policy, off the event loop.
#[napi(catch_unwind)]
pub fn read_policy_async(text: String, options: Option<String>) -> AsyncTask<Work<Reading>> {
    AsyncTask::new(Work(Reading { text, options }))
}

/// What can be read of a policy and what is wrong with it, as JSON.
#[napi(catch_unwind)]
pub fn lint(text: String, options: Option<String>) -> Result<String> {
    let options = wire::read_options(options.as_deref(), OURS).map_err(refusal)?;
    json(&wire::lint(&text, &options))
}

/// What the policy holds, as JSON.
#[napi(catch_unwind)]
pub fn outline(policy: &External<ReadPolicy>) -> Result<String> {
    json(&PolicyOutline::of(&policy.policy, policy.encoding))
}

/// The canonical text.
#[napi(catch_unwind)]
pub fn canonical(policy: &External<ReadPolicy>, pretty: bool) -> String {
    if pretty { policy.policy.to_json_pretty() } else { policy.policy.to_json() }
}

/// Whether two policies say the same.
#[napi(catch_unwind)]
pub fn are_equal(one: &External<ReadPolicy>, other: &External<ReadPolicy>) -> bool {
    one.policy == other.policy
}

/// A policy that is yet to be read.
pub struct Reading {
    text: String,
    options: Option<String>,
}

impl Job for Reading {
    type Output = ReadPolicy;

    fn run(&self) -> Result<ReadPolicy> {
        let read = wire::read_policy(&self.text, self.options.as_deref(), OURS);
        read.map(|(policy, encoding)| ReadPolicy { policy, encoding }).map_err(refusal)
    }

    fn give(env: &Env, output: ReadPolicy) -> Result<Unknown<'_>> {
        output.into_handle().into_unknown(env)
    }
}
