//! Comparing and finding bytes, with ASCII letters folded or not.

use memchr::{memchr, memchr2, memmem};

/// Up to this length a literal is looked for by its first byte, which costs at most
/// `SHORT × text` and is fastest for what policies hold.
const SHORT: usize = 16;

/// So many bytes are looked at one by one before a vector search is worth its call.
const NEAR: usize = 16;

#[inline]
pub(super) fn eq(a: &[u8], b: &[u8], fold: bool) -> bool {
    // most texts are spelled as the policy spells them, and comparing bytes is fastest
    a == b || (fold && a.eq_ignore_ascii_case(b))
}

#[inline]
pub(super) fn starts_with(text: &[u8], prefix: &[u8], fold: bool) -> bool {
    text.get(..prefix.len()).is_some_and(|head| eq(head, prefix, fold))
}

#[inline]
pub(super) fn ends_with(text: &[u8], suffix: &[u8], fold: bool) -> bool {
    text.len().checked_sub(suffix.len()).is_some_and(|start| eq(&text[start..], suffix, fold))
}

/// Whether [`find`] wants the table of [`borders`] for this literal.
pub(super) fn needs_borders(needle: &[u8], fold: bool) -> bool {
    fold && needle.len() > SHORT
}

/// The leftmost occurrence of `needle`, which is not empty.
///
/// Linear in the text, if `borders` is the table of a needle for which [`needs_borders`] is true.
pub(super) fn find(text: &[u8], needle: &[u8], fold: bool, borders: &[usize]) -> Option<usize> {
    if needs_borders(needle, fold) && borders.len() == needle.len() {
        return find_by_borders(text, needle, borders);
    }
    if needle.len() > SHORT && !fold {
        return memmem::find(text, needle);
    }
    let (&first, others) = needle.split_first()?;
    let last_start = text.len().checked_sub(needle.len())?;
    let starts = &text[..=last_start];
    let mut from = 0;
    loop {
        let start = from + find_byte(starts.get(from..)?, first, fold)?;
        if eq(&text[start + 1..start + needle.len()], others, fold) {
            return Some(start);
        }
        from = start + 1;
    }
}

/// The leftmost place of a byte, which in policies is mostly near.
fn find_byte(text: &[u8], byte: u8, fold: bool) -> Option<usize> {
    let (near, far) = text.split_at(text.len().min(NEAR));
    let (lower, upper) = if fold { (byte.to_ascii_lowercase(), byte.to_ascii_uppercase()) } else { (byte, byte) };
    if let Some(at) = near.iter().position(|&b| b == lower || b == upper) {
        return Some(at);
    }
    if far.is_empty() {
        return None;
    }
    let at = if fold { memchr2(lower, upper, far) } else { memchr(byte, far) };
    Some(NEAR + at?)
}

/// For every prefix of the needle, the length of its longest proper border, letters folded
/// (Knuth, Morris, Pratt 1977).
pub(super) fn borders(needle: &[u8]) -> Vec<usize> {
    let mut table = vec![0; needle.len()];
    let mut length = 0;
    for at in 1..needle.len() {
        while length > 0 && !needle[at].eq_ignore_ascii_case(&needle[length]) {
            length = table[length - 1];
        }
        length += usize::from(needle[at].eq_ignore_ascii_case(&needle[length]));
        table[at] = length;
    }
    table
}

fn find_by_borders(text: &[u8], needle: &[u8], borders: &[usize]) -> Option<usize> {
    let mut length = 0;
    for (at, byte) in text.iter().enumerate() {
        while length > 0 && !byte.eq_ignore_ascii_case(&needle[length]) {
            length = borders[length - 1];
        }
        length += usize::from(byte.eq_ignore_ascii_case(&needle[length]));
        if length == needle.len() {
            return Some(at + 1 - length);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folded_search_of_long_needles_finds_the_leftmost() {
        let needle = b"aAbaAbaAbaAbaAbaAbc";
        assert!(needs_borders(needle, true));
        let text = b"xxAABaabAABaabAABaabAABaabAABCaabaabaabaabaabaabc";
        let naive = (0..text.len()).find(|&at| starts_with(&text[at..], needle, true));
        assert!(naive.is_some());
        assert_eq!(find(text, needle, true, &borders(needle)), naive);
    }
}
