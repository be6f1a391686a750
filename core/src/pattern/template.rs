//! A pattern with slots that are filled when it is matched.

use std::ops::Range;

use super::dialect::{Dialect, is_arn_shaped};
use super::gap::Gap;
use super::matcher;
use super::program::{Compiler, Program, Step, Token, tokens};
use super::wildcard::Pattern;

/// A part of a [`Template`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Piece<'a> {
    /// Pattern text; `*` and `?` are wildcards.
    Wild(&'a str),
    /// A place for a text that is taken literally.
    Slot(usize),
}

/// A pattern whose slots are filled at match time, as policy variables are.
///
/// A filled-in text is literal: its `*` and `?` are no wildcards (rule
/// `variable_value_is_literal`). Fields are those of the filled pattern, so colons of a
/// filled-in text count, and it is never padded (rule `resource_short_arn_padded`).
///
/// ```
/// use iam_eval::pattern::{Dialect, Piece, Template};
///
/// let home = Template::new(
///     Dialect::Resource,
///     &[Piece::Wild("arn:aws:s3:::home/"), Piece::Slot(0), Piece::Wild("/*")],
/// );
/// assert!(home.is_match("arn:aws:s3:::home/ana/x", |_| Some("ana")));
/// assert!(!home.is_match("arn:aws:s3:::home/ana/x", |_| Some("*")));
/// assert!(!home.is_match("arn:aws:s3:::home/ana/x", |_| None));
/// ```
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Template {
    dialect: Dialect,
    /// The pattern text of all pieces, one after the other.
    text: Box<str>,
    parts: Box<[Part]>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Part {
    Token(Token),
    Slot(usize),
}

impl Template {
    /// The template that these pieces are in a dialect.
    ///
    /// In [`Dialect::Literal`] the pieces hold no wildcards. O(text).
    ///
    /// ```
    /// use iam_eval::pattern::{Dialect, Piece, Template};
    ///
    /// let own = Template::new(Dialect::Like, &[Piece::Slot(0), Piece::Wild("-?")]);
    /// assert!(own.is_match("a*-1", |_| Some("a*")));
    /// ```
    pub fn new(dialect: Dialect, pieces: &[Piece<'_>]) -> Self {
        let mut text = String::new();
        let mut parts = Vec::new();
        for piece in pieces {
            match piece {
                Piece::Slot(slot) => parts.push(Part::Slot(*slot)),
                Piece::Wild("") => {}
                Piece::Wild(wild) => {
                    let offset = text.len();
                    text.push_str(wild);
                    if dialect == Dialect::Literal {
                        parts.push(Part::Token(Token::Literal(offset..text.len())));
                    } else {
                        parts.extend(tokens(wild).map(|token| Part::Token(token.moved(offset))));
                    }
                }
            }
        }
        Self { dialect, text: text.into(), parts: parts.into() }
    }

    /// Does the template, filled, match this text? An unfilled slot matches nothing.
    ///
    /// `fill` gives the text of a slot and may be asked for it more than once. O(template ×
    /// text) at the very worst; allocates nothing for up to 32 parts.
    ///
    /// ```
    /// use iam_eval::pattern::{Dialect, Piece, Template};
    ///
    /// let queue = Template::new(Dialect::Arn, &[Piece::Wild("arn:*:sqs:"), Piece::Slot(7)]);
    /// assert!(queue.is_match("arn:aws:sqs:r:1:q", |_| Some("r:1:q")));
    /// ```
    pub fn is_match<'f>(&self, text: &str, fill: impl Fn(usize) -> Option<&'f str>) -> bool {
        self.matches(text, fill, false)
    }

    /// May the template match this text, if an unfilled slot may turn out to be any text?
    ///
    /// Exact in dialects without fields; in the others ask a [`Dialect::Like`] template of the same
    /// pieces, which is at least as wide. Costs as [`Template::is_match`].
    ///
    /// ```
    /// use iam_eval::pattern::{Dialect, Piece, Template};
    ///
    /// let home = Template::new(Dialect::Like, &[Piece::Wild("home/"), Piece::Slot(0), Piece::Wild("/x")]);
    /// assert!(home.may_match("home/ana/x", |_| None));
    /// assert!(!home.may_match("away/ana/x", |_| None));
    /// ```
    pub fn may_match<'f>(&self, text: &str, fill: impl Fn(usize) -> Option<&'f str>) -> bool {
        self.matches(text, fill, true)
    }

    fn matches<'f>(&self, text: &str, fill: impl Fn(usize) -> Option<&'f str>, unfilled_is_any: bool) -> bool {
        let mut compiler: Compiler<&str> = Compiler::new(self.dialect);
        let mut filled = false;
        for part in &self.parts {
            match part {
                Part::Token(Token::Star) => compiler.star(),
                Part::Token(Token::Question) => compiler.question(),
                Part::Token(Token::Literal(range)) => {
                    let literal = &self.text[range.clone()];
                    compiler.literal(literal, literal);
                }
                Part::Slot(slot) => {
                    let literal = match fill(*slot) {
                        Some(literal) => literal,
                        None if unfilled_is_any => {
                            compiler.star();
                            continue;
                        }
                        None => return false,
                    };
                    filled |= !literal.is_empty();
                    compiler.literal(literal, literal);
                }
            }
        }
        if self.dialect == Dialect::Arn && &*self.text == "*" && !filled {
            return is_arn_shaped(text);
        }
        let compiled = compiler.finish();
        let program = Filled { steps: &compiled.steps, tail: compiled.tail, fold: self.dialect.folds_case() };
        !compiled.never && matcher::is_match(&program, text.as_bytes())
    }

    /// The pattern the filled template is; `None` if a slot is unfilled.
    ///
    /// Its [`as_str`](Pattern::as_str) is the filled text; if a filled-in text holds `*` or `?`,
    /// reading that text again would give a wider pattern.
    ///
    /// ```
    /// use iam_eval::pattern::{Dialect, Piece, Template};
    ///
    /// let own = Template::new(Dialect::Like, &[Piece::Slot(0), Piece::Wild("/*")]);
    /// let pattern = own.fill(|_| Some("a?")).unwrap();
    /// assert!(pattern.is_match("a?/x") && !pattern.is_match("ab/x"));
    /// assert_eq!(pattern.as_str(), "a?/*");
    /// ```
    pub fn fill<'f>(&self, fill: impl Fn(usize) -> Option<&'f str>) -> Option<Pattern> {
        let mut text = String::new();
        let mut tokens: Vec<Token> = Vec::new();
        for part in &self.parts {
            let start = text.len();
            match part {
                Part::Token(Token::Star) => {
                    text.push('*');
                    tokens.push(Token::Star);
                    continue;
                }
                Part::Token(Token::Question) => {
                    text.push('?');
                    tokens.push(Token::Question);
                    continue;
                }
                Part::Token(Token::Literal(range)) => text.push_str(&self.text[range.clone()]),
                Part::Slot(slot) => text.push_str(fill(*slot)?),
            }
            match tokens.last_mut() {
                _ if text.len() == start => {}
                Some(Token::Literal(Range { end, .. })) => *end = text.len(),
                _ => tokens.push(Token::Literal(start..text.len())),
            }
        }
        if self.dialect == Dialect::Arn && tokens == [Token::Star] {
            return Some(Pattern::arn("*"));
        }
        let length = text.len();
        let text = text.into_boxed_str();
        Some(Pattern::assemble(self.dialect, text, length, tokens.into_iter()))
    }
}

/// A template whose slots are filled, compiled for one match.
struct Filled<'a> {
    steps: &'a [Step<&'a str>],
    tail: Gap,
    fold: bool,
}

impl Program for Filled<'_> {
    fn len(&self) -> usize {
        self.steps.len()
    }

    fn gap(&self, index: usize) -> Gap {
        self.steps.get(index).map_or(self.tail, |step| step.gap)
    }

    fn literal(&self, index: usize) -> &[u8] {
        self.steps[index].literal.as_bytes()
    }

    fn folds_case(&self) -> bool {
        self.fold
    }
}
