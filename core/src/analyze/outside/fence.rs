//! Conditions that say of a key what an outsider may bring for it.

use super::address;
use super::named::{Named, Value};
use super::tenant::Tenant;
use super::zone::ZoneOfTrust;

/// A condition: operator and values.
pub(super) type Fence = (&'static str, Vec<String>);

/// A value of his own, or none: never one whose owner the policies name.
pub(super) fn own(key: &str, tenant: Tenant, named: &Named, zone: &ZoneOfTrust) -> Vec<Fence> {
    let mut fences = not_of(tenant, named.values(key));
    fences.extend(outside(tenant, zone));
    match tenant {
        Tenant::Account => fences.push(("StringEqualsIfExists", named.strangers.clone())),
        Tenant::Arn => {
            let mut arns: Vec<String> =
                named.strangers.iter().map(|account| format!("arn:*:*:*:{account}:*")).collect();
            // buckets and some others have no account in their ARN
            arns.push("arn:*:*:*::*".to_owned());
            fences.push(("ArnLikeIfExists", arns));
        }
        Tenant::Flag => fences.push(("BoolIfExists", vec!["false".to_owned()])),
        Tenant::Owner if key == "aws:resourceaccount" => {
            fences.push(("StringNotEquals", named.strangers.clone()));
            fences.push(("StringLikeIfExists", texts(ACCOUNT)));
        }
        _ => fences.extend(shaped(tenant, Vec::new())),
    }
    fences
}

/// Any value that is not the zone's, or none: of the form that AWS gives it, or named.
pub(super) fn any(key: &str, tenant: Tenant, named: &Named, zone: &ZoneOfTrust) -> Vec<Fence> {
    let mut fences = outside(tenant, zone);
    let values = named.values(key).filter(|value| !value.is_open && value.owner(tenant).is_some());
    let values: Vec<String> = values.map(|value| value.text.to_string()).collect();
    match tenant {
        Tenant::Address => fences.push(("NotIpAddress", address::of_nobody())),
        _ => fences.extend(shaped(tenant, values)),
    }
    fences
}

const ACCOUNT: &[&str] = &["????????????"];

fn texts(texts: &[&str]) -> Vec<String> {
    texts.iter().map(|text| (*text).to_owned()).collect()
}

/// A value of the form that AWS gives it, or one of some others, or none.
fn shaped(tenant: Tenant, others: Vec<String>) -> Option<Fence> {
    let (operator, shapes) = match tenant {
        Tenant::Account => ("StringLikeIfExists", ACCOUNT),
        Tenant::Whole(shapes) => ("StringLikeIfExists", shapes),
        Tenant::Arn => ("ArnLikeIfExists", ["arn:*:*:*:*:*"].as_slice()),
        Tenant::OrgPath => ("ForAllValues:StringLike", ["o-*/*"].as_slice()),
        Tenant::Labelled => ("StringLikeIfExists", ["?*:?*"].as_slice()),
        Tenant::Path => ("StringLikeIfExists", ["?*/?*"].as_slice()),
        _ => return None,
    };
    Some((operator, texts(shapes).into_iter().chain(others).collect()))
}

/// No value of an owner whom the policies name.
fn not_of<'v>(tenant: Tenant, values: impl Iterator<Item = &'v Value>) -> Vec<Fence> {
    let (mut equal, mut caseless, mut like) = (Vec::new(), Vec::new(), Vec::new());
    let values: Vec<&Value> = values.collect();
    for value in values.iter().filter(|value| !value.is_open) {
        let whole = value.text.to_string();
        if value.operator == "StringEqualsIgnoreCase" {
            caseless.push(whole);
            continue;
        }
        if value.is_fixed() {
            equal.push(whole);
        }
        let Some(owner) = value.owner(tenant) else { continue };
        match tenant {
            Tenant::OrgPath | Tenant::Path => like.push(format!("{owner}/*")),
            Tenant::UserId => like.push(format!("{owner}:*")),
            Tenant::Labelled => like.extend([format!("{owner}/*"), format!("{owner}:*")]),
            Tenant::Arn => like.extend(of_nobody_elses_name(&owner)),
            _ => {}
        }
        if !matches!(tenant, Tenant::Arn) {
            equal.push(owner);
        }
    }
    let all = match tenant {
        Tenant::Account | Tenant::Flag | Tenant::Owner => return Vec::new(),
        Tenant::Address => {
            let values = values.iter().filter(|value| !value.is_open).map(|value| &*value.text);
            return vec![("NotIpAddress", address::of_others(values))];
        }
        Tenant::Arn => return [("ArnNotLike", like)].into_iter().filter(|(_, values)| !values.is_empty()).collect(),
        Tenant::OrgPath => [
            ("ForAllValues:StringNotEquals", equal),
            ("ForAllValues:StringNotEqualsIgnoreCase", caseless),
            ("ForAllValues:StringNotLike", like),
        ],
        _ => [("StringNotEquals", equal), ("StringNotEqualsIgnoreCase", caseless), ("StringNotLike", like)],
    };
    all.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

/// An ARN without an account names its owner by its resource: no two accounts have a bucket of one name.
fn of_nobody_elses_name(arn: &str) -> Option<String> {
    let arn = crate::arn::Arn::parse(arn)?;
    let (service, resource) = (arn.service(), arn.resource());
    if resource.contains(['*', '?']) {
        return None;
    }
    let account = if service == "s3" { "*" } else { "" };
    Some(format!("arn:*:{service}:*:{account}:{resource}"))
}

/// Any value or none, but none of the zone's.
pub(super) fn outside(tenant: Tenant, zone: &ZoneOfTrust) -> Vec<Fence> {
    let (accounts, organizations) = (&zone.accounts, &zone.organizations);
    let of = |names: &[String], form: fn(&str) -> String| names.iter().map(|name| form(name)).collect::<Vec<_>>();
    let fences: Vec<Fence> = match tenant {
        Tenant::Account => vec![("StringNotEquals", accounts.clone())],
        Tenant::Whole(_) => vec![("StringNotEquals", organizations.clone())],
        Tenant::OrgPath => vec![("ForAllValues:StringNotLike", of(organizations, |name| format!("{name}/*")))],
        Tenant::Arn => vec![("ArnNotLike", of(accounts, |name| format!("arn:*:*:*:{name}:*")))],
        Tenant::UserId => {
            vec![("StringNotEquals", accounts.clone()), ("StringNotLike", of(accounts, |name| format!("{name}:*")))]
        }
        Tenant::Labelled | Tenant::Path | Tenant::Address | Tenant::Flag | Tenant::Owner => Vec::new(),
    };
    fences.into_iter().filter(|(_, values)| !values.is_empty()).collect()
}

/// This value.
pub(super) fn bound(tenant: Tenant, value: &Value, zone: &ZoneOfTrust) -> Vec<Fence> {
    let operator = match (tenant, value.operator) {
        (Tenant::OrgPath, "StringLike") => "ForAnyValue:StringLike",
        (Tenant::OrgPath, "StringEqualsIgnoreCase") => "ForAnyValue:StringEqualsIgnoreCase",
        (Tenant::OrgPath, _) => "ForAnyValue:StringEquals",
        (_, operator) => operator,
    };
    let mut fences = outside(tenant, zone);
    fences.push((operator, vec![value.text.to_string()]));
    fences
}
