//! `UsageReader` and `Usage`: what CloudTrail shows of who used what.

use std::sync::{Mutex, PoisonError};

use iam_eval::catalog::Catalog as Facts;
use iam_eval::text::PositionEncoding;
use iam_eval::usage::{Time, Usage as CoreUsage, UsageBuilder, UsageOptions};
use iam_eval::wire::{self, WireError};
use pyo3::exceptions::PyRuntimeError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict};

use crate::errors::refuse;
use crate::facts::{Catalog, known};
use crate::host::{HostError, JsonText};
use crate::value::{Reduced, restorer, value_of};

/// Reads CloudTrail, in any of the forms that AWS hands it out, gzip or not, piece by piece: memory
/// grows with what is distinct in the logs, not with how long they are.
///
/// `start` and `stop` are times as `2026-09-01T00:00:00Z`; events before and from then on are left out. `catalog`
/// says what AWS's services are, in place of what the library knows. Raises `InputError` where a time is none.
///
/// >>> from iam_eval import UsageReader
/// >>> reader = UsageReader()
/// >>> log = b'{"Records": [{"eventSource": "sqs.amazonaws.com", "eventName": "ListQueues", "userIdentity": {'
/// >>> reader.feed(log)
/// >>> reader.feed(b'"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}}]}')
/// >>> reader.finish().principals
/// ['arn:aws:iam::111122223333:user/ann']
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct UsageReader {
    builder: Mutex<Option<UsageBuilder<'static>>>,
}

impl UsageReader {
    fn with<T: Send>(&self, py: Python<'_>, read: impl FnOnce(&mut UsageBuilder<'static>) -> T + Send) -> PyResult<T> {
        let done = py.detach(|| {
            let mut builder = self.builder.lock().unwrap_or_else(PoisonError::into_inner);
            builder.as_mut().map(read)
        });
        done.ok_or_else(finished)
    }
}

fn finished() -> PyErr {
    PyRuntimeError::new_err("expected a reader that is not finished")
}

#[pymethods]
impl UsageReader {
    #[new]
    #[pyo3(signature = (*, start=None, stop=None, catalog=None))]
    fn new(
        py: Python<'_>,
        start: Option<&str>,
        stop: Option<&str>,
        catalog: Option<&Bound<'_, Catalog>>,
    ) -> PyResult<Self> {
        let time = |name: &str, text: Option<&str>| -> PyResult<Option<Time>> {
            text.map(str::parse).transpose().map_err(|error: iam_eval::usage::TimeError| {
                refuse(py, &WireError::not_convertible(error.to_string()).within(name))
            })
        };
        let options = UsageOptions { from: time("start", start)?, to: time("stop", stop)?, ..UsageOptions::default() };
        let builder = UsageBuilder::with_options(known(catalog), &options);
        Ok(Self { builder: Mutex::new(Some(builder)) })
    }

    /// Reads a piece of an input, which may end anywhere. Other threads run meanwhile.
    ///
    /// Raises `InputError` where the input is compressed and cannot be inflated.
    fn feed(&self, piece: &Bound<'_, PyBytes>) -> PyResult<()> {
        let py = piece.py();
        let bytes = piece.as_bytes();
        self.with(py, |builder| builder.feed(bytes))?.map_err(|error| refuse(py, &error.into()))
    }

    /// Says that the input ends here and another begins: the next file.
    ///
    /// Raises `InputError` where the input is compressed and ends early.
    fn end_input(&self, py: Python<'_>) -> PyResult<()> {
        self.with(py, UsageBuilder::end_input)?.map_err(|error| refuse(py, &error.into()))
    }

    /// How many records were read so far.
    #[getter]
    fn records(&self, py: Python<'_>) -> PyResult<u64> {
        self.with(py, |builder| builder.progress().records)
    }

    /// What was no record, of the first hundred: code, message and place.
    #[getter]
    fn errors<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = self.with(py, |builder| serde_json::to_string(builder.errors()))?;
        value_of(py, &json.map_err(|error| refuse(py, &WireError::not_convertible(error.to_string())))?)
    }

    /// What was used; the reader is done with.
    ///
    /// Raises `InputError` where there was an input and no record in it.
    fn finish(&self, py: Python<'_>) -> PyResult<Usage> {
        let done = py.detach(|| {
            let builder = self.builder.lock().unwrap_or_else(PoisonError::into_inner).take();
            builder.map(UsageBuilder::finish)
        });
        let usage = done.ok_or_else(finished)?.map_err(|error| refuse(py, &error.into()))?;
        Ok(Usage { usage })
    }

    fn __repr__(&self, py: Python<'_>) -> String {
        match self.records(py) {
            Ok(records) => format!("<iam_eval.UsageReader of {records} records>"),
            Err(_) => "<iam_eval.UsageReader, finished>".to_owned(),
        }
    }
}

