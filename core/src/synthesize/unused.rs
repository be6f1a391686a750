//! What is granted and was not used, in the shapes of Access Analyzer.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::analyze::{AnalyzeOptions, Region, Verdict, holds_action};
use crate::arn::Arn;
use crate::catalog::Catalog;
use crate::document::{Effect, Policy, Statement};
use crate::evaluate::{Answer, PolicySet};
use crate::pattern::Pattern;
use crate::request::{ContextMode, Request, key_hash};
use crate::usage::{PrincipalUsage, Time, Usage, UseOutcome};

use super::containment::Current;
use super::observability::Observer;
use super::refine::{RefineOptions, refine};
use super::result::SynthesizeError;

/// A finding of unused access, as `GetFindingV2` of Access Analyzer has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnusedAccess {
    /// A stable name: the same finding has the same.
    pub id: String,
    /// `UnusedIAMRole`, `UnusedIAMUserAccessKey`, `UnusedIAMUserPassword` or `UnusedPermission`; ours besides is
    /// `UnobservablePermission`, where of a service's idle actions none could have been seen.
    pub finding_type: &'static str,
    /// The principal.
    pub resource: String,
    /// `AWS::IAM::Role` or `AWS::IAM::User`.
    pub resource_type: &'static str,
    /// Whose it is.
    pub resource_owner_account: String,
    /// Always `ACTIVE`: what is resolved is no longer found.
    pub status: &'static str,
    /// The clock that was given.
    pub created_at: Time,
    /// The clock that was given.
    pub analyzed_at: Time,
    /// The clock that was given.
    pub updated_at: Time,
    /// What is unused.
    pub finding_details: Vec<UnusedDetail>,
    /// Ours besides: granted, not seen, and not visible to the trails at hand.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[cfg_attr(test, ts(optional, as = "Option<Vec<String>>"), schemars(with = "Option<Vec<String>>"))]
    pub unobservable: Vec<String>,
}

/// What is unused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum UnusedDetail {
    /// A role that was not used.
    UnusedIamRoleDetails(LastAccessed),
    /// An access key that was not used.
    #[serde(rename_all = "camelCase")]
    UnusedIamUserAccessKeyDetails {
        /// The key.
        access_key_id: String,
        /// When it was last used.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        last_accessed: Option<Time>,
    },
    /// A password that was not used.
    UnusedIamUserPasswordDetails(LastAccessed),
    /// Actions of a service that were not used; without a list the whole service.
    #[serde(rename_all = "camelCase")]
    UnusedPermissionDetails {
        /// The prefix of the service.
        service_namespace: String,
        /// The actions.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        actions: Option<Vec<UnusedAction>>,
        /// When the service was last used.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        last_accessed: Option<Time>,
    },
}

/// When something was last used, if it ever was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LastAccessed {
    /// The time.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last_accessed: Option<Time>,
}

/// An action that was not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct UnusedAction {
    /// Its name without the service.
    pub action: String,
    /// When it was last used.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(test, ts(optional))]
    pub last_accessed: Option<Time>,
}

/// What counts as unused, and what else is known of the principal.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // made with `..UnusedOptions::default()`
pub struct UnusedOptions {
    /// How many days without use.
    pub unused_days: u32,
    /// The access keys that the user has; only these are reported.
    pub access_keys: Vec<String>,
    /// Whether the user has a password.
    pub has_password: bool,
}

impl Default for UnusedOptions {
    fn default() -> Self {
        Self { unused_days: 90, access_keys: Vec::new(), has_password: false }
    }
}

