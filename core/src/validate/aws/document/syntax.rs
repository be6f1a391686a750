//! The text is not JSON (`syntax_error_first`).

use crate::json::Document;
use crate::limits::Limits;
use crate::text::{ParseError, Span};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::{Edit, Fix};
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
        Example::identity("\u{feff}{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\"Effect\": \"Deny\",},\n}\n"),
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
    let fix = remove_needless(report.source, start, &report.options.limits);
    report.add_with_fixes(&JSON_SYNTAX_ERROR, details, vec![place], Vec::from_iter(fix));
}

/// Takes out a byte order mark, and commas with nothing behind them, where that is all that is wrong. `misfit` is the
/// first character that does not fit.
fn remove_needless(source: &str, misfit: usize, limits: &Limits) -> Option<Fix> {
    // each is found by reading the text again
    const MOST: usize = 8;
    let mut text = source.to_owned();
    let mut edits: Vec<Edit> = Vec::new();
    let (mut misfit, mut removed) = (misfit, 0);
    for _ in 0..MOST {
        let needless = find_needless(&text, misfit)?;
        edits.push(Edit { span: Span::new(needless.start + removed, needless.end + removed), text: String::new() });
        removed += needless.len();
        text.replace_range(needless.start..needless.end, "");
        match Document::read(&text, limits) {
            Ok(_) => return Some(Fix::new("remove what does not belong there", edits)),
            Err(error) => misfit = error.span().start,
        }
    }
    None
}

fn find_needless(text: &str, misfit: usize) -> Option<Span> {
    const MARK: &str = "\u{feff}";
    if misfit == 0 && text.starts_with(MARK) {
        return Some(Span::new(0, MARK.len()));
    }
    let (before, rest) = text.split_at_checked(misfit)?;
    let before = before.trim_end_matches([' ', '\t', '\r', '\n']);
    let is_needless = rest.starts_with(['}', ']']) && before.ends_with(',');
    is_needless.then(|| Span::new(before.len() - 1, before.len()))
}

/// At the first character of the name that stands again.
pub(in crate::validate) fn report_duplicate(report: &mut Report<'_>, duplicate: &Duplicate) {
    let place = Path::default().at(Span::new(duplicate.span.start, duplicate.span.start + 1));
    report.add(&JSON_SYNTAX_ERROR, format!("expected `{}` once, found it again", duplicate.name), vec![place]);
}

#[cfg(test)]
mod tests {
    use crate::validate::{ValidateOptions, validate};

    fn place(text: &str) -> (usize, usize) {
        let answer = validate(text, &ValidateOptions::default()).unwrap();
        let [finding] = &answer.findings[..] else { panic!("{text}: {:?}", answer.findings) };
        assert_eq!(finding.code(), "JSON_SYNTAX_ERROR", "{text}");
        assert!(finding.locations[0].path.is_empty());
        (finding.locations[0].span.start, finding.locations[0].span.end)
    }

    #[test]
    fn a_comma_with_nothing_behind_it_can_go() {
        let mend = |text: &str| {
            let answer = validate(text, &ValidateOptions::default()).unwrap();
            answer.findings[0].fixes.first().map(|fix| fix.apply(text).unwrap())
        };
        assert_eq!(mend("{\"Statement\": [\n  {} ,\n],}").as_deref(), Some("{\"Statement\": [\n  {} \n]}"));
        assert_eq!(mend("\u{feff}{}").as_deref(), Some("{}"));
        for other in ["{,}", "[1,,]", "[1 2]", "{} x", "[1,", "", "[\"a,]", "\u{feff}", "[1,]]"] {
            assert_eq!(mend(other), None, "{other}");
        }
        assert_eq!(mend(&"[1,]".repeat(2)), None);
    }

    #[test]
    fn the_place_is_the_first_character_that_does_not_fit() {
        let mut wrong = Vec::new();
        for (text, at) in [
            // too little
            ("", 0),
            (" \n", 2),
            ("{", 1),
            (r#"{"a""#, 4),
            (r#"{"a":"#, 5),
            (r#"{"a":1"#, 6),
            (r#"{"a":1,"#, 7),
            ("[1", 2),
            (r#"["a"#, 3),
            (r#"["a\"#, 4),
            (r#"["\u00"#, 6),
            ("tru", 3),
            ("-", 1),
            ("1.", 2),
            ("1e", 2),
            // too much
            ("{} {}", 3),
            ("{}x", 2),
            ("{}\n\n,", 4),
            ("{}\u{feff}", 2),
            // something else
            ("\u{feff}{}", 0),
            ("[1,]", 3),
            (r#"{"a":1,}"#, 7),
            ("{,}", 1),
            ("[,1]", 1),
            ("{1:2}", 1),
            ("{'a':1}", 1),
            (r#"{"a" 1}"#, 5),
            (r#"{"a"=1}"#, 4),
            (r#"{"a":1 "b":2}"#, 7),
            ("[1 2]", 3),
            ("[1}", 2),
            (r#"{"a":1]"#, 6),
            ("nul]", 3),
            ("nulx", 3),
            ("True", 0),
            ("NaN", 0),
            ("+1", 0),
            (".5", 0),
            ("01", 1),
            ("[-a]", 2),
            ("[1.a]", 3),
            ("[1ea]", 3),
            ("// a\n{}", 0),
            ("[1] // a", 4),
            ("{\n  # a\n}", 4),
            // in strings
            ("[\"a\nb\"]", 3),
            ("[\"a\tb\"]", 3),
            (r#"["\x"]"#, 3),
            (r#"["\u12G4"]"#, 6),
            (r#"["é\'"]"#, 5),
            (r#"["\ud800"]"#, 8),
            (r#"["\ud800a"]"#, 8),
            (r#"["\ud800\n"]"#, 9),
            (r#"["\ud800\u0041"]"#, 10),
            (r#"["\udc00"]"#, 5),
        ] {
            let width = text[at..].chars().next().map_or(0, char::len_utf8);
            if place(text) != (at, at + width) {
                wrong.push((text, at, place(text)));
            }
        }
        assert!(wrong.is_empty(), "{wrong:#?}");
    }
}
