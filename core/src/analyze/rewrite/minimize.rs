//! The same policy in fewer words.

use crate::condition::{OperatorFamily, SetQualifier};
use crate::document::{Effect, Policy};

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::clause::Clause;
use super::super::containment::AnalyzeOptions;
use super::super::region::Region;
use super::draft::{Draft, Test, policy_of, size_of};
use super::prove::Prover;
use super::tidy::{Sids, sort_entries, tidy};

/// Steps for a question about one statement.
const FEW_STEPS: usize = 1 << 16;

/// As many statements are compared with each other.
const MAX_COMPARED: usize = 1024;

/// A policy in fewer words.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Minimized {
    /// The document, proved to mean the same; the one that was given where nothing shorter was found. `None` where
    /// its statements match nothing at all.
    pub policy: Option<Policy>,
    /// Its characters without white space, as AWS's quotas count.
    pub size: usize,
    /// Whether that fits the quota, where one was given.
    pub fits: bool,
    /// Why a shorter document was not taken: it could not be proved to mean the same.
    pub undecided: Option<Undecided>,
}

/// What is a shorter policy that means the same, within a quota of characters without white space if need be?
///
/// Of identity policies and others without principals; one with principals is given back as it is, undecided. It allows
/// the same and denies the same, so that it may stand in for the policy whatever others stand beside it.
/// Statements that come through unchanged keep their Sids; those that become one lose them, and all do where the quota
/// cannot be met otherwise.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, minimize}};
///
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
///     {"Effect":"Allow","Action":["s3:GetObject","s3:Get*"],"Resource":"*"},
///     {"Effect":"Allow","Action":["s3:ListBucket"],"Resource":["*"]}]}"#.parse()?;
/// let minimized = minimize(&policy, None, &AnalyzeOptions::default());
/// assert_eq!(
///     minimized.policy.map(|policy| policy.to_json()).as_deref(),
///     Some(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["s3:Get*","s3:ListBucket"],"Resource":"*"}]}"#),
/// );
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn minimize(policy: &Policy, quota: Option<usize>, options: &AnalyzeOptions) -> Minimized {
    let mut prover = Prover::new(options);
    let work = prover.work.clone();
    let fits = |size: usize| quota.is_none_or(|quota| size <= quota);
    let given = |undecided: Option<Undecided>| {
        let size = size_of(policy);
        Minimized { policy: Some(policy.clone()), size, fits: fits(size), undecided }
    };
    // whom a statement names is not written here
    if policy.statements().any(|statement| statement.principal().is_some()) {
        return given(Some(Undecided { reason: UndecidedReason::Layers }));
    }
    let statements: Vec<Draft> =
        policy.statements().filter_map(|statement| Draft::of(statement, policy.version())).collect();
    let mut drafts = drop_needless(statements, &mut prover);
    drafts = tidy(&drafts, Sids::Merged, &work);
    while work.spend(drafts.len().saturating_mul(drafts.len()))
        && let Some(fewer) = join_values(&drafts)
    {
        drafts = tidy(&fewer, Sids::Merged, &work);
    }
    sort_entries(&mut drafts, &work);
    if drafts.is_empty() {
        return match is_same(policy, None, &prover) {
            Verdict::Undecided(why) => given(Some(why)),
            Verdict::Refuted(_) => given(None),
            Verdict::Proved => Minimized { policy: None, size: 0, fits: true, undecided: None },
        };
    }
    let Some(mut shorter) = policy_of(&drafts, policy.id()) else { return given(None) };
    if !fits(size_of(&shorter)) {
        for draft in &mut drafts {
            draft.sid = None;
        }
        shorter = policy_of(&drafts, None).unwrap_or(shorter);
    }
    let size = size_of(&shorter);
    if size >= size_of(policy) {
        return given(None);
    }
    match is_same(policy, Some(&shorter), &prover) {
        Verdict::Proved => Minimized { policy: Some(shorter), size, fits: fits(size), undecided: None },
        Verdict::Undecided(why) => given(Some(why)),
        Verdict::Refuted(_) => given(None),
    }
}