/// What is granted to a principal and was not used for so long? `now` is the clock.
///
/// Granted is what the evaluator lets through, so `NotAction`, Deny statements, the boundary and service
/// control policies count. What the trails at hand could not have shown is listed apart and never called
/// unused.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, synthesize::{Current, UnusedOptions, unused}, usage::Usage};
///
/// let policy = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#.parse()?;
/// let current = Current { identity: Some(vec![policy]), ..Current::default() };
/// let now = "2026-11-01T00:00:00Z".parse()?;
/// let role = "arn:aws:iam::111122223333:role/idle";
/// let findings = unused(&current, &Usage::default(), role, now, &Catalog::embedded(), &UnusedOptions::default());
/// assert_eq!(findings[0].finding_type, "UnusedIAMRole");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn unused(
    current: &Current,
    usage: &Usage,
    principal: &str,
    now: Time,
    catalog: &Catalog,
    options: &UnusedOptions,
) -> Vec<UnusedAccess> {
    let since = now.seconds().saturating_sub(i64::from(options.unused_days).saturating_mul(86_400));
    let is_recent = |time: Option<Time>| time.is_some_and(|time| time.seconds() >= since);
    let own = usage.principal(principal).unwrap_or_default();
    let maker = Maker { principal, now, is_role: principal.contains(":role/") };
    let mut findings = Vec::new();
    // what was used at a time that nobody can read may have been used just now
    let has_unknown_time = own.has_unknown_time || own.uses.iter().any(|(_, _, _, cell)| cell.has_unknown_time);
    if maker.is_role && !is_recent(own.window.last) && !has_unknown_time {
        let details = UnusedDetail::UnusedIamRoleDetails(LastAccessed { last_accessed: own.window.last });
        findings.push(maker.finding("UnusedIAMRole", "", details, Vec::new()));
    }
    if !maker.is_role {
        for key in &options.access_keys {
            let known = own.access_keys.get(key).copied();
            let last_accessed = known.flatten();
            if !is_recent(last_accessed) && known != Some(None) {
                let details = UnusedDetail::UnusedIamUserAccessKeyDetails { access_key_id: key.clone(), last_accessed };
                findings.push(maker.finding("UnusedIAMUserAccessKey", key, details, Vec::new()));
            }
        }
        if options.has_password && !is_recent(own.last_console_login) && !own.has_unknown_time {
            let details =
                UnusedDetail::UnusedIamUserPasswordDetails(LastAccessed { last_accessed: own.last_console_login });
            findings.push(maker.finding("UnusedIAMUserPassword", "", details, Vec::new()));
        }
    }
    let used = last_used(&own);
    let observer = Observer::new(catalog);
    for (service, actions) in granted(current, catalog) {
        let last_of = |action: &String| used.get(action.as_str()).and_then(|used| used.last);
        let is_used = |action: &String| {
            used.get(action.as_str()).is_some_and(|used| used.has_unknown_time || is_recent(used.last))
        };
        let service_last = actions.iter().filter_map(last_of).max();
        let idle = actions.iter().filter(|action| !is_used(action));
        let (visible, hidden): (Vec<&String>, Vec<&String>) =
            idle.partition(|action| used.contains_key(action.as_str()) || observer.would_show(action, &usage.stats));
        let is_whole = hidden.is_empty() && visible.len() == actions.len();
        let unused_action = |action: &&String| UnusedAction {
            action: action.split_once(':').map_or(action.as_str(), |(_, name)| name).to_owned(),
            last_accessed: last_of(action),
        };
        let details = UnusedDetail::UnusedPermissionDetails {
            service_namespace: service.clone(),
            actions: (!is_whole).then(|| visible.iter().map(unused_action).collect()),
            last_accessed: service_last,
        };
        let kind = match (visible.is_empty(), hidden.is_empty()) {
            (true, true) => continue,
            (true, false) => "UnobservablePermission",
            _ => "UnusedPermission",
        };
        let hidden = hidden.into_iter().cloned().collect();
        findings.push(maker.finding(kind, &service, details, hidden));
    }
    findings
}

struct Maker<'p> {
    principal: &'p str,
    now: Time,
    is_role: bool,
}

impl Maker<'_> {
    fn finding(
        &self,
        kind: &'static str,
        what: &str,
        details: UnusedDetail,
        unobservable: Vec<String>,
    ) -> UnusedAccess {
        let name = format!("{kind} {} {what}", self.principal);
        UnusedAccess {
            id: format!("{:016x}{:016x}", key_hash(&name), key_hash(&format!("{name} again"))),
            finding_type: kind,
            resource: self.principal.to_owned(),
            resource_type: if self.is_role { "AWS::IAM::Role" } else { "AWS::IAM::User" },
            resource_owner_account: Arn::parse(self.principal).map_or("", Arn::account).to_owned(),
            status: "ACTIVE",
            created_at: self.now,
            analyzed_at: self.now,
            updated_at: self.now,
            finding_details: vec![details],
            unobservable,
        }
    }
}

/// When an action was last used.
#[derive(Debug, Clone, Copy, Default)]
struct LastUse {
    last: Option<Time>,
    has_unknown_time: bool,
}

/// When each action was last used, if an event told.
fn last_used(usage: &PrincipalUsage) -> BTreeMap<&str, LastUse> {
    let mut used: BTreeMap<&str, LastUse> = BTreeMap::new();
    for (action, _, outcome, cell) in usage.uses.iter() {
        if outcome == UseOutcome::Used {
            let known = used.entry(action).or_default();
            known.last = known.last.max(cell.last);
            known.has_unknown_time |= cell.has_unknown_time;
        }
    }
    used
}

