//! A JSON text as a flat list of tokens, each with its span.

use std::borrow::Cow;

use crate::limits::Limits;
use crate::text::{ParseError, Span};

use super::cursor;

/// What kind of JSON value is it?
///
/// ```
/// use iam_eval::json::{Document, ValueKind};
///
/// let document = Document::read(r#"["plain", "esc\t"]"#, &Default::default())?;
/// let kinds: Vec<_> = document.root().elements().map(|value| value.kind()).collect();
/// assert_eq!(kinds, [ValueKind::String, ValueKind::EscapedString]);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ValueKind {
    /// `null`.
    Null,
    /// `true`.
    True,
    /// `false`.
    False,
    /// A number, kept as its text.
    Number,
    /// A string without escapes.
    String,
    /// A string with at least one escape.
    EscapedString,
    /// A list.
    Array,
    /// An object.
    Object,
}

impl ValueKind {
    /// Which word do messages use for it? `a string`, `an object`…
    ///
    /// ```
    /// use iam_eval::json::ValueKind;
    ///
    /// assert_eq!(ValueKind::EscapedString.describe(), "a string");
    /// ```
    pub fn describe(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::True | Self::False => "a boolean",
            Self::Number => "a number",
            Self::String | Self::EscapedString => "a string",
            Self::Array => "a list",
            Self::Object => "an object",
        }
    }
}

#[derive(Debug, Clone, Copy)]
pub(super) struct Token {
    pub start: u32,
    pub end: u32,
    /// Index of the token after this value and all it holds.
    pub next: u32,
    pub kind: ValueKind,
}

/// A JSON text that has been read whole: every value with its span, duplicate members included.
///
/// ```
/// use iam_eval::json::Document;
/// let document = Document::read(r#"{"a": [1.50, "x\n"], "a": null}"#, &Default::default())?;
/// let names: Vec<_> = document.root().members().map(|m| m.name().into_owned()).collect();
/// assert_eq!(names, ["a", "a"]);
/// let first = document.root().members().next().unwrap().value();
/// let texts: Vec<_> = first.elements().map(|v| v.source().to_owned()).collect();
/// assert_eq!(texts, ["1.50", r#""x\n""#]);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Document<'s> {
    source: &'s str,
    tokens: Vec<Token>,
}

impl<'s> Document<'s> {
    /// Reads one JSON value and nothing after it but blanks.
    ///
    /// Linear in the text; keeps 16 bytes for each value and name, and no copy of the text.
    ///
    /// # Errors
    /// The text is not JSON, or passes `max_bytes` or `max_depth` of the limits; the error says what was
    /// found and where.
    ///
    /// ```
    /// use iam_eval::json::Document;
    ///
    /// let error = Document::read("[1, 2", &Default::default()).unwrap_err();
    /// assert_eq!((error.code(), error.column()), ("json-syntax", 6));
    /// ```
    pub fn read(source: &'s str, limits: &Limits) -> Result<Self, ParseError> {
        Ok(Self { source, tokens: cursor::read(source, limits)? })
    }

    /// The outermost value.
    ///
    /// ```
    /// let document = iam_eval::json::Document::read(" [] ", &Default::default())?;
    /// assert_eq!(document.root().source(), "[]");
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn root(&self) -> Value<'_, 's> {
        Value::at(self, 0)
    }

    /// The text that was read.
    pub fn source(&self) -> &'s str {
        self.source
    }
}

/// One value of a [`Document`]: a view (`Copy`).
///
/// ```
/// use iam_eval::json::Document;
///
/// let document = Document::read(r#"{"a": "x\u0079", "n": 1e999}"#, &Default::default())?;
/// let [a, n] = document.root().members().map(|member| member.value()).collect::<Vec<_>>()[..] else { panic!() };
/// assert_eq!((a.source(), a.as_str().unwrap()), (r#""x\u0079""#, "xy".into()));
/// assert_eq!((n.source(), n.as_str()), ("1e999", None));
/// assert_eq!(n.span().slice(document.source()), Some("1e999"));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Value<'d, 's> {
    document: &'d Document<'s>,
    at: u32,
    token: Token,
}

impl<'d, 's> Value<'d, 's> {
    fn at(document: &'d Document<'s>, at: u32) -> Self {
        // INVARIANT: only called for an index that the reader wrote.
        Self { document, at, token: document.tokens[at as usize] }
    }

    /// What kind of value is it?
    pub fn kind(self) -> ValueKind {
        self.token.kind
    }

