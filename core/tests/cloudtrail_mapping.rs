//! The general rules of the mapping against public collections of what calls ask for: operations and
//! the actions that AWS documents for them, request parameters and the ARNs that they name.

#![cfg(feature = "catalog")]

use std::collections::BTreeMap;
use std::path::Path;

use iam_eval::catalog::Catalog;
use iam_eval::usage::read_event;
use serde_json::{Map, Value, json};

fn facts(name: &str) -> Option<String> {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors();
    let path = folders.map(|folder| folder.join("shared/data/catalog").join(name)).find(|path| path.is_file());
    if path.is_none() {
        println!("skipped: {name} is not here");
    }
    std::fs::read_to_string(path?).ok()
}

fn event(service: &str, name: &str, parameters: &Value) -> String {
    json!({
        "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "awsRegion": "eu-west-1",
        "recipientAccountId": "111122223333", "requestParameters": parameters,
        "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann", "accountId": "111122223333"},
    })
    .to_string()
}

/// Every operation for which AWS documents actions of its own service has one of them.
#[test]
fn operations_ask_for_a_documented_action() {
    let Some(text) = facts("operations.tsv") else { return };
    let catalog = Catalog::embedded();
    let (mut asked, mut other) = (0, Vec::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let [service, operation, _, actions] = line.split('\t').collect::<Vec<_>>()[..] else { continue };
        // verbs of HTTP, and calls that need no permission or that the trust policy decides about
        if actions == "-" || matches!(service, "apigateway" | "sts") {
            continue;
        }
        let documented: Vec<String> = actions
            .split(' ')
            .map(|action| action.split('{').next().unwrap_or(""))
            .map(|action| if action == "=" { operation } else { action })
            .map(|action| if action.contains(':') { action.to_owned() } else { format!("{service}:{action}") })
            .collect();
        let report = read_event(&event(service, operation, &json!({})), &catalog).unwrap();
        if report.outcome == "ignored"
            || catalog.service_of_event_source(service).map(|found| found.prefix()) != Some(service)
        {
            continue;
        }
        asked += 1;
        let first = report.uses.first().map(|used| used.action.clone());
        if !first.as_ref().is_some_and(|first| documented.iter().any(|action| action.eq_ignore_ascii_case(first))) {
            other.push(format!("{service}:{operation}: {first:?}, AWS documents {actions}"));
        }
    }
    println!("{asked} operations; of {} the action is not one that AWS documents:\n{}", other.len(), other.join("\n"));
    assert!(asked > 15_000);
    assert!(other.is_empty());
}

/// Parameters that name a resource end up in its ARN. The collection is of 2023 and knows the names of
/// the API; only rows whose parameters are plain texts are asked.
#[test]
fn parameters_name_the_resource() {
    let Some(text) = facts("request-arn-map.tsv") else { return };
    let catalog = Catalog::embedded();
    let (mut asked, mut missed) = (0, BTreeMap::<String, Vec<String>>::new());
    for line in text.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let [operation, action, variables, ..] = fields.as_slice() else { continue };
        let Some((service, _)) = action.split_once(':') else { continue };
        let name = operation.split('.').nth(1).unwrap_or("");
        let plain = |template: &str| {
            let name = template.strip_prefix("${")?.strip_suffix('}')?;
            name.bytes().all(|byte| byte.is_ascii_alphanumeric()).then(|| name.to_owned())
        };
        let rows: Vec<(&str, Option<String>)> = variables
            .split(';')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, template)| (name, plain(template)))
            .collect();
        let known = catalog.action(action).filter(|known| known.has_resource_types());
        if rows.is_empty() || rows.iter().any(|(_, parameter)| parameter.is_none()) || known.is_none() {
            continue;
        }
        let mut parameters = Map::new();
        for (at, (_, parameter)) in rows.iter().enumerate() {
            let parameter = parameter.clone().unwrap_or_default();
            let camel: String = parameter
                .chars()
                .take(1)
                .map(|letter| letter.to_ascii_lowercase())
                .chain(parameter.chars().skip(1))
                .collect();
            parameters.insert(camel, json!(format!("value{at}x")));
        }
        let report = read_event(&event(service, name, &Value::Object(parameters)), &catalog).unwrap();
        let of_action: Vec<&str> = report
            .uses
            .iter()
            .filter(|used| used.action.eq_ignore_ascii_case(action))
            .map(|used| used.resource.as_str())
            .collect();
        if of_action.is_empty() {
            continue;
        }
        asked += 1;
        let named =
            (0..rows.len()).any(|at| of_action.iter().any(|resource| resource.contains(&format!("value{at}x"))));
        if !named {
            missed.entry(service.to_owned()).or_default().push(format!("{name} {variables} -> {of_action:?}"));
        }
    }
    let misses: usize = missed.values().map(Vec::len).sum();
    for (service, rows) in &missed {
        println!("{service}: {} e.g. {}", rows.len(), rows[0]);
    }
    println!("{asked} calls, {misses} whose parameters name no resource");
    assert!(asked > 2_000);
    assert!(misses * 100 <= asked * 2);
}
