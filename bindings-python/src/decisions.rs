//! `Decisions`: the answers to many requests.

use std::sync::Arc;

use iam_eval::Answer;
use iam_eval::text::PositionEncoding;
use iam_eval::wire::{self, WireError};
use pyo3::exceptions::PyIndexError;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PySlice, PyString};

use crate::asked::read_request;
use crate::decision::Decision;
use crate::errors::refuse;
use crate::host::{HostError, decoded, plain_json_of, read_as, text_of};
use crate::policy_set::Compiled;
use crate::questions::{Kept, Question, Questions, read_json};
use crate::request::Request;

/// The answers to many requests, in the order asked: a sequence of `Decision`s, each made when it is
/// asked for.
///
/// >>> from iam_eval import PolicySet
/// >>> policies = PolicySet(identity={"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}})
/// >>> decisions = policies.evaluate_many('{"action": "s3:GetObject"}\n{"action": "s3:PutObject"}')
/// >>> len(decisions), decisions.answers, decisions.allowed, decisions.count("allowed")
/// (2, ['allowed', 'implicitDeny'], [True, False], 1)
/// >>> [decision.reason for decision in decisions if not decision]
/// ['denied: no statement of the identity policies allows it']
#[pyclass(frozen, module = "iam_eval")]
pub(crate) struct Decisions {
    compiled: Arc<Compiled>,
    questions: Arc<Questions>,
    answers: Vec<Answer>,
    /// Which question the first answer is to, and how many lie between one and the next: a slice
    /// shares the questions of the whole.
    start: isize,
    step: isize,
}

/// So many requests are taken from the interpreter, then decided without it.
const CHUNK: usize = 1_024;

impl Decisions {
    pub fn of(compiled: Arc<Compiled>, requests: &Bound<'_, PyAny>) -> PyResult<Self> {
        let py = requests.py();
        let encoding = compiled.options.position_encoding;
        let text = text_in(requests).map_err(|error| error.in_member("requests").raise(py, encoding))?;
        let (questions, answers) = match text {
            Some(text) => read(py, &compiled, text)?,
            None => collect(&compiled, requests)?,
        };
        Ok(Self { compiled, questions: Arc::new(questions), answers, start: 0, step: 1 })
    }

    fn get(&self, at: usize) -> Option<Decision> {
        let answer = self.answers.get(at)?;
        let place = usize::try_from(self.start + isize::try_from(at).ok()? * self.step).ok()?;
        let question = Question::Among(Arc::clone(&self.questions), place);
        Some(Decision::of(*answer, Arc::clone(&self.compiled), question))
    }

    fn slice(&self, slice: &Bound<'_, PySlice>) -> PyResult<Self> {
        let length = isize::try_from(self.answers.len()).map_err(|_| PyIndexError::new_err("expected fewer"))?;
        let indices = slice.indices(length)?;
        let chosen = (0..indices.slicelength)
            .filter_map(|nth| usize::try_from(indices.start + isize::try_from(nth).ok()? * indices.step).ok());
        Ok(Self {
            compiled: Arc::clone(&self.compiled),
            questions: Arc::clone(&self.questions),
            answers: chosen.filter_map(|at| self.answers.get(at).copied()).collect(),
            start: self.start + indices.start * self.step,
            step: self.step.saturating_mul(indices.step),
        })
    }
}

/// Decides the requests of a text.
fn read(py: Python<'_>, compiled: &Compiled, text: String) -> PyResult<(Questions, Vec<Answer>)> {
    let encoding = compiled.options.position_encoding;
    let mut answers = Vec::new();
    let read =
        py.detach(|| wire::read_requests(&text, encoding, |request| answers.push(compiled.set.decide(&request))));
    read.map_err(|error| refuse(py, &error))?;
    Ok((Questions::of_text(text), answers))
}

/// Requests that are given as one text.
fn text_in(requests: &Bound<'_, PyAny>) -> Result<Option<String>, HostError> {
    if let Ok(text) = requests.cast::<PyString>() {
        return text_of(text).map(Some);
    }
    if let Ok(bytes) = requests.cast::<PyBytes>() {
        let text = decoded(bytes).map_err(|error| HostError::shape(error.to_string()))?;
        return Ok(Some(text.to_owned()));
    }
    if requests.is_instance_of::<PyDict>() || requests.is_instance_of::<Request>() {
        return Err(HostError::shape("expected many requests, found one"));
    }
    Ok(None)
}

