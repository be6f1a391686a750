//! Values of Python as JSON text.

use iam_eval::ParseOptions;
use pyo3::PyTypeInfo;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyFloat, PyInt};

use super::error::HostError;
use super::kind::{Kind, MAX_DEPTH, Pairs, key_of, key_utf8, long_integer, name_of, utf8, utf8_of};

/// A value may hold another many times over, as YAML's aliases do, and so be longer as text than
/// any memory.
const MAX_TEXT: usize = 256 << 20;

/// JSON text in the making: compact, in the order of the value, other than ASCII as it is.
#[derive(Default)]
pub(crate) struct JsonText {
    text: Vec<u8>,
    /// Whether only what [`Host`](super::Host) reads is written: no bytes, no handles of policies and
    /// requests, no integers that serde has no type for.
    is_plain: bool,
}

/// The JSON text of a value that reads as the value itself does.
pub(crate) fn plain_json_of(value: &Bound<'_, PyAny>) -> Result<String, HostError> {
    let mut text = JsonText::plain();
    text.value(value)?;
    text.finish()
}

/// The JSON text of a value.
pub(crate) fn json_of(value: &Bound<'_, PyAny>) -> Result<String, HostError> {
    let mut text = JsonText::default();
    text.value(value)?;
    text.finish()
}

impl JsonText {
    /// Text that reads as the values themselves do.
    pub fn plain() -> Self {
        Self { is_plain: true, ..Self::default() }
    }

    pub fn finish(self) -> Result<String, HostError> {
        String::from_utf8(self.text).map_err(|_| HostError::shape("expected text of whole characters"))
    }

    pub fn raw(&mut self, json: &str) {
        self.text.extend_from_slice(json.as_bytes());
    }

    /// A string, quoted.
    pub fn text(&mut self, text: &str) -> Result<(), HostError> {
        self.has_room_for(text.len())?;
        serde_json::to_writer(&mut self.text, text).map_err(|error| HostError::shape(error.to_string()))
    }

    /// The name of a member, with the comma before it and the colon behind it.
    pub fn member(&mut self, name: &str, is_first: bool) -> Result<(), HostError> {
        if !is_first {
            self.raw(",");
        }
        self.text(name)?;
        self.raw(":");
        Ok(())
    }

    pub fn value(&mut self, value: &Bound<'_, PyAny>) -> Result<(), HostError> {
        self.nested(value, 0)
    }

    fn nested(&mut self, value: &Bound<'_, PyAny>, depth: u16) -> Result<(), HostError> {
        if depth > MAX_DEPTH {
            return Err(HostError::shape(format!("expected at most {MAX_DEPTH} levels, found more")));
        }
        self.has_room_for(0)?;
        match Kind::of(value)? {
            Kind::None => self.raw("null"),
            Kind::Bool(true) => self.raw("true"),
            Kind::Bool(false) => self.raw("false"),
            Kind::Int(int) => {
                if let Ok(short) = int.extract::<i64>() {
                    self.raw(&short.to_string());
                } else if self.is_plain && int.extract::<u64>().is_err() {
                    return Err(long_integer());
                } else {
                    self.raw(&plain_repr::<PyInt>(value)?);
                }
            }
            // as Python writes it, so that places count as in the text of `json.dumps`
            Kind::Float(number) if number.is_finite() => self.raw(&plain_repr::<PyFloat>(value)?),
            Kind::Float(_) => return Err(HostError::shape("expected a finite number")),
            Kind::Text(text) => self.text(utf8(&utf8_of(text)?)?)?,
            Kind::Bytes(_) | Kind::Policy(_) | Kind::Request(_) | Kind::Usage(_) if self.is_plain => {
                let found = name_of(value);
                return Err(HostError::shape(format!("expected text, a number, a list or a dict, found `{found}`")));
            }
            Kind::Bytes(bytes) => self.text(decoded(bytes)?)?,
            Kind::List(list) => {
                // by index: what is written may change the list
                let elements = (0..).map_while(|at| (at < list.len()).then(|| list.get_item(at)));
                self.list(elements, depth)?;
            }
            Kind::Tuple(list) => self.list(list.iter().map(Ok), depth)?,
            Kind::Dict(dict) => {
                let mut before = "{";
                for (key, value) in dict.iter().collect::<Pairs<'_>>() {
                    self.raw(before);
                    before = ",";
                    self.member(utf8(&key_utf8(&key)?)?, true)?;
                    self.nested(&value, depth + 1)
                        .map_err(|error| error.in_member(key_of(&key).unwrap_or_default()))?;
                }
                self.raw(if before == "{" { "{}" } else { "}" });
            }
            Kind::Policy(policy) => self.text(policy.get().source())?,
            Kind::Request(request) => self.raw(request.get().json()),
            Kind::Usage(usage) => self.raw(&usage.get().json()),
            Kind::Mark(mark) => self.raw(&format!("{{\"{mark}\":true}}")),
            Kind::Other(plain) => self.nested(&plain, depth + 1)?,
        }
        Ok(())
    }

    fn list<'py>(
        &mut self,
        elements: impl Iterator<Item = PyResult<Bound<'py, PyAny>>>,
        depth: u16,
    ) -> Result<(), HostError> {
        self.raw("[");
        for (at, element) in elements.enumerate() {
            if at > 0 {
                self.raw(",");
            }
            self.nested(&element?, depth + 1).map_err(|error| error.in_list(at))?;
        }
        self.raw("]");
        Ok(())
    }

    fn has_room_for(&self, more: usize) -> Result<(), HostError> {
        if self.text.len().saturating_add(more) > MAX_TEXT {
            return Err(HostError::shape(format!("expected at most {MAX_TEXT} bytes of JSON, found more")));
        }
        Ok(())
    }
}

/// How a number is written by its own type, whatever a type derived from it may print.
fn plain_repr<T: PyTypeInfo>(value: &Bound<'_, PyAny>) -> Result<String, HostError> {
    let repr = value.py().get_type::<T>().call_method1("__repr__", (value,));
    // Python itself refuses to write integers of thousands of digits
    let repr = repr.map_err(|error| HostError::shape(error.to_string()))?;
    Ok(repr.extract()?)
}

/// The text that bytes are.
pub(crate) fn decoded<'b>(bytes: &'b Bound<'_, PyBytes>) -> Result<&'b str, HostError> {
    let bytes = bytes.as_bytes();
    std::str::from_utf8(bytes).map_err(|_| match ParseOptions::new().parse_bytes(bytes) {
        Err(error) => HostError::text(error, bytes),
        Ok(_) => HostError::shape("expected UTF-8"),
    })
}
