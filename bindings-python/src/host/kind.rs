//! Of which kind is a value of Python?

use pyo3::exceptions::{PyTypeError, PyValueError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBool, PyBytes, PyDict, PyFloat, PyInt, PyList, PyString, PyTuple, PyType};

use super::error::HostError;
use crate::policy::Policy;
use crate::request::Request;
use crate::usage::Usage;

/// Lists in lists and dicts in dicts deeper than this are refused: a value may contain itself, and
/// no policy or request comes near (the core's own limit cannot be set beyond 120).
pub(super) const MAX_DEPTH: u16 = 200;

/// A value of Python, told apart.
pub(super) enum Kind<'a, 'py> {
    None,
    Bool(bool),
    Int(&'a Bound<'py, PyInt>),
    Float(f64),
    Text(&'a Bound<'py, PyString>),
    Bytes(&'a Bound<'py, PyBytes>),
    List(&'a Bound<'py, PyList>),
    Tuple(&'a Bound<'py, PyTuple>),
    Dict(&'a Bound<'py, PyDict>),
    Policy(&'a Bound<'py, Policy>),
    Request(&'a Bound<'py, Request>),
    Usage(&'a Bound<'py, Usage>),
    /// `UNKNOWN`, `PRESENT` or `ABSENT`: the member of the wire that says so.
    Mark(&'static str),
    /// A value that Python's half of the package turns into one of the above.
    Other(Bound<'py, PyAny>),
}

impl<'a, 'py> Kind<'a, 'py> {
    pub fn of(value: &'a Bound<'py, PyAny>) -> Result<Self, HostError> {
        // the likeliest first; a bool is an int too
        Ok(if let Ok(text) = value.cast::<PyString>() {
            Self::Text(text)
        } else if let Ok(dict) = value.cast::<PyDict>() {
            Self::Dict(dict)
        } else if let Ok(list) = value.cast::<PyList>() {
            Self::List(list)
        } else if value.is_none() {
            Self::None
        } else if let Ok(boolean) = value.cast::<PyBool>() {
            Self::Bool(boolean.is_true())
        } else if let Ok(int) = value.cast::<PyInt>() {
            Self::Int(int)
        } else if let Ok(float) = value.cast::<PyFloat>() {
            Self::Float(float.value())
        } else if let Ok(tuple) = value.cast::<PyTuple>() {
            Self::Tuple(tuple)
        } else if let Ok(bytes) = value.cast::<PyBytes>() {
            Self::Bytes(bytes)
        } else if let Ok(policy) = value.cast::<Policy>() {
            Self::Policy(policy)
        } else if let Ok(request) = value.cast::<Request>() {
            Self::Request(request)
        } else if let Ok(usage) = value.cast::<Usage>() {
            Self::Usage(usage)
        } else if let Some(mark) = mark(value)? {
            Self::Mark(mark)
        } else {
            Self::Other(plain(value)?)
        })
    }
}

/// Which of the marks is it?
fn mark(value: &Bound<'_, PyAny>) -> PyResult<Option<&'static str>> {
    static MARK: PyOnceLock<Py<PyType>> = PyOnceLock::new();
    if !value.is_instance(MARK.import(value.py(), "iam_eval._marks", "Mark")?)? {
        return Ok(None);
    }
    let name: String = value.getattr("value")?.extract()?;
    Ok(["unknown", "present", "absent"].into_iter().find(|mark| *mark == name))
}

/// A date, an address, a set or a mapping as text, list or dict.
fn plain<'py>(value: &Bound<'py, PyAny>) -> Result<Bound<'py, PyAny>, HostError> {
    static PLAIN: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let py = value.py();
    PLAIN.import(py, "iam_eval._plain", "plain")?.call1((value,)).map_err(|error| {
        let is_refusal = error.is_instance_of::<PyTypeError>(py) || error.is_instance_of::<PyValueError>(py);
        if is_refusal { HostError::shape(error.value(py).to_string()) } else { error.into() }
    })
}

/// What a message calls a value: `str`, `set`.
pub(super) fn name_of(value: &Bound<'_, PyAny>) -> String {
    value.get_type().name().map_or_else(|_| "object".to_owned(), |name| name.to_string())
}

/// The bytes of a `str`; one with half a surrogate pair has none. The stable ABI of Python 3.9 lends
/// no text without making bytes of it first.
pub(super) fn utf8_of<'py>(text: &Bound<'py, PyString>) -> Result<Bound<'py, PyBytes>, HostError> {
    text.encode_utf8().map_err(|_| HostError::shape("expected text of whole characters, found half a surrogate pair"))
}

pub(super) fn utf8<'b>(bytes: &'b Bound<'_, PyBytes>) -> Result<&'b str, HostError> {
    std::str::from_utf8(bytes.as_bytes()).map_err(|error| HostError::shape(error.to_string()))
}

/// The text of a `str`.
pub(crate) fn text_of(text: &Bound<'_, PyString>) -> Result<String, HostError> {
    Ok(utf8(&utf8_of(text)?)?.to_owned())
}

/// The members of a dict. They are taken all at once, so that nothing that is done with one can
/// change the dict meanwhile.
pub(super) type Pairs<'py> = Vec<(Bound<'py, PyAny>, Bound<'py, PyAny>)>;

pub(super) fn key_utf8<'py>(key: &Bound<'py, PyAny>) -> Result<Bound<'py, PyBytes>, HostError> {
    match key.cast::<PyString>() {
        Ok(key) => utf8_of(key),
        Err(_) => Err(HostError::shape(format!("expected text as a key, found `{}`", name_of(key)))),
    }
}

pub(super) fn key_of(key: &Bound<'_, PyAny>) -> Result<String, HostError> {
    Ok(utf8(&key_utf8(key)?)?.to_owned())
}

/// Why an integer of more than 64 bits is refused where it is no part of a policy.
pub(super) fn long_integer() -> HostError {
    HostError::shape("expected an integer of 64 bits, found a longer one; text holds it exactly")
}
