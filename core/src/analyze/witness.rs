//! A request for what a search has come to, if the evaluator agrees that it is what is looked for.

use std::collections::BTreeMap;

use crate::condition::OperatorFamily;
use crate::request::{ContextValue, KeyName, Lookup, Request};

use super::answer::UndecidedReason;
use super::callers::{identified, name_alike};
use super::clause::Atom;
use super::entry::Entry;
use super::key::{KeyFound, Literal, find_key, is_of_caller};
use super::solver::{Part, Search};
use super::text::{Found, Wanted};

/// What a copy of a condition costs, in steps.
const COPY: usize = 32;

/// What variables may hold of which nothing is known: of two texts one is not what a policy names.
const FILLINGS: &[&str] = &["x", "another"];

/// What the keys hold, by their names.
type Stated = Vec<(Box<str>, ContextValue)>;

/// How keys are filled that only variables ask for.
#[derive(Clone, Copy)]
struct Filling {
    text: &'static str,
    which: Which,
}

/// Which keys are filled.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    /// Those that entries ask for which are to match.
    Wanted,
    /// None: defaults are taken.
    None,
    /// Also those that only entries ask for which must not match.
    All,
}

impl Search<'_, '_> {
    /// A request of the cube, if the evaluator agrees that it is what is looked for.
    pub fn witness(&mut self) -> Option<Request> {
        let mut steps = self.solver.steps;
        let Found::Text(action, _) = self.find(Part::Action, &mut steps) else {
            self.give_up(UndecidedReason::Steps);
            return None;
        };
        if self.cube.resource.one_of.iter().any(|list| list.iter().all(|entry| self.is_dead(entry))) {
            return None;
        }
        for text in FILLINGS {
            for which in [Which::Wanted, Which::None, Which::All] {
                let found = self.filled_witness(&action, Filling { text, which });
                if found.is_some() || !self.is_open() || self.solver.steps == 0 {
                    return found;
                }
            }
        }
        None
    }

    /// Hangs anything on what variables stand for?
    fn is_open(&self) -> bool {
        let resource = &self.cube.resource;
        let mut entries = resource.one_of.iter().copied().flatten().chain(resource.none_of.iter().copied());
        entries.any(|entry| entry.open.is_some()) || self.cube.literals.iter().any(|(atom, _)| atom.is_open())
    }

