//! Where a resource lies as its caller sees it: in the caller's account, in another, or nobody says where.

use std::collections::BTreeSet;

use serde_json::json;

use crate::evaluate::{Truth, is_same_account};
use crate::pattern::{Dialect, Pattern};
use crate::principal::Principal;
use crate::request::Request;

use super::super::entry::Entry;
use super::super::target::{Target, atoms};

/// Whose a resource is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    SameAccount,
    OtherAccount,
    NotKnown,
}

/// Resources that lie alike.
pub(super) struct Place {
    /// What was asked for.
    pub target: Target,
    /// Those of the resources that lie there; all of them where nothing is said.
    pub within: Option<Target>,
    pub kind: Kind,
    /// The one action and resource, where it is one.
    pub only: Option<Request>,
    /// The action as it was asked for.
    pub action: String,
}

/// Another account than any that is named.
const STRANGERS: &[&str] = &["444455556666", "777788889999", "999900001111"];

/// How many accounts that policies name are tried for a resource in another account.
const MAX_ACCOUNTS: usize = 8;

fn is_fixed(text: &str) -> bool {
    !text.contains(['*', '?'])
}

/// Where the resources that a pattern matches may lie.
pub(super) fn places(
    action: &str,
    resource: &str,
    caller: &Principal,
    owner: Option<&str>,
    known: &BTreeSet<String>,
) -> Vec<Place> {
    let asked = |resource: &str| {
        let builder = Request::builder("a:a", resource).principal(caller.clone());
        match owner {
            Some(owner) => builder.resource_account(owner).build().ok(),
            None => builder.build().ok(),
        }
    };
    let kind_of = |resource: &str| match asked(resource).as_ref().map(is_same_account) {
        Some(Truth::Yes) => Kind::SameAccount,
        Some(Truth::No) => Kind::OtherAccount,
        _ => Kind::NotKnown,
    };
    let account_of = |resource: &str| asked(resource).and_then(|request| request.resource_account().map(str::to_owned));
    let mut fields = resource.splitn(6, ':').skip(3);
    let (region, account) = (fields.next().unwrap_or("*"), fields.next().unwrap_or("*"));
    let has_six = resource.splitn(6, ':').count() == 6;
    // three to five fields are a pattern (rule `resource_short_arn_padded`)
    let is_one = is_fixed(resource) && (has_six || !resource.starts_with("arn:"));
    let fixed_region = (has_six && is_fixed(region) && !region.is_empty()).then_some(region);
    let own = Pattern::new(Dialect::Resource, resource);
    let place = |within: Option<Target>, kind: Kind, account: Option<&str>| {
        let mut condition = serde_json::Map::new();
        if let Some(account) = account {
            condition.insert("aws:ResourceAccount".to_owned(), json!(account));
        }
        if let Some(region) = fixed_region {
            condition.insert("aws:RequestedRegion".to_owned(), json!(region));
        }
        let keys = if condition.is_empty() { Vec::new() } else { atoms(&json!({"StringEquals": condition})) };
        let concrete = is_fixed(action) && is_one;
        let only =
            concrete.then(|| Request::builder(action, resource).principal(caller.clone()).build().ok()).flatten();
        Place {
            target: Target::new(action, Some(vec![Entry::exact(own.clone())]), keys),
            within,
            kind,
            only,
            action: action.to_owned(),
        }
    };
    if caller.account().is_none() || (has_six && is_fixed(account)) || is_one {
        let of = if is_one || (has_six && is_fixed(account)) { account_of(resource) } else { None };
        return vec![place(None, kind_of(resource), of.as_deref())];
    }
    // the account is any: its own, none, AWS's, another
    let caller_account = caller.account().unwrap_or("");
    let of_account = |account: &&str| Entry::exact(Pattern::arn(&format!("arn:*:*:*:{account}:*")));
    let within = |accounts: &[&str]| Target::new("*", Some(accounts.iter().map(of_account).collect()), Vec::new());
    let of_nobody = |sample: &str| if owner.is_some() { kind_of(sample) } else { Kind::NotKnown };
    let bare = Entry::exact(Pattern::literal("*"));
    let mut others: Vec<&str> = known.iter().map(String::as_str).filter(|known| *known != caller_account).collect();
    others.truncate(MAX_ACCOUNTS);
    others.extend(
        STRANGERS.iter().filter(|stranger| **stranger != caller_account && !known.contains(**stranger)).take(1),
    );
    others.push("?*");
    let not_other = [caller_account, "", "aws"].iter().map(of_account).chain([bare.clone()]).collect();
    let mut all = vec![
        place(Some(within(&[caller_account])), Kind::SameAccount, Some(caller_account)),
        place(Some(within(&others).without(Some(not_other))), Kind::OtherAccount, None),
        place(Some(within(&["", "aws"])), of_nobody("arn:aws:x:::x"), owner),
    ];
    if own.is_match("*") {
        let bare = Target::new("*", Some(vec![bare]), Vec::new());
        all.push(place(Some(bare), kind_of("*"), account_of("*").as_deref()));
    }
    all
}

impl Place {
    /// Is a request one that was asked for, there?
    pub fn admits(&self, request: &Request) -> bool {
        self.target.admits(request) && self.within.as_ref().is_none_or(|within| within.admits(request))
    }
}
