//! Which version of the policy language a document says it is in.

use crate::document::Version;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::{insert_member, replace_string};
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::Subject;
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&INVALID_VERSION, &MISSING_VERSION], run: Run::Document(look) };

static INVALID_VERSION: Check = Check::error(
    "INVALID_VERSION",
    kinds::ALL,
    "`Version` is neither `2012-10-17` nor `2008-10-17`; it names the version of the language, not that of the policy",
)
.examples(
    &[Example::identity(r#"{"Version":"2024-01-01","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#)],
    &[Example::identity(r#"{"Version":"2008-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#)],
);

static MISSING_VERSION: Check = Check::warning(
    "MISSING_VERSION",
    kinds::ALL,
    "without `Version` the document is in the language of 2008, which has no policy variables",
)
.examples(
    &[
        Example::identity(r#"{"Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#),
        Example::identity(
            "{\n  \"Statement\": {\"Effect\": \"Deny\", \"Action\": \"sqs:*\", \"Resource\": \"*\"}\n}\n",
        ),
    ],
    &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#)],
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let Some(member) = subject.version else {
        if subject.root.is_object() {
            let fixes = Vec::from_iter(write_current_version(report, subject));
            report.add_with_fixes(
                &MISSING_VERSION,
                "the document has no `Version`",
                vec![subject.at_document()],
                fixes,
            );
        }
        return;
    };
    if let Some(text) = member.value().as_str()
        && Version::from_text(&text).is_none()
    {
        let details = format!("expected `2012-10-17` or `2008-10-17`, found `{text}`");
        let fixes = Vec::from_iter(write_current_version(report, subject));
        report.add_with_fixes(&INVALID_VERSION, details, vec![subject.at_value(member)], fixes);
    }
}

/// Makes the document one of the current language; none where a member of another letter case means to be `Version`.
pub(super) fn write_current_version(report: &Report<'_>, subject: &Subject<'_, '_>) -> Option<Fix> {
    let current = Version::V2012.as_str();
    let edit = match subject.version {
        Some(member) => replace_string(member.value().span(), current),
        None if subject.unknown.iter().any(|member| member.name().eq_ignore_ascii_case("Version")) => return None,
        None => insert_member(report.source, subject.root, "Version", "\"2012-10-17\""),
    };
    Some(Fix::new(format!("write the version `{current}`"), vec![edit]))
}
