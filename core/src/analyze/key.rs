//! A value of one context key that meets some conditions and not others.

use crate::condition::{OperatorFamily, SetQualifier};
use crate::document::Effect;
use crate::evaluate::{Semantics, Truth};
use crate::pattern::Pattern;
use crate::request::{Context, ContextValue, KeyName, Lookup};

use super::callers::{KNOWN_ABSENT, OF_CALLER};
use super::classes::representatives;
use super::clause::Atom;
use super::spellings::spellings;
use super::text::{Found, Wanted};

/// A condition, and whether it is to hold.
pub(super) type Literal<'a> = (&'a Atom, bool);

/// How many conditions of one key are looked at together.
const MAX_LITERALS: usize = 100;

/// What asking the evaluator about a condition costs, in steps of the search for a text.
const COST: usize = 24;

/// What was found for a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeyFound {
    Absent,
    Value(ContextValue),
    /// No value, and absence neither.
    Empty,
    Undecided,
}

/// Does the evaluator say so?
fn holds(literal: Literal<'_>, context: &Context) -> bool {
    let (atom, is_wanted) = literal;
    atom.test.test(context, atom.effect, Semantics::Live) == Truth::from(is_wanted)
}

/// May a condition with variables hold, where they were given values or not?
fn may_hold((atom, is_wanted): Literal<'_>, known: &Context) -> bool {
    let is_filled = atom.entries.iter().all(|entry| entry.open.is_none());
    let is_plain = is_filled && atom.is_exact && atom.qualifier().is_none();
    match known.lookup(&atom.key) {
        Lookup::One(text) if is_plain && atom.family() == Some(OperatorFamily::String) => {
            let is_inside = atom.entries.iter().any(|entry| entry.pattern.is_match(text));
            atom.ways(is_wanted).iter().any(|way| way.is_inside.is_none_or(|wanted| wanted == is_inside))
        }
        _ => true,
    }
}

