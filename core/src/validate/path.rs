//! The way to a place, step by step.

use crate::text::{PathElement, Span};

use super::finding::Location;

/// A way from the top of the document; built only where there is something to say.
#[derive(Debug, Clone, Default)]
pub(super) struct Path(Vec<PathElement>);

impl Path {
    pub fn value(mut self, name: &str) -> Self {
        self.0.push(PathElement::Value(name.to_owned()));
        self
    }

    pub fn key(mut self, name: &str) -> Self {
        self.0.push(PathElement::Key(name.to_owned()));
        self
    }

    pub fn index(mut self, index: usize) -> Self {
        self.0.push(PathElement::Index(index));
        self
    }

    /// An element of a list, or the value itself where it stands alone.
    pub fn element(self, index: Option<usize>) -> Self {
        match index {
            Some(index) => self.index(index),
            None => self,
        }
    }

    pub fn at(self, span: Span) -> Location {
        Location { path: self.0, span }
    }
}
