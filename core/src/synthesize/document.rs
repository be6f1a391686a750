//! Writing statements as a policy.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

use crate::document::Policy;

use super::result::ConditionSuggestion;
use super::statements::Grouped;

/// The policy of statements, and its size without white space.
pub(super) fn policy_of(statements: &[Grouped]) -> Option<(Policy, usize)> {
    let text = text_of(statements);
    // names are the catalogue's and resources were escaped, so a text that IAM refuses cannot come about
    // but from a usage that nobody read
    let policy = Policy::parse(&text).ok()?;
    Some((policy, text.chars().count()))
}

/// Characters without white space, as quotas count.
pub(super) fn size_of(statements: &[Grouped]) -> usize {
    text_of(statements).chars().filter(|letter| !letter.is_whitespace()).count()
}

fn text_of(statements: &[Grouped]) -> String {
    let list = |texts: &BTreeSet<String>| match texts.iter().collect::<Vec<_>>().as_slice() {
        [only] => json!(only),
        all => json!(all),
    };
    let statements: Vec<String> = statements
        .iter()
        .map(|statement| {
            let member = |name: &str, value: Value| format!("\"{name}\":{value}");
            let mut members = vec![
                member("Sid", json!(statement.sid)),
                member("Effect", json!("Allow")),
                member("Action", list(statement.compact.as_ref().unwrap_or(&statement.actions))),
                member("Resource", list(&statement.resources)),
            ];
            let mut condition: BTreeMap<&str, BTreeMap<&str, Value>> = BTreeMap::new();
            for ConditionSuggestion { operator, key, values, .. } in &statement.conditions {
                // a value that reads like a variable is none
                let values: BTreeSet<String> = values.iter().map(|(value, _)| value.replace("${", "${$}{")).collect();
                condition.entry(operator).or_default().insert(key, list(&values));
            }
            if !condition.is_empty() {
                members.push(member("Condition", json!(condition)));
            }
            format!("{{{}}}", members.join(","))
        })
        .collect();
    format!("{{\"Version\":\"2012-10-17\",\"Statement\":[{}]}}", statements.join(","))
}
