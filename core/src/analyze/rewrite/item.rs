//! An entry of an element in the making: the text, and what it matches.

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use crate::document::Version;
use crate::pattern::{Dialect, Pattern};

use super::super::by_service::service_of;
use super::super::entry::Entry;
use super::work::Work;

/// As many entries an element may come to, before it is said in another way.
const MAX_ITEMS: usize = 8192;

/// An entry of `Action` or `Resource`, or a value that is compared as one, as a document of 2012 spells it.
#[derive(Debug, Clone)]
pub(super) struct Item {
    pub text: Box<str>,
    pub entry: Entry,
    /// Whether it has several wildcards, or one that counts, so that comparing it takes a search.
    pub is_hard: bool,
}

impl Item {
    pub fn of(text: &str, dialect: Dialect) -> Rc<Self> {
        let entry = match dialect {
            // rule `variable_scope`: actions have no variables
            Dialect::Action => Entry::exact(Pattern::action(text)),
            _ => Entry::of(text, dialect, Version::V2012),
        };
        let is_hard = text.contains('?') || text.matches('*').count() > 1;
        Rc::new(Self { text: text.into(), entry, is_hard })
    }

    pub fn is_everything(&self) -> bool {
        self.entry.open.is_none() && self.entry.pattern.matches_everything()
    }

    fn is_literal(&self) -> bool {
        self.entry.open.is_none() && self.entry.pattern.is_literal()
    }

    /// What stands before the first colon, in lower case, where no wildcard does.
    pub fn service(&self) -> Option<String> {
        service_of(&self.entry.pattern)
    }

    /// The entries that match what both do; none where no entries can say it.
    pub fn meet(self: &Rc<Self>, other: &Rc<Self>, work: &Work) -> Option<Vec<Rc<Self>>> {
        if work.covers(other, self) {
            return Some(vec![Rc::clone(self)]);
        }
        if work.covers(self, other) {
            return Some(vec![Rc::clone(other)]);
        }
        if work.is_disjoint(self, other) {
            return Some(Vec::new());
        }
        let dialect = self.entry.pattern.dialect();
        // a filled variable is no pattern, and an escape does not stand in a pattern's text
        let has_variables = |item: &Self| dialect != Dialect::Action && item.text.contains("${");
        let cost = 256 + self.text.len().saturating_mul(other.text.len());
        if has_variables(self) || has_variables(other) || !work.spend(cost) {
            return None;
        }
        let both = self.entry.pattern.intersect(&other.entry.pattern);
        let write = |pattern: &Pattern| match dialect {
            Dialect::Action => Self::of(pattern.as_str(), dialect),
            // what is text may not become a variable where two entries come together
            _ => Self::of(&pattern.as_str().replace("${", "${$}{"), dialect),
        };
        both.exact.then(|| both.patterns.iter().map(write).collect())
    }
}

/// Entries by service, so that most are not looked at.
struct Index<'i> {
    by_service: HashMap<String, Vec<&'i Rc<Item>>>,
    /// Of no service in particular.
    others: Vec<&'i Rc<Item>>,
}

impl<'i> Index<'i> {
    fn of(items: impl Iterator<Item = &'i Rc<Item>>) -> Self {
        let mut index = Self { by_service: HashMap::new(), others: Vec::new() };
        for item in items {
            match item.service() {
                Some(service) => index.by_service.entry(service).or_default().push(item),
                None => index.others.push(item),
            }
        }
        index
    }

    /// All that may have something in common with an entry.
    fn near(&self, item: &Item) -> Vec<&'i Rc<Item>> {
        let own = match item.service() {
            Some(service) => self.by_service.get(&service).cloned().unwrap_or_default(),
            None => self.by_service.values().flatten().copied().collect(),
        };
        own.into_iter().chain(self.others.iter().copied()).collect()
    }
}

