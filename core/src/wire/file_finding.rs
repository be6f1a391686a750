//! A finding of a policy in a file, for who reads the file.

use crate::sources::FoundDocument;
use crate::validate::{DocumentNames, Finding};

use super::object::Object;
use super::places::Places;
use super::render::{FindingInput, FindingLevel, PlaceInput, RelatedInput};

/// A finding as it is rendered.
pub(super) fn shown(
    file: &str,
    places: &Places<'_>,
    document: &FoundDocument<'_>,
    names: &DocumentNames<'_>,
    finding: &Finding,
) -> FindingInput {
    let place = |offset: usize| {
        let position = places.position(offset);
        let fits = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Object(PlaceInput { line: fits(position.line), column: fits(position.column) })
    };
    let mut spans = finding.locations.iter().map(|location| document.positions.outer(location.span));
    let first = spans.next();
    FindingInput {
        code: finding.code().to_owned(),
        level: FindingLevel::of(finding.finding_type()),
        message: if document.address.is_empty() {
            finding.details.clone()
        } else {
            format!("{}: {}", document.address, finding.details)
        },
        file: Some(file.to_owned()),
        start: first.map(|span| place(span.start)),
        end: first.map(|span| place(span.end)),
        related: spans.map(|span| Object(RelatedInput { start: place(span.start), end: place(span.end) })).collect(),
        identity: Some(names.identity(finding)),
        help: finding.fixes.iter().map(|fix| fix.title.clone()).collect(),
    }
}
