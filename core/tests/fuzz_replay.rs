//! Replays what the fuzzers start from and what once broke a law: `fuzz/seeds` and `fuzz/crashes`.
//!
//! The laws are the fuzz targets' own, taken in by their path. The packaged crate has neither them
//! nor this test.

#[path = "../../fuzz/src/lib.rs"]
mod laws;

use std::fs;
use std::path::{Path, PathBuf};

fn inputs(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten();
    let mut files: Vec<PathBuf> = entries.map(|entry| entry.expect("a folder can be listed").path()).collect();
    files.sort();
    files
}

/// Holds one law against its seeds and its crashes.
fn replay(name: &str) {
    let (_, check) = laws::LAWS.iter().find(|(law, _)| *law == name).expect("a law of that name");
    let fuzz = Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz");
    let seeds = inputs(&fuzz.join("seeds").join(name));
    assert!(!seeds.is_empty(), "no seeds for `{name}`");
    let crashes = inputs(&fuzz.join("crashes").join(name));
    println!("{name}: {} seeds, {} crashes", seeds.len(), crashes.len());
    for file in seeds.iter().chain(&crashes) {
        let input = fs::read(file).expect("an input can be read");
        // the law's own message does not say which input broke it
        println!("{}", file.strip_prefix(&fuzz).unwrap_or(file).display());
        check(&input);
    }
}

#[test]
fn parse() {
    replay("parse");
}

#[test]
fn json() {
    replay("json");
}

#[test]
fn evaluate() {
    replay("evaluate");
}

#[test]
fn pattern() {
    replay("pattern");
}

#[test]
fn analyze() {
    replay("analyze");
}

#[test]
fn wire() {
    replay("wire");
}

#[test]
fn store() {
    replay("store");
}

#[test]
fn usage() {
    replay("usage");
}

#[test]
fn sources() {
    replay("sources");
}

#[test]
fn validate() {
    replay("validate");
}

#[test]
fn every_law_is_replayed() {
    let names: Vec<&str> = laws::LAWS.iter().map(|(name, _)| *name).collect();
    assert_eq!(
        names,
        ["parse", "json", "evaluate", "pattern", "wire", "store", "usage", "analyze", "sources", "validate"]
    );
    let folders = inputs(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../fuzz/crashes"));
    for folder in folders.iter().filter(|folder| folder.is_dir()) {
        let name = folder.file_name().unwrap_or_default();
        assert!(names.iter().any(|law| name == *law), "crashes of no law: {}", folder.display());
    }
}
