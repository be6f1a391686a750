//! The unique id of a role or a user in place of its ARN (`principals`).

use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&INVALID_ROLE_REFERENCE, &INVALID_USER_REFERENCE], run: Run::Statement(look) };

static INVALID_ROLE_REFERENCE: Check = Check::warning(
    "INVALID_ROLE_REFERENCE",
    kinds::WITH_PRINCIPALS,
    "a principal is the unique id of a role: its ARN was written once, and the role has been deleted since; a new role \
     of the same name is another one",
)
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["444455556666",
"AROAQ3EGPEXAMPLE7ROLE"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":
"arn:aws:iam::444455556666:role/AROAQ3EGPEXAMPLE7ROLE"},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
);

static INVALID_USER_REFERENCE: Check = Check::warning(
    "INVALID_USER_REFERENCE",
    kinds::WITH_PRINCIPALS,
    "a principal is the unique id of a user: its ARN was written once, and the user has been deleted since; a new user \
     of the same name is another one",
)
.examples(
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["AIDAQ3EGPEXAMPLE7USER"]},
"Action":"sts:AssumeRole"}}"#,
    )],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::444455556666:user/ann"},
"Action":"sts:AssumeRole"}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for principals in statement.principal_elements() {
        for (kind, entry) in principals.values_of("AWS") {
            let text = &*entry.text;
            let (check, what) = if is_id(text, "AROA") {
                (&INVALID_ROLE_REFERENCE, "role")
            } else if is_id(text, "AIDA") {
                (&INVALID_USER_REFERENCE, "user")
            } else {
                continue;
            };
            let details = format!("expected an ARN, found `{text}`, the id of a {what} that no longer exists");
            report.add(check, details, vec![statement.at_principal(principals, kind, entry)]);
        }
    }
}

/// Source: IAM user guide, "IAM identifiers", "Unique identifiers": a prefix for the kind, then letters and digits, 16
/// characters at least.
fn is_id(text: &str, prefix: &str) -> bool {
    (16..=128).contains(&text.len())
        && text.starts_with(prefix)
        && text.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}
