//! Values of Python as the wire reads them.
//!
//! A policy, a request or the input of a verb is a value of Python here: text, a dict, a list, a
//! number. [`Host`] hands it to the shapes of `iam_eval::wire` one by one, [`json_of`] writes it as
//! JSON text. Neither knows what the value means. Whatever Python holds, both end, without a panic
//! and without a deep stack.

mod error;
mod kind;
mod members;
mod read;
mod write;

pub(crate) use error::HostError;
pub(crate) use kind::text_of;
pub(crate) use members::Members;
pub(crate) use read::{Host, read_as};
pub(crate) use write::{JsonText, decoded, json_of, plain_json_of};
