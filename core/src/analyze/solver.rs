//! Is there a request that matches some statements and none of others?
//!
//! A search in the manner of DPLL: what is known of a request so far is a cube, one constraint for each of its parts;
//! a statement that must not match is a choice of which of its parts fails; a cube whose constraint on any part has
//! no solution is left at once.

use crate::document::Effect;
use crate::evaluate::{LayerKind, Truth};
use crate::pattern::Pattern;
use crate::principal::Principal;
use crate::request::{Context, Request};

use super::answer::{Undecided, UndecidedReason};
use super::clause::{Atom, Clause, Texts};
use super::entry::Entry;
use super::key::{KeyFound, Literal, find_key};
use super::text::{Found, Wanted};

/// How deep choices may lie inside each other: as many statements may meet one request.
const MAX_DEPTH: usize = 200;

/// What came of a search.
#[derive(Debug, Clone)]
pub(super) enum Outcome {
    /// There is no such request.
    Empty,
    /// This one.
    Found(Box<Request>),
    Undecided(Undecided),
}

/// A search.
pub(super) struct Solver<'a> {
    /// Who may ask; `None` where nobody says.
    pub callers: &'a [Option<Principal>],
    pub layer: LayerKind,
    pub is_multivalued: &'a dyn Fn(&str) -> bool,
    /// Whether a request is one of those that are looked for: the evaluator's last word.
    pub confirms: &'a dyn Fn(&Request) -> bool,
    /// How much work is left.
    pub steps: usize,
}

/// What is known of a request.
#[derive(Default)]
pub(super) struct Cube<'a> {
    pub action: Wanted<'a>,
    pub resource: Wanted<'a>,
    pub literals: Vec<Literal<'a>>,
}

/// What is looked for: a statement of each list matches, and none of the others does.
pub(super) struct Problem<'a> {
    pub choose: Vec<Vec<&'a Clause>>,
    pub avoid: Vec<&'a Clause>,
}

/// Why a branch was left open.
type Doubt = Option<UndecidedReason>;

impl<'a> Solver<'a> {
    pub fn solve(&mut self, problem: &Problem<'a>) -> Outcome {
        let mut doubt: Doubt = None;
        for caller in self.callers {
            let known = known(caller.as_ref());
            // as the evaluator counts: who may be named and may not is not
            let names =
                |clause: &Clause| clause.compiled.principal(clause.subject(&known, self.layer)).truth() == Truth::Yes;
            let choose: Vec<Vec<&Clause>> = problem
                .choose
                .iter()
                .map(|list| list.iter().filter(|clause| names(clause)).copied().collect())
                .collect();
            let avoid: Vec<&Clause> = problem.avoid.iter().filter(|clause| names(clause)).copied().collect();
            let mut search = Search {
                solver: self,
                known: known.context().clone(),
                caller: caller.clone(),
                avoid,
                next_taker: 0,
                cube: Cube::default(),
                doubt: &mut doubt,
            };
            if let Some(found) = search.choose(&choose) {
                return Outcome::Found(Box::new(found));
            }
        }
        match doubt {
            None => Outcome::Empty,
            Some(reason) => Outcome::Undecided(Undecided { reason }),
        }
    }
}

/// A request of which only the caller is known.
fn known(caller: Option<&Principal>) -> Request {
    let builder = Request::builder("a:a", "*");
    let builder = match caller {
        Some(caller) => builder.principal(caller.clone()),
        None => builder,
    };
    // a caller alone contradicts nothing
    builder.build().unwrap_or_else(|_| Request::anything())
}

pub(super) struct Search<'s, 'a> {
    pub solver: &'s mut Solver<'a>,
    /// The keys that follow from the caller.
    pub known: Context,
    pub caller: Option<Principal>,
    avoid: Vec<&'a Clause>,
    /// Which of them is asked first whether it takes a statement whole.
    next_taker: usize,
    pub cube: Cube<'a>,
    doubt: &'s mut Doubt,
}

