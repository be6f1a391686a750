//! What stands under a place of a found document is what stands, unescaped, where it leads to; and hostile texts end.

use std::fmt::Write as _;

use iam_eval::json::{Document, Value};
use iam_eval::sources::{FoundDocument, find_documents};
use iam_eval::{Limits, Span};
use proptest::prelude::*;

/// How a character is written in a JSON string.
fn escaped(text: &str, how: &[u8]) -> String {
    let mut written = String::new();
    for (character, how) in text.chars().zip(how.iter().copied().chain(std::iter::repeat(0))) {
        match (character, how % 3) {
            ('"' | '\\', 0 | 1) => {
                written.push('\\');
                written.push(character);
            }
            ('/', 1) => written.push_str("\\/"),
            ('\n', 0 | 1) => written.push_str("\\n"),
            (_, 2) | ('\0'..='\u{1f}', _) => {
                let mut units = [0; 2];
                for unit in character.encode_utf16(&mut units) {
                    let _ = write!(written, "\\u{unit:04x}");
                }
            }
            _ => written.push(character),
        }
    }
    written
}

/// How a text is written in a URL.
fn encoded(text: &str, how: &[u8]) -> String {
    let mut written = String::new();
    for (at, byte) in text.bytes().enumerate() {
        let is_plain = byte.is_ascii_alphanumeric() || byte == b'+';
        if is_plain && how.get(at % how.len().max(1)).is_none_or(|how| how % 2 == 0) {
            written.push(char::from(byte));
        } else {
            let _ = write!(written, "%{byte:02X}");
        }
    }
    written
}

fn document(sid: &str, action: &str, blank: &str) -> String {
    let (sid, action) = (serde_json::to_string(sid).unwrap(), serde_json::to_string(action).unwrap());
    format!(
        r#"{{{blank}"Statement":{blank}[{{"Sid":{sid}{blank},"Action":[{action},{blank}"s3:*"],"n":{blank}12.50}}]}}"#
    )
}

/// Each value with its place, and the place it leads to.
fn each(found: &FoundDocument<'_>, mut look: impl FnMut(&str, Span)) {
    let text = found.text.as_deref().unwrap();
    let document = Document::read(text, &Limits::default()).unwrap();
    let mut waiting: Vec<Value<'_, '_>> = vec![document.root()];
    while let Some(value) = waiting.pop() {
        look(value.source(), found.positions.outer(value.span()));
        waiting.extend(value.elements());
        waiting.extend(value.members().map(|member| member.value()));
    }
}

