//! What AWS's policy simulator really answered. The data is not part of the repository; without it
//! the test says so.

#![cfg(feature = "catalog")]

use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "../examples/conformance/simulate.rs"]
mod simulate;

type Verdict = Result<(), Difference>;

struct Difference {
    expected: String,
    got: String,
}

/// `IAM_EVAL_DATA`, or the nearest `shared/data` beside a folder above this crate.
fn data(name: &str) -> Option<String> {
    let given = std::env::var_os("IAM_EVAL_DATA").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder = given.or_else(|| above.map(|folder| folder.join("shared/data")).find(|folder| folder.is_dir()));
    folder.and_then(|folder| std::fs::read_to_string(folder.join(name)).ok())
}

#[test]
fn captured_answers_come_out_equal() {
    let name = "simulate-oracle.ndjson";
    let Some(text) = data(name) else {
        println!("skipped: {name} is not here (set IAM_EVAL_DATA to its folder)");
        return;
    };
    let rows: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect();
    let verdicts = simulate::run(&rows);
    assert_eq!(verdicts.len(), rows.len());
    let mut differ = 0;
    for (row, verdict) in rows.iter().zip(&verdicts) {
        if let Err(difference) = verdict {
            differ += 1;
            println!("{}: expected {}, got {}", row["id"], difference.expected, difference.got);
        }
    }
    println!("{} rows, {differ} differ", rows.len());
    assert!(rows.len() >= 200, "{name} holds {} rows", rows.len());
    assert!(differ * 100 <= rows.len() * 3, "{differ} of {} rows differ", rows.len());
}
