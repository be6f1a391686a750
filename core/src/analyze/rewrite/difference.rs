//! What a change of a policy adds and removes, as documents.

use crate::document::{Effect, Policy};
use crate::request::Request;

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::clause::Clause;
use super::super::containment::{AnalyzeOptions, check_contained};
use super::super::region::Region;
use super::answer::{Document, Inexact};
use super::draft::Draft;
use super::effective::unsaid;
use super::finish::{Target, finish, settle_cuts, simplify};
use super::meet::{Meeting, Met};
use super::names::Names;
use super::prove::Prover;

/// Up to so many actions of a statement are each asked about.
const MAX_ASKED: usize = 64;

/// Steps for one of them.
const FEW_STEPS: usize = 1 << 14;

/// What one policy lets through and another does not, either way.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PolicyDifference {
    /// What the second lets through and the first does not.
    pub added: Change,
    /// What the first lets through and the second does not.
    pub removed: Change,
}

/// What is let through anew, or no longer.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Change {
    /// It as a document: all that this lets through is proved to be new.
    pub document: Document,
    /// Is there nothing at all? Refuted with a request that is new.
    pub is_nothing: Verdict,
}

impl Change {
    /// A request that is let through anew.
    pub fn witness(&self) -> Option<&Request> {
        self.is_nothing.witness()
    }
}

/// What does a change from one identity policy to another add, and what does it remove? Undecided of policies that name
/// principals.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, find_difference}};
///
/// let old: Policy = r#"{"Statement":{"Effect":"Allow","Action":["s3:Get*","s3:PutObject"],"Resource":"*"}}"#.parse()?;
/// let new: Policy = r#"{"Statement":{"Effect":"Allow","Action":["s3:Get*","s3:List*"],"Resource":"*"}}"#.parse()?;
/// let difference = find_difference(&old, &new, &AnalyzeOptions::default());
/// assert!(difference.added.document.is_exact && difference.added.witness().is_some());
/// let actions = |policy: &Option<Policy>| policy.as_ref().map(|policy| policy.to_json());
/// assert_eq!(
///     actions(&difference.added.document.policy).as_deref(),
///     Some(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:List*","Resource":"*"}]}"#),
/// );
/// assert!(actions(&difference.removed.document.policy).is_some_and(|text| text.contains("s3:PutObject")));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_difference(old: &Policy, new: &Policy, options: &AnalyzeOptions) -> PolicyDifference {
    PolicyDifference { added: find_change(old, new, options), removed: find_change(new, old, options) }
}

fn find_change(old: &Policy, new: &Policy, options: &AnalyzeOptions) -> Change {
    let names_callers = |policy: &Policy| policy.statements().any(|statement| statement.principal().is_some());
    if names_callers(old) || names_callers(new) {
        let why = Undecided { reason: UndecidedReason::Layers };
        let reasons = vec![Inexact::Undecided(why.clone())];
        let document = Document { policy: None, is_exact: false, reasons, left_out: None };
        return Change { document, is_nothing: Verdict::Undecided(why) };
    }
    let (before, after) = (Region::of([old]), Region::of([new]));
    let is_nothing = check_contained(&after, &before, options);
    if is_nothing.is_proved() {
        let document = Document { policy: None, is_exact: true, reasons: Vec::new(), left_out: None };
        return Change { document, is_nothing };
    }
    let mut prover = Prover::new(options);
    let work = prover.work.clone();
    let of = |policy, effect| Draft::of_policies(&[policy], effect);
    let (allowed, denied) = (of(old, Effect::Allow), of(old, Effect::Deny));
    let (allows, mut denies) = (of(new, Effect::Allow), of(new, Effect::Deny));
    let mut reasons: Vec<Inexact> = Vec::new();
    // what was not allowed: all that is allowed now, but for what was
    let mut added: Vec<Draft> = allows.iter().filter_map(|draft| new_of(draft, &allowed, &mut prover)).collect();
    for was in &allowed {
        let near: Vec<&Draft> = added.iter().filter(|draft| !draft.is_apart(was, &work)).collect();
        if near.is_empty() {
            continue;
        }
        let mut deny = was.with_effect(Effect::Deny);
        if !deny.actions.is_negated {
            deny.actions.items.retain(|item| {
                let only = Names::of(vec![item.clone()]);
                near.iter().any(|draft| !draft.actions.is_disjoint(&only, &work))
            });
        }
        denies.push(deny);
    }
    // what was denied
    let denied: Vec<Draft> = denied.iter().map(|draft| draft.with_effect(Effect::Allow)).collect();
    let mut freed = Met::of(allows, &work).meet(&denied, &work);
    if freed.is_cut_off {
        reasons.push(Inexact::TooLarge);
    }
    simplify(&mut freed.meetings, &mut prover);
    let now_denied = of(new, Effect::Deny);
    freed.meetings.retain(|meeting| is_freed(meeting, &allowed, &now_denied, &mut prover));
    reasons.extend(unsaid(&freed.narrowed));
    // cuts of what is freed may not take what was added
    let kept = added.drain(..).map(|draft| Meeting { draft, cuts: Vec::new(), shared: Vec::new() });
    let meetings = kept.chain(freed.meetings).collect();
    let (added, cuts) = settle_cuts(meetings, &denies, &mut reasons, &mut prover);
    denies.extend(cuts);
    let target = Target { region: after, except: Some(before) };
    Change { document: finish(&added, denies, reasons, &target, &mut prover), is_nothing }
}

/// The actions of a statement that others did not allow already; none if there are none.
fn new_of(draft: &Draft, allowed: &[Draft], prover: &mut Prover<'_>) -> Option<Draft> {
    let was = prover.clauses_of(allowed)?;
    let was: Vec<&Clause> = was.iter().collect();
    let work = prover.work.clone();
    let mut is_known = |one: &Draft, asks: bool| {
        if allowed.iter().any(|other| other.takes(one, &work)) {
            return true;
        }
        let own = if asks { prover.clauses_of(std::slice::from_ref(one)) } else { None };
        own.is_some_and(|own| prover.is_nothing(&[own.iter().collect()], &was, FEW_STEPS).is_proved())
    };
    if draft.actions.is_negated {
        return (!is_known(draft, true)).then(|| draft.clone());
    }
    let asks = draft.actions.items.len() <= MAX_ASKED;
    let mut is_new = |item: &std::rc::Rc<super::item::Item>| {
        let one = Draft { actions: Names::of(vec![item.clone()]), ..draft.clone() };
        !is_known(&one, asks)
    };
    let items: Vec<_> = draft.actions.items.iter().filter(|item| is_new(item)).cloned().collect();
    let sid = draft.sid.clone().filter(|_| items.len() == draft.actions.items.len());
    (!items.is_empty()).then(|| Draft { sid, actions: Names::of(items), ..draft.clone() })
}

/// Was something of it allowed but for the Deny, and is not denied now?
fn is_freed(meeting: &Meeting, allowed: &[Draft], denied: &[Draft], prover: &mut Prover<'_>) -> bool {
    let own = prover.clauses_of(std::slice::from_ref(&meeting.draft));
    let (Some(own), Some(allowed), Some(denied)) = (own, prover.clauses_of(allowed), prover.clauses_of(denied)) else {
        return true;
    };
    let choose = [own.iter().collect(), allowed.iter().collect()];
    !prover.is_nothing(&choose, &denied.iter().collect::<Vec<_>>(), FEW_STEPS).is_proved()
}
