//! `Policy`: a document that has been read.

use std::hash::{DefaultHasher, Hash, Hasher};

use iam_eval::Policy as CorePolicy;
use iam_eval::wire::{self, PolicyOutline, WireError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::{PyBytes, PyDict, PyString};

use crate::errors::refuse;
use crate::host::{HostError, JsonText, decoded, json_of, text_of};
use crate::options::{Reading, wire_options};
use crate::value::{Reduced, restorer, value_of};

/// A policy document that has been read: well formed, with the place of every element. Immutable.
///
/// Wherever a policy is taken, a `Policy`, its text, its bytes or the dict of it will do.
///
/// >>> from iam_eval import Policy
/// >>> policy = Policy.parse('{"Statement": {"Effect": "Deny", "NotAction": ["iam:*"], "Resource": "*"}}')
/// >>> policy.statements[0].effect, policy.statements[0].action.values[0].value
/// ('Deny', 'iam:*')
/// >>> str(policy)
/// '{"Statement":[{"Effect":"Deny","NotAction":"iam:*","Resource":"*"}]}'
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct Policy {
    read: CorePolicy,
    reading: Reading,
    outline: PyOnceLock<Py<PyAny>>,
}

impl Policy {
    fn of(py: Python<'_>, text: &str, reading: Reading) -> PyResult<Self> {
        let options = reading.parse_options();
        let read = py
            .detach(|| options.parse(text))
            .map_err(|error| refuse(py, &WireError::policy(error, None, text, reading.wire.position_encoding)))?;
        Ok(Self { read, reading, outline: PyOnceLock::new() })
    }

    pub fn source(&self) -> &str {
        self.read.source()
    }
}

#[pymethods]
impl Policy {
    /// Reads a policy: strictly, or leniently as AWS evaluates what was stored long ago. With
    /// `policy_type`, strict means what AWS stores as that kind.
    ///
    /// Raises `ParseError` with what was found, what was expected and where, or `LimitError`.
    ///
    /// >>> from iam_eval import ParseError, Policy
    /// >>> try:
    /// ...     Policy.parse({"Statement": {"Effect": "allow", "Action": "*", "Resource": "*"}})
    /// ... except ParseError as error:
    /// ...     print(error)
    /// expected `Allow` or `Deny`, found `allow` (line 1, column 25)
    #[staticmethod]
    #[pyo3(
        signature = (policy, *, profile=None, policy_type=None, limits=None, position_encoding=None),
        text_signature = "(policy, *, profile='strict', policy_type=None, limits=None, \
            position_encoding='code-points')"
    )]
    fn parse(
        policy: &Bound<'_, PyAny>,
        profile: Option<&Bound<'_, PyAny>>,
        policy_type: Option<&Bound<'_, PyAny>>,
        limits: Option<&Bound<'_, PyAny>>,
        position_encoding: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let reading = Reading::of(profile, policy_type, limits, position_encoding)?;
        let py = policy.py();
        let text = policy_text(policy).map_err(|error| error.raise(py, reading.wire.position_encoding))?;
        Self::of(py, &text, reading)
    }

    /// Everything that the strict grammar refuses, in source order, and as much of the policy as can
    /// be read: the dict that the verb `parse` answers for the profile `lint`. Raises for no fault of
    /// the policy.
    ///
    /// >>> from iam_eval import Policy
    /// >>> text = '{"Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*", "Sod": 1}]}'
    /// >>> [remark["code"] for remark in Policy.lint(text)["remarks"]]
    /// ['unknown-member']
    #[staticmethod]
    #[pyo3(
        signature = (policy, *, limits=None, position_encoding=None),
        text_signature = "(policy, *, limits=None, position_encoding='code-points')"
    )]
    fn lint<'py>(
        policy: &Bound<'py, PyAny>,
        limits: Option<&Bound<'py, PyAny>>,
        position_encoding: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let py = policy.py();
        let encoding = wire_options(limits, position_encoding)?.position_encoding;
        let input = lint_input(policy, limits, position_encoding).map_err(|error| error.raise(py, encoding))?;
        let answer = py.detach(|| wire::parse(&input)).map_err(|error| refuse(py, &error))?;
        value_of(py, &answer)
    }

    /// The text that the policy was read from; every place counts in it.
    #[getter(source)]
    fn text(&self) -> &str {
        self.read.source()
    }

    /// The version that the document states, else `None`.
    #[getter]
    fn version(&self) -> Option<&'static str> {
        self.read.stated_version().map(|version| version.as_str())
    }

    /// The `Id` of the document, else `None`.
    #[getter]
    fn id(&self) -> Option<&str> {
        self.read.id()
    }

    /// The statements in source order.
    #[getter]
    fn statements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.outline(py)?.getattr("statements")
    }

    /// What the policy holds, element by element, and where each stands.
    ///
    /// >>> from iam_eval import Policy
    /// >>> policy = Policy.parse('{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}')
    /// >>> policy.outline().statements[0].span.start
    /// Position(offset=14, line=1, column=15)
    fn outline<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        static OUTLINE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let outline = self.outline.get_or_try_init(py, || {
            let encoding = self.reading.wire.position_encoding;
            let json = py.detach(|| serde_json::to_string(&PolicyOutline::of(&self.read, encoding)));
            let json = json.map_err(|error| refuse(py, &WireError::not_convertible(error.to_string())))?;
            let of_wire = OUTLINE.import(py, "iam_eval._outline", "outline_of_wire")?;
            PyResult::Ok(of_wire.call1((value_of(py, &json)?,))?.unbind())
        })?;
        Ok(outline.bind(py).clone())
    }

    /// The canonical text: fixed order of members, conditions sorted, one-element lists as their
    /// element; indented by two spaces, or on one line. Equal policies give equal text.
    ///
    /// >>> from iam_eval import Policy
    /// >>> policy = Policy.parse({"Statement": {"Resource": ["*"], "Action": "s3:*", "Effect": "Allow"}})
    /// >>> policy.format(pretty=False)
    /// '{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}'
    #[pyo3(signature = (pretty=true))]
    fn format(&self, py: Python<'_>, pretty: bool) -> String {
        py.detach(|| if pretty { self.read.to_json_pretty() } else { self.read.to_json() })
    }

    /// The canonical document.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value_of(py, &self.read.to_json())
    }

    fn __str__(&self) -> String {
        self.read.to_json()
    }

    fn __repr__(&self) -> String {
        let count = self.read.statements().len();
        format!("<iam_eval.Policy of {count} statement{}>", if count == 1 { "" } else { "s" })
    }

    fn __eq__(&self, other: &Bound<'_, Self>) -> bool {
        self.read == other.get().read
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.read.to_json().hash(&mut hasher);
        hasher.finish()
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py, (&str, Bound<'py, PyDict>)>> {
        Ok((restorer(py, "restore_policy")?, (self.read.source(), self.reading.said(py)?)))
    }
}