/// Do two policies allow the same and deny the same?
fn is_same(policy: &Policy, other: Option<&Policy>, prover: &Prover<'_>) -> Verdict {
    let allowed = (Region::of([policy]), other.map(|other| Region::of([other])));
    let others: Vec<&Region> = allowed.1.iter().collect();
    let back = || {
        others
            .iter()
            .map(|other| prover.is_within(other, &[&allowed.0], &mut { prover.options.max_steps }))
            .next()
            .unwrap_or(Verdict::Proved)
    };
    let clauses = |policy: &Policy| -> Vec<Clause> {
        Clause::of_policy(policy, 0).filter(|clause| clause.effect == Effect::Deny).collect()
    };
    let (denied, others_denied) = (clauses(policy), other.map(clauses).unwrap_or_default());
    let (denied, others_denied): (Vec<&Clause>, Vec<&Clause>) =
        (denied.iter().collect(), others_denied.iter().collect());
    let mut fresh = Prover::new(prover.options);
    let mut takes = |one: &[&Clause], other: &[&Clause]| fresh.is_nothing(&[one.to_vec()], other, usize::MAX);
    let verdicts = [
        prover.is_within(&allowed.0, &others, &mut { prover.options.max_steps }),
        back(),
        takes(&denied, &others_denied),
        takes(&others_denied, &denied),
    ];
    verdicts.into_iter().find(|verdict| !verdict.is_proved()).unwrap_or(Verdict::Proved)
}

/// Without statements that match nothing, or nothing that others do not.
fn drop_needless(mut drafts: Vec<Draft>, prover: &mut Prover<'_>) -> Vec<Draft> {
    if drafts.len() > MAX_COMPARED {
        return drafts;
    }
    let Some(clauses) = prover.clauses_of(&drafts) else { return drafts };
    let mut kept: Vec<&Clause> = clauses.iter().collect();
    let mut at = 0;
    drafts.retain(|_| {
        let Some(own) = kept.get(at).copied() else { return true };
        let others = kept.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, other)| *other);
        // a Deny is needed for what it denies, whether this policy allows it or another
        let others: Vec<&Clause> =
            others.filter(|other| own.effect == Effect::Allow || other.effect == Effect::Deny).collect();
        if prover.is_nothing(&[vec![own]], &others, FEW_STEPS).is_proved() {
            kept.remove(at);
            return false;
        }
        at += 1;
        true
    });
    drafts
}

/// Two statements that differ in the values of one condition as one; none where there are no two.
fn join_values(drafts: &[Draft]) -> Option<Vec<Draft>> {
    for (at, own) in drafts.iter().enumerate() {
        for (index, other) in drafts.iter().enumerate().skip(at + 1) {
            let Some(tests) = joined_tests(own, other) else { continue };
            let mut joined: Vec<Draft> = drafts.to_vec();
            joined.remove(index);
            if let Some(place) = joined.get_mut(at) {
                place.sid = None;
                place.tests = tests;
            }
            return Some(joined);
        }
    }
    None
}

fn joined_tests(own: &Draft, other: &Draft) -> Option<Vec<Test>> {
    let is_same = own.effect == other.effect
        && own.actions.is_same(&other.actions)
        && own.resources.is_same(&other.resources)
        && own.tests.len() == other.tests.len();
    let differs = |test: &&Test, tests: &[Test]| !tests.iter().any(|known| known.is_same(test));
    let mut alone = own.tests.iter().filter(|test| differs(test, &other.tests));
    let mut others = other.tests.iter().filter(|test| differs(test, &own.tests));
    let (Some(one), None, Some(two), None) = (alone.next(), alone.next(), others.next(), others.next()) else {
        return None;
    };
    // rule `condition_and_or`: values are an "or", but of negated operators and of all values
    let operator = one.operator;
    let is_or = !operator.operator.is_negated()
        && operator.qualifier != Some(SetQualifier::ForAllValues)
        && operator.operator.family() != OperatorFamily::Arn
        && !one.values.is_empty()
        && !two.values.is_empty();
    if !is_same || !is_or || operator != two.operator || !one.is_key(&two.key) {
        return None;
    }
    let mut values: Vec<String> = one.values.iter().chain(&two.values).cloned().collect();
    values.sort();
    values.dedup();
    let tests = own
        .tests
        .iter()
        .map(|test| if test.is_same(one) { Test { values: values.clone(), ..one.clone() } } else { test.clone() });
    Some(tests.collect())
}
