//! Taking entries out of a list, with the commas that go with them.

use crate::json::Value;
use crate::text::Span;
use crate::validate::fix::Edit;

/// The edits that take elements out of a list; not all of them may be taken.
pub(super) fn remove_elements(list: Value<'_, '_>, is_taken: impl Fn(usize) -> bool) -> Vec<Edit> {
    let spans: Vec<Span> = list.elements().map(Value::span).collect();
    let mut is_after_kept = false;
    let mut edits = Vec::new();
    for (at, span) in spans.iter().enumerate() {
        if !is_taken(at) {
            is_after_kept = true;
            continue;
        }
        // with the comma before it, or, as long as nothing stays before it, with the one after it
        let begin = at.checked_sub(1).filter(|_| is_after_kept).and_then(|before| spans.get(before));
        let span = match (begin, spans.get(at + 1)) {
            (Some(before), _) => Span::new(before.end, span.end),
            (None, Some(after)) => Span::new(span.start, after.start),
            (None, None) => *span,
        };
        edits.push(Edit { span, text: String::new() });
    }
    edits
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;
    use crate::limits::Limits;
    use crate::validate::fix::Fix;

    #[test]
    fn what_stays_is_a_list() {
        let text = r#"[ "a" , "b","c" ,"d" ]"#;
        for taken in 0..15_usize {
            let document = Document::read(text, &Limits::default()).unwrap();
            let edits = remove_elements(document.root(), |at| taken & 1 << at != 0);
            let rest: Vec<String> = serde_json::from_str(&Fix::new("", edits).apply(text).unwrap()).unwrap();
            let wanted = ["a", "b", "c", "d"].into_iter().enumerate().filter(|(at, _)| taken & 1 << at == 0);
            assert_eq!(rest, wanted.map(|(_, name)| name).collect::<Vec<_>>());
        }
    }
}
