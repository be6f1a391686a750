//! Statements that say the same (`redundancy`).

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write;

use crate::json::{Value, ValueKind};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Element, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::removal::remove_elements;

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&REDUNDANT_STATEMENT], run: Run::Document(look) };

static REDUNDANT_STATEMENT: Check = Check::suggestion(
    "REDUNDANT_STATEMENT",
    kinds::ALL,
    "several statements are the same but for their `Sid`; one of them says it all",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":[
{"Sid":"Send","Effect":"Allow","Action":["sqs:SendMessage","sqs:ReceiveMessage"],"Resource":"*"},
{"Effect":"Allow","Resource":["*"],"Action":["sqs:ReceiveMessage","sqs:SendMessage"]}]}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":[
{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*"},
{"Effect":"Allow","NotAction":"sqs:SendMessage","Resource":"*"},
{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*","Condition":{"Bool":{"aws:SecureTransport":"true"}}}]}"#,
    )],
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let statements = &subject.statements;
    if statements.len() < 2 {
        return;
    }
    let mut order: Vec<(Outline, usize)> = statements.iter().map(Outline::of).zip(0..).collect();
    order.sort_unstable();
    for alike in order.chunk_by(|(a, _), (b, _)| a == b) {
        if alike.len() > 1 {
            report_equal(report, subject, alike.iter().map(|(_, at)| *at));
        }
    }
}

/// What equal statements have in common, and what is soon counted.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Outline {
    is_allow: bool,
    lists: [(usize, usize); 4],
    has_principal: [bool; 2],
    blocks: usize,
}

impl Outline {
    fn of(statement: &Statement<'_, '_>) -> Self {
        let measure = |element: &Option<Element<'_, '_>>| {
            let entries = element.as_ref().map_or(&[][..], |element| &element.entries);
            (entries.len(), entries.iter().map(|entry| entry.text.len()).sum())
        };
        Self {
            is_allow: statement.is_allow(),
            lists: [
                measure(&statement.action),
                measure(&statement.not_action),
                measure(&statement.resource),
                measure(&statement.not_resource),
            ],
            has_principal: [statement.principal.is_some(), statement.not_principal.is_some()],
            blocks: statement.condition.as_ref().map_or(0, |condition| condition.blocks.len()),
        }
    }
}

fn report_equal(report: &mut Report<'_>, subject: &Subject<'_, '_>, among: impl Iterator<Item = usize>) {
    let mut groups: BTreeMap<String, Vec<&Statement<'_, '_>>> = BTreeMap::new();
    for at in among {
        let Some(statement) = subject.statements.get(at) else { continue };
        let mut text = String::new();
        write_plainly(&mut text, statement.value, Place::Statement);
        groups.entry(text).or_default().push(statement);
    }
    for equal in groups.into_values().filter(|equal| equal.len() > 1) {
        // in the order of the document
        let gone: Vec<usize> = equal.iter().skip(1).filter_map(|statement| statement.index).collect();
        let fixes = subject.statement.map(|member| {
            let edits = remove_elements(member.value(), |at| gone.binary_search(&at).is_ok());
            Fix::new("keep the first of them", edits)
        });
        let details = format!("{} statements are the same but for their `Sid`", equal.len());
        let places = equal.iter().map(|statement| statement.here()).collect();
        report.add_with_fixes(&REDUNDANT_STATEMENT, details, places, fixes.into_iter().collect());
    }
}

/// Where a value stands, which decides what may differ without changing what it says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    Statement,
    /// Letter case does not count.
    Actions,
    Other,
}

/// Writes a value so that those that say the same are written alike: members and elements in order, one element of a
/// list as itself.
fn write_plainly(out: &mut String, value: Value<'_, '_>, place: Place) {
    match value.kind() {
        ValueKind::Object => {
            let members = value.members().filter(|member| place != Place::Statement || member.name() != "Sid");
            let mut parts: Vec<String> = members
                .map(|member| {
                    let inner = match (&*member.name(), place) {
                        ("Action" | "NotAction", Place::Statement) => Place::Actions,
                        _ => Place::Other,
                    };
                    let mut part = format!("{:?}:", member.name());
                    write_plainly(&mut part, member.value(), inner);
                    part
                })
                .collect();
            parts.sort_unstable();
            write_all(out, '{', &parts, '}');
        }
        ValueKind::Array => {
            let mut parts: Vec<String> = value
                .elements()
                .map(|element| {
                    let mut part = String::new();
                    write_plainly(&mut part, element, place);
                    part
                })
                .collect();
            parts.sort_unstable();
            match &parts[..] {
                [only] => out.push_str(only),
                _ => write_all(out, '[', &parts, ']'),
            }
        }
        _ => {
            let text = value.as_str().unwrap_or(Cow::Borrowed(value.source()));
            let text = if place == Place::Actions { Cow::Owned(text.to_ascii_lowercase()) } else { text };
            // a String takes whatever is written
            let _ = write!(out, "{text:?}");
        }
    }
}

fn write_all(out: &mut String, open: char, parts: &[String], close: char) {
    out.push(open);
    for part in parts {
        out.push_str(part);
        out.push(',');
    }
    out.push(close);
}
