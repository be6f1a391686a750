//! What an enriched event says of tags (CloudTrail user guide, "Enrich CloudTrail events by adding resource tag
//! keys and IAM global condition keys").
//!
//! The guide describes `requestContext` (global condition keys) and `tagContext` (tags of resources and of
//! principals) in words; the names of the members below are from memory, and other names say nothing.

use serde_json::Value;

/// The keys of tags; how many of them a log has is for whoever writes it to say.
pub(super) const TAG_KEYS: [&str; 2] = ["aws:PrincipalTag/", "aws:ResourceTag/"];

/// A tag as a condition key, its value, and the resource that has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tag {
    pub key: String,
    pub value: String,
    /// None where the tag is the caller's.
    pub of: Option<String>,
}

/// The tags of an `eventContext`; none of one that cannot be read.
pub(super) fn tags(text: &str) -> Vec<Tag> {
    let Ok(context) = serde_json::from_str::<Value>(text) else { return Vec::new() };
    let mut found = Vec::new();
    let [principal, resource] = TAG_KEYS;
    if let Some(request) = context.get("requestContext").and_then(Value::as_object) {
        for (key, value) in request {
            let value = value.as_str().or_else(|| match value.as_array().map(Vec::as_slice) {
                Some([only]) => only.as_str(),
                _ => None,
            });
            if let Some(value) = value
                && key.get(..principal.len()).is_some_and(|start| start.eq_ignore_ascii_case(principal))
            {
                let name = key.get(principal.len()..).unwrap_or("");
                found.push(Tag { key: format!("{principal}{name}"), value: value.to_owned(), of: None });
            }
        }
    }
    let tags = context.get("tagContext");
    for (name, value) in tags.and_then(|tags| tags.get("principalTags")).into_iter().flat_map(pairs) {
        found.push(Tag { key: format!("{principal}{name}"), value, of: None });
    }
    let tagged = tags.and_then(|tags| tags.get("resourceTags")).and_then(Value::as_array);
    for row in tagged.into_iter().flatten() {
        let Some(arn) = row.get("arn").or_else(|| row.get("ARN")).and_then(Value::as_str) else { continue };
        for (name, value) in row.get("tags").into_iter().flat_map(pairs) {
            found.push(Tag { key: format!("{resource}{name}"), value, of: Some(arn.to_owned()) });
        }
    }
    // said twice is said once
    let mut once: Vec<Tag> = Vec::with_capacity(found.len().min(64));
    for tag in found.into_iter().take(64) {
        if !once.contains(&tag) {
            once.push(tag);
        }
    }
    once
}

/// Tags as an object, or as a list of objects with `key` and `value`.
fn pairs(tags: &Value) -> Vec<(String, String)> {
    let text = |row: &Value, names: [&str; 2]| {
        names.iter().find_map(|name| row.get(name).and_then(Value::as_str)).map(str::to_owned)
    };
    match tags {
        Value::Object(members) => members
            .iter()
            .filter_map(|(name, value)| value.as_str().map(|value| (name.clone(), value.to_owned())))
            .collect(),
        Value::Array(rows) => {
            rows.iter().filter_map(|row| Some((text(row, ["key", "Key"])?, text(row, ["value", "Value"])?))).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_principals_and_resources() {
        let text = r#"{"requestContext":{"aws:PrincipalTag/team":"blue","aws:PrincipalOrgID":"o-1"},
            "tagContext":{"principalTags":{"team":"blue","cost":"7"},
                "resourceTags":[{"arn":"arn:aws:s3:::b","tags":[{"key":"env","value":"prod"}]},{"tags":{"x":"y"}}]}}"#;
        let found: Vec<_> = tags(text).into_iter().map(|tag| (tag.key, tag.value, tag.of)).collect();
        let own = |name: &str, value: &str| (format!("aws:PrincipalTag/{name}"), value.to_owned(), None);
        assert_eq!(
            found,
            [
                own("team", "blue"),
                own("cost", "7"),
                ("aws:ResourceTag/env".to_owned(), "prod".to_owned(), Some("arn:aws:s3:::b".to_owned())),
            ]
        );
        for nothing in ["[]", "{", r#"{"tagContext":3}"#, r#"{"tagContext":{"resourceTags":{}}}"#] {
            assert!(tags(nothing).is_empty(), "{nothing}");
        }
    }
}
