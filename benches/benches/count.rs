//! A fixed number of decisions and nothing else, to count instructions with callgrind:
//! `valgrind --tool=callgrind --toggle-collect='*PolicySet::decide*' BINARY`.
#![allow(missing_docs)]

use std::hint::black_box;

use iam_eval::PolicySet;
use iam_eval_benches::{average_five, documents, mixed};

fn main() {
    let all = documents();
    let five = average_five(&all);
    let texts = if std::env::args().any(|argument| argument == "--all") { &all } else { &five };
    let set = PolicySet::builder().identity(texts.iter().filter_map(|text| text.parse().ok())).build();
    let requests = mixed(texts, 1_000);
    let mut allowed = 0;
    for asked in &requests {
        if black_box(set.decide(&asked.request)) == iam_eval::Answer::Allowed {
            allowed += 1;
        }
    }
    println!("{} decisions, {allowed} allowed", requests.len());
}
