//! `serde_json` reads; a cursor beside it notes where each value began and ended.
//!
//! `serde_json` does not say where a value stood. It does hand values over in source order, so a
//! cursor that skips the blanks and punctuation between them always stands at the value that comes
//! next. The text is already known to be JSON up to there, which is what keeps this code small.

use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use crate::limits::Limits;
use crate::text::{Diagnostic, ErrorKind, ParseError, Span};

use super::syntax;
use super::tape::{Token, ValueKind};

pub(super) fn read(source: &str, limits: &Limits) -> Result<Vec<Token>, ParseError> {
    let max_bytes = limits.max_bytes.min(Limits::MAX_BYTES_CEILING);
    if source.len() > max_bytes {
        let message = format!("expected at most {max_bytes} bytes, found {}", source.len());
        let at = Span::new(0, 0);
        return Err(ParseError::new(ErrorKind::Limit, Diagnostic::error("limit-bytes", at, message), source));
    }
    // INVARIANT: offsets fit `u32` from here on, since MAX_BYTES_CEILING does.
    let mut cursor = Cursor {
        source,
        at: 0,
        depth: 0,
        max_depth: limits.max_depth.min(Limits::MAX_DEPTH_CEILING),
        too_deep: false,
        tokens: Vec::with_capacity(source.len() / 12 + 4),
    };
    let mut reader = serde_json::Deserializer::from_str(source);
    let read = Next(&mut cursor).deserialize(&mut reader).and_then(|()| reader.end());
    match read {
        Ok(()) => Ok(cursor.tokens),
        Err(_) if cursor.too_deep => {
            let message = format!("expected at most {} levels of nesting", cursor.max_depth);
            let at = Span::new(cursor.at, (cursor.at + 1).min(source.len()));
            Err(ParseError::new(ErrorKind::Limit, Diagnostic::error("limit-depth", at, message), source))
        }
        Err(error) => Err(syntax::explain(source, &error)),
    }
}

struct Cursor<'s> {
    source: &'s str,
    at: usize,
    depth: usize,
    max_depth: usize,
    too_deep: bool,
    tokens: Vec<Token>,
}

#[allow(clippy::cast_possible_truncation)] // INVARIANT of `read`: offsets and token counts fit
impl Cursor<'_> {
    fn byte(&self, at: usize) -> Option<u8> {
        self.source.as_bytes().get(at).copied()
    }

    fn skip_to_value(&mut self) {
        while matches!(self.byte(self.at), Some(b' ' | b'\n' | b'\r' | b'\t' | b',' | b':')) {
            self.at += 1;
        }
    }

    fn push(&mut self, kind: ValueKind, length: usize) {
        let next = self.tokens.len() as u32 + 1;
        let start = self.at as u32;
        self.at += length;
        self.tokens.push(Token { start, end: self.at as u32, next, kind });
    }

    fn open<E: serde::de::Error>(&mut self, kind: ValueKind) -> Result<usize, E> {
        if self.depth >= self.max_depth {
            self.too_deep = true;
            return Err(E::custom("too deep"));
        }
        self.depth += 1;
        self.push(kind, 1);
        Ok(self.tokens.len() - 1)
    }

    fn close(&mut self, opened: usize) {
        self.depth -= 1;
        self.skip_to_value();
        self.at += 1;
        let next = self.tokens.len() as u32;
        if let Some(token) = self.tokens.get_mut(opened) {
            token.end = self.at as u32;
            token.next = next;
        }
    }

    /// How long the string literal at the cursor is, quotes included.
    fn escaped_length(&self) -> usize {
        let mut at = self.at + 1;
        loop {
            match self.byte(at) {
                Some(b'\\') => at += 2,
                Some(b'"') | None => break,
                Some(_) => at += 1,
            }
        }
        at + 1 - self.at
    }

    fn number_length(&self) -> usize {
        let rest = self.source.as_bytes().get(self.at..).unwrap_or(&[]);
        rest.iter().take_while(|byte| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')).count()
    }
}

struct Next<'c, 's>(&'c mut Cursor<'s>);

impl<'de> DeserializeSeed<'de> for Next<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.0.skip_to_value();
        if matches!(self.0.byte(self.0.at), Some(b'0'..=b'9' | b'-')) {
            // numbers stay text: 2^53+1 and 1e999 are read by nobody but the condition operators
            reader.deserialize_ignored_any(IgnoredAny)?;
            let length = self.0.number_length();
            self.0.push(ValueKind::Number, length);
            Ok(())
        } else {
            reader.deserialize_any(self)
        }
    }
}

impl<'de> Visitor<'de> for Next<'_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        self.0.push(ValueKind::Null, 4);
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        if value {
            self.0.push(ValueKind::True, 4);
        } else {
            self.0.push(ValueKind::False, 5);
        }
        Ok(())
    }

    fn visit_borrowed_str<E>(self, value: &'de str) -> Result<(), E> {
        self.0.push(ValueKind::String, value.len() + 2);
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        let length = self.0.escaped_length();
        self.0.push(ValueKind::EscapedString, length);
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut elements: A) -> Result<(), A::Error> {
        let opened = self.0.open(ValueKind::Array)?;
        while elements.next_element_seed(Next(self.0))?.is_some() {}
        self.0.close(opened);
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut members: A) -> Result<(), A::Error> {
        let opened = self.0.open(ValueKind::Object)?;
        while members.next_key_seed(Name(self.0))?.is_some() {
            members.next_value_seed(Next(self.0))?;
        }
        self.0.close(opened);
        Ok(())
    }
}

/// A member's name: a string, nothing else.
struct Name<'c, 's>(&'c mut Cursor<'s>);

impl<'de> DeserializeSeed<'de> for Name<'_, '_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        self.0.skip_to_value();
        reader.deserialize_str(Next(self.0))
    }
}
