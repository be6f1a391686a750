//! How two patterns relate: one covers the other, or they share no text.

use super::element::{Automaton, Element, same};
use super::search::{SEARCH_LIMIT, Search, find_text_spending, fresh};
use super::wildcard::Pattern;

/// So many steps are spent on laying one pattern over another before the search is asked.
const ALIGNMENT_LIMIT: usize = 1 << 14;

/// An answer about all texts, with a text as proof of a no.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Answer {
    /// It holds for every text.
    Yes,
    /// It fails for this text.
    No(String),
    /// [`SEARCH_LIMIT`] was reached before either was certain.
    Undecided,
}

impl Pattern {
    /// Does this pattern match every text that `other` matches?
    ///
    /// A no carries a text that `other` matches and this pattern does not. Dialects may be
    /// mixed. Mostly O(pattern); at most [`SEARCH_LIMIT`] steps.
    ///
    /// ```
    /// use iam_eval::pattern::{Answer, Pattern};
    ///
    /// let bucket = Pattern::resource("arn:aws:s3:::bucket/*");
    /// assert_eq!(bucket.covers(&Pattern::resource("arn:aws:s3:::bucket/logs/*")), Answer::Yes);
    /// assert_eq!(
    ///     bucket.covers(&Pattern::resource("arn:aws:s3:::bucket*")),
    ///     Answer::No("arn:aws:s3:::bucket".to_owned()),
    /// );
    /// ```
    pub fn covers(&self, other: &Self) -> Answer {
        self.covers_within(SEARCH_LIMIT, other)
    }

    pub(super) fn covers_within(&self, limit: usize, other: &Self) -> Answer {
        self.covers_spending(&mut { limit }, other)
    }

    /// As [`Pattern::covers`], with a limit that several questions share: what this one takes is taken from it.
    pub(crate) fn covers_spending(&self, limit: &mut usize, other: &Self) -> Answer {
        if self == other || self.matches_everything() || self.covers_by_ends(other) {
            return Answer::Yes;
        }
        // A witness is tried before a proof: the shortest member of `other`, then one with every
        // wildcard filled by a character that neither pattern mentions.
        let Some(shortest) = other.shortest_witness() else {
            return Answer::Yes;
        };
        if !self.is_match(&shortest) {
            return Answer::No(shortest);
        }
        if other.is_literal() && (self.folds_case() || !other.folds_case()) {
            return Answer::Yes;
        }
        if aligns(&Automaton::new(self), &Automaton::new(other)) {
            return Answer::Yes;
        }
        let strange = fresh([self, other].into_iter()).map(String::from);
        let strange = strange.and_then(|unit| other.member(&unit, &unit));
        match strange.filter(|text| !self.is_match(text)) {
            Some(witness) => Answer::No(witness),
            None => match find_text_spending(limit, &[other], &[self]) {
                Search::Empty => Answer::Yes,
                Search::Found(witness) => Answer::No(witness),
                Search::Undecided => Answer::Undecided,
            },
        }
    }

    /// Do the two patterns share no text?
    ///
    /// A no carries a text that both match. Dialects may be mixed. Mostly O(pattern); at most
    /// [`SEARCH_LIMIT`] steps, which two patterns of 250 characters do not reach.
    ///
    /// ```
    /// use iam_eval::pattern::{Answer, Pattern};
    ///
    /// let logs = Pattern::like("*-logs");
    /// assert_eq!(logs.is_disjoint(&Pattern::like("*-data")), Answer::Yes);
    /// assert_eq!(logs.is_disjoint(&Pattern::like("app*")), Answer::No("app-logs".to_owned()));
    /// ```
    pub fn is_disjoint(&self, other: &Self) -> Answer {
        self.is_disjoint_spending(&mut { SEARCH_LIMIT }, other)
    }

