//! Who can do something to a resource?
//!
//! This room must not decide what a request is answered: it looks for requests that may be allowed, and asks the
//! evaluator of each. The law its tests check: a yes is allowed by the evaluator, and where the answer is no, no request
//! of a small space is.

mod named;
mod place;
mod ways;

use crate::document::Policy;
use crate::evaluate::{Answer, LayerKind, PolicySet};
use crate::pattern::{Dialect, Pattern};
use crate::principal::Principal;
use crate::request::{ContextValue, Request};

use super::answer::{Undecided, UndecidedReason, Verdict};
use super::containment::{AnalyzeOptions, decide};

pub use named::{NamedPrincipal, find_named_principals};
use place::places;
use ways::Own;

/// A principal with its own policies; a layer that is not given does not restrict.
#[derive(Debug, Clone)]
#[allow(clippy::exhaustive_structs)] // plain data that callers make
pub struct PrincipalPolicies {
    /// Who it is.
    pub principal: Principal,
    /// The policies of the user and its groups, or of the role.
    pub identity: Vec<Policy>,
    /// Its permissions boundary.
    pub permissions_boundary: Option<Policy>,
    /// The policies passed when the session was made.
    pub session: Option<Vec<Policy>>,
    /// The service control policies of its account, by level.
    pub service_control: Option<Vec<Vec<Policy>>>,
}

impl PrincipalPolicies {
    /// A principal with identity policies alone.
    pub fn new(principal: Principal, identity: impl IntoIterator<Item = Policy>) -> Self {
        let identity = identity.into_iter().collect();
        Self { principal, identity, permissions_boundary: None, session: None, service_control: None }
    }
}

/// The policies of a resource, and whose it is.
#[derive(Debug, Clone, Default)]
#[allow(clippy::exhaustive_structs)] // made with `..ResourcePolicies::default()`
pub struct ResourcePolicies {
    /// Its own policy; of a role, its trust policy.
    pub policy: Option<Policy>,
    /// The resource control policies of its account, by level.
    pub resource_control: Option<Vec<Vec<Policy>>>,
    /// The account that owns it, where its ARN does not say so, as of an S3 bucket.
    pub account: Option<String>,
}

/// What a principal can do.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PrincipalAccess {
    /// Who.
    pub principal: Principal,
    /// Whether it can.
    pub can: Can,
}

/// Can a principal do it?
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Can {
    /// It can: the evaluator allows this request. It would not without one of `keys`, the context keys that have to hold
    /// what the request says; none of them where no condition stands in the way.
    Yes {
        /// A request that is allowed.
        request: Box<Request>,
        /// The context keys that have to hold what the request says.
        keys: Vec<String>,
    },
    /// It cannot, whatever the request says.
    No,
    /// It could not be decided.
    Undecided(Undecided),
}

impl Can {
    /// Can it?
    pub fn is_yes(&self) -> bool {
        matches!(self, Self::Yes { .. })
    }

    /// Is it sure that it cannot?
    pub fn is_no(&self) -> bool {
        matches!(self, Self::No)
    }

    /// The request that is allowed.
    pub fn request(&self) -> Option<&Request> {
        match self {
            Self::Yes { request, .. } => Some(request),
            _ => None,
        }
    }
}

/// Who of some principals can do an action, which may be a pattern, to some resource that a pattern matches? All layers
/// count as [`PolicySet`] counts them, within an account and across accounts.
///
/// The answer takes for granted that an account in an ARN has twelve digits or is `aws`, and that `aws:ResourceAccount`
/// and `aws:RequestedRegion` agree with the resource's ARN and owner. It sees policies alone, no KMS grants and no ACLs.
/// Each principal may cost [`AnalyzeOptions::max_steps`].
///
/// ```
/// use iam_eval::analyze::{AnalyzeOptions, PrincipalPolicies, ResourcePolicies, find_who_can};
/// use iam_eval::{Policy, Principal};
///
/// let send: Policy = r#"{"Statement":{"Effect":"Allow","Action":"sqs:Send*","Resource":"*"}}"#.parse()?;
/// let own: Policy = r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},
///     "Action":"sqs:SendMessage","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#.parse()?;
/// let user = |arn| Principal::user(arn).map(|user| PrincipalPolicies::new(user, [send.clone()]));
/// let who = [user("arn:aws:iam::111122223333:user/ann")?, user("arn:aws:iam::444455556666:user/bob")?,
///     user("arn:aws:iam::777788889999:user/eve")?];
/// let queue = ResourcePolicies { policy: Some(own), ..ResourcePolicies::default() };
/// let arn = "arn:aws:sqs:eu-west-1:111122223333:jobs";
/// let access = find_who_can("sqs:SendMessage", arn, &who, &queue, &AnalyzeOptions::default());
/// let can: Vec<_> = access.iter().map(|access| access.can.is_yes()).collect();
/// assert_eq!(can, [true, true, false]);
/// assert!(access[2].can.is_no());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn find_who_can(
    action: &str,
    resource: &str,
    principals: &[PrincipalPolicies],
    of_resource: &ResourcePolicies,
    options: &AnalyzeOptions,
) -> Vec<PrincipalAccess> {
    let access = principals.iter().map(|policies| PrincipalAccess {
        principal: policies.principal.clone(),
        can: find(action, resource, policies, of_resource, options),
    });
    access.collect()
}

