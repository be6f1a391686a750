//! Work off the event loop.

use std::panic::{AssertUnwindSafe, catch_unwind};

use napi::bindgen_prelude::{Unknown, panic_to_error};
use napi::{Env, Result, ScopedTask};

/// What is done on another thread, with nothing of JavaScript at hand.
pub trait Job: Send + 'static {
    /// What comes of it.
    type Output: Send + 'static;

    fn run(&self) -> Result<Self::Output>;

    /// What JavaScript gets of it.
    fn give(env: &Env, output: Self::Output) -> Result<Unknown<'_>>;
}

/// A job as napi runs it.
pub struct Work<J>(pub J);

impl<'task, J: Job> ScopedTask<'task> for Work<J> {
    type Output = J::Output;
    type JsValue = Unknown<'task>;

    fn compute(&mut self) -> Result<J::Output> {
        // nothing above this frame would stop a panic
        catch_unwind(AssertUnwindSafe(|| self.0.run())).map_err(panic_to_error)?
    }

    fn resolve(&mut self, env: &'task Env, output: J::Output) -> Result<Unknown<'task>> {
        J::give(env, output)
    }
}
