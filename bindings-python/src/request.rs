//! `Request`: who asks for what.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use iam_eval::Request as CoreRequest;
use iam_eval::wire;
use pyo3::prelude::*;

use crate::asked::Asked;
use crate::errors::refuse;
use crate::value::{Reduced, restorer, value_of};

/// Who asks for what, in which context? Checked, and all that follows from it derived, once; ask
/// many sets with it.
///
/// Takes the members by name, or one dict of them. Raises `InputError` where it contradicts itself.
///
/// >>> from iam_eval import Request, UNKNOWN
/// >>> request = Request("s3:GetObject", "arn:aws:s3:::logs/1", principal="arn:aws:iam::111122223333:user/ann",
/// ...                   context={"aws:SourceIp": UNKNOWN})
/// >>> request.action, request.resource
/// ('s3:GetObject', 'arn:aws:s3:::logs/1')
/// >>> Request({"action": "s3:GetObject"}).resource
/// '*'
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct Request {
    request: Arc<CoreRequest>,
    /// What it was made from.
    json: Arc<str>,
}

impl Request {
    pub fn request(&self) -> Arc<CoreRequest> {
        Arc::clone(&self.request)
    }

    pub fn json(&self) -> &Arc<str> {
        &self.json
    }

    fn read(py: Python<'_>, json: String) -> PyResult<Self> {
        let request = py.detach(|| wire::read_request(&json, "request")).map_err(|error| refuse(py, &error))?;
        Ok(Self { request: Arc::new(request), json: json.into() })
    }
}

#[pymethods]
impl Request {
    #[new]
    #[pyo3(
        signature = (action, resource=None, *, principal=None, context=None, resource_account=None,
            resource_in_management_account=None, context_mode=None, grants=None, called_via=None, r#override=None),
        text_signature = "(action, resource='*', *, principal=None, context=None, resource_account=None, \
            resource_in_management_account=False, context_mode='closed', grants=(), called_via=None, override=False)"
    )]
    #[expect(clippy::too_many_arguments, reason = "these are the members of a request")]
    fn new(
        action: &Bound<'_, PyAny>,
        resource: Option<&Bound<'_, PyAny>>,
        principal: Option<&Bound<'_, PyAny>>,
        context: Option<&Bound<'_, PyAny>>,
        resource_account: Option<&Bound<'_, PyAny>>,
        resource_in_management_account: Option<&Bound<'_, PyAny>>,
        context_mode: Option<&Bound<'_, PyAny>>,
        grants: Option<&Bound<'_, PyAny>>,
        called_via: Option<&Bound<'_, PyAny>>,
        r#override: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let asked = Asked::of(
            action,
            resource,
            principal,
            context,
            resource_account,
            resource_in_management_account,
            context_mode,
            grants,
            called_via,
            r#override,
        )?;
        Self::read(action.py(), asked.json()?)
    }

    /// The action, as it was given.
    #[getter]
    fn action(&self) -> &str {
        self.request.action().as_str()
    }

    /// The ARN of the resource; `*` unless said.
    #[getter]
    fn resource(&self) -> &str {
        self.request.resource()
    }

    /// The members it was made from.
    ///
    /// >>> from iam_eval import Request
    /// >>> Request("s3:GetObject", context={"aws:SecureTransport": True}).to_dict()
    /// {'action': 's3:GetObject', 'context': {'aws:SecureTransport': True}}
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value_of(py, &self.json)
    }

    fn __str__(&self) -> String {
        self.request.to_string()
    }

    fn __repr__(&self) -> String {
        format!("<iam_eval.Request {} on {}>", self.action(), self.resource())
    }

    /// Whether both were made from the same members, in whatever order.
    fn __eq__(&self, other: &Bound<'_, Self>) -> bool {
        let members = |json: &str| serde_json::from_str::<serde_json::Value>(json).ok();
        self.json == other.get().json || members(&self.json) == members(&other.get().json)
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        (self.action(), self.resource()).hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py, (&str,)>> {
        Ok((restorer(py, "restore_request")?, (&self.json,)))
    }
}

/// Unpickles a `Request`.
#[pyfunction]
pub(crate) fn restore_request(py: Python<'_>, json: String) -> PyResult<Request> {
    Request::read(py, json)
}
