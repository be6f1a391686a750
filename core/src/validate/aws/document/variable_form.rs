//! How a policy variable is written: `${key}`, `${key, 'default'}` (IAM user guide, "IAM policy elements: Variables and
//! tags").

/// What is wrong with the variables of a text.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // four faults, each of which may be with each other
pub(super) struct Faults {
    /// A `${` that no `}` closes, or not before another one.
    pub is_open: bool,
    /// A default that is not in single quotes.
    pub has_unquoted_default: bool,
    /// White space in a name.
    pub has_space: bool,
    /// No name.
    pub is_empty: bool,
}

/// Linear in the text.
pub(super) fn find_faults(text: &str) -> Faults {
    let mut faults = Faults::default();
    let mut rest = text;
    while let Some((_, inside)) = rest.split_once("${") {
        rest = read(inside, &mut faults);
    }
    faults
}

/// Reads what stands behind a `${`, and returns what stands behind the variable.
fn read<'t>(inside: &'t str, faults: &mut Faults) -> &'t str {
    let Some((name, end, rest)) = split_at_end(inside, true) else {
        faults.is_open = true;
        return inside;
    };
    if name.is_empty() {
        faults.is_empty = true;
    } else if name.contains(char::is_whitespace) {
        faults.has_space = true;
    }
    if end == b'}' {
        return rest;
    }
    let default = rest.trim_start();
    let quoted = default.strip_prefix('\'').and_then(|text| text.split_once('\''));
    if let Some(rest) = quoted.and_then(|(_, rest)| rest.trim_start().strip_prefix('}')) {
        return rest;
    }
    let Some((_, _, rest)) = split_at_end(default, false) else {
        faults.is_open = true;
        return default;
    };
    faults.has_unquoted_default = true;
    rest
}

/// What stands before the first `}` (or `,`), which of them it is, and what stands behind it; none where another `${`
/// comes before, or none does.
fn split_at_end(text: &str, at_comma: bool) -> Option<(&str, u8, &str)> {
    let bytes = text.as_bytes();
    let is_end = |(at, byte): (usize, &u8)| match byte {
        b'}' => true,
        b',' => at_comma,
        b'$' => bytes.get(at + 1) == Some(&b'{'),
        _ => false,
    };
    let at = bytes.iter().enumerate().position(is_end)?;
    let end = bytes.get(at).copied().filter(|end| *end != b'$')?;
    Some((text.get(..at)?, end, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variables_are_read_to_their_ends() {
        let good = Faults::default();
        let open = Faults { is_open: true, ..good };
        let unquoted = Faults { has_unquoted_default: true, ..good };
        let space = Faults { has_space: true, ..good };
        let empty = Faults { is_empty: true, ..good };
        for (text, faults) in [
            ("", good),
            ("$ { } ${a:b}${*}${?}${$}", good),
            ("${a, 'b'}${a,''}${a,' } ${ ' }", good),
            ("${", open),
            ("${a", open),
            ("${a${b}", open),
            ("${a, 'b'", open),
            ("${a, b", open),
            ("${a, b${c}", open),
            ("${a, b}", unquoted),
            ("${a,}", unquoted),
            ("${a, 'b}", unquoted),
            ("${a, b'}", unquoted),
            ("${a, \"b\"}", unquoted),
            ("${a, 'b'c}", unquoted),
            ("${a, 'b}/${c, 'd'}", unquoted),
            ("${ a}", space),
            ("${a\tb, 'c'}", space),
            ("${ }", space),
            ("${}", empty),
            ("${, 'a'}", empty),
            ("${}${ }${a,b}${", Faults { is_open: true, has_unquoted_default: true, has_space: true, is_empty: true }),
        ] {
            assert_eq!(find_faults(text), faults, "{text}");
        }
    }

    #[test]
    fn hostile_texts_are_read_once() {
        for piece in ["${", "${a,", "${a,'", "${a,'}", "${a, 'b' ", "${a,'b' x}", "$", "'", "${a"] {
            find_faults(&piece.repeat(1 << 14));
        }
    }
}
