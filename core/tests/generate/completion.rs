//! What a case may turn out to be once all that is unknown of it becomes known.

use iam_eval::{Lookup, Request};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::condition::{Key, every_key, single_value_of, value_of};
use super::statement::everything;
use super::{A, Case, object};

/// How each unknown turns out.
#[derive(Debug, Clone)]
pub struct Choices {
    /// Per key: its value if it has one.
    keys: Vec<(Key, Json, Option<Json>)>,
    layers: Vec<bool>,
    role: &'static str,
    canonical_user: &'static str,
    owner: &'static str,
}

pub fn choices() -> impl Strategy<Value = Choices> {
    let keys: Vec<_> = every_key().into_iter().map(key).collect();
    let layers = prop::collection::vec(any::<bool>(), 8);
    let role = prop_oneof![Just("r"), Just("team/r")];
    let owner = prop_oneof![Just(A), Just(super::B)];
    (keys, layers, role, prop_oneof![Just("c"), Just("d")], owner)
        .prop_map(|(keys, layers, role, canonical_user, owner)| Choices { keys, layers, role, canonical_user, owner })
}

/// The one value it has if it is there for certain, and what else it may be.
fn key(key: Key) -> impl Strategy<Value = (Key, Json, Option<Json>)> {
    (Just(key), single_value_of(key), prop::option::of(value_of(key)))
}

/// The case with everything known. `request` is the case's, as it was read.
pub fn complete(case: &Case, request: &Request, choices: &Choices) -> Case {
    let mut complete = case.clone();
    layers(&mut complete.policies, &choices.layers);
    let asked = &mut complete.request;
    let principal = &mut asked["principal"];
    match principal["type"].as_str() {
        Some("AssumedRole") => {
            if principal["role_arn"].is_null() {
                let account = request.principal().and_then(iam_eval::Principal::account).unwrap_or(A);
                principal["role_arn"] = json!(format!("arn:aws:iam::{account}:role/{}", choices.role));
            }
            own_canonical_user(principal, choices);
        }
        Some("User" | "FederatedUser" | "Root") => own_canonical_user(principal, choices),
        _ => {}
    }
    if request.resource_account().is_none() {
        asked["resource_account"] = json!(choices.owner);
    }
    asked["override"] = json!(true);
    asked["context_mode"] = json!("closed");
    let mut context = asked["context"].take();
    for (key, present, unknown) in &choices.keys {
        let value = match request.context().get(key.name) {
            Lookup::Present => present.clone(),
            Lookup::Unknown => unknown.clone().filter(|value| !value.is_object()).unwrap_or(json!({"absent": true})),
            // what was derived from one principal may not be derived again from a better known one
            Lookup::One(text) => json!(text),
            Lookup::Many(texts) => json!(texts),
            _ => json!({"absent": true}),
        };
        if let Some(members) = context.as_object_mut() {
            members.retain(|name, _| !name.eq_ignore_ascii_case(key.name));
            members.insert(key.name.to_owned(), value);
        }
    }
    asked["context"] = context;
    complete
}

fn own_canonical_user(principal: &mut Json, choices: &Choices) {
    if principal["canonical_user_id"].is_null() {
        principal["canonical_user_id"] = json!(choices.canonical_user);
    }
}

/// Unknown layers become open or shut ones, and so do identity policies that nobody tells of.
fn layers(policies: &mut Json, choices: &[bool]) {
    const LISTS: [&str; 2] = ["identity", "session"];
    const LEVELS: [&str; 2] = ["service_control", "resource_control"];
    const DOCUMENTS: [&str; 4] = ["permissions_boundary", "resource", "vpc_endpoint", "trust"];
    let closed = || {
        let mut statement = everything();
        statement["Effect"] = json!("Deny");
        statement
    };
    let names = LISTS.into_iter().chain(LEVELS).chain(DOCUMENTS);
    for (name, open) in names.zip(choices) {
        let untold = name == "identity" && policies["identity"].is_null();
        if policies[name]["unknown"] != true && !untold {
            if policies[name].is_null()
                && let Some(layers) = policies.as_object_mut()
            {
                layers.remove(name);
            }
            continue;
        }
        let document = match (open, untold) {
            (true, _) => object([("Statement", Some(everything()))]),
            (false, true) => object([("Statement", Some(json!([])))]),
            (false, false) => object([("Statement", Some(closed()))]),
        };
        policies[name] = if LEVELS.contains(&name) {
            json!([[document]])
        } else if LISTS.contains(&name) {
            json!([document])
        } else {
            document
        };
    }
}
