//! Random policy sets and requests over a small alphabet of names, so that much of it matches, in
//! the JSON of the decision vectors. It must not know what the right answer is. The law its users
//! check: whatever it makes, the evaluators agree on it.

// each test file that makes cases uses a part of what is here
#![allow(dead_code)]

pub mod completion;
mod condition;
mod layers;
pub mod order;
mod principal;
mod request;
pub mod statement;

pub use layers::policies;
pub use request::request;

use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::{Value as Json, json};

pub const A: &str = "111122223333";
pub const B: &str = "444455556666";

/// Policies by layer, and a request.
#[derive(Debug, Clone)]
pub struct Case {
    pub policies: Json,
    pub request: Json,
}

impl Case {
    /// As `wire::evaluate` takes it.
    pub fn input(&self) -> String {
        json!({"policies": self.policies, "request": self.request}).to_string()
    }
}

pub fn case() -> impl Strategy<Value = Case> {
    (policies(), request()).prop_map(|(policies, request)| Case { policies, request })
}

/// So many cases unless `PROPTEST_CASES` says otherwise; what fails becomes a named test, not a file.
pub fn config(cases: u32) -> Config {
    let config = Config { failure_persistence: None, max_shrink_iters: 20_000, ..Config::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { config } else { Config { cases, ..config } }
}

/// One of these, all alike likely.
fn one_of(texts: &'static [&'static str]) -> impl Strategy<Value = Json> + Clone {
    prop::sample::select(texts).prop_map(|text| json!(text))
}

/// One, or a list of a few.
fn one_or_list(element: impl Strategy<Value = Json> + Clone + 'static) -> impl Strategy<Value = Json> {
    prop_oneof![
        3 => element.clone(),
        2 => prop::collection::vec(element, 1..4).prop_map(Json::Array),
    ]
}

/// An object of those members that have a value.
fn object(members: impl IntoIterator<Item = (&'static str, Option<Json>)>) -> Json {
    let given = members.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?)));
    Json::Object(given.collect())
}
