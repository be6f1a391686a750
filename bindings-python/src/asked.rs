//! What is asked of a set: a request that is there already, or the parts of one.

use std::sync::Arc;

use iam_eval::Request as CoreRequest;
use iam_eval::text::PositionEncoding;
use iam_eval::wire::{RequestInput, WireError};
use pyo3::exceptions::PyTypeError;
use pyo3::prelude::*;
use pyo3::types::PyString;
use serde::Deserialize;

use crate::errors::refuse;
use crate::host::{Host, HostError, JsonText, Members, plain_json_of};
use crate::request::Request;

/// What the call of a method said of a request.
pub(crate) struct Asked<'a, 'py> {
    /// The action; or in its place a request, or a dict of one.
    first: &'a Bound<'py, PyAny>,
    /// The members of the request by their names on the wire, the action before all.
    members: [(&'static str, Option<&'a Bound<'py, PyAny>>); 10],
}

impl<'a, 'py> Asked<'a, 'py> {
    #[expect(clippy::too_many_arguments, reason = "these are the members of a request")]
    pub fn of(
        action: &'a Bound<'py, PyAny>,
        resource: Option<&'a Bound<'py, PyAny>>,
        principal: Option<&'a Bound<'py, PyAny>>,
        context: Option<&'a Bound<'py, PyAny>>,
        resource_account: Option<&'a Bound<'py, PyAny>>,
        resource_in_management_account: Option<&'a Bound<'py, PyAny>>,
        context_mode: Option<&'a Bound<'py, PyAny>>,
        grants: Option<&'a Bound<'py, PyAny>>,
        called_via: Option<&'a Bound<'py, PyAny>>,
        overrides: Option<&'a Bound<'py, PyAny>>,
    ) -> PyResult<Self> {
        let members = [
            ("action", Some(action)),
            ("resource", resource),
            ("principal", principal),
            ("context", context),
            ("resourceAccount", resource_account),
            ("resourceInManagementAccount", resource_in_management_account),
            ("contextMode", context_mode),
            ("grants", grants),
            ("calledVia", called_via),
            ("override", overrides),
        ];
        let asked = Self { first: action, members };
        if !asked.is_action() && members[1..].iter().any(|(_, value)| value.is_some()) {
            return Err(PyTypeError::new_err("expected an action before the other members of a request"));
        }
        Ok(asked)
    }

    fn is_action(&self) -> bool {
        self.first.is_instance_of::<PyString>()
    }

    /// The request, checked.
    pub fn request(&self) -> PyResult<Arc<CoreRequest>> {
        if let Ok(request) = self.first.cast::<Request>() {
            return Ok(request.get().request());
        }
        let py = self.first.py();
        let input = if self.is_action() {
            RequestInput::deserialize(Members::new(&self.members))
        } else {
            read_request(self.first)
        };
        let input = input.map_err(|error| raise(py, error))?;
        Ok(Arc::new(input.build().map_err(|error| refuse(py, &WireError::from(error)))?))
    }

    /// The request as JSON text.
    pub fn json(&self) -> PyResult<String> {
        if let Ok(request) = self.first.cast::<Request>() {
            return Ok(request.get().json().to_string());
        }
        let written = if self.is_action() { self.written() } else { plain_json_of(self.first) };
        written.map_err(|error| raise(self.first.py(), error))
    }

    fn written(&self) -> Result<String, HostError> {
        let mut text = JsonText::plain();
        text.raw("{");
        for (name, value) in &self.members {
            let Some(value) = value else { continue };
            text.member(name, *name == "action")?;
            text.value(value).map_err(|error| error.in_member(*name))?;
        }
        text.raw("}");
        text.finish()
    }
}

/// A dict of a request, not yet checked.
pub(crate) fn read_request(value: &Bound<'_, PyAny>) -> Result<RequestInput, HostError> {
    RequestInput::deserialize(Host::new(value))
}

fn raise(py: Python<'_>, error: HostError) -> PyErr {
    error.in_member("request").raise(py, PositionEncoding::CodePoints)
}
