//! The entries of a document that let a request through.

use std::borrow::Cow;

use crate::document::Version;
use crate::evaluate::Variable;
use crate::pattern::{Dialect, Pattern};
use crate::request::Request;
use crate::validate::finding::Location;
use crate::validate::subject::{Element, Entry, Statement, Subject};

use super::evidence::Evidence;

/// How many places a finding has.
const MAX_PLACES: usize = 16;

/// Is an entry `*`, or as many of them?
pub(super) fn is_everything(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte == b'*')
}

/// The entries that let requests through: of each statement the actions, then the resources.
pub(super) fn of_requests(
    evidence: &Evidence,
    subject: &Subject<'_, '_>,
    requests: &[impl std::borrow::Borrow<Request>],
) -> Vec<Location> {
    let mut places: Vec<Location> = Vec::new();
    let mut add = |place: Location| {
        if places.len() < MAX_PLACES && !places.contains(&place) {
            places.push(place);
        }
    };
    for request in requests {
        let request = request.borrow();
        // one statement that lets it through is enough
        let first = evidence.region.allowing(request).next();
        if let Some(statement) = first.and_then(|at| subject.statements.get(at)) {
            of_statement(statement, request, subject.language()).into_iter().for_each(&mut add);
        }
    }
    places
}

/// The entries of one statement that match a request; the whole statement where it has none.
fn of_statement(statement: &Statement<'_, '_>, request: &Request, version: Version) -> Vec<Location> {
    let action = |text: &str| Pattern::action(text).is_match(request.action().as_str());
    let resource = |text: &str| widest(text, version).is_match(request.resource());
    let mut places = Vec::new();
    places.extend(of_element(statement, statement.action.as_ref(), action));
    places.extend(statement.not_action.iter().map(|element| statement.at_name(element.member)));
    places.extend(of_element(statement, statement.resource.as_ref(), resource));
    places.extend(statement.not_resource.iter().map(|element| statement.at_name(element.member)));
    if places.is_empty() {
        places.push(statement.here());
    }
    places
}

fn of_element(
    statement: &Statement<'_, '_>,
    element: Option<&Element<'_, '_>>,
    is_match: impl Fn(&str) -> bool,
) -> Option<Location> {
    let element = element?;
    let found: Option<&Entry<'_>> = element.entries.iter().find(|entry| is_match(&entry.text));
    Some(found.map_or_else(|| statement.at_value(element.member), |entry| statement.at_entry(element, entry)))
}

/// A pattern that matches whatever a resource may match, however its variables are filled.
pub(super) fn widest(text: &str, version: Version) -> Pattern {
    if version == Version::V2012 && text.contains("${") {
        return Variable::widest_pattern(text, Dialect::Resource).0;
    }
    Pattern::new(Dialect::Resource, text)
}

/// A number in words: `statement 2`, with the `Sid` where there is one.
pub(super) fn name(statement: &Statement<'_, '_>, at: usize) -> String {
    match statement.sid.and_then(|sid| sid.value().as_str()) {
        Some(sid) if !sid.is_empty() => format!("statement {at} (`{}`)", short(&sid)),
        _ => format!("statement {at}"),
    }
}

/// A text that is no longer than a line.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(80) {
        Some((end, _)) => Cow::Owned(format!("{}…", text.get(..end).unwrap_or(""))),
        None => Cow::Borrowed(text),
    }
}
