//! `Decision`: an answer, and the reasons when they are asked for.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::{Arc, OnceLock};

use iam_eval::Answer;
use iam_eval::wire::{DecisionReport, WireError};
use pyo3::prelude::*;
use pyo3::sync::PyOnceLock;
use pyo3::types::PyDict;
use serde::Deserialize;
use serde_json::value::RawValue;

use crate::errors::refuse;
use crate::policy_set::Compiled;
use crate::questions::Question;
use crate::value::{Reduced, restorer, value_of};

/// Is a request allowed, why, by which statements, and what was missing to know?
///
/// True only where the request is allowed. Everything but the answer is found when it is first
/// looked at.
///
/// >>> from iam_eval import PolicySet
/// >>> decision = PolicySet(identity=[]).evaluate("s3:GetObject")
/// >>> decision.answer, bool(decision), decision.reason
/// ('implicitDeny', False, 'denied: no statement of the identity policies allows it')
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct Decision {
    answer: Answer,
    /// Of what it is the decision; none where it was unpickled.
    asked: Option<(Arc<Compiled>, Question)>,
    told: OnceLock<Told>,
    /// The members of the report that were looked at.
    seen: PyOnceLock<Py<PyDict>>,
}

/// All that is said of a decision.
struct Told {
    json: String,
    explanation: String,
}

impl Decision {
    pub fn of(answer: Answer, set: Arc<Compiled>, question: Question) -> Self {
        Self { answer, asked: Some((set, question)), told: OnceLock::new(), seen: PyOnceLock::new() }
    }

    pub fn word(&self) -> Answer {
        self.answer
    }

    /// Whether both say the same.
    pub fn is_same(&self, py: Python<'_>, other: &Self) -> PyResult<bool> {
        Ok(self.answer == other.answer && self.told(py)?.json == other.told(py)?.json)
    }

    fn told(&self, py: Python<'_>) -> PyResult<&Told> {
        if let Some(told) = self.told.get() {
            return Ok(told);
        }
        let told = py.detach(|| {
            let (compiled, question) = self.asked.as_ref()?;
            let decision = compiled.set.evaluate(&*question.request()?);
            let explanation = decision.explain();
            let report = DecisionReport::of(&compiled.set, decision, compiled.options.position_encoding);
            Some(Told { json: serde_json::to_string(&report).ok()?, explanation })
        });
        let lost = || refuse(py, &WireError::not_convertible("expected a request to report on, found none"));
        let told = told.ok_or_else(lost)?;
        // made before the lock is taken: to wait for another thread's report in it would be to wait
        // for the interpreter, which this one holds
        Ok(self.told.get_or_init(|| told))
    }

    /// A member of the report, by its name on the wire. It alone is turned into a value: a report of
    /// many statements is long, and mostly one wants to know a line of it.
    fn reported<'py>(&self, py: Python<'py>, member: &str) -> PyResult<Bound<'py, PyAny>> {
        static OF_WIRE: PyOnceLock<Py<PyAny>> = PyOnceLock::new();
        let seen = self.seen.get_or_init(py, || PyDict::new(py).unbind()).bind(py);
        if let Some(value) = seen.get_item(member)? {
            return Ok(value);
        }
        let said: HashMap<&str, &RawValue> = serde_json::from_str(&self.told(py)?.json)
            .map_err(|error| refuse(py, &WireError::not_convertible(error.to_string())))?;
        let said = said.get(member).map_or("null", |said| said.get());
        let of_wire = OF_WIRE.import(py, "iam_eval._report", "member_of_wire")?;
        let value = of_wire.call1((member, value_of(py, said)?))?;
        // of two threads that look for the first time, both shall have seen the same
        seen.call_method1("setdefault", (member, value))
    }
}

