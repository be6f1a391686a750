//! Callers that stand for all others: policies tell apart those that they name, their accounts, and everybody else.

use std::collections::BTreeSet;

use crate::arn::{Arn, is_account_id};
use crate::document::{Policy, PrincipalKind};
use crate::principal::{Principal, PrincipalType};
use crate::request::ContextValue;

/// Keys that follow from who calls: a policy that asks for one of them tells more callers apart.
pub(super) const OF_CALLER: &[&str] = &[
    "aws:principalarn",
    "aws:principalaccount",
    "aws:principaltype",
    "aws:principalisawsservice",
    "aws:principalservicename",
    "aws:principalservicenameslist",
    "aws:userid",
    "aws:username",
    "aws:federatedprovider",
    "aws:assumedroot",
];

/// Those of them that a request may not state of a caller who has none.
pub(super) const KNOWN_ABSENT: &[&str] =
    &["aws:principalarn", "aws:username", "aws:principalisawsservice", "aws:assumedroot"];

/// Accounts of nobody in particular; one that is not named is taken.
pub(super) const STRANGERS: &[&str] = &["999999999999", "888888888888", "777777777777", "666666666666"];

/// Names of sessions that are hardly taken; of two, one is not that which a policy names.
const SESSIONS: &[&str] = &["session", "another-session", "yet-another-session"];

/// A caller of each kind that policies of resources tell apart.
pub(super) fn callers(policies: &[&Policy]) -> Vec<Principal> {
    let mut callers: Vec<Principal> = Vec::new();
    // with their partitions
    let mut accounts: BTreeSet<(String, String)> = BTreeSet::new();
    let aws = || "aws".to_owned();
    let entries = policies.iter().flat_map(|policy| policy.statements());
    let entries = entries.filter_map(|statement| statement.principal()).flat_map(|element| element.entries());
    for entry in entries {
        let name = entry.name().as_str();
        match entry.kind() {
            PrincipalKind::Service => callers.push(Principal::service(name)),
            PrincipalKind::Federated => callers.push(Principal::federated(name)),
            PrincipalKind::CanonicalUser => {
                callers.extend(user("aws", "555555555555").map(|user| user.with_canonical_user_id(name)));
            }
            PrincipalKind::Aws if is_account_id(name) => {
                accounts.insert((aws(), name.to_owned()));
            }
            PrincipalKind::Aws => {
                let Some(arn) = Arn::parse(name) else {
                    callers.extend(user("aws", "555555555555").map(|user| user.with_unique_id(name)));
                    callers.extend(sessions("arn:aws:iam::555555555555:role/r").map(|role| role.with_unique_id(name)));
                    continue;
                };
                accounts.extend([
                    (arn.partition().to_owned(), arn.account().to_owned()),
                    (aws(), arn.account().to_owned()),
                ]);
                callers.extend(named(name, arn));
            }
        }
    }
    let stranger = STRANGERS.iter().find(|account| !accounts.iter().any(|(_, known)| known == *account));
    let stranger = stranger.map(|account| (aws(), (*account).to_owned()));
    for (partition, account) in stranger.into_iter().chain(accounts) {
        callers.extend(user(&partition, &account));
        callers.extend(sessions(&format!("arn:{partition}:iam::{account}:role/r")));
        if partition == "aws" {
            callers.extend(Principal::root(&account).ok());
        }
    }
    callers.push(Principal::anonymous());
    callers.push(Principal::service("x.amazonaws.com"));
    callers.push(Principal::federated("x"));
    callers
}

