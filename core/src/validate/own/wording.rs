//! Lists in the words of a finding.

use std::fmt::Write;

/// How many names are written out.
const SHOWN: usize = 5;

/// Names in backticks, the first of them and how many more there are.
pub(super) fn listed(names: impl ExactSizeIterator<Item = impl AsRef<str>>) -> String {
    let count = names.len();
    let mut text = String::new();
    for (at, name) in names.take(SHOWN).enumerate() {
        let _ = write!(text, "{}`{}`", if at == 0 { "" } else { ", " }, name.as_ref());
    }
    if count > SHOWN {
        let _ = write!(text, " and {} more", count - SHOWN);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::listed;

    #[test]
    fn long_lists_are_cut() {
        assert_eq!(listed(["a", "b"].iter()), "`a`, `b`");
        assert_eq!(listed(["a"; 7].iter()), "`a`, `a`, `a`, `a`, `a` and 2 more");
    }
}
