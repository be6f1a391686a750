//! Benchmarks of `iam-eval`; see `benches/`.
