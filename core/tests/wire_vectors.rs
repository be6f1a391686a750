//! The wire answers every vector byte for byte, as each binding has to.
//!
//! `IAM_EVAL_BLESS=1` writes the answers into the files; read the difference before committing it.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs};

use iam_eval::wire::{VERBS, call};
use serde::Deserialize;
use serde_json::value::RawValue;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Vector {
    name: String,
    verb: String,
    /// What is asked, as a value; its text here is compact.
    input: Option<Box<RawValue>>,
    /// What is asked, as a text that need not be JSON.
    text: Option<String>,
    output: Option<Box<RawValue>>,
    error: Option<Box<RawValue>>,
}

impl Vector {
    fn asked(&self) -> &str {
        match (&self.input, &self.text) {
            (Some(input), None) => input.get(),
            (None, Some(text)) => text,
            _ => panic!("{}: expected one of `input` and `text`", self.name),
        }
    }

    fn expected(&self) -> Result<&str, &str> {
        match (&self.output, &self.error) {
            (Some(output), None) => Ok(output.get()),
            (None, Some(error)) => Err(error.get()),
            _ => panic!("{}: expected one of `output` and `error`", self.name),
        }
    }

    fn told(&self) -> Result<String, String> {
        call(&self.verb, self.asked()).map_err(|error| error.to_json())
    }

    /// The vector as the files have it, with the answer that is given now.
    fn write(&self) -> String {
        let mut text = format!("  {{\n    \"name\": {},\n    \"verb\": {},\n", json(&self.name), json(&self.verb));
        let _ = match &self.text {
            Some(raw) => write!(text, "    \"text\": {},\n    ", json(raw)),
            None => write!(text, "    \"input\": {},\n    ", self.asked()),
        };
        let _ = match self.told() {
            Ok(output) => write!(text, "\"output\": {output}\n  }}"),
            Err(error) => write!(text, "\"error\": {error}\n  }}"),
        };
        text
    }
}

fn json(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn files() -> Vec<(PathBuf, Vec<Vector>)> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/data/vectors");
    let mut paths: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    // this verb is of a feature of its own
    paths.retain(|path| cfg!(feature = "render") || !path.ends_with("render.json"));
    paths.sort();
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let vectors = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        (path, vectors)
    };
    paths.into_iter().map(read).collect()
}

#[test]
fn every_vector_is_answered_byte_for_byte() {
    let bless = env::var_os("IAM_EVAL_BLESS").is_some();
    let (mut passed, mut failed) = (0, Vec::new());
    for (path, vectors) in files() {
        if bless {
            let vectors: Vec<String> = vectors.iter().map(Vector::write).collect();
            fs::write(&path, format!("[\n{}\n]\n", vectors.join(",\n"))).unwrap();
            continue;
        }
        for vector in &vectors {
            let told = vector.told();
            if told.as_ref().map(String::as_str).map_err(String::as_str) == vector.expected() {
                passed += 1;
            } else {
                failed.push(format!("{}: {told:?}", vector.name));
            }
        }
    }
    println!("{passed} passed, {} failed", failed.len());
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

#[test]
fn every_verb_has_a_vector_that_is_answered_and_one_that_is_refused() {
    let vectors: Vec<Vector> = files().into_iter().flat_map(|(_, vectors)| vectors).collect();
    let names: BTreeSet<&str> = vectors.iter().map(|vector| &*vector.name).collect();
    assert_eq!(names.len(), vectors.len(), "two vectors have one name");
    let verbs: BTreeSet<&str> = VERBS.iter().map(|(name, _)| *name).collect();
    for refused in [false, true] {
        let has = vectors.iter().filter(|vector| vector.expected().is_err() == refused);
        let has: BTreeSet<&str> = has.map(|vector| &*vector.verb).collect();
        assert_eq!(has, verbs, "refused: {refused}");
    }
}
