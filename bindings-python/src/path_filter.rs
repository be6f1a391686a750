//! `PathFilter`: which paths are selected.

use iam_eval::sources::PathFilter as CoreFilter;
use iam_eval::wire::WireError;
use pyo3::prelude::*;

use crate::errors::refuse;

/// Which paths are selected: those that one of `include` matches, all where there is none, without what one of
/// `exclude` matches. `*` and `?` stay within a folder, `**` goes through folders, `{a,b}` and `[a-z]` choose.
///
/// Raises `InputError` for a pattern that is none.
///
/// >>> from iam_eval import PathFilter
/// >>> logs = PathFilter(["logs/**/*.json.gz"], exclude=["**/*Digest*/**"])
/// >>> logs.is_selected("logs/2026/09/a.json.gz"), logs.is_selected("logs/CloudTrail-Digest/a.json.gz")
/// (True, False)
/// >>> logs.roots
/// ['logs']
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct PathFilter {
    filter: CoreFilter,
}

#[pymethods]
impl PathFilter {
    #[new]
    #[pyo3(signature = (include=Vec::new(), *, exclude=Vec::new()))]
    #[expect(clippy::needless_pass_by_value, reason = "as Python hands them over")]
    fn new(py: Python<'_>, include: Vec<String>, exclude: Vec<String>) -> PyResult<Self> {
        let filter = CoreFilter::new(&include, &exclude);
        let filter = filter.map_err(|error| refuse(py, &WireError::not_convertible(error.to_string())))?;
        Ok(Self { filter })
    }

    /// Is this path selected?
    fn is_selected(&self, path: &str) -> bool {
        self.filter.is_selected(path)
    }

    /// The folders below which all that is included stands: where a search begins; the empty text is the
    /// folder one is in.
    #[getter]
    fn roots(&self) -> Vec<&str> {
        self.filter.roots()
    }
}
