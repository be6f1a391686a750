//! What the library knows of AWS's services, and what somebody else knows of them.

use std::sync::OnceLock;

use iam_eval::catalog::Catalog as Facts;
use iam_eval::wire::WireError;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::errors::refuse;
use crate::value::value_of;

/// The facts that are part of the library; found as they are asked for.
pub(crate) fn catalog() -> &'static Facts {
    static CATALOG: OnceLock<Facts> = OnceLock::new();
    CATALOG.get_or_init(Facts::embedded)
}

/// The facts about AWS's services: its actions, resource types and condition keys. The library has its own, and
/// takes others wherever `catalog` is a parameter.
///
/// Made once of the text of a catalogue, and then there for as long as the process is. Raises `InputError` with the
/// line that is none of a catalogue.
///
/// >>> from iam_eval import Catalog
/// >>> Catalog.embedded().sources[0]["name"] != ""
/// True
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct Catalog {
    /// What reads logs borrows it, and no class here can borrow from another: it is never freed.
    facts: &'static Facts,
}

#[pymethods]
impl Catalog {
    #[new]
    fn new(text: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = text.py();
        let refused = |message: String| refuse(py, &WireError::not_convertible(message));
        let text: String = match text.cast::<PyBytes>() {
            Ok(bytes) => String::from_utf8(bytes.as_bytes().to_vec()).map_err(|error| refused(error.to_string()))?,
            Err(_) => text.extract()?,
        };
        let facts = py.detach(|| Facts::from_text(text)).map_err(|error| refused(error.to_string()))?;
        Ok(Self { facts: Box::leak(Box::new(facts)) })
    }

    /// The catalogue that is part of the library.
    #[staticmethod]
    fn embedded() -> Self {
        Self { facts: catalog() }
    }

    /// Where the facts come from, and of which dates.
    #[getter]
    fn sources<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = serde_json::to_string(&self.facts.provenance().sources);
        value_of(py, &json.map_err(|error| refuse(py, &WireError::not_convertible(error.to_string())))?)
    }

    fn __repr__(&self) -> String {
        let date = self.facts.provenance().newest_date().map(|date| format!(" of {date}"));
        format!("<iam_eval.Catalog{}>", date.unwrap_or_default())
    }
}

/// The facts of a catalogue that was given, else those of the library.
pub(crate) fn known(given: Option<&Bound<'_, Catalog>>) -> &'static Facts {
    given.map_or_else(catalog, |given| given.get().facts)
}
