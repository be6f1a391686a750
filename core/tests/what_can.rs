//! What a caller can do: the list against asking the evaluator about every request of a small space.

use iam_eval::analyze::{AnalyzeOptions, Grant, GrantEntries, Region, StatementPlace, find_what_can, summarize_access};
use iam_eval::catalog::{AccessLevel, Catalog};
use iam_eval::pattern::Pattern;
use iam_eval::{Answer, Policy, PolicySet, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const ACTIONS: &[&str] = &["s:a", "s:b", "s:ab", "s:*", "s:a*", "*", "t:?", "S:A", "?:b", "s:*b"];
const RESOURCES: &[&str] = &["*", "x", "y", "x*", "?y", "xy", "*x"];
const CATALOG: &str = "V\t1\nS\ts\tS\nA\ta\tR\nA\tab\tW\nA\tb\tW\nS\tt\tT\nA\ta\tL\n";

fn statement() -> impl Strategy<Value = Value> {
    let list = |of: &'static [&'static str]| prop::collection::vec(prop::sample::select(of), 1..3);
    let effect = prop::sample::select(vec!["Allow", "Allow", "Deny"]);
    let names = (prop::bool::weighted(0.2), prop::bool::weighted(0.2));
    let condition = prop::sample::select(vec![
        Value::Null,
        Value::Null,
        json!({"StringEquals": {"k": "a"}}),
        json!({"StringNotEquals": {"k": ["a", "b"]}}),
        json!({"StringLikeIfExists": {"k": "b*"}, "Bool": {"l": "true"}}),
    ]);
    (effect, list(ACTIONS), list(RESOURCES), names, condition).prop_map(
        |(effect, actions, resources, (not_action, not_resource), condition)| {
            let mut statement = json!({"Effect": effect});
            statement[if not_action { "NotAction" } else { "Action" }] = json!(actions);
            statement[if not_resource { "NotResource" } else { "Resource" }] = json!(resources);
            if !condition.is_null() {
                statement["Condition"] = condition;
            }
            statement
        },
    )
}

fn parse(statements: &[Value]) -> Policy {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string().parse().unwrap()
}

fn layers() -> impl Strategy<Value = Vec<Vec<Value>>> {
    prop::collection::vec(prop::collection::vec(statement(), 1..4), 1..3)
}

fn region(layers: &[Vec<Value>]) -> Region {
    let mut regions = layers.iter().map(|layer| Region::of([&parse(layer)]));
    let first = regions.next().unwrap();
    regions.fold(first, Region::intersect)
}

fn requests() -> Vec<Request> {
    let mut all = Vec::new();
    for action in ["s:a", "s:b", "s:ab", "s:c", "t:a", "t:cc", "u:b"] {
        for resource in ["x", "y", "xy", "z", "xx", "zy", "zx", "*"] {
            for key in [None, Some("a"), Some("b"), Some("c")] {
                for other in [None, Some("true"), Some("no")] {
                    let mut builder = Request::builder(action, resource);
                    if let Some(key) = key {
                        builder = builder.context("k", key);
                    }
                    if let Some(other) = other {
                        builder = builder.context("l", other);
                    }
                    all.push(builder.build().unwrap());
                }
            }
        }
    }
    all
}

/// Does a statement match, whatever its effect?
fn does_match(layers: &[Vec<Value>], place: StatementPlace, request: &Request) -> bool {
    let mut statement = layers[place.layer][place.statement].clone();
    statement["Effect"] = json!("Allow");
    PolicySet::builder().identity([parse(&[statement])]).build().decide(request) == Answer::Allowed
}

fn in_lists(lists: &[GrantEntries], text: &str, pattern: fn(&str) -> Pattern) -> bool {
    lists.iter().all(|list| list.entries.iter().any(|entry| pattern(entry).is_match(text)) != list.is_negated)
}

fn is_of(grant: &Grant, layers: &[Vec<Value>], request: &Request) -> bool {
    grant.statements.iter().all(|place| does_match(layers, *place, request))
}

fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 32 };
    ProptestConfig { cases, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn what_can_is_that_of_all_requests(layers in layers()) {
        let catalog = Catalog::from_text(CATALOG.to_owned()).unwrap();
        let region = region(&layers);
        let what = find_what_can(&region, Some(&catalog), &AnalyzeOptions::default());
        prop_assert!(what.incomplete.is_none());
        for grant in &what.grants {
            let witness = grant.witness.as_ref().unwrap();
            prop_assert!(region.holds(witness) && is_of(grant, &layers, witness), "{:?}", grant);
        }
        let all = requests();
        for request in &all {
            if !region.holds(request) {
                continue;
            }
            let name = request.action().as_str().to_owned();
            let own: Vec<&Grant> = what.grants.iter().filter(|grant| is_of(grant, &layers, request)).collect();
            prop_assert!(!own.is_empty(), "{:?}", request);
            for grant in own {
                prop_assert!(in_lists(&grant.actions, &name, Pattern::action));
                prop_assert!(in_lists(&grant.resources, request.resource(), Pattern::resource));
                let expanded = grant.expanded.as_ref().unwrap();
                prop_assert!(catalog.action(&name).is_none() || expanded.contains(&name), "{:?} {:?}", request, grant);
            }
        }
        // what is listed is no more than what the statements say, and a Deny that is not listed takes nothing away
        for request in all.iter().step_by(7) {
            for grant in &what.grants {
                let listed = in_lists(&grant.actions, request.action().as_str(), Pattern::action)
                    && in_lists(&grant.resources, request.resource(), Pattern::resource);
                let is_own = is_of(grant, &layers, request);
                prop_assert!(listed || !is_own);
                if is_own && !region.holds(request) {
                    prop_assert!(grant.denies.iter().any(|deny| does_match(&layers, *deny, request)), "{:?}", request);
                }
            }
        }
        // by access level
        let summary = summarize_access(&region, &catalog, &AnalyzeOptions::default());
        for service in catalog.services() {
            for action in service.actions() {
                let name = action.to_string();
                let own: Vec<&Request> = all
                    .iter()
                    .filter(|request| request.action().as_str() == name && request.resource() == "*")
                    .collect();
                let level = summary.services.iter().find(|known| known.service == service.prefix());
                let level = level.and_then(|known| known.levels.iter().find(|known| known.level == action.access_level()));
                let held = own.iter().filter(|request| region.holds(request)).count();
                if held > 0 {
                    prop_assert!(level.is_some_and(|level| level.on_some > 0), "{}", name);
                }
                if level.is_some_and(|level| level.on_all == level.actions) {
                    prop_assert_eq!(held, own.len(), "{}", name);
                }
                if level.is_some_and(|level| level.on_some == 0) {
                    prop_assert_eq!(held, 0);
                }
            }
        }
    }
}

#[test]
fn what_a_policy_says_is_shown_as_it_says_it() {
    let own = parse(&[
        json!({"Effect": "Allow", "NotAction": "iam:*", "Resource": ["arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::all"],
            "Condition": {"ForAnyValue:StringLike": {"aws:TagKeys": ["a*", "b"]}}}),
        json!({"Effect": "Allow", "Action": "iam:PassRole", "NotResource": "arn:aws:iam::*:role/admin"}),
        json!({"Effect": "Deny", "Action": "iam:*", "Resource": "*"}),
    ]);
    let what = find_what_can(&Region::of([&own]), None, &AnalyzeOptions::default());
    assert_eq!(what.grants.len(), 1);
    let grant = &what.grants[0];
    assert!(grant.actions[0].is_negated && grant.denies.is_empty() && grant.expanded.is_none());
    assert_eq!(grant.resources[0].entries, ["arn:aws:s3:::${aws:username}/*", "arn:aws:s3:::all"]);
    let condition = &grant.conditions[0];
    assert_eq!((&*condition.operator, &*condition.key), ("ForAnyValue:StringLike", "aws:TagKeys"));
    assert_eq!(condition.values, ["a*", "b"]);
}

