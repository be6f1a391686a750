//! How long do questions take that are made to take long?
//!
//! ```text
//! cargo run --release -p iam-eval-benches --bin hostile
//! ```
//!
//! Each is asked with the default number of steps, and is to end within a tenth of a second. Prints the answer, how long
//! making the policies ready took and how long the question, and the worst.

use std::time::Instant;

use iam_eval::analyze::{AnalyzeOptions, Region, Verdict, check_contained, is_empty};
use iam_eval::{ParseOptions, Policy, Profile};
use iam_eval_benches::hostile_pairs;

fn main() {
    let options = AnalyzeOptions::default();
    let lenient = ParseOptions::new().profile(Profile::Lenient);
    let mut worst = (0.0, "");
    for (name, new, existing) in hostile_pairs() {
        let parse = |text: &str| -> Policy { lenient.parse(text).expect("a policy") };
        let (new, existing) = (parse(&new), parse(&existing));
        let start = Instant::now();
        let (a, b) = (Region::of([&new]), Region::of([&existing]));
        let ready = start.elapsed().as_secs_f64() * 1e3;
        let start = Instant::now();
        let verdict = check_contained(&a, &b, &options);
        let check = start.elapsed().as_secs_f64() * 1e3;
        let start = Instant::now();
        let emptiness = is_empty(&a.intersect(b), &options);
        let empty = start.elapsed().as_secs_f64() * 1e3;
        let word = |verdict: &Verdict| match verdict {
            Verdict::Proved => "proved".to_owned(),
            Verdict::Refuted(_) => "refuted".to_owned(),
            Verdict::Undecided(why) => why.to_string(),
            _ => "unknown".to_owned(),
        };
        println!(
            "{name:42} ready {ready:8.1} ms  contained {check:8.1} ms {:14.40}  empty {empty:8.1} ms {:.40}",
            word(&verdict),
            word(&emptiness)
        );
        let slowest = f64::max(check, empty);
        if slowest > worst.0 {
            worst = (slowest, name);
        }
    }
    println!("worst: {:.1} ms, {}", worst.0, worst.1);
}
