//! One pattern: built from text, asked about texts.

use std::fmt;
use std::ops::Range;

use super::dialect::Dialect;
use super::fold;
use super::gap::Gap;
use super::matcher;
use super::program::{Compiler, Program, Step, Token, tokens};
use super::strategy::Strategy;

/// A pattern of IAM's wildcard language in one of its [dialects](Dialect).
///
/// Every text is a pattern, so building one cannot fail. Two patterns are equal if they were
/// written alike; whether they match the same texts is [`Pattern::covers`] both ways.
///
/// ```
/// use iam_eval::pattern::Pattern;
///
/// let objects = Pattern::resource("arn:aws:s3:::bucket-*/logs/*.gz");
/// assert!(objects.is_match("arn:aws:s3:::bucket-7/logs/2026/11/24.gz"));
/// ```
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Pattern {
    /// The source, completed as the dialect asks. INVARIANT: the source is its start.
    text: Box<str>,
    source_len: usize,
    dialect: Dialect,
    strategy: Strategy,
    /// INVARIANT: the literals are non-empty, in text order, and cut at character borders.
    steps: Box<[Step<Range<usize>>]>,
    tail: Gap,
    /// Border tables of long literals, laid out as `text`; empty if there are none.
    borders: Box<[usize]>,
}

impl Pattern {
    /// The pattern that `source` is in a dialect.
    ///
    /// O(source).
    ///
    /// ```
    /// use iam_eval::pattern::{Dialect, Pattern};
    ///
    /// assert!(Pattern::new(Dialect::Like, "a*").is_match("a\nb"));
    /// ```
    pub fn new(dialect: Dialect, source: &str) -> Self {
        let text: Box<str> = dialect.complete(source).into();
        if dialect == Dialect::Literal {
            let whole = Token::Literal(0..text.len());
            Self::assemble(dialect, text, source.len(), std::iter::once(whole))
        } else {
            let parts: Vec<Token> = tokens(&text).collect();
            Self::assemble(dialect, text, source.len(), parts.into_iter())
        }
    }

    /// A pattern from tokens of `text`; literals must not touch one another.
    pub(super) fn assemble(
        dialect: Dialect,
        text: Box<str>,
        source_len: usize,
        parts: impl Iterator<Item = Token>,
    ) -> Self {
        let mut compiler = Compiler::new(dialect);
        for part in parts {
            match part {
                Token::Star => compiler.star(),
                Token::Question => compiler.question(),
                Token::Literal(range) => compiler.literal(range.clone(), &text[range]),
            }
        }
        let compiled = compiler.finish();
        let steps = compiled.steps.into_boxed_slice();
        let gaps: Vec<Gap> = steps.iter().map(|step| step.gap).chain([compiled.tail]).collect();
        let strategy = if compiled.never { Strategy::Never } else { Strategy::choose(&gaps) };
        let fold = dialect.folds_case();
        let mut borders = Vec::new();
        for step in &steps {
            let literal = &text.as_bytes()[step.literal.clone()];
            if fold::needs_borders(literal, fold) {
                borders.resize(step.literal.start, 0);
                borders.extend(fold::borders(literal));
            }
        }
        Self { text, source_len, dialect, strategy, steps, tail: compiled.tail, borders: borders.into_boxed_slice() }
    }

    /// The pattern a `StringLike` value is: case-sensitive, wildcards match everything.
    ///
    /// Source: IAM user guide, "Condition operators: string" (rule `string_like`).
    ///
    /// ```
    /// use iam_eval::pattern::Pattern;
    ///
    /// assert!(Pattern::like("a?c*").is_match("abc"));
    /// assert!(!Pattern::like("a?c*").is_match("Abc"));
    /// ```
    pub fn like(source: &str) -> Self {
        Self::new(Dialect::Like, source)
    }

    /// The pattern an `Action` entry is: as [`Pattern::like`], ASCII letters in either case.
    ///
    /// Source: IAM user guide, "Policy elements: Action" (rule `action_wildcards`).
    ///
    /// ```
    /// use iam_eval::pattern::Pattern;
    ///
    /// assert!(Pattern::action("s3:get*").is_match("S3:GetObject"));
    /// ```
    pub fn action(source: &str) -> Self {
        Self::new(Dialect::Action, source)
    }

