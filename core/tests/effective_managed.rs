//! What is left of AWS's managed policies under boundaries of many kinds: each document is proved to grant nothing more,
//! and nearly all to grant all.

use std::path::Path;
use std::time::{Duration, Instant};

use iam_eval::Policy;
use iam_eval::analyze::{AnalyzeOptions, Layers, Region, check_contained, find_effective};
use serde_json::Value;

fn managed() -> Option<Vec<(String, Policy)>> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut paths = folders.map(|folder| folder.join("shared/data/managed-policies.ndjson"));
    let text = paths.find(|path| path.is_file()).and_then(|path| std::fs::read_to_string(path).ok())?;
    let policies = text.lines().map(|line| {
        let policy: Value = serde_json::from_str(line).unwrap();
        let name = policy["name"].as_str().unwrap().to_owned();
        (name, policy["document"].to_string().parse().unwrap())
    });
    Some(policies.collect())
}

fn boundaries(managed: &[(String, Policy)]) -> Vec<(String, Policy)> {
    let all: Vec<Value> = serde_json::from_str(include_str!("data/boundaries.json")).unwrap();
    let boundary = |value: &Value| match value["managed"].as_str() {
        Some(name) => managed.iter().find(|(known, _)| known == name).unwrap().clone(),
        None => (value["name"].as_str().unwrap().to_owned(), value["document"].to_string().parse().unwrap()),
    };
    all.iter().map(boundary).collect()
}

#[derive(Default)]
struct Count {
    pairs: usize,
    exact: usize,
    empty: usize,
    unsafe_pairs: Vec<String>,
    inexact: Vec<String>,
    slowest: Vec<(Duration, String)>,
}

impl Count {
    fn add(&mut self, identity: &(String, Policy), boundary: &(String, Policy)) {
        let options = AnalyzeOptions::default();
        let layers = Layers::new().identity([&identity.1]).permissions_boundary(&boundary.1);
        let name = || format!("{} under {}", identity.0, boundary.0);
        let start = Instant::now();
        let effective = find_effective(&layers, &options);
        self.slowest.push((start.elapsed(), name()));
        self.slowest.sort_by(|a, b| b.cmp(a));
        self.slowest.truncate(5);
        self.pairs += 1;
        self.exact += usize::from(effective.is_exact);
        self.empty += usize::from(effective.policy.is_none() && effective.is_exact);
        if !effective.is_exact {
            let reasons: Vec<String> = effective.reasons.iter().map(ToString::to_string).collect();
            self.inexact.push(format!("{}: {}", name(), reasons.join("; ")));
        }
        // what it says of itself is asked once more, of the document as it was printed
        if let Some(policy) = &effective.policy {
            let printed: Policy = policy.to_json().parse().unwrap();
            let verdict = check_contained(&Region::of([&printed]), &layers.region(), &options);
            if !verdict.is_proved() {
                self.unsafe_pairs.push(format!("{}: {verdict:?}", name()));
            }
        }
    }

    fn merge(&mut self, other: Self) {
        self.pairs += other.pairs;
        self.exact += other.exact;
        self.empty += other.empty;
        self.unsafe_pairs.extend(other.unsafe_pairs);
        self.inexact.extend(other.inexact);
        self.slowest.extend(other.slowest);
        self.slowest.sort_by(|a, b| b.cmp(a));
        self.slowest.truncate(5);
    }

    fn check(&self) {
        println!("{} pairs, {} exact, {} of them empty", self.pairs, self.exact, self.empty);
        println!("slowest: {:#?}", self.slowest);
        let shown = if std::env::var_os("SHOW").is_some() { usize::MAX } else { 20 };
        for line in self.inexact.iter().take(shown) {
            println!("inexact: {line}");
        }
        assert!(self.unsafe_pairs.is_empty(), "{:#?}", self.unsafe_pairs);
        assert!(self.exact * 100 >= self.pairs * 95);
    }
}

/// Each boundary with some of the policies.
#[test]
fn documents_grant_what_layers_grant() {
    let Some(managed) = managed() else {
        println!("skipped: managed-policies.ndjson is not here");
        return;
    };
    let mut count = Count::default();
    for (at, boundary) in boundaries(&managed).iter().enumerate() {
        for identity in managed.iter().skip(at).step_by(157) {
            count.add(identity, boundary);
        }
    }
    count.check();
}

/// All of them: some minutes, in a release build. `STEP=10` takes every tenth policy, `ONLY=ReadOnlyAccess,…`
/// those of these names, and `SHOW=1` prints all that is not exact.
#[test]
#[ignore = "takes minutes"]
fn documents_grant_what_layers_grant_in_all_pairs() {
    let Some(managed) = managed() else {
        println!("skipped: managed-policies.ndjson is not here");
        return;
    };
    let only = std::env::var("ONLY").unwrap_or_default();
    let step: usize = std::env::var("STEP").ok().and_then(|step| step.parse().ok()).unwrap_or(1);
    let boundaries = boundaries(&managed);
    let start = Instant::now();
    let half = |first: usize| {
        let mut count = Count::default();
        let named = managed.iter().filter(|(name, _)| only.is_empty() || only.split(',').any(|only| name == only));
        for identity in named.step_by(step).skip(first).step_by(2) {
            for boundary in &boundaries {
                count.add(identity, boundary);
            }
        }
        count
    };
    let mut count = std::thread::scope(|scope| {
        let other = scope.spawn(|| half(1));
        let mut own = half(0);
        own.merge(other.join().unwrap());
        own
    });
    println!("{:?}", start.elapsed());
    count.slowest.truncate(5);
    count.check();
}
