//! What `serde_json` says of a bad text, said as what was found, what was expected, and where.

use super::misfit::first_misfit;
use crate::text::{Diagnostic, ErrorKind, ParseError, Span};

pub(super) fn explain(source: &str, error: &serde_json::Error) -> ParseError {
    let text = error.to_string();
    let reason = text.split(" at line ").next().unwrap_or(&text);
    let said = || if error.is_eof() { source.len() } else { offset_of(source, error.line(), error.column()) };
    let offset = first_misfit(source).unwrap_or_else(said);
    let expected = expected(reason);
    let found = describe(source, offset);
    let width = source.get(offset..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let span = Span::new(offset, offset + width);
    let message = match expected {
        Some(expected) => format!("expected {expected}, found {found}"),
        None => format!("{reason}, found {found}"),
    };
    ParseError::new(ErrorKind::Syntax, Diagnostic::error("json-syntax", span, message), source)
}

/// `serde_json` counts lines by line feeds and columns in bytes.
fn offset_of(source: &str, line: usize, column: usize) -> usize {
    let mut start = 0;
    for _ in 1..line {
        match memchr::memchr(b'\n', source.as_bytes().get(start..).unwrap_or(&[])) {
            Some(at) => start += at + 1,
            None => break,
        }
    }
    let mut offset = (start + column.saturating_sub(1)).min(source.len());
    while !source.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

fn expected(reason: &str) -> Option<&'static str> {
    const TABLE: &[(&str, &str)] = &[
        ("expected value", "a JSON value"),
        ("expected ident", "`true`, `false` or `null`"),
        ("expected `:`", "`:`"),
        ("expected `,` or `}`", "`,` or `}`"),
        ("expected `,` or `]`", "`,` or `]`"),
        ("key must be a string", "a member name in double quotes"),
        ("trailing comma", "another element after `,`"),
        ("trailing characters", "the end of the text"),
        ("control character", "a control character to be escaped"),
        ("invalid escape", "one of `\\\"`, `\\\\`, `\\/`, `\\b`, `\\f`, `\\n`, `\\r`, `\\t`, `\\u`"),
        ("lone leading surrogate", "the second half of a surrogate pair"),
        ("unexpected end of hex escape", "four hexadecimal digits and a whole surrogate pair"),
        ("invalid unicode code point", "a Unicode character"),
        ("invalid number", "a number"),
        ("EOF while parsing a list", "`,` or `]`"),
        ("EOF while parsing an object", "`,` or `}`"),
        ("EOF while parsing a string", "a closing double quote"),
        ("EOF while parsing a value", "a JSON value"),
        ("recursion limit exceeded", "less nesting"),
        ("invalid type", "a member name in double quotes"),
    ];
    TABLE.iter().find(|(start, _)| reason.starts_with(start)).map(|(_, words)| *words)
}

fn describe(source: &str, offset: usize) -> String {
    match source.get(offset..).and_then(|rest| rest.chars().next()) {
        None => "the end of the text".to_owned(),
        Some('\u{feff}') => "a byte order mark".to_owned(),
        Some(found) if found.is_control() || found.is_whitespace() => format!("U+{:04X}", u32::from(found)),
        Some(found) => format!("`{found}`"),
    }
}
