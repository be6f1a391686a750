//! Is there a request that matches some statements and none of others?
//!
//! A search in the manner of DPLL: what is known of a request so far is a cube, one constraint for each of its parts;
//! a statement that must not match is a choice of which of its parts fails; a cube whose constraint on any part has
//! no solution is left at once.

use crate::condition::OperatorFamily;
use crate::document::Effect;
use crate::evaluate::{LayerKind, Truth};
use crate::pattern::Pattern;
use crate::principal::Principal;
use crate::request::{Context, ContextValue, KeyName, Lookup, Request};

use super::answer::{Undecided, UndecidedReason};
use super::callers::identified;
use super::clause::{Atom, Clause, Texts};
use super::entry::Entry;
use super::key::{KeyFound, Literal, find_key, is_of_caller};
use super::text::{Found, Wanted};

/// What a copy of a condition costs, in steps.
const COPY: usize = 32;

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
struct Cube<'a> {
    action: Wanted<'a>,
    resource: Wanted<'a>,
    literals: Vec<Literal<'a>>,
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

struct Search<'s, 'a> {
    solver: &'s mut Solver<'a>,
    /// The keys that follow from the caller.
    known: Context,
    caller: Option<Principal>,
    avoid: Vec<&'a Clause>,
    cube: Cube<'a>,
    doubt: &'s mut Doubt,
}

