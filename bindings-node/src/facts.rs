//! What the library knows of AWS's services, and what somebody else knows of them.

use std::sync::OnceLock;

use iam_eval::catalog::Catalog;
use iam_eval::wire::WireError;
use napi::Result;
use napi::bindgen_prelude::External;
use napi_derive::napi;

use crate::refusal::{json, refusal};

/// What reads logs borrows the facts, and no class of JavaScript can borrow from another: they are never freed.
pub type Facts = &'static Catalog;

/// The facts that are part of the library; found as they are asked for.
pub fn catalog() -> Facts {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

/// The facts of a catalogue that was given, else those of the library.
pub fn known(given: Option<&External<Facts>>) -> Facts {
    given.map_or_else(catalog, |given| **given)
}

/// The facts that are part of the library.
#[napi(catch_unwind)]
pub fn catalog_embedded() -> External<Facts> {
    External::new(catalog())
}

/// Checks the text of a catalogue.
#[napi(catch_unwind)]
pub fn catalog_of(text: String) -> Result<External<Facts>> {
    let catalog = Catalog::from_text(text).map_err(|error| refusal(WireError::not_convertible(error.to_string())))?;
    Ok(External::new(Box::leak(Box::new(catalog))))
}

/// Where the facts come from, as JSON.
#[napi(catch_unwind)]
pub fn catalog_sources(catalog: &External<Facts>) -> Result<String> {
    json(&catalog.provenance().sources)
}
