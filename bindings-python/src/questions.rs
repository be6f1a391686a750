//! The requests of many decisions, kept small.

use std::ops::Range;
use std::sync::{Arc, OnceLock};

use iam_eval::Request as CoreRequest;
use iam_eval::wire::RequestInput;
use serde_json::value::RawValue;

/// The requests that many decisions are of. A request that is ready to be decided takes kilobytes,
/// its JSON a tenth of that; and most decisions are looked at for their answer alone. So what was no
/// handle is kept as text, and made ready again when somebody asks for its report.
#[derive(Default)]
pub(crate) struct Questions {
    text: String,
    kept: OnceLock<Vec<Kept>>,
}

pub(crate) enum Kept {
    /// And what it was made from.
    Handle(Arc<CoreRequest>, Arc<str>),
    /// Where its JSON stands.
    Text(Range<usize>),
}

impl Questions {
    /// Requests that were read from one text, a list of them or one a line.
    pub fn of_text(text: String) -> Self {
        Self { text, kept: OnceLock::new() }
    }

    pub fn of(text: String, kept: Vec<Kept>) -> Self {
        Self { text, kept: OnceLock::from(kept) }
    }

    /// The JSON of one.
    pub fn json(&self, at: usize) -> Option<&str> {
        match self.kept.get_or_init(|| places(&self.text)).get(at)? {
            Kept::Handle(_, json) => Some(json),
            Kept::Text(place) => self.text.get(place.clone()).map(str::trim),
        }
    }

    pub fn request(&self, at: usize) -> Option<Arc<CoreRequest>> {
        match self.kept.get_or_init(|| places(&self.text)).get(at)? {
            Kept::Handle(request, _) => Some(Arc::clone(request)),
            Kept::Text(place) => read_json(self.text.get(place.clone())?).ok()?.build().ok().map(Arc::new),
        }
    }
}

/// A request from its JSON. A struct could also be read from a list of its members' values, which
/// nobody means.
pub(crate) fn read_json(json: &str) -> serde_json::Result<RequestInput> {
    if !json.trim_start().starts_with('{') {
        return Err(serde::de::Error::custom("expected an object"));
    }
    serde_json::from_str(json)
}

/// Where the requests of a text stand that core has read.
fn places(text: &str) -> Vec<Kept> {
    if let Ok(list) = serde_json::from_str::<Vec<&RawValue>>(text) {
        let of = |element: &RawValue| {
            let start = element.get().as_ptr() as usize - text.as_ptr() as usize;
            Kept::Text(start..start + element.get().len())
        };
        return list.into_iter().map(of).collect();
    }
    let mut places = Vec::new();
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        if !line.trim().is_empty() {
            places.push(Kept::Text(start..start + line.len()));
        }
        start += line.len();
    }
    places
}

/// The request of one decision: by itself, or one of many.
#[derive(Clone)]
pub(crate) enum Question {
    Alone(Arc<CoreRequest>),
    Among(Arc<Questions>, usize),
}

impl Question {
    pub fn request(&self) -> Option<Arc<CoreRequest>> {
        match self {
            Self::Alone(request) => Some(Arc::clone(request)),
            Self::Among(questions, at) => questions.request(*at),
        }
    }
}
