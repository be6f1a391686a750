//! The custom policy checks of Access Analyzer: a verdict, and which statements it is about.

use crate::document::{Effect, Policy};
use crate::pattern::Pattern;
use crate::request::Request;

use super::answer::Verdict;
use super::clause::Clause;
use super::containment::{AnalyzeOptions, check_contained_spending, decide, for_all_callers};
use super::region::Region;
use super::solver::Problem;

/// What a statement costs that is looked at by itself, in steps for each statement beside it.
const COPY: usize = 32;

/// What kind of policy is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[non_exhaustive]
pub enum CheckedPolicyType {
    /// A policy of users, groups or roles.
    IdentityPolicy,
    /// The policy of a resource, or the trust policy of a role.
    ResourcePolicy,
}

/// Some access: each of the actions on each of the resources. Either may be empty, and then stands for all there are.
///
/// Source: Access Analyzer API reference, `Access`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // AWS's own shape
pub struct Access {
    /// Actions as policies have them, such as `s3:Get*`.
    pub actions: Vec<String>,
    /// ARNs as policies have them, such as `arn:aws:s3:::reports/*`.
    pub resources: Vec<String>,
}

/// What a custom policy check answers.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CustomCheck {
    /// Whether the check passes.
    pub verdict: Verdict,
    /// The statements for which it does not.
    pub reasons: Vec<CheckReason>,
    /// Whether all statements were looked at.
    pub is_complete: bool,
}

impl CustomCheck {
    /// A check of nothing, which passes.
    #[cfg(feature = "analysis")]
    pub(crate) fn passed() -> Self {
        Self { verdict: Verdict::Proved, reasons: Vec::new(), is_complete: true }
    }
}

/// A statement for which a check does not pass.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct CheckReason {
    /// Which statement, from 0.
    pub statement_index: usize,
    /// Its `Sid`.
    pub statement_id: Option<String>,
    /// A request that the statement lets through and that should not be.
    pub witness: Box<Request>,
}

impl Region {
    pub(super) fn of_checked(policy: &Policy, kind: CheckedPolicyType) -> Self {
        match kind {
            CheckedPolicyType::IdentityPolicy => Self::of([policy]),
            CheckedPolicyType::ResourcePolicy => Self::of_resource(policy),
        }
    }

    /// What one of the statements that allow leaves of it.
    fn of_statement(&self, index: usize) -> Self {
        let mut one = self.clone();
        for clauses in &mut one.layers {
            clauses.retain(|clause| clause.effect == Effect::Deny || clause.index == index);
        }
        one
    }
}

impl Access {
    fn is_match(&self, request: &Request) -> bool {
        let (action, resource) = (request.action().as_str(), request.resource());
        (self.actions.is_empty() || self.actions.iter().any(|text| Pattern::action(text).is_match(action)))
            && (self.resources.is_empty()
                || self.resources.iter().any(|text| Pattern::resource(text).is_match(resource)))
    }
}

/// Which statements of a new policy let through what an existing one does not? What `CheckNoNewAccess` of Access
/// Analyzer answers, with a request for each statement. Steps are shared by all statements.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, CheckedPolicyType, explain_new_access}};
///
/// let existing: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let new: Policy = r#"{"Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
///     {"Sid":"Write","Effect":"Allow","Action":"s3:PutObject","Resource":"*"}]}"#.parse()?;
/// let kind = CheckedPolicyType::IdentityPolicy;
/// let check = explain_new_access(&existing, &new, kind, &AnalyzeOptions::default());
/// assert!(!check.verdict.is_proved());
/// assert_eq!(check.reasons[0].statement_id.as_deref(), Some("Write"));
/// assert_eq!(check.reasons[0].witness.action().as_str(), "s3:PutObject");
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn explain_new_access(
    existing: &Policy,
    new: &Policy,
    kind: CheckedPolicyType,
    options: &AnalyzeOptions,
) -> CustomCheck {
    let (new_region, existing) = (Region::of_checked(new, kind), Region::of_checked(existing, kind));
    let mut steps = options.max_steps;
    let verdict = check_contained_spending(&new_region, &existing, options, &mut steps);
    by_statement(new, &new_region, verdict, &mut steps, |region, steps| {
        check_contained_spending(region, &existing, options, steps)
    })
}

/// Which statements let through some access? What `CheckAccessNotGranted` of Access Analyzer answers, with a request
/// for each statement. Steps are shared by all statements.
///
/// ```
/// use iam_eval::{Policy, analyze::{Access, AnalyzeOptions, CheckedPolicyType, explain_granted_access}};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::b/*"}}"#.parse()?;
/// let access = Access { actions: vec!["s3:PutObject".to_owned()], resources: vec!["arn:aws:s3:::b/a*".to_owned()] };
/// let kind = CheckedPolicyType::IdentityPolicy;
/// let check = explain_granted_access(&policy, &access, kind, &AnalyzeOptions::default());
/// assert_eq!(check.reasons[0].witness.resource(), "arn:aws:s3:::b/a");
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn explain_granted_access(
    policy: &Policy,
    access: &Access,
    kind: CheckedPolicyType,
    options: &AnalyzeOptions,
) -> CustomCheck {
    let region = Region::of_checked(policy, kind);
    let mut steps = options.max_steps;
    let verdict = check_access_spending(&region, access, options, &mut steps);
    by_statement(policy, &region, verdict, &mut steps, |region, steps| {
        check_access_spending(region, access, options, steps)
    })
}