fn unescaped(written: &str) -> String {
    serde_json::from_str(&format!("\"{written}\"")).unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn a_place_in_an_escaped_text_says_the_same(
        sid in "\\PC{0,6}", action in ".{0,6}", blank in "[ \n]{0,2}", how in prop::collection::vec(any::<u8>(), 0..200),
        name in "\\PC{0,5}",
    ) {
        let text = document(&sid, &action, &blank);
        let outer = format!(
            r#"{{"terraform_version": {}, "values": {{"root_module": {{"resources": [{{"address": "é", "type": "aws_iam_policy",
                "values": {{"policy": "{}"}}}}]}}}}}}"#,
            serde_json::to_string(&name).unwrap(), escaped(&text, &how)
        );
        let found = find_documents(&outer, None, &Limits::default()).unwrap().remove(0);
        prop_assert_eq!(found.text.as_deref(), Some(&*text));
        each(&found, |value, place| assert_eq!(unescaped(place.slice(&outer).unwrap()), value));
    }

    #[test]
    fn a_place_in_a_url_in_an_escaped_text_says_the_same(
        sid in "\\PC{0,6}", action in ".{0,6}", how in prop::collection::vec(any::<u8>(), 0..200),
    ) {
        let text = document(&sid, &action, "");
        let written = escaped(&encoded(&text, &how), &how);
        let outer = format!(r#"{{"RoleDetailList": [{{"AssumeRolePolicyDocument": "{written}"}}]}}"#);
        let found = find_documents(&outer, None, &Limits::default()).unwrap().remove(0);
        prop_assert_eq!(found.text.as_deref(), Some(&*text));
        each(&found, |value, place| {
            let decoded: Vec<u8> = {
                let written = unescaped(place.slice(&outer).unwrap());
                let mut parts = written.split('%');
                let mut bytes = parts.next().unwrap().as_bytes().to_vec();
                for part in parts {
                    bytes.push(u8::from_str_radix(&part[..2], 16).unwrap());
                    bytes.extend_from_slice(&part.as_bytes()[2..]);
                }
                bytes
            };
            assert_eq!(String::from_utf8(decoded).unwrap(), value);
        });
    }

    #[test]
    fn a_place_in_a_template_with_holes_says_the_same(
        sid in "\\PC{0,6}", action in ".{0,6}", blank in "[ \n]{0,2}", holds in any::<bool>(),
    ) {
        let hole = if holds { r#"{"Fn::If": ["C", "x:y", {"Ref": "V"}]}"# } else { r#"{"Fn::Sub": "a${B}"}"# };
        let text = document(&sid, &action, &blank).replace(r#""s3:*""#, hole);
        let outer = format!(
            r#"{{"Resources": {{"é": {{"Type": "AWS::SNS::TopicPolicy", "Properties": {{"PolicyDocument": {text}}}}}}}}}"#
        );
        for found in find_documents(&outer, None, &Limits::default()).unwrap() {
            let holes: Vec<Span> = found.holes.iter().map(|hole| hole.outer).collect();
            each(&found, |value, place| {
                let written = place.slice(&outer).unwrap();
                let is_function = holes.contains(&place) || written.contains("Fn::");
                if !is_function && !value.starts_with(['[', '{']) {
                    assert_eq!(written, value);
                }
            });
        }
    }
}

/// Looks for documents without minding what is found; the law is that it ends, and soon.
fn ends(text: &str) {
    if let Ok(found) = find_documents(text, None, &Limits::default()) {
        for one in found.iter().filter(|one| one.text.is_some()) {
            let length = one.text.as_deref().map_or(0, str::len);
            assert!(one.positions.outer(Span::new(0, length)).slice(text).is_some());
        }
    }
}

fn template(properties: &str) -> String {
    format!(r#"{{"Resources": {{"R": {{"Type": "AWS::IAM::Role", "Properties": {properties}}}}}}}"#)
}

#[test]
fn large_texts_of_all_kinds_end() {
    let million = 1_000_000;
    let escapes = "\\\"".repeat(million);
    ends(&format!(
        r#"{{"values": 1, "resource_changes": [{{"type": "aws_iam_policy", "change": {{"after": {{"policy": "{escapes}"}}}}}}]}}"#
    ));
    ends(&format!(r#"{{"RoleDetailList": [{{"AssumeRolePolicyDocument": "{}"}}]}}"#, "%7B".repeat(million)));
    let inline = r#"{"policy":"{}"},"#.repeat(200_000);
    let address = "a".repeat(2_000_000);
    ends(&format!(
        r#"{{"resource_changes": [{{"address": "{address}", "type": "aws_iam_role", "change": {{"after": {{"inline_policy": [{inline}{{}}]}}}}}}]}}"#
    ));
    let many = r#"{"PolicyDocument":{"Statement":[{"Ref":"x"}]}},"#.repeat(100_000);
    ends(&template(&format!(r#"{{"Policies": [{many}{{}}]}}"#)));
    let branches = r#"{"Fn::If":["a",1,2]},"#.repeat(200_000);
    ends(&template(&format!(r#"{{"AssumeRolePolicyDocument": {{"Statement": [{branches}1]}}}}"#)));
    let conditions = (0..100_000).map(|at| format!(r#"{{"Fn::If":["c{at}",1,2]}},"#)).collect::<Vec<_>>().concat();
    ends(&template(&format!(r#"{{"AssumeRolePolicyDocument": {{"Statement": [{conditions}1]}}}}"#)));
    let long = "n".repeat(million);
    let named = format!(r#"{{"Fn::If":["{long}",[{}1],2]}}"#, r#"{"PolicyDocument":{}},"#.repeat(100_000));
    ends(&template(&format!(r#"{{"Policies": {named}}}"#)));
    let uses = "${x}".repeat(million);
    ends(&template(&format!(r#"{{"AssumeRolePolicyDocument": {{"Fn::Sub": "{uses}"}}}}"#)));
    ends(&template(&format!(r#"{{"AssumeRolePolicyDocument": {{"Id": {{"Fn::Sub": "{uses}"}}}}}}"#)));
    let opened = "${".repeat(million);
    ends(&template(&format!(r#"{{"AssumeRolePolicyDocument": {{"Id": {{"Fn::Sub": "{opened}"}}}}}}"#)));
}

#[test]
fn deep_functions_end() {
    let mut join = "\"x\"".to_owned();
    for _ in 0..25 {
        join = format!(r#"{{"Fn::Join": ["", [{join}]]}}"#);
    }
    let limits = Limits { max_depth: 120, ..Limits::default() };
    let text = template(&format!(r#"{{"AssumeRolePolicyDocument": {{"Id": {join}}}}}"#));
    let found = find_documents(&text, None, &limits).unwrap().remove(0);
    assert_eq!(found.text.as_deref(), Some(r#"{"Id":"x"}"#));
}