/// Unpickles a `Policy`.
#[pyfunction]
pub(crate) fn restore_policy(py: Python<'_>, source: &str, options: &Bound<'_, PyDict>) -> PyResult<Policy> {
    let option = |name: &str| options.get_item(name);
    let (profile, policy_type) = (option("profile")?, option("policy_type")?);
    let (limits, encoding) = (option("limits")?, option("position_encoding")?);
    let reading = Reading::of(profile.as_ref(), policy_type.as_ref(), limits.as_ref(), encoding.as_ref())?;
    Policy::of(py, source, reading)
}

/// The text of a policy: its own, or that of its dict.
fn policy_text(policy: &Bound<'_, PyAny>) -> Result<String, HostError> {
    if let Ok(text) = policy.cast::<PyString>() {
        text_of(text)
    } else if let Ok(bytes) = policy.cast::<PyBytes>() {
        decoded(bytes).map(str::to_owned)
    } else if let Ok(policy) = policy.cast::<Policy>() {
        Ok(policy.get().source().to_owned())
    } else {
        json_of(policy)
    }
}

/// What the verb `parse` is asked.
fn lint_input(
    policy: &Bound<'_, PyAny>,
    limits: Option<&Bound<'_, PyAny>>,
    position_encoding: Option<&Bound<'_, PyAny>>,
) -> Result<String, HostError> {
    let mut text = JsonText::default();
    text.raw("{");
    text.member("policy", true)?;
    text.text(&policy_text(policy)?)?;
    text.raw(r#","profile":"lint""#);
    for (name, value) in [("limits", limits), ("positionEncoding", position_encoding)] {
        if let Some(value) = value {
            text.member(name, false)?;
            text.value(value)?;
        }
    }
    text.raw("}");
    text.finish()
}
