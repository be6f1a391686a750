//! The characters of the text, and the version of the language it is written in.

use crate::document::Version;
use crate::text::{PathElement, Span};

use super::parts::Parts;
use super::refusal::{Checked, Refusal, quote};
use super::rules::Rules;

/// IAM's own words for a parameter that does not match its pattern. Not in the captures [assumed].
const NOT_PRINTABLE: &str = "The specified value for policyDocument is invalid. It must contain \
     only printable ASCII characters.";
const NOT_CURRENT: &str = "Policy document must be version 2012-10-17 or greater.";

/// The API checks its parameter before anybody reads it as JSON.
pub(super) fn check_charset(source: &str, rules: &Rules) -> Checked {
    let is_usual = |byte: u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=0x7f);
    if !rules.is_latin_1() || source.bytes().all(is_usual) {
        return Ok(());
    }
    let taken = |found: char| matches!(found, '\t' | '\n' | '\r' | '\u{20}'..='\u{ff}');
    let Some((at, found)) = source.char_indices().find(|(_, found)| !taken(*found)) else {
        return Ok(());
    };
    let message = format!("expected a character up to U+00FF or its escape, found U+{:04X}", u32::from(found));
    let span = Span::new(at, at + found.len_utf8());
    Err(Refusal::store("charset", span, message, NOT_PRINTABLE))
}

pub(super) fn check(policy: &Parts<'_, '_>, rules: &Rules) -> Checked {
    let Some(value) = policy.version else {
        return if rules.current_version {
            let message = "expected a member `Version` of `2012-10-17`";
            Err(Refusal::store("missing-version", policy.span, message, NOT_CURRENT))
        } else {
            Ok(())
        };
    };
    let path = || vec![PathElement::Value("Version".to_owned())];
    let text = value.as_str().unwrap_or_default();
    match Version::from_text(&text) {
        Some(Version::V2012) => Ok(()),
        Some(Version::V2008) if !rules.current_version => Ok(()),
        Some(Version::V2008) => {
            let message = "expected `2012-10-17`, found `2008-10-17`";
            Err(Refusal::store("old-version", value.span(), message, NOT_CURRENT).at(path()))
        }
        None => {
            let found = quote(&text);
            let message = format!("expected `2012-10-17` or `2008-10-17`, found {found}");
            Err(Refusal::shape("bad-value", value.span(), message).at(path()))
        }
    }
}
