//! Reading CloudTrail: a log of 20,000 events of about 1.9 KB, plain and compressed, beside what skipping
//! over its JSON alone costs; the real events of the shared data where they are; the catalogue's first use.
//! Figures are for the whole log: divide by the events it prints.
#![allow(missing_docs)]

use std::hint::black_box;
use std::io::Write as _;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use iam_eval::catalog::Catalog;
use iam_eval::usage::UsageBuilder;
use iam_eval_benches::log;

const EVENTS: usize = 20_000;
/// As a file is read.
const PIECE: usize = 1 << 16;

fn read(catalog: &Catalog, bytes: &[u8]) -> u64 {
    let mut builder = UsageBuilder::new(catalog);
    for piece in bytes.chunks(PIECE) {
        if builder.feed(piece).is_err() {
            return 0;
        }
    }
    builder.finish().map_or(0, |usage| usage.stats.records)
}

fn usage(criterion: &mut Criterion) {
    let plain = log(EVENTS);
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    let zipped = encoder.write_all(plain.as_bytes()).and_then(|()| encoder.finish()).unwrap_or_default();
    println!("{EVENTS} events, {} bytes each, {} compressed", plain.len() / EVENTS, zipped.len() / EVENTS);
    let catalog = Catalog::embedded();
    assert_eq!(read(&catalog, plain.as_bytes()), EVENTS as u64);
    let mut group = criterion.benchmark_group("usage");
    group.sample_size(10).throughput(Throughput::Elements(EVENTS as u64));
    group.bench_function("plain", |bencher| bencher.iter(|| read(&catalog, black_box(plain.as_bytes()))));
    group.bench_function("gzip", |bencher| bencher.iter(|| read(&catalog, black_box(&zipped))));
    group.bench_function("serde_json skips it", |bencher| {
        bencher.iter(|| serde_json::from_str::<serde::de::IgnoredAny>(black_box(&plain)).is_ok());
    });
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data/cloudtrail-events.ndjson");
    if let Ok(text) = std::fs::read_to_string(path) {
        let event = |line| serde_json::from_str::<serde_json::Value>(line).ok().map(|row| row["event"].to_string());
        let real: Vec<String> = text.lines().filter_map(event).collect();
        let lines = real.join("\n");
        println!("{} real events, {} bytes each", real.len(), lines.len() / real.len());
        group.throughput(Throughput::Elements(real.len() as u64));
        group.bench_function("real events", |bencher| bencher.iter(|| read(&catalog, black_box(lines.as_bytes()))));
    }
    group.finish();

    let mut group = criterion.benchmark_group("catalogue");
    for service in ["ec2", "s3", "sqs"] {
        group.bench_function(format!("first use of {service}"), |bencher| {
            bencher.iter(|| Catalog::embedded().service(black_box(service)).map(|found| found.actions().len()));
        });
    }
    group.bench_function("an action", |bencher| {
        bencher.iter(|| catalog.action(black_box("ec2:runinstances")).is_some());
    });
    group.bench_function("expand s3:Get*", |bencher| bencher.iter(|| catalog.expand(black_box("s3:Get*")).count()));
    group
        .bench_function("did you mean", |bencher| bencher.iter(|| catalog.did_you_mean(black_box("ec2:RunInstancse"))));
    group.finish();
}

criterion_group!(benches, usage);
criterion_main!(benches);
