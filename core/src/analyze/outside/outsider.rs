//! Outsiders: for each kind of caller, who asks and what he may bring, written down as a statement of a policy. That
//! a request is an outsider's is then one more statement that has to match it, and the evaluator says whether it does.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value as Json, json};

use crate::document::{ParseOptions, Profile};
use crate::principal::{Principal, PrincipalType};

use super::super::clause::Clause;
use super::fence::{self, Fence};
use super::named::{Named, Value};
use super::pin::{self, Pin};
use super::tenant::Tenant;
use super::zone::ZoneOfTrust;

/// Someone outside: who asks, and a statement that matches what he may ask.
#[derive(Debug, Clone)]
pub(super) struct Outsider {
    pub principal: Principal,
    /// None where it cannot be written down, and so nothing can be said of him.
    pub clause: Option<Clause>,
}

/// What an outsider may bring for keys that say whose he is.
#[derive(Debug, Clone, Copy)]
pub(super) enum Brings<'v> {
    /// His own, but for keys that hold a named value.
    Own(&'v [(&'v str, &'v Value)]),
    /// Whatever is not of the zone, but for keys that hold a named value.
    Any(&'v [(&'v str, &'v Value)]),
}

impl<'v> Brings<'v> {
    fn bound(self, key: &str) -> Option<&'v Value> {
        let (Self::Own(bound) | Self::Any(bound)) = self;
        bound.iter().find(|(known, _)| *known == key).map(|(_, value)| *value)
    }
}

/// Who has a key at all?
type KeysOfKinds = (&'static [&'static str], fn(PrincipalType) -> bool);

/// IAM user guide, "AWS global condition context keys".
const KEYS_OF_KINDS: &[KeysOfKinds] = &[
    (&["aws:assumedroot"], |_| false),
    (&["aws:username"], |kind| kind == PrincipalType::User),
    (&["aws:principalservicename", "aws:principalservicenameslist"], |kind| kind == PrincipalType::Service),
    (&["aws:principalisawsservice"], |kind| !matches!(kind, PrincipalType::Anonymous | PrincipalType::Federated)),
    (&["aws:federatedprovider"], |kind| matches!(kind, PrincipalType::AssumedRole | PrincipalType::Federated)),
    (&["aws:principalarn", "aws:principalorgid", "aws:principalorgpaths", "aws:tokenissuetime"], is_iam),
    (&["aws:multifactorauthpresent", "aws:multifactorauthage"], is_iam),
    (&["aws:sourceidentity"], |kind| is_iam(kind) || kind == PrincipalType::Federated),
    (&["kms:calleraccount", "s3:dataaccesspointaccount", "s3:dataaccesspointarn"], |kind| {
        kind != PrincipalType::Anonymous
    }),
];

fn is_iam(kind: PrincipalType) -> bool {
    !matches!(kind, PrincipalType::Anonymous | PrincipalType::Service | PrincipalType::Federated)
}

fn has(kind: PrincipalType, key: &str) -> bool {
    let is_forwarded = super::tenant::OF_SOURCE.contains(&key);
    if key.starts_with("aws:principaltag/") {
        return is_iam(kind);
    }
    // what an unsigned call or a token's brings is not forwarded
    if is_forwarded && matches!(kind, PrincipalType::Anonymous | PrincipalType::Federated) {
        return false;
    }
    KEYS_OF_KINDS.iter().all(|(keys, has)| !keys.contains(&key) || has(kind))
}

/// Makes outsiders of what policies name.
pub(super) struct Makes<'n> {
    pub named: &'n Named,
    pub zone: &'n ZoneOfTrust,
}