    fn filled_witness(&mut self, action: &str, filling: Filling) -> Option<Request> {
        let mut context = self.keys(filling)?;
        let mut steps = self.solver.steps;
        let Found::Text(mut resource, open) = self.find(Part::Resource, &mut steps) else {
            self.give_up(UndecidedReason::Steps);
            return None;
        };
        let mut variables: Vec<String> = Vec::new();
        if !open.is_empty() || self.cube.resource.none_of.iter().any(|none| none.open.is_some()) {
            match self.resource_with_variables(&mut context, filling, &mut variables, &mut steps) {
                Some(filled) => resource = filled,
                None if open.is_empty() => {}
                None => {
                    self.give_up(UndecidedReason::Variable(open.join(", ")));
                    return None;
                }
            }
        }
        if resource.is_empty() {
            // any will do, and this one can be read
            resource.push('*');
        }
        let mut builder = Request::builder(action, &resource);
        if let Some(caller) = &self.caller {
            name_alike(caller, &mut context);
            let Some(caller) = identified(caller, &context) else {
                self.give_up(UndecidedReason::Unconfirmed);
                return None;
            };
            builder = builder.principal(caller);
        }
        let builder = context.iter().fold(builder, |builder, (key, value)| builder.context(key, value.clone()));
        let request = builder.build().ok().filter(|request| (self.solver.confirms)(request));
        if request.is_some() {
            return request;
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
    fn keys(&mut self, filling: Filling) -> Option<Stated> {
        let mut context: Stated = Vec::new();
        // conditions are copied to be filled
        if !self.spend(COPY * self.cube.literals.len()) {
            return None;
        }
        let literals = self.cube.literals.clone();
        let mut by_key: BTreeMap<&str, Vec<Literal<'_>>> = BTreeMap::new();
        for (atom, is_wanted) in &literals {
            by_key.entry(&atom.key.lower).or_default().push((atom, *is_wanted));
        }
        let hangs = |own: &[Literal<'_>]| own.iter().any(|(atom, is_wanted)| atom.needs_variables(*is_wanted));
        let (last, first): (Vec<_>, Vec<_>) = by_key.into_values().partition(|own| hangs(own));
        for own in first.into_iter().chain(last) {
            // what matches nothing is left out, and may still be met by absence or by what is no ARN
            let live: Vec<Atom> = own.iter().map(|(atom, _)| atom.without(|entry| self.is_dead(entry))).collect();
            let own: Vec<Literal<'_>> = live.iter().zip(&own).map(|(atom, (_, wanted))| (atom, *wanted)).collect();
            let mut values: Vec<(KeyName, Box<str>)> = Vec::new();
            // whether another choice of values might do
            let mut is_chosen = false;
            for (atom, _) in own.iter().filter(|(atom, is_wanted)| atom.needs_variables(*is_wanted)) {
                let variables = atom.entries.iter().filter_map(|entry| entry.open.as_ref());
                for (key, name) in variables.flat_map(|open| open.variable.keys()) {
                    let value = self.value(&context, key).map_or(filling.text, |value| value).into();
                    if self.value(&context, key).is_none() {
                        context.push((name.into(), ContextValue::from(filling.text)));
                    }
                    // one of several callers stands for others, of whom it may hold something else
                    is_chosen |= !is_of_caller(&self.known, key) || self.solver.callers.len() > 1;
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

    /// Does an entry match nothing, since a key that one of its variables stands for is to be absent, or is one that
    /// the caller never has?
    fn is_dead(&self, entry: &Entry) -> bool {
        let is_never = |key: &KeyName| is_of_caller(&self.known, key) && self.known.lookup(key) == Lookup::Absent;
        let is_absent = |key: &KeyName| {
            let mut literals = self.cube.literals.iter();
            is_never(key)
                || literals.any(|(atom, is_wanted)| {
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
        context: &mut Stated,
        filling: Filling,
        variables: &mut Vec<String>,
        steps: &mut usize,
    ) -> Option<String> {
        let resource = &self.cube.resource;
        let (wanted, unwanted) = (resource.one_of.iter().copied().flatten(), resource.none_of.iter().copied());
        for (entry, is_wanted) in wanted.map(|entry| (entry, true)).chain(unwanted.map(|entry| (entry, false))) {
            for (key, name) in entry.open.iter().flat_map(|open| open.variable.keys()) {
                let is_known =
                    context.iter().any(|(known, _)| known.eq_ignore_ascii_case(name)) || is_of_caller(&self.known, key);
                let is_filled = filling.which == Which::All || is_wanted && filling.which == Which::Wanted;
                if !is_known && is_filled {
                    context.push((name.into(), ContextValue::from(filling.text)));
                }
                variables.push(name.to_owned());
            }
        }
        let context = &*context;
        // nothing where a variable has no value: then it matches nothing
        let filled = |entry: &Entry| match &entry.open {
            None => Some(entry.clone()),
            Some(open) => open.variable.fill_with(|key| self.value(context, key)).map(Entry::exact),
        };
        let one_of: Vec<Vec<Entry>> =
            resource.one_of.iter().map(|list| list.iter().filter_map(filled).collect()).collect();
        let none_of: Vec<Entry> = resource.none_of.iter().copied().filter_map(filled).collect();
        let wanted = Wanted { one_of: one_of.iter().map(Vec::as_slice).collect(), none_of: none_of.iter().collect() };
        match wanted.find(&[], &[], steps) {
            Found::Text(text, _) => Some(text),
            _ => None,
        }
    }
}
