//! What policies name: whom, and which values of which keys.

use std::collections::{BTreeMap, BTreeSet};

use crate::arn::{Arn, is_account_id};
use crate::condition::{ConditionOperator, OperatorFamily};
use crate::document::{Policy, PrincipalKind, Version};
use crate::pattern::Pattern;

use super::super::callers::STRANGERS;
use super::super::clause::Clause;
use super::tenant::{Tenant, claims_of, tenant_of};

/// A value that a condition compares a key with.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Value {
    pub text: Box<str>,
    /// The operator that holds for it, however it is asked for.
    pub operator: &'static str,
    /// Whether it has variables.
    pub is_open: bool,
}

/// The operator of the same kind that holds for its values, and not for all others.
fn positive(operator: ConditionOperator) -> &'static str {
    match operator {
        ConditionOperator::StringLike | ConditionOperator::StringNotLike => "StringLike",
        ConditionOperator::StringEqualsIgnoreCase | ConditionOperator::StringNotEqualsIgnoreCase => {
            "StringEqualsIgnoreCase"
        }
        _ => match operator.family() {
            OperatorFamily::Arn => "ArnLike",
            OperatorFamily::Ip => "IpAddress",
            OperatorFamily::Bool => "Bool",
            _ => "StringEquals",
        },
    }
}

impl Value {
    /// Do `*` and `?` in it stand for others?
    pub fn is_pattern(&self) -> bool {
        matches!(self.operator, "StringLike" | "ArnLike")
    }

    /// Is it one value and no other?
    pub fn is_fixed(&self) -> bool {
        !(self.is_open || self.is_pattern() && self.text.contains(['*', '?']))
    }

    /// What stands before one of some characters, or all where the value ends without: `None` where it is not fixed.
    pub fn head(&self, ends: &[char]) -> Option<&str> {
        let end = self.text.find(ends);
        let head = self.text.get(..end.unwrap_or(self.text.len()))?;
        // a wildcard in what is excluded would exclude more than is named
        let is_fixed = !head.contains(['*', '?']) && !head.contains("${") && !head.is_empty();
        (is_fixed && self.operator != "StringEqualsIgnoreCase").then_some(head)
    }

    /// What names the owner, where it is fixed.
    pub fn owner(&self, tenant: Tenant) -> Option<String> {
        match tenant {
            Tenant::Account if !self.is_open => only_account(&self.text).map(str::to_owned),
            Tenant::Account => None,
            Tenant::Whole(_) => self.is_fixed().then(|| self.text.to_string()),
            Tenant::OrgPath | Tenant::Path => self.head(&['/']).map(str::to_owned),
            Tenant::UserId => self.head(&[':']).map(str::to_owned),
            Tenant::Labelled => {
                let label = self.text.find(':')?;
                let rest = Self { text: self.text.get(label + 1..)?.into(), ..self.clone() };
                let tenant = rest.head(&['/', ':'])?;
                let label = self.text.get(..label).filter(|label| !label.contains(['*', '?', '$']))?;
                Some(format!("{label}:{tenant}"))
            }
            Tenant::Arn => {
                let arn = Arn::parse(&self.text)?;
                let account = arn.account();
                if let Some(account) = only_account(account) {
                    return Some(account.to_owned());
                }
                let resource = Self { text: arn.resource().into(), ..self.clone() };
                (resource.is_fixed() && (arn.service() == "s3" || account.is_empty())).then(|| self.text.to_string())
            }
            Tenant::Address | Tenant::Flag => Some(self.text.to_string()),
            Tenant::Owner => None,
        }
    }
}

/// The account that a text names, where no other fits it.
fn only_account(text: &str) -> Option<&str> {
    Some(text.trim_matches('*')).filter(|account| is_account_id(account))
}

/// A caller that a policy names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct NamedPrincipal {
    pub kind: PrincipalKind,
    pub name: Box<str>,
}

/// What some policies name.
#[derive(Debug)]
pub(super) struct Named {
    /// The keys that they ask for, in lower case, each with the values that it is compared with.
    pub keys: BTreeMap<String, BTreeSet<Value>>,
    /// Those keys as the policies first spell them.
    spellings: BTreeMap<String, String>,
    /// The keys that their variables stand for.
    pub variables: BTreeSet<String>,
    pub principals: BTreeSet<NamedPrincipal>,
    /// Partitions of their ARNs; `aws` is always among them.
    pub partitions: Vec<String>,
    /// Keys of tokens that name a tenant.
    pub claims: Vec<(String, Tenant)>,
    /// Accounts of nobody whom they name; the first of nobody in particular.
    pub strangers: Vec<String>,
    /// Whether the strangers stand for all others.
    pub is_complete: bool,
}

/// Partitions besides AWS's own that a pattern may mean.
const OTHER_PARTITIONS: &[&str] = &["aws-cn", "aws-us-gov"];

/// How many partitions are looked at.
const MAX_PARTITIONS: usize = 3;

