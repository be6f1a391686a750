//! The text: one line a fact.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use crate::facts::{Action, Facts};

const HEAD: &str = "\
# Facts of AWS's services: which actions there are, on which resources, with which condition keys.
# Written by `cargo run --example catalog_generate`; corrections go to catalog-overrides.txt.
#
# V form   # P source, version, date (- not known), licence
# G global key, types
# S service, name, flags, SDK clients, event sources
# K key, types   # R resource type, ARN formats, keys
# A action, level, flags, resource types (! required) with {keys}, keys, actions it depends on
# O operation, actions it needs (= that of its own name; none: AWS does not say)
#
# types: S string, A ARN, B bool, N numeric, D date, I IP address, X binary, [] a list of them
# levels: R read, W write, L list, T tagging, P permissions management
# flags of a service: rcp it has resource control policies, aws-only and npm-only the one source has it, retired
# flags of an action: g Access Analyzer's policy generation knows it, u its last use is tracked,
#   o an operation of its name needs it and nothing else, retired:DATE last seen
";

pub fn write(facts: &Facts) -> String {
    let mut text = HEAD.to_owned();
    let mut line = |fields: &[&str]| {
        text.push_str(fields.join("\t").trim_end_matches('\t'));
        text.push('\n');
    };
    line(&["V", "1"]);
    for [name, version, date, licence] in &facts.sources {
        line(&["P", name, version, date, licence]);
    }
    for (name, types) in facts.global_keys.values() {
        line(&["G", name, &joined(types, ",")]);
    }
    for (prefix, service) in &facts.services {
        let mut flags = service.flags.clone();
        match (flags.remove("npm"), flags.remove("aws")) {
            (true, false) => drop(flags.insert("npm-only".to_owned())),
            (false, true) => drop(flags.insert("aws-only".to_owned())),
            _ => {}
        }
        let clients = joined(&service.clients, " ");
        line(&["S", prefix, &service.name, &joined(&flags, " "), &clients, &joined(&service.event_sources, " ")]);
        for (name, types) in service.keys.values() {
            line(&["K", name, &joined(types, ",")]);
        }
        for (name, resource) in service.types.values() {
            line(&["R", name, &joined(&resource.arns, " | "), &joined(&resource.keys, " ")]);
        }
        for (name, action) in service.actions.values() {
            let level = action.level.map_or_else(|| "?".to_owned(), String::from);
            let dependents = joined(&action.dependents, " ");
            let (flags, keys) = (joined(&action.flags, " "), joined(&action.keys, " "));
            line(&["A", name, &level, &flags, &resources(action), &keys, &dependents]);
        }
        let by_name: BTreeMap<String, &String> =
            service.operations.keys().map(|name| (name.to_ascii_lowercase(), name)).collect();
        for name in by_name.values() {
            line(&["O", name, &service.operations[*name].join(" ")]);
        }
    }
    text
}

fn resources(action: &Action) -> String {
    let mut text = String::new();
    for (name, (is_required, keys)) in &action.resources {
        let separator = if text.is_empty() { "" } else { ";" };
        let _ = write!(text, "{separator}{name}{}", if *is_required { "!" } else { "" });
        if !keys.is_empty() {
            let _ = write!(text, "{{{}}}", joined(keys, " "));
        }
    }
    text
}

fn joined(words: &BTreeSet<String>, separator: &str) -> String {
    words.iter().map(String::as_str).collect::<Vec<_>>().join(separator)
}

/// The lines of the actions that a text has, by service and name.
pub fn actions_of(text: &str) -> BTreeMap<(String, String), String> {
    let mut service = String::new();
    let mut actions = BTreeMap::new();
    for line in text.lines() {
        let mut fields = line.split('\t');
        match (fields.next(), fields.next()) {
            (Some("S"), Some(prefix)) => prefix.clone_into(&mut service),
            (Some("A"), Some(name)) => {
                let tabs = line.matches('\t').count();
                // trailing empty fields are not written
                actions.insert(
                    (service.clone(), name.to_owned()),
                    format!("{line}{}", "\t".repeat(6_usize.saturating_sub(tabs))),
                );
            }
            _ => {}
        }
    }
    actions
}
