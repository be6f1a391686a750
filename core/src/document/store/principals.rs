//! Who may stand in `Principal`, by kind of policy.

use std::borrow::Cow;

use crate::json::{Member, Value};

use super::parts::{Element, Parts, Statement};
use super::refusal::{Checked, Refusal, quote};
use super::rules::{PrincipalRule, Rules};
use super::shape::{check_strings, duplicate, unknown, value_of};

// None of these is in the captures; they are IAM's (and S3's) own words for the faults [assumed].
const PROHIBITED: &str = "Policy document should not specify a principal.";
const ABSENT: &str = "Missing required field Principal";
const NOT_PRINCIPAL: &str = "Has prohibited field NotPrincipal";
const RESOURCE: &str = "Has prohibited field Resource";

/// The kinds of principal, and what IAM calls them when it refuses one.
const KINDS: &[(&str, &str)] =
    &[("AWS", "AWS"), ("Service", "SERVICE"), ("Federated", "FEDERATED"), ("CanonicalUser", "CANONICAL_USER")];

pub(super) fn check(policy: &Parts<'_, '_>, rules: &Rules) -> Checked {
    for statement in &policy.statements {
        match (rules.principal, statement.principal) {
            (PrincipalRule::Prohibited, None) | (PrincipalRule::Everyone, _) => {}
            (PrincipalRule::Prohibited, Some(element)) => {
                let message = format!("expected no `{}` in a policy of this kind", element.name);
                return Err(refuse(statement, element, message, PROHIBITED));
            }
            (PrincipalRule::Required | PrincipalRule::RequiredByName, None) => {
                let message = "expected a member `Principal`";
                let refusal = Refusal::store("no-principal", statement.span, message, ABSENT);
                return Err(refusal.at(statement.path()));
            }
            (PrincipalRule::Required | PrincipalRule::RequiredByName, Some(element)) => {
                check_element(statement, element, rules.principal)?;
            }
        }
        if let (true, Some(element)) = (rules.is_trust(), statement.resource) {
            let message = format!("expected no `{}` in a trust policy", element.name);
            return Err(refuse(statement, element, message, RESOURCE));
        }
    }
    Ok(())
}

fn refuse(
    statement: &Statement<'_, '_>,
    element: Element<'_, '_>,
    message: impl Into<String>,
    aws_message: impl Into<Cow<'static, str>>,
) -> Refusal {
    let refusal = Refusal::store("unwanted-element", element.name_span, message, aws_message);
    refusal.at(statement.path_to(element.name))
}

fn check_element(statement: &Statement<'_, '_>, element: Element<'_, '_>, rule: PrincipalRule) -> Checked {
    let by_name = rule == PrincipalRule::RequiredByName;
    // `not_principal_allow`: AWS documents it as unsupported
    if element.is_negated() && (by_name || statement.is_allow()) {
        let message = if by_name {
            "expected `Principal` in a trust policy, found `NotPrincipal`"
        } else {
            "expected `NotPrincipal` with `Deny` only"
        };
        return Err(refuse(statement, element, message, NOT_PRINCIPAL));
    }
    check_value(element.value, by_name).map_err(|refusal| refusal.under(value_of(element.name)).under(statement.path()))
}

fn check_value(value: Value<'_, '_>, by_name: bool) -> Checked {
    if let Some(text) = value.as_str() {
        return match &*text {
            "*" if !by_name => Ok(()),
            "*" => {
                // `principal_star_not_federated_trust`
                let message = "expected an object such as `{\"AWS\": \"*\"}`, found `\"*\"`";
                Err(Refusal::store("bad-principal", value.span(), message, invalid("STAR", "*")))
            }
            _ => {
                let message = format!("expected `\"*\"` or an object, found {}", quote(&text));
                Err(Refusal::shape("bad-principal", value.span(), message))
            }
        };
    }
    if !value.is_object() {
        return Err(Refusal::wrong_type(value, "`\"*\"` or an object"));
    }
    let mut seen = [false; KINDS.len()];
    for member in value.members() {
        let Some(kind) = KINDS.iter().position(|(name, _)| *name == member.name()) else {
            return Err(unknown(member, "`AWS`, `Service`, `Federated` or `CanonicalUser`"));
        };
        if std::mem::replace(&mut seen[kind], true) {
            return Err(duplicate(member));
        }
        check_kind(member, KINDS[kind].1).map_err(|refusal| refusal.under(value_of(KINDS[kind].0)))?;
    }
    if seen.contains(&true) {
        return Ok(());
    }
    let message = "expected at least one principal, found none";
    Err(Refusal::store("no-principal", value.span(), message, ABSENT))
}

fn check_kind(member: Member<'_, '_>, aws_name: &str) -> Checked {
    let value = member.value();
    check_strings(value)?;
    let element = Element { name: "Principal", name_span: member.name_span(), value };
    let mut any = false;
    for entry in element.entries() {
        any = true;
        let fits = if aws_name == "AWS" { is_aws(&entry.text) } else { !entry.text.is_empty() };
        if !fits {
            let message = format!("expected a principal of this kind, found {}", quote(&entry.text));
            let aws_message = invalid(aws_name, &entry.text);
            return Err(Refusal::store("bad-principal", entry.span, message, aws_message));
        }
    }
    if any {
        return Ok(());
    }
    let message = "expected at least one principal, found none";
    Err(Refusal::store("no-principal", value.span(), message, ABSENT))
}

fn invalid(kind: &str, name: &str) -> String {
    format!("Invalid principal in policy: \"{kind}\":\"{name}\"")
}

/// `*`, an account, a unique id, or an ARN. Whether it exists is AWS's to know; only what can never
/// exist is refused here, a wildcard inside an ARN included.
fn is_aws(text: &str) -> bool {
    const UNIQUE_ID: usize = 12;
    if let Some(fields) = text.strip_prefix("arn:") {
        return fields.split(':').count() >= 5 && !fields.contains(['*', '?']);
    }
    let is_id = text.len() >= UNIQUE_ID && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    text == "*" || is_id
}
