//! [`PathFilter`]: which paths are selected.

use std::collections::BTreeSet;
use std::fmt;

use globset::{Glob, GlobBuilder, GlobSet, GlobSetBuilder};

/// Which paths are selected: those that one of some patterns matches, and none of others.
///
/// `*` and `?` stay within a folder, `**` goes through folders, `{a,b}` and `[a-z]` choose. A pattern is of the
/// whole path, as it is written; letter case counts.
///
/// ```
/// use iam_eval::sources::PathFilter;
///
/// let filter = PathFilter::new(["logs/**/*.json.gz"], ["**/*Digest*/**"])?;
/// assert!(filter.is_selected("logs/2026/09/01/a.json.gz") && filter.is_selected("logs/a.json.gz"));
/// assert!(!filter.is_selected("logs/CloudTrail-Digest/a.json.gz") && !filter.is_selected("a.json.gz"));
/// assert_eq!(filter.roots(), ["logs"]);
/// assert_eq!(PathFilter::new(["a[b"], [""; 0]).unwrap_err().pattern(), "a[b");
/// # Ok::<(), iam_eval::sources::PathFilterError>(())
/// ```
#[derive(Debug, Clone)]
pub struct PathFilter {
    included: GlobSet,
    /// Nothing to include means everything.
    includes_all: bool,
    excluded: GlobSet,
    roots: BTreeSet<String>,
}

impl PathFilter {
    /// Selects what one of `include` matches, everything where there is none, without what one of `exclude`
    /// matches.
    ///
    /// # Errors
    /// A pattern is none, or too large.
    pub fn new<I, E>(include: I, exclude: E) -> Result<Self, PathFilterError>
    where
        I: IntoIterator<Item: AsRef<str>>,
        E: IntoIterator<Item: AsRef<str>>,
    {
        let include: Vec<_> = include.into_iter().collect();
        let roots = include.iter().map(|pattern| root(pattern.as_ref()).to_owned()).collect();
        Ok(Self {
            includes_all: include.is_empty(),
            included: set(include.iter().map(AsRef::as_ref))?,
            excluded: set(exclude.into_iter().collect::<Vec<_>>().iter().map(AsRef::as_ref))?,
            roots,
        })
    }

    /// Is this path selected?
    pub fn is_selected(&self, path: &str) -> bool {
        (self.includes_all || self.included.is_match(path)) && !self.excluded.is_match(path)
    }

    /// The folders below which all that is included stands, in order: where a search begins. The empty text is
    /// the folder one is in.
    pub fn roots(&self) -> Vec<&str> {
        self.roots.iter().map(String::as_str).collect()
    }
}

/// The longest pattern, as long as a path may be on most systems: what matches them is built in a time that grows
/// faster than they do.
const MAX_PATTERN_BYTES: usize = 4096;

/// The folders of a pattern before its first wildcard.
fn root(pattern: &str) -> &str {
    let wild = pattern.find(['*', '?', '[', '{', '\\']).unwrap_or(pattern.len());
    let folder = pattern.get(..wild).and_then(|start| start.rfind('/'));
    match folder {
        // the root of the file system is a folder, too
        Some(0) => "/",
        Some(end) => pattern.get(..end).unwrap_or(""),
        None => "",
    }
}

fn set<'p>(patterns: impl Iterator<Item = &'p str>) -> Result<GlobSet, PathFilterError> {
    let mut all = GlobSetBuilder::new();
    for pattern in patterns {
        all.add(glob(pattern)?);
    }
    // many patterns may be too large together
    all.build().map_err(|error| PathFilterError::of("", &error))
}

fn glob(pattern: &str) -> Result<Glob, PathFilterError> {
    if pattern.len() > MAX_PATTERN_BYTES {
        let start = pattern.chars().take(40).collect::<String>();
        let message = format!("longer than {MAX_PATTERN_BYTES} bytes");
        return Err(PathFilterError { pattern: format!("{start}…"), message });
    }
    let built = GlobBuilder::new(pattern).literal_separator(true).build();
    built.map_err(|error| PathFilterError::of(pattern, &error))
}

/// A pattern of paths that is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PathFilterError {
    pattern: String,
    message: String,
}

impl PathFilterError {
    fn of(pattern: &str, error: &globset::Error) -> Self {
        Self { pattern: pattern.to_owned(), message: error.kind().to_string() }
    }

    /// The pattern; empty where all of them are too large together.
    pub fn pattern(&self) -> &str {
        &self.pattern
    }
}

impl fmt::Display for PathFilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a pattern of paths, found `{}`: {}", self.pattern, self.message)
    }
}

impl std::error::Error for PathFilterError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wildcards_stay_within_a_folder() {
        let filter = PathFilter::new(["a/*.json", "b/**", "/c/?/x.{json,gz}"], ["**/tmp/**"]).unwrap();
        let selected = |path| filter.is_selected(path);
        assert!(selected("a/x.json") && selected("b/c/d") && selected("/c/1/x.gz"));
        assert!(!selected("a/b/x.json") && !selected("/c/12/x.gz") && !selected("b/tmp/d") && !selected("A/x.json"));
        assert_eq!(filter.roots(), ["/c", "a", "b"]);
    }

    #[test]
    fn nothing_to_include_is_everything() {
        let filter = PathFilter::new([""; 0], ["*.txt"]).unwrap();
        assert!(filter.is_selected("a/b") && filter.is_selected("a/b.txt") && !filter.is_selected("b.txt"));
        assert!(filter.roots().is_empty());
        assert_eq!(PathFilter::new(["*.json", "x"], [""; 0]).unwrap().roots(), [""]);
    }

    #[test]
    fn a_pattern_that_is_none_is_named() {
        for pattern in ["[", "{a", "a\\"] {
            let error = PathFilter::new([""; 0], [pattern]).unwrap_err();
            assert_eq!(error.pattern(), pattern);
            assert!(error.to_string().starts_with("expected a pattern of paths, found"), "{error}");
        }
        let huge = "?".repeat(MAX_PATTERN_BYTES + 1);
        let error = PathFilter::new([huge.as_str()], [""; 0]).unwrap_err();
        assert!(error.to_string().ends_with("longer than 4096 bytes"));
    }
}
