//! What stays the same of a finding when its document changes elsewhere.
//!
//! SARIF, GitLab's reports and the baseline tell findings apart by it, so that one that was known stays known.

use std::borrow::Cow;
use std::fmt::Write as _;

use crate::json::Document;
use crate::limits::Limits;
use crate::request::key_hash;
use crate::text::PathElement;

use super::finding::{Finding, Location};

/// A short name for a finding: the same in another run, and of any other finding another.
///
/// `identity` is what stays of it when its file changes elsewhere: [`DocumentNames::identity`], or the message of what
/// is no finding of a check. 64 bits in hexadecimal (FNV-1a).
///
/// ```
/// use iam_eval::validate::fingerprint;
///
/// let name = fingerprint("INVALID_ACTION", "policy.json", "Statement[Read].Action");
/// assert_eq!(name.len(), 16);
/// assert_eq!(name, fingerprint("INVALID_ACTION", "policy.json", "Statement[Read].Action"));
/// assert_ne!(name, fingerprint("INVALID_ACTION", "other.json", "Statement[Read].Action"));
/// ```
pub fn fingerprint(code: &str, file: &str, identity: &str) -> String {
    format!("{:016x}", key_hash(&format!("{code}\n{file}\n{identity}")))
}

/// The way to a place as text: names joined by `.`, places in a list in brackets, both as they are written. The empty
/// text is the document itself.
///
/// ```
/// use iam_eval::{text::PathElement, validate::path_text};
///
/// let value = |name: &str| PathElement::Value(name.into());
/// let path = [value("Statement"), PathElement::Index(0), value("Condition"), PathElement::Key("Bool".into())];
/// assert_eq!(path_text(&path), "Statement[0].Condition.Bool");
/// assert_eq!(path_text(&[]), "");
/// ```
pub fn path_text(path: &[PathElement]) -> String {
    let mut text = String::new();
    for step in path {
        write_step(&mut text, step);
    }
    text
}

fn write_step(text: &mut String, step: &PathElement) {
    match step {
        PathElement::Index(index) => {
            let _ = write!(text, "[{index}]");
        }
        PathElement::Key(name) | PathElement::Value(name) => {
            if !text.is_empty() {
                text.push('.');
            }
            text.push_str(name);
        }
        PathElement::Substring { start, length } => {
            let _ = write!(text, "[{start}+{length}]");
        }
    }
}

/// By what names does a document call its parts? Read once for all findings of the document.
///
/// ```
/// use iam_eval::validate::{DocumentNames, ValidateOptions, validate};
///
/// let text = r#"{"Version": "2012-10-17", "Statement": [{"Sid": "Read", "Effect": "Allow", "Action": [], "Resource": "*"}]}"#;
/// let finding = &validate(text, &ValidateOptions::default())?.findings[0];
/// let names = DocumentNames::read("", text);
/// assert_eq!(names.sid(finding), Some("Read"));
/// // in another place of another text
/// let moved = r#"{"Version": "2012-10-17", "Statement": [{"Effect": "Deny", "Action": "*", "Resource": "*"},
///     {"Action": [], "Resource": "*", "Sid": "Read", "Effect": "Allow"}]}"#;
/// let again = &validate(moved, &ValidateOptions::default())?.findings[0];
/// assert_eq!(names.identity(finding), DocumentNames::read("", moved).identity(again));
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
#[derive(Debug, Clone)]
pub struct DocumentNames<'s> {
    address: Cow<'s, str>,
    text: &'s str,
    /// The Sid of each statement, by its index; the first where `Statement` is one object.
    sids: Vec<Option<String>>,
}

impl<'s> DocumentNames<'s> {
    /// Reads the Sids of a document. `address` tells the documents of one file apart, and is empty where it has one.
    ///
    /// A text that is not JSON has no Sids. Linear.
    pub fn read(address: impl Into<Cow<'s, str>>, text: &'s str) -> Self {
        let limits = Limits { max_bytes: Limits::MAX_BYTES_CEILING, ..Limits::default() };
        let mut sids = Vec::new();
        if let Ok(document) = Document::read(text, &limits) {
            let statement = document.root().members().filter(|member| member.name() == "Statement").last();
            if let Some(value) = statement.map(|member| member.value()) {
                let sid = |statement: crate::json::Value<'_, '_>| {
                    let sid = statement.members().filter(|member| member.name() == "Sid").last();
                    sid.and_then(|sid| sid.value().as_str()).filter(|sid| !sid.is_empty()).map(Cow::into_owned)
                };
                if value.is_array() {
                    sids.extend(value.elements().map(sid));
                } else {
                    sids.push(sid(value));
                }
            }
        }
        Self { address: address.into(), text, sids }
    }