impl Makes<'_> {
    /// Principals of accounts: of each kind that conditions tell apart.
    pub fn of_accounts(&self, accounts: &[String], brings: Brings<'_>) -> Vec<Outsider> {
        const BY_KIND: &[&str] = &["aws:principalarn", "aws:principaltype", "aws:userid", "aws:username"];
        let mut all = Vec::new();
        let are_told_apart = BY_KIND.iter().any(|key| self.named.asks_for(key));
        for partition in &self.named.partitions {
            for account in accounts {
                let some = |kind| Principal::somebody(kind, account, partition);
                let mut kinds = vec![some(PrincipalType::User), some(PrincipalType::AssumedRole)];
                if are_told_apart {
                    kinds.push(some(PrincipalType::FederatedUser));
                    kinds.extend(Principal::root(&format!("arn:{partition}:iam::{account}:root")).ok());
                }
                for principal in kinds {
                    all.extend(self.make(&principal, brings));
                }
            }
        }
        all
    }

    /// One caller and what he may bring; a few where keys that variables stand for are held fast.
    pub fn make(&self, principal: &Principal, brings: Brings<'_>) -> Vec<Outsider> {
        let pins = pin::pins(self.named, |key| brings.bound(key).is_none() && has(principal.kind(), key));
        let is_open_user = principal.kind() == PrincipalType::User && principal.arn().is_none();
        let names = if is_open_user { pin::user_names(self.named) } else { vec![Vec::new()] };
        let combinations = pin::combinations(&pins);
        let each = |pinned: Vec<(&str, &Pin)>| {
            names.iter().map(|name| self.make_one(principal, brings, &pinned, name)).collect::<Vec<_>>()
        };
        combinations.flat_map(each).collect()
    }

    fn make_one(
        &self,
        principal: &Principal,
        brings: Brings<'_>,
        pinned: &[(&str, &Pin)],
        name: &[(&str, Fence)],
    ) -> Outsider {
        let mut conditions = Conditions::default();
        for (key, fence) in name {
            conditions.add(key, fence.clone());
        }
        for key in self.named.asked() {
            let pin = pinned.iter().find(|(pinned, _)| *pinned == key);
            match pin.map(|(_, pin)| *pin) {
                Some(Pin::Value(value)) => conditions.add(key, ("StringEquals", vec![value.clone()])),
                Some(Pin::Absent) => conditions.add(key, ("Null", vec!["true".to_owned()])),
                Some(Pin::Free) | None => self.say(principal, key, brings, &mut conditions),
            }
        }
        conditions.outsider(principal)
    }

    /// What a caller may bring for a key.
    fn say(&self, principal: &Principal, key: &str, brings: Brings<'_>, conditions: &mut Conditions) {
        let kind = principal.kind();
        if !has(kind, key) {
            conditions.add(key, ("Null", vec!["true".to_owned()]));
            return;
        }
        let is_nameless = principal.arn().is_none() && is_iam(kind);
        let has_open_id =
            matches!(kind, PrincipalType::User | PrincipalType::AssumedRole) && principal.unique_id().is_none();
        let is_open = is_nameless || has_open_id && key == "aws:userid";
        if !is_open && super::super::callers::OF_CALLER.contains(&key) {
            // it follows from who he is
            return;
        }
        if let (true, Some(account), "kms:calleraccount") = (is_iam(kind), principal.account(), key) {
            conditions.add(key, ("StringEqualsIfExists", vec![account.to_owned()]));
            if let Some(value) = brings.bound(key) {
                conditions.add(key, (value.operator, vec![value.text.to_string()]));
            }
            return;
        }
        if let Some(tenant) = self.named.tenant(key) {
            let is_named_account =
                is_nameless && !self.named.strangers.iter().any(|it| Some(&**it) == principal.account());
            for fence in match (brings.bound(key), brings) {
                (Some(value), _) => fence::bound(tenant, value, self.zone),
                // what is open in a named account is what no condition names
                (None, Brings::Own(_)) if key == "aws:principalarn" && is_named_account => {
                    let mut fences = fence::outside(tenant, self.zone);
                    fences.extend(self.not_named());
                    fences
                }
                (None, Brings::Own(_)) if key != "aws:principalarn" => fence::own(key, tenant, self.named, self.zone),
                (None, Brings::Any(_)) => fence::any(key, tenant, self.named, self.zone),
                (None, Brings::Own(_)) => fence::outside(tenant, self.zone),
            } {
                conditions.add(key, fence);
            }
        }
        if !is_open {
            return;
        }
        let (account, partition) = (principal.account().unwrap_or(""), principal.partition());
        let (arn, id) = match kind {
            PrincipalType::User => (format!("arn:{partition}:iam::{account}:user/?*"), "AIDA?*".to_owned()),
            PrincipalType::AssumedRole => {
                let session = if is_nameless { "??*" } else { principal.name() };
                (format!("arn:{partition}:iam::{account}:role/?*"), format!("AROA?*:{session}"))
            }
            _ => (format!("arn:{partition}:sts::{account}:federated-user/??*"), format!("{account}:??*")),
        };
        match key {
            "aws:principalarn" => {
                conditions.add(key, ("ArnLike", vec![arn]));
                // what ends in a slash is a path and names nobody; a name that is asked for as well has none
                let is_path = |value: &Value| value.text.trim_end_matches('*').ends_with('/');
                if self.named.values(key).any(is_path) && !self.named.asks_for("aws:username") {
                    conditions.add(key, ("StringNotLike", vec!["*/".to_owned()]));
                }
                let named = self.named.principals.iter().map(|principal| principal.name.to_string());
                let named: Vec<String> = named.filter(|name| name.starts_with("arn:")).collect();
                if !named.is_empty() {
                    conditions.add(key, ("StringNotEquals", named));
                }
            }
            "aws:userid" => {
                conditions.add(key, ("StringLike", vec![id]));
                // names and ids have neither
                let colons = if kind == PrincipalType::User { "*:*" } else { "*:*:*" };
                conditions.add(key, ("StringNotLike", vec![colons.to_owned(), "*/*".to_owned()]));
            }
            "aws:username" => {
                conditions.add(key, ("StringLike", vec!["?*".to_owned()]));
                conditions.add(key, ("StringNotLike", vec!["*/*".to_owned(), "*:*".to_owned()]));
            }
            _ => {}
        }
    }

    /// No principal that a condition names, by ARN or by a pattern of ARNs.
    fn not_named(&self) -> Vec<Fence> {
        let values = self.named.values("aws:principalarn");
        let fixed = values.filter(|value| !value.is_open && value.owner(Tenant::Arn).is_some());
        let (arns, texts): (Vec<&Value>, Vec<&Value>) = fixed.partition(|value| value.operator == "ArnLike");
        let list = |values: Vec<&Value>| values.iter().map(|value| value.text.to_string()).collect::<Vec<_>>();
        [("ArnNotLike", list(arns)), ("StringNotLike", list(texts))]
            .into_iter()
            .filter(|(_, values)| !values.is_empty())
            .collect()
    }
}

