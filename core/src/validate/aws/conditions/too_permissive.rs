//! Wildcards and variables in keys that say who may come in (`usage_too_permissive`).

use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};
use super::value_text::{Piece, pieces};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&WILDCARD_USAGE_TOO_PERMISSIVE, &VARIABLE_USAGE_TOO_PERMISSIVE], run: Run::Statement(look) };

static WILDCARD_USAGE_TOO_PERMISSIVE: Check = Check::error(
    "WILDCARD_USAGE_TOO_PERMISSIVE",
    kinds::ALL,
    "a condition key that says who may come in is compared with a wildcard that lets strangers match",
)
.with_catalog().examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:PrincipalOrgID":"o-a1b2*"}}}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:userid":"AROA*:session"}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:PrincipalOrgID":"o-a1b2c3d4e5","aws:userid":["AROAEXAMPLEID:*","*:session"],"token.actions.githubusercontent.com:sub":"repo:octo/cat:*"}}}}"#,
        )],
);

static VARIABLE_USAGE_TOO_PERMISSIVE: Check = Check::error(
    "VARIABLE_USAGE_TOO_PERMISSIVE",
    kinds::ALL,
    "a condition key that says who may come in is compared, with wildcards, with a variable that may hold some",
)
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:SourceAccount":"${aws:PrincipalTag/account}"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:SourceAccount":"${aws:PrincipalAccount}"}}}}"#,
    )],
);

/// Keys in which wildcards and variables are not allowed at all.
pub(super) const CLOSED: &[&str] = &[
    "aws:PrincipalAccount",
    "aws:PrincipalOrgID",
    "aws:ResourceAccount",
    "aws:ResourceOrgID",
    "aws:SourceAccount",
    "aws:SourceOrgID",
    "aws:SourceVpc",
    "aws:SourceVpce",
    "aws:VpceAccount",
    "aws:VpceOrgID",
];
/// Keys in which each needs so many literal characters before it.
const LED: &[&str] = &["token.actions.githubusercontent.com:sub"];
const LEAD: usize = 6;

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement).filter(Site::is_string_like) {
        if report.is_exhausted() {
            return;
        }
        let (find, expected): (fn(&str) -> [bool; 2], _) = if site.is_one_of(CLOSED) {
            (find_any, "none is allowed in this key")
        } else if site.key.is("aws:userid") {
            (find_beside_colon, "one may stand behind the colon, or alone before it")
        } else if site.is_one_of(LED) {
            (find_unled, "each needs six literal characters before it")
        } else {
            continue;
        };
        for entry in site.values() {
            let [has_wildcard, has_variable] = find(&entry.text);
            for (found, what, check) in [
                (has_wildcard, "wildcard", &WILDCARD_USAGE_TOO_PERMISSIVE),
                (has_variable, "variable", &VARIABLE_USAGE_TOO_PERMISSIVE),
            ] {
                if found {
                    let details = format!("the {what} in `{}` lets too many match: {expected}", shown(&entry.text));
                    site.report_value(report, check, entry, details, Vec::new());
                }
            }
        }
    }
}

/// Is there a wildcard, and a variable?
fn find_any(text: &str) -> [bool; 2] {
    let mut found = [false; 2];
    for piece in pieces(text) {
        found[0] |= piece == Piece::Wildcard;
        found[1] |= piece == Piece::Variable;
    }
    found
}

/// Is there one with too few literal characters directly before it?
fn find_unled(text: &str) -> [bool; 2] {
    let mut found = [false; 2];
    let mut lead = 0;
    for piece in pieces(text) {
        match piece {
            Piece::Literal(literal) => lead += literal.chars().count(),
            Piece::Wildcard | Piece::Variable => {
                found[usize::from(piece == Piece::Variable)] |= lead < LEAD;
                lead = 0;
            }
        }
    }
    found
}

/// Of an id and a session name: is there one before the colon that does not stand there alone?
fn find_beside_colon(text: &str) -> [bool; 2] {
    let mut found = [false; 2];
    let mut count = 0;
    for piece in pieces(text) {
        if let Piece::Literal(literal) = piece {
            let before = literal.split(':').next().unwrap_or("");
            count += usize::from(!before.is_empty());
            if before.len() < literal.len() {
                break;
            }
        } else {
            count += 1;
            found[usize::from(piece == Piece::Variable)] = true;
        }
    }
    if count > 1 { found } else { [false; 2] }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_wildcard_needs_six_characters_before_it() {
        assert_eq!(find_unled("repo:*"), [true, false]);
        assert_eq!(find_unled("repo:o*"), [false, false]);
        assert_eq!(find_unled("repo:octo/abc@*"), [false, false]);
        assert_eq!(find_unled("repo:octo*/abc@*"), [true, false]);
        assert_eq!(find_unled("repo:octo*/abcd@*"), [false, false]);
        assert_eq!(find_unled("repo:octo**"), [true, false]);
        assert_eq!(find_unled("${aws:username}"), [false, true]);
        assert_eq!(find_unled("repo:${*}"), [false, false]);
    }

    #[test]
    fn a_wildcard_stands_behind_the_colon_or_alone_before_it() {
        for text in ["AIDAEXAMPLE:*", "AIDAEXAMPLE:${aws:username}", "*:session", "*:*", "*", "AIDAEXAMPLE", "", ":*"] {
            assert_eq!(find_beside_colon(text), [false, false], "{text}");
        }
        assert_eq!(find_beside_colon("AIDA*"), [true, false]);
        assert_eq!(find_beside_colon("AIDA*:x"), [true, false]);
        assert_eq!(find_beside_colon("**:x"), [true, false]);
        assert_eq!(find_beside_colon("AIDA${aws:PrincipalTag/a}:x"), [false, true]);
    }
}
