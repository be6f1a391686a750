//! Reading CloudTrail: pieces do not matter, nothing is lost, and what was used is granted.

use std::sync::OnceLock;

use iam_eval::catalog::Catalog;
use iam_eval::synthesize::{Current, Proof, Quota, SynthesizeOptions, denied, synthesize};
use iam_eval::usage::{BadInput, ReadError, Usage, UsageBuilder, UsageLimits, UsageOptions};

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

/// What is read, or why nothing is, and all that was refused, with its place.
type Reading = (Result<Usage, ReadError>, Vec<BadInput>);

fn read<'d>(pieces: impl Iterator<Item = &'d [u8]>) -> Reading {
    let limits = UsageLimits { max_record_bytes: 1_024, ..UsageLimits::default() };
    let mut builder = UsageBuilder::with_options(catalog(), &UsageOptions { limits, ..UsageOptions::default() });
    for piece in pieces {
        if let Err(error) = builder.feed(piece) {
            return (Err(error), Vec::new());
        }
    }
    let ended = builder.end_input();
    let errors = builder.errors().to_vec();
    (ended.and_then(|()| builder.finish()), errors)
}

/// Reads the text after the first byte, which says in how large pieces.
pub fn check(data: &[u8]) {
    let Some((size, text)) = data.split_first() else { return };
    let (whole, pieces) = (read(std::iter::once(text)), read(text.chunks(usize::from(*size) + 1)));
    match (&whole.0, &pieces.0) {
        // what comes out of an inflater before it fails is its own affair
        (Err(ReadError::NotInflatable(_)), Err(ReadError::NotInflatable(_))) => {}
        _ => assert_eq!(whole, pieces, "pieces of {} bytes", usize::from(*size) + 1),
    }
    let Ok(usage) = whole.0 else { return };
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
