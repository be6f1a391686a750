//! Actions on resources as policies write them.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::pattern::{Answer, Dialect, Pattern, Piece, Template};
use crate::usage::{Cell, PrincipalUsage, UseOutcome};

/// Resources by action: what a policy without conditions grants.
pub(super) type Granted = BTreeMap<String, BTreeSet<String>>;

/// What was used, by action and resource.
#[derive(Debug, Default)]
pub(super) struct Used<'u> {
    pub cells: BTreeMap<(&'u str, &'u str), Vec<&'u Cell>>,
}

impl<'u> Used<'u> {
    pub fn of(usages: &'u [PrincipalUsage], includes_weak: bool) -> Self {
        let mut used = Self::default();
        for (action, resource, outcome, cell) in usages.iter().flat_map(|usage| usage.uses.iter()) {
            let counts = includes_weak || cell.weak < cell.count;
            if outcome == UseOutcome::Used && counts {
                used.cells.entry((action, resource)).or_default().push(cell);
            }
        }
        used
    }

    /// The same as resources by action, without those that another covers.
    pub fn granted(&self) -> Granted {
        let mut granted = Granted::new();
        for (action, resource) in self.cells.keys() {
            granted.entry((*action).to_owned()).or_default().insert((*resource).to_owned());
        }
        for resources in granted.values_mut() {
            drop_covered(resources);
        }
        granted
    }
}

/// Takes away resources that another one of the same set covers.
pub(super) fn drop_covered(resources: &mut BTreeSet<String>) {
    if resources.contains("*") {
        resources.retain(|resource| resource == "*");
        return;
    }
    let wide = Wide::of(resources);
    if wide.is_empty() {
        return;
    }
    let covered: Vec<String> = resources
        .iter()
        .filter(|resource| {
            let own = pattern(resource);
            wide.covering(&own).any(|(text, wide)| {
                // of two that cover each other the first stays
                text != resource.as_str() && (own.covers(wide) != Answer::Yes || text < resource.as_str())
            })
        })
        .cloned()
        .collect();
    for resource in covered {
        resources.remove(&resource);
    }
}

/// Those of a set of resources that stand for many, by their literal start and end: what covers a pattern begins
/// with a start of its literal start and ends with an end of its literal end, so that of many only few are compared.
#[derive(Debug)]
pub(super) struct Wide<'g> {
    by_ends: HashMap<(String, String), Vec<(&'g str, Pattern)>>,
    lengths: BTreeSet<(usize, usize)>,
}

impl<'g> Wide<'g> {
    pub fn of(resources: &'g BTreeSet<String>) -> Self {
        let mut wide = Self { by_ends: HashMap::new(), lengths: BTreeSet::new() };
        for resource in resources.iter().filter(|resource| is_wild(resource)) {
            let pattern = pattern(resource);
            let ends = (pattern.literal_prefix().to_owned(), pattern.literal_suffix().to_owned());
            wide.lengths.insert((ends.0.len(), ends.1.len()));
            wide.by_ends.entry(ends).or_default().push((resource, pattern));
        }
        wide
    }

    pub fn is_empty(&self) -> bool {
        self.lengths.is_empty()
    }

    /// Those that cover all of a pattern.
    pub fn covering(&self, own: &Pattern) -> impl Iterator<Item = (&'g str, &Pattern)> {
        let (start, end) = (own.literal_prefix().to_owned(), own.literal_suffix().to_owned());
        let ends = self.lengths.iter().filter_map(move |(first, last)| {
            let last = end.len().checked_sub(*last)?;
            Some((start.get(..*first)?.to_owned(), end.get(last..)?.to_owned()))
        });
        let candidates = ends.filter_map(|ends| self.by_ends.get(&ends)).flatten();
        candidates.filter(|(_, wide)| wide.covers(own) == Answer::Yes).map(|(text, wide)| (*text, wide))
    }
}

/// Does a resource stand for more than one?
pub(super) fn is_wild(resource: &str) -> bool {
    let mut rest = resource;
    while let Some(at) = rest.find(['*', '?', '$']) {
        match escaped(rest.get(at..).unwrap_or("")) {
            Some((_, length)) => rest = rest.get(at + length..).unwrap_or(""),
            None if rest.get(at..).is_some_and(|rest| rest.starts_with('$')) => rest = rest.get(at + 1..).unwrap_or(""),
            None => return true,
        }
    }
    false
}

/// The character that `${*}`, `${?}` or `${$}` stands for, and how long that is.
fn escaped(text: &str) -> Option<(&'static str, usize)> {
    [("${*}", "*"), ("${?}", "?"), ("${$}", "$")]
        .into_iter()
        .find_map(|(escape, letter)| text.starts_with(escape).then_some((letter, escape.len())))
}

/// The text of a resource that stands for one.
pub(super) fn literal(resource: &str) -> String {
    let mut text = String::with_capacity(resource.len());
    let mut rest = resource;
    while let Some(at) = rest.find('$') {
        text.push_str(rest.get(..at).unwrap_or(""));
        rest = rest.get(at..).unwrap_or("");
        let (letter, length) = escaped(rest).unwrap_or(("$", 1));
        text.push_str(letter);
        rest = rest.get(length..).unwrap_or("");
    }
    text.push_str(rest);
    text
}

/// The pattern of a resource in a policy without variables.
pub(super) fn pattern(resource: &str) -> Pattern {
    if !resource.contains('$') {
        return Pattern::resource(resource);
    }
    let mut pieces = Vec::new();
    let mut rest = resource;
    while let Some(at) = rest.find('$') {
        pieces.push(Piece::Wild(rest.get(..at).unwrap_or("")));
        rest = rest.get(at..).unwrap_or("");
        let (letter, length) = escaped(rest).unwrap_or(("$", 1));
        pieces.push(Piece::Slot(match letter {
            "*" => 0,
            "?" => 1,
            _ => 2,
        }));
        rest = rest.get(length..).unwrap_or("");
    }
    pieces.push(Piece::Wild(rest));
    let filled = Template::new(Dialect::Resource, &pieces).fill(|slot| Some(["*", "?", "$"][slot.min(2)]));
    filled.unwrap_or_else(|| Pattern::literal(&literal(resource)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn resource_exact_text() {
        assert!(is_wild("arn:aws:s3:::b/*") && is_wild("*") && is_wild("a?"));
        assert!(!is_wild("arn:aws:s3:::b/${*}${?}${$}x$"));
        assert_eq!(literal("b/${*}${?}${$}x"), "b/*?$x");
        let wild = pattern("arn:aws:s3:::b/${*}/*");
        assert!(wild.is_match("arn:aws:s3:::b/*/x") && !wild.is_match("arn:aws:s3:::b/y/x"));
        assert!(pattern("arn:aws:s3:::b/${*}").is_match("arn:aws:s3:::b/*"));
    }

    #[test]
    fn what_another_covers_is_left_out() {
        let mut resources: BTreeSet<String> =
            ["arn:aws:s3:::b/*", "arn:aws:s3:::b/k", "arn:aws:s3:::c/k"].map(str::to_owned).into();
        drop_covered(&mut resources);
        assert_eq!(resources.into_iter().collect::<Vec<_>>(), ["arn:aws:s3:::b/*", "arn:aws:s3:::c/k"]);
    }
}
