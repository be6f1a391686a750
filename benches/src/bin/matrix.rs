//! Is each managed policy contained in each other? All ordered pairs, on two threads:
//!
//! ```text
//! cargo run --release -p iam-eval-benches --bin matrix [THREADS] [EVERY]
//! ```
//!
//! `EVERY` asks about one pair in so many. Prints what was decided, how long a pair took, and every pair that was not
//! decided. The slowest are asked twice more and their shortest time counts, since on a busy machine most of them only
//! had to wait for their turn. Then whether each policy is contained in itself and in `AdministratorAccess`.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use iam_eval::analyze::{AnalyzeOptions, Region, Verdict, check_contained};
use iam_eval::{ParseOptions, Policy, Profile};
use iam_eval_benches::named_documents;

/// What came of the pairs that one thread asked about.
#[derive(Default)]
struct Tally {
    proved: usize,
    refuted: usize,
    undecided: Vec<(usize, usize, String)>,
    /// Nanoseconds, and of which pair.
    times: Vec<(u32, u32, u32)>,
}

fn ask(new: &Region, existing: &Region, options: &AnalyzeOptions) -> (u32, Verdict) {
    let start = Instant::now();
    let verdict = check_contained(new, existing, options);
    (u32::try_from(start.elapsed().as_nanos()).unwrap_or(u32::MAX), verdict)
}

impl Tally {
    fn add(&mut self, new: usize, existing: usize, regions: &[Region], options: &AnalyzeOptions) {
        let (nanos, verdict) = ask(&regions[new], &regions[existing], options);
        let short = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
        self.times.push((nanos, short(new), short(existing)));
        match verdict {
            Verdict::Proved => self.proved += 1,
            Verdict::Refuted(_) => self.refuted += 1,
            Verdict::Undecided(why) => self.undecided.push((new, existing, why.to_string())),
            other => self.undecided.push((new, existing, format!("{other:?}"))),
        }
    }

    /// Asks the slowest 15 of 1,000 twice more.
    fn ask_again(&mut self, regions: &[Region], options: &AnalyzeOptions) {
        self.times.sort_unstable();
        let fast = self.times.len() * 985 / 1000;
        for (nanos, new, existing) in self.times.iter_mut().skip(fast) {
            for _ in 0..2 {
                let (again, _) = ask(&regions[*new as usize], &regions[*existing as usize], options);
                *nanos = again.min(*nanos);
            }
        }
        self.times.sort_unstable();
    }

    fn merge(mut self, other: Self) -> Self {
        self.proved += other.proved;
        self.refuted += other.refuted;
        self.undecided.extend(other.undecided);
        self.times.extend(other.times);
        self
    }
}

fn main() {
    let number = |at: usize| std::env::args().nth(at).and_then(|text| text.parse::<usize>().ok());
    let (threads, every) = (number(1).unwrap_or(2), number(2).unwrap_or(1).max(1));
    let documents = named_documents();
    let lenient = ParseOptions::new().profile(Profile::Lenient);
    let start = Instant::now();
    let policies: Vec<Policy> = documents.iter().map(|(_, text)| lenient.parse(text).expect("a policy")).collect();
    let regions: Vec<Region> = policies.iter().map(|policy| Region::of([policy])).collect();
    println!("{} policies, made ready in {:.1?}", regions.len(), start.elapsed());

    let options = AnalyzeOptions::default();
    let next = AtomicUsize::new(0);
    let start = Instant::now();
    let mut tally = std::thread::scope(|scope| {
        let work = || {
            let mut tally = Tally::default();
            loop {
                let new = next.fetch_add(1, Ordering::Relaxed);
                if new >= regions.len() {
                    return tally;
                }
                let others = (0..regions.len()).filter(|existing| *existing != new);
                for existing in others.filter(|existing| (new + existing).is_multiple_of(every)) {
                    tally.add(new, existing, &regions, &options);
                }
            }
        };
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        let tallies = workers.into_iter().map(|worker| worker.join().expect("a worker ends"));
        tallies.fold(Tally::default(), Tally::merge)
    });
    let elapsed = start.elapsed();
    tally.ask_again(&regions, &options);
    report(tally, elapsed, &documents);

    let itself = (0..regions.len()).filter(|&at| check_contained(&regions[at], &regions[at], &options).is_proved());
    println!("contained in themselves: {} of {}", itself.count(), regions.len());
    if let Some(all) = documents.iter().position(|(name, _)| name == "AdministratorAccess") {
        let inside = regions.iter().filter(|region| check_contained(region, &regions[all], &options).is_proved());
        println!("contained in AdministratorAccess: {} of {}", inside.count(), regions.len());
    }
}

fn report(mut tally: Tally, elapsed: Duration, documents: &[(String, String)]) {
    let name = |at: usize| documents.get(at).map_or("?", |(name, _)| name);
    let (count, undecided) = (tally.times.len().max(1), tally.undecided.len());
    let at = |per_mille: usize| tally.times.get((count - 1) * per_mille / 1000).map_or(0, |(nanos, ..)| *nanos);
    let micros = |nanos: u32| f64::from(nanos) / 1e3;
    println!(
        "{count} pairs in {elapsed:.1?}: {} proved, {} refuted, {undecided} undecided",
        tally.proved, tally.refuted
    );
    println!(
        "microseconds a pair: median {:.1}, p90 {:.1}, p99 {:.1}, p99.9 {:.1}, max {:.1}",
        micros(at(500)),
        micros(at(900)),
        micros(at(990)),
        micros(at(999)),
        micros(at(1000))
    );
    for (nanos, new, existing) in tally.times.iter().rev().take(5) {
        println!("  {:.1}: {} in {}", micros(*nanos), name(*new as usize), name(*existing as usize));
    }
    tally.undecided.sort();
    for (new, existing, why) in &tally.undecided {
        println!("{why}: {} in {}", name(*new), name(*existing));
    }
}
