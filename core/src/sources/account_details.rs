//! The answer of IAM's `GetAccountAuthorizationDetails`.
//!
//! The API gives documents as URL-encoded texts, the AWS CLI and SDKs of some languages as objects; both are read.
//! Source: IAM API reference, `GetAccountAuthorizationDetails`, `UserDetail`, `GroupDetail`, `RoleDetail`,
//! `ManagedPolicyDetail`.

use std::borrow::Cow;

use crate::json::Value;

use super::escapes::{read_percent, read_string};
use super::found::FoundDocument;
use super::plain::literal;
use super::positions::PositionMap;
use super::purpose::Purpose;
use super::short::shortened;

/// All documents: those of users, groups and roles, and the default versions of managed policies.
pub(super) fn find<'s>(root: Value<'_, 's>) -> Vec<FoundDocument<'s>> {
    let mut found = Vec::new();
    for list in root.members() {
        let entries = list.value().elements();
        match &*list.name() {
            "UserDetailList" => entries.for_each(|user| {
                find_inline(&mut found, user, "user", "UserName", "UserPolicyList");
            }),
            "GroupDetailList" => entries.for_each(|group| {
                find_inline(&mut found, group, "group", "GroupName", "GroupPolicyList");
            }),
            "RoleDetailList" => {
                for role in entries {
                    if let Some(document) = member(role, "AssumeRolePolicyDocument") {
                        let address = format!("role/{} trust policy", shortened(&text(role, "RoleName")));
                        found.extend(read(Purpose::Trust, address, document));
                    }
                    find_inline(&mut found, role, "role", "RoleName", "RolePolicyList");
                }
            }
            "Policies" => entries.for_each(|policy| find_default(&mut found, policy)),
            _ => {}
        }
    }
    found
}

fn find_inline<'s>(found: &mut Vec<FoundDocument<'s>>, entity: Value<'_, 's>, kind: &str, name: &str, list: &str) {
    let name = text(entity, name);
    let name = shortened(&name);
    for policy in member(entity, list).into_iter().flat_map(|list| list.elements()) {
        if let Some(document) = member(policy, "PolicyDocument") {
            let address = format!("{kind}/{name} inline policy {}", shortened(&text(policy, "PolicyName")));
            found.extend(read(Purpose::Identity, address, document));
        }
    }
}

fn find_default<'s>(found: &mut Vec<FoundDocument<'s>>, policy: Value<'_, 's>) {
    let name = text(policy, "PolicyName");
    let name = shortened(&name);
    for version in member(policy, "PolicyVersionList").into_iter().flat_map(|list| list.elements()) {
        let is_default = member(version, "IsDefaultVersion").is_some_and(|value| value.source() == "true");
        if let Some(document) = member(version, "Document").filter(|_| is_default) {
            found.extend(read(Purpose::Identity, format!("policy/{name}"), document));
        }
    }
}

/// A document as an object or as a text; none for anything else.
fn read<'s>(purpose: Purpose, address: String, value: Value<'_, 's>) -> Option<FoundDocument<'s>> {
    let found = literal(purpose, address, value);
    if value.is_object() {
        return Some(found);
    }
    let (text, layer) = read_string(value)?;
    let decoded = if text.trim_start().starts_with(['{', '[']) { None } else { read_percent(&text) };
    let (text, positions) = match decoded {
        Some((decoded, inner)) => (Cow::Owned(decoded), PositionMap::of(inner).then(layer)),
        None => (text, PositionMap::of(layer)),
    };
    Some(FoundDocument { text: Some(text), positions, ..found })
}

fn member<'d, 's>(value: Value<'d, 's>, name: &str) -> Option<Value<'d, 's>> {
    value.members().find(|member| member.name() == name).map(|member| member.value())
}

fn text<'s>(value: Value<'_, 's>, name: &str) -> Cow<'s, str> {
    member(value, name).and_then(|value| value.as_str()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use crate::limits::Limits;
    use crate::sources::find_documents;
    use crate::text::Span;

    const DETAILS: &str = r#"{"UserDetailList": [{"UserName": "ann", "UserPolicyList": [
        {"PolicyName": "own", "PolicyDocument": {"Statement": [ ]}}], "GroupList": ["dev"]}],
      "GroupDetailList": [{"GroupName": "dev", "GroupPolicyList": [{"PolicyName": "read", "PolicyDocument": "{\"Id\": \"100%25\"}"}]}],
      "RoleDetailList": [{"RoleName": "app", "AssumeRolePolicyDocument": "%7B%22Id%22%3A+%22%c3%a9%22%7D",
        "RolePolicyList": [], "AttachedManagedPolicies": []}],
      "Policies": [{"PolicyName": "p", "PolicyVersionList": [
        {"Document": {"Id": "new"}, "VersionId": "v2", "IsDefaultVersion": true},
        {"Document": {"Id": "old"}, "VersionId": "v1", "IsDefaultVersion": false}]}], "IsTruncated": false}"#;

    #[test]
    fn documents_are_texts_or_objects() {
        let found = find_documents(DETAILS, None, &Limits::default()).unwrap();
        let about: Vec<_> = found.iter().map(|one| (&*one.address, one.text.as_deref().unwrap())).collect();
        assert_eq!(
            about,
            [
                ("user/ann inline policy own", r#"{"Statement": [ ]}"#),
                ("group/dev inline policy read", r#"{"Id": "100%25"}"#),
                ("role/app trust policy", r#"{"Id":+"é"}"#),
                ("policy/p", r#"{"Id": "new"}"#),
            ]
        );
        let place = found[2].positions.outer(Span::new(7, 9));
        assert_eq!(place.slice(DETAILS), Some("%22%c3"));
    }
}
