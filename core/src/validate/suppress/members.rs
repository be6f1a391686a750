//! Reading the members of small files of settings: each fault with its place.

use crate::json::{Document, Value};
use crate::text::{Diagnostic, ErrorKind, ParseError, PathElement, Span};

/// An object of which all members are known, and where it stands.
pub(super) struct Members<'d, 's> {
    document: &'d Document<'s>,
    path: Vec<PathElement>,
    span: Span,
    found: Vec<(&'static str, Value<'d, 's>)>,
}

impl<'d, 's> Members<'d, 's> {
    /// Reads an object that may have the members `known`, each once.
    pub fn read(
        document: &'d Document<'s>,
        path: Vec<PathElement>,
        value: Value<'d, 's>,
        known: &[&'static str],
    ) -> Result<Self, ParseError> {
        let mut members = Self { document, path, span: value.span(), found: Vec::new() };
        if !value.is_object() {
            return Err(members.mistyped(value, None, "an object"));
        }
        for member in value.members() {
            let name = member.name();
            let Some(known) = known.iter().find(|known| **known == name) else {
                let known = known.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ");
                let message = format!("expected one of {known}, found `{}`", shortened(&name));
                return Err(members.error("unknown-member", None, member.name_span(), message));
            };
            if members.get(known).is_some() {
                let message = format!("expected each member once, found `{known}` again");
                return Err(members.error("duplicate-member", None, member.name_span(), message));
            }
            members.found.push((known, member.value()));
        }
        Ok(members)
    }

    pub fn get(&self, name: &str) -> Option<Value<'d, 's>> {
        self.found.iter().find(|(found, _)| *found == name).map(|(_, value)| *value)
    }

    pub fn required(&self, name: &'static str) -> Result<Value<'d, 's>, ParseError> {
        let missing = || self.error("missing-member", None, self.span, format!("expected a member `{name}`"));
        self.get(name).ok_or_else(missing)
    }

    pub fn list(&self, name: &'static str) -> Result<impl Iterator<Item = Value<'d, 's>> + use<'d, 's>, ParseError> {
        let value = self.required(name)?;
        if value.is_array() { Ok(value.elements()) } else { Err(self.mistyped(value, Some(name), "a list")) }
    }

    pub fn text(&self, name: &'static str) -> Result<Option<String>, ParseError> {
        self.get(name).map(|value| self.text_of(name, value)).transpose()
    }

    pub fn text_of(&self, name: &'static str, value: Value<'_, '_>) -> Result<String, ParseError> {
        match value.as_str() {
            Some(text) => Ok(text.into_owned()),
            None => Err(self.mistyped(value, Some(name), "a string")),
        }
    }

    pub fn count(&self, name: &'static str) -> Result<u64, ParseError> {
        let value = self.required(name)?;
        let count = value.source().parse::<u64>().ok();
        count.ok_or_else(|| self.mistyped(value, Some(name), "a whole number that is not negative"))
    }

    /// The way to one of its members.
    pub fn path_to(&self, name: &str) -> Vec<PathElement> {
        let mut path = self.path.clone();
        path.push(PathElement::Value(name.to_owned()));
        path
    }

    /// What is the matter with the value of a member, or with itself.
    pub fn error(&self, code: &'static str, name: Option<&str>, span: Span, message: String) -> ParseError {
        let path = name.map_or_else(|| self.path.clone(), |name| self.path_to(name));
        let remark = Diagnostic { path, ..Diagnostic::error(code, span, message) };
        let kind = if code.starts_with("limit") { ErrorKind::Limit } else { ErrorKind::Grammar };
        ParseError::new(kind, remark, self.document.source())
    }

    fn mistyped(&self, value: Value<'_, '_>, name: Option<&str>, expected: &str) -> ParseError {
        let message = format!("expected {expected}, found {}", value.kind().describe());
        self.error("wrong-type", name, value.span(), message)
    }
}

/// The start of a text, for a message.
pub(super) fn shortened(text: &str) -> String {
    const LONGEST: usize = 60;
    if text.chars().nth(LONGEST).is_none() {
        return text.to_owned();
    }
    let start: String = text.chars().take(LONGEST).collect();
    format!("{start}…")
}
