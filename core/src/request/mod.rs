//! What is asked: an action on a resource by a principal, with context keys.
//!
//! This room must not know policies. It answers which value a context key has for a request, the
//! derived keys included, and refuses requests that contradict themselves. The law its tests check:
//! a key is absent, unknown, present with an unknown value, one value, or many, and never two of
//! these.

mod builder;
mod context;
mod derived;
mod display;
mod error;
mod grant;

pub use builder::{Request, RequestBuilder};
pub use context::{Context, ContextMode, ContextValue, Lookup};
pub use error::InputError;
pub use grant::Grant;

pub(crate) use context::{KeyName, key_hash};
