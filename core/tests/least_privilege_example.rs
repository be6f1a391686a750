//! The sample that the README's first command reads: what it holds, and what comes of it.

#![cfg(feature = "catalog")]

use std::collections::BTreeSet;

use iam_eval::catalog::Catalog;
use iam_eval::synthesize::{Current, Proof, SynthesizeOptions, WithinResult, denied, synthesize};
use iam_eval::usage::UsageBuilder;

const LOG: &str = include_str!("../examples/data/cloudtrail.json");
const ROLE: &str = "arn:aws:iam::111122223333:role/service/orders-api";

#[test]
fn the_sample_is_rich_and_its_policy_is_proved() {
    let catalog = Catalog::embedded();
    let mut builder = UsageBuilder::new(&catalog);
    builder.feed(LOG.as_bytes()).unwrap();
    let usage = builder.finish().unwrap();
    assert!(usage.stats.records >= 300 && usage.stats.bad == 0 && usage.stats.unmapped.total() == 0);
    assert!(usage.principals.len() >= 3 && usage.stats.trails_seen.data);
    let current = Current {
        identity: Some(vec![include_str!("../examples/data/current-policy.json").parse().unwrap()]),
        permissions_boundary: Some(include_str!("../examples/data/boundary.json").parse().unwrap()),
        ..Current::default()
    };
    let made = synthesize(&usage, &[ROLE], &catalog, &current, &SynthesizeOptions::default()).unwrap();
    assert_eq!((made.coverage.proof, made.coverage.is_minimal), (Proof::Proved, Some(true)));
    assert_eq!(made.within_current.result, WithinResult::Proved);
    let uses = usage.principals[ROLE].uses.iter();
    let services: BTreeSet<&str> = uses.filter_map(|(action, ..)| action.split(':').next()).collect();
    assert!(services.len() >= 10, "{services:?}");
    assert!(services.contains("iam") && denied(&usage).len() >= 3);
}