    /// What tells the document from the others of its file.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// The Sid of the statement in which a finding has its first place; none where that has none.
    pub fn sid(&self, finding: &Finding) -> Option<&str> {
        self.sid_of(&finding.locations.first()?.path)
    }

    /// The Sid of the statement to which a path leads or in which it ends.
    pub fn sid_of(&self, path: &[PathElement]) -> Option<&str> {
        let [PathElement::Value(name), rest @ ..] = path else { return None };
        if name != "Statement" {
            return None;
        }
        let index = match rest {
            [PathElement::Index(index), ..] => *index,
            _ => 0,
        };
        self.sids.get(index)?.as_deref()
    }

    /// What stays of a finding: the address of its document and, for each of its places, the statement (its Sid, or its
    /// number where it has none), the names on the way, and the text that stands there where that is one word.
    ///
    /// Neither lines, nor blanks, nor the order of lists, nor that of statements with a Sid change it.
    pub fn identity(&self, finding: &Finding) -> String {
        let mut identity = self.address.to_string();
        for location in &finding.locations {
            identity.push('\n');
            self.write_place(&mut identity, location);
        }
        identity
    }

    /// The [`fingerprint`] of a finding.
    pub fn fingerprint(&self, file: &str, finding: &Finding) -> String {
        fingerprint(finding.code(), file, &self.identity(finding))
    }

    fn write_place(&self, out: &mut String, location: &Location) {
        let mut path = String::new();
        for (depth, step) in location.path.iter().enumerate() {
            match (step, self.sid_of(&location.path)) {
                (PathElement::Index(_), Some(sid)) if depth == 1 => {
                    let _ = write!(path, "[{sid}]");
                }
                // the text that stands there tells an entry from the others, wherever it is moved
                (PathElement::Index(_), _) if depth > 1 => path.push_str("[]"),
                _ => write_step(&mut path, step),
            }
        }
        out.push_str(&path);
        out.push('=');
        let text = location.span.slice(self.text).unwrap_or("");
        match text.bytes().next() {
            // what is in a list or an object may change without the finding
            _ if location.path.is_empty() => {}
            Some(b'[' | b'{') => {}
            Some(b'"') => match serde_json::from_str::<Cow<'_, str>>(text) {
                Ok(decoded) => out.push_str(&decoded),
                Err(_) => out.push_str(text),
            },
            _ => out.push_str(text),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::validate::{ValidateOptions, validate};

    fn identities(text: &str) -> Vec<String> {
        let names = DocumentNames::read("a", text);
        let answer = validate(text, &ValidateOptions::default()).unwrap();
        let empties = answer.findings.iter().filter(|finding| finding.code().starts_with("EMPTY_ARRAY"));
        empties.map(|finding| names.identity(finding)).collect()
    }

    #[test]
    fn a_statement_without_a_sid_is_known_by_its_number() {
        let first = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":[],"Resource":"*"},
            {"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"#;
        assert_eq!(identities(first), ["a\nStatement[0].Action="]);
        let one = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":[],"Resource":"*"}}"#;
        assert_eq!(identities(one), ["a\nStatement.Action="]);
    }

    #[test]
    fn blanks_and_escapes_do_not_matter() {
        let plain = r#"{"Version":"2012-10-17","Statement":[{"Sid":"A","Effect":"Allow","Action":[],"Resource":"*"}]}"#;
        let other =
            r#"{ "Version":"2012-10-17","Statement":[ {"Sid":"\u0041","Effect":"Allow","Action":[ ],"Resource":"*"}]}"#;
        assert_eq!(identities(plain), identities(other));
    }

    #[test]
    fn the_text_that_is_meant_tells_entries_apart() {
        let names = DocumentNames::read("", r#"["x", "\u0079", [1]]"#);
        let place = |start, end| {
            let path = vec![PathElement::Value("Id".into()), PathElement::Index(1), PathElement::Index(7)];
            let mut text = String::new();
            names.write_place(&mut text, &Location { path, span: crate::text::Span::new(start, end) });
            text
        };
        assert_eq!([place(1, 4), place(6, 14), place(16, 19)], ["Id[1][]=x", "Id[1][]=y", "Id[1][]="]);
    }

    #[test]
    fn a_text_that_is_no_policy_has_no_sids() {
        for text in ["", "{", "[]", r#"{"Statement": 1}"#, r#"{"Statement": [1, {"Sid": 2}, {"Sid": ""}]}"#] {
            let names = DocumentNames::read("", text);
            let path = [PathElement::Value("Statement".into()), PathElement::Index(2)];
            assert_eq!((names.sid_of(&path), names.sid_of(&[])), (None, None), "{text}");
        }
    }
}
