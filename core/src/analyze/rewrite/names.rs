//! `Action` and `Resource` in the making, with and without `Not`.

use std::rc::Rc;

use super::item::{Item, are_disjoint, drop_covered, meet_lists, overlapping, sorted};
use super::work::Work;

/// `Action`, `NotAction`, `Resource` or `NotResource`.
#[derive(Debug, Clone)]
pub(super) struct Names {
    pub is_negated: bool,
    pub items: Vec<Rc<Item>>,
}

/// What two elements have in common.
pub(super) struct NamesMet {
    /// At least that.
    pub names: Names,
    /// What of it is too much.
    pub but: Option<Names>,
}

impl Names {
    pub fn of(items: Vec<Rc<Item>>) -> Self {
        Self { is_negated: false, items }
    }

    pub fn is_everything(&self) -> bool {
        if self.is_negated { self.items.is_empty() } else { self.items.iter().any(|item| item.is_everything()) }
    }

    /// By its words: a negated element may match nothing, too.
    pub fn is_nothing(&self) -> bool {
        if self.is_negated { self.items.iter().any(|item| item.is_everything()) } else { self.items.is_empty() }
    }

    pub fn is_same(&self, other: &Self) -> bool {
        self.is_negated == other.is_negated
            && self.items.len() == other.items.len()
            && self.items.iter().zip(&other.items).all(|(own, other)| Rc::ptr_eq(own, other) || own.text == other.text)
    }

    /// Sorted, and nothing twice.
    #[must_use]
    pub fn tidied(self, work: &Work) -> Self {
        Self { items: sorted(drop_covered(self.items, work)), ..self }
    }

    /// What this and another match; none where that is surely nothing.
    pub fn meet(&self, other: &Self, work: &Work) -> Option<NamesMet> {
        let exactly = |names: Names| (!names.is_nothing()).then_some(NamesMet { names, but: None });
        if self.is_everything() {
            return exactly(other.clone());
        }
        if other.is_everything() {
            return exactly(self.clone());
        }
        match (self.is_negated, other.is_negated) {
            (true, true) => {
                let items = self.items.iter().chain(&other.items).cloned().collect();
                exactly(Self { is_negated: true, items }.tidied(work))
            }
            (false, true) => self.without(&other.items, work),
            (true, false) => other.without(&self.items, work),
            (false, false) => {
                if let Some(items) = meet_lists(&self.items, &other.items, work) {
                    return exactly(Self::of(items));
                }
                let but = Self { is_negated: true, items: other.items.clone() };
                Some(NamesMet { names: self.clone(), but: Some(but) })
            }
        }
    }

    /// Of entries those that none of others covers; where one matches some of it, that is too much.
    fn without(&self, others: &[Rc<Item>], work: &Work) -> Option<NamesMet> {
        let mut items = Vec::new();
        let mut but = Vec::new();
        for item in &self.items {
            let taken = overlapping(item, others, work);
            if !taken.iter().any(|other| work.covers(other, item)) {
                items.push(Rc::clone(item));
                but.extend(taken);
            }
        }
        let but = (!but.is_empty()).then(|| Self::of(but).tidied(work));
        (!items.is_empty()).then_some(NamesMet { names: Self::of(items), but })
    }

    /// The entries that have nothing of what is too much.
    #[must_use]
    pub fn apart_from(&self, but: &Self, work: &Work) -> Self {
        let is_apart = |item: &&Rc<Item>| {
            if but.is_negated {
                but.items.iter().any(|other| work.covers(other, item))
            } else {
                but.items.iter().all(|other| work.is_disjoint(other, item))
            }
        };
        if self.is_negated {
            return Self::of(Vec::new());
        }
        Self::of(self.items.iter().filter(is_apart).cloned().collect())
    }

    /// Does it match all that another does, by the words of the two alone?
    pub fn takes(&self, other: &Self, work: &Work) -> bool {
        let covers =
            |items: &[Rc<Item>], of: &Rc<Item>| items.iter().any(|item| Rc::ptr_eq(item, of) || work.covers(item, of));
        if self.is_everything() || other.is_nothing() {
            return true;
        }
        if !work.spend(1) {
            return false;
        }
        match (self.is_negated, other.is_negated) {
            (false, false) => other.items.iter().all(|item| covers(&self.items, item)),
            (true, true) => self.items.iter().all(|item| covers(&other.items, item)),
            (true, false) => other.items.iter().all(|item| self.items.iter().all(|own| work.is_disjoint(own, item))),
            (false, true) => false,
        }
    }

    /// Can nothing match both, by the words of the two alone?
    pub fn is_disjoint(&self, other: &Self, work: &Work) -> bool {
        let covered =
            |items: &[Rc<Item>], by: &[Rc<Item>]| items.iter().all(|item| by.iter().any(|own| work.covers(own, item)));
        match (self.is_negated, other.is_negated) {
            (false, false) => are_disjoint(&self.items, &other.items, work),
            (true, false) => covered(&other.items, &self.items),
            (false, true) => covered(&self.items, &other.items),
            (true, true) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::Dialect;

    fn names(is_negated: bool, texts: &[&str]) -> Names {
        Names { is_negated, items: texts.iter().map(|text| Item::of(text, Dialect::Action)).collect() }
    }

    fn work() -> Work {
        Work::of(1 << 20)
    }

    fn texts(names: &Names) -> Vec<&str> {
        names.items.iter().map(|item| &*item.text).collect()
    }

    #[test]
    fn not_action_meets_not_action_as_their_union() {
        let met = names(true, &["iam:*"]).meet(&names(true, &["iam:Get*", "s3:*"]), &work()).unwrap();
        assert!(met.names.is_negated && met.but.is_none());
        assert_eq!(texts(&met.names), ["iam:*", "s3:*"]);
    }

    #[test]
    fn not_action_leaves_what_is_disjoint_and_takes_the_rest() {
        let met =
            names(true, &["iam:*", "s3:Delete*"]).meet(&names(false, &["iam:Get*", "ec2:*", "s3:*"]), &work()).unwrap();
        assert_eq!(texts(&met.names), ["ec2:*", "s3:*"]);
        assert_eq!(met.but.as_ref().map(texts), Some(vec!["s3:Delete*"]));
        assert_eq!(texts(&met.names.apart_from(met.but.as_ref().unwrap(), &work())), ["ec2:*"]);
        assert!(names(true, &["iam:*"]).meet(&names(false, &["*"]), &work()).unwrap().names.is_negated);
    }
}
