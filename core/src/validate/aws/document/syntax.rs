//! The text is not JSON (`syntax_error_first`).

use crate::text::{ParseError, Span};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::path::Path;
use crate::validate::report::Report;
use crate::validate::subject::Duplicate;
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&JSON_SYNTAX_ERROR], run: Run::Elsewhere };

static JSON_SYNTAX_ERROR: Check = Check::error(
    "JSON_SYNTAX_ERROR",
    kinds::ALL,
    "the text is not JSON, or an object has one member twice; nothing else is said of it",
)
.examples(
    &[
        Example::identity(r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"},]}"#),
        Example::identity(r#"{"Version":"2012-10-17","Version":"2012-10-17","Statement":[]}"#),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#,
    )],
);

/// At the first character that does not fit, one character wide.
pub(in crate::validate) fn report(report: &mut Report<'_>, error: &ParseError) {
    let start = error.span().start;
    let width = report.source.get(start..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
    let place = Path::default().at(Span::new(start, start + width));
    let details = format!("{} at line {}, column {}", error.message(), error.line(), error.column());
    report.add(&JSON_SYNTAX_ERROR, details, vec![place]);
}

/// At the first character of the name that stands again.
pub(in crate::validate) fn report_duplicate(report: &mut Report<'_>, duplicate: &Duplicate) {
    let place = Path::default().at(Span::new(duplicate.span.start, duplicate.span.start + 1));
    report.add(&JSON_SYNTAX_ERROR, format!("expected `{}` once, found it again", duplicate.name), vec![place]);
}
