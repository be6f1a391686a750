//! Callers that stand for all others: policies tell apart those that they name, their accounts, and everybody else.

use std::collections::BTreeSet;

use crate::arn::{Arn, is_account_id};
use crate::document::{Policy, PrincipalKind};
use crate::principal::Principal;

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

/// Accounts of nobody in particular; one that is not named is taken.
const STRANGERS: &[&str] = &["999999999999", "888888888888", "777777777777", "666666666666"];

/// A caller of each kind that policies of resources tell apart.
pub(super) fn callers(policies: &[&Policy]) -> Vec<Principal> {
    let mut callers: Vec<Principal> = Vec::new();
    let mut accounts: BTreeSet<String> = BTreeSet::new();
    let entries = policies.iter().flat_map(|policy| policy.statements());
    let entries = entries.filter_map(|statement| statement.principal()).flat_map(|element| element.entries());
    for entry in entries {
        let name = entry.name().as_str();
        match entry.kind() {
            PrincipalKind::Service => callers.push(Principal::service(name)),
            PrincipalKind::Federated => callers.push(Principal::federated(name)),
            PrincipalKind::CanonicalUser => {
                callers.extend(user("555555555555").map(|user| user.with_canonical_user_id(name)));
            }
            PrincipalKind::Aws if is_account_id(name) => {
                accounts.insert(name.to_owned());
            }
            PrincipalKind::Aws => {
                let Some(arn) = Arn::parse(name) else {
                    callers.extend(user("555555555555").map(|user| user.with_unique_id(name)));
                    continue;
                };
                accounts.insert(arn.account().to_owned());
                callers.extend(named(name, arn));
            }
        }
    }
    let stranger = STRANGERS.iter().find(|account| !accounts.contains(**account));
    for account in stranger.map(ToString::to_string).into_iter().chain(accounts) {
        callers.extend(user(&account));
        callers.extend(Principal::role_session(&format!("arn:aws:iam::{account}:role/r"), "s").ok());
        callers.extend(Principal::root(&account).ok());
    }
    callers.push(Principal::anonymous());
    callers.push(Principal::service("x.amazonaws.com"));
    callers.push(Principal::federated("x"));
    callers
}

fn user(account: &str) -> Option<Principal> {
    Principal::user(&format!("arn:aws:iam::{account}:user/u")).ok()
}

/// The caller that an ARN names.
fn named(name: &str, arn: Arn<'_>) -> Option<Principal> {
    match (arn.service(), arn.resource().split_once('/')?.0) {
        ("iam", "user") => Principal::user(name).ok(),
        ("iam", "role") => Principal::role_session(name, "s").ok(),
        ("sts", "assumed-role") => Principal::assumed_role(name).ok(),
        ("sts", "federated-user") => Principal::federated_user(name).ok(),
        _ => None,
    }
}
