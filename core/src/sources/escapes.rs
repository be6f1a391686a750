//! Texts in other writings: the string literals of JSON and the escapes of URLs, with the way back.

use std::borrow::Cow;

use crate::json::{Value, ValueKind};
use crate::text::Span;

use super::positions::Layer;

/// The text of a JSON string and where its bytes stand in the source; none for what is no string.
pub(super) fn read_string<'s>(value: Value<'_, 's>) -> Option<(Cow<'s, str>, Layer)> {
    let is_escaped = value.kind() == ValueKind::EscapedString;
    Some((value.as_str()?, layer_of(value.source(), value.span().start, is_escaped)))
}

/// The same of a literal that is known to be one, and where it begins.
pub(super) fn layer_of_literal(literal: &str, start: usize) -> Layer {
    layer_of(literal, start, literal.contains('\\'))
}

fn layer_of(literal: &str, start: usize, is_escaped: bool) -> Layer {
    let mut layer = Layer::at(start + 1);
    if is_escaped {
        note_escapes(literal.get(1..).unwrap_or(""), start + 1, &mut layer);
    }
    layer
}

/// Notes each escape of a JSON string's inside. What it stands for was read by the reader of JSON; here only lengths
/// count.
fn note_escapes(source: &str, origin: usize, layer: &mut Layer) {
    let bytes = source.as_bytes();
    let (mut at, mut shorter) = (0, 0);
    while let Some(found) = memchr::memchr(b'\\', bytes.get(at..).unwrap_or(&[])) {
        let start = at + found;
        let unit = |at: usize| match source.get(at..at + 6) {
            Some(escape) => escape.strip_prefix("\\u").and_then(|digits| u32::from_str_radix(digits, 16).ok()),
            None => None,
        };
        let (outer_length, inner_length) = match unit(start) {
            Some(0xd800..=0xdbff) => (12, 4),
            Some(code) => (6, char::from_u32(code).map_or(3, char::len_utf8)),
            None => (2, 1),
        };
        layer.push(start - shorter, inner_length, Span::new(origin + start, origin + start + outer_length));
        shorter += outer_length - inner_length;
        at = start + outer_length;
    }
}

/// What a URL-encoded text says (RFC 3986, as `GetAccountAuthorizationDetails` writes documents: a plus is a plus), and
/// where its bytes stand in it; none where that is no text.
pub(super) fn read_percent(text: &str) -> Option<(String, Layer)> {
    let bytes = text.as_bytes();
    let mut layer = Layer::at(0);
    let mut decoded = Vec::with_capacity(text.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digit = |at: usize| bytes.get(at).and_then(|byte| char::from(*byte).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            layer.push(decoded.len(), 1, Span::new(at, at + 3));
            decoded.push(u8::try_from(high * 16 + low).unwrap_or_default());
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8(decoded).ok().map(|decoded| (decoded, layer))
}

#[cfg(test)]
mod tests {
    use super::super::positions::PositionMap;
    use super::*;
    use crate::json::Document;

    #[test]
    fn every_character_is_found_behind_its_escape() {
        let source = r#" "aé\n\u00e9\ud83d\ude00\"\\x\uffff/" "#;
        let document = Document::read(source, &crate::Limits::default()).unwrap();
        let (text, layer) = read_string(document.root()).unwrap();
        let map = PositionMap::of(layer);
        for (at, character) in text.char_indices() {
            let place = map.outer(Span::new(at, at + character.len_utf8()));
            let written = format!("\"{}\"", place.slice(source).unwrap());
            assert_eq!(serde_json::from_str::<String>(&written).unwrap(), character.to_string());
        }
    }

    #[test]
    fn what_is_no_escape_of_a_url_stays() {
        let read = |text| read_percent(text).map(|(text, _)| text);
        assert_eq!(read("%7B%22a%22+%c3%A9%"), Some("{\"a\"+é%".to_owned()));
        assert_eq!(read("100%zz%2"), Some("100%zz%2".to_owned()));
        assert_eq!(read("%ff"), None);
        let (text, layer) = read_percent("x%7By").unwrap();
        let map = PositionMap::of(layer);
        assert_eq!((map.outer(Span::new(1, 2)), map.outer(Span::new(2, 3))), (Span::new(1, 4), Span::new(4, 5)));
        assert_eq!(text, "x{y");
    }
}
