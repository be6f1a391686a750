//! Policies by layer.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::object;
use super::statement::{everything, plain, with_principal};

/// The layers, each absent, unknown, or given.
pub fn policies() -> impl Strategy<Value = Json> {
    let user =
        (layer(1, list(plain, 1)), layer(5, document(plain, 2)), layer(5, list(plain, 2)), layer(5, levels(plain, 3)));
    let owner = (
        layer(5, levels(with_principal, 3)),
        layer(2, document(with_principal, 1)),
        layer(8, document(with_principal, 3)),
        layer(3, document(with_principal, 1)),
    );
    (user, owner).prop_map(|((identity, boundary, session, scp), (rcp, resource, endpoint, trust))| {
        object([
            ("identity", identity),
            ("permissions_boundary", boundary),
            ("session", session),
            ("service_control", scp),
            ("resource_control", rcp),
            ("resource", resource),
            ("vpc_endpoint", endpoint),
            ("trust", trust),
        ])
    })
}

fn layer(absent: u32, given: impl Strategy<Value = Json> + 'static) -> impl Strategy<Value = Option<Json>> {
    prop_oneof![
        absent => Just(None),
        1 => prop_oneof![4 => Just(None), 1 => Just(Some(json!({"unknown": true})))],
        6 => given.prop_map(Some),
    ]
}

/// One policy; `open` is how many times as likely as not it has a statement that allows everything.
fn document<S: Strategy<Value = Json> + 'static>(
    statement: fn() -> S,
    open: u32,
) -> impl Strategy<Value = Json> + Clone {
    let version = prop_oneof![
        6 => Just(Some(json!("2012-10-17"))),
        1 => Just(Some(json!("2008-10-17"))),
        1 => Just(None),
    ];
    let statements = (prop::collection::vec(statement(), 0..3), prop_oneof![1 => Just(false), open => Just(true)]);
    let statements = statements.prop_map(|(mut statements, open)| {
        if open || statements.is_empty() {
            statements.push(everything());
        }
        if statements.len() == 1 { statements.remove(0) } else { Json::Array(statements) }
    });
    (version, statements)
        .prop_map(|(version, statements)| object([("Version", version), ("Statement", Some(statements))]))
        .boxed()
}

fn list<S: Strategy<Value = Json> + 'static>(statement: fn() -> S, open: u32) -> impl Strategy<Value = Json> + Clone {
    let policy = document(statement, open);
    prop_oneof![
        1 => Just(json!([])),
        5 => prop::collection::vec(policy.clone(), 1..3).prop_map(Json::Array),
        1 => policy,
    ]
    .boxed()
}

fn levels<S: Strategy<Value = Json> + 'static>(statement: fn() -> S, open: u32) -> impl Strategy<Value = Json> {
    let level = list(statement, open);
    prop_oneof![1 => Just(json!([])), 12 => prop::collection::vec(level, 1..3).prop_map(Json::Array)]
}
