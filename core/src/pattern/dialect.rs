//! The places a pattern may stand in, and what each makes of the text.

use std::borrow::Cow;

/// Fields of an ARN: `arn:partition:service:region:account:resource`.
const ARN_FIELDS: usize = 6;

/// Where a pattern stands, which decides what its wildcards may match.
///
/// ```
/// use iam_eval::pattern::{Dialect, Pattern};
///
/// let text = "arn:aws:iam::*:user/*";
/// assert_eq!(Pattern::new(Dialect::Arn, text), Pattern::arn(text));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Dialect {
    /// `StringLike` and its kin: case-sensitive, wildcards match everything (rule
    /// `string_like`).
    Like,
    /// `Action` and `NotAction`: as [`Dialect::Like`], but ASCII letters match in either case
    /// (rules `action_case_insensitive`, `action_wildcards`).
    Action,
    /// `Resource` and `NotResource`: case-sensitive; before the pattern's fifth colon only a `*`
    /// directly before a `:` or at the end of the pattern may run over colons; a pattern that
    /// starts with `arn:` and has three to five fields is completed with `*` fields.
    Resource,
    /// `ArnLike` and `ArnEquals`: six fields, each matched by itself; only the sixth may hold
    /// colons; `*` alone is any ARN (rule `arn_operator`).
    Arn,
    /// No metacharacters: the text matches itself.
    Literal,
}

impl Dialect {
    /// Whether `A` and `a` are the same letter here.
    pub(super) fn folds_case(self) -> bool {
        self == Self::Action
    }

    /// Whether wildcards are held back by colons before the fifth one.
    pub(super) fn has_fields(self) -> bool {
        matches!(self, Self::Resource | Self::Arn)
    }

    /// The text whose plain reading has the meaning of `source`; `source` is always its start.
    pub(super) fn complete(self, source: &str) -> Cow<'_, str> {
        match self {
            Self::Arn if source == "*" => Cow::Borrowed("*:*:*:*:*:*"),
            Self::Resource if source.starts_with("arn:") => {
                let fields = field_count(source);
                if (3..ARN_FIELDS).contains(&fields) {
                    Cow::Owned(source.to_owned() + &":*".repeat(ARN_FIELDS - fields))
                } else {
                    Cow::Borrowed(source)
                }
            }
            _ => Cow::Borrowed(source),
        }
    }
}

/// Whether a pattern has a `?` behind a `*`: the one kind whose matching is not linear.
pub(crate) fn is_costly(pattern: &str) -> bool {
    pattern.find('*').is_some_and(|star| pattern[star..].contains('?'))
}

/// Number of colon-separated fields, at most six.
fn field_count(text: &str) -> usize {
    1 + memchr::memchr_iter(b':', text.as_bytes()).take(ARN_FIELDS - 1).count()
}

/// Whether a text has the six colon-separated fields of an ARN (the sixth may hold more colons).
///
/// This is the shape only; that the first field is `arn` and the others are not empty is for
/// others to say. O(text).
///
/// ```
/// use iam_eval::pattern::is_arn_shaped;
///
/// assert!(is_arn_shaped("arn:aws:s3:::bucket"));
/// assert!(!is_arn_shaped("arn:aws:s3"));
/// ```
pub fn is_arn_shaped(text: &str) -> bool {
    field_count(text) == ARN_FIELDS
}
