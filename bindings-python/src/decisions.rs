//! `Decisions`: the answers to many requests.

use std::ops::Range;
use std::sync::Arc;

use iam_eval::Answer;
use iam_eval::text::PositionEncoding;
use iam_eval::wire::{self, WireError};
use pyo3::exceptions::{PyIndexError, PyOverflowError, PyValueError};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyList, PySlice, PyString};

use crate::asked::read_request;
use crate::decision::Decision;
use crate::errors::refuse;
use crate::host::{HostError, decoded, plain_json_of, read_as, text_of};
use crate::options::options_dict;
use crate::policy_set::{Compiled, restore_policy_set};
use crate::questions::{Kept, Question, Questions, read_json};
use crate::request::Request;
use crate::value::{Reduced, restorer};

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
        if let Ok(bytes) = requests.cast::<PyBytes>() {
            let text = decoded(bytes).map_err(|error| error.raise(py, encoding))?;
            return Self::of_text(py, compiled, text.to_owned());
        }
        let text = text_in(requests).map_err(|error| error.in_member("requests").raise(py, encoding))?;
        if let Some(text) = text {
            return Self::of_text(py, compiled, text);
        }
        let (questions, answers) = collect(&compiled, requests)?;
        Ok(Self { compiled, questions: Arc::new(questions), answers, start: 0, step: 1 })
    }

    fn of_text(py: Python<'_>, compiled: Arc<Compiled>, text: String) -> PyResult<Self> {
        let (questions, answers) = read(py, &compiled, text)?;
        Ok(Self { compiled, questions: Arc::new(questions), answers, start: 0, step: 1 })
    }

    /// Which question is the one at this place to?
    fn place(&self, at: usize) -> Option<usize> {
        usize::try_from(self.start + isize::try_from(at).ok()? * self.step).ok()
    }

    /// The questions as a JSON list.
    fn json(&self) -> Option<String> {
        let texts: Option<Vec<&str>> = (0..self.answers.len()).map(|at| self.questions.json(self.place(at)?)).collect();
        Some(format!("[{}]", texts?.join(",")))
    }

    fn get(&self, at: usize) -> Option<Decision> {
        let answer = self.answers.get(at)?;
        let question = Question::Among(Arc::clone(&self.questions), self.place(at)?);
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

impl Decisions {
    /// The place of the first decision that says the same.
    fn find(&self, py: Python<'_>, decision: &Bound<'_, PyAny>, within: Range<usize>) -> PyResult<Option<usize>> {
        let Ok(decision) = decision.cast::<Decision>() else { return Ok(None) };
        for at in within {
            if self.answers.get(at) == Some(&decision.get().word())
                && let Some(own) = self.get(at)
                && own.is_same(py, decision.get())?
            {
                return Ok(Some(at));
            }
        }
        Ok(None)
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
                kept.push(Kept::Handle(handle.get().request(), Arc::clone(handle.get().json())));
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
            Kept::Handle(request, _) => compiled.set.decide(request),
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
        let length = self.answers.len();
        let beyond = || PyIndexError::new_err(format!("expected an index of {length} decisions, found {index}"));
        let index: isize = match index.extract::<isize>() {
            Err(error) if error.is_instance_of::<PyOverflowError>(py) => return Err(beyond()),
            index => index?,
        };
        let at = if index < 0 { length.checked_sub(index.unsigned_abs()) } else { Some(index.unsigned_abs()) };
        match at.and_then(|at| self.get(at)) {
            Some(decision) => Ok(Bound::new(py, decision)?.into_any()),
            None => Err(beyond()),
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

    fn __contains__(&self, py: Python<'_>, decision: &Bound<'_, PyAny>) -> PyResult<bool> {
        Ok(self.find(py, decision, 0..self.answers.len())?.is_some())
    }

    /// At which place, from `start` on and before `stop`, is the first decision that is equal to this
    /// one? Raises `ValueError` where there is none.
    #[pyo3(signature = (decision, start=0, stop=None, /))]
    fn index(&self, py: Python<'_>, decision: &Bound<'_, PyAny>, start: isize, stop: Option<isize>) -> PyResult<usize> {
        let from_end = |at: isize| match at {
            0.. => at.unsigned_abs(),
            _ => self.answers.len().saturating_sub(at.unsigned_abs()),
        };
        let within = from_end(start)..stop.map_or(self.answers.len(), from_end).min(self.answers.len());
        let found = self.find(py, decision, within)?;
        found.ok_or_else(|| PyValueError::new_err("expected a decision that is among these"))
    }

    fn __reversed__<'py>(slf: &Bound<'py, Self>) -> PyResult<Bound<'py, PyAny>> {
        let length = isize::try_from(slf.get().answers.len())?;
        let indices = slf.py().import("builtins")?.getattr("range")?.call1((length - 1, -1, -1))?;
        slf.py().import("builtins")?.getattr("map")?.call1((slf.getattr("__getitem__")?, indices))
    }

    fn __reduce__<'py>(&self, py: Python<'py>) -> PyResult<Reduced<'py, (&str, Bound<'py, PyDict>, String)>> {
        let lost = || refuse(py, &WireError::not_convertible("expected requests to keep, found none"));
        let requests = self.json().ok_or_else(lost)?;
        let options = options_dict(py, &self.compiled.options)?;
        Ok((restorer(py, "restore_decisions")?, (&self.compiled.json, options, requests)))
    }

    fn __repr__(&self) -> String {
        let allowed = self.answers.iter().filter(|answer| **answer == Answer::Allowed).count();
        format!("<iam_eval.Decisions: {allowed} of {} allowed>", self.answers.len())
    }
}

/// Unpickles `Decisions`: the same questions asked of the same policies.
#[pyfunction]
pub(crate) fn restore_decisions(
    py: Python<'_>,
    policies: String,
    options: &Bound<'_, PyDict>,
    requests: String,
) -> PyResult<Decisions> {
    Decisions::of_text(py, restore_policy_set(py, policies, options)?.compiled(), requests)
}
