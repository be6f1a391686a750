//! The texts two patterns share, written as patterns again.
//!
//! Two patterns are laid side by side. Where both stand on a run, the common text is a run until
//! one of them leaves it, and the other may swallow what the first demands next; that choice is
//! what makes `ab*` ∩ `*bc` two patterns, `ab*bc` and `abc`. A table of the pairs of positions
//! from which both can still end keeps the enumeration from dead ends.

use std::collections::HashSet;

use super::element::{Automaton, Element, canonical, same};
use super::relation::Answer;
use super::search::SEARCH_LIMIT;
use super::wildcard::Pattern;

/// Most patterns an [`Intersection`] may hold.
pub const INTERSECTION_LIMIT: usize = 64;

/// Enough to drop nearly every redundant member, little enough for a full set of them.
const REDUNDANCY_LIMIT: usize = 4096;

/// The texts that two patterns share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Intersection {
    /// Patterns whose union is the intersection, or a part of it if it is not exact.
    pub patterns: Vec<Pattern>,
    /// Whether the union is the whole intersection. It is not if more than
    /// [`INTERSECTION_LIMIT`] patterns or more than [`SEARCH_LIMIT`] steps would be needed, or
    /// if a member cannot be written in the dialect.
    pub exact: bool,
}

impl Intersection {
    fn exactly(patterns: Vec<Pattern>) -> Self {
        Self { patterns, exact: true }
    }

    /// Whether it is certain that the patterns share nothing.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert!(Pattern::like("a*").intersect(&Pattern::like("b*")).is_empty());
    /// ```
    pub fn is_empty(&self) -> bool {
        self.patterns.is_empty() && self.exact
    }

    /// Whether one of the patterns matches this text.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert!(Pattern::like("a*").intersect(&Pattern::like("*b")).is_match("acb"));
    /// ```
    pub fn is_match(&self, text: &str) -> bool {
        self.patterns.iter().any(|pattern| pattern.is_match(text))
    }
}

impl Pattern {
    /// Which patterns together match exactly what both match?
    ///
    /// Meant for two patterns of one dialect; of different ones the result is exact when one
    /// covers the other or a member can be written in one of the two, and says so otherwise. No
    /// member is covered by another (as far as a short search shows), and a pattern that covers
    /// the other gives the other itself. At most [`SEARCH_LIMIT`] steps.
    ///
    /// ```
    /// use iam_eval::pattern::Pattern;
    ///
    /// let both = Pattern::like("ab*").intersect(&Pattern::like("*bc"));
    /// assert!(both.exact);
    /// let texts: Vec<_> = both.patterns.iter().map(Pattern::as_str).collect();
    /// assert_eq!(texts, ["ab*bc", "abc"]);
    /// ```
    pub fn intersect(&self, other: &Self) -> Intersection {
        if self.is_disjoint(other) == Answer::Yes {
            return Intersection::exactly(Vec::new());
        }
        if self.covers(other) == Answer::Yes {
            return Intersection::exactly(vec![other.clone()]);
        }
        if other.covers(self) == Answer::Yes {
            return Intersection::exactly(vec![self.clone()]);
        }
        let (a, b) = (Automaton::new(self), Automaton::new(other));
        let unknown = Intersection { patterns: Vec::new(), exact: false };
        if a.fold != b.fold {
            return unknown;
        }
        let Some(table) = Table::new(&a, &b) else {
            return unknown;
        };
        let mut result = enumerate(&a, &b, &table, |elements| {
            let canonical = canonical(elements)?;
            let text = text_of(elements)?;
            [self.dialect(), other.dialect()]
                .into_iter()
                .map(|dialect| Self::new(dialect, &text))
                .find(|pattern| Automaton::new(pattern).elements == canonical)
        });
        drop_covered(&mut result.patterns);
        result
    }
}