/// Who used which actions on which resources, when and how often, and what was refused.
///
/// A summary that merges: of any number of files, read anywhere, in any order, the bytes are those of
/// all of them read by one reader, as long as no record is read twice. Immutable.
///
/// >>> from iam_eval import Usage
/// >>> usage = Usage.read('{"eventSource": "iam.amazonaws.com", "eventName": "GetUser", '
/// ...                    '"requestParameters": {"userName": "bob"}, "recipientAccountId": "111122223333", '
/// ...                    '"userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}}')
/// >>> made = usage.synthesize(usage.principals)
/// >>> made["policies"][0]["document"]["Statement"][0]["Action"]
/// 'iam:GetUser'
/// >>> made["coverage"]["proof"]
/// 'proved'
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct Usage {
    usage: CoreUsage,
}

impl Usage {
    /// The canonical bytes as text.
    pub(crate) fn json(&self) -> String {
        String::from_utf8_lossy(&self.usage.to_bytes()).into_owned()
    }

    /// Asks the wire with the members that are there.
    fn ask<'py>(
        &self,
        py: Python<'py>,
        members: &[(&str, Option<&Bound<'py, PyAny>>)],
        catalog: Option<&Bound<'py, Catalog>>,
        question: fn(&CoreUsage, &str, &Facts) -> Result<String, WireError>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let input = written(members).map_err(|error| error.raise(py, PositionEncoding::CodePoints))?;
        let facts = known(catalog);
        let answer = py.detach(|| question(&self.usage, &input, facts));
        value_of(py, &answer.map_err(|error| refuse(py, &error))?)
    }
}

fn written(members: &[(&str, Option<&Bound<'_, PyAny>>)]) -> Result<String, HostError> {
    let mut text = JsonText::default();
    text.raw("{");
    let mut is_first = true;
    for (name, value) in members {
        let Some(value) = value else { continue };
        text.member(name, is_first)?;
        is_first = false;
        text.value(value).map_err(|error| error.in_member(*name))?;
    }
    text.raw("}");
    text.finish()
}

#[pymethods]
impl Usage {
    /// The usage of nobody.
    #[new]
    fn new() -> Self {
        Self { usage: CoreUsage::default() }
    }

    /// Reads one log as a whole: text or bytes, gzip or not.
    ///
    /// Raises `InputError` where there is no record in it.
    #[staticmethod]
    #[pyo3(signature = (log, *, catalog=None))]
    fn read(py: Python<'_>, log: &Bound<'_, PyAny>, catalog: Option<&Bound<'_, Catalog>>) -> PyResult<Self> {
        let bytes: Vec<u8> = match log.cast::<PyBytes>() {
            Ok(bytes) => bytes.as_bytes().to_vec(),
            Err(_) => log.extract::<String>()?.into_bytes(),
        };
        let facts = known(catalog);
        let usage = py.detach(|| {
            let mut builder = UsageBuilder::new(facts);
            builder.feed(&bytes)?;
            builder.finish()
        });
        Ok(Self { usage: usage.map_err(|error| refuse(py, &error.into()))? })
    }

    /// Reads what `to_bytes` wrote. Raises `InputError` where it is none.
    #[staticmethod]
    fn from_bytes(data: &Bound<'_, PyBytes>) -> PyResult<Self> {
        let py = data.py();
        let bytes = data.as_bytes();
        let usage = py.detach(|| CoreUsage::from_bytes(bytes)).map_err(|error| refuse(py, &error.into()))?;
        Ok(Self { usage })
    }

    /// The canonical bytes, JSON: the same for the same usage.
    fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
        PyBytes::new(py, &py.detach(|| self.usage.to_bytes()))
    }

    /// All of it as a dict.
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value_of(py, &self.json())
    }

    /// Both usages together.
    fn merge(&self, py: Python<'_>, other: &Bound<'_, Self>) -> Self {
        let other = other.get();
        py.detach(|| {
            let mut usage = self.usage.clone();
            usage.merge(other.usage.clone());
            Self { usage }
        })
    }

    fn __add__(&self, py: Python<'_>, other: &Bound<'_, Self>) -> Self {
        self.merge(py, other)
    }

    /// The ARNs of the users and roles that were seen.
    #[getter]
    fn principals(&self) -> Vec<&str> {
        self.usage.principals.keys().map(String::as_str).collect()
    }

    /// What was read, and what became of it.
    #[getter]
    fn stats<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let json = serde_json::to_string(&self.usage.stats);
        value_of(py, &json.map_err(|error| refuse(py, &WireError::not_convertible(error.to_string())))?)
    }

    /// The times of the first and the last event; `None` where no event has one.
    #[getter]
    fn window(&self) -> (Option<String>, Option<String>) {
        let window = self.usage.window;
        (window.first.map(|time| time.to_string()), window.last.map(|time| time.to_string()))
    }