#[pymethods]
impl Decision {
    /// `allowed`, `explicitDeny`, `implicitDeny` or `depends`.
    #[getter]
    fn answer(&self) -> &'static str {
        self.answer.as_str()
    }

    /// Whether the request is allowed, whatever is not known.
    #[getter]
    fn is_allowed(&self) -> bool {
        self.answer == Answer::Allowed
    }

    /// Whether the request is denied, whatever is not known.
    #[getter]
    fn is_denied(&self) -> bool {
        matches!(self.answer, Answer::ExplicitDeny | Answer::ImplicitDeny)
    }

    fn __bool__(&self) -> bool {
        self.is_allowed()
    }

    /// The answer in words, on one line.
    #[getter]
    fn reason<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "reason")
    }

    /// Which layer granted or denied; `None` where it depends, or where no policy is asked.
    #[getter]
    fn decided_by<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "decidedBy")
    }

    /// Whether an implicit denial may in truth be an explicit one: a Deny of which not all is known.
    #[getter]
    fn maybe_explicit<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "maybeExplicit")
    }

    /// How directly the resource's policy names the caller: `none`, `account`, `issuer` or `direct`.
    #[getter]
    fn principal_grade<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "principalGrade")
    }

    /// The statements that the answer rests on, and where each stands.
    #[getter]
    fn statements<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "statements")
    }

    /// The context keys that statements which may concern the request ask for, and that it lacks.
    #[getter]
    fn missing_keys<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "missingKeys")
    }

    /// On what an answer that depends does depend.
    #[getter]
    fn depends_on<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "dependsOn")
    }

    /// Every layer that applies to the request, and what each of its statements made of it.
    #[getter]
    fn layers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        self.reported(py, "layers")
    }

    /// Why, in words: a line for the answer, then the statements it rests on and what was missing.
    /// Names keys, never their values.
    ///
    /// >>> from iam_eval import PolicySet
    /// >>> PolicySet(identity=[]).evaluate("s3:GetObject").explain()
    /// 'denied: no statement of the identity policies allows it'
    fn explain(&self, py: Python<'_>) -> PyResult<&str> {
        Ok(&self.told(py)?.explanation)
    }

    /// The report as JSON text, byte for byte what the verb `evaluate` answers.
    ///
    /// >>> from iam_eval import PolicySet
    /// >>> PolicySet(identity=[]).evaluate("s3:GetObject").to_json()[:25]
    /// '{"answer":"implicitDeny",'
    fn to_json(&self, py: Python<'_>) -> PyResult<&str> {
        Ok(&self.told(py)?.json)
    }

    /// The report as the verb `evaluate` answers it.
    ///
    /// >>> from iam_eval import PolicySet
    /// >>> PolicySet(identity=[]).evaluate("s3:GetObject").to_dict()["decidedBy"]
    /// {'layer': 'identity', 'side': 'caller'}
    fn to_dict<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        value_of(py, &self.told(py)?.json)
    }

    /// Whether both reports say the same.
    fn __eq__(&self, py: Python<'_>, other: &Bound<'_, Self>) -> PyResult<bool> {
        self.is_same(py, other.get())
    }

    fn __hash__(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        self.answer.as_str().hash(&mut hasher);
        hasher.finish()
    }

    fn __repr__(&self, py: Python<'_>) -> PyResult<String> {
        let reason: String = self.reason(py)?.extract()?;
        Ok(format!("<iam_eval.Decision {}: {reason}>", self.answer()))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py, (&str, &str)>> {
        let told = self.told(py)?;
        Ok((restorer(py, "restore_decision")?, (&told.json, &told.explanation)))
    }
}

/// Unpickles a `Decision`: its report, without the policies and the request that it is of.
#[pyfunction]
pub(crate) fn restore_decision(py: Python<'_>, json: String, explanation: String) -> PyResult<Decision> {
    #[derive(Deserialize)]
    struct Answered {
        answer: Answer,
    }

    let Answered { answer } =
        serde_json::from_str(&json).map_err(|error| refuse(py, &WireError::not_convertible(error.to_string())))?;
    let told = OnceLock::from(Told { json, explanation });
    Ok(Decision { answer, asked: None, told, seen: PyOnceLock::new() })
}
