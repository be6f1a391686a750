//! The verbs of the wire.

use iam_eval::text::PositionEncoding;
use iam_eval::wire;
use pyo3::prelude::*;
use pyo3::types::PyString;

use crate::errors::refuse;
use crate::facts::catalog;
use crate::host::{json_of, text_of};

/// Asks a verb of the wire by its name: JSON in, JSON out, byte for byte as in every language.
///
/// Raises `ParseError`, `LimitError` or `InputError`.
///
/// >>> import iam_eval
/// >>> iam_eval.call("format", '{"policy": {"Statement": {"Effect": "Deny", "NotAction": ["a:b"], "Resource": "*"}}, "pretty": false}')
/// '{"text":"{\\"Statement\\":[{\\"Effect\\":\\"Deny\\",\\"NotAction\\":\\"a:b\\",\\"Resource\\":\\"*\\"}]}"}'
#[pyfunction]
pub(crate) fn call(py: Python<'_>, verb: &Bound<'_, PyString>, text: &Bound<'_, PyString>) -> PyResult<String> {
    let encoding = PositionEncoding::CodePoints;
    let named = |name| move |error: crate::host::HostError| error.in_member(name).raise(py, encoding);
    let verb = text_of(verb).map_err(named("verb"))?;
    let text = text_of(text).map_err(named("text"))?;
    py.detach(|| wire::call_with(&verb, &text, Some(catalog()))).map_err(|error| refuse(py, &error))
}

/// Asks a verb with a value: as `call` with its JSON text.
#[pyfunction]
pub(crate) fn ask(py: Python<'_>, verb: &str, input: &Bound<'_, PyAny>) -> PyResult<String> {
    let text = json_of(input).map_err(|error| error.raise(py, PositionEncoding::CodePoints))?;
    py.detach(|| wire::call_with(verb, &text, Some(catalog()))).map_err(|error| refuse(py, &error))
}
