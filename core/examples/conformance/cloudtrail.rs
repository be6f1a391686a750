//! CloudTrail events, and what was expected of some: `{line, event_id, principal, actions, resources,
//! outcome}`, where `line` counts the events and `resources` leaves out `*` and what is unknown.

use std::collections::BTreeSet;

use iam_eval::catalog::Catalog;
use iam_eval::usage::{EventReport, UsageBuilder, read_event};
use serde_json::Value;

use super::{Difference, Verdict};

pub(crate) fn run(events: &[Value], expected: &[Value]) -> Vec<Verdict> {
    let catalog = Catalog::embedded();
    count(events, &catalog);
    let mut wrong = [0_usize; 4];
    let verdicts = expected.iter().map(|row| compare(row, events, &catalog, &mut wrong)).collect();
    let [principal, outcome, actions, resources] = wrong;
    println!("differences: principal {principal}, outcome {outcome}, actions {actions}, resources {resources}");
    verdicts
}

/// What became of all events together.
fn count(events: &[Value], catalog: &Catalog) {
    let mut builder = UsageBuilder::new(catalog);
    for row in events {
        if let Err(error) = builder.feed(format!("{}\n", row["event"]).as_bytes()) {
            println!("{error}");
        }
    }
    if let Ok(usage) = builder.finish() {
        let stats = &usage.stats;
        let ignored: u64 = stats.ignored.values().sum();
        println!(
            "{} records: {} used, {} denied, {ignored} ignored, {} unmapped, {} duplicates; {} bad",
            stats.records,
            stats.used,
            stats.denied,
            stats.unmapped.total(),
            stats.duplicates,
            stats.bad
        );
    }
}

fn compare(row: &Value, events: &[Value], catalog: &Catalog, wrong: &mut [usize; 4]) -> Verdict {
    let line = row["line"].as_u64().and_then(|line| usize::try_from(line).ok()).unwrap_or(0);
    let event = events.get(line.wrapping_sub(1)).map(|row| row["event"].to_string()).unwrap_or_default();
    let report = match read_event(&event, catalog) {
        Ok(report) => report,
        Err(error) => return Err(Difference { expected: "an event".to_owned(), got: error.to_string() }),
    };
    let is_ignored = report.outcome == "ignored";
    let actions: BTreeSet<&str> = report.uses.iter().map(|used| used.action.as_str()).collect();
    let pairs = [
        (
            format!("{:?}", row["principal"].as_str()),
            format!("{:?}", report.principal.as_deref().filter(|_| !is_ignored)),
        ),
        (row["outcome"].as_str().unwrap_or("").to_owned(), report.outcome.to_owned()),
        (format!("{:?}", texts(&row["actions"])), format!("{actions:?}")),
        (format!("{:?}", texts(&row["resources"])), format!("{:?}", known(&report))),
    ];
    let mut difference = None;
    for ((expected, got), count) in pairs.into_iter().zip(wrong) {
        if expected != got {
            *count += 1;
            difference.get_or_insert(Difference { expected, got });
        }
    }
    difference.map_or(Ok(()), Err)
}

fn known(report: &EventReport) -> BTreeSet<&str> {
    let known = report.uses.iter().filter(|used| used.resource != "*" && !used.has_unknown_resource);
    known.map(|used| used.resource.as_str()).collect()
}

fn texts(value: &Value) -> BTreeSet<&str> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).collect()
}
