//! Pairs of policies that look as if comparing them took exponentially long.

use serde_json::{Value, json};

/// A name, a policy, and the one that it is to be compared with.
pub type HostilePair = (&'static str, String, String);

/// Choices that multiply, patterns that overlap, and plain size.
pub fn hostile_pairs() -> Vec<HostilePair> {
    let mut all = Vec::new();
    let mut pair = |name, new: Vec<Value>, existing: Vec<Value>| {
        let document = |statements| json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        all.push((name, document(new), document(existing)));
    };
    let everything = || vec![allow(&json!("*"), &json!("*"))];
    for (name, count) in [
        ("10 denials of two parts", 10),
        ("20 denials of two parts", 20),
        ("60 denials of two parts", 60),
        ("400 denials of two parts", 400),
    ] {
        let denials = (0..count).map(|at| deny(&format!("*a{at}*"), &format!("*b{at}*")));
        pair(name, everything().into_iter().chain(denials).collect(), vec![deny("*", "*")]);
    }
    for (name, count) in [("20 grants of two parts cover little", 20), ("60 grants of two parts cover little", 60)] {
        let grants = (0..count).map(|at| allow(&json!(format!("*{at}*")), &json!(format!("*{at}*"))));
        pair(name, everything(), grants.collect());
    }
    for (name, count) in
        [("16 conditions of two values, complements", 16), ("64 conditions of two values, complements", 64)]
    {
        let grants = (0..count).map(|at| when(&json!({"StringEquals": {format!("k{at}"): ["a", "b"]}})));
        let others = (0..count).map(|at| when(&json!({"StringNotEquals": {format!("k{at}"): "a"}})));
        pair(name, grants.collect(), others.collect());
    }
    for (name, count) in
        [("12 wildcards that overlap", 12), ("40 wildcards that overlap", 40), ("200 wildcards that overlap", 200)]
    {
        let many =
            |from: usize| -> Value { (from..from + count).map(|at| json!(format!("*a{at}*b*c{at}*"))).collect() };
        pair(name, vec![allow(&json!("*"), &many(0))], vec![allow(&json!("*"), &many(1))]);
        let none = json!({"Effect": "Allow", "Action": "*", "NotResource": many(0)});
        pair("the same, none of them", vec![none], vec![allow(&json!("*"), &many(1))]);
    }
    let likes = |operator: &str, key: &dyn Fn(usize) -> String, text: &dyn Fn(usize) -> String, count: usize| {
        let one = |at| when(&json!({operator: {key(at): text(at)}}));
        (0..count).map(one).collect::<Vec<_>>()
    };
    let same_key = |_: usize| "k".to_owned();
    let own_key = |at: usize| format!("k{at}");
    pair(
        "100 conditions on one key",
        likes("StringLike", &same_key, &|at| format!("*{at}*"), 100),
        likes("StringLike", &same_key, &|at| format!("*{}*x", at + 1), 100),
    );
    pair(
        "100 values in one conjunction",
        vec![conjunction(&|at| format!("*a{at}*"), 40)],
        likes("StringNotLike", &same_key, &|at| format!("*b{at}*"), 100),
    );
    pair(
        "300 conditions on 300 keys",
        likes("StringLike", &own_key, &|_| "a*".to_owned(), 300),
        likes("StringLike", &own_key, &|_| "*a".to_owned(), 300),
    );
    pair(
        "variables in 200 resources",
        vec![allow(&json!("*"), &(0..200).map(|at| json!(format!("b/${{k{at}}}/*/${{j}}"))).collect())],
        vec![allow(&json!("*"), &(0..200).map(|at| json!(format!("b/${{k{at}}}/?*/${{j}}"))).collect())],
    );
    pair(
        "20 pinned variables",
        (0..20).map(|at| pinned(&format!("v{at}"))).collect(),
        (0..20).map(|at| pinned(&format!("w{at}"))).collect(),
    );
    let long = |part: &str, count: usize| format!("arn:aws:s3:::{}", part.repeat(count));
    pair(
        "globs of a megabyte",
        vec![allow(&json!("*"), &json!(long("a*", 500_000)))],
        vec![allow(&json!("*"), &json!(long("*a", 500_000)))],
    );
    pair(
        "templates of a megabyte",
        vec![allow(&json!("*"), &json!(long("a*${k}", 150_000)))],
        vec![allow(&json!("*"), &json!(long("*a${k}", 150_000)))],
    );
    pair(
        "globs of a few hundred stars",
        vec![allow(&json!("*"), &json!(long("a*b?", 200)))],
        vec![allow(&json!("*"), &json!(long("*?b", 200)))],
    );
    pair(
        "many globs of a few hundred stars",
        vec![allow(&json!("*"), &(0..40).map(|at| json!(long("a*b", 100 + at))).collect())],
        vec![allow(&json!("*"), &(0..40).map(|at| json!(long("*b", 100 + at))).collect())],
    );
    let buckets = |count: usize, tail: &str| -> Vec<Value> {
        (0..count).map(|at| allow(&json!("s3:*"), &json!(format!("arn:aws:s3:::b{at}/{tail}")))).collect()
    };
    pair("10,000 statements in themselves", buckets(10_000, "*"), buckets(10_000, "*"));
    pair("10,000 statements in wider ones", buckets(10_000, "a*"), buckets(10_000, "*"));
    pair("all in 10,000 statements", everything(), buckets(10_000, "*"));
    pair(
        "10,000 denials",
        everything().into_iter().chain((0..10_000).map(|at| deny("*", &format!("*{at}")))).collect(),
        everything(),
    );
    let entries = |count: usize| (0..count).map(|at| json!(format!("s3:Get{at}*"))).collect::<Value>();
    pair("10,000 actions", vec![allow(&entries(10_000), &json!("*"))], vec![allow(&entries(9_999), &json!("*"))]);
    let values = |count: usize| (0..count).map(|at| json!(at.to_string())).collect::<Value>();
    pair(
        "10,000 numbers",
        vec![when(&json!({"NumericEquals": {"n": values(10_000)}}))],
        vec![when(&json!({"NumericEquals": {"n": values(9_999)}}))],
    );
    pair(
        "10,000 texts",
        vec![when(&json!({"StringEquals": {"n": values(10_000)}}))],
        vec![when(&json!({"StringEquals": {"n": values(9_999)}}))],
    );
    pair(
        "10,000 patterns of texts",
        vec![when(&json!({"StringLike": {"n": values(10_000)}}))],
        vec![when(&json!({"StringNotLike": {"n": values(9_999)}}))],
    );
    let sets = |qualifier: &str, count: usize| -> Vec<Value> {
        (0..count)
            .map(|at| when(&json!({format!("{qualifier}:StringLike"): {"aws:TagKeys": format!("*{at}*")}})))
            .collect()
    };
    pair("sets of several values", sets("ForAnyValue", 60), sets("ForAllValues", 60));
    all
}

fn allow(action: &Value, resource: &Value) -> Value {
    json!({"Effect": "Allow", "Action": action, "Resource": resource})
}

fn deny(action: &str, resource: &str) -> Value {
    json!({"Effect": "Deny", "Action": action, "Resource": resource})
}

fn when(condition: &Value) -> Value {
    json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition})
}

/// Many conditions of one statement on one key, told apart by the spelling of the operator.
fn conjunction(text: &dyn Fn(usize) -> String, count: usize) -> Value {
    let operators = ["StringLike", "StringLikeIfExists", "StringEqualsIgnoreCase", "ArnLike"];
    let mut statement = when(&json!({}));
    for at in 0..count {
        // a key in another letter case is the same key
        let key = if (at / operators.len()).is_multiple_of(2) { "k" } else { "K" };
        statement["Condition"][operators[at % operators.len()]][key] = json!(text(at));
    }
    statement
}

fn pinned(value: &str) -> Value {
    json!({"Effect": "Allow", "Action": "*", "Resource": "a/${aws:PrincipalTag/t}/*",
        "Condition": {"StringEquals": {"aws:PrincipalTag/t": value}}})
}
