//! Why a value of Python cannot be taken.

use std::fmt::{self, Write as _};

use iam_eval::ParseError;
use iam_eval::text::PositionEncoding;
use iam_eval::wire::WireError;
use pyo3::{PyErr, Python};

use crate::errors::refuse;

/// Why a value of Python cannot be taken, and where in it.
#[derive(Debug)]
pub(crate) struct HostError {
    /// From the innermost step to the outermost.
    place: Vec<Step>,
    why: Box<Why>,
}

#[derive(Debug)]
enum Step {
    Member(String),
    Index(usize),
}

#[derive(Debug)]
enum Why {
    /// It is not of the shape that was expected.
    Shape(String),
    /// It is bytes, and these are no text.
    Text(ParseError, String),
    /// What Python raised while it was asked.
    Raised(PyErr),
}

impl HostError {
    pub fn shape(message: impl Into<String>) -> Self {
        Self { place: Vec::new(), why: Box::new(Why::Shape(message.into())) }
    }

    /// Bytes that are not UTF-8.
    pub fn text(error: ParseError, bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes).into_owned();
        Self { place: Vec::new(), why: Box::new(Why::Text(error, text)) }
    }

    /// The same, seen from one step further out.
    pub fn in_member(mut self, name: impl Into<String>) -> Self {
        self.place.push(Step::Member(name.into()));
        self
    }

    /// The same, seen from the list it is in.
    pub fn in_list(mut self, index: usize) -> Self {
        self.place.push(Step::Index(index));
        self
    }

    /// The same with a word of Python's in the place of one of serde's.
    pub fn named(mut self, word: &str, name: &str) -> Self {
        if let Why::Shape(message) = &mut *self.why {
            *message = message.replace(word, name);
        }
        self
    }

    /// As the exception to raise; places count in units of `encoding`.
    pub fn raise(self, py: Python<'_>, encoding: PositionEncoding) -> PyErr {
        let place = self.place();
        match *self.why {
            Why::Raised(error) => error,
            Why::Text(error, text) => {
                let policy = (!place.is_empty()).then_some(place);
                refuse(py, &WireError::policy(error, policy, &text, encoding))
            }
            Why::Shape(message) => {
                let error = WireError::not_convertible(message);
                refuse(py, &if place.is_empty() { error } else { error.within(&place) })
            }
        }
    }

    /// The way to the value, as in `context.aws:SourceIp[2]`.
    fn place(&self) -> String {
        let mut place = String::new();
        for step in self.place.iter().rev() {
            // writing to a text does not fail
            let _ = match step {
                Step::Index(index) => write!(place, "[{index}]"),
                Step::Member(name) if place.is_empty() => write!(place, "{name}"),
                Step::Member(name) => write!(place, ".{name}"),
            };
        }
        place
    }
}

impl From<PyErr> for HostError {
    fn from(error: PyErr) -> Self {
        Self { place: Vec::new(), why: Box::new(Why::Raised(error)) }
    }
}

impl fmt::Display for HostError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &*self.why {
            Why::Shape(message) => f.write_str(message),
            Why::Text(error, _) => error.fmt(f),
            Why::Raised(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for HostError {}

impl serde::de::Error for HostError {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self::shape(message.to_string())
    }
}