/// The actions that today's policies may let through on some resource, by service.
pub(super) fn granted(current: &Current, catalog: &Catalog) -> BTreeMap<String, BTreeSet<String>> {
    let set = current.set();
    let region = region_of(current);
    let mut steps = MAX_STEPS;
    let mut granted: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for policy in current.identity.iter().flatten() {
        for statement in policy.statements().filter(|statement| statement.effect() == Effect::Allow) {
            let probes = probes(statement);
            for action in actions_of(statement, catalog) {
                let service = action.split(':').next().unwrap_or("").to_owned();
                if granted.get(&service).is_some_and(|known| known.contains(&action)) {
                    continue;
                }
                // what no probe gets through may pass somewhere else
                let passes = probes.iter().any(|resource| may_pass(&set, &action, resource))
                    || region.as_ref().is_some_and(|region| may_hold(region, &action, &mut steps));
                if passes {
                    granted.entry(service).or_default().insert(action);
                }
            }
        }
    }
    granted
}

/// How long requests are looked for: about a second.
const MAX_STEPS: usize = 1 << 23;
/// How long for one action.
const MAX_STEPS_EACH: usize = 1 << 16;

/// What the policies of today let through; none where the identity policies are not known.
fn region_of(current: &Current) -> Option<Region> {
    let mut region = Region::of(current.identity.as_ref()?);
    let others = current.permissions_boundary.iter().map(std::slice::from_ref);
    for policies in others.chain(current.service_control.iter().map(Vec::as_slice)) {
        region = region.intersect(Region::of(policies));
    }
    Some(region)
}

/// Is there a request for the action that is let through? Where that takes too long to say, there may be.
fn may_hold(region: &Region, action: &str, steps: &mut usize) -> bool {
    let most = (*steps).min(MAX_STEPS_EACH);
    let mut left = most;
    let verdict = holds_action(region, action, &AnalyzeOptions::default(), &mut left);
    *steps -= most - left;
    !matches!(verdict, Verdict::Proved)
}

fn actions_of(statement: Statement<'_>, catalog: &Catalog) -> Vec<String> {
    let Some(actions) = statement.action() else { return Vec::new() };
    if !actions.is_negated() {
        let expanded = actions
            .entries()
            .flat_map(|entry| catalog.expand(entry.as_str()).map(|action| action.to_string()).collect::<Vec<_>>());
        return expanded.collect::<BTreeSet<_>>().into_iter().collect();
    }
    let patterns: Vec<Pattern> = actions.entries().map(|entry| Pattern::action(entry.as_str())).collect();
    let all = catalog.expand("*").map(|action| action.to_string());
    all.filter(|action| !patterns.iter().any(|pattern| pattern.is_match(action))).collect()
}

/// One resource that each of a statement's patterns matches.
fn probes(statement: Statement<'_>) -> Vec<String> {
    match statement.resource() {
        Some(resources) if !resources.is_negated() => {
            let probe = |entry: &str| {
                if entry == "*" { Some("*".to_owned()) } else { Pattern::resource(entry).shortest_witness() }
            };
            resources.entries().filter_map(|entry| probe(entry.as_str())).collect()
        }
        _ => vec!["*".to_owned()],
    }
}

fn may_pass(set: &PolicySet, action: &str, resource: &str) -> bool {
    let request = Request::builder(action, resource).context_mode(ContextMode::Open).build();
    request.is_ok_and(|request| matches!(set.decide(&request), Answer::Allowed | Answer::Depends))
}

/// What to do about the unused permissions of a principal, as `GetFindingRecommendation` has it: for each
/// policy what is left of it, or that it may be detached.
///
/// # Errors
/// The usage does not know the principal.
pub fn recommend(
    policies: &[(&str, Policy)],
    usage: &Usage,
    principal: &str,
    catalog: &Catalog,
) -> Result<serde_json::Value, SynthesizeError> {
    let mut steps = Vec::new();
    for (id, policy) in policies {
        let refined = refine(policy, usage, &[principal], catalog, &RefineOptions::default())?;
        if refined.changes.is_empty() {
            continue;
        }
        let action = if refined.text.is_some() { "CREATE_POLICY" } else { "DETACH_POLICY" };
        let mut step = serde_json::json!({"recommendedAction": action, "existingPolicyId": id});
        if let Some(text) = refined.text {
            step["recommendedPolicy"] = text.into();
        }
        steps.push(serde_json::json!({"unusedPermissionsRecommendedStep": step}));
    }
    Ok(serde_json::json!({
        "recommendationType": "UnusedPermissionRecommendation",
        "status": "SUCCEEDED",
        "resourceArn": principal,
        "recommendedSteps": steps,
    }))
}
