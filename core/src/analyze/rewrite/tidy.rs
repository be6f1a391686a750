//! Statements that read well: grouped, sorted, and none that says nothing new.

use std::rc::Rc;

use super::draft::Draft;
use super::item::Item;
use super::names::Names;
use super::work::Work;

/// As many statements are compared with each other.
const MAX_STATEMENTS: usize = 1024;

/// Which statements keep their names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sids {
    /// Those that have one stay by themselves.
    Kept,
    /// Where statements become one they lose it.
    Merged,
}

/// Groups statements that differ in their actions or their resources alone, and drops what others say already.
pub(super) fn tidy(drafts: &[Draft], sids: Sids, work: &Work) -> Vec<Draft> {
    if drafts.len() > MAX_STATEMENTS {
        return drafts.to_vec();
    }
    let drafts = drop_taken(drafts, work);
    let drafts = drop_taken_entries(drafts, work);
    let same_resources = |one: &Draft, other: &Draft| one.resources.is_same(&other.resources);
    let drafts = merge(drafts, sids, same_resources, |draft| &mut draft.actions, work);
    let same_actions = |one: &Draft, other: &Draft| one.actions.is_same(&other.actions);
    let drafts = merge(drafts, sids, same_actions, |draft| &mut draft.resources, work);
    unique_sids(drafts)
}

/// Statements without what is written twice, and in order.
pub(super) fn sort_entries(drafts: &mut [Draft], work: &Work) {
    for draft in drafts {
        for names in [&mut draft.actions, &mut draft.resources] {
            *names = std::mem::replace(names, Names::of(Vec::new())).tidied(work);
        }
    }
}

fn drop_taken(drafts: &[Draft], work: &Work) -> Vec<Draft> {
    let is_taken = |at: usize, own: &Draft| {
        drafts.iter().enumerate().any(|(index, other)| {
            index != at
                && other.effect == own.effect
                && other.takes(own, work)
                && (index < at || !own.takes(other, work))
        })
    };
    drafts.iter().enumerate().filter(|(at, own)| !is_taken(*at, own)).map(|(_, own)| own.clone()).collect()
}

/// Without actions and resources that another statement has with all else that this one asks for.
fn drop_taken_entries(mut drafts: Vec<Draft>, work: &Work) -> Vec<Draft> {
    for at in 0..drafts.len() {
        let Some(own) = drafts.get(at).cloned() else { break };
        let takers: Vec<&Draft> = drafts
            .iter()
            .enumerate()
            .filter(|(index, other)| {
                *index != at
                    && other.effect == own.effect
                    && other.tests.iter().all(|test| own.tests.iter().any(|own| own.is_same(test)))
            })
            .map(|(_, other)| other)
            .collect();
        let is_new = |item: &Rc<Item>, part: fn(&Draft) -> &Names, rest: fn(&Draft) -> &Names| {
            let only = Names::of(vec![Rc::clone(item)]);
            !takers.iter().any(|other| part(other).takes(&only, work) && rest(other).takes(rest(&own), work))
        };
        let mut kept = own.clone();
        if !own.actions.is_negated {
            kept.actions.items.retain(|item| is_new(item, |draft| &draft.actions, |draft| &draft.resources));
        }
        if !own.resources.is_negated && kept.actions.is_same(&own.actions) {
            kept.resources.items.retain(|item| is_new(item, |draft| &draft.resources, |draft| &draft.actions));
        }
        if !kept.is_same(&own) {
            kept.sid = None;
            if let Some(place) = drafts.get_mut(at) {
                *place = kept;
            }
        }
    }
    drafts.retain(|draft| !draft.actions.is_nothing() && !draft.resources.is_nothing());
    drafts
}

fn merge(
    drafts: Vec<Draft>,
    sids: Sids,
    is_same: impl Fn(&Draft, &Draft) -> bool,
    part: impl Fn(&mut Draft) -> &mut Names,
    work: &Work,
) -> Vec<Draft> {
    let mut merged: Vec<Draft> = Vec::new();
    for mut draft in drafts {
        let stays = |draft: &Draft| sids == Sids::Kept && draft.sid.is_some();
        let names = part(&mut draft).clone();
        let other = merged.iter_mut().find_map(|other| {
            let is_one = !stays(&draft)
                && !stays(other)
                && other.effect == draft.effect
                && is_same(other, &draft)
                && other.has_same_tests(&draft)
                && !names.is_negated
                && !part(other).is_negated;
            is_one.then_some(other)
        });
        match other {
            Some(other) => {
                other.sid = None;
                let own = part(other);
                let items = own.items.iter().chain(&names.items).cloned().collect();
                *own = Names::of(items).tidied(work);
            }
            None => merged.push(draft),
        }
    }
    merged
}

/// No name twice (IAM user guide, "Policy elements: Sid").
fn unique_sids(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let mut seen = std::collections::HashSet::new();
    for draft in &mut drafts {
        draft.sid = draft.sid.take().filter(|sid| seen.insert(sid.clone()));
    }
    drafts
}
