//! A value of a condition as text: literal pieces, wildcards, policy variables.

/// A piece of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    /// What stands for itself; never empty.
    Literal(&'t str),
    /// `*` or `?`.
    Wildcard,
    /// `${…}`, whatever stands in it.
    Variable,
}

/// The pieces of a value in order. `${*}`, `${?}` and `${$}` stand for the characters in them (IAM user guide, "Policy
/// variables", escaping). Linear.
pub(super) fn pieces(text: &str) -> Pieces<'_> {
    Pieces { rest: text, may_close: true }
}

/// Holds a value a policy variable? Then its type cannot be told (`value_with_variable_unchecked`).
pub(super) fn has_variable(text: &str) -> bool {
    memchr::memchr(b'$', text.as_bytes()).is_some() && pieces(text).any(|piece| piece == Piece::Variable)
}

/// Holds a value `*` or `?` outside of variables?
pub(super) fn has_wildcard(text: &str) -> bool {
    memchr::memchr2(b'*', b'?', text.as_bytes()).is_some() && pieces(text).any(|piece| piece == Piece::Wildcard)
}

pub(super) struct Pieces<'t> {
    rest: &'t str,
    /// May there still be a `}`?
    may_close: bool,
}

impl<'t> Pieces<'t> {
    fn take(&mut self, length: usize) -> &'t str {
        let (piece, rest) = self.rest.split_at_checked(length).unwrap_or((self.rest, ""));
        self.rest = rest;
        piece
    }

    /// How long is the variable that begins here?
    fn variable(&mut self) -> Option<usize> {
        if !self.may_close || !self.rest.starts_with("${") {
            return None;
        }
        let end = memchr::memchr(b'}', self.rest.as_bytes());
        // without this a text of many `${` would be searched to its end for each
        self.may_close = end.is_some();
        end.map(|end| end + 1)
    }
}

impl<'t> Iterator for Pieces<'t> {
    type Item = Piece<'t>;

    fn next(&mut self) -> Option<Piece<'t>> {
        match *self.rest.as_bytes().first()? {
            b'*' | b'?' => {
                self.take(1);
                Some(Piece::Wildcard)
            }
            b'$' => match self.variable() {
                Some(length) => Some(match self.take(length) {
                    escape @ ("${*}" | "${?}" | "${$}") => Piece::Literal(escape),
                    _ => Piece::Variable,
                }),
                None => Some(Piece::Literal(self.take(1))),
            },
            _ => {
                let length = memchr::memchr3(b'*', b'?', b'$', self.rest.as_bytes()).unwrap_or(self.rest.len());
                Some(Piece::Literal(self.take(length)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_escape_is_no_variable_and_no_wildcard() {
        assert!(!has_variable("a${*}b${?}${$}") && !has_wildcard("a${*}b${?}${$}"));
        assert!(has_variable("${aws:username}") && has_variable("x-${a*}") && !has_wildcard("x-${a*}"));
        assert!(!has_variable("${aws:username") && has_wildcard("${a*"));
        assert!(!has_variable("$") && !has_variable("") && !has_variable("$}{"));
    }

    #[test]
    fn the_pieces_are_the_text() {
        let found: Vec<_> = pieces("repo:$${a}*é").collect();
        let expected =
            [Piece::Literal("repo:"), Piece::Literal("$"), Piece::Variable, Piece::Wildcard, Piece::Literal("é")];
        assert_eq!(found, expected);
    }

    #[test]
    fn many_openings_cost_their_length() {
        assert!(!has_variable(&"${".repeat(1_000_000)));
        assert!(has_variable(&("${".repeat(1_000_000) + "}")));
    }
}
