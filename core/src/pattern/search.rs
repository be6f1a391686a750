//! Looking for a text that matches some patterns and not others.
//!
//! The search walks the product of the patterns' positions, shortest texts first. A pattern that
//! must match is followed as one position at a time (any of its ways will do); one that must not
//! match as the set of all positions it may be in (none of its ways may do). The alphabet is
//! what the positions at hand distinguish: the characters that stand there, `:` if a wildcard
//! there stops at colons, and one character that occurs nowhere. A supplementary character is a
//! step of two units, so every word walked is a text; one that occurs nowhere needs no symbol,
//! since two basic ones do the same.

use std::collections::{BTreeSet, HashSet};
use std::rc::Rc;

use super::element::{Automaton, Element, lower};
use super::gap::Class;
use super::wildcard::Pattern;

/// Steps after which a search gives up; a step looks at one position of one pattern.
///
/// Two patterns that must match stay below it if they have 250 characters each; the time it
/// stands for is a few tenths of a second.
pub const SEARCH_LIMIT: usize = 1 << 22;

/// The outcome of [`find_text`].
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Search {
    /// This text qualifies.
    Found(String),
    /// No text qualifies.
    Empty,
    /// [`SEARCH_LIMIT`] was reached before either was certain.
    Undecided,
}

/// Which text matches every pattern of `all_of` and none of `none_of`?
///
/// The text found has no more UTF-16 units than any other. Dialects may be mixed. At most
/// [`SEARCH_LIMIT`] steps; for two patterns that must match, the steps needed are bounded by the
/// product of their lengths.
///
/// ```
/// use iam_eval::pattern::{Pattern, Search, find_text};
///
/// let (a, b, c) = (Pattern::like("a*"), Pattern::like("*b"), Pattern::like("a*?b"));
/// assert_eq!(find_text(&[&a, &b], &[]), Search::Found("ab".to_owned()));
/// assert_eq!(find_text(&[&a, &b], &[&c]), Search::Found("ab".to_owned()));
/// assert_eq!(find_text(&[&c], &[&a]), Search::Empty);
/// ```
pub fn find_text(all_of: &[&Pattern], none_of: &[&Pattern]) -> Search {
    find_text_within(SEARCH_LIMIT, all_of, none_of)
}

/// As [`find_text`], with a limit of its own.
pub(super) fn find_text_within(limit: usize, all_of: &[&Pattern], none_of: &[&Pattern]) -> Search {
    find_text_spending(&mut { limit }, all_of, none_of)
}

/// As [`find_text`], with a limit that several searches share: what this one takes is taken from it.
pub(crate) fn find_text_spending(limit: &mut usize, all_of: &[&Pattern], none_of: &[&Pattern]) -> Search {
    if all_of.iter().any(|pattern| pattern.matches_nothing()) {
        return Search::Empty;
    }
    let mut none_of: Vec<&Pattern> = none_of.to_vec();
    none_of.retain(|pattern| !pattern.matches_nothing());
    let parts = all_of.iter().chain(&none_of);
    let size: usize = parts.map(|pattern| pattern.as_str().len()).sum();
    if size > *limit {
        return Search::Undecided;
    }
    let Some(fresh) = fresh(all_of.iter().copied().chain(none_of.iter().copied())) else {
        return Search::Undecided;
    };
    let automata = |patterns: &[&Pattern]| patterns.iter().map(|p| Automaton::new(p)).collect();
    let mut walk = Walk {
        required: automata(all_of),
        forbidden: automata(&none_of),
        fresh,
        nodes: Vec::new(),
        queues: Default::default(),
        steps_left: *limit,
    };
    let found = walk.run();
    *limit = if found == Search::Undecided { 0 } else { walk.steps_left };
    found
}

/// A text as [`find_text`] looks for, if one is found at once: where a pattern that must match has wildcards it says what
/// hardly any other does. Each pattern is looked at a few times.
pub(crate) fn find_strange_text(all_of: &[&Pattern], none_of: &[&Pattern]) -> Option<String> {
    let fresh = fresh(all_of.iter().chain(none_of).copied())?.to_string();
    let is_wanted = |text: &String| {
        all_of.iter().all(|pattern| pattern.is_match(text)) && !none_of.iter().any(|pattern| pattern.is_match(text))
    };
    let fillings = [("x", "another"), (&*fresh, &*fresh)];
    let members = fillings.iter().flat_map(|(unit, run)| all_of.iter().filter_map(|pattern| pattern.member(unit, run)));
    members.into_iter().find(is_wanted)
}

