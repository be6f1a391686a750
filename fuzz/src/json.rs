//! Reading JSON: the span of every value, cut out and read again, gives the same value.

use iam_eval::Limits;
use iam_eval::json::{Document, Member, Value, write_string};
use serde_json::value::RawValue;

/// Reads the bytes as JSON, and every part of them that holds a value by itself.
pub fn check(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let independent = serde_json::from_str::<serde_json::Value>(text);
    match Document::read(text, &Limits::default()) {
        Ok(document) => {
            assert!(serde_json::from_str::<&RawValue>(text).is_ok(), "accepted what is not JSON");
            assert_eq!(document.source(), text);
            assert_eq!(document.root().source(), text.trim_matches([' ', '\n', '\r', '\t']));
            value(document.root(), text);
        }
        Err(error) => {
            assert!(error.is_limit() || independent.is_err(), "refused what is JSON: {error}");
            assert!(error.line() >= 1 && error.column() >= 1);
            assert!(error.span().slice(text).is_some(), "{:?} is no part of the text", error.span());
        }
    }
}

fn value(value: Value<'_, '_>, text: &str) {
    assert_eq!(value.span().slice(text), Some(value.source()));
    alone(value);
    let outer = value.span();
    let inside = |inner: iam_eval::Span| outer.start < inner.start && inner.end < outer.end;
    let mut at = outer.start;
    for element in value.elements() {
        assert!(inside(element.span()) && element.span().start > at);
        at = element.span().end;
        self::value(element, text);
    }
    for member in value.members() {
        assert!(inside(member.name_span()) && member.name_span().start > at);
        assert!(inside(member.value().span()) && member.value().span().start > member.name_span().end);
        at = member.value().span().end;
        let name = member.name_span().slice(text).expect("a name's span is inside the text");
        assert_eq!(serde_json::from_str::<String>(name).ok().as_deref(), Some(&*member.name()));
        self::value(member.value(), text);
    }
}

/// The value cut out and read by itself.
fn alone(value: Value<'_, '_>) {
    let again = Document::read(value.source(), &Limits::default()).expect("a value's text reads by itself");
    let root = again.root();
    assert_eq!(root.kind(), value.kind());
    assert_eq!(root.source(), value.source());
    assert_eq!(root.as_str(), value.as_str());
    assert_eq!(root.elements().count(), value.elements().count());
    assert!(root.members().map(Member::name).eq(value.members().map(Member::name)));
    if let Some(content) = value.as_str() {
        let mut written = String::new();
        write_string(&mut written, &content);
        let read = Document::read(&written, &Limits::default()).expect("a written string reads");
        assert_eq!(read.root().as_str(), Some(content));
    }
}
