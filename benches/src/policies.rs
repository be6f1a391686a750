//! Policy documents: AWS's managed ones, or a twin of them.

use std::path::PathBuf;

use iam_eval::Policy;
use serde_json::{Value, json};

/// Where the managed policies lie, if they do: one JSON object `{"name", "document"}` a line, in the
/// folder that `IAM_EVAL_DATA` names, or in `shared/data` beside the repository.
fn file() -> Option<PathBuf> {
    let named = std::env::var_os("IAM_EVAL_DATA").map(PathBuf::from);
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared/data");
    let file = named.unwrap_or_else(|| PathBuf::from(beside)).join("managed-policies.ndjson");
    file.is_file().then_some(file)
}

/// Whether the documents are AWS's own.
pub fn is_real() -> bool {
    file().is_some()
}

/// Every policy document, as compact JSON text.
pub fn documents() -> Vec<String> {
    named_documents().into_iter().map(|(_, text)| text).collect()
}

/// Every policy document and its name; of what is generated the name is a number.
pub fn named_documents() -> Vec<(String, String)> {
    let read = file().and_then(|file| std::fs::read_to_string(file).ok());
    match read {
        Some(text) => text.lines().filter_map(document).collect(),
        None => generated(1_570).into_iter().enumerate().map(|(at, text)| (at.to_string(), text)).collect(),
    }
}

fn document(line: &str) -> Option<(String, String)> {
    let row: Value = serde_json::from_str(line).ok()?;
    let name = row["name"].as_str().unwrap_or("").to_owned();
    match &row["document"] {
        Value::String(text) => Some((name, text.clone())),
        document => Some((name, document.to_string())),
    }
}

/// Five documents of average size, none of which allows everything.
pub fn average_five(documents: &[String]) -> Vec<String> {
    let average = documents.iter().map(String::len).sum::<usize>() / documents.len().max(1);
    let mut fitting: Vec<&String> = documents.iter().filter(|text| !allows_everything(text)).collect();
    fitting.sort_by_key(|text| (text.len().abs_diff(average), text.as_str()));
    fitting.into_iter().take(5).cloned().collect()
}

fn allows_everything(text: &str) -> bool {
    let Ok(policy) = text.parse::<Policy>() else { return true };
    policy.statements().any(|statement| {
        statement
            .action()
            .is_some_and(|action| action.is_negated() || action.entries().any(|entry| entry.as_str() == "*"))
    })
}

/// Documents of the managed ones' shape: five or six statements, a dozen actions each, half of them
/// with wildcards, some with conditions, one in a hundred a blanket denial.
fn generated(count: u64) -> Vec<String> {
    const SERVICES: &[&str] =
        &["s3", "ec2", "iam", "sqs", "sns", "kms", "lambda", "dynamodb", "logs", "rds", "ecs", "glue"];
    const VERBS: &[&str] = &["Get", "List", "Describe", "Create", "Delete", "Update", "Put", "Tag"];
    const NOUNS: &[&str] =
        &["Object", "Instance", "Role", "Queue", "Topic", "Key", "Function", "Table", "Group", "Cluster"];
    let pick = |list: &[&'static str], seed: u64| list[usize::try_from(seed % list.len() as u64).unwrap_or(0)];
    let policy = |at: u64| {
        let statements: Vec<Value> = (0..5 + at % 2)
            .map(|index| {
                let seed = at * 31 + index * 7;
                let service = pick(SERVICES, seed);
                let action = |n: u64| match (seed + n) % 4 {
                    0 => format!("{service}:{}*", pick(VERBS, seed + n)),
                    _ => format!("{service}:{}{}", pick(VERBS, seed + n), pick(NOUNS, seed / 3 + n)),
                };
                let actions: Vec<String> = (0..12).map(action).collect();
                let mut statement = json!({
                    "Sid": format!("S{index}"),
                    "Effect": if (at + 1).is_multiple_of(100) { "Deny" } else { "Allow" },
                    "Action": actions,
                    "Resource": if seed.is_multiple_of(3) { "*".to_owned() } else { format!("arn:aws:{service}:*:*:{}/*", pick(NOUNS, seed)) },
                });
                if seed.is_multiple_of(5) {
                    statement["Condition"] = json!({ "StringEquals": { "aws:ResourceTag/team": pick(NOUNS, seed) } });
                }
                statement
            })
            .collect();
        json!({ "Version": "2012-10-17", "Statement": statements }).to_string()
    };
    (0..count).map(policy).collect()
}