/// A basic-plane character that no pattern mentions, in either case; a letter if one is free.
pub(super) fn fresh<'a>(patterns: impl Iterator<Item = &'a Pattern> + Clone) -> Option<char> {
    let mut ascii = 1u128 << b':' | 1 << b'*' | 1 << b'?';
    for byte in patterns.clone().flat_map(Pattern::parts).flat_map(|(_, literal)| literal.bytes()) {
        if byte.is_ascii() {
            ascii |= 1 << byte.to_ascii_lowercase();
        }
    }
    if let Some(free) = "xyzabcdefghijklmnopqrstuvw0123456789-_".chars().find(|&c| ascii >> (c as u32) & 1 == 0) {
        return Some(free);
    }
    let used: BTreeSet<char> = patterns.flat_map(Pattern::parts).flat_map(|(_, literal)| literal.chars()).collect();
    ('\u{A1}'..='\u{FFFD}').find(|c| !used.contains(c))
}

/// One or two units that make a character.
type Symbol = (u16, Option<u16>);

/// A place in the product: the positions of the required patterns, then each forbidden set,
/// sorted and closed by [`END`].
type Place = Rc<[u32]>;

const END: u32 = u32::MAX;

struct Node {
    place: Place,
    parent: usize,
    symbol: Symbol,
}

struct Walk {
    required: Vec<Automaton>,
    forbidden: Vec<Automaton>,
    fresh: char,
    nodes: Vec<Node>,
    /// Nodes to visit by the length of their text: now, one unit on, two units on.
    queues: [Vec<usize>; 3],
    steps_left: usize,
}

/// The limit was reached.
struct Exhausted;

impl Walk {
    fn run(&mut self) -> Search {
        let mut start = vec![0; self.required.len()];
        for automaton in &self.forbidden {
            if matches!(automaton.elements[..], [Element::Run(Class::Any)]) {
                return Search::Empty;
            }
            start.extend([0, END]);
        }
        self.push(start.into(), 0, (0, None));
        let mut seen = HashSet::new();
        loop {
            // every symbol has units, so nothing is added to the queue being emptied
            for id in std::mem::take(&mut self.queues[0]) {
                let place = Rc::clone(&self.nodes[id].place);
                if !seen.insert(Rc::clone(&place)) {
                    continue;
                }
                if self.is_accepted(&place) {
                    return Search::Found(self.text_of(id));
                }
                if self.expand(id, &place).is_err() {
                    return Search::Undecided;
                }
            }
            self.queues.rotate_left(1);
            if self.queues.iter().all(Vec::is_empty) {
                return Search::Empty;
            }
        }
    }

    fn push(&mut self, place: Place, parent: usize, symbol: Symbol) {
        let units = match symbol {
            (0, None) if self.nodes.is_empty() => 0,
            (_, None) => 1,
            (_, Some(_)) => 2,
        };
        self.queues[units].push(self.nodes.len());
        self.nodes.push(Node { place, parent, symbol });
    }

    fn is_accepted(&self, place: &[u32]) -> bool {
        let (positions, sets) = place.split_at(self.required.len());
        let mut required = self.required.iter().zip(positions);
        let mut forbidden = self.forbidden.iter().zip(sets.split(|&p| p == END));
        required.all(|(automaton, &position)| automaton.accepts(position))
            && forbidden.all(|(automaton, set)| !set.iter().any(|&p| automaton.accepts(p)))
    }

    fn text_of(&self, mut id: usize) -> String {
        let mut units = Vec::new();
        while id != 0 {
            let Node { parent, symbol, .. } = self.nodes[id];
            // the word is collected from its end
            units.extend(symbol.1);
            units.push(symbol.0);
            id = parent;
        }
        units.reverse();
        String::from_utf16_lossy(&units)
    }

    fn spend(&mut self, steps: usize) -> Result<(), Exhausted> {
        self.steps_left = self.steps_left.checked_sub(steps).ok_or(Exhausted)?;
        Ok(())
    }