fn text_of(elements: &[Element]) -> Option<String> {
    let units = elements.iter().map(|element| match element {
        Element::Unit(unit) => *unit,
        Element::One(_) => u16::from(b'?'),
        Element::Run(_) => u16::from(b'*'),
    });
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

/// Adds a member unless it is plainly covered, and drops those it plainly covers.
fn add(patterns: &mut Vec<Pattern>, new: Pattern) {
    let covers = |a: &Pattern, b: &Pattern| a.covers_within(0, b) == Answer::Yes;
    if !patterns.iter().any(|pattern| covers(pattern, &new)) {
        patterns.retain(|pattern| !covers(&new, pattern));
        patterns.push(new);
    }
}

/// Drops members that another one covers, as far as a short search shows.
fn drop_covered(patterns: &mut Vec<Pattern>) {
    let mut index = 0;
    while index < patterns.len() {
        let covered = patterns.iter().enumerate().any(|(at, pattern)| {
            at != index && pattern.covers_within(REDUNDANCY_LIMIT, &patterns[index]) == Answer::Yes
        });
        if covered {
            patterns.remove(index);
        } else {
            index += 1;
        }
    }
}

/// What both elements accept; `None` for nothing. Of two units, the first one's spelling.
fn meet(a: Element, b: Element, fold: bool) -> Option<Element> {
    use Element::{One, Run, Unit};
    match (a, b) {
        (Unit(a), Unit(b)) => same(a, b, fold).then_some(Unit(a)),
        (Unit(unit), One(class) | Run(class)) | (One(class) | Run(class), Unit(unit)) => {
            class.admits(unit).then_some(Unit(unit))
        }
        (One(a), One(b) | Run(b)) | (Run(a), One(b)) => Some(One(a.min(b))),
        (Run(a), Run(b)) => Some(Run(a.min(b))),
    }
}

/// From which pairs of positions both patterns can end together.
struct Table {
    width: usize,
    live: Vec<bool>,
}

impl Table {
    /// `None` if the table would have more than [`SEARCH_LIMIT`] cells.
    fn new(a: &Automaton, b: &Automaton) -> Option<Self> {
        let (rows, width) = (a.elements.len() + 1, b.elements.len() + 1);
        let cells = rows.checked_mul(width).filter(|&n| n <= SEARCH_LIMIT)?;
        let mut table = Self { width, live: vec![false; cells] };
        for i in (0..rows).rev() {
            for j in (0..width).rev() {
                let here = Place::free(i, j);
                let ended = i + 1 == rows && j + 1 == width;
                let live = ended || moves(a, b, here).any(|(to, _)| table.is_live(to));
                table.live[i * width + j] = live;
            }
        }
        Some(table)
    }

    fn is_live(&self, place: Place) -> bool {
        self.live[place.i * self.width + place.j]
    }
}

/// A position in each pattern.
#[derive(Clone, Copy)]
struct Place {
    i: usize,
    j: usize,
    must: Must,
}

/// After two runs met: the one still open has to swallow something, or the order in which two
/// runs end would be counted as two ways.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Must {
    Nothing,
    FirstSwallows,
    SecondSwallows,
}

impl Place {
    fn free(i: usize, j: usize) -> Self {
        let must = Must::Nothing;
        Self { i, j, must }
    }
}

/// Where to go from a place, and what that adds to the common text.
fn moves(a: &Automaton, b: &Automaton, place: Place) -> impl Iterator<Item = (Place, Option<Element>)> {
    let Place { i, j, must } = place;
    let (x, y) = (a.elements.get(i).copied(), b.elements.get(j).copied());
    let x_run = matches!(x, Some(Element::Run(_)));
    let y_run = matches!(y, Some(Element::Run(_)));
    let common = x.zip(y).and_then(|(x, y)| meet(x, y, a.fold));
    let add = |place: Place| common.map(|element| (place, Some(element)));
    let leave = |place: Place| Some((place, None));
    let first = Place { must: Must::FirstSwallows, ..Place::free(i, j + 1) };
    let second = Place { must: Must::SecondSwallows, ..Place::free(i + 1, j) };
    let ways = match (x_run, y_run, must) {
        (true, true, _) => [add(Place::free(i + 1, j + 1)), add(second), add(first)],
        (true, false, Must::Nothing) => [add(Place::free(i, j + 1)), leave(Place::free(i + 1, j)), None],
        (true, false, _) => [add(Place::free(i, j + 1)), None, None],
        (false, true, Must::Nothing) => [add(Place::free(i + 1, j)), leave(Place::free(i, j + 1)), None],
        (false, true, _) => [add(Place::free(i + 1, j)), None, None],
        (false, false, _) => [add(Place::free(i + 1, j + 1)), None, None],
    };
    ways.into_iter().flatten()
}

/// Walks every way to a common end, in order, up to the limits.
fn enumerate(
    a: &Automaton,
    b: &Automaton,
    table: &Table,
    write: impl Fn(&[Element]) -> Option<Pattern>,
) -> Intersection {
    let end = (a.elements.len(), b.elements.len());
    let mut result = Intersection::exactly(Vec::new());
    let mut known = HashSet::new();
    let mut elements: Vec<Element> = Vec::new();
    let mut open = vec![(Place::free(0, 0), 0, None)];
    let mut steps = 0;
    while let Some((place, length, element)) = open.pop() {
        steps += 1;
        if steps > SEARCH_LIMIT {
            result.exact = false;
            break;
        }
        elements.truncate(length);
        elements.extend(element);
        if (place.i, place.j) == end {
            // a member is read whole, and laid beside every other
            steps += elements.len() * (1 + result.patterns.len());
            match write(&elements) {
                Some(pattern) if known.contains(&pattern) => {}
                Some(pattern) => {
                    known.insert(pattern.clone());
                    add(&mut result.patterns, pattern);
                    if result.patterns.len() > INTERSECTION_LIMIT {
                        result.patterns.pop();
                        result.exact = false;
                        break;
                    }
                }
                None => result.exact = false,
            }
            continue;
        }
        let ways: Vec<_> = moves(a, b, place).filter(|(to, _)| table.is_live(*to)).collect();
        // the last one pushed is walked first
        let length = elements.len();
        open.extend(ways.into_iter().rev().map(|(to, element)| (to, length, element)));
    }
    result
}
