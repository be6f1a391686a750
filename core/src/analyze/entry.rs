//! A pattern of a policy as the solver reads it.

use crate::document::Version;
use crate::evaluate::Variable;
use crate::pattern::{Answer, Dialect, Pattern};
use crate::request::KeyName;

use super::template::Shape;

/// How many steps are spent on how two entries relate.
pub(super) const MAX_STEPS: usize = 1 << 12;

/// So many bytes are looked through in a step.
const CHEAP: usize = 256;

/// An entry of `Action`, `Resource` or a condition: the texts that it may match.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    /// Exactly what it matches; at least that, where it has variables.
    pub pattern: Pattern,
    /// Where it has variables, so that what it matches follows from other keys.
    pub open: Option<Box<Open>>,
}

/// An entry with variables.
#[derive(Debug, Clone)]
pub(super) struct Open {
    /// As it is written, but for the letter case of keys: two entries with the same text match the same, whatever
    /// fills them.
    pub text: Box<str>,
    /// As it is written.
    pub written: Box<str>,
    pub variable: Variable,
    /// Its parts; none where it compares without letter case, and may match more than what filling it gives.
    pub shape: Option<Shape>,
}

impl Open {
    /// Does it match whatever another does, however the two are filled?
    fn covers(&self, other: &Self) -> bool {
        let lies_over = || Some(self.shape.as_ref()?.covers(other.shape.as_ref()?));
        self.text == other.text || lies_over() == Some(true)
    }
}

/// Two entries are compared in the same way only if they are of the same dialect.
fn open_text(text: &str, dialect: Dialect) -> Box<str> {
    format!("{dialect:?} {}", Variable::canonical_text(text)).into()
}

impl Entry {
    pub fn exact(pattern: Pattern) -> Self {
        Self { pattern, open: None }
    }

    /// Rule `version_gates_variables`: `${…}` is text in documents of 2008.
    pub fn of(text: &str, dialect: Dialect, version: Version) -> Self {
        let variable = if version == Version::V2012 { Variable::read(text, dialect) } else { None };
        let Some(variable) = variable else { return Self::exact(Pattern::new(dialect, text)) };
        let (pattern, is_exact) = Variable::widest_pattern(text, dialect);
        let shape = || Some(Shape::of(text, dialect));
        let open = (!is_exact)
            .then(|| Box::new(Open { text: open_text(text, dialect), written: text.into(), variable, shape: shape() }));
        Self { pattern, open }
    }

    /// A text in any letter case, with variables; none where it has none.
    pub fn caseless(text: &str) -> Option<Self> {
        let variable = Variable::read(text, Dialect::Literal)?;
        let canonical = format!("caseless {}", Variable::canonical_text(text));
        let open = Box::new(Open { text: canonical.into(), written: text.into(), variable, shape: None });
        Some(Self { pattern: Pattern::like("*"), open: Some(open) })
    }

    /// The entry where keys have these values, if they fill all its variables.
    pub fn filled(&self, values: &[(KeyName, Box<str>)]) -> Self {
        let value = |key: &KeyName| values.iter().find(|(known, _)| known == key).map(|(_, value)| &**value);
        let Some(open) = self.open.as_ref().filter(|open| open.shape.is_some()) else { return self.clone() };
        let is_known = open.variable.keys().all(|(key, _)| value(key).is_some());
        let pattern = is_known.then(|| open.variable.fill_with(value)).flatten();
        pattern.map_or_else(|| self.clone(), Self::exact)
    }

    /// Do all texts that another matches match this one, too?
    pub fn covers(&self, other: &Self, steps: &mut usize) -> bool {
        // most have nothing to do with each other, and begin otherwise
        let (own, others) = (self.pattern.literal_prefix(), other.pattern.literal_prefix());
        if others.get(..own.len()).is_none_or(|start| !start.eq_ignore_ascii_case(own)) {
            return false;
        }
        match (&self.open, &other.open) {
            (Some(own), Some(other)) => own.covers(other),
            (Some(_), None) => false,
            (None, _) => match other.pattern.literal_text() {
                Some(text) if !folds(&other.pattern) || folds(&self.pattern) => self.pattern.is_match(text),
                _ => spending(steps, [self, other], |steps| self.pattern.covers_spending(steps, &other.pattern)),
            },
        }
    }

    /// Can no text match both?
    pub fn is_disjoint(&self, other: &Self, steps: &mut usize) -> bool {
        match (self.pattern.literal_text(), other.pattern.literal_text()) {
            (Some(text), _) if !folds(&self.pattern) || folds(&other.pattern) => !other.pattern.is_match(text),
            (_, Some(text)) if !folds(&other.pattern) || folds(&self.pattern) => !self.pattern.is_match(text),
            _ => spending(steps, [self, other], |steps| self.pattern.is_disjoint_spending(steps, &other.pattern)),
        }
    }
}

/// Is it surely so? How two patterns relate only saves choices, so it is not worth many steps.
fn spending(steps: &mut usize, entries: [&Entry; 2], ask: impl FnOnce(&mut usize) -> Answer) -> bool {
    let length = entries.map(|entry| entry.pattern.as_str().len()).iter().sum::<usize>();
    let most = MAX_STEPS.min(*steps);
    // what is short is as good as free
    let cost = length / CHEAP;
    if cost > most {
        *steps = steps.saturating_sub(most / CHEAP);
        return false;
    }
    let mut left = most - cost;
    let answer = ask(&mut left);
    *steps = steps.saturating_sub(most - left);
    answer == Answer::Yes
}

pub(super) fn folds(pattern: &Pattern) -> bool {
    pattern.dialect() == Dialect::Action
}
