//! Edits that leave JSON behind: a comma goes or comes with what it parts.
//!
//! The text is known to be JSON, so the neighbours of an entry are found from the blanks around it: the cost is that of
//! the blanks, not that of the list.

use crate::json::{Member, Value, write_string};
use crate::text::Span;

use super::fix::Edit;

/// Puts a text, quoted and escaped, where a string or a member's name stands.
pub(super) fn replace_string(span: Span, text: &str) -> Edit {
    let mut quoted = String::with_capacity(text.len() + 2);
    write_string(&mut quoted, text);
    Edit { span, text: quoted }
}

/// Takes an entry out of its list, or a member (from its name to the end of its value) out of its object.
pub(super) fn remove_entry(source: &str, entry: Span) -> Edit {
    let after = skip_blanks(source, entry.end);
    if is_comma(source, after) {
        return remove(Span::new(entry.start, skip_blanks(source, after + 1)));
    }
    let before = skip_blanks_back(source, entry.start);
    if before > 0 && is_comma(source, before - 1) {
        return remove(Span::new(skip_blanks_back(source, before - 1), entry.end));
    }
    // it is alone, and the blanks around it have nothing to part
    remove(Span::new(before, after))
}

/// Takes several entries out of one list, or several members out of one object: `entries` is in the order of the
/// text. Neighbours go together, so that no two edits overlap.
pub(super) fn remove_entries(source: &str, entries: impl IntoIterator<Item = Span>) -> Vec<Edit> {
    let mut runs: Vec<Span> = Vec::new();
    for entry in entries {
        if let Some(run) = runs.last_mut() {
            let comma = skip_blanks(source, run.end);
            if is_comma(source, comma) && skip_blanks(source, comma + 1) == entry.start {
                run.end = entry.end;
                continue;
            }
        }
        runs.push(entry);
    }
    runs.into_iter().map(|run| remove_entry(source, run)).collect()
}

/// Takes a member out of its object.
pub(super) fn remove_member(source: &str, member: Member<'_, '_>) -> Edit {
    remove_entry(source, Span::new(member.name_span().start, member.value().span().end))
}

/// Puts a member before the others of an object, spaced as they are; `value` is JSON.
pub(super) fn insert_member(source: &str, object: Value<'_, '_>, name: &str, value: &str) -> Edit {
    let start = object.span().start + 1;
    let mut text = String::new();
    write_string(&mut text, name);
    let Some(first) = object.members().next() else {
        text.push_str(": ");
        text.push_str(value);
        return Edit { span: Span::new(start, start), text };
    };
    let at = first.name_span().start;
    let colon = copied(source, Span::new(first.name_span().end, first.value().span().start), ":");
    let blanks = copied(source, Span::new(start, at), if colon.len() > 1 { " " } else { "" });
    text.push_str(colon);
    text.push_str(value);
    text.push(',');
    text.push_str(blanks);
    Edit { span: Span::new(at, at), text }
}

/// The blanks there, colon included; others where there are none, or so many that they would not be missed.
fn copied<'s>(source: &'s str, blanks: Span, others: &'s str) -> &'s str {
    const LONGEST: usize = 256;
    blanks.slice(source).filter(|blanks| !blanks.is_empty() && blanks.len() <= LONGEST).unwrap_or(others)
}

fn remove(span: Span) -> Edit {
    Edit { span, text: String::new() }
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | b'\n' | b'\r')
}

fn is_comma(source: &str, at: usize) -> bool {
    source.as_bytes().get(at) == Some(&b',')
}

fn skip_blanks(source: &str, at: usize) -> usize {
    let rest = source.as_bytes().get(at..).unwrap_or(&[]);
    at + rest.iter().take_while(|byte| is_blank(**byte)).count()
}

