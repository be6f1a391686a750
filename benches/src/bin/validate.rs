//! How many managed policies are validated in a second, on one thread?
//!
//! ```text
//! cargo run --release -p iam-eval-benches --bin validate [ROUNDS]
//! ```
//!
//! Prints, for each way, the policies in a second of the best round, and the slowest policy of that round.

use std::time::{Duration, Instant};

use iam_eval::catalog::Catalog;
use iam_eval::validate::{OwnFindings, ValidateOptions, validate};
use iam_eval::{Policy, PolicyType};
use iam_eval_benches::named_documents;

/// Runs over all documents; how long it took, the slowest, and how much was found.
fn run(documents: &[(String, String)], mut look: impl FnMut(&str) -> usize) -> (Duration, (Duration, &str), usize) {
    let (mut slowest, mut found) = ((Duration::ZERO, ""), 0);
    let begin = Instant::now();
    for (name, text) in documents {
        let start = Instant::now();
        found += look(text);
        slowest = slowest.max((start.elapsed(), name));
    }
    (begin.elapsed(), slowest, found)
}

/// A way to look at a document: how much is found.
type Look<'l> = Box<dyn Fn(&str) -> usize + 'l>;

fn main() {
    let rounds: usize = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(20);
    let documents = named_documents();
    let catalog = Catalog::embedded();
    let bare = ValidateOptions::new(PolicyType::Identity);
    let full = bare.clone().catalog(&catalog);
    let own = full.clone().own(OwnFindings::Default);
    let count =
        |text: &str, options: &ValidateOptions<'_>| validate(text, options).map_or(0, |answer| answer.findings.len());
    let ways: [(&str, Look<'_>); 4] = [
        ("reading alone", Box::new(|text| Policy::lint(text).1.len())),
        ("without a catalogue", Box::new(|text| count(text, &bare))),
        ("with the catalogue", Box::new(|text| count(text, &full))),
        ("and findings of our own", Box::new(|text| count(text, &own))),
    ];
    for (name, look) in ways {
        let best = (0..rounds.max(1)).map(|_| run(&documents, &look)).min_by_key(|(took, ..)| *took);
        let Some((took, (slowest, which), found)) = best else { continue };
        #[allow(clippy::cast_precision_loss)] // thousands
        let rate = documents.len() as f64 / took.as_secs_f64();
        println!("{name}: {rate:.0} policies/s, {found} findings, slowest {slowest:?} ({which})");
    }
}