    /// The policy that grants exactly what principals used, with evidence for every statement, and proved
    /// to cover the usage. `current` holds the layers that bind them today: `identity`,
    /// `permissionsBoundary`, `serviceControl`.
    ///
    /// Raises `InputError` for a principal that was not seen, or that used nothing.
    #[pyo3(signature = (principals, *, current=None, actions=None, resources=None, quota=None,
        max_resources=None, per_service=None,
        compact_actions=None, apply_conditions=None, networks=None, template_arns=None, clips=None, includes_dependent=None, includes_weak=None,
        allow_sensitive_fold=None, min_siblings=None, min_literal=None, merges_services=None, min_days=None, catalog=None))]
    #[expect(clippy::too_many_arguments, reason = "these are the options")]
    fn synthesize<'py>(
        &self,
        py: Python<'py>,
        principals: &Bound<'py, PyAny>,
        current: Option<&Bound<'py, PyAny>>,
        actions: Option<&Bound<'py, PyAny>>,
        resources: Option<&Bound<'py, PyAny>>,
        quota: Option<&Bound<'py, PyAny>>,
        max_resources: Option<&Bound<'py, PyAny>>,
        per_service: Option<&Bound<'py, PyAny>>,
        compact_actions: Option<&Bound<'py, PyAny>>,
        apply_conditions: Option<&Bound<'py, PyAny>>,
        networks: Option<&Bound<'py, PyAny>>,
        template_arns: Option<&Bound<'py, PyAny>>,
        clips: Option<&Bound<'py, PyAny>>,
        includes_dependent: Option<&Bound<'py, PyAny>>,
        includes_weak: Option<&Bound<'py, PyAny>>,
        allow_sensitive_fold: Option<&Bound<'py, PyAny>>,
        min_siblings: Option<&Bound<'py, PyAny>>,
        min_literal: Option<&Bound<'py, PyAny>>,
        merges_services: Option<&Bound<'py, PyAny>>,
        min_days: Option<&Bound<'py, PyAny>>,
        catalog: Option<&Bound<'py, Catalog>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let members = [
            ("principals", Some(principals)),
            ("current", current),
            ("actions", actions),
            ("resources", resources),
            ("quota", quota),
            ("maxResources", max_resources),
            ("perService", per_service),
            ("compactActions", compact_actions),
            ("applyConditions", apply_conditions),
            ("networks", networks),
            ("templateArns", template_arns),
            ("clips", clips),
            ("includesDependent", includes_dependent),
            ("includesWeak", includes_weak),
            ("allowSensitiveFold", allow_sensitive_fold),
            ("minSiblings", min_siblings),
            ("minLiteral", min_literal),
            ("mergesServices", merges_services),
            ("minDays", min_days),
        ];
        self.ask(py, &members, catalog, wire::synthesize)
    }

    /// What is left of a policy without what principals did not use: its text with the smallest edit, and
    /// every change. What the logs could not have shown stays, unless `drops_unobservable`; resources stay, unless
    /// `narrows_resources`.
    #[pyo3(signature = (policy, principals, *, drops_unobservable=None, narrows_resources=None, catalog=None))]
    fn refine<'py>(
        &self,
        py: Python<'py>,
        policy: &Bound<'py, PyAny>,
        principals: &Bound<'py, PyAny>,
        drops_unobservable: Option<&Bound<'py, PyAny>>,
        narrows_resources: Option<&Bound<'py, PyAny>>,
        catalog: Option<&Bound<'py, Catalog>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let members = [
            ("policy", Some(policy)),
            ("principals", Some(principals)),
            ("dropsUnobservable", drops_unobservable),
            ("narrowsResources", narrows_resources),
        ];
        self.ask(py, &members, catalog, wire::refine)
    }

    /// What is granted and was not used until `now`, as Access Analyzer's findings.
    #[pyo3(signature = (principal, current, now, *, unused_days=None, access_keys=None, has_password=None,
        catalog=None))]
    #[expect(clippy::too_many_arguments, reason = "these are the options")]
    fn unused<'py>(
        &self,
        py: Python<'py>,
        principal: &Bound<'py, PyAny>,
        current: &Bound<'py, PyAny>,
        now: &Bound<'py, PyAny>,
        unused_days: Option<&Bound<'py, PyAny>>,
        access_keys: Option<&Bound<'py, PyAny>>,
        has_password: Option<&Bound<'py, PyAny>>,
        catalog: Option<&Bound<'py, Catalog>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let members = [
            ("principal", Some(principal)),
            ("current", Some(current)),
            ("now", Some(now)),
            ("unusedDays", unused_days),
            ("accessKeys", access_keys),
            ("hasPassword", has_password),
        ];
        self.ask(py, &members, catalog, wire::unused)?.get_item("findings")
    }

    /// What was attempted and refused, and what would let it through; most often first.
    fn denied<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let answer = py.detach(|| wire::denied(&self.usage)).map_err(|error| refuse(py, &error))?;
        value_of(py, &answer)?.cast_into::<PyDict>()?.as_any().get_item("attempts")
    }

    fn __eq__(&self, other: &Bound<'_, Self>) -> bool {
        self.usage == other.get().usage
    }

    fn __repr__(&self) -> String {
        let (records, principals) = (self.usage.stats.records, self.usage.principals.len());
        format!("<iam_eval.Usage of {principals} principals in {records} records>")
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py, (Bound<'py, PyBytes>,)>> {
        Ok((restorer(py, "restore_usage")?, (self.to_bytes(py),)))
    }
}

/// Unpickles a `Usage`.
#[pyfunction]
pub(crate) fn restore_usage(data: &Bound<'_, PyBytes>) -> PyResult<Usage> {
    Usage::from_bytes(data)
}
