//! The questions that one asks of policies.

use crate::document::{Effect, Policy};
use crate::request::Request;

use super::answer::{Undecided, UndecidedReason, Verdict};
use super::clause::Clause;
use super::containment::{AnalyzeOptions, check_contained, decide};
use super::region::Region;
use super::solver::Problem;

/// Does a new policy let through nothing that an existing one does not? What `CheckNoNewAccess` of Access Analyzer
/// asks, here of identity policies. Refuted with a request that is new.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, check_no_new_access}};
///
/// let existing: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let new: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::b/*"}}"#.parse()?;
/// assert!(check_no_new_access(&existing, &new, &AnalyzeOptions::default()).is_proved());
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn check_no_new_access(existing: &Policy, new: &Policy, options: &AnalyzeOptions) -> Verdict {
    check_contained(&Region::of([new]), &Region::of([existing]), options)
}

/// The same of the policies of a resource, as far as they alone can say: for each caller that they tell apart. Where a
/// condition asks for a key that follows from the caller, such as `aws:PrincipalArn`, what is not refuted is undecided.
pub fn check_no_new_access_to_resource(existing: &Policy, new: &Policy, options: &AnalyzeOptions) -> Verdict {
    check_contained(&Region::of_resource(new), &Region::of_resource(existing), options)
}

/// Do two sets of requests hold the same? Refuted with a request that one of them holds.
pub fn check_equivalent(region: &Region, other: &Region, options: &AnalyzeOptions) -> Verdict {
    match (check_contained(region, other, options), check_contained(other, region, options)) {
        (Verdict::Refuted(request), _) | (_, Verdict::Refuted(request)) => Verdict::Refuted(request),
        (Verdict::Undecided(why), _) | (_, Verdict::Undecided(why)) => Verdict::Undecided(why),
        (Verdict::Proved, Verdict::Proved) => Verdict::Proved,
    }
}

/// May a statement of an identity policy be left out without changing what the policy lets through? Refuted with a
/// request for which it is needed. A statement that is not there may be left out.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, check_redundant}};
///
/// let policy: Policy = r#"{"Statement":[{"Effect":"Allow","Action":"s3:Get*","Resource":"*"},
///     {"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}"#.parse()?;
/// let options = AnalyzeOptions::default();
/// assert!(check_redundant(&policy, 1, &options).is_proved());
/// assert!(!check_redundant(&policy, 0, &options).is_proved());
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn check_redundant(policy: &Policy, statement: usize, options: &AnalyzeOptions) -> Verdict {
    let whole = Region::of([policy]);
    let mut without = whole.clone();
    for clauses in &mut without.layers {
        clauses.retain(|clause| clause.index != statement);
    }
    let effect = policy.statement(statement).map(|statement| statement.effect());
    match effect {
        None => Verdict::Proved,
        Some(Effect::Allow) => check_contained(&whole, &without, options),
        Some(Effect::Deny) => check_contained(&without, &whole, options),
    }
}

/// Can a statement of an identity policy match no request at all? Refuted with one that it matches. A statement that
/// is not there matches none.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, check_unreachable}};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":
///     {"StringEquals":{"aws:SourceVpc":"a"},"StringNotEquals":{"aws:SourceVpc":"a"}}}}"#.parse()?;
/// assert!(check_unreachable(&policy, 0, &AnalyzeOptions::default()).is_proved());
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn check_unreachable(policy: &Policy, statement: usize, options: &AnalyzeOptions) -> Verdict {
    let region = Region::of([policy]);
    let Some(clause) = region.layers.iter().flatten().find(|clause| clause.index == statement) else {
        return Verdict::Proved;
    };
    check_unreachable_spending(&region, clause, options, &mut { options.max_steps })
}

pub(super) fn check_unreachable_spending(
    region: &Region,
    clause: &Clause,
    options: &AnalyzeOptions,
    steps: &mut usize,
) -> Verdict {
    let confirms = |request: &Request| clause.is_match(request, region.layer);
    let problem = Problem { choose: vec![vec![clause]], avoid: Vec::new() };
    let verdict = decide(region.layer, &region.callers, std::iter::once(problem), &confirms, options, steps);
    // the callers stand for others, whom the statement may tell apart
    match (verdict, clause.key_of_caller().filter(|_| region.layer.has_principals())) {
        (Verdict::Proved, Some(key)) => Verdict::Undecided(Undecided { reason: UndecidedReason::Key(key.to_owned()) }),
        (verdict, _) => verdict,
    }
}

/// Is there no request for an action in a region? Refuted with one. The steps are those that many questions share.
pub(crate) fn holds_action(region: &Region, action: &str, options: &AnalyzeOptions, steps: &mut usize) -> Verdict {
    let clause = Clause::of_access(&[action], &[] as &[&str]);
    let confirms = |request: &Request| request.action().as_str().eq_ignore_ascii_case(action) && region.holds(request);
    let choose = std::iter::once(vec![&clause]).chain(region.allows()).collect();
    let problem = Problem { choose, avoid: region.denies() };
    decide(region.layer, &region.callers, std::iter::once(problem), &confirms, options, steps)
}