fn skip_blanks_back(source: &str, at: usize) -> usize {
    let rest = source.as_bytes().get(..at).unwrap_or(&[]);
    at - rest.iter().rev().take_while(|byte| is_blank(**byte)).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Document;
    use crate::limits::Limits;
    use crate::validate::fix::Fix;

    fn without_entries(text: &str, indices: &[usize]) -> String {
        let document = Document::read(text, &Limits::default()).unwrap();
        let root = document.root();
        let spans: Vec<Span> = if root.is_array() {
            root.elements().map(Value::span).collect()
        } else {
            root.members().map(|member| Span::new(member.name_span().start, member.value().span().end)).collect()
        };
        let entries = indices.iter().map(|index| spans[*index]);
        Fix::new("", remove_entries(text, entries)).apply(text).unwrap()
    }

    #[test]
    fn a_comma_goes_with_its_entry() {
        for (text, index, left) in [
            (r#"["a","b","c"]"#, 0, r#"["b","c"]"#),
            (r#"["a","b","c"]"#, 1, r#"["a","c"]"#),
            (r#"["a","b","c"]"#, 2, r#"["a","b"]"#),
            (r#"["a"]"#, 0, "[]"),
            ("[ \"a\" ]", 0, "[]"),
            ("[\n  \"a\",\n  \"b\"\n]", 0, "[\n  \"b\"\n]"),
            ("[\n  \"a\",\n  \"b\"\n]", 1, "[\n  \"a\"\n]"),
            ("[\n  \"a\"\n  ,\r\n\t\"b\"\n]", 1, "[\n  \"a\"\n]"),
            ("[\n  \"a\"\n  ,\r\n\t\"b\"\n]", 0, "[\n  \"b\"\n]"),
            (r#"[",",",]",[","]]"#, 1, r#"[",",[","]]"#),
            (r#"[{"a":1},[2],3]"#, 1, r#"[{"a":1},3]"#),
        ] {
            assert_eq!(without_entries(text, &[index]), left, "{index} of {text}");
        }
    }

    #[test]
    fn entries_that_go_together_leave_json() {
        let texts =
            [r#"["a","b","c","d"]"#, "[\n \"a\",\n \"b\",\n \"c\",\n \"d\"\n]", r#"{"a":1, "b" : {}, "c":[],"d":4}"#];
        for text in texts {
            for subset in 0..16_usize {
                let indices: Vec<usize> = (0..4).filter(|index| subset >> index & 1 == 1).collect();
                let left: serde_json::Value = serde_json::from_str(&without_entries(text, &indices)).unwrap();
                let count = left.as_array().map_or_else(|| left.as_object().unwrap().len(), Vec::len);
                assert_eq!(count, 4 - indices.len(), "{indices:?} of {text}");
            }
        }
    }

    #[test]
    fn a_member_goes_with_its_comma() {
        let text = "{\n  \"a\": 1,\n  \"b\" : [1, 2],\n  \"c\": \"}\"\n}";
        let document = Document::read(text, &Limits::default()).unwrap();
        for (member, left) in document.root().members().zip([
            "{\n  \"b\" : [1, 2],\n  \"c\": \"}\"\n}",
            "{\n  \"a\": 1,\n  \"c\": \"}\"\n}",
            "{\n  \"a\": 1,\n  \"b\" : [1, 2]\n}",
        ]) {
            assert_eq!(Fix::new("", vec![remove_member(text, member)]).apply(text).as_deref(), Ok(left));
        }
    }

    #[test]
    fn a_member_comes_as_the_others_are_written() {
        for (text, with) in [
            ("{}", r#"{"V": "1"}"#),
            ("{ }", r#"{"V": "1" }"#),
            (r#"{"a":2}"#, r#"{"V":"1","a":2}"#),
            (r#"{"a": 2}"#, r#"{"V": "1", "a": 2}"#),
            ("\n{\n\t\"a\": 2\n}", "\n{\n\t\"V\": \"1\",\n\t\"a\": 2\n}"),
        ] {
            let document = Document::read(text, &Limits::default()).unwrap();
            let edit = insert_member(text, document.root(), "V", "\"1\"");
            assert_eq!(Fix::new("", vec![edit]).apply(text).as_deref(), Ok(with));
        }
    }

    #[test]
    fn a_string_is_escaped() {
        let edit = replace_string(Span::new(1, 4), "\"\\\n");
        assert_eq!(Fix::new("", vec![edit]).apply(r#"["a"]"#).as_deref(), Ok(r#"["\"\\\n"]"#));
    }

    proptest::proptest! {
        #[test]
        fn what_is_left_is_the_list_without_them(
            blanks in proptest::collection::vec("[ \t\r\n]{0,2}", 24),
            values in proptest::collection::vec("[a,\\[\\]{}:]{0,3}", 1..6),
            subset in 0..64_usize,
        ) {
            let mut blank = blanks.iter().cycle();
            let mut text = format!("{}[", blank.next().unwrap());
            for (at, value) in values.iter().enumerate() {
                let comma = if at == 0 { "" } else { "," };
                let entry = format!("{comma}{}\"{value}\"{}", blank.next().unwrap(), blank.next().unwrap());
                text.push_str(&entry);
            }
            text += "]";
            let indices: Vec<usize> = (0..values.len()).filter(|index| subset >> index & 1 == 1).collect();
            let left: Vec<String> = serde_json::from_str(&without_entries(&text, &indices)).unwrap();
            let kept: Vec<String> =
                values.iter().enumerate().filter(|(at, _)| !indices.contains(at)).map(|(_, value)| value.clone()).collect();
            proptest::prop_assert_eq!(left, kept);
        }
    }
}
