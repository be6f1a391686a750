//! Questions about all requests, with verdicts that other encodings and evaluators confirmed.

#![cfg(feature = "catalog")]

use std::path::Path;

use serde_json::Value;

#[path = "../examples/conformance/analyze.rs"]
mod analyze;

type Verdict = Result<(), Difference>;

struct Difference {
    expected: String,
    got: String,
}

#[test]
fn verdicts_are_those_expected() {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let mut paths = folders.map(|folder| folder.join("shared/data/analysis-cases.ndjson"));
    let Some(text) = paths.find(|path| path.is_file()).and_then(|path| std::fs::read_to_string(path).ok()) else {
        println!("skipped: analysis-cases.ndjson is not here");
        return;
    };
    let (mut asked, mut wrong) = (0, Vec::new());
    for line in text.lines() {
        let vector: Value = serde_json::from_str(line).unwrap();
        match analyze::run(&vector) {
            Ok(()) => asked += 1,
            Err(difference) => {
                wrong.push(format!("{}: expected {}, got {}", vector["id"], difference.expected, difference.got));
            }
        }
    }
    println!("{asked} asked");
    assert!(wrong.is_empty() && asked > 160, "{}", wrong.join("\n"));
}
