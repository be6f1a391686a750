//! Does one entry of a list cover another, as both are written?
//!
//! A quicker reading than [`Pattern`](crate::pattern::Pattern)'s for texts that are looked at once: nothing is built. A
//! wildcard of the covered text is taken for a character that only `*`, and `?` for `?`, can stand for. That is exact
//! where the covering one has no `?`; where it has, a cover may be missed (`*?` over `a*`), never made up.

/// Do letters of the other case match?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Case {
    /// No: resources.
    Exact,
    /// ASCII ones do: actions.
    Folded,
}

impl Case {
    fn eq(self, a: u8, b: u8) -> bool {
        a == b || (self == Self::Folded && a.eq_ignore_ascii_case(&b))
    }

    /// The order in which texts that begin alike stand together.
    pub fn compare(self, a: &str, b: &str) -> std::cmp::Ordering {
        if self == Self::Exact {
            return a.cmp(b);
        }
        // entries of one service begin alike, mostly in the same letter case
        let chunk = |chunk: &[u8]| chunk.try_into().map(u64::from_ne_bytes).ok();
        let chunks = a.as_bytes().chunks_exact(8).zip(b.as_bytes().chunks_exact(8));
        let same = 8 * chunks.take_while(|(a, b)| chunk(a) == chunk(b)).count();
        let (a, b) = (a.as_bytes().get(same..).unwrap_or(&[]), b.as_bytes().get(same..).unwrap_or(&[]));
        let differing = a.iter().zip(b).find(|(a, b)| !a.eq_ignore_ascii_case(b));
        match differing {
            Some((a, b)) => a.to_ascii_lowercase().cmp(&b.to_ascii_lowercase()),
            None => a.len().cmp(&b.len()),
        }
    }

    pub fn starts_with(self, text: &str, prefix: &str) -> bool {
        let Some(start) = text.as_bytes().get(..prefix.len()) else { return false };
        start == prefix.as_bytes() || (self == Self::Folded && start.eq_ignore_ascii_case(prefix.as_bytes()))
    }

    fn ends_with(self, text: &str, suffix: &str) -> bool {
        let Some(at) = text.len().checked_sub(suffix.len()) else { return false };
        let end = text.as_bytes().get(at..).unwrap_or(&[]);
        end == suffix.as_bytes() || (self == Self::Folded && end.eq_ignore_ascii_case(suffix.as_bytes()))
    }
}

/// A text with a wildcard in it, and what of it can be compared at once.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wildcard<'t> {
    text: &'t str,
    case: Case,
    /// Up to the first wildcard.
    pub prefix: &'t str,
    /// From the first wildcard on.
    rest: &'t str,
    /// After the last wildcard.
    suffix: &'t str,
}

impl<'t> Wildcard<'t> {
    /// None where there is no wildcard in it.
    pub fn of(text: &'t str, case: Case) -> Option<Self> {
        let first = memchr::memchr2(b'*', b'?', text.as_bytes())?;
        let last = memchr::memrchr2(b'*', b'?', text.as_bytes())?;
        let (prefix, rest) = text.split_at_checked(first)?;
        Some(Self { text, case, prefix, rest, suffix: text.get(last + 1..)? })
    }

    /// How many comparisons may it come to?
    pub fn cost(&self, other: &str) -> usize {
        if self.rest == "*" || !self.case.ends_with(other, self.suffix) {
            return 1;
        }
        1 + self.text.len().saturating_mul(other.len()) / 64
    }

    /// Does it match all that the other one matches?
    pub fn covers(&self, other: &str) -> bool {
        self.case.starts_with(other, self.prefix) && self.covers_rest(other.get(self.prefix.len()..).unwrap_or(""))
    }

    /// The same of a text that is known to begin so, which is left out of it.
    pub fn covers_rest(&self, other: &str) -> bool {
        if self.rest == "*" {
            return true;
        }
        self.case.ends_with(other, self.suffix) && walk(self.rest.as_bytes(), other.as_bytes(), self.case)
    }
}

/// Greedy: where a later literal does not fit, what the last `*` takes grows by one.
fn walk(pattern: &[u8], other: &[u8], case: Case) -> bool {
    let (mut at, mut there) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while let Some(found) = other.get(there).copied() {
        let fits = match pattern.get(at).copied() {
            Some(b'*') => {
                at += 1;
                if at == pattern.len() {
                    return true;
                }
                star = Some((at, there));
                continue;
            }
            Some(b'?') => found != b'*',
            Some(wanted) => !matches!(found, b'*' | b'?') && case.eq(wanted, found),
            None => false,
        };
        if fits {
            let is_one = pattern.get(at) == Some(&b'?');
            at += 1;
            there += 1;
            // `?` stands for a character, which may be several bytes
            while is_one && other.get(there).is_some_and(|byte| byte & 0xC0 == 0x80) {
                there += 1;
            }
        } else if let Some((after, taken)) = star {
            at = after;
            there = taken + 1;
            star = Some((after, there));
        } else {
            return false;
        }
    }
    pattern.get(at..).unwrap_or(&[]).iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::pattern::{Answer, Pattern};
    use proptest::prelude::*;

    fn covers(pattern: &str, other: &str) -> bool {
        Wildcard::of(pattern, Case::Folded).is_some_and(|wildcard| wildcard.covers(other))
    }

    #[test]
    fn a_wildcard_covers_what_it_matches_and_narrower_wildcards() {
        for (pattern, other) in [
            ("iam:Get*", "iam:getUser"),
            ("iam:Get*", "iam:Get*"),
            ("iam:Get*", "iam:GetA*"),
            ("iam:*", "IAM:*User*"),
            ("*", "iam:Get?ser"),
            ("a*c*e", "abcde"),
            ("a*c*e", "a*c?c*e"),
            ("a?c", "a\u{e9}c"),
            ("a?c", "a?c"),
            ("a**", "a"),
        ] {
            assert!(covers(pattern, other), "{pattern} over {other}");
        }
        for (pattern, other) in [
            ("iam:Get*", "iam:*CredentialReport"),
            ("iam:Get*", "iam:G*"),
            ("iam:Get?", "iam:Get*"),
            ("iam:Get?", "iam:Get"),
            ("a*c*e", "ace*"),
            ("a*c*e", "ac"),
            ("a?c", "a\u{e9}\u{e9}c"),
            ("iam:GetUser", "iam:GetUser"),
        ] {
            assert!(!covers(pattern, other), "{pattern} over {other}");
        }
    }

    proptest! {
        #[test]
        fn a_cover_is_one_of_the_patterns_too(pattern in "[ab*?]{0,8}", other in "[ab*?]{0,8}") {
            if let Some(wildcard) = Wildcard::of(&pattern, Case::Exact) {
                let exact = Pattern::like(&pattern).covers(&Pattern::like(&other)) == Answer::Yes;
                let ours = wildcard.covers(&other);
                prop_assert!(!ours || exact);
                prop_assert!(ours == exact || pattern.contains('?'));
            }
        }
    }
}
