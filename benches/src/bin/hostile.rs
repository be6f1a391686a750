//! How long do questions take that are made to take long?
//!
//! ```text
//! cargo run --release -p iam-eval-benches --bin hostile
//! ```
//!
//! Each is asked three times with the default number of steps, and is to end within a tenth of a second; the shortest time
//! counts. Prints the answer, how long making the policies ready took and how long the question, and the worst: by the
//! clock and, where the system tells it, by the processor, since on a busy machine what takes long also has to wait.

use std::time::Instant;

use iam_eval::analyze::{AnalyzeOptions, Region, Verdict, check_contained, is_empty};
use iam_eval::{ParseOptions, Policy, Profile};
use iam_eval_benches::hostile_pairs;

/// What came of a question, and the milliseconds that it took at best: by the clock and by the processor.
fn shortest(question: impl Fn() -> Verdict) -> (Verdict, [f64; 2]) {
    let timed = || {
        let (start, before) = (Instant::now(), worked());
        let verdict = question();
        let clock = start.elapsed().as_secs_f64() * 1e3;
        let processor = before.zip(worked()).map_or(clock, |(before, after)| after - before);
        (verdict, [clock, processor])
    };
    let (verdict, mut least) = timed();
    for _ in 0..2 {
        let (_, again) = timed();
        least = [least[0].min(again[0]), least[1].min(again[1])];
    }
    (verdict, least)
}

/// How many milliseconds this thread has had of the processor, which Linux tells to within its tick.
fn worked() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    told.split(' ').next()?.parse::<f64>().ok().map(|nanos| nanos / 1e6)
}

fn main() {
    let options = AnalyzeOptions::default();
    let lenient = ParseOptions::new().profile(Profile::Lenient);
    let mut worst = [(0.0, ""); 2];
    for (name, new, existing) in hostile_pairs() {
        let parse = |text: &str| -> Policy { lenient.parse(text).expect("a policy") };
        let (new, existing) = (parse(&new), parse(&existing));
        let start = Instant::now();
        let (a, b) = (Region::of([&new]), Region::of([&existing]));
        let ready = start.elapsed().as_secs_f64() * 1e3;
        let (verdict, check) = shortest(|| check_contained(&a, &b, &options));
        let both = a.intersect(b);
        let (emptiness, empty) = shortest(|| is_empty(&both, &options));
        let word = |verdict: &Verdict| match verdict {
            Verdict::Proved => "proved".to_owned(),
            Verdict::Refuted(_) => "refuted".to_owned(),
            Verdict::Undecided(why) => why.to_string(),
            _ => "unknown".to_owned(),
        };
        println!(
            "{name:42} ready {ready:8.1} ms  contained {:8.1} ms {:14.40}  empty {:8.1} ms {:.40}",
            check[0],
            word(&verdict),
            empty[0],
            word(&emptiness)
        );
        for (worst, (check, empty)) in worst.iter_mut().zip(check.into_iter().zip(empty)) {
            let slowest = f64::max(check, empty);
            if slowest > worst.0 {
                *worst = (slowest, name);
            }
        }
    }
    let [(clock, by_clock), (processor, by_processor)] = worst;
    println!("worst: {clock:.1} ms by the clock, {by_clock}; {processor:.1} ms by the processor, {by_processor}");
}
