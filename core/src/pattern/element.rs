//! A pattern as the set algebra reads it: one element per UTF-16 unit or wildcard.

use super::gap::{Class, Gap};
use super::wildcard::Pattern;

/// One position of a pattern.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) enum Element {
    Unit(u16),
    One(Class),
    Run(Class),
}

/// Elements that completing a source may add.
const PADDING: usize = 12;

/// The elements of a pattern and whether its letters fold.
pub(super) struct Automaton {
    pub(super) elements: Vec<Element>,
    pub(super) fold: bool,
}

impl Automaton {
    pub(super) fn new(pattern: &Pattern) -> Self {
        // a literal has no more units than bytes
        let mut elements = Vec::with_capacity(pattern.as_str().len() + PADDING);
        for (gap, literal) in pattern.parts() {
            push_gap(&mut elements, gap);
            elements.extend(literal.encode_utf16().map(Element::Unit));
        }
        Self { elements, fold: pattern.dialect().folds_case() }
    }

    pub(super) fn get(&self, position: u32) -> Option<Element> {
        self.elements.get(position as usize).copied()
    }

    /// Whether the empty rest of a text matches from a position on.
    pub(super) fn accepts(&self, position: u32) -> bool {
        let rest = self.elements.get(position as usize..).unwrap_or(&[]);
        // INVARIANT: no two runs are adjacent, so one element decides
        rest.is_empty() || matches!(rest, [Element::Run(_)])
    }

    /// The positions after one unit, at most two.
    pub(super) fn after(&self, position: u32, unit: u16) -> impl Iterator<Item = u32> {
        let [stay, next] = match self.get(position) {
            Some(Element::Run(class)) => [class.admits(unit).then_some(position), self.beyond(position + 1, unit)],
            _ => [None, self.beyond(position, unit)],
        };
        stay.into_iter().chain(next)
    }

    /// The position after an element that is no run, if it accepts the unit.
    fn beyond(&self, position: u32, unit: u16) -> Option<u32> {
        let accepted = match self.get(position)? {
            Element::Unit(own) => same(own, unit, self.fold),
            Element::One(class) => class.admits(unit),
            Element::Run(_) => false,
        };
        accepted.then_some(position + 1)
    }
}

/// Whether two units are the same letter.
pub(super) fn same(a: u16, b: u16, fold: bool) -> bool {
    a == b || (fold && lower(a) == lower(b))
}

pub(super) fn lower(unit: u16) -> u16 {
    u8::try_from(unit).map_or(unit, |byte| u16::from(byte.to_ascii_lowercase()))
}

fn push_gap(elements: &mut Vec<Element>, gap: Gap) {
    elements.extend(std::iter::repeat_n(Element::One(gap.unit_class), gap.units));
    elements.extend(gap.run.map(Element::Run));
}

/// Brings adjacent wildcards into the order of a [`Gap`]; `None` if their classes do not commute.
pub(super) fn canonical(elements: &[Element]) -> Option<Vec<Element>> {
    let mut result = Vec::with_capacity(elements.len());
    let mut gap = Gap::NONE;
    for &element in elements {
        match element {
            Element::Unit(_) => {
                push_gap(&mut result, gap);
                gap = Gap::NONE;
                result.push(element);
            }
            Element::Run(class) => gap.add_run(class),
            Element::One(class) => {
                let same_units = gap.units == 0 || gap.unit_class == class;
                if !same_units || gap.run.is_some_and(|run| run != class) {
                    return None;
                }
                gap.add_unit(class);
            }
        }
    }
    push_gap(&mut result, gap);
    Some(result)
}
