//! The elements of statements as they are shown.

use super::super::clause::{Atom, Clause, Texts};
use super::super::entry::{Entry, MAX_STEPS};

/// Where a statement stands in a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize)]
#[non_exhaustive]
pub struct StatementPlace {
    /// Which layer, in the order in which they came together.
    pub layer: usize,
    /// Which policy of the layer.
    pub policy: usize,
    /// Which statement of the policy.
    pub statement: usize,
}

/// The entries of an element: one of them matches, or none where it is negated.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct GrantEntries {
    /// Whether it is `NotAction` or `NotResource`.
    pub is_negated: bool,
    /// As the policy has them, or what those of several layers have in common.
    pub entries: Vec<String>,
}

/// A condition that has to hold.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
#[non_exhaustive]
pub struct GrantCondition {
    /// The operator; empty where nobody knows it.
    pub operator: String,
    /// The key, as the policy spells it.
    pub key: String,
    /// The values.
    pub values: Vec<String>,
}

pub(super) fn place_of(layer: usize, clause: &Clause) -> StatementPlace {
    let policy = usize::try_from(clause.compiled.policy).unwrap_or(usize::MAX);
    StatementPlace { layer, policy, statement: clause.index }
}

/// How many patterns are met with how many others to say them as one list.
const MAX_MEETS: usize = 256;

/// What statements say of an element: those that are not negated as one list, where that can be written.
pub(super) fn elements_of<'c>(all: impl Iterator<Item = Option<&'c Texts>>) -> Vec<GrantEntries> {
    let mut met: Vec<Texts> = Vec::new();
    for texts in all.flatten() {
        let other = met.iter().position(|known| !known.is_negated && !texts.is_negated);
        let common = other.and_then(|at| met.get(at)).and_then(|known| common(known, texts));
        match (other.and_then(|at| met.get_mut(at)), common) {
            (Some(known), Some(common)) => *known = common,
            _ => met.push(texts.clone()),
        }
    }
    let shown = |texts: &Texts| GrantEntries {
        is_negated: texts.is_negated,
        entries: texts.entries.iter().map(text).collect(),
    };
    met.iter().map(shown).collect()
}

/// What the entries of two lists have in common, if that can be written.
fn common(one: &Texts, other: &Texts) -> Option<Texts> {
    if one.entries.len().saturating_mul(other.entries.len()) > MAX_MEETS {
        return None;
    }
    let (mut entries, mut steps): (Vec<Entry>, usize) = (Vec::new(), MAX_STEPS);
    for own in &one.entries {
        for other in &other.entries {
            let everything = |entry: &Entry| entry.open.is_none() && entry.pattern.matches_everything();
            if everything(own) || everything(other) {
                entries.push(if everything(own) { other.clone() } else { own.clone() });
                continue;
            }
            match (&own.open, &other.open) {
                (None, None) => {
                    let met = own.pattern.intersect(&other.pattern);
                    if !met.exact {
                        return None;
                    }
                    entries.extend(met.patterns.into_iter().map(Entry::exact));
                }
                (Some(one), Some(two)) if one.text == two.text => entries.push(own.clone()),
                _ if own.is_disjoint(other, &mut steps) => {}
                _ => return None,
            }
        }
    }
    let mut kept: Vec<Entry> = Vec::new();
    for entry in entries {
        if !kept.iter().any(|known| known.covers(&entry, &mut steps)) {
            kept.retain(|known| !entry.covers(known, &mut steps));
            kept.push(entry);
        }
    }
    Some(Texts { is_negated: false, entries: kept })
}

fn text(entry: &Entry) -> String {
    match &entry.open {
        Some(open) => open.written.to_string(),
        None => entry.pattern.as_str().to_owned(),
    }
}

/// What statements say of the context, each once.
pub(super) fn conditions_of<'c>(clauses: impl Iterator<Item = &'c Clause>) -> Vec<GrantCondition> {
    let mut known: Vec<&Atom> = Vec::new();
    for atom in clauses.flat_map(|clause| &clause.atoms) {
        if !known.iter().any(|other| other.is_same(atom)) {
            known.push(atom);
        }
    }
    let shown = known.into_iter().map(|atom| GrantCondition {
        operator: atom.operator.map(|operator| operator.to_string()).unwrap_or_default(),
        key: atom.name.to_string(),
        values: atom.values.iter().map(|value| value.to_string()).collect(),
    });
    shown.collect()
}
