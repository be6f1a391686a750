//! Which member of an input is at fault.

use std::fmt::Write as _;

use crate::json::Document;
use crate::limits::Limits;

/// The way from the top of a JSON text to the innermost value that holds a byte, as in
/// `context.aws:SourceIp[2]`; it begins with `top`, where there is one. `top` alone where the text is no
/// JSON.
pub(super) fn member_at(text: &str, byte: usize, top: &str) -> String {
    let mut place = top.to_owned();
    let Ok(document) = Document::read(text, &Limits::default()) else { return place };
    let mut value = document.root();
    loop {
        let mut inside = None;
        for (at, element) in value.elements().enumerate() {
            let span = element.span();
            if (span.start..span.end).contains(&byte) {
                // writing to a text does not fail
                let _ = write!(place, "[{at}]");
                inside = Some(element);
                break;
            }
        }
        for member in value.members() {
            let span = member.value().span();
            if (span.start..span.end).contains(&byte) {
                if !place.is_empty() {
                    place.push('.');
                }
                place.push_str(&member.name());
                inside = Some(member.value());
                break;
            }
        }
        match inside {
            Some(inside) => value = inside,
            None => return place,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::member_at;

    #[test]
    fn the_innermost_value_is_named() {
        let text = r#"{"a": {"b:c": [1, {"d": true}]}, "e": 1}"#;
        let place = |found: &str, top| member_at(text, text.find(found).unwrap(), top);
        assert_eq!(place("true", ""), "a.b:c[1].d");
        assert_eq!(place("true", "requests[2]"), "requests[2].a.b:c[1].d");
        assert_eq!(place(", \"e\"", ""), "");
        assert_eq!(member_at("{", 0, "options"), "options");
    }
}
