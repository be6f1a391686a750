//! Real CloudTrail events against what was written by hand about some of them.

#![cfg(feature = "catalog")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use iam_eval::catalog::Catalog;
use iam_eval::usage::{EventReport, UsageBuilder, read_event};
use serde_json::Value;

fn data(name: &str) -> Option<String> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/data"));
    let path: Option<PathBuf> = folders.map(|folder| folder.join(name)).find(|path| path.is_file());
    if path.is_none() {
        println!("skipped: {name} is not here");
    }
    Some(std::fs::read_to_string(path?).unwrap())
}

fn events() -> Option<Vec<String>> {
    let text = data("cloudtrail-events.ndjson")?;
    let event = |line: &str| serde_json::from_str::<Value>(line).unwrap()["event"].to_string();
    Some(text.lines().map(event).collect())
}

fn texts(value: &Value) -> BTreeSet<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

/// The resources that are known, as the expectations have them: no `*` and nothing unknown.
fn resources(report: &EventReport) -> BTreeSet<String> {
    let known = report.uses.iter().filter(|used| used.resource != "*" && !used.has_unknown_resource);
    known.map(|used| used.resource.clone()).collect()
}

#[test]
fn events_mean_what_was_expected() {
    let (Some(events), Some(expected)) = (events(), data("cloudtrail-expect.ndjson")) else { return };
    let catalog = Catalog::embedded();
    let (mut total, mut wrong) = (0, BTreeMap::<&str, usize>::new());
    for line in expected.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let at = usize::try_from(row["line"].as_u64().unwrap()).unwrap();
        let report = read_event(&events[at - 1], &catalog).unwrap();
        total += 1;
        let mut differs = |what, found: String, wanted: String| {
            if found != wanted {
                *wrong.entry(what).or_default() += 1;
                println!("line {at} {}: {what}: expected {wanted}, found {found} ({})", row["event"], row["why"]);
            }
        };
        differs(
            "principal",
            format!("{:?}", report.principal.as_deref().filter(|_| report.outcome != "ignored")),
            format!("{:?}", row["principal"].as_str()),
        );
        differs("outcome", report.outcome.to_owned(), row["outcome"].as_str().unwrap().to_owned());
        let actions: BTreeSet<String> = report.uses.iter().map(|used| used.action.clone()).collect();
        differs("actions", format!("{actions:?}"), format!("{:?}", texts(&row["actions"])));
        differs("resources", format!("{:?}", resources(&report)), format!("{:?}", texts(&row["resources"])));
    }
    println!("{total} expectations, differences: {wrong:?}");
    let wrong = |what| wrong.get(what).copied().unwrap_or(0);
    assert_eq!((wrong("principal"), wrong("outcome")), (0, 0));
    assert!(wrong("actions") * 100 <= total * 3);
    assert!(wrong("resources") * 100 <= total * 7);
}

#[test]
fn no_event_is_lost() {
    let Some(events) = events() else { return };
    let catalog = Catalog::embedded();
    let mut builder = UsageBuilder::new(&catalog);
    for event in &events {
        builder.feed(event.as_bytes()).unwrap();
        builder.feed(b"\n").unwrap();
    }
    let bad = builder.errors().to_vec();
    let usage = builder.finish().unwrap();
    let stats = &usage.stats;
    println!("{stats:#?}");
    let ignored: u64 = stats.ignored.values().sum();
    let all = stats.used + stats.denied + ignored + stats.unmapped.total() + stats.duplicates;
    assert_eq!((all, stats.bad), (stats.records, 0), "{bad:?}");
    assert_eq!(stats.records, events.len() as u64);
    assert!(stats.unmapped.total() * 100 <= stats.records, "{:?}", stats.unmapped);
    for usage in usage.principals.values() {
        for (action, ..) in usage.uses.iter() {
            assert!(catalog.action(action).is_some(), "{action}");
        }
    }
}

#[test]
fn secret_suffix() {
    let event = r#"{"eventSource":"secretsmanager.amazonaws.com","eventName":"GetSecretValue","awsRegion":"eu-west-1",
        "recipientAccountId":"111122223333","requestParameters":{"secretId":"orders/db"},
        "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}}"#;
    let report = read_event(event, &Catalog::embedded()).unwrap();
    assert_eq!(report.uses[0].resource, "arn:aws:secretsmanager:eu-west-1:111122223333:secret:orders/db-??????");
}
