//! Condition keys found by name, those with a placeholder too.

use memchr::memmem;

use super::key::placeholder;
use super::lines::{Piece, compare};
use super::names::{NameTable, name_of};

/// The line of a key that has a placeholder in its name.
#[derive(Debug, Clone, Copy)]
pub(super) struct OpenKey {
    line: Piece,
    /// So many bytes has the name.
    length: usize,
    /// So many of them stand before its placeholder.
    before: usize,
    /// So many stand behind it.
    after: usize,
}

impl OpenKey {
    pub fn of(text: &str, line: Piece) -> Option<Self> {
        let name = name_of(line.of(text));
        let (begin, end) = placeholder(name)?;
        Some(Self { line, length: name.len(), before: begin, after: name.len() - end })
    }

    /// Its line, if it is this key, ASCII letter case aside and with any text for its placeholder.
    fn line_of<'t>(self, text: &'t str, name: &str) -> Option<&'t str> {
        let line = self.line.of(text);
        let theirs = name.as_bytes();
        let their_end = theirs.len().checked_sub(self.after).filter(|end| *end > self.before)?;
        // the name stands behind the letter and the tab
        let ours = line.as_bytes().get(2..2 + self.length)?;
        let is_start = ours.get(..self.before)?.eq_ignore_ascii_case(theirs.get(..self.before)?);
        let is_end = || ours.get(self.length - self.after..).zip(theirs.get(their_end..));
        (is_start && is_end().is_some_and(|(ours, theirs)| ours.eq_ignore_ascii_case(theirs))).then_some(line)
    }
}

/// The line of the first of these keys that has this name.
pub(super) fn find_open<'t>(text: &'t str, keys: &[OpenKey], name: &str) -> Option<&'t str> {
    keys.iter().find_map(|key| key.line_of(text, name))
}

/// Lines of keys, to be found by name.
#[derive(Debug, Default)]
pub(super) struct KeyIndex {
    /// Those without placeholder, in order.
    exact: Vec<Piece>,
    names: NameTable,
    open: Vec<OpenKey>,
}

impl KeyIndex {
    /// Of the lines that begin with this letter and whose names pass; of a name that stands twice, the first.
    pub fn of(text: &str, within: Piece, letter: u8, mut takes: impl FnMut(Piece, &str) -> bool) -> Self {
        let mut index = Self::default();
        for at in memmem::find_iter(within.of(text).as_bytes(), &[b'\n', letter, b'\t']) {
            let begin = within.begin() + at + 1;
            let rest = text.get(begin..).unwrap_or("");
            let length = memchr::memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
            let piece = Piece::new(begin, begin + length);
            if takes(piece, name_of(piece.of(text))) {
                match OpenKey::of(text, piece) {
                    Some(key) => index.open.push(key),
                    None => index.exact.push(piece),
                }
            }
        }
        let name = |piece: &Piece| name_of(piece.of(text));
        // stable: the first of equal names stays first
        index.exact.sort_by(|a, b| compare(name(a), name(b)));
        index.exact.dedup_by(|b, a| compare(name(a), name(b)).is_eq());
        index.names = NameTable::of_lines(text, &index.exact);
        let mut seen = std::collections::BTreeSet::new();
        index.open.retain(|key| seen.insert(name(&key.line).to_ascii_lowercase()));
        index
    }

    /// Does any name begin with this text, ASCII letter case aside?
    pub fn has_start(&self, text: &str, start: &str) -> bool {
        let begins = |piece: &Piece| {
            let begin = name_of(piece.of(text)).get(..start.len());
            begin.is_some_and(|begin| begin.eq_ignore_ascii_case(start))
        };
        let at = self.exact.partition_point(|piece| compare(name_of(piece.of(text)), start).is_lt());
        self.exact.get(at).is_some_and(begins) || self.open.iter().any(|key| begins(&key.line))
    }

    /// The line of a key.
    pub fn find<'t>(&self, text: &'t str, name: &str) -> Option<&'t str> {
        match self.names.find_line(text, &self.exact, name) {
            Some(at) => self.exact.get(at).map(|piece| piece.of(text)),
            None => find_open(text, &self.open, name),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "V\t1\nG\taws:A\tS\nG\taws:Tag/${Key}\tS\nG\tx.${Of}.y:z\tS\nG\ts:tag/tag-key\tS\nG\taws:a\tB\n";

    fn found(name: &str) -> Option<&'static str> {
        let index = KeyIndex::of(TEXT, Piece::whole(TEXT), b'G', |_, _| true);
        index.find(TEXT, name)
    }

    #[test]
    fn a_placeholder_stands_for_any_text_but_none() {
        assert_eq!(found("AWS:TAG/a:b/${c}"), Some("G\taws:Tag/${Key}\tS"));
        assert_eq!(found("x.q.Y:z"), Some("G\tx.${Of}.y:z\tS"));
        assert_eq!(found("s:tag/owner"), Some("G\ts:tag/tag-key\tS"));
        for name in ["aws:Tag/", "aws:Tag", "x..y:z", "x.y:z", "", "\u{e9}", "x.\u{e9}"] {
            assert_eq!(found(name), None, "{name}");
        }
    }

    #[test]
    fn of_a_name_that_stands_twice_the_first_is_found() {
        assert_eq!(found("aws:a"), Some("G\taws:A\tS"));
    }

    #[test]
    fn a_namespace_is_what_names_begin_with() {
        let index = KeyIndex::of(TEXT, Piece::whole(TEXT), b'G', |_, _| true);
        assert!(index.has_start(TEXT, "AWS:") && index.has_start(TEXT, "s:"));
        assert!(!index.has_start(TEXT, "aw:") && !index.has_start(TEXT, "zz:"));
    }
}
