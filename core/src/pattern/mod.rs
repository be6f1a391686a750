//! IAM's wildcard language: which texts a pattern matches, and how two patterns relate.
//!
//! This room answers "does this text match?", "does this pattern cover that one?", "do they
//! meet, and where?", each with a text as proof when the answer needs one.
//! It must not know policies, requests, ARNs as typed values or the syntax of `${…}` variables;
//! whoever reads those hands this room plain text and the [`Dialect`] it is written in.
//! Its tests check one law: every answer agrees with the naive reading of the pattern, tried on
//! all short texts, and every witness it returns is a text that proves its answer.
//!
//! # The language
//!
//! `*` is any run of UTF-16 code units, the empty run included; `?` is exactly one code unit.
//! Nothing else is special: `[`, `]`, `\` and `{` stand for themselves. A character beyond the
//! basic plane is two units, so `??` matches `😀` and `?` does not.
//!
//! # How matching works
//!
//! Wildcards that stand side by side commute (`*?` is `?*`), so every pattern is literals with
//! gaps between them, and a gap is "so many units, then perhaps a run". Literals are whole
//! characters; a surrogate pair can therefore only be split *inside* a gap, and counting units
//! there is enough to be exact on UTF-8 text. Between two runs the leftmost occurrence is always
//! the best one, which makes matching linear for patterns without `?` between literals and
//! O(pattern × text) at the very worst. Nothing is allocated.
//!
//! ```
//! use iam_eval::pattern::{Answer, Pattern};
//!
//! let reads = Pattern::action("s3:Get*");
//! assert!(reads.is_match("S3:getobject"));
//! assert_eq!(reads.covers(&Pattern::action("s3:GetObject*")), Answer::Yes);
//! assert_eq!(
//!     reads.covers(&Pattern::action("s3:G*Object")),
//!     Answer::No("s3:GObject".to_owned()),
//! );
//! ```

mod dialect;
mod element;
mod fold;
mod gap;
mod intersect;
mod matcher;
mod program;
mod relation;
mod search;
mod strategy;
mod template;
mod wildcard;

#[cfg(test)]
mod rules;

pub(crate) use dialect::is_costly;
pub use dialect::{Dialect, is_arn_shaped};
pub use intersect::{INTERSECTION_LIMIT, Intersection};
pub use relation::Answer;
pub use search::{SEARCH_LIMIT, Search, find_text};
pub(crate) use search::{find_strange_text, find_text_spending};
pub use template::{Piece, Template};
pub use wildcard::Pattern;
