//! What AWS's `ValidatePolicy` really answered, and cases made by code. The data is not part of the repository; without
//! it the tests say so.

#![cfg(feature = "catalog")]

use std::path::{Path, PathBuf};

use iam_eval::catalog::Catalog;
use iam_eval::pattern::Pattern;
use serde_json::Value;

#[path = "../examples/conformance/validate.rs"]
#[allow(dead_code, reason = "the example prints what it counts, the test asserts it")]
mod validate;

use validate::Told;

type Verdict = Result<(), Difference>;

#[allow(dead_code, reason = "the example prints it")]
struct Difference {
    expected: String,
    got: String,
}

/// `IAM_EVAL_DATA`, or the nearest `shared/data` beside a folder above this crate.
fn rows(name: &str) -> Option<Vec<Value>> {
    let given = std::env::var_os("IAM_EVAL_DATA").map(PathBuf::from);
    let above = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let folder = given.or_else(|| above.map(|folder| folder.join("shared/data")).find(|folder| folder.is_dir()));
    let Some(text) = folder.and_then(|folder| std::fs::read_to_string(folder.join(name)).ok()) else {
        println!("skipped: {name} is not here (set IAM_EVAL_DATA to its folder)");
        return None;
    };
    Some(text.lines().map(|line| serde_json::from_str(line).expect("a row is JSON")).collect())
}

/// AWS's findings in policies, compared one by one: by code and path, then by span.
#[derive(Default)]
struct Count {
    all: usize,
    found: usize,
    moved: usize,
    /// AWS did not know a name that the catalogue of today knows.
    aged: usize,
    besides: usize,
}

fn compare(rows: &[Value], catalog: &Catalog) -> Count {
    let mut count = Count::default();
    for row in rows {
        let name = &row["name"];
        if is_of_another_text(row) {
            println!("{name} {}: left out, its findings are of another text", row["last"]);
            continue;
        }
        let mut mine = validate::find(row, catalog).unwrap_or_else(|error| panic!("{name}: {error}"));
        for told in validate::expected(row) {
            count.all += 1;
            if let Some(at) = mine.iter().position(|mine| mine.code == told.code && mine.paths == told.paths) {
                count.found += 1;
                let has_other_spans = mine.remove(at).spans != told.spans;
                let is_moved = row["spans_exact"].as_bool().unwrap_or(true) && has_other_spans;
                if is_moved {
                    println!("{name}: {} {} has another span", told.code, told.paths.join(" "));
                }
                count.moved += usize::from(is_moved);
            } else if is_aged(row, &told, catalog) {
                count.aged += 1;
                println!("{name}: {} {}: known by now", told.code, told.paths.join(" "));
            } else {
                println!("{name}: {} {} not found", told.code, told.paths.join(" "));
            }
        }
        count.besides += mine.len();
        for more in mine {
            println!("{name}: {} {} besides", more.code, more.paths.join(" "));
        }
    }
    let Count { all, found, moved, aged, besides } = count;
    println!("{all} findings of AWS: {found} found, {moved} of them with other spans, {aged} aged; {besides} besides");
    count
}

/// Is the document not the one that AWS saw? A finding about all of it spans all of it.
fn is_of_another_text(row: &Value) -> bool {
    let length = row["document_text"].as_str().unwrap_or("").chars().count();
    let findings = row["findings"].as_array().into_iter().flatten();
    let mut whole = findings.flat_map(|finding| finding["locations"].as_array().into_iter().flatten());
    whole
        .any(|at| at["path"] == Value::Array(Vec::new()) && at["span"]["end"]["offset"].as_u64() != Some(length as u64))
}