/// Decides the requests of an iterable.
fn collect(compiled: &Compiled, requests: &Bound<'_, PyAny>) -> PyResult<(Questions, Vec<Answer>)> {
    let py = requests.py();
    let raise = |error: HostError| error.in_member("requests").raise(py, PositionEncoding::CodePoints);
    let mut iterator = requests
        .try_iter()
        .map_err(|_| raise(HostError::shape("expected an iterable of requests, or text of them")))?;
    let (mut text, mut kept, mut answers) = (String::new(), Vec::new(), Vec::new());
    loop {
        let taken = iterator.by_ref().take(CHUNK).collect::<PyResult<Vec<_>>>()?;
        if taken.is_empty() {
            return Ok((Questions::of(text, kept), answers));
        }
        let from = kept.len();
        for request in &taken {
            if let Ok(handle) = request.cast::<Request>() {
                kept.push(Kept::Handle(handle.get().request()));
                continue;
            }
            let json = plain_json_of(request).map_err(|error| raise(error.in_list(kept.len())))?;
            kept.push(Kept::Text(text.len()..text.len() + json.len()));
            text.push_str(&json);
        }
        py.detach(|| decide(compiled, &text, &kept[from..], &mut answers)).map_err(|error| {
            // the text knows what is wrong, the value also where in it
            match taken.get(answers.len() - from).map(read_request) {
                Some(Err(error)) => raise(error.in_list(answers.len())),
                _ => refuse(py, &error),
            }
        })?;
    }
}

fn decide(compiled: &Compiled, text: &str, kept: &[Kept], answers: &mut Vec<Answer>) -> Result<(), WireError> {
    for request in kept {
        let here = answers.len();
        answers.push(match request {
            Kept::Handle(request) => compiled.set.decide(request),
            Kept::Text(place) => {
                let input = read_json(text.get(place.clone()).unwrap_or(""))
                    .map_err(|error| WireError::not_convertible(error.to_string()))?;
                let request = input.build();
                compiled.set.decide(&request.map_err(|error| WireError::request(error, &format!("requests[{here}]")))?)
            }
        });
    }
    Ok(())
}

#[pymethods]
impl Decisions {
    fn __len__(&self) -> usize {
        self.answers.len()
    }

    fn __getitem__<'py>(&self, py: Python<'py>, index: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
        if let Ok(slice) = index.cast::<PySlice>() {
            return Ok(Bound::new(py, self.slice(slice)?)?.into_any());
        }
        let index: isize = index.extract()?;
        let length = self.answers.len();
        let at = if index < 0 { length.checked_sub(index.unsigned_abs()) } else { Some(index.unsigned_abs()) };
        match at.and_then(|at| self.get(at)) {
            Some(decision) => Ok(Bound::new(py, decision)?.into_any()),
            None => Err(PyIndexError::new_err(format!("expected an index of {length} decisions, found {index}"))),
        }
    }

    fn __iter__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let builtins = slf.py().import("builtins")?;
        let indices = builtins.getattr("range")?.call1((slf.get().answers.len(),))?;
        builtins.getattr("map")?.call1((slf.getattr("__getitem__")?, indices))
    }

    /// The answers alone: `allowed`, `explicitDeny`, `implicitDeny` or `depends`.
    #[getter]
    fn answers<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        let word = |answer: Answer| PyString::intern(py, answer.as_str());
        let (allowed, explicit) = (word(Answer::Allowed), word(Answer::ExplicitDeny));
        let (implicit, depends) = (word(Answer::ImplicitDeny), word(Answer::Depends));
        let words = self.answers.iter().map(|answer| match answer {
            Answer::Allowed => &allowed,
            Answer::ExplicitDeny => &explicit,
            Answer::ImplicitDeny => &implicit,
            _ => &depends,
        });
        PyList::new(py, words)
    }

    /// For each request whether it is allowed; `itertools.compress` picks with it.
    #[getter]
    fn allowed<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyList>> {
        PyList::new(py, self.answers.iter().map(|answer| *answer == Answer::Allowed))
    }

    /// How many requests have this answer? Raises `InputError` for a word that is no answer.
    fn count(&self, answer: &Bound<'_, PyAny>) -> PyResult<usize> {
        let answer: Answer = read_as("answer", answer)?;
        Ok(self.answers.iter().filter(|own| **own == answer).count())
    }

    fn __repr__(&self) -> String {
        let allowed = self.answers.iter().filter(|answer| **answer == Answer::Allowed).count();
        format!("<iam_eval.Decisions: {allowed} of {} allowed>", self.answers.len())
    }
}
