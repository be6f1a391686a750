//! How large an input may be.

/// How much may a document hold before it is refused with a typed error instead of being read?
///
/// The defaults are far above AWS's quotas (a managed policy holds at most 6,144 characters; IAM user
/// guide, "IAM and AWS STS quotas"); they exist so that hostile input costs a bounded amount of work.
/// Every field may be raised or lowered.
///
/// ```
/// use iam_eval::{Limits, ParseOptions};
///
/// let options = ParseOptions::default().limits(Limits { max_bytes: 10, ..Limits::default() });
/// let error = options.parse(r#"{"Statement":[]}"#).unwrap_err();
/// assert!(error.is_limit());
/// assert_eq!(error.message(), "expected at most 10 bytes, found 16");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Limits {
    /// Bytes of one document. The hard ceiling is [`Limits::MAX_BYTES_CEILING`].
    pub max_bytes: usize,
    /// Nesting of lists and objects. The hard ceiling is [`Limits::MAX_DEPTH_CEILING`].
    pub max_depth: usize,
    /// Statements of one document.
    pub max_statements: usize,
    /// Bytes that all entries and condition values with a `?` behind a `*` have together: the one kind
    /// of pattern whose matching costs its length times that of the text. A whole managed policy has
    /// at most 6,144 characters.
    ///
    /// Values that fill variables in such a pattern, or between two `*`, count against the default of
    /// this limit; past it whether the pattern matches is not known.
    pub max_search_bytes: usize,
}

impl Limits {
    /// Default of [`max_bytes`](Self::max_bytes): 64 MiB.
    pub const DEFAULT_MAX_BYTES: usize = 64 << 20;
    /// Default of [`max_depth`](Self::max_depth); a policy is at most seven deep.
    pub const DEFAULT_MAX_DEPTH: usize = 64;
    /// Default of [`max_statements`](Self::max_statements).
    pub const DEFAULT_MAX_STATEMENTS: usize = 1_000_000;
    /// Default of [`max_search_bytes`](Self::max_search_bytes).
    pub const DEFAULT_MAX_SEARCH_BYTES: usize = 8_192;
    /// Spans are kept in 32 bits, so no document may pass 2 GiB whatever the limit says.
    pub const MAX_BYTES_CEILING: usize = (1 << 31) - 1;
    /// The JSON reader recurses, and refuses more than this whatever the limit says.
    pub const MAX_DEPTH_CEILING: usize = 120;
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: Self::DEFAULT_MAX_BYTES,
            max_depth: Self::DEFAULT_MAX_DEPTH,
            max_statements: Self::DEFAULT_MAX_STATEMENTS,
            max_search_bytes: Self::DEFAULT_MAX_SEARCH_BYTES,
        }
    }
}