/// Did AWS, at that date, miss a name that the catalogue of today has?
fn is_aged(row: &Value, told: &Told, catalog: &Catalog) -> bool {
    let Some(text) = told.paths.first().and_then(|path| text_at(row, path)) else { return false };
    // AWS's answers of 2026 take these for known, though they ended long ago (rule `actions`)
    if ["catalog-admin:", "zocalo:"].iter().any(|former| text.starts_with(former)) {
        return true;
    }
    match &*told.code {
        // actions that have learned of tags since
        "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE" => {
            let mut actions = told.paths.iter().filter_map(|path| text_at(row, path));
            actions.any(|action| knows_tags(catalog, &action))
        }
        "INVALID_ACTION" => knows_action(catalog, &text),
        "INVALID_SERVICE_IN_ACTION" => {
            text.split_once(':').is_some_and(|(service, _)| catalog.service(service).is_some())
        }
        "INVALID_SERVICE" => {
            let service = if text.starts_with("arn:") { text.split(':').nth(2) } else { text.split(['.', ':']).next() };
            service.is_some_and(|service| catalog.service(service).is_some())
        }
        // AWS owns the managed views, and knows so since March 2026 (`blank_account`)
        "MISSING_ARN_ACCOUNT" => text.starts_with("arn:aws:resource-explorer-2:"),
        "INVALID_SERVICE_CONDITION_KEY" | "INVALID_GLOBAL_CONDITION_KEY" => catalog.condition_key(&text).is_some(),
        _ => false,
    }
}

fn knows_tags(catalog: &Catalog, action: &str) -> bool {
    catalog.action(action).is_some_and(|action| {
        let mut keys = action.condition_keys().chain(action.resources().flat_map(|resource| resource.condition_keys()));
        keys.any(|key| key.starts_with("aws:ResourceTag/"))
            || action.resources().filter_map(|resource| resource.resource_type()).any(|kind| {
                let mut keys = kind.condition_keys();
                keys.any(|key| key.starts_with("aws:ResourceTag/"))
            })
    })
}

fn knows_action(catalog: &Catalog, text: &str) -> bool {
    let Some((service, name)) = text.split_once(':') else { return false };
    let pattern = Pattern::action(name);
    catalog.service(service).is_some_and(|service| service.actions().any(|action| pattern.is_match(action.name())))
}

/// The text to which a path leads.
fn text_at(row: &Value, path: &str) -> Option<String> {
    let path: Value = serde_json::from_str(path).ok()?;
    let document: Value = serde_json::from_str(row["document_text"].as_str()?).ok()?;
    let mut at = &document;
    for step in path.as_array()? {
        if let Some(name) = step["key"].as_str() {
            return Some(name.to_owned());
        }
        at = match step["index"].as_u64() {
            Some(index) => at.get(usize::try_from(index).ok()?)?,
            None => at.get(step["value"].as_str()?)?,
        };
    }
    at.as_str().map(str::to_owned)
}

#[test]
fn managed_policies_have_the_findings_that_aws_made() {
    let Some(rows) = rows("validate-policy-oracle.ndjson") else { return };
    let count = compare(&rows, &Catalog::embedded());
    assert!(count.all >= 120, "{} findings", count.all);
    assert!(count.found * 100 >= count.all * 97, "{} of {} found", count.found, count.all);
    assert_eq!(count.moved, 0, "with other spans");
    assert!(count.besides <= 10, "{} besides", count.besides);
}

#[test]
fn older_policies_have_the_findings_that_aws_made() {
    let Some(rows) = rows("validate-policy-oracle-history.ndjson") else { return };
    let count = compare(&rows, &Catalog::embedded());
    let all = count.all - count.aged;
    assert!(all >= 400, "{all} findings of names that are still unknown");
    assert!(count.found * 100 >= all * 95, "{} of {all} found", count.found);
    assert_eq!(count.moved, 0, "with other spans");
}

#[test]
fn cases_of_every_code_come_out_as_expected() {
    let Some(rows) = rows("validate-cases.ndjson") else { return };
    let catalog = Catalog::embedded();
    let mut differ = 0;
    for row in &rows {
        let mut mine = validate::find(row, &catalog).unwrap_or_else(|error| panic!("{}: {error}", row["id"]));
        let mut told = validate::expected(row);
        mine.sort();
        told.sort();
        if mine != told {
            differ += 1;
            println!("{}: expected {told:?}, found {mine:?}", row["id"]);
        }
    }
    println!("{} cases, {differ} differ", rows.len());
    assert!(rows.len() >= 300, "{} cases", rows.len());
    assert!(differ * 100 <= rows.len() * 3, "{differ} of {} cases differ", rows.len());
}