/// What may a key hold? `known` is the context that follows from the caller.
pub(super) fn find_key(literals: &[Literal<'_>], is_multivalued: bool, known: &Context, steps: &mut usize) -> KeyFound {
    let Some((first, _)) = literals.first() else { return KeyFound::Absent };
    *steps = steps.saturating_sub(COST * literals.len());
    let clash = literals.iter().any(|(atom, is_wanted)| {
        *is_wanted && literals.iter().any(|(other, is_other)| !is_other && atom.is_same(other))
    });
    if clash {
        return KeyFound::Empty;
    }
    if literals.len() > MAX_LITERALS {
        return KeyFound::Undecided;
    }
    if is_of_caller(known, &first.key) {
        // it follows from the caller; what depends on others is for the evaluator to confirm
        let agrees = literals
            .iter()
            .all(|literal| if literal.0.is_open() { may_hold(*literal, known) } else { holds(*literal, known) });
        return if agrees { KeyFound::Absent } else { KeyFound::Empty };
    }
    let nothing = Context::of_one(&first.name, ContextValue::Absent);
    if literals.iter().all(|literal| holds(*literal, &nothing)) {
        return KeyFound::Absent;
    }
    if literals.iter().any(|(atom, is_wanted)| atom.operator.is_none() && *is_wanted != (atom.effect == Effect::Deny)) {
        return KeyFound::Empty;
    }
    let literals: Vec<Literal<'_>> = literals.iter().filter(|(atom, _)| atom.operator.is_some()).copied().collect();
    if is_multivalued {
        return find_values(&literals, steps);
    }
    match find_one(&literals, steps) {
        // nobody says that a key which is asked for all or any of its values has but one
        KeyFound::Empty if literals.iter().any(|(atom, _)| atom.qualifier().is_some()) => find_values(&literals, steps),
        found => found,
    }
}

/// Does a key's value follow from the caller? Other keys that a request derives may be stated as well.
pub(super) fn is_of_caller(known: &Context, key: &KeyName) -> bool {
    match known.lookup(key) {
        Lookup::One(_) | Lookup::Many(_) => OF_CALLER.contains(&&*key.lower),
        // a key that the caller never has; where nobody says who asks, it may be there
        Lookup::Absent => KNOWN_ABSENT.contains(&&*key.lower) && known.get("aws:PrincipalType") != Lookup::Absent,
        _ => false,
    }
}

fn find_one(literals: &[Literal<'_>], steps: &mut usize) -> KeyFound {
    match find_value(literals, steps) {
        Found::Text(text, _) => KeyFound::Value(ContextValue::from(text)),
        Found::Empty => KeyFound::Empty,
        Found::Undecided => KeyFound::Undecided,
    }
}

/// A set of values: each condition that needs one gets its own, and all meet those that bind every value.
fn find_values(literals: &[Literal<'_>], steps: &mut usize) -> KeyFound {
    let (mut some, mut all) = (Vec::new(), Vec::new());
    for literal in literals {
        let (atom, is_wanted) = *literal;
        if atom.family() == Some(OperatorFamily::Null) {
            continue;
        }
        match (atom.qualifier(), is_wanted) {
            (Some(SetQualifier::ForAnyValue), true) | (Some(SetQualifier::ForAllValues), false) => some.push(*literal),
            (Some(_), _) => all.push(*literal),
            // rule `multivalued_scalar_never`
            (None, true) => return KeyFound::Empty,
            (None, false) => {}
        }
    }
    let mut values: Vec<String> = Vec::new();
    let wanted: Vec<Vec<Literal<'_>>> =
        some.iter().map(|one| std::iter::once(*one).chain(all.iter().copied()).collect()).collect();
    for wanted in &wanted {
        match find_value(wanted, steps) {
            Found::Text(text, _) if values.contains(&text) => {}
            Found::Text(text, _) => values.push(text),
            Found::Empty => return KeyFound::Empty,
            Found::Undecided => return KeyFound::Undecided,
        }
    }
    let value = ContextValue::from(values);
    let name = literals.first().map_or("", |(atom, _)| &*atom.name);
    let context = Context::of_one(name, value.clone());
    let is_met = literals.iter().all(|literal| literal.0.is_open() || holds(*literal, &context));
    if is_met { KeyFound::Value(value) } else { KeyFound::Empty }
}

/// One value; set qualifiers aside, which say the same of one value.
fn find_value<'a>(literals: &[Literal<'a>], steps: &mut usize) -> Found<'a> {
    let name = literals.first().map_or("", |(atom, _)| &*atom.name);
    let mut is_open = false;
    let meets = |text: &str| {
        let context = Context::of_one(name, ContextValue::from(text));
        literals.iter().all(|literal| literal.0.is_open() || holds(*literal, &context))
    };
    let (mut texts, mut typed) = (Vec::new(), Vec::new());
    for literal in literals {
        match literal.0.family() {
            Some(OperatorFamily::String | OperatorFamily::Arn) => texts.push(*literal),
            // of a key that is there it is known
            Some(OperatorFamily::Null) => {}
            _ => typed.push(*literal),
        }
        is_open |= literal.0.is_open();
    }
    let null_fails = literals.iter().filter(|(atom, _)| atom.family() == Some(OperatorFamily::Null));
    let some = Context::of_one(name, ContextValue::from("x"));
    if null_fails.into_iter().any(|literal| !holds(*literal, &some)) {
        return Found::Empty;
    }
    if !texts.is_empty() {
        // beside texts truth values are texts, too
        let (truths, others): (Vec<_>, Vec<_>) =
            typed.into_iter().partition(|(atom, _)| atom.family() == Some(OperatorFamily::Bool));
        texts.extend(truths);
        typed = others;
    }
    let (mut candidates, is_complete) = representatives(&typed);
    // each value is compared with each candidate
    let values: usize = literals.iter().map(|(atom, _)| atom.values.len()).sum();
    let cost = candidates.len().saturating_mul(values + 1) / 4;
    if cost > *steps {
        *steps = 0;
        return Found::Undecided;
    }
    *steps -= cost;
    if texts.is_empty() {
        return match candidates.into_iter().find(|text| meets(text)) {
            Some(text) => Found::Text(text, Vec::new()),
            None if is_complete && !is_open => Found::Empty,
            None => Found::Undecided,
        };
    }
    let classes = candidates.clone();
    let found = find_text(&texts, &mut Wanted::default(), &mut Vec::new(), steps);
    let is_exact = texts.iter().all(|(atom, _)| atom.is_exact);
    if typed.is_empty() && is_exact {
        match found {
            Found::Text(text, open) if !open.is_empty() || meets(&text) => return Found::Text(text, open),
            Found::Text(..) => return Found::Undecided,
            other => return other,
        }
    }
    // operators of several kinds: what each tells apart, and what the texts are
    if let Found::Text(text, _) = &found {
        candidates.push(text.clone());
    }
    let written = texts.iter().flat_map(|(atom, _)| &atom.entries).filter_map(|entry| entry.pattern.literal_text());
    candidates.extend(written.flat_map(|text| [text.to_owned(), text.to_lowercase(), text.to_uppercase()]));
    let cost = candidates.len().saturating_mul(values + 1) / 4;
    if cost > *steps {
        *steps = 0;
        return Found::Undecided;
    }
    *steps -= cost;
    if let Some(text) = candidates.into_iter().find(|text| meets(text)) {
        return Found::Text(text, Vec::new());
    }
    // one of all that nothing tells apart
    let others = if is_complete { spellings(&texts, &typed, &classes) } else { None };
    if let Some(others) = others {
        let cost = others.len().saturating_mul(values + 1) / 4;
        if cost > *steps {
            *steps = 0;
            return Found::Undecided;
        }
        *steps -= cost;
        return others.into_iter().find(|text| meets(text)).map_or(Found::Empty, |text| Found::Text(text, Vec::new()));
    }
    // of finitely many texts all were tried
    let is_finite = texts.iter().any(|(atom, is_wanted)| {
        atom.ways(*is_wanted).iter().all(|way| way.is_inside == Some(true))
            && atom.is_exact
            && atom
                .entries
                .iter()
                .all(|entry| entry.open.is_none() && entry.pattern.is_literal() && !super::entry::folds(&entry.pattern))
    });
    if (is_finite || found == Found::Empty && is_exact) && !is_open { Found::Empty } else { Found::Undecided }
}

