//! From statements in the making to a document of which is proved what it says.

use crate::document::{Effect, Policy};

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::clause::Clause;
use super::super::region::Region;
use super::answer::{Document, Inexact};
use super::draft::{Draft, Test, policy_of};
use super::meet::{Cut, Meeting};
use super::prove::Prover;
use super::tidy::{Sids, sort_entries, tidy};

/// Steps for a question about one statement.
const FEW_STEPS: usize = 1 << 16;

/// As many statements are compared with each other.
const MAX_COMPARED: usize = 1024;

/// What a document is to let through: the requests of a region that are none of another.
pub(super) struct Target {
    pub region: Region,
    pub except: Option<Region>,
}

impl Target {
    fn holds_all_of(&self, own: &Region, prover: &Prover<'_>, steps: &mut usize) -> Verdict {
        let is_within = prover.is_within(own, &[&self.region], steps);
        match (&self.except, is_within.is_proved()) {
            (Some(except), true) => prover.is_within(&own.clone().intersect(except.clone()), &[], steps),
            _ => is_within,
        }
    }

    fn is_within(&self, own: Option<&Region>, prover: &Prover<'_>) -> Verdict {
        let others: Vec<&Region> = own.into_iter().chain(&self.except).collect();
        prover.is_within(&self.region, &others, &mut { prover.options.max_steps })
    }
}

/// The document of what statements allow and others deny.
pub(super) fn finish(
    allows: &[Draft],
    denies: Vec<Draft>,
    mut reasons: Vec<Inexact>,
    target: &Target,
    prover: &mut Prover<'_>,
) -> Document {
    let work = prover.work.clone();
    let mut allows = tidy(allows, Sids::Kept, &work);
    let mut denies = tidy(&drop_idle(denies, &allows, prover), Sids::Kept, &work);
    let taken: Vec<Option<String>> = allows.iter().map(|draft| draft.sid.clone()).collect();
    for deny in &mut denies {
        deny.sid = deny.sid.take().filter(|sid| !taken.iter().flatten().any(|other| other == sid));
    }
    sort_entries(&mut allows, &work);
    sort_entries(&mut denies, &work);
    let write = |allows: &[Draft]| policy_of(allows.iter().chain(&denies), None).filter(|_| !allows.is_empty());
    let mut policy = write(&allows);
    if policy.is_none() && !allows.is_empty() {
        reasons.push(Inexact::TooLarge);
    }
    let region_of = |policy: &Policy| Region::of([policy]);
    if let Some(whole) = &policy {
        match target.holds_all_of(&region_of(whole), prover, &mut { prover.options.max_steps }) {
            Verdict::Proved => {}
            doubt => {
                reasons.push(Inexact::Undecided(why(&doubt)));
                // only what is proved by itself, with steps that all share
                let mut steps = prover.options.max_steps;
                allows.retain(|draft| {
                    let alone = if steps > 0 { write(std::slice::from_ref(draft)) } else { None };
                    alone.is_some_and(|alone| target.holds_all_of(&region_of(&alone), prover, &mut steps).is_proved())
                });
                let is_proved = |policy: &Policy| {
                    let mut steps = prover.options.max_steps;
                    target.holds_all_of(&region_of(policy), prover, &mut steps).is_proved()
                };
                policy = write(&allows).filter(is_proved);
            }
        }
    }
    let (is_exact, left_out) = match target.is_within(policy.as_ref().map(region_of).as_ref(), prover) {
        Verdict::Proved => (true, None),
        Verdict::Refuted(request) => (false, Some(request)),
        Verdict::Undecided(why) => {
            reasons.push(Inexact::Undecided(why));
            (false, None)
        }
    };
    reasons.dedup();
    if is_exact {
        reasons.clear();
    } else if reasons.is_empty() {
        reasons.push(Inexact::Entries(Vec::new()));
    }
    Document { policy, is_exact, reasons, left_out }
}

fn why(verdict: &Verdict) -> Undecided {
    match verdict {
        Verdict::Undecided(why) => why.clone(),
        _ => Undecided { reason: UndecidedReason::Unconfirmed },
    }
}

/// Without statements that take nothing from what is allowed.
fn drop_idle(denies: Vec<Draft>, allows: &[Draft], prover: &mut Prover<'_>) -> Vec<Draft> {
    let work = prover.work.clone();
    let touches = |deny: &Draft| allows.iter().any(|allow| !deny.is_apart(allow, &work));
    let mut denies: Vec<Draft> = denies.into_iter().filter(touches).collect();
    if denies.len() > MAX_COMPARED {
        return denies;
    }
    let (Some(allowing), Some(denying)) = (prover.clauses_of(allows), prover.clauses_of(&denies)) else {
        return denies;
    };
    let mut kept: Vec<&Clause> = denying.iter().collect();
    let mut at = 0;
    denies.retain(|_| {
        let Some(own) = kept.get(at).copied() else { return true };
        let others: Vec<&Clause> =
            kept.iter().enumerate().filter(|(index, _)| *index != at).map(|(_, other)| *other).collect();
        let choose = [allowing.iter().collect(), vec![own]];
        if prover.is_nothing(&choose, &others, FEW_STEPS).is_proved() {
            kept = others;
            return false;
        }
        at += 1;
        true
    });
    denies
}