impl Named {
    /// `trusted` are names of insiders beside those of the policies.
    pub fn of(policies: &[&Policy], clauses: &[&Clause], trusted: &[String]) -> Self {
        let mut keys: BTreeMap<String, BTreeSet<Value>> = BTreeMap::new();
        let mut spellings = BTreeMap::new();
        let mut principals = BTreeSet::new();
        for policy in policies {
            for statement in policy.statements() {
                for condition in statement.conditions() {
                    let key = condition.key().as_str();
                    spellings.entry(key.to_lowercase()).or_insert_with(|| key.to_owned());
                    let known = keys.entry(key.to_lowercase()).or_default();
                    let Some(operator) = condition.operator().map(|operator| operator.operator) else { continue };
                    if matches!(operator.family(), OperatorFamily::Null) {
                        continue;
                    }
                    known.extend(condition.values().map(|text| Value {
                        text: text.as_str().into(),
                        operator: positive(operator),
                        is_open: policy.version() == Version::V2012 && text.as_str().contains("${"),
                    }));
                }
                let entries = statement.principal().into_iter().flat_map(|element| element.entries());
                principals.extend(
                    entries.map(|entry| NamedPrincipal { kind: entry.kind(), name: entry.name().as_str().into() }),
                );
            }
        }
        let variables = clauses.iter().flat_map(|clause| clause.compiled.variable_keys());
        let variables = variables.map(|(key, _)| key.lower.to_string()).collect();
        let federated = principals.iter().filter(|principal| principal.kind == PrincipalKind::Federated);
        let claims = claims_of(federated.map(|principal| &*principal.name));
        let mut named = Self {
            keys,
            spellings,
            variables,
            principals,
            partitions: vec!["aws".to_owned()],
            claims,
            strangers: Vec::new(),
            is_complete: true,
        };
        named.note_partitions(policies);
        named.choose_strangers(policies, trusted);
        named
    }

    /// A key as the policies first spell it.
    pub fn spelling<'k>(&'k self, key: &'k str) -> &'k str {
        self.spellings.get(key).map_or(key, |spelling| spelling)
    }

    /// Is a key asked for, or does a variable stand for it?
    pub fn asks_for(&self, key: &str) -> bool {
        self.keys.contains_key(key) || self.variables.contains(key)
    }

    /// All keys that are asked for.
    pub fn asked(&self) -> BTreeSet<&str> {
        self.keys.keys().chain(&self.variables).map(|key| &**key).collect()
    }

    /// The values that a key is compared with.
    pub fn values(&self, key: &str) -> impl Iterator<Item = &Value> {
        self.keys.get(key).into_iter().flatten()
    }

    /// What of a key's value names its owner, a token's keys included?
    pub fn tenant(&self, key: &str) -> Option<Tenant> {
        let of_token = || self.claims.iter().find(|(known, _)| known == key).map(|(_, tenant)| *tenant);
        tenant_of(key).or_else(of_token)
    }

    fn note_partitions(&mut self, policies: &[&Policy]) {
        let resources = policies.iter().flat_map(|policy| policy.statements()).filter_map(|it| it.resource());
        let texts = resources.flat_map(|element| element.entries()).map(|text| text.as_str());
        let values = self.keys.values().flatten().map(|value| &*value.text);
        let written: BTreeSet<&str> = texts.chain(values).filter_map(Arn::parse).map(Arn::partition).collect();
        let is_other = |partition: &&str| partition.starts_with("aws-") && !partition.contains(['*', '?', '$']);
        // a pattern that leaves AWS's own out is about others
        let meets = |pattern: &&str, known: &str| {
            let pattern = Pattern::like(pattern);
            pattern.is_match(known) && !pattern.is_match("aws")
        };
        let open = OTHER_PARTITIONS.iter().filter(|known| written.iter().any(|pattern| meets(pattern, known)));
        let found: BTreeSet<String> =
            written.iter().copied().filter(is_other).chain(open.copied()).map(str::to_owned).collect();
        self.partitions.extend(found.into_iter().take(MAX_PARTITIONS));
    }

    /// Accounts that the policies do not name: one for each way in which their wildcards tell accounts apart.
    fn choose_strangers(&mut self, policies: &[&Policy], trusted: &[String]) {
        let is_named = |account: &str| {
            trusted.iter().any(|known| known == account)
                || policies.iter().any(|policy| policy.source().contains(account))
        };
        let usual = STRANGERS.iter().map(|account| (*account).to_owned());
        let others = (0..1_000_u64).map(|nth| format!("{:012}", 987_654_321_098 - nth * 1_000_003));
        self.strangers.extend(usual.chain(others).find(|account| !is_named(account)));
        let accounts = super::accounts::told_apart(self, &is_named);
        self.is_complete = accounts.is_complete && !self.strangers.is_empty();
        for account in accounts.all {
            if !self.strangers.contains(&account) {
                self.strangers.push(account);
            }
        }
    }
}