    /// The pattern a static `Resource` entry is.
    ///
    /// Source: IAM user guide, "Policy elements: Resource" (rules `resource_star_alone` to
    /// `resource_short_arn_padded`).
    ///
    /// ```
    /// use iam_eval::pattern::Pattern;
    ///
    /// assert!(Pattern::resource("arn:aws:sqs").is_match("arn:aws:sqs:eu-west-1:111122223333:q"));
    /// assert!(!Pattern::resource("arn:aws:s*s:r:a:q").is_match("arn:aws:s:s:r:a:q"));
    /// ```
    pub fn resource(source: &str) -> Self {
        Self::new(Dialect::Resource, source)
    }

    /// The pattern an `ArnLike` or `ArnEquals` value is; with fewer than six fields it matches
    /// nothing.
    ///
    /// Source: IAM user guide, "Condition operators: ARN" (rule `arn_operator`).
    ///
    /// ```
    /// use iam_eval::pattern::Pattern;
    ///
    /// let users = Pattern::arn("arn:aws:iam::*:user/*");
    /// assert!(users.is_match("arn:aws:iam::111122223333:user/a:b"));
    /// assert!(!users.is_match("arn:aws:iam::1:2:user/a"));
    /// ```
    pub fn arn(source: &str) -> Self {
        Self::new(Dialect::Arn, source)
    }

    /// The pattern that matches exactly this text, whatever characters it holds.
    ///
    /// ```
    /// use iam_eval::pattern::Pattern;
    ///
    /// assert!(Pattern::literal("a*").is_match("a*"));
    /// assert!(!Pattern::literal("a*").is_match("ab"));
    /// ```
    pub fn literal(source: &str) -> Self {
        Self::new(Dialect::Literal, source)
    }

    /// Does the pattern match this text?
    ///
    /// Linear in the text unless `?` stands between two literals, O(pattern × text) at the very
    /// worst; allocates nothing.
    ///
    /// ```
    /// use iam_eval::pattern::Pattern;
    ///
    /// assert!(!Pattern::like("?").is_match("😀"));
    /// assert!(Pattern::like("??").is_match("😀"));
    /// ```
    #[inline]
    pub fn is_match(&self, text: &str) -> bool {
        let fold = self.folds_case();
        let text = text.as_bytes();
        match self.strategy {
            Strategy::Never => false,
            Strategy::Everything => true,
            Strategy::Literal => fold::eq(text, self.text.as_bytes(), fold),
            Strategy::Prefix => fold::starts_with(text, Program::literal(self, 0), fold),
            Strategy::Suffix => fold::ends_with(text, Program::literal(self, 0), fold),
            Strategy::PrefixSuffix => {
                let (prefix, suffix) = (Program::literal(self, 0), Program::literal(self, 1));
                text.len() >= prefix.len() + suffix.len()
                    && fold::starts_with(text, prefix, fold)
                    && fold::ends_with(text, suffix, fold)
            }
            Strategy::Contains => self.find(0, text).is_some(),
            Strategy::FreeRuns => matcher::matches_free_runs(self, text),
            Strategy::General => matcher::is_match(self, text),
        }
    }

    /// The text the pattern was built from.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert_eq!(Pattern::resource("arn:aws:sqs").as_str(), "arn:aws:sqs");
    /// ```
    pub fn as_str(&self) -> &str {
        &self.text[..self.source_len]
    }

    /// The dialect the pattern was built in.
    ///
    /// ```
    /// # use iam_eval::pattern::{Dialect, Pattern};
    /// assert_eq!(Pattern::like("*").dialect(), Dialect::Like);
    /// ```
    pub fn dialect(&self) -> Dialect {
        self.dialect
    }

    /// Whether the pattern holds no wildcard.
    ///
    /// In [`Dialect::Action`] such a pattern still matches every spelling of its letters.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert!(Pattern::action("s3:GetObject").is_literal());
    /// assert!(!Pattern::resource("arn:aws:sqs").is_literal());
    /// ```
    pub fn is_literal(&self) -> bool {
        self.strategy == Strategy::Literal
    }

    /// The one text a pattern without wildcards is (up to case in [`Dialect::Action`]).
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert_eq!(Pattern::like("abc").literal_text(), Some("abc"));
    /// assert_eq!(Pattern::like("ab*").literal_text(), None);
    /// ```
    pub fn literal_text(&self) -> Option<&str> {
        self.is_literal().then_some(&*self.text)
    }

