//! Cells: what a finding says of who and whence, made of what the policies themselves name.
//!
//! Source: J. Backes and others, "Stratified Abstraction of Access Control Policies", CAV 2020. A cell binds some parts
//! to named values and leaves all others open. What is open is an outsider's own, whom nothing names: a broad cell is
//! reported only where such a one gets through, and a narrower one only where no broader one is.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};

use crate::arn::{Arn, is_account_id};
use crate::document::PrincipalKind;
use crate::evaluate::LayerKind;
use crate::principal::Principal;

use super::super::callers;
use super::super::clause::Clause;
use super::named::{Named, NamedPrincipal, Value};
use super::outsider::{Brings, Conditions, Makes, Outsider};
use super::tenant::Tenant;
use super::zone::ZoneOfTrust;
use super::{address, fence};

/// What a finding binds; all else is open.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Cell<'n> {
    /// None for everybody but federated callers, who are always named.
    pub principal: Option<&'n NamedPrincipal>,
    pub bound: Vec<(&'n str, &'n Value)>,
}

/// One thing that a cell may bind.
#[derive(Debug, Clone, Copy)]
pub(super) enum Predicate<'n> {
    Principal(&'n NamedPrincipal),
    Key(&'n str, &'n Value),
}

impl Predicate<'_> {
    /// The requests for which it holds, whoever calls if it is of a key.
    pub fn clause(self, named: &Named) -> Option<Clause> {
        let cell = Cell::default().with(self)?;
        // a control policy's `*` takes in federated callers
        let layer = cell.principal.is_none().then_some(LayerKind::ResourceControl);
        cell.clause(named, &["*"]).map(|clause| Clause { layer, ..clause })
    }
}

/// Keys that say of which account a caller is.
const OF_ACCOUNT: &[&str] = &["aws:principalaccount", "aws:principalarn", "kms:calleraccount"];

/// Of which account is a named principal, where the name says it?
fn account_of(principal: &NamedPrincipal) -> Option<&str> {
    if principal.kind != PrincipalKind::Aws {
        return None;
    }
    let name = &*principal.name;
    if is_account_id(name) { Some(name) } else { Arn::parse(name).map(Arn::account).filter(|id| is_account_id(id)) }
}

/// Is it an account as a whole?
fn is_account(principal: &NamedPrincipal) -> bool {
    principal.kind == PrincipalKind::Aws
        && (is_account_id(&principal.name) || Arn::parse(&principal.name).is_some_and(|arn| arn.resource() == "root"))
}

/// What cells may bind: whom and what the policies name, but for the zone.
pub(super) fn predicates<'n>(named: &'n Named, zone: &ZoneOfTrust) -> Vec<Predicate<'n>> {
    let is_outside = |principal: &&NamedPrincipal| match principal.kind {
        PrincipalKind::Aws => {
            &*principal.name != "*" && !account_of(principal).is_some_and(|account| zone.has_account(account))
        }
        PrincipalKind::CanonicalUser => true,
        // federated callers begin a search of their own; services act for others
        _ => false,
    };
    let mut all: Vec<Predicate<'n>> = named.principals.iter().filter(is_outside).map(Predicate::Principal).collect();
    for (key, values) in &named.keys {
        let Some(tenant) = named.tenant(key).filter(|tenant| *tenant != Tenant::Owner) else { continue };
        for value in values.iter().filter(|value| !value.is_open) {
            let Some(owner) = value.owner(tenant) else { continue };
            let is_inside = zone.has_account(&owner) || zone.organizations.contains(&owner);
            let is_anybodys = tenant == Tenant::Address && !address::is_narrow(&value.text);
            if !is_inside && !is_anybodys {
                all.push(Predicate::Key(key, value));
            }
        }
    }
    all
}

impl<'n> Cell<'n> {
    /// The cells that are left open in all but who calls.
    pub fn roots(named: &'n Named) -> Vec<Self> {
        let federated = named.principals.iter().filter(|principal| principal.kind == PrincipalKind::Federated);
        let federated = federated.map(|principal| Self { principal: Some(principal), bound: Vec::new() });
        std::iter::once(Self::default()).chain(federated).collect()
    }

    /// The cell with one thing more bound, where that is open.
    pub fn with(&self, predicate: Predicate<'n>) -> Option<Self> {
        let mut cell = self.clone();
        match predicate {
            Predicate::Principal(principal) if cell.principal.is_none() => cell.principal = Some(principal),
            Predicate::Key(key, value) if !cell.bound.iter().any(|(known, _)| *known == key) => {
                cell.bound.push((key, value));
            }
            _ => return None,
        }
        Some(cell)
    }