    /// Which bytes of the source is it? A string's include its quotes.
    pub fn span(self) -> Span {
        let token = self.token;
        Span::new(token.start as usize, token.end as usize)
    }

    /// The value as it stands in the source: a number keeps every digit, a string its escapes.
    pub fn source(self) -> &'s str {
        self.span().slice(self.document.source).unwrap_or("")
    }

    /// Is it a list?
    pub fn is_array(self) -> bool {
        self.kind() == ValueKind::Array
    }

    /// Is it an object?
    pub fn is_object(self) -> bool {
        self.kind() == ValueKind::Object
    }

    /// The text of a string with its escapes resolved; `None` for anything else.
    ///
    /// Allocates only where there are escapes.
    pub fn as_str(self) -> Option<Cow<'s, str>> {
        match self.kind() {
            ValueKind::String => {
                let (start, end) = (self.token.start as usize, self.token.end as usize);
                let inside = self.document.source.get(start + 1..end - 1);
                Some(Cow::Borrowed(inside.unwrap_or("")))
            }
            ValueKind::EscapedString => {
                // read once already, so it reads again
                serde_json::from_str::<String>(self.source()).ok().map(Cow::Owned)
            }
            _ => None,
        }
    }

    /// The elements of a list in source order; nothing for anything else.
    ///
    /// ```
    /// let document = iam_eval::json::Document::read("[1, [2, 3]]", &Default::default())?;
    /// let texts: Vec<_> = document.root().elements().map(|value| value.source()).collect();
    /// assert_eq!(texts, ["1", "[2, 3]"]);
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn elements(self) -> Elements<'d, 's> {
        let token = self.token;
        let (from, to) = if self.is_array() { (self.at + 1, token.next) } else { (0, 0) };
        Elements { document: self.document, from, to }
    }

    /// The members of an object in source order, duplicates included; nothing for anything else.
    ///
    /// ```
    /// let document = iam_eval::json::Document::read(r#"{"b": 1, "b": 2}"#, &Default::default())?;
    /// assert_eq!(document.root().members().count(), 2);
    /// assert_eq!(document.root().elements().count(), 0);
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    pub fn members(self) -> Members<'d, 's> {
        let token = self.token;
        let (from, to) = if self.is_object() { (self.at + 1, token.next) } else { (0, 0) };
        Members { document: self.document, from, to }
    }
}

/// The elements of a list.
#[derive(Debug, Clone)]
pub struct Elements<'d, 's> {
    document: &'d Document<'s>,
    from: u32,
    to: u32,
}

impl<'d, 's> Iterator for Elements<'d, 's> {
    type Item = Value<'d, 's>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.from >= self.to {
            return None;
        }
        let value = Value::at(self.document, self.from);
        self.from = value.token.next;
        Some(value)
    }
}

/// The members of an object.
#[derive(Debug, Clone)]
pub struct Members<'d, 's> {
    document: &'d Document<'s>,
    from: u32,
    to: u32,
}

impl<'d, 's> Iterator for Members<'d, 's> {
    type Item = Member<'d, 's>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.from >= self.to {
            return None;
        }
        // INVARIANT: the reader writes a name token before each value of an object.
        let name = Value::at(self.document, self.from);
        let value = Value::at(self.document, name.token.next);
        self.from = value.token.next;
        Some(Member { name, value })
    }
}

/// One name and value of an object.
///
/// ```
/// let document = iam_eval::json::Document::read(r#"{"\u0041": true}"#, &Default::default())?;
/// let member = document.root().members().next().unwrap();
/// assert_eq!((member.name(), member.value().source()), ("A".into(), "true"));
/// assert_eq!(member.name_span().slice(document.source()), Some(r#""\u0041""#));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone, Copy)]
pub struct Member<'d, 's> {
    name: Value<'d, 's>,
    value: Value<'d, 's>,
}

impl<'d, 's> Member<'d, 's> {
    /// The name with its escapes resolved.
    pub fn name(self) -> Cow<'s, str> {
        self.name.as_str().unwrap_or(Cow::Borrowed(""))
    }

    /// The name as a value of its own.
    pub(crate) fn name_value(self) -> Value<'d, 's> {
        self.name
    }

    /// The bytes of the name, quotes included.
    pub fn name_span(self) -> Span {
        self.name.span()
    }

    /// The value.
    pub fn value(self) -> Value<'d, 's> {
        self.value
    }
}
