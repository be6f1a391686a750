//! Answers pairs of policies, for others to be held against: reads `{"new", "existing"}` a line and writes
//! `{"verdict", "ready", "check"}` a line, the times in nanoseconds: until both policies are ready to be asked about,
//! and of the question itself. A witness comes with `refuted`, a reason with `undecided`.
//!
//! `benches/python/z3_compare.py` runs it.

use std::io::{BufRead, Write};
use std::time::Instant;

use iam_eval::analyze::{AnalyzeOptions, Region, Verdict, check_contained};
use iam_eval::{ParseOptions, Policy, Profile};
use serde_json::{Value, json};

fn answer(line: &str) -> Result<Value, Box<dyn std::error::Error>> {
    let pair: Value = serde_json::from_str(line)?;
    let (new, existing) = (pair["new"].to_string(), pair["existing"].to_string());
    let start = Instant::now();
    let parse = |text: &str| ParseOptions::new().profile(Profile::Lenient).parse(text);
    let (new, existing): (Policy, Policy) = (parse(&new)?, parse(&existing)?);
    let (new, existing) = (Region::of([&new]), Region::of([&existing]));
    let ready = start.elapsed().as_nanos();
    let start = Instant::now();
    let verdict = check_contained(&new, &existing, &AnalyzeOptions::default());
    let check = start.elapsed().as_nanos();
    let (name, detail) = match &verdict {
        Verdict::Proved => ("proved", String::new()),
        Verdict::Refuted(request) => ("refuted", format!("{request:?}")),
        Verdict::Undecided(why) => ("undecided", why.to_string()),
        _ => ("unknown", String::new()),
    };
    let nanos = |time: u128| u64::try_from(time).unwrap_or(u64::MAX);
    Ok(json!({"verdict": name, "detail": detail, "ready": nanos(ready), "check": nanos(check)}))
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut out = std::io::stdout().lock();
    for line in std::io::stdin().lock().lines() {
        writeln!(out, "{}", answer(&line?)?)?;
        out.flush()?;
    }
    Ok(())
}
