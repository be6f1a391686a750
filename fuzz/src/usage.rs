//! Reading CloudTrail: pieces do not matter, nothing is lost, and what was used is granted.

use std::sync::OnceLock;

use iam_eval::catalog::Catalog;
use iam_eval::synthesize::{Current, Proof, Quota, SynthesizeOptions, denied, synthesize};
use iam_eval::usage::{Usage, UsageBuilder, UsageLimits, UsageOptions};

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

fn read<'d>(pieces: impl Iterator<Item = &'d [u8]>) -> Option<Usage> {
    let limits = UsageLimits { max_record_bytes: 1_024, ..UsageLimits::default() };
    let mut builder = UsageBuilder::with_options(catalog(), &UsageOptions { limits, ..UsageOptions::default() });
    for piece in pieces {
        builder.feed(piece).ok()?;
    }
    builder.finish().ok()
}

/// Reads the text after the first byte, which says in how large pieces.
pub fn check(data: &[u8]) {
    let Some((size, text)) = data.split_first() else { return };
    let whole = read(std::iter::once(text));
    let pieces = read(text.chunks(usize::from(*size) + 1));
    // a record that is too long is noticed where a piece ends, so what comes of it may differ
    if text.len() <= 1_024 {
        assert_eq!(whole, pieces, "pieces of {} bytes", usize::from(*size) + 1);
    }
    let Some(usage) = whole else { return };
    let stats = &usage.stats;
    let ignored: u64 = stats.ignored.values().sum();
    let told = stats.used + stats.denied + ignored + stats.unmapped.total() + stats.duplicates + stats.outside_window;
    assert_eq!(told, stats.records, "{stats:?}");
    assert_eq!(Usage::from_bytes(&usage.to_bytes()).as_ref(), Ok(&usage));
    let mut merged = Usage::default();
    merged.merge(usage.clone());
    assert_eq!(merged, usage);
    let _ = denied(&usage);
    for principal in usage.principals.keys() {
        let options = SynthesizeOptions { quota: Quota::None, ..SynthesizeOptions::default() };
        if let Ok(made) = synthesize(&usage, &[principal], catalog(), &Current::default(), &options) {
            assert_eq!(made.coverage.proof, Proof::Proved, "{:?}", made.coverage);
        }
    }
}