/// Conditions of a statement that is written down.
#[derive(Debug, Default)]
pub(super) struct Conditions(BTreeMap<&'static str, BTreeMap<String, BTreeSet<String>>>);

impl Conditions {
    pub fn add(&mut self, key: &str, (operator, values): Fence) {
        self.0.entry(operator).or_default().entry(key.to_owned()).or_default().extend(values);
    }

    fn outsider(self, principal: &Principal) -> Outsider {
        let (who, action) = match (principal.kind(), principal.account()) {
            (PrincipalType::Anonymous, _) => (json!("*"), "*"),
            (PrincipalType::Service, _) => (json!({"Service": principal.name()}), "*"),
            (PrincipalType::Federated, _) => (json!({"Federated": principal.name()}), "sts:AssumeRoleWith*"),
            (_, account) => (json!({"AWS": account.unwrap_or("")}), "*"),
        };
        Outsider { principal: principal.clone(), clause: self.clause(&who, &[action]) }
    }

    /// The statement, of a document of 2008, in which nothing is a variable.
    pub fn clause(self, who: &Json, actions: &[&str]) -> Option<Clause> {
        let mut statement = Map::new();
        statement.insert("Effect".to_owned(), json!("Allow"));
        statement.insert("Principal".to_owned(), who.clone());
        statement.insert("Action".to_owned(), json!(actions));
        if !self.0.is_empty() {
            statement.insert("Condition".to_owned(), json!(self.0));
        }
        let text = json!({"Version": "2008-10-17", "Statement": statement}).to_string();
        let policy = ParseOptions::new().profile(Profile::Lenient).parse(&text).ok()?;
        Clause::of_policy(&policy, 0).next()
    }
}
