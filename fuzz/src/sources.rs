//! Documents inside other texts: every place leads back into the outer text, and what stands there says the same.

use iam_eval::json::{Document, Value};
use iam_eval::sources::{FoundDocument, SourceKind, find_documents};
use iam_eval::validate::{Baseline, DocumentNames, SuppressionFile, validate};
use iam_eval::{Limits, Span};

/// Looks for documents in the text after the first byte, which chooses what the text is called.
pub fn check(data: &[u8]) {
    let Some((choice, text)) = data.split_first() else { return };
    let Ok(text) = std::str::from_utf8(text) else { return };
    let kinds = SourceKind::all();
    // one more for not saying it
    let kind = kinds.get(usize::from(*choice) % (kinds.len() + 1)).copied();
    let _ = SuppressionFile::parse(text);
    if let Ok(baseline) = Baseline::from_json(text) {
        assert_eq!(Baseline::from_json(&baseline.to_json()).as_ref(), Ok(&baseline));
    }
    match find_documents(text, kind, &Limits::default()) {
        Ok(found) => found.iter().for_each(|one| places(one, text)),
        Err(error) => assert!(!error.to_string().is_empty() && !error.code().is_empty()),
    }
}

/// What a JSON string says, where it stands in plain, in a JSON string, or in a URL in one.
fn says(written: &str) -> Vec<String> {
    let plain = serde_json::from_str::<String>(written).ok();
    let inside = serde_json::from_str::<String>(&format!("\"{written}\"")).ok();
    let of_inside = inside.as_deref().and_then(|inside| serde_json::from_str::<String>(inside).ok());
    let decoded = inside.as_deref().map(percent_decoded).and_then(|text| serde_json::from_str::<String>(&text).ok());
    [plain, of_inside, decoded].into_iter().flatten().collect()
}

fn percent_decoded(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        let digits = after.get(..2).and_then(|digits| std::str::from_utf8(digits).ok());
        let byte = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        let byte = byte.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| *first == b'%');
        bytes.push(byte.unwrap_or(*first));
        rest = if byte.is_some() { &after[2..] } else { after };
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

fn places(found: &FoundDocument<'_>, outer: &str) {
    assert!(found.span.slice(outer).is_some(), "{:?} is no part of the text", found.span);
    for hole in &found.holes {
        assert!(hole.outer.slice(outer).is_some(), "{hole:?} is no part of the text");
    }
    let Some(text) = found.text.as_deref() else {
        assert!(!found.holes.is_empty(), "unknown without a reason");
        return;
    };
    for hole in &found.holes {
        assert!(hole.span.slice(text).is_some(), "{hole:?} is no part of the document");
        assert!(hole.reach.is_none_or(|reach| reach.slice(text).is_some()));
    }
    if let Ok(document) = Document::read(text, &Limits::default()) {
        let is_literal = found.holes.is_empty() && found.conditions.is_empty();
        values(document.root(), found, outer, is_literal);
    }
    let names = DocumentNames::read(&*found.address, text);
    if let Ok(answer) = validate(text, &found.validate_options()) {
        for finding in &answer.findings {
            let _ = found.is_in_doubt(finding);
            assert_eq!(names.fingerprint("", finding), names.fingerprint("", finding));
            for location in &finding.locations {
                assert!(found.positions.outer(location.span).slice(outer).is_some(), "{location:?}");
            }
        }
    }
}

/// A function may have put together what it says: only a document without them stands there word for word.
fn values(root: Value<'_, '_>, found: &FoundDocument<'_>, outer: &str, is_literal: bool) {
    let mut waiting = vec![root];
    let mut last = Span::new(0, 0);
    while let Some(value) = waiting.pop() {
        let place = found.positions.outer(value.span());
        let written = place.slice(outer).expect("a place is a part of the text");
        if let Some(text) =
            value.as_str().filter(|_| is_literal && !outer.contains("\"Fn::") && !outer.contains("\"Ref\""))
        {
            assert!(says(written).iter().any(|said| *said == text), "{written} for {}", value.source());
        }
        waiting.extend(value.elements());
        for member in value.members() {
            assert!(found.positions.outer(member.name_span()).slice(outer).is_some());
            waiting.push(member.value());
        }
        // what comes later in the document stands no earlier
        if value.span().start >= last.end && last.end > 0 {
            assert!(place.start >= found.positions.outer(last).start);
        }
        last = value.span();
    }
}
