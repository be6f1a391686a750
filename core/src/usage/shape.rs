//! What an object is, told by the text from its start on.
//!
//! Nothing here knows where a piece ends: what is told of a text stays true however the text goes on, and what
//! may yet turn out otherwise is unclear.

use serde::de::IgnoredAny;

use super::record::{Name, is_list_name, is_record_name};

/// What an object is, by its first members.
pub(super) enum Shape {
    /// One that holds a list of events, which begins so many bytes on.
    List(usize),
    Record,
    /// More has to be seen.
    Unclear,
}

/// Rule `container_detect`: an object whose first telling member is a list of events is a container.
pub(super) fn find_list(object: &[u8]) -> Shape {
    let mut at = 1;
    loop {
        let Some(next) = next_token(object, &mut at) else { return Shape::Unclear };
        if next != b'"' {
            return Shape::Record;
        }
        let rest = object.get(at..).unwrap_or(&[]);
        let (value_at, name) = match name_and_value(rest) {
            Ok(found) => found,
            Err(Member::Unclear) => return Shape::Unclear,
            Err(_) => return Shape::Record,
        };
        let value = rest.get(value_at..).unwrap_or(&[]);
        if is_list_name(&name) && value.first() == Some(&b'[') {
            return Shape::List(at + value_at + 1);
        }
        if is_record_name(&name) {
            return Shape::Record;
        }
        let mut stream = serde_json::Deserializer::from_slice(value).into_iter::<IgnoredAny>();
        match stream.next() {
            Some(Ok(_)) => at += value_at + stream.byte_offset(),
            Some(Err(error)) if !is_cut(&error, value) => return Shape::Record,
            _ => return Shape::Unclear,
        }
    }
}

/// The next byte that is neither space nor comma, with `at` moved there.
fn next_token(text: &[u8], at: &mut usize) -> Option<u8> {
    let rest = text.get(*at..)?;
    *at += rest.iter().take_while(|byte| is_space(**byte) || **byte == b',').count();
    text.get(*at).copied()
}

/// What stands at a name of a member.
pub(super) enum Member {
    Begins { value_at: usize, is_list: bool },
    Unclear,
    Broken,
}

pub(super) fn read_name(text: &[u8]) -> Member {
    match name_and_value(text) {
        Ok((value_at, name)) => {
            let is_list = is_list_name(&name) && text.get(value_at) == Some(&b'[');
            Member::Begins { value_at, is_list }
        }
        Err(member) => member,
    }
}

/// Where the value of the member that begins here stands, and the member's name.
fn name_and_value(text: &[u8]) -> Result<(usize, std::borrow::Cow<'_, str>), Member> {
    let mut stream = serde_json::Deserializer::from_slice(text).into_iter::<Name<'_>>();
    let name = match stream.next() {
        Some(Ok(Name(name))) => name,
        Some(Err(error)) if !is_cut(&error, text) => return Err(Member::Broken),
        _ => return Err(Member::Unclear),
    };
    let mut at = stream.byte_offset();
    for expected in [Some(b':'), None] {
        let rest = text.get(at..).unwrap_or(&[]);
        at += rest.iter().take_while(|byte| is_space(**byte)).count();
        match (text.get(at), expected) {
            (None, _) => return Err(Member::Unclear),
            (Some(found), Some(expected)) if *found != expected => return Err(Member::Broken),
            (Some(_), Some(_)) => at += 1,
            (Some(_), None) => {}
        }
    }
    Ok((at, name))
}

/// How many bytes of a text come before an error.
fn stands_at(error: &serde_json::Error, text: &[u8]) -> usize {
    if error.is_eof() {
        return text.len();
    }
    let line_at = match error.line() {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', text).nth(line - 2).map_or(text.len(), |at| at + 1),
    };
    line_at.saturating_add(error.column()).min(text.len())
}

/// May the text go on so that there is no error? A number that is cut off, as `1.` or `2e`, is none by itself.
pub(super) fn is_cut(error: &serde_json::Error, text: &[u8]) -> bool {
    error.is_eof() || stands_at(error, text) + 1 >= text.len()
}

fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r' | b'\t')
}
