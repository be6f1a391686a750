//! A text that matches one entry of each of some lists, and none of others.

use std::collections::HashSet;

use crate::pattern::{Pattern, Search, find_strange_text, find_text_spending};

use super::entry::{Entry, folds};

/// What is asked of a text.
#[derive(Debug, Clone, Default)]
pub(super) struct Wanted<'a> {
    /// It matches an entry of each.
    pub one_of: Vec<&'a [Entry]>,
    /// It matches none of these; entries with variables among them may match or not.
    pub none_of: Vec<&'a Entry>,
}

/// The text that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Found<'a> {
    /// A text, and which entries with variables it is to match.
    Text(String, Vec<&'a str>),
    /// There is none.
    Empty,
    /// It takes too long to say.
    Undecided,
}

/// So few that looking at each costs next to nothing.
const FEW: usize = 32;

/// What is asked beside the entries.
struct Asked<'p> {
    shape: &'p [&'p Pattern],
    forbidden: &'p [&'p Pattern],
    /// Of many entries that must not match those that are texts.
    literals: HashSet<&'p str>,
}

impl<'a> Wanted<'a> {
    /// Looks for a text that also matches each of `shape`.
    pub fn find(&self, shape: &[&Pattern], forbidden: &[&Pattern], steps: &mut usize) -> Found<'a> {
        let mut lists = self.one_of.clone();
        // what leaves the least to choose first
        lists.sort_by_key(|list| list.len());
        let literals: HashSet<&str> = if self.none_of.len() > FEW {
            let texts = self.none_of.iter().filter(|none| none.open.is_none());
            texts.filter(|none| !folds(&none.pattern)).filter_map(|none| none.pattern.literal_text()).collect()
        } else {
            HashSet::new()
        };
        self.choose(&lists, &mut Vec::new(), &Asked { shape, forbidden, literals }, steps)
    }

    fn choose(
        &self,
        lists: &[&'a [Entry]],
        chosen: &mut Vec<&'a Entry>,
        asked: &Asked<'_>,
        steps: &mut usize,
    ) -> Found<'a> {
        let Some((list, others)) = lists.split_first() else { return self.end(chosen, asked, steps) };
        let mut is_undecided = false;
        for entry in *list {
            if *steps == 0 {
                return Found::Undecided;
            }
            *steps -= 1;
            if entry.pattern.literal_text().is_some_and(|text| !folds(&entry.pattern) && asked.literals.contains(text))
            {
                continue;
            }
            *steps = steps.saturating_sub(self.none_of.len() / FEW);
            if self.is_refused(entry, steps) || chosen.iter().any(|known| known.is_disjoint(entry, steps)) {
                continue;
            }
            chosen.push(entry);
            let found = self.choose(others, chosen, asked, steps);
            chosen.pop();
            match found {
                Found::Empty => {}
                Found::Undecided => is_undecided = true,
                Found::Text(..) => return found,
            }
        }
        if is_undecided { Found::Undecided } else { Found::Empty }
    }

    /// Whether all that an entry matches is not wanted.
    fn is_refused(&self, entry: &Entry, steps: &mut usize) -> bool {
        self.none_of.iter().any(|none| match (&none.open, &entry.open) {
            (Some(_), Some(_)) => none.covers(entry, steps),
            (Some(_), None) => false,
            (None, _) => none.pattern == entry.pattern || none.pattern.matches_everything(),
        })
    }

    fn end(&self, chosen: &[&'a Entry], asked: &Asked<'_>, steps: &mut usize) -> Found<'a> {
        let Asked { shape, forbidden, .. } = asked;
        let all_of: Vec<&Pattern> = chosen.iter().map(|entry| &entry.pattern).chain(shape.iter().copied()).collect();
        let closed = self.none_of.iter().filter(|none| none.open.is_none()).map(|none| &none.pattern);
        let none_of: Vec<&Pattern> = closed.chain(forbidden.iter().copied()).collect();
        let open = || chosen.iter().filter_map(|entry| entry.open.as_ref()).map(|open| &*open.text).collect();
        let all_fold = all_of.iter().chain(&none_of).all(|pattern| folds(pattern));
        // one text is left to be asked for
        let only = all_of.iter().find_map(|pattern| pattern.literal_text().filter(|_| all_fold || !folds(pattern)));
        if let Some(text) = only {
            *steps = steps.saturating_sub(all_of.len() + none_of.len());
            let is_wanted = all_of.iter().all(|pattern| pattern.is_match(text))
                && !none_of.iter().any(|pattern| pattern.is_match(text));
            return if is_wanted { Found::Text(text.to_owned(), open()) } else { Found::Empty };
        }
        // what has nothing in common with what is wanted takes nothing away
        let mut touches = |none: &Pattern| {
            let none = Entry::exact(none.clone());
            !chosen.iter().any(|entry| entry.is_disjoint(&none, steps))
        };
        let none_of: Vec<&Pattern> = none_of.into_iter().filter(|none| touches(none)).collect();
        *steps = steps.saturating_sub(all_of.len() + none_of.len());
        // of many the product is large, and a witness is tried before a proof
        if none_of.len() > FEW
            && let Some(text) = find_strange_text(&all_of, &none_of)
        {
            return Found::Text(text, open());
        }
        match find_text_spending(steps, &all_of, &none_of) {
            Search::Found(text) => Found::Text(text, open()),
            Search::Empty => Found::Empty,
            Search::Undecided => Found::Undecided,
        }
    }
}
