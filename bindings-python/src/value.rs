//! JSON text as values of Python, and values as what pickles hold.

use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;

/// The dicts and lists that a JSON text says.
pub(crate) fn value_of<'py>(py: Python<'py>, json: &str) -> PyResult<Bound<'py, PyAny>> {
    static LOADS: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
    LOADS.import(py, "json", "loads")?.call1((json,))
}

/// What is pickled: a function of this module, and what to call it with.
pub(crate) type Reduced<'py, Arguments> = (Bound<'py, PyAny>, Arguments);

/// The function that unpickles.
pub(crate) fn restorer<'py>(py: Python<'py>, name: &str) -> PyResult<Bound<'py, PyAny>> {
    py.import("iam_eval._native")?.getattr(name)
}
