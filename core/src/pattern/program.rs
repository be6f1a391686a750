//! A pattern as the matcher reads it: literals, each after a gap, and a gap at the end.

use smallvec::SmallVec;

use super::dialect::Dialect;
use super::fold;
use super::gap::{Class, Gap};

/// Colons that end the five fields in which wildcards are held back.
const HELD_COLONS: usize = 5;

/// A gap and the literal after it, which is never empty; `L` says where the literal's text is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) struct Step<L> {
    pub(super) gap: Gap,
    pub(super) literal: L,
}

/// What the matcher needs to know of a pattern.
pub(super) trait Program {
    /// Number of literals; gaps are numbered `0..=len`, gap `i` stands before literal `i`.
    fn len(&self) -> usize;
    fn gap(&self, index: usize) -> Gap;
    fn literal(&self, index: usize) -> &[u8];
    fn folds_case(&self) -> bool;
    /// Leftmost occurrence of a literal.
    fn find(&self, index: usize, text: &[u8]) -> Option<usize> {
        fold::find(text, self.literal(index), self.folds_case(), &[])
    }
}

/// Reads a pattern left to right and gives each wildcard its class.
///
/// The first 32 steps live on the stack, so a template can be compiled at match time.
pub(super) struct Compiler<L> {
    dialect: Dialect,
    steps: SmallVec<[Step<L>; 32]>,
    gap: Gap,
    colons: usize,
    after_star: bool,
}

/// The steps, the gap after them, and how many colons the literals hold (counted to five).
pub(super) struct Compiled<L> {
    pub(super) steps: SmallVec<[Step<L>; 32]>,
    pub(super) tail: Gap,
    /// Whether nothing can match: an ARN pattern without six fields.
    pub(super) never: bool,
}

impl<L> Compiler<L> {
    pub(super) fn new(dialect: Dialect) -> Self {
        Self { dialect, steps: SmallVec::new(), gap: Gap::NONE, colons: 0, after_star: false }
    }

    fn class(&self) -> Class {
        if self.dialect.has_fields() && self.colons < HELD_COLONS { Class::NotColon } else { Class::Any }
    }

    pub(super) fn star(&mut self) {
        self.gap.add_run(self.class());
        self.after_star = true;
    }

    pub(super) fn question(&mut self) {
        self.gap.add_unit(self.class());
        self.after_star = false;
    }

    pub(super) fn literal(&mut self, literal: L, text: &str) {
        if text.is_empty() {
            return;
        }
        // rule resource_star_tail_crosses_colon: directly before a colon
        if self.after_star && self.dialect == Dialect::Resource && text.starts_with(':') {
            self.gap.add_run(Class::Any);
        }
        if self.dialect.has_fields() && self.colons < HELD_COLONS {
            self.colons += memchr::memchr_iter(b':', text.as_bytes()).count();
        }
        let gap = std::mem::replace(&mut self.gap, Gap::NONE);
        self.steps.push(Step { gap, literal });
        self.after_star = false;
    }

    pub(super) fn finish(mut self) -> Compiled<L> {
        // rule resource_star_tail_crosses_colon: at the very end
        if self.after_star && self.dialect == Dialect::Resource {
            self.gap.add_run(Class::Any);
        }
        Compiled { steps: self.steps, tail: self.gap, never: self.dialect == Dialect::Arn && self.colons < HELD_COLONS }
    }
}

/// A stretch of pattern text: a literal by its place in the text, or one metacharacter.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Token {
    Literal(std::ops::Range<usize>),
    Star,
    Question,
}

impl Token {
    /// The same token in a text that has `offset` more bytes before it.
    pub(super) fn moved(self, offset: usize) -> Self {
        match self {
            Self::Literal(range) => Self::Literal(range.start + offset..range.end + offset),
            wildcard => wildcard,
        }
    }
}

/// Cuts a text at its metacharacters.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token> + '_ {
    let mut at = 0;
    std::iter::from_fn(move || {
        let rest = text.as_bytes().get(at..).filter(|rest| !rest.is_empty())?;
        let start = at;
        match memchr::memchr2(b'*', b'?', rest) {
            Some(0) => {
                at += 1;
                Some(if rest[0] == b'*' { Token::Star } else { Token::Question })
            }
            next => {
                at += next.unwrap_or(rest.len());
                Some(Token::Literal(start..at))
            }
        }
    })
}
