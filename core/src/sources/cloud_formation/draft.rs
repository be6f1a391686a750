//! A policy document of a template, written as JSON with the way back to the template.
//!
//! What is not known becomes something that the checks pass over: `*` for an action or a whole resource, a policy
//! variable for anything else. A statement whose effect or condition is unknown is left out, since hardly anything of it
//! could be judged. [`FoundDocument::is_in_doubt`](super::super::FoundDocument::is_in_doubt) tells what is said of those
//! places.

use std::borrow::Cow;

use crate::json::write_string;
use crate::text::Span;

use super::super::found::Hole;
use super::super::positions::Layer;
use super::intrinsics::{Piece, Pieces, Resolved, Settled, TooMuch};
use super::node::{Content, Named, Node};

/// Stands for what is not known: a policy variable, so that values are not tested for their type.
pub(super) const PLACEHOLDER: &str = "${aws:PrincipalTag/unknown}";

/// Where in a document are we?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    Document,
    Version,
    Statements,
    Statement,
    Actions,
    Resources,
    Sid,
    Other,
}

impl Place {
    fn of_member(self, name: &str) -> Self {
        match (self, name) {
            (Self::Document, "Version") => Self::Version,
            (Self::Document, "Statement") => Self::Statements,
            (Self::Statement, "Action" | "NotAction") => Self::Actions,
            (Self::Statement, "Resource" | "NotResource") => Self::Resources,
            (Self::Statement, "Sid") => Self::Sid,
            _ => Self::Other,
        }
    }

    fn of_entry(self) -> Self {
        match self {
            Self::Statements => Self::Statement,
            Self::Actions | Self::Resources => self,
            _ => Self::Other,
        }
    }

    /// What stands for a text that is not known at all.
    fn unknown(self) -> &'static str {
        match self {
            Self::Version => "2012-10-17",
            Self::Sid => "Unknown",
            Self::Actions | Self::Resources => "*",
            _ => PLACEHOLDER,
        }
    }

    /// What stands for a text of which a piece is not known.
    fn fill(self, pieces: &[Piece]) -> String {
        let first = pieces.iter().find(|piece| **piece != Piece::Known(String::new()));
        let starts_unknown = matches!(first, Some(Piece::Unknown(_)));
        let hole = match self {
            Self::Version | Self::Sid => return self.unknown().to_owned(),
            Self::Actions | Self::Resources if starts_unknown => return self.unknown().to_owned(),
            Self::Actions => "*",
            _ => PLACEHOLDER,
        };
        let each = pieces.iter().map(|piece| match piece {
            Piece::Known(text) => text.as_str(),
            Piece::Unknown(_) => hole,
        });
        let text: String = each.collect();
        // an action whose service is not known
        let has_service = || text.split_once(':').is_some_and(|(service, _)| !service.contains('*'));
        if self == Self::Actions && !has_service() { "*".to_owned() } else { text }
    }
}

/// A document in the making.
pub(super) struct Draft<'s> {
    source: &'s str,
    /// Is the template JSON, so that its pieces can be taken as they are?
    is_json: bool,
    pub text: String,
    pub layer: Layer,
    pub holes: Vec<Hole>,
    pub settled: Settled,
    /// The holes of the statement that is written that are in its actions.
    action_holes: Vec<usize>,
    condition: Option<Span>,
}

impl<'s> Draft<'s> {
    pub fn new(source: &'s str, is_json: bool, settled: Settled) -> Self {
        Self {
            source,
            is_json,
            text: String::new(),
            layer: Layer::default(),
            holes: Vec::new(),
            settled,
            action_holes: Vec::new(),
            condition: None,
        }
    }

    /// Text that stands for these bytes of the template.
    fn put(&mut self, text: &str, outer: Span) -> Result<(), TooMuch> {
        self.settled.spend(text.len())?;
        self.layer.push(self.text.len(), text.len(), outer);
        self.text.push_str(text);
        Ok(())
    }

    /// These bytes of the template as they are.
    fn copy(&mut self, outer: Span) -> Result<(), TooMuch> {
        let text = outer.slice(self.source).unwrap_or("null");
        self.settled.spend(text.len())?;
        self.layer.push(self.text.len(), 0, Span::new(outer.start, outer.start));
        self.text.push_str(text);
        Ok(())
    }

    fn put_string(&mut self, text: &str, outer: Span) -> Result<(), TooMuch> {
        let mut literal = String::with_capacity(text.len() + 2);
        write_string(&mut literal, text);
        self.put(&literal, outer)
    }

    fn put_hole(&mut self, text: &str, outer: Span, cause: Cow<'static, str>, place: Place) -> Result<(), TooMuch> {
        let start = self.text.len();
        self.put_string(text, outer)?;
        if place == Place::Actions {
            self.action_holes.push(self.holes.len());
        }
        self.holes.push(Hole { span: Span::new(start, self.text.len()), outer, cause, reach: None });
        Ok(())
    }

    fn leave_out(&mut self, outer: Span, cause: Cow<'static, str>) {
        let here = self.text.len();
        self.holes.push(Hole { span: Span::new(here, here), outer, cause, reach: None });
    }