/// The entries that match what one of some and one of others do; none where no entries can say it.
pub(super) fn meet_lists(some: &[Rc<Item>], others: &[Rc<Item>], work: &Work) -> Option<Vec<Rc<Item>>> {
    let index = Index::of(others.iter());
    let mut met: Vec<Rc<Item>> = Vec::new();
    let written: HashSet<&str> = others.iter().map(|other| &*other.text).collect();
    for item in some {
        if written.contains(&*item.text) {
            met.push(Rc::clone(item));
            continue;
        }
        let near = index.near(item);
        if near.iter().any(|other| work.covers(other, item)) {
            met.push(Rc::clone(item));
        } else if !item.is_literal() {
            for other in near {
                met.extend(item.meet(other, work)?);
            }
        }
        if met.len() > MAX_ITEMS {
            return None;
        }
    }
    Some(sorted(drop_covered(met, work)))
}

/// Can nothing match one of some and one of others?
pub(super) fn are_disjoint(some: &[Rc<Item>], others: &[Rc<Item>], work: &Work) -> bool {
    let index = Index::of(others.iter());
    some.iter().all(|item| index.near(item).iter().all(|other| work.is_disjoint(item, other)))
}

/// Those of the second that the first does not keep apart from: what they have in common with it.
pub(super) fn overlapping(item: &Item, others: &[Rc<Item>], work: &Work) -> Vec<Rc<Item>> {
    others.iter().filter(|other| !work.is_disjoint(other, item)).cloned().collect()
}

/// Without what another entry covers, nor anything twice.
pub(super) fn drop_covered(items: Vec<Rc<Item>>, work: &Work) -> Vec<Rc<Item>> {
    let mut seen: HashSet<String> = HashSet::new();
    let spelled = |item: &Item| match item.entry.pattern.dialect() {
        Dialect::Action => item.text.to_ascii_lowercase(),
        _ => item.text.to_string(),
    };
    let items: Vec<Rc<Item>> = items.into_iter().filter(|item| seen.insert(spelled(item))).collect();
    let index = Index::of(items.iter().filter(|item| !item.is_literal()));
    let is_needed = |item: &&Rc<Item>| {
        !index.near(item).iter().any(|other| {
            !Rc::ptr_eq(other, item)
                && work.covers(other, item)
                // of two that say the same the first in the alphabet stays
                && (other.text < item.text || !work.covers(item, other))
        })
    };
    items.iter().filter(is_needed).cloned().collect()
}

/// In the order of their letters, whatever their case.
pub(super) fn sorted(mut items: Vec<Rc<Item>>) -> Vec<Rc<Item>> {
    items.sort_by_cached_key(|item| (item.text.to_ascii_lowercase(), item.text.clone()));
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    fn work() -> Work {
        Work::of(1 << 20)
    }

    fn texts(items: &[Rc<Item>]) -> Vec<&str> {
        items.iter().map(|item| &*item.text).collect()
    }

    fn items(texts: &[&str], dialect: Dialect) -> Vec<Rc<Item>> {
        texts.iter().map(|text| Item::of(text, dialect)).collect()
    }

    #[test]
    fn overlap_of_two_patterns_is_kept() {
        let (one, other) =
            (items(&["arn:aws:s3:::ab*"], Dialect::Resource), items(&["arn:aws:s3:::*bc"], Dialect::Resource));
        let both = meet_lists(&one, &other, &work()).unwrap();
        assert_eq!(texts(&both), ["arn:aws:s3:::ab*bc", "arn:aws:s3:::abc"]);
    }

    #[test]
    fn variables_pass_through_unchanged() {
        let home = items(&["arn:aws:s3:::home/${aws:username}/*"], Dialect::Resource);
        for other in ["*", "arn:aws:s3:::home/*", "arn:aws:s3:::home/${AWS:username}/*"] {
            let both = meet_lists(&home, &items(&[other], Dialect::Resource), &work()).unwrap();
            assert_eq!(texts(&both), ["arn:aws:s3:::home/${aws:username}/*"]);
        }
        assert!(meet_lists(&home, &items(&["arn:aws:s3:::home/*/pub"], Dialect::Resource), &work()).is_none());
        assert!(meet_lists(&home, &items(&["arn:aws:s3:::away/*"], Dialect::Resource), &work()).unwrap().is_empty());
    }

    #[test]
    fn covered_entries_are_dropped() {
        let actions = items(&["s3:Get*", "S3:get*", "s3:GetObject", "*:Get*", "ec2:*"], Dialect::Action);
        assert_eq!(texts(&sorted(drop_covered(actions, &work()))), ["*:Get*", "ec2:*"]);
    }
}