#[test]
fn hostile_layers_are_incomplete_at_worst() {
    let stars: Vec<Value> = (0..120)
        .map(|at| json!({"Effect": "Allow", "Action": format!("*a{at}*b*"), "Resource": format!("*{at}*c*d*")}))
        .collect();
    let region =
        Region::of([&parse(&stars)]).intersect(Region::of([&parse(&stars)])).intersect(Region::of([&parse(&stars)]));
    let what = find_what_can(&region, None, &AnalyzeOptions { max_steps: 1 << 16, ..AnalyzeOptions::default() });
    assert!(what.incomplete.is_some());
    let resource = Region::of_resource(&parse(&[json!({"Effect": "Allow", "Principal": "*", "Action": "*"})]));
    assert!(find_what_can(&resource, None, &AnalyzeOptions::default()).incomplete.is_some());
}

#[cfg(feature = "catalog")]
#[test]
fn an_administrator_can_do_everything_everywhere() {
    let catalog = Catalog::embedded();
    let admin = parse(&[json!({"Effect": "Allow", "Action": "*", "Resource": "*"})]);
    let summary = summarize_access(&Region::of([&admin]), &catalog, &AnalyzeOptions::default());
    for level in summary.services.iter().flat_map(|service| &service.levels) {
        assert_eq!((level.on_some, level.on_all, level.undecided), (level.actions, level.actions, 0));
    }
    let what = find_what_can(&Region::of([&admin]), Some(&catalog), &AnalyzeOptions::default());
    let all = catalog.services().map(|service| service.actions().count()).sum::<usize>();
    assert_eq!(what.grants[0].expanded.as_ref().unwrap().len(), all);
    let tags = parse(&[
        json!({"Effect": "Allow", "Action": "ec2:*", "Resource": "*",
            "Condition": {"StringEquals": {"aws:ResourceTag/team": "red"}}}),
        json!({"Effect": "Allow", "Action": "ec2:Describe*", "Resource": "*"}),
        json!({"Effect": "Deny", "Action": "ec2:RunInstances", "Resource": "*"}),
    ]);
    let summary = summarize_access(&Region::of([&tags]), &catalog, &AnalyzeOptions::default());
    assert_eq!(summary.services.len(), 1);
    let level = |wanted| summary.services[0].levels.iter().find(|level| level.level == Some(wanted)).unwrap();
    let list = level(AccessLevel::List);
    assert!(list.on_all > 50 && list.on_all < list.on_some);
    let write = level(AccessLevel::Write);
    assert_eq!((write.on_some, write.on_all), (write.actions - 1, 0));
}

/// AWS's own policies: everything is listed, with a request each; prints the slowest.
#[test]
fn aws_policies_are_listed() {
    let shared = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/managed-policies.ndjson");
    let Ok(text) = std::fs::read_to_string(&shared) else {
        println!("skipped: AWS's managed policies are not there");
        return;
    };
    let mut slowest = (std::time::Duration::ZERO, String::new());
    let (mut grants, mut total, mut left_out) = (0, std::time::Duration::ZERO, 0);
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let name = row["name"].as_str().unwrap();
        let policy: Policy = row["document"].to_string().parse().unwrap();
        let region = Region::of([&policy]);
        let start = std::time::Instant::now();
        let what = find_what_can(&region, None, &AnalyzeOptions::default());
        let time = start.elapsed();
        total += time;
        if time > slowest.0 {
            slowest = (time, name.to_owned());
        }
        assert!(what.incomplete.is_none(), "{name}");
        for grant in &what.grants {
            assert!(region.holds(grant.witness.as_ref().unwrap()), "{name}");
        }
        let allows = policy.statements().filter(|statement| statement.effect() == iam_eval::Effect::Allow).count();
        grants += what.grants.len();
        left_out += allows - what.grants.len();
    }
    println!("{grants} entries, {left_out} left out, {total:?} in all, slowest {slowest:?}");
}

#[test]
fn so_many_layers_are_not_listed() {
    let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse().unwrap();
    let region = (0..20_000).fold(Region::of([&all]), |region, _| region.intersect(Region::of([&all])));
    let options = AnalyzeOptions { max_steps: usize::MAX, ..AnalyzeOptions::default() };
    let what = find_what_can(&region, None, &options);
    assert!(what.grants.is_empty() && what.incomplete.is_some());
}