    /// Does it describe all that another describes?
    pub fn covers(&self, other: &Self) -> bool {
        let is_federated = other.principal.is_some_and(|principal| principal.kind == PrincipalKind::Federated);
        let covers_principal = self.principal == other.principal || self.principal.is_none() && !is_federated;
        covers_principal && self.bound.iter().all(|own| other.bound.contains(own))
    }

    /// Whom it names, as a policy writes it.
    pub fn who(&self) -> Json {
        match self.principal {
            None => json!("*"),
            Some(principal) => json!({principal.kind.as_str(): &*principal.name}),
        }
    }

    /// The requests for some actions that it describes.
    pub fn clause(&self, named: &Named, actions: &[&str]) -> Option<Clause> {
        let mut conditions = Conditions::default();
        for (key, value) in &self.bound {
            let tenant = named.tenant(key)?;
            // what is asked of the value alone comes last
            if let Some(own) = fence::bound(tenant, value, ZoneOfTrust::NOBODY).pop() {
                conditions.add(key, own);
            }
        }
        conditions.clause(&self.who(), actions)
    }

    /// Outsiders of the cell who bring what is open of their own.
    pub fn strangers(&self, makes: &Makes<'_>) -> Vec<Outsider> {
        self.outsiders(makes, Brings::Own(&self.bound), &makes.named.strangers, false)
    }

    /// All outsiders of the cell.
    pub fn anybody(&self, makes: &Makes<'_>) -> Vec<Outsider> {
        let mut accounts = makes.named.strangers.clone();
        let named: BTreeSet<&str> = makes.named.principals.iter().filter_map(account_of).collect();
        let by_condition = OF_ACCOUNT.iter().flat_map(|key| {
            makes
                .named
                .values(key)
                .filter_map(|value| value.owner(makes.named.tenant(key)?).filter(|owner| is_account_id(owner)))
        });
        let all: BTreeSet<String> = named.into_iter().map(str::to_owned).chain(by_condition).collect();
        accounts.extend(all.into_iter().filter(|account| !makes.zone.has_account(account)));
        self.outsiders(makes, Brings::Any(&self.bound), &accounts, true)
    }

    fn outsiders(&self, makes: &Makes<'_>, brings: Brings<'_>, accounts: &[String], is_any: bool) -> Vec<Outsider> {
        if let Some(principal) = self.principal {
            return of_principal(principal, makes, brings);
        }
        let of_account = self
            .bound
            .iter()
            .find_map(|(key, value)| OF_ACCOUNT.contains(key).then(|| value.owner(makes.named.tenant(key)?)).flatten());
        let of_account = of_account.filter(|account| is_account_id(account));
        let mut all = match &of_account {
            Some(account) => makes.of_accounts(std::slice::from_ref(account), brings),
            None => makes.of_accounts(accounts, brings),
        };
        if of_account.is_none() {
            all.extend(makes.make(&Principal::anonymous(), brings));
        }
        if is_any || of_account.is_some() {
            let is_other = |principal: &&NamedPrincipal| {
                let outside = matches!(principal.kind, PrincipalKind::Aws | PrincipalKind::CanonicalUser);
                outside && !is_account(principal) && &*principal.name != "*"
            };
            let others = makes.named.principals.iter().filter(is_other);
            let others = others.filter(|principal| match (account_of(principal), &of_account) {
                (Some(account), Some(wanted)) => account == wanted,
                (Some(account), None) => !makes.zone.has_account(account),
                (None, wanted) => wanted.is_none(),
            });
            all.extend(others.flat_map(|principal| of_principal(principal, makes, brings)));
        }
        all
    }
}

/// Callers whom a named principal is, or who are of it.
fn of_principal(principal: &NamedPrincipal, makes: &Makes<'_>, brings: Brings<'_>) -> Vec<Outsider> {
    let name = &*principal.name;
    let someone = || Principal::user("arn:aws:iam::555555555555:user/u").ok();
    let made: Vec<Principal> = match principal.kind {
        PrincipalKind::Service => Vec::new(),
        PrincipalKind::Federated => vec![Principal::federated(name)],
        PrincipalKind::CanonicalUser => someone().map(|user| user.with_canonical_user_id(name)).into_iter().collect(),
        PrincipalKind::Aws if is_account(principal) => {
            let account = account_of(principal).unwrap_or(name).to_owned();
            return makes.of_accounts(&[account], brings);
        }
        PrincipalKind::Aws => match Arn::parse(name) {
            Some(arn) => callers::named(name, arn),
            None => someone().map(|user| user.with_unique_id(name)).into_iter().collect(),
        },
    };
    made.iter().flat_map(|principal| makes.make(principal, brings)).collect()
}