impl<'a> Search<'_, 'a> {
    /// One statement of each list matches.
    fn choose(&mut self, lists: &[Vec<&'a Clause>]) -> Option<Request> {
        let Some((list, others)) = lists.split_first() else {
            // what one statement takes whole leaves nothing to choose
            let is_taken = self.avoid.iter().any(|clause| self.is_taken_by(clause));
            return if is_taken { None } else { self.avoid(0, 0) };
        };
        for clause in list {
            if !self.spend(1 + self.avoid.len() / 16) {
                return None;
            }
            if self.avoid.iter().any(|other| other.takes(clause)) {
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

    /// Does a statement surely match all that is left, by the words of the two alone?
    fn is_taken_by(&self, clause: &Clause) -> bool {
        covers(&clause.action, &self.cube.action)
            && clause.resource.as_ref().is_none_or(|resource| covers(resource, &self.cube.resource))
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

    fn spend(&mut self, steps: usize) -> bool {
        self.solver.steps = self.solver.steps.saturating_sub(steps);
        if self.solver.steps == 0 {
            self.give_up(UndecidedReason::Steps);
        }
        self.solver.steps > 0
    }

    fn give_up(&mut self, reason: UndecidedReason) {
        self.doubt.get_or_insert(reason);
    }

    fn part(&mut self, part: Part) -> &mut Wanted<'a> {
        match part {
            Part::Action => &mut self.cube.action,
            Part::Resource => &mut self.cube.resource,
        }
    }

    /// May the texts match what is known of the part?
    fn meets(&self, texts: &Texts, part: Part) -> bool {
        let wanted = match part {
            Part::Action => &self.cube.action,
            Part::Resource => &self.cube.resource,
        };
        if texts.is_negated {
            // surely not where all that is left is among them
            return !wanted
                .one_of
                .iter()
                .any(|list| list.iter().all(|own| texts.entries.iter().any(|entry| entry.covers(own))));
        }
        texts
            .entries
            .iter()
            .any(|entry| wanted.one_of.iter().all(|list| list.iter().any(|own| !entry.is_disjoint(own))))
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
        let covers = |own: &&[Entry]| own.iter().all(|own| texts.entries.iter().any(|entry| entry.covers(own)));
        if self.part(part).one_of.iter().any(covers) {
            return None;
        }
        self.on_none(&texts.entries, part, then)
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
            if self.part(part).one_of.iter().any(|list| list.iter().all(|own| own.is_disjoint(entry))) {
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

    fn find(&self, part: Part, steps: &mut usize) -> Found<'a> {
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

    /// A request of the cube, if the evaluator agrees that it is what is looked for.
    fn witness(&mut self) -> Option<Request> {
        let mut steps = self.solver.steps;
        let Found::Text(action, _) = self.find(Part::Action, &mut steps) else {
            self.give_up(UndecidedReason::Steps);
            return None;
        };
        if self.cube.resource.one_of.iter().any(|list| list.iter().all(|entry| self.is_dead(entry))) {
            return None;
        }
        let mut context = self.keys()?;
        let Found::Text(mut resource, open) = self.find(Part::Resource, &mut steps) else {
            self.give_up(UndecidedReason::Steps);
            return None;
        };
        if resource.is_empty() {
            // any will do, and this one can be read
            resource.push('*');
        }
        let mut variables: Vec<String> = Vec::new();
        if !open.is_empty() {
            let Some(filled) = self.resource_with_variables(&mut context, &mut variables, &mut steps) else {
                self.give_up(UndecidedReason::Variable(open.join(", ")));
                return None;
            };
            resource = filled;
        }
        let built = |resource: &str| {
            let mut builder = Request::builder(&action, resource);
            if let Some(caller) = &self.caller {
                builder = builder.principal(identified(caller, &context)?);
            }
            let builder = context.iter().fold(builder, |builder, (key, value)| builder.context(key, value.clone()));
            builder.build().ok().filter(|request| (self.solver.confirms)(request))
        };
        if let Some(request) = built(&resource) {
            return Some(request);
        }
        let open_atom = self.cube.literals.iter().find(|(atom, _)| atom.is_open());
        let reason = match open_atom {
            Some((atom, _)) => UndecidedReason::Variable(atom.name.to_string()),
            None if !variables.is_empty() => UndecidedReason::Variable(variables.join(", ")),
            None => UndecidedReason::Unconfirmed,
        };
        self.give_up(reason);
        None
    }

    /// What the keys hold that conditions ask for: first those that hang on nothing, then those whose conditions name
    /// others.
    fn keys(&mut self) -> Option<Vec<(Box<str>, ContextValue)>> {
        let mut context: Vec<(Box<str>, ContextValue)> = Vec::new();
        // conditions are copied to be filled
        if !self.spend(COPY * self.cube.literals.len()) {
            return None;
        }
        let literals = self.cube.literals.clone();
        let mut by_key: std::collections::BTreeMap<&str, Vec<Literal<'a>>> = std::collections::BTreeMap::new();
        for (atom, is_wanted) in &literals {
            by_key.entry(&atom.key.lower).or_default().push((atom, *is_wanted));
        }
        let hangs = |own: &[Literal<'_>]| own.iter().any(|(atom, is_wanted)| atom.needs_variables(*is_wanted));
        let (last, first): (Vec<_>, Vec<_>) = by_key.into_values().partition(|own| hangs(own));
        for own in first.into_iter().chain(last) {
            let needs = |(atom, is_wanted): &Literal<'_>| atom.needs_variables(*is_wanted);
            if own.iter().any(|literal| needs(literal) && literal.0.entries.iter().all(|entry| self.is_dead(entry))) {
                return None;
            }
            let mut values: Vec<(KeyName, Box<str>)> = Vec::new();
            // whether another choice of values might do
            let mut is_chosen = false;
            for (atom, _) in own.iter().filter(|(atom, is_wanted)| atom.needs_variables(*is_wanted)) {
                let variables = atom.entries.iter().filter_map(|entry| entry.open.as_ref());
                for (key, name) in variables.flat_map(|open| open.variable.keys()) {
                    let value = self.value(&context, key).map_or("x", |value| value).into();
                    if self.value(&context, key).is_none() {
                        context.push((name.into(), ContextValue::from("x")));
                    }
                    is_chosen |= !is_of_caller(&self.known, key);
                    values.push((key.clone(), value));
                }
            }
            let filled: Vec<Atom> = own.iter().map(|(atom, _)| atom.filled(&values)).collect();
            let own: Vec<Literal<'_>> =
                filled.iter().zip(&own).map(|(atom, (_, is_wanted))| (atom, *is_wanted)).collect();
            let Some((atom, _)) = own.first() else { continue };
            let is_multivalued = (self.solver.is_multivalued)(&atom.key.lower);
            let mut steps = self.solver.steps;
            let found = find_key(&own, is_multivalued, &self.known, &mut steps);
            self.solver.steps = steps;
            // what a variable was given before stays
            if self.value(&context, &atom.key).is_some() && found != KeyFound::Empty {
                continue;
            }
            match found {
                KeyFound::Value(value) => context.push((atom.name.clone(), value)),
                // some keys are there unless somebody says otherwise
                KeyFound::Absent
                    if !(is_of_caller(&self.known, &atom.key) || self.known.lookup(&atom.key) == Lookup::Absent) =>
                {
                    context.push((atom.name.clone(), ContextValue::Absent));
                }
                KeyFound::Absent => {}
                KeyFound::Empty => {
                    let variable =
                        own.iter().find(|(atom, _)| is_chosen && atom.is_open()).map(|(atom, _)| atom.name.to_string());
                    // without variables the key was asked before
                    if let Some(variable) = variable {
                        self.give_up(UndecidedReason::Variable(variable));
                    }
                    return None;
                }
                KeyFound::Undecided => {
                    self.give_up(UndecidedReason::Key(atom.name.to_string()));
                    return None;
                }
            }
        }
        Some(context)
    }

    /// Does an entry match nothing, since a key that one of its variables stands for is to be absent?
    fn is_dead(&self, entry: &Entry) -> bool {
        let is_absent = |key: &KeyName| {
            self.cube.literals.iter().any(|(atom, is_wanted)| {
                *is_wanted
                    && atom.key == *key
                    && atom.family() == Some(OperatorFamily::Null)
                    && !atom.values.is_empty()
                    && atom.values.iter().all(|value| value.eq_ignore_ascii_case("true"))
            })
        };
        let value = |key: &KeyName| if is_absent(key) { None } else { Some("x") };
        entry.open.as_ref().is_some_and(|open| open.variable.fill_with(value).is_none())
    }

    /// What is known of a key's value so far.
    fn value<'v>(&'v self, context: &'v [(Box<str>, ContextValue)], key: &KeyName) -> Option<&'v str> {
        let stated = context.iter().find(|(name, _)| name.eq_ignore_ascii_case(&key.lower));
        match stated {
            Some((_, ContextValue::One(text))) => Some(text),
            Some(_) => None,
            None => match self.known.lookup(key) {
                Lookup::One(text) if is_of_caller(&self.known, key) => Some(text),
                _ => None,
            },
        }
    }

    /// The resource where its variables have values: those that are known, and some that are not.
    fn resource_with_variables(
        &self,
        context: &mut Vec<(Box<str>, ContextValue)>,
        variables: &mut Vec<String>,
        steps: &mut usize,
    ) -> Option<String> {
        let entries = self.cube.resource.one_of.iter().flat_map(|list| list.iter());
        let mut filled: Vec<Vec<Entry>> = Vec::new();
        for entry in entries {
            let Some(open) = &entry.open else {
                filled.push(vec![entry.clone()]);
                continue;
            };
            for (key, name) in open.variable.keys() {
                let is_known =
                    context.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) || is_of_caller(&self.known, key);
                if !is_known {
                    context.push((name.into(), ContextValue::from("x")));
                }
                variables.push(name.to_owned());
            }
            let context = &*context;
            let value = |key: &KeyName| self.value(context, key);
            filled.push(vec![Entry::exact(open.variable.fill_with(value)?)]);
        }
        let wanted = Wanted {
            one_of: filled.iter().map(Vec::as_slice).collect(),
            none_of: self.cube.resource.none_of.iter().copied().filter(|entry| entry.open.is_none()).collect(),
        };
        match wanted.find(&[], &[], steps) {
            Found::Text(text, _) => Some(text),
            _ => None,
        }
    }
}

#[derive(Clone, Copy)]
enum Part {
    Action,
    Resource,
}

/// Do texts match all that is wanted?
fn covers(texts: &Texts, wanted: &Wanted<'_>) -> bool {
    if texts.is_negated {
        return texts.entries.iter().all(|entry| {
            wanted.none_of.iter().any(|none| none.covers(entry))
                || wanted.one_of.iter().any(|list| list.iter().all(|own| own.is_disjoint(entry)))
        });
    }
    let is_covered = |own: &Entry| texts.entries.iter().any(|entry| entry.covers(own));
    texts.entries.iter().any(|entry| entry.open.is_none() && entry.pattern.matches_everything())
        || wanted.one_of.iter().any(|list| list.iter().all(is_covered))
}

/// Do statements let a request through: does one allow it, and none deny it?
pub(super) fn grants(clauses: &[Clause], request: &Request, layer: LayerKind) -> bool {
    let any = |effect: Effect| clauses.iter().any(|clause| clause.effect == effect && clause.is_match(request, layer));
    any(Effect::Allow) && !any(Effect::Deny)
}