/// Who asks, where a caller's name was left open: what the keys that follow from it were found to hold says it.
pub(super) fn identified(caller: &Principal, context: &[(Box<str>, ContextValue)]) -> Option<Principal> {
    let stated = |name: &str| {
        context.iter().find_map(|(key, value)| match value {
            ContextValue::One(text) if key.eq_ignore_ascii_case(name) => Some(&**text),
            _ => None,
        })
    };
    let (Some(account), true) =
        (caller.account(), caller.arn().is_none() && caller.role_arn().is_none() && caller.name().is_empty())
    else {
        let has_id = matches!(caller.kind(), PrincipalType::User | PrincipalType::AssumedRole);
        let id = stated("aws:userid").filter(|_| has_id && caller.unique_id().is_none());
        return Some(id.map_or_else(|| caller.clone(), |id| caller.clone().with_unique_id(id)));
    };
    let partition = caller.partition();
    let (arn, id) = (stated("aws:PrincipalArn"), stated("aws:userid"));
    let own = |principal: Principal| match id {
        Some(id) => principal.with_unique_id(id),
        None => principal,
    };
    match caller.kind() {
        PrincipalType::User => {
            let name = stated("aws:username").unwrap_or(OUTSIDER);
            let arn = arn.map_or_else(|| format!("arn:{partition}:iam::{account}:user/{name}"), str::to_owned);
            Principal::user(&arn).ok().map(own)
        }
        PrincipalType::AssumedRole => {
            let role = arn.map_or_else(|| format!("arn:{partition}:iam::{account}:role/{OUTSIDER}"), str::to_owned);
            let session = id.and_then(|id| id.split_once(':')).map_or("session", |(_, session)| session);
            Principal::role_session(&role, session).ok().map(own)
        }
        PrincipalType::FederatedUser => {
            let name = id.and_then(|id| id.split_once(':')).map_or(OUTSIDER, |(_, name)| name);
            let own = || format!("arn:{partition}:sts::{account}:federated-user/{name}");
            Principal::federated_user(&arn.map_or_else(own, str::to_owned)).ok()
        }
        _ => Some(caller.clone()),
    }
}

/// A user's name is the last part of its ARN: where both were left open and found by themselves, the ARN follows.
pub(super) fn name_alike(caller: &Principal, context: &mut [(Box<str>, ContextValue)]) {
    if caller.kind() != PrincipalType::User || caller.arn().is_some() {
        return;
    }
    let name = context.iter().find_map(|(key, value)| match value {
        ContextValue::One(text) if key.eq_ignore_ascii_case("aws:username") => Some(text.clone()),
        _ => None,
    });
    let arn = context.iter_mut().find(|(key, _)| key.eq_ignore_ascii_case("aws:PrincipalArn"));
    let (Some(name), Some((_, arn))) = (name, arn) else { return };
    let ContextValue::One(text) = arn else { return };
    let Some((account, rest)) = text.split_once(":user/") else { return };
    let path = rest.rsplit_once('/').map_or("", |(path, _)| path).trim_matches('/');
    let slash = if path.is_empty() { "" } else { "/" };
    *arn = ContextValue::from(format!("{account}:user/{path}{slash}{name}"));
}

/// What an outsider is called, where his name is all the same.
const OUTSIDER: &str = "outsider";

fn user(partition: &str, account: &str) -> Option<Principal> {
    Principal::user(&format!("arn:{partition}:iam::{account}:user/u")).ok()
}

/// Sessions of a role, of which a policy may name one and not the others.
fn sessions(role: &str) -> impl Iterator<Item = Principal> {
    SESSIONS
        .iter()
        .filter_map(move |session| Principal::role_session(role, session).ok())
        .collect::<Vec<_>>()
        .into_iter()
}

/// The caller that an ARN names.
pub(super) fn named(name: &str, arn: Arn<'_>) -> Vec<Principal> {
    let Some((kind, rest)) = arn.resource().split_once('/') else { return Vec::new() };
    let role_of = |rest: &str| {
        let role = rest.split('/').next().unwrap_or(rest);
        format!("arn:{}:iam::{}:role/{role}", arn.partition(), arn.account())
    };
    match (arn.service(), kind) {
        ("iam", "user") => Principal::user(name).into_iter().collect(),
        ("iam", "role") => sessions(name).collect(),
        // the one that is named, with its role known and not, and others of the role
        ("sts", "assumed-role") => {
            let role = role_of(rest);
            let session = rest.split_once('/').map_or("", |(_, session)| session);
            let own = [Principal::assumed_role(name), Principal::role_session(&role, session)];
            own.into_iter().filter_map(Result::ok).chain(sessions(&role)).collect()
        }
        ("sts", "federated-user") => Principal::federated_user(name).into_iter().collect(),
        _ => Vec::new(),
    }
}
