//! Reading an average managed policy, from text to typed elements with their places.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use iam_eval::{Limits, ParseOptions, Policy, PolicyType};

/// Runs over all documents in turn, so that a figure is that of the average one.
fn each(criterion: &mut Criterion, name: &str, documents: &[String], mut read: impl FnMut(&str)) {
    let mut at = 0;
    criterion.bench_function(&format!("parse/{name}"), |bencher| {
        bencher.iter_batched(
            || {
                at = (at + 1) % documents.len();
                documents[at].as_str()
            },
            &mut read,
            BatchSize::SmallInput,
        );
    });
}

fn parse(criterion: &mut Criterion) {
    let documents = iam_eval_benches::documents();
    let bytes = documents.iter().map(String::len).sum::<usize>() / documents.len();
    println!("{} documents, {bytes} bytes on average, real: {}", documents.len(), iam_eval_benches::is_real());
    each(criterion, "skip the text (serde_json)", &documents, |text| {
        black_box(serde_json::from_str::<&serde_json::value::RawValue>(text).is_ok());
    });
    each(criterion, "serde_json::Value", &documents, |text| {
        black_box(serde_json::from_str::<serde_json::Value>(text).is_ok());
    });
    each(criterion, "iam-rs", &documents, |text| {
        black_box(serde_json::from_str::<iam_rs::IAMPolicy>(text).is_ok());
    });
    each(criterion, "iam-eval, positions only", &documents, |text| {
        black_box(iam_eval::json::Document::read(text, &Limits::default()).is_ok());
    });
    each(criterion, "iam-eval", &documents, |text| {
        black_box(Policy::parse(text).is_ok());
    });
    let stored = ParseOptions::new().policy_type(PolicyType::Identity);
    each(criterion, "iam-eval, AWS's store-time verdict", &documents, |text| {
        black_box(stored.parse(text).is_ok());
    });
}

criterion_group!(benches, parse);
criterion_main!(benches);