    /// As [`Pattern::is_disjoint`], with a limit that several questions share.
    pub(crate) fn is_disjoint_spending(&self, limit: &mut usize, other: &Self) -> Answer {
        if self.differs_at_ends(other) {
            return Answer::Yes;
        }
        for (a, b) in [(self, other), (other, self)] {
            let Some(shortest) = a.shortest_witness() else {
                return Answer::Yes;
            };
            if b.is_match(&shortest) {
                return Answer::No(shortest);
            }
            if a.is_literal() && (b.folds_case() || !a.folds_case()) {
                return Answer::Yes;
            }
        }
        if let Some(witness) = self.joined(other) {
            return Answer::No(witness);
        }
        match find_text_spending(limit, &[self, other], &[]) {
            Search::Empty => Answer::Yes,
            Search::Found(witness) => Answer::No(witness),
            Search::Undecided => Answer::Undecided,
        }
    }

    /// The longer ends of the two around what stands between them, if both match that; they do
    /// whenever all their wildcards are unrestricted runs.
    fn joined(&self, other: &Self) -> Option<String> {
        let longer = |a: &'_ str, b: &'_ str| if a.len() < b.len() { b } else { a }.to_owned();
        let start = longer(self.literal_prefix(), other.literal_prefix());
        let end = longer(self.literal_suffix(), other.literal_suffix());
        let text = start + &self.middle()? + &other.middle()? + &end;
        (self.is_match(&text) && other.is_match(&text)).then_some(text)
    }

    fn folds_case(&self) -> bool {
        self.dialect().folds_case()
    }

    /// `abc*` covers what starts with `abc`, `*abc` what ends with it.
    fn covers_by_ends(&self, other: &Self) -> bool {
        if other.folds_case() && !self.folds_case() {
            return false;
        }
        if self.is_prefix() {
            self.is_match(other.literal_prefix())
        } else {
            self.is_suffix() && self.is_match(other.literal_suffix())
        }
    }

    /// Whether the texts every match starts or ends with contradict each other.
    fn differs_at_ends(&self, other: &Self) -> bool {
        let fold = self.folds_case() || other.folds_case();
        let same = |a: u8, b: u8| a == b || (fold && a.eq_ignore_ascii_case(&b));
        let (a, b) = (self.literal_prefix().bytes(), other.literal_prefix().bytes());
        let starts_agree = a.zip(b).all(|(a, b)| same(a, b));
        let (a, b) = (self.literal_suffix().bytes(), other.literal_suffix().bytes());
        let ends_agree = a.rev().zip(b.rev()).all(|(a, b)| same(a, b));
        !(starts_agree && ends_agree)
    }
}

/// Whether every element of `inner` can be laid under one of `outer` that accepts all it accepts,
/// which proves that `outer` covers `inner`; a no proves nothing.
fn aligns(outer: &Automaton, inner: &Automaton) -> bool {
    if inner.fold && !outer.fold {
        return false;
    }
    let (mut o, mut i) = (0, 0);
    // the last run of `outer` and the elements of `inner` given to it so far
    let mut run = None;
    for _ in 0..ALIGNMENT_LIMIT {
        let above = outer.elements.get(o).copied();
        match (above, inner.elements.get(i).copied()) {
            (Some(Element::Run(class)), _) => {
                run = Some((o, i, class));
                o += 1;
                continue;
            }
            (None, None) => return true,
            (Some(above), Some(below)) if accepts_all(above, below, outer.fold) => {
                o += 1;
                i += 1;
                continue;
            }
            _ => {}
        }
        let Some((at, given, class)) = run else {
            return false;
        };
        match inner.elements.get(given).copied() {
            Some(below) if accepts_all(Element::Run(class), below, outer.fold) => {
                run = Some((at, given + 1, class));
                o = at + 1;
                i = given + 1;
            }
            _ => return false,
        }
    }
    false
}

fn accepts_all(above: Element, below: Element, fold: bool) -> bool {
    use Element::{One, Run, Unit};
    match (above, below) {
        (Unit(a), Unit(b)) => same(a, b, fold),
        (One(class) | Run(class), Unit(unit)) => class.admits(unit),
        (One(a) | Run(a), One(b)) | (Run(a), Run(b)) => a >= b,
        (Unit(_), _) | (One(_), Run(_)) => false,
    }
}