/// Statements of which each matches something, with what their conditions say in the fewest words.
pub(super) fn simplify(meetings: &mut Vec<Meeting>, prover: &mut Prover<'_>) {
    meetings.retain_mut(|meeting| {
        let mut shared = std::mem::take(&mut meeting.shared);
        shared.sort();
        shared.dedup();
        shared.iter().all(|key| simplify_key(&mut meeting.draft, key, prover))
    });
}

/// Whether anything meets the conditions on a key.
fn simplify_key(draft: &mut Draft, key: &str, prover: &mut Prover<'_>) -> bool {
    let (mut own, others): (Vec<Test>, Vec<Test>) = draft.tests.drain(..).partition(|test| test.is_key(key));
    let asks = |tests: Vec<Test>| Draft { tests, ..Draft::everything(Effect::Allow) };
    let mut is_nothing = |choose: Vec<Test>, avoid: Option<Test>| {
        let avoid: Vec<Draft> = avoid.into_iter().map(|test| asks(vec![test])).collect();
        match (prover.clauses_of(&[asks(choose)]), prover.clauses_of(&avoid)) {
            (Some(choose), Some(avoid)) => {
                let avoid: Vec<&Clause> = avoid.iter().collect();
                prover.is_nothing(&[choose.iter().collect()], &avoid, FEW_STEPS).is_proved()
            }
            _ => false,
        }
    };
    let spelled = own.first().map_or_else(|| key.to_owned(), |test| test.key.clone());
    let null = |value: &str| Test {
        operator: crate::condition::ConditionOperator::Null.into(),
        key: spelled.clone(),
        values: vec![value.to_owned()],
    };
    if is_nothing(own.clone(), None) {
        return false;
    }
    if own.len() > 1 && !own.contains(&null("false")) {
        let present: Vec<Test> = own.iter().filter(|test| test.operator != null("").operator).cloned().collect();
        if is_nothing(present.into_iter().chain([null("false")]).collect(), None) {
            own = vec![null("true")];
        }
    }
    let mut at = 0;
    while at < own.len() && own.len() > 1 {
        let mut without = own.clone();
        let test = without.remove(at);
        if is_nothing(without.clone(), Some(test)) {
            own = without;
        } else {
            at += 1;
        }
    }
    draft.tests = others.into_iter().chain(own).collect();
    true
}

/// What statements allow, and what denies the parts of them that are too much: only where that takes nothing from
/// others. Elsewhere the entries in question are left out.
pub(super) fn settle_cuts(
    meetings: Vec<Meeting>,
    denies: &[Draft],
    reasons: &mut Vec<Inexact>,
    prover: &mut Prover<'_>,
) -> (Vec<Draft>, Vec<Draft>) {
    let mut cuts: Vec<Cut> = Vec::new();
    let is_same = |one: &Cut, other: &Cut| one.is_of_action == other.is_of_action && one.deny.is_same(&other.deny);
    for cut in meetings.iter().flat_map(|meeting| &meeting.cuts) {
        if cuts.len() > MAX_COMPARED || !cuts.iter().any(|known| is_same(known, cut)) {
            cuts.push(cut.clone());
        }
    }
    let mut allows: Vec<(Draft, Vec<Cut>)> =
        meetings.into_iter().map(|meeting| (meeting.draft, meeting.cuts)).collect();
    let mut settled: Vec<Draft> = Vec::new();
    for cut in &cuts {
        let has_cut = |cuts: &[Cut]| {
            cuts.iter().any(|own| own.is_of_action == cut.is_of_action && own.names().is_same(cut.names()))
        };
        let others: Vec<Draft> =
            allows.iter().filter(|(_, cuts)| !has_cut(cuts)).map(|(draft, _)| draft.clone()).collect();
        let beside: Vec<Draft> = denies
            .iter()
            .chain(cuts.iter().filter(|other| !is_same(other, cut)).map(|other| &other.deny))
            .cloned()
            .collect();
        let mut is_harmless = |deny: &Draft| {
            let (Some(own), Some(others), Some(beside)) =
                (prover.clauses_of(std::slice::from_ref(deny)), prover.clauses_of(&others), prover.clauses_of(&beside))
            else {
                return false;
            };
            let choose = [others.iter().collect(), own.iter().collect()];
            others.is_empty() || prover.is_nothing(&choose, &beside.iter().collect::<Vec<_>>(), FEW_STEPS).is_proved()
        };
        let broad = cut.broadened().deny;
        if is_harmless(&broad) {
            settled.push(broad);
        } else if is_harmless(&cut.deny) {
            settled.push(cut.deny.clone());
        } else {
            let entries = cut.names().items.iter().map(|item| item.text.to_string()).collect();
            reasons.push(Inexact::Entries(entries));
            for (draft, cuts) in &mut allows {
                if cuts.iter().any(|own| is_same(own, cut)) {
                    let part = if cut.is_of_action { &mut draft.actions } else { &mut draft.resources };
                    *part = part.apart_from(cut.names(), &prover.work);
                }
            }
        }
    }
    let is_something = |draft: &Draft| !draft.actions.is_nothing() && !draft.resources.is_nothing();
    (allows.into_iter().map(|(draft, _)| draft).filter(is_something).collect(), settled)
}
