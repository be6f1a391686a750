//! Refusals as exceptions.

use iam_eval::wire::WireError;
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// The exception that a refusal is in Python. Its classes are written in Python: only there can an
/// exception have members and be pickled.
pub(crate) fn refuse(py: Python<'_>, error: &WireError) -> PyErr {
    static OF_WIRE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    let exception =
        OF_WIRE.import(py, "iam_eval._errors", "error_of_wire").and_then(|of_wire| of_wire.call1((error.to_json(),)));
    match exception {
        Ok(exception) => PyErr::from_value(exception),
        Err(error) => error,
    }
}