impl<'a> Search<'_, 'a> {
    /// One statement of each list matches.
    fn choose(&mut self, lists: &[Vec<&'a Clause>]) -> Option<Request> {
        let Some((list, others)) = lists.split_first() else {
            // what one statement takes whole leaves nothing to choose
            if !self.spend(1 + self.avoid.len() / 4) {
                return None;
            }
            let is_taken = (0..self.avoid.len()).any(|at| self.is_taken_by(at));
            return if is_taken { None } else { self.avoid(0, 0) };
        };
        for clause in list {
            let is_taken = self.is_taken_whole(clause);
            if !self.spend(1) {
                return None;
            }
            if is_taken {
                continue;
            }
            let found = self.with_texts(&clause.action, Part::Action, |search| match &clause.resource {
                Some(resource) => search.with_texts(resource, Part::Resource, |search| {
                    search.with_literals(&clause.atoms, |search| search.choose(others))
                }),
                None => search.with_literals(&clause.atoms, |search| search.choose(others)),
            });
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Does a statement that must not match surely match all that another does?
    fn is_taken_whole(&mut self, clause: &Clause) -> bool {
        let steps = &mut self.solver.steps;
        // policies that are nearly the same have their statements in the same order
        let (before, after) = self.avoid.split_at_checked(self.next_taker).unwrap_or((&[], &self.avoid));
        let found = after.iter().chain(before).position(|other| other.takes(clause, steps));
        let looked_at = found.map_or(self.avoid.len(), |at| at + 1);
        self.solver.steps = self.solver.steps.saturating_sub(looked_at / 4);
        if let Some(at) = found {
            self.next_taker = (self.next_taker + at + 1) % self.avoid.len().max(1);
        }
        found.is_some()
    }

    /// Does a statement surely match all that is left, by the words of the two alone?
    fn is_taken_by(&mut self, at: usize) -> bool {
        let Some(clause) = self.avoid.get(at) else { return false };
        let steps = &mut self.solver.steps;
        covers(&clause.action, &self.cube.action, steps)
            && clause.resource.as_ref().is_none_or(|resource| covers(resource, &self.cube.resource, steps))
            && clause
                .atoms
                .iter()
                .all(|atom| self.cube.literals.iter().any(|(own, is_wanted)| *is_wanted && own.is_same(atom)))
    }

    /// None of the statements from here on matches.
    fn avoid(&mut self, from: usize, depth: usize) -> Option<Request> {
        if depth > MAX_DEPTH {
            self.give_up(UndecidedReason::Steps);
            return None;
        }
        if !self.spend(1) {
            return None;
        }
        let mut at = from;
        loop {
            // most statements are of other actions, which costs next to nothing to see
            if at.is_multiple_of(16) && !self.spend(1) {
                return None;
            }
            let Some(clause) = self.avoid.get(at).copied() else { return self.witness() };
            at += 1;
            if self.meets(&clause.action, Part::Action)
                && clause.resource.as_ref().is_none_or(|resource| self.meets(resource, Part::Resource))
            {
                return self.fail_one_part(clause, at, depth);
            }
        }
    }

    /// One part of a statement does not match.
    fn fail_one_part(&mut self, clause: &'a Clause, at: usize, depth: usize) -> Option<Request> {
        let found = self.without_texts(&clause.action, Part::Action, |search| search.avoid(at, depth + 1));
        if found.is_some() {
            return found;
        }
        if let Some(resource) = &clause.resource {
            let found = self.without_texts(resource, Part::Resource, |search| search.avoid(at, depth + 1));
            if found.is_some() {
                return found;
            }
        }
        for atom in &clause.atoms {
            let found = self.with_literal((atom, false), |search| search.avoid(at, depth + 1));
            if found.is_some() {
                return found;
            }
        }
        None
    }

    pub fn spend(&mut self, steps: usize) -> bool {
        self.solver.steps = self.solver.steps.saturating_sub(steps);
        if self.solver.steps == 0 {
            self.give_up(UndecidedReason::Steps);
        }
        self.solver.steps > 0
    }

    pub fn give_up(&mut self, reason: UndecidedReason) {
        self.doubt.get_or_insert(reason);
    }

    fn part(&mut self, part: Part) -> &mut Wanted<'a> {
        match part {
            Part::Action => &mut self.cube.action,
            Part::Resource => &mut self.cube.resource,
        }
    }

    /// May the texts match what is known of the part?
    fn meets(&mut self, texts: &Texts, part: Part) -> bool {
        let (wanted, steps) = self.part_spending(part);
        if texts.is_negated {
            // surely not where all that is left is among them
            return !wanted
                .one_of
                .iter()
                .any(|list| list.iter().all(|own| texts.entries.iter().any(|entry| entry.covers(own, steps))));
        }
        texts
            .entries
            .iter()
            .any(|entry| wanted.one_of.iter().all(|list| list.iter().any(|own| !entry.is_disjoint(own, steps))))
    }

    /// Goes on with texts that match.
    fn with_texts(
        &mut self,
        texts: &'a Texts,
        part: Part,
        then: impl FnMut(&mut Self) -> Option<Request>,
    ) -> Option<Request> {
        if texts.is_negated {
            self.on_none(&texts.entries, part, then)
        } else {
            self.on_each(&texts.entries, part, then)
        }
    }

    /// Goes on with texts that do not match.
    fn without_texts(
        &mut self,
        texts: &'a Texts,
        part: Part,
        then: impl FnMut(&mut Self) -> Option<Request>,
    ) -> Option<Request> {
        if texts.is_negated {
            return self.on_each(&texts.entries, part, then);
        }
        if self.is_one_of(texts, part) {
            return None;
        }
        self.on_none(&texts.entries, part, then)
    }

    /// Is whatever is left of a part among the texts?
    fn is_one_of(&mut self, texts: &Texts, part: Part) -> bool {
        let (wanted, steps) = self.part_spending(part);
        let mut covers = |own: &Entry| texts.entries.iter().any(|entry| entry.covers(own, steps));
        wanted.one_of.iter().any(|list| list.iter().all(&mut covers))
    }

    /// Does an entry match nothing of what is left of a part?
    fn is_out_of_reach(&mut self, entry: &Entry, part: Part) -> bool {
        let (wanted, steps) = self.part_spending(part);
        wanted.one_of.iter().any(|list| list.iter().all(|own| own.is_disjoint(entry, steps)))
    }

    fn part_spending(&mut self, part: Part) -> (&Wanted<'a>, &mut usize) {
        let wanted = match part {
            Part::Action => &self.cube.action,
            Part::Resource => &self.cube.resource,
        };
        (wanted, &mut self.solver.steps)
    }

    /// Goes on with each entry by itself.
    fn on_each(
        &mut self,
        entries: &'a [Entry],
        part: Part,
        mut then: impl FnMut(&mut Self) -> Option<Request>,
    ) -> Option<Request> {
        for entry in entries {
            if !self.spend(1) {
                return None;
            }
            if self.is_out_of_reach(entry, part) {
                continue;
            }
            self.part(part).one_of.push(std::slice::from_ref(entry));
            let found = if self.is_possible(part) { then(self) } else { None };
            self.part(part).one_of.pop();
            if found.is_some() {
                return found;
            }
        }
        None
    }

    /// Goes on with what matches none of the entries.
    fn on_none(
        &mut self,
        entries: &'a [Entry],
        part: Part,
        mut then: impl FnMut(&mut Self) -> Option<Request>,
    ) -> Option<Request> {
        let before = self.part(part).none_of.len();
        self.part(part).none_of.extend(entries);
        let found = if self.is_possible(part) { then(self) } else { None };
        self.part(part).none_of.truncate(before);
        found
    }

    fn with_literals(&mut self, atoms: &'a [Atom], then: impl FnOnce(&mut Self) -> Option<Request>) -> Option<Request> {
        let before = self.cube.literals.len();
        self.cube.literals.extend(atoms.iter().map(|atom| (atom, true)));
        let is_possible = atoms.iter().all(|atom| self.solver.steps > 0 && self.is_key_possible(atom));
        if self.solver.steps == 0 {
            self.give_up(UndecidedReason::Steps);
        }
        let found = if is_possible { then(self) } else { None };
        self.cube.literals.truncate(before);
        found
    }

    fn with_literal(
        &mut self,
        literal: Literal<'a>,
        then: impl FnOnce(&mut Self) -> Option<Request>,
    ) -> Option<Request> {
        self.cube.literals.push(literal);
        let found = if self.is_key_possible(literal.0) { then(self) } else { None };
        self.cube.literals.pop();
        found
    }

    fn is_possible(&mut self, part: Part) -> bool {
        let mut steps = self.solver.steps;
        let found = self.find(part, &mut steps);
        self.solver.steps = steps;
        found != Found::Empty
    }

    pub fn find(&self, part: Part, steps: &mut usize) -> Found<'a> {
        match part {
            Part::Action => {
                // rule `action_request_concrete`: a service, one colon, a name
                let (shape, colons) = (Pattern::action("?*:?*"), Pattern::action("*:*:*"));
                self.cube.action.find(&[&shape], &[&colons], steps)
            }
            Part::Resource => self.cube.resource.find(&[], &[], steps),
        }
    }

    fn find_key(&mut self, atom: &Atom) -> KeyFound {
        let own: Vec<Literal<'a>> =
            self.cube.literals.iter().filter(|(other, _)| other.key == atom.key).copied().collect();
        let is_multivalued = (self.solver.is_multivalued)(&atom.key.lower);
        let mut steps = self.solver.steps.saturating_sub(self.cube.literals.len());
        let found = find_key(&own, is_multivalued, &self.known, &mut steps);
        self.solver.steps = steps;
        found
    }

    fn is_key_possible(&mut self, atom: &Atom) -> bool {
        self.find_key(atom) != KeyFound::Empty
    }
}

#[derive(Clone, Copy)]
pub(super) enum Part {
    Action,
    Resource,
}

/// Do texts match all that is wanted?
fn covers(texts: &Texts, wanted: &Wanted<'_>, steps: &mut usize) -> bool {
    if texts.is_negated {
        return texts.entries.iter().all(|entry| {
            wanted.none_of.iter().any(|none| none.covers(entry, steps))
                || wanted.one_of.iter().any(|list| list.iter().all(|own| own.is_disjoint(entry, steps)))
        });
    }
    let mut is_covered = |own: &Entry| texts.entries.iter().any(|entry| entry.covers(own, steps));
    texts.entries.iter().any(|entry| entry.open.is_none() && entry.pattern.matches_everything())
        || wanted.one_of.iter().any(|list| list.iter().all(&mut is_covered))
}

/// Do statements let a request through: does one allow it, and none deny it?
pub(super) fn grants(clauses: &[Clause], request: &Request, layer: LayerKind) -> bool {
    let any = |effect: Effect| clauses.iter().any(|clause| clause.effect == effect && clause.is_match(request, layer));
    any(Effect::Allow) && !any(Effect::Deny)
}
