//! Matching one pattern with one text.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use iam_eval::pattern::Pattern;
use wildmatch::WildMatch;

fn matching(criterion: &mut Criterion) {
    let arn = "arn:aws:s3:::bucket-7/logs/2026/11/24.gz";
    let cases = [
        ("action, prefix", Pattern::action("s3:Get*"), "s3:Get*", "s3:GetObject"),
        ("action, literal", Pattern::action("s3:GetObject"), "s3:GetObject", "s3:GetObject"),
        (
            "ARN, two wildcards",
            Pattern::resource("arn:aws:s3:::bucket-*/logs/*.gz"),
            "arn:aws:s3:::bucket-*/logs/*.gz",
            arn,
        ),
        (
            "ARN, region and account",
            Pattern::resource("arn:aws:dynamodb:*:*:table/*-prod"),
            "arn:aws:dynamodb:*:*:table/*-prod",
            "arn:aws:dynamodb:eu-west-1:111122223333:table/orders-prod",
        ),
    ];
    for (name, pattern, text, subject) in &cases {
        let wild = WildMatch::new(text);
        assert!(pattern.is_match(subject) && wild.matches(subject), "{name}");
        criterion.bench_function(&format!("match/iam-eval, {name}"), |bencher| {
            bencher.iter(|| black_box(pattern).is_match(black_box(subject)));
        });
        criterion.bench_function(&format!("match/wildmatch, {name}"), |bencher| {
            bencher.iter(|| black_box(&wild).matches(black_box(subject)));
        });
    }
    for length in [1_000, 10_000, 100_000] {
        let pattern = Pattern::like(&("*a".repeat(20) + "*b*"));
        let subject = "a".repeat(length);
        criterion.bench_function(&format!("match/iam-eval, *a…*a*b* on {length} times a"), |bencher| {
            bencher.iter(|| black_box(&pattern).is_match(black_box(&subject)));
        });
    }
}

criterion_group!(benches, matching);
criterion_main!(benches);