    /// Writes what a node came to; `outer` is where the node stands.
    pub fn write(&mut self, resolved: &Resolved<'_, '_>, outer: Span, place: Place) -> Result<(), TooMuch> {
        match resolved {
            Resolved::Node(node) => self.write_node(node, place),
            Resolved::Pieces(pieces) => match first_unknown(pieces) {
                Some(cause) => self.put_hole(&place.fill(pieces), outer, cause, place),
                None => self.put_string(&place.fill(pieces), outer),
            },
            Resolved::Unknown(cause) => self.put_hole(place.unknown(), outer, cause.clone(), place),
            Resolved::Nothing => self.put("null", outer),
        }
    }

    fn write_node(&mut self, node: &Node<'_>, place: Place) -> Result<(), TooMuch> {
        if self.is_json && !node.has_intrinsic {
            return self.copy(node.span);
        }
        match &node.content {
            Content::Word(word) => self.put(word, node.span),
            Content::Text(text) => self.put_string(text, node.span),
            Content::List(entries) => self.write_list(entries, node.span, place),
            Content::Map(members) if matches!(place, Place::Statement | Place::Statements) => {
                self.write_statement(members, node.span)
            }
            Content::Map(members) => self.write_map(members, node.span, place),
        }
    }

    fn write_list(&mut self, entries: &[Node<'_>], span: Span, place: Place) -> Result<(), TooMuch> {
        self.put("[", Span::new(span.start, span.start))?;
        let mut is_first = true;
        for entry in entries {
            let resolved = self.settled.resolve(entry)?;
            if matches!(resolved, Resolved::Nothing) {
                continue;
            }
            if place == Place::Statements
                && let Some(cause) = self.unknown_of_statement(&resolved)?
            {
                self.leave_out(entry.span, cause);
                continue;
            }
            if !is_first {
                self.put(",", Span::new(entry.span.start, entry.span.start))?;
            }
            is_first = false;
            self.write(&resolved, entry.span, place.of_entry())?;
        }
        self.put("]", Span::new(span.end, span.end))
    }

    fn write_map(&mut self, members: &[Named<'_>], span: Span, place: Place) -> Result<(), TooMuch> {
        self.put("{", Span::new(span.start, span.start))?;
        let mut is_first = true;
        for member in members {
            let resolved = self.settled.resolve(&member.value)?;
            if matches!(resolved, Resolved::Nothing) {
                continue;
            }
            let of_member = place.of_member(&member.name);
            if !is_first {
                self.put(",", Span::new(member.name_span.start, member.name_span.start))?;
            }
            is_first = false;
            if self.is_json {
                self.copy(member.name_span)?;
            } else {
                self.put_string(&member.name, member.name_span)?;
            }
            self.put(":", Span::new(member.name_span.end, member.name_span.end))?;
            let start = self.text.len();
            // the one statement of a document
            if of_member == Place::Statements
                && let Some(cause) = self.unknown_of_statement(&resolved)?
            {
                self.put("[", member.value.span)?;
                self.leave_out(member.value.span, cause);
                self.put("]", member.value.span)?;
                continue;
            }
            self.write(&resolved, member.value.span, of_member)?;
            if place == Place::Statement && member.name == "Condition" {
                self.condition = Some(Span::new(start, self.text.len()));
            }
        }
        self.put("}", Span::new(span.end, span.end))
    }

    fn write_statement(&mut self, members: &[Named<'_>], span: Span) -> Result<(), TooMuch> {
        self.action_holes.clear();
        self.condition = None;
        self.write_map(members, span, Place::Statement)?;
        for hole in std::mem::take(&mut self.action_holes) {
            if let Some(hole) = self.holes.get_mut(hole) {
                hole.reach = self.condition;
            }
        }
        Ok(())
    }

    /// On what does it hang whether and when a statement grants anything? Such a statement is left out.
    fn unknown_of_statement(&mut self, resolved: &Resolved<'_, '_>) -> Result<Option<Cow<'static, str>>, TooMuch> {
        let members = match resolved {
            Resolved::Unknown(cause) => return Ok(Some(cause.clone())),
            Resolved::Pieces(pieces) => return Ok(first_unknown(pieces)),
            Resolved::Nothing => return Ok(None),
            Resolved::Node(node) if !node.has_intrinsic => return Ok(None),
            Resolved::Node(node) => node.members(),
        };
        for member in members {
            let unknown = match &*member.name {
                "Effect" => self.unknown_of(&member.value, false)?,
                "Condition" => self.unknown_of(&member.value, true)?,
                _ => None,
            };
            if unknown.is_some() {
                return Ok(unknown);
            }
        }
        Ok(None)
    }

    fn unknown_of(&mut self, node: &Node<'_>, is_condition: bool) -> Result<Option<Cow<'static, str>>, TooMuch> {
        let blocks = match self.settled.resolve(node)? {
            Resolved::Unknown(cause) => return Ok(Some(cause)),
            Resolved::Pieces(pieces) => return Ok(first_unknown(&pieces)),
            Resolved::Nothing => return Ok(None),
            Resolved::Node(node) => node.members(),
        };
        for block in blocks.iter().filter(|_| is_condition) {
            // which keys there are
            match self.settled.resolve(&block.value)? {
                Resolved::Unknown(cause) => return Ok(Some(cause)),
                Resolved::Pieces(pieces) => return Ok(first_unknown(&pieces)),
                _ => {}
            }
        }
        Ok(None)
    }
}

pub(super) fn first_unknown(pieces: &Pieces) -> Option<Cow<'static, str>> {
    pieces.iter().find_map(|piece| match piece {
        Piece::Unknown(cause) => Some(cause.clone()),
        Piece::Known(_) => None,
    })
}