    fn expand(&mut self, id: usize, place: &[u32]) -> Result<(), Exhausted> {
        self.spend(place.len() + 1)?;
        for symbol in self.symbols(place) {
            self.spend(place.len() + 1)?;
            let Some(sets) = self.forbidden_after(place, symbol) else {
                continue;
            };
            let (positions, _) = place.split_at(self.required.len());
            let mut choices: Vec<Vec<u32>> = vec![Vec::new()];
            for (automaton, &position) in self.required.iter().zip(positions) {
                let next = after(automaton, &[position], symbol);
                choices = choices
                    .iter()
                    .flat_map(|chosen| {
                        next.iter().map(|&p| {
                            let mut longer = chosen.clone();
                            longer.push(p);
                            longer
                        })
                    })
                    .collect();
                let written = choices.len() * choices.first().map_or(0, Vec::len);
                self.steps_left = self.steps_left.checked_sub(written).ok_or(Exhausted)?;
            }
            for mut choice in choices {
                choice.extend(&sets);
                self.spend(choice.len())?;
                self.push(choice.into(), id, symbol);
            }
        }
        Ok(())
    }

    /// The forbidden sets after a symbol; `None` if one of them then matches every text.
    fn forbidden_after(&self, place: &[u32], symbol: Symbol) -> Option<Vec<u32>> {
        let (_, sets) = place.split_at(self.required.len());
        let mut result = Vec::with_capacity(sets.len() + self.forbidden.len());
        for (automaton, set) in self.forbidden.iter().zip(sets.split(|&p| p == END)) {
            let mut next = after(automaton, set, symbol);
            // an unrestricted run matches whatever an earlier position matches
            let free = |p: &u32| automaton.get(*p) == Some(Element::Run(Class::Any));
            if let Some(at) = next.iter().rposition(free) {
                if next[at] as usize + 1 == automaton.elements.len() {
                    return None;
                }
                next.drain(..at);
            }
            result.extend(next);
            result.push(END);
        }
        Some(result)
    }

    /// What can follow here: one symbol of every kind that the positions tell apart.
    fn symbols(&self, place: &[u32]) -> Vec<Symbol> {
        let (positions, sets) = place.split_at(self.required.len());
        let required = self.required.iter().zip(positions.chunks(1));
        let forbidden = self.forbidden.iter().zip(sets.split(|&p| p == END));
        let mut symbols = Vec::new();
        let mut held_back = false;
        for (automaton, set) in required.chain(forbidden) {
            for &position in set {
                // a run may be left without eating anything, so its successor counts too
                let run = matches!(automaton.get(position), Some(Element::Run(_)));
                for at in position..=position + u32::from(run) {
                    match automaton.get(at) {
                        Some(Element::Unit(unit)) => {
                            let pair = (0xD800..0xDC00).contains(&unit);
                            let second = match automaton.get(at + 1) {
                                Some(Element::Unit(second)) if pair => Some(second),
                                _ => None,
                            };
                            // the second half of a pair begins no character
                            if !(0xDC00..0xE000).contains(&unit) {
                                symbols.push((unit, second));
                            }
                        }
                        Some(Element::One(class) | Element::Run(class)) => {
                            held_back |= class == Class::NotColon;
                        }
                        None => {}
                    }
                }
            }
        }
        if held_back {
            symbols.push((u16::from(b':'), None));
        }
        let mut all = self.required.iter().chain(&self.forbidden);
        if all.clone().all(|automaton| automaton.fold) {
            symbols.sort_unstable_by_key(|&(first, second)| (lower(first), second, first));
            symbols.dedup_by_key(|symbol| (lower(symbol.0), symbol.1));
        } else {
            if all.any(|automaton| automaton.fold) {
                let other_case = |&(unit, second): &Symbol| {
                    let byte = u8::try_from(unit).ok().filter(u8::is_ascii_alphabetic)?;
                    Some((u16::from(byte ^ 0x20), second))
                };
                let others: Vec<Symbol> = symbols.iter().filter_map(other_case).collect();
                symbols.extend(others);
            }
            symbols.sort_unstable();
            symbols.dedup();
        }
        let mut fresh = [0; 2];
        symbols.push((self.fresh.encode_utf16(&mut fresh)[0], None));
        symbols
    }
}

/// The sorted positions after a symbol.
fn after(automaton: &Automaton, set: &[u32], (first, second): Symbol) -> Vec<u32> {
    let step = |set: &[u32], unit| {
        let next = set.iter().flat_map(|&p| automaton.after(p, unit));
        let mut next: Vec<u32> = next.collect();
        next.sort_unstable();
        next.dedup();
        next
    };
    let next = step(set, first);
    match second {
        Some(second) => step(&next, second),
        None => next,
    }
}
