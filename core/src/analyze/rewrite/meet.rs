//! What several layers allow together, statement by statement.

use crate::document::Effect;

use super::conditions::meet_tests;
use super::draft::{Draft, Test};
use super::names::Names;
use super::work::Work;

/// As many statements what layers allow may come to.
const MAX_STATEMENTS: usize = 4096;

/// As many of them are compared with each other.
const MAX_COMPARED: usize = 1024;

/// A statement that allows what statements of several layers do.
#[derive(Debug, Clone)]
pub(super) struct Meeting {
    pub draft: Draft,
    /// Statements that deny what of it is too much.
    pub cuts: Vec<Cut>,
    /// Keys on which conditions of several layers came together.
    pub shared: Vec<String>,
}

/// What is too much of a statement.
#[derive(Debug, Clone)]
pub(super) struct Cut {
    pub deny: Draft,
    /// Whether it is the action that keeps it apart, or the resource.
    pub is_of_action: bool,
}

impl Cut {
    pub fn names(&self) -> &Names {
        if self.is_of_action { &self.deny.actions } else { &self.deny.resources }
    }

    /// The same, whatever else a request has.
    #[must_use]
    pub fn broadened(&self) -> Self {
        let mut deny = Draft::everything(Effect::Deny);
        if self.is_of_action {
            deny.actions = self.deny.actions.clone();
        } else {
            deny.resources = self.deny.resources.clone();
        }
        Self { deny, is_of_action: self.is_of_action }
    }
}

/// What layers allow together.
#[derive(Debug, Default)]
pub(super) struct Met {
    pub meetings: Vec<Meeting>,
    /// Conditions that could not be said together.
    pub narrowed: Vec<Test>,
    /// Whether there were too many statements.
    pub is_cut_off: bool,
}

impl Met {
    pub fn of(drafts: Vec<Draft>, work: &Work) -> Self {
        let meeting = |draft| Meeting { draft, cuts: Vec::new(), shared: Vec::new() };
        Self { meetings: drop_taken(&drafts.into_iter().map(meeting).collect::<Vec<_>>(), work), ..Self::default() }
    }

    /// What another layer allows of it.
    #[must_use]
    pub fn meet(mut self, layer: &[Draft], work: &Work) -> Self {
        let mut met = Vec::new();
        for one in &self.meetings {
            for other in layer {
                if met.len() > MAX_STATEMENTS || !work.spend(1) {
                    self.is_cut_off = true;
                    break;
                }
                met.extend(meet_statements(one, other, &mut self.narrowed, work));
            }
        }
        Self { meetings: drop_taken(&met, work), ..self }
    }
}

fn meet_statements(one: &Meeting, other: &Draft, narrowed: &mut Vec<Test>, work: &Work) -> Option<Meeting> {
    let own = &one.draft;
    // most have to do with other services
    if own.actions.is_disjoint(&other.actions, work) {
        return None;
    }
    let actions = own.actions.meet(&other.actions, work)?;
    let resources = own.resources.meet(&other.resources, work)?;
    let Some(tests) = meet_tests(&own.tests, &other.tests, work) else {
        let is_contradiction = |test: &&Test| own.tests.iter().any(|own| own.is_key(&test.key));
        narrowed.extend(other.tests.iter().filter(is_contradiction).cloned());
        return None;
    };
    narrowed.extend(tests.narrowed);
    let mut draft = Draft {
        sid: None,
        effect: Effect::Allow,
        actions: actions.names,
        resources: resources.names,
        tests: tests.tests,
    };
    draft.sid = [own, other].into_iter().filter(|source| source.is_same(&draft)).find_map(|source| source.sid.clone());
    let deny = Draft { effect: Effect::Deny, sid: None, ..draft.clone() };
    let mut cuts = one.cuts.clone();
    cuts.extend(actions.but.map(|actions| Cut { deny: Draft { actions, ..deny.clone() }, is_of_action: true }));
    cuts.extend(resources.but.map(|resources| Cut { deny: Draft { resources, ..deny.clone() }, is_of_action: false }));
    // what lies apart from it takes nothing of it
    cuts.retain(|cut| !cut.deny.is_apart(&draft, work));
    let shared = one.shared.iter().cloned().chain(tests.shared).collect();
    Some(Meeting { draft, cuts, shared })
}

/// Without statements of which another allows all; one that is not cut short.
fn drop_taken(meetings: &[Meeting], work: &Work) -> Vec<Meeting> {
    if meetings.len() > MAX_COMPARED {
        return meetings.to_vec();
    }
    let is_taken = |at: usize, own: &Meeting| {
        meetings.iter().enumerate().any(|(index, other)| {
            index != at
                && other.cuts.is_empty()
                && other.draft.takes(&own.draft, work)
                && (index < at || !own.cuts.is_empty() || !own.draft.takes(&other.draft, work))
        })
    };
    meetings.iter().enumerate().filter(|(at, own)| !is_taken(*at, own)).map(|(_, own)| own.clone()).collect()
}
