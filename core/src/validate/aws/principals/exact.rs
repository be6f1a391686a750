//! Does a text name one thing, or leave something open?

/// Has it a `*` or a `?` outside of a policy variable? `${*}` is the text of a star.
pub(super) fn has_wildcard(text: &str) -> bool {
    let bytes = text.as_bytes();
    if memchr::memchr2(b'*', b'?', bytes).is_none() {
        return false;
    }
    let mut rest = bytes;
    while let Some((&first, after)) = rest.split_first() {
        if matches!(first, b'*' | b'?') {
            return true;
        }
        rest = after;
        if first == b'$' && after.first() == Some(&b'{') {
            // one that is not closed is text
            let Some(close) = memchr::memchr(b'}', after) else {
                return memchr::memchr2(b'*', b'?', after).is_some();
            };
            rest = after.get(close + 1..).unwrap_or(&[]);
        }
    }
    false
}

/// Is it the same in every request: without wildcard and without variable?
pub(super) fn is_exact(text: &str) -> bool {
    !text.contains("${") && !has_wildcard(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_star_in_a_variable_is_no_wildcard() {
        for (text, is_open) in [
            ("", false),
            ("arn:aws:iam::111122223333:role/a", false),
            ("arn:aws:iam::111122223333:role/*", true),
            ("a?", true),
            ("${*}", false),
            ("${*}*", true),
            ("${aws:username}-${?}", false),
            ("${*", true),
            ("${}*", true),
            ("$*", true),
        ] {
            assert_eq!(has_wildcard(text), is_open, "{text}");
        }
        assert!(!is_exact("${aws:username}") && is_exact("$"));
    }
}
