//! Runs files of test vectors through the public API and prints every disagreement.
//!
//! ```text
//! cargo run --release --example conformance -- evaluate FILE…   decisions
//! cargo run --release --example conformance -- store FILE…      whether AWS stores a document
//! cargo run --release --example conformance -- simulate FILE…   SimulateCustomPolicy and its kin
//! cargo run --release --example conformance -- analyze FILE…    questions about all requests
//! cargo run --release --example conformance -- validate FILE…   what ValidatePolicy found
//! cargo run --release --example conformance -- cloudtrail EVENTS EXPECTATIONS   what events mean
//! ```
//!
//! A file holds one JSON object a line. Each disagreement is one line: id, expected, got, rule. The
//! last line is `N passed, M failed`; the exit code is 1 if any failed, 2 if nothing could be run.

mod analyze;
mod cloudtrail;
mod evaluate;
mod simulate;
mod store;
mod validate;

use std::process::ExitCode;

use serde_json::Value;

/// What one vector came to: nothing to say, or what was expected and what was got.
pub(crate) type Verdict = Result<(), Difference>;

/// A disagreement.
pub(crate) struct Difference {
    pub(crate) expected: String,
    pub(crate) got: String,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let kind = arguments.next().unwrap_or_default();
    let files: Vec<String> = arguments.collect();
    if files.is_empty() {
        eprintln!("usage: conformance evaluate|store|simulate|cloudtrail|analyze|validate FILE…");
        return ExitCode::from(2);
    }
    let mut vectors = Vec::new();
    for file in &files {
        match read(file) {
            Ok(rows) => vectors.extend(rows),
            Err(message) => {
                eprintln!("{file}: {message}");
                return ExitCode::from(2);
            }
        }
    }
    let verdicts: Vec<Verdict> = match &*kind {
        "evaluate" => vectors.iter().map(evaluate::run).collect(),
        "store" => vectors.iter().map(store::run).collect(),
        "simulate" => simulate::run(&vectors),
        "analyze" => vectors.iter().map(analyze::run).collect(),
        "validate" => validate::run(&vectors),
        "cloudtrail" => {
            let (events, expected): (Vec<Value>, Vec<Value>) =
                vectors.into_iter().partition(|row| row["event"].is_object());
            vectors = expected;
            cloudtrail::run(&events, &vectors)
        }
        _ => {
            eprintln!(
                "expected `evaluate`, `store`, `simulate`, `cloudtrail`, `analyze` or `validate`, found `{kind}`"
            );
            return ExitCode::from(2);
        }
    };
    let mut failed = 0;
    for (vector, verdict) in vectors.iter().zip(&verdicts) {
        if let Err(difference) = verdict {
            failed += 1;
            let text = |names: &[&str]| {
                let found = names.iter().find_map(|name| vector[*name].as_str());
                found.unwrap_or("-").to_owned()
            };
            let (id, rule) = (text(&["id", "event_id", "name"]), text(&["rule", "why", "last"]));
            println!("{id}\texpected {}\tgot {}\t{rule}", difference.expected, difference.got);
        }
    }
    println!("{} passed, {failed} failed", vectors.len() - failed);
    if failed == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn read(file: &str) -> Result<Vec<Value>, String> {
    let text = std::fs::read_to_string(file).map_err(|error| error.to_string())?;
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    lines.map(|(at, line)| serde_json::from_str(line).map_err(|error| format!("line {}: {error}", at + 1))).collect()
}