    /// The text every match starts with, as an index wants it (up to case in
    /// [`Dialect::Action`]); empty if there is none.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert_eq!(Pattern::action("s3:Get*").literal_prefix(), "s3:Get");
    /// assert_eq!(Pattern::action("*:Get*").literal_prefix(), "");
    /// ```
    pub fn literal_prefix(&self) -> &str {
        match self.steps.first() {
            Some(step) if step.gap.is_none() => &self.text[step.literal.clone()],
            _ => "",
        }
    }

    /// The text every match ends with (up to case in [`Dialect::Action`]); empty if there is
    /// none.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert_eq!(Pattern::like("*.gz").literal_suffix(), ".gz");
    /// ```
    pub fn literal_suffix(&self) -> &str {
        match self.steps.last() {
            Some(step) if self.tail.is_none() => &self.text[step.literal.clone()],
            _ => "",
        }
    }

    /// Whether the pattern matches every text, as `*` and `**` do.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert!(Pattern::resource("*").matches_everything());
    /// assert!(!Pattern::arn("*").matches_everything());
    /// ```
    pub fn matches_everything(&self) -> bool {
        self.strategy == Strategy::Everything
    }

    /// Whether the pattern matches no text at all: an ARN pattern without six fields.
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert!(Pattern::arn("arn:aws:s3").matches_nothing());
    /// ```
    pub fn matches_nothing(&self) -> bool {
        self.strategy == Strategy::Never
    }

    /// A text that matches, with no fewer UTF-16 units than any other; `None` only if
    /// [nothing matches](Pattern::matches_nothing).
    ///
    /// O(pattern).
    ///
    /// ```
    /// # use iam_eval::pattern::Pattern;
    /// assert_eq!(Pattern::like("a*b?").shortest_witness().as_deref(), Some("abx"));
    /// ```
    pub fn shortest_witness(&self) -> Option<String> {
        self.member("x", "")
    }

    /// The member in which every `?` is `unit` and every run is `run`; neither holds a colon.
    pub(super) fn member(&self, unit: &str, run: &str) -> Option<String> {
        if self.matches_nothing() {
            return None;
        }
        let mut text = String::with_capacity(self.text.len());
        let fill = |text: &mut String, gap: Gap| {
            text.extend(std::iter::repeat_n(unit, gap.units));
            if gap.run.is_some() {
                text.push_str(run);
            }
        };
        for step in &self.steps {
            fill(&mut text, step.gap);
            text.push_str(&self.text[step.literal.clone()]);
        }
        fill(&mut text, self.tail);
        Some(text)
    }

    /// What stands between the literal ends, each `?` as `x` and each run empty.
    pub(super) fn middle(&self) -> Option<String> {
        let member = self.member("x", "")?;
        let ends = self.literal_prefix().len()..member.len() - self.literal_suffix().len();
        member.get(ends).map(str::to_owned)
    }

    /// The gaps and literals in order, the last gap with an empty literal.
    pub(super) fn parts(&self) -> impl Iterator<Item = (Gap, &str)> {
        let steps = self.steps.iter();
        steps.map(|step| (step.gap, &self.text[step.literal.clone()])).chain([(self.tail, "")])
    }

    /// Whether this is `abc*`.
    pub(super) fn is_prefix(&self) -> bool {
        self.strategy == Strategy::Prefix
    }

    /// Whether this is `*abc`.
    pub(super) fn is_suffix(&self) -> bool {
        self.strategy == Strategy::Suffix
    }
}

impl Program for Pattern {
    fn len(&self) -> usize {
        self.steps.len()
    }

    fn gap(&self, index: usize) -> Gap {
        self.steps.get(index).map_or(self.tail, |step| step.gap)
    }

    fn literal(&self, index: usize) -> &[u8] {
        &self.text.as_bytes()[self.steps[index].literal.clone()]
    }

    fn folds_case(&self) -> bool {
        self.dialect.folds_case()
    }

    fn find(&self, index: usize, text: &[u8]) -> Option<usize> {
        let range = self.steps[index].literal.clone();
        let borders = self.borders.get(range.clone()).unwrap_or(&[]);
        let literal = &self.text.as_bytes()[range];
        fold::find(text, literal, self.folds_case(), borders)
    }
}

impl fmt::Display for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for Pattern {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}({:?})", self.dialect, self.as_str())
    }
}