fn set(own: &PrincipalPolicies, of_resource: &ResourcePolicies) -> PolicySet {
    let mut builder = PolicySet::builder().identity(own.identity.iter().cloned());
    if let Some(boundary) = &own.permissions_boundary {
        builder = builder.permissions_boundary(boundary.clone());
    }
    if let Some(session) = &own.session {
        builder = builder.session(session.iter().cloned());
    }
    if let Some(levels) = &own.service_control {
        builder = builder.service_control(levels.iter().cloned());
    }
    if let Some(levels) = &of_resource.resource_control {
        builder = builder.resource_control(levels.iter().cloned());
    }
    if let Some(policy) = &of_resource.policy {
        builder = builder.resource(policy.clone());
    }
    builder.build()
}

fn find(
    action: &str,
    resource: &str,
    policies: &PrincipalPolicies,
    of_resource: &ResourcePolicies,
    options: &AnalyzeOptions,
) -> Can {
    let set = set(policies, of_resource);
    let caller = &policies.principal;
    let account = of_resource.account.as_deref();
    let allowed = |request: &Request| {
        let owned = owned(request, account)?;
        (set.decide(&owned) == Answer::Allowed).then_some(owned)
    };
    // one that says nothing, which mostly will do
    for (action, resource) in plain(action, resource) {
        let request = Request::builder(&action, &resource).principal(caller.clone()).build();
        if let Some(request) = request.ok().and_then(|request| allowed(&request)) {
            return Can::Yes { request: Box::new(request), keys: Vec::new() };
        }
    }
    let own = Own::of(policies, of_resource);
    let mut steps = options.max_steps;
    let mut undecided: Option<Undecided> = None;
    for place in places(action, resource, caller, account, &own.accounts()) {
        let confirms = |request: &Request| place.admits(request) && allowed(request).is_some();
        for problem in own.problems(&place) {
            let callers = [Some(caller.clone())];
            match decide(LayerKind::Identity, &callers, std::iter::once(problem), &confirms, options, &mut steps) {
                Verdict::Proved => {}
                Verdict::Refuted(request) => {
                    let Some(request) = allowed(&request) else { continue };
                    let keys = needed_keys(&request, account, &set);
                    return Can::Yes { request: Box::new(request), keys };
                }
                Verdict::Undecided(why) => {
                    undecided.get_or_insert(why);
                }
            }
        }
    }
    let nobody_says_whose =
        account.is_none() && crate::arn::Arn::parse(resource).is_some_and(|arn| arn.account().is_empty());
    undecided.map_or(Can::No, |why| {
        // most often it hangs on whose the resource is
        let is_open = nobody_says_whose && why.reason == UndecidedReason::Unconfirmed;
        let owner = Undecided { reason: UndecidedReason::Key("aws:ResourceAccount".to_owned()) };
        Can::Undecided(if is_open { owner } else { why })
    })
}

/// What was asked for, where it is one action and resource; and what is always allowed (rule `get_caller_identity`).
fn plain(action: &str, resource: &str) -> Vec<(String, String)> {
    const ALWAYS: &str = "sts:GetCallerIdentity";
    let mut all = Vec::new();
    let pattern = Pattern::new(Dialect::Resource, resource);
    if !resource.contains(['*', '?']) || resource == "*" {
        all.push((action.to_owned(), resource.to_owned()));
    }
    if Pattern::action(action).is_match(ALWAYS) {
        let some = if pattern.is_match("*") { Some("*".to_owned()) } else { pattern.shortest_witness() };
        all.extend(some.map(|resource| (ALWAYS.to_owned(), resource)));
    }
    all
}

/// What a request states beyond what follows from caller, action and resource.
fn stated(request: &Request) -> Vec<(String, ContextValue)> {
    let base = Request::builder(request.action().as_str(), request.resource());
    let base = match request.principal() {
        Some(caller) => base.principal(caller.clone()).build(),
        None => base.build(),
    };
    let follows = |name: &str, value: &ContextValue| {
        let known = base.as_ref().map(|base| base.context().iter());
        known.into_iter().flatten().any(|(known, same)| known.eq_ignore_ascii_case(name) && same == value)
    };
    let own = request.context().iter().filter(|(name, value)| !follows(name, value));
    own.map(|(name, value)| (name.to_owned(), value.clone())).collect()
}

fn with(request: &Request, account: Option<&str>, context: &[(String, ContextValue)]) -> Option<Request> {
    let mut builder = Request::builder(request.action().as_str(), request.resource());
    if let Some(caller) = request.principal() {
        builder = builder.principal(caller.clone());
    }
    if let Some(account) = account {
        builder = builder.resource_account(account);
    }
    context.iter().fold(builder, |builder, (name, value)| builder.context(name, value.clone())).build().ok()
}

/// The request, with the owner of its resource.
fn owned(request: &Request, account: Option<&str>) -> Option<Request> {
    match account {
        None => Some(request.clone()),
        Some(_) => with(request, account, &stated(request)),
    }
}

/// The keys without which a request is not allowed.
fn needed_keys(request: &Request, account: Option<&str>, set: &PolicySet) -> Vec<String> {
    let stated = stated(request);
    let is_needed = |(at, (name, _)): (usize, &(String, ContextValue))| {
        let mut others = stated.clone();
        others.remove(at);
        let is_allowed = with(request, account, &others).is_some_and(|request| set.decide(&request) == Answer::Allowed);
        (!is_allowed).then(|| name.clone())
    };
    stated.iter().enumerate().filter_map(is_needed).collect()
}
