//! The laws that every input must keep, one module for each fuzz target.
//!
//! A law is a function of bytes that panics where the library breaks its word. Fuzz targets call
//! it with made-up bytes; the test `fuzz_replay` of the core crate takes in this very file by its
//! path and calls it with every seed and every input that once broke it.

pub mod analyze;
mod choices;
pub mod evaluate;
mod generate;
pub mod json;
pub mod parse;
pub mod pattern;
pub mod sources;
pub mod store;
pub mod usage;
pub mod validate;
pub mod wire;

#[allow(dead_code, clippy::pedantic)] // the reference evaluator of the core crate's tests
#[path = "../../core/tests/reference/mod.rs"]
mod reference;

/// A law by name, and what checks one input against it.
pub type Law = (&'static str, fn(&[u8]));

/// Every law; the name is that of the fuzz target and of its folders of seeds and crashes.
pub const LAWS: [Law; 10] = [
    ("parse", parse::check),
    ("json", json::check),
    ("evaluate", evaluate::check),
    ("pattern", pattern::check),
    ("wire", wire::check),
    ("store", store::check),
    ("usage", usage::check),
    ("analyze", analyze::check),
    ("sources", sources::check),
    ("validate", validate::check),
];
