//! Policies with what `ValidatePolicy` found in them.
//!
//! A row of a `kind` is a case: all that is expected, and nothing else, must be found. The others are what AWS answered
//! about real policies: there each finding counts by itself, and so does each of ours in the same codes that AWS did
//! not make.

use std::collections::{BTreeMap, BTreeSet};

use iam_eval::PolicyType;
use iam_eval::catalog::Catalog;
use iam_eval::text::{LineIndex, PathElement, PositionEncoding};
use iam_eval::validate::{Location, ValidateOptions, validate};
use serde_json::{Value, json};

use crate::{Difference, Verdict};

/// A finding as the files have it, text left out.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Told {
    pub(crate) code: String,
    pub(crate) paths: Vec<String>,
    pub(crate) spans: Vec<String>,
}

impl Told {
    fn of(row: &Value) -> Self {
        let locations = row["locations"].as_array().cloned().unwrap_or_default();
        let text = |name: &str| locations.iter().map(|location| location[name].to_string()).collect();
        Self { code: row["issueCode"].as_str().unwrap_or("").to_owned(), paths: text("path"), spans: text("span") }
    }
}

fn options_of<'c>(row: &Value, catalog: &'c Catalog) -> ValidateOptions<'c> {
    let policy_type = match row["policyType"].as_str() {
        Some("RESOURCE_POLICY") => PolicyType::Resource,
        Some("SERVICE_CONTROL_POLICY") => PolicyType::ServiceControl,
        Some("RESOURCE_CONTROL_POLICY") => PolicyType::ResourceControl,
        _ => PolicyType::Identity,
    };
    let mut options = ValidateOptions::new(policy_type).catalog(catalog);
    options.has_old_scp_syntax = row["code"] == "SCP_SYNTAX_ERROR_ACTION_WILDCARD";
    match row["validatePolicyResourceType"].as_str().and_then(|name| name.parse().ok()) {
        Some(resource_type) => options.resource_type(resource_type),
        None => options,
    }
}

fn place(text: &str, lines: &LineIndex, location: &Location) -> Value {
    let at = |offset| {
        let position = lines.position(text, offset, PositionEncoding::CodePoints);
        json!({"line": position.line, "column": position.column - 1, "offset": position.offset})
    };
    let path: Vec<&PathElement> = location.path.iter().collect();
    json!({"path": path, "span": {"start": at(location.span.start), "end": at(location.span.end)}})
}

/// What is found in a row's document.
pub(crate) fn find(row: &Value, catalog: &Catalog) -> Result<Vec<Told>, String> {
    let text = row["document_text"].as_str().unwrap_or("");
    let answer = validate(text, &options_of(row, catalog)).map_err(|error| error.to_string())?;
    let lines = LineIndex::new(text);
    Ok(answer
        .findings
        .iter()
        .map(|finding| {
            let locations: Vec<Value> =
                finding.locations.iter().map(|location| place(text, &lines, location)).collect();
            Told::of(&json!({"issueCode": finding.code(), "locations": locations}))
        })
        .collect())
}

/// What AWS found in it, or is expected to.
pub(crate) fn expected(row: &Value) -> Vec<Told> {
    row["findings"].as_array().into_iter().flatten().map(Told::of).collect()
}

/// Runs all rows; of AWS's own answers it prints what they come to.
pub(crate) fn run(rows: &[Value]) -> Vec<Verdict> {
    let catalog = Catalog::embedded();
    let mut totals = Totals::default();
    let verdicts = rows
        .iter()
        .map(|row| {
            let got = find(row, &catalog).map_err(|got| Difference { expected: "findings".to_owned(), got })?;
            if row["kind"].is_string() { judge_case(&expected(row), &got) } else { totals.judge(row, &got) }
        })
        .collect();
    totals.print();
    verdicts
}

fn judge_case(expected: &[Told], got: &[Told]) -> Verdict {
    let sort = |told: &[Told]| told.iter().cloned().collect::<BTreeSet<_>>();
    if sort(expected) == sort(got) {
        return Ok(());
    }
    Err(Difference { expected: show(expected), got: show(got) })
}

fn show(told: &[Told]) -> String {
    told.iter().map(|told| format!("{} {}", told.code, told.paths.join(" "))).collect::<Vec<_>>().join("; ")
}

/// What AWS's own answers come to, by code.
#[derive(Default)]
struct Totals {
    codes: BTreeMap<String, [usize; 4]>,
}

impl Totals {
    /// Of AWS's findings of each code: how many there are, were found, have other spans; how many more were found.
    fn judge(&mut self, row: &Value, got: &[Told]) -> Verdict {
        let expected = expected(row);
        let (mut missing, mut more) = (Vec::new(), got.to_vec());
        for told in &expected {
            let [all, found, moved, _] = self.codes.entry(told.code.clone()).or_default();
            *all += 1;
            match more.iter().position(|mine| mine.code == told.code && mine.paths == told.paths) {
                Some(at) => {
                    *found += 1;
                    let is_exact = row["spans_exact"].as_bool().unwrap_or(true);
                    let spans = more.remove(at).spans;
                    *moved += usize::from(is_exact && spans != told.spans);
                }
                None => missing.push(told.clone()),
            }
        }
        for told in &more {
            self.codes.entry(told.code.clone()).or_default()[3] += 1;
        }
        if missing.is_empty() && more.is_empty() {
            return Ok(());
        }
        Err(Difference { expected: show(&missing), got: show(&more) })
    }

    fn print(&self) {
        if self.codes.is_empty() {
            return;
        }
        println!("code: of AWS's, found, with other spans; found besides");
        let mut sum = [0; 4];
        for (code, counts) in &self.codes {
            let [all, found, moved, more] = counts;
            println!("{code}: {all}, {found}, {moved}; {more}");
            sum.iter_mut().zip(counts).for_each(|(sum, count)| *sum += count);
        }
        let [all, found, moved, more] = sum;
        println!("all: {all}, {found}, {moved}; {more}");
    }
}