/// Does a policy let through none of some access? What `CheckAccessNotGranted` of Access Analyzer asks. Refuted with a
/// request that it lets through.
///
/// ```
/// use iam_eval::{Policy, analyze::{Access, AnalyzeOptions, CheckedPolicyType, check_access_not_granted}};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let put = Access { actions: vec!["s3:Put*".to_owned()], ..Access::default() };
/// let (kind, options) = (CheckedPolicyType::IdentityPolicy, AnalyzeOptions::default());
/// assert!(check_access_not_granted(&policy, &put, kind, &options).is_proved());
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn check_access_not_granted(
    policy: &Policy,
    access: &Access,
    kind: CheckedPolicyType,
    options: &AnalyzeOptions,
) -> Verdict {
    check_access_spending(&Region::of_checked(policy, kind), access, options, &mut { options.max_steps })
}

fn check_access_spending(region: &Region, access: &Access, options: &AnalyzeOptions, steps: &mut usize) -> Verdict {
    let asked = Clause::of_access(&access.actions, &access.resources);
    let confirms = |request: &Request| access.is_match(request) && region.holds(request);
    let choose = std::iter::once(vec![&asked]).chain(region.allows()).collect();
    let problem = Problem { choose, avoid: region.denies() };
    let verdict = decide(region.layer, &region.callers, std::iter::once(problem), &confirms, options, steps);
    for_all_callers(verdict, &[region])
}

/// Asks about each statement by itself, where the answer for all of them is no.
pub(super) fn by_statement(
    policy: &Policy,
    region: &Region,
    verdict: Verdict,
    steps: &mut usize,
    ask: impl Fn(&Region, &mut usize) -> Verdict,
) -> CustomCheck {
    let mut check = CustomCheck { verdict, reasons: Vec::new(), is_complete: true };
    let Verdict::Refuted(witness) = &check.verdict else { return check };
    let clauses: usize = region.layers.iter().map(Vec::len).sum();
    for clause in region.allows().flatten() {
        let reason = |witness: Box<Request>| CheckReason {
            statement_index: clause.index,
            statement_id: policy
                .statement(clause.index)
                .and_then(|statement| statement.sid())
                .map(|sid| sid.to_string()),
            witness,
        };
        // the request that was found speaks for the statements that let it through
        if region.lets_through(clause, witness) {
            check.reasons.push(reason(witness.clone()));
            continue;
        }
        *steps = steps.saturating_sub(COPY * clauses);
        if *steps == 0 {
            check.is_complete = false;
            continue;
        }
        match ask(&region.of_statement(clause.index), steps) {
            Verdict::Refuted(witness) => check.reasons.push(reason(witness)),
            Verdict::Proved => {}
            Verdict::Undecided(_) => check.is_complete = false,
        }
    }
    check
}

#[cfg(test)]
mod tests {
    use super::*;

    fn policy(statements: &str) -> Policy {
        Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)).unwrap()
    }

    #[test]
    fn a_dropped_deny_is_new_access_of_each_statement_it_bound() {
        let allow =
            r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"},{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#;
        let existing = policy(&format!(r#"{allow},{{"Effect":"Deny","Action":"s3:Put*","Resource":"*"}}"#));
        let options = AnalyzeOptions::default();
        let check = explain_new_access(&existing, &policy(allow), CheckedPolicyType::IdentityPolicy, &options);
        let found: Vec<usize> = check.reasons.iter().map(|reason| reason.statement_index).collect();
        assert_eq!((found, check.is_complete), (vec![0], true));
    }

    #[test]
    fn access_to_a_resource_is_asked_of_every_caller() {
        let own = r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sqs:SendMessage"}"#;
        let access = Access { actions: vec!["sqs:*".to_owned()], resources: Vec::new() };
        let options = AnalyzeOptions::default();
        let (asked, kind) = (policy(own), CheckedPolicyType::ResourcePolicy);
        let check = explain_granted_access(&asked, &access, kind, &options);
        assert_eq!(check.reasons.len(), 1);
        assert_eq!(check.reasons[0].witness.principal().and_then(|caller| caller.account()), Some("111122223333"));
        let purge = Access { actions: vec!["sqs:PurgeQueue".to_owned()], resources: Vec::new() };
        assert!(check_access_not_granted(&asked, &purge, kind, &options).is_proved());
    }

    #[test]
    fn many_statements_end() {
        let one = r#"{"Effect":"Allow","Action":"s3:Get*","Resource":"arn:aws:s3:::b/*"}"#;
        let many = policy(&vec![one; 20_000].join(","));
        let existing = policy(r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#);
        let options = AnalyzeOptions::default();
        let check = explain_new_access(&existing, &many, CheckedPolicyType::IdentityPolicy, &options);
        assert!(!check.reasons.is_empty() || check.verdict.witness().is_none());
    }
}
