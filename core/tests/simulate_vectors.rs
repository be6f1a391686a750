//! What AWS's policy simulator really answered. The data is not part of the repository; without it
//! the test says so.

use std::path::{Path, PathBuf};

use serde_json::Value;

#[path = "../examples/conformance/simulate.rs"]
mod simulate;

type Verdict = Result<(), Difference>;

struct Difference {
    expected: String,
    got: String,
}

/// Rules that need to know AWS's services: which actions there are, and which resources they take.
const CATALOGUE_RULES: [&str; 2] = ["sim_action_groups", "sim_resource_type"];

/// `IAM_EVAL_DATA`, or the nearest `shared/data` beside a folder above this crate.
fn data(name: &str) -> Option<String> {
    let given = std::env::var_os("IAM_EVAL_DATA").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder = given.or_else(|| above.map(|folder| folder.join("shared/data")).find(|folder| folder.is_dir()));
    folder.and_then(|folder| std::fs::read_to_string(folder.join(name)).ok())
}

fn needs_catalogue(row: &Value) -> bool {
    CATALOGUE_RULES.iter().any(|rule| row["rule"] == *rule)
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
    let (mut asked, mut differ, mut waiting) = (0, 0, 0);
    for (row, verdict) in rows.iter().zip(&verdicts) {
        let counts = if needs_catalogue(row) { &mut waiting } else { &mut differ };
        if let Err(difference) = verdict {
            *counts += 1;
            println!("{}: expected {}, got {}", row["id"], difference.expected, difference.got);
        }
        asked += usize::from(!needs_catalogue(row));
    }
    println!("{asked} rows, {differ} differ; of those that need a service catalogue {waiting} differ");
    assert!(asked >= 200, "{name} holds {asked} rows");
    assert!(differ * 100 <= asked * 3, "{differ} of {asked} rows differ");
}