/// A text that meets conditions which compare texts, as patterns.
fn find_text<'a>(
    literals: &[Literal<'a>],
    wanted: &mut Wanted<'a>,
    shape: &mut Vec<bool>,
    steps: &mut usize,
) -> Found<'a> {
    let Some(((atom, is_wanted), others)) = literals.split_first() else {
        let any_arn = Pattern::arn("arn:*:*:*:*:*");
        let (is_arn, is_none) = (shape.contains(&true), shape.contains(&false));
        let shapes: Vec<&Pattern> = is_arn.then_some(&any_arn).into_iter().collect();
        let forbidden: Vec<&Pattern> = is_none.then_some(&any_arn).into_iter().collect();
        return wanted.find(&shapes, &forbidden, steps);
    };
    let depth = shape.len();
    let mut is_undecided = false;
    for way in atom.ways(*is_wanted) {
        let before = (wanted.one_of.len(), wanted.none_of.len());
        match way.is_inside {
            Some(true) => wanted.one_of.push(&atom.entries),
            Some(false) => wanted.none_of.extend(&atom.entries),
            None => {}
        }
        shape.extend(way.is_arn);
        let found = find_text(others, wanted, shape, steps);
        shape.truncate(depth);
        wanted.one_of.truncate(before.0);
        wanted.none_of.truncate(before.1);
        match found {
            Found::Empty => {}
            Found::Undecided => is_undecided = true,
            Found::Text(..) => return found,
        }
    }
    if is_undecided { Found::Undecided } else { Found::Empty }
}
