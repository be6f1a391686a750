//! How a policy variable is written, and where one may stand.

use crate::validate::check::{Check, Example, kinds};
use crate::validate::finding::Location;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::variable_form::{Faults, find_faults};
use super::version::write_current_version;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &EMPTY_VARIABLE,
        &MISSING_BRACE_IN_VARIABLE,
        &MISSING_QUOTE_IN_VARIABLE,
        &UNSUPPORTED_SPACE_IN_VARIABLE,
        &VARIABLE_UNSUPPORTED_IN_ELEMENT,
        &VARIABLE_UNSUPPORTED_IN_VERSION,
    ],
    run: Run::Document(look),
};

static EMPTY_VARIABLE: Check =
    Check::error("EMPTY_VARIABLE", kinds::ALL, "`${}` names no condition key; a dollar sign as itself is `${$}`")
        .examples(
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${}-jobs"}}"#,
            )],
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${*}-{}-$"}}"#,
            )],
        );

static MISSING_BRACE_IN_VARIABLE: Check =
    Check::error("MISSING_BRACE_IN_VARIABLE", kinds::ALL, "a `${` has no closing brace, so it is no variable")
        .examples(
            &[
                Example::identity(
                    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":["arn:aws:sqs:*:*:${aws:userid","arn:aws:sqs:*:*:all"]}}"#,
                ),
                Example::identity(
                    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"*","Condition":{"StringEquals":{"aws:PrincipalTag/a":"${aws:userid/${aws:username}"}}}}"#,
                ),
            ],
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":["arn:aws:sqs:*:*:${aws:userid}","arn:aws:sqs:*:*:$aws:userid"]}}"#,
            )],
        );

static MISSING_QUOTE_IN_VARIABLE: Check =
    Check::error("MISSING_QUOTE_IN_VARIABLE", kinds::ALL, "the default of a variable is not in single quotes")
        .examples(
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${aws:PrincipalTag/team,'all}"}}"#,
            )],
            &[Example::identity(
                r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${aws:PrincipalTag/team,'a}b' }"}}"#,
            )],
        );

static UNSUPPORTED_SPACE_IN_VARIABLE: Check =
    Check::error("UNSUPPORTED_SPACE_IN_VARIABLE", kinds::ALL, "the name in a variable has white space in it").examples(
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${aws:userid }"}}"#,
        )],
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${aws:PrincipalTag/team,  'a team'}"}}"#,
        )],
    );

static VARIABLE_UNSUPPORTED_IN_ELEMENT: Check = Check::error(
    "VARIABLE_UNSUPPORTED_IN_ELEMENT",
    kinds::ALL,
    "a variable stands elsewhere than in a resource or the value of a condition key, where it is only text",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sqs:${aws:PrincipalTag/action}"],
"Resource":"*"}}"#,
        ),
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["${aws:PrincipalAccount}"]},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*",
"Condition":{"StringEquals":{"aws:ResourceTag/${aws:username}":"yes"}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"NotResource":"arn:aws:sqs:*:*:${aws:userid}",
"Condition":{"StringEquals":{"aws:ResourceTag/owner":["${aws:username}"]}}}}"#,
    )],
);

static VARIABLE_UNSUPPORTED_IN_VERSION: Check = Check::error(
    "VARIABLE_UNSUPPORTED_IN_VERSION",
    kinds::ALL,
    "a variable in the language of 2008, which has none: `${` stands for itself there",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${aws:userid}"}}"#,
        ),
        Example::identity(
            r#"{"Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"*",
"Condition":{"StringEquals":{"aws:ResourceTag/owner":["ana","${aws:username}"]}}}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:${aws:userid}"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2008-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage",
"Resource":"arn:aws:sqs:*:*:$aws{userid}"}}"#,
        ),
    ],
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if !may_have_variables(report.source) {
        return;
    }
    // of the language of 2008, what makes it one that has variables
    let language = subject.is_in_language_of_2008().then(|| Vec::from_iter(write_current_version(report, subject)));
    let language = language.as_deref();
    if let Some(id) = subject.id
        && id.value().as_str().is_some_and(|text| has_variable(&text))
    {
        add_outside(report, "`Id`", subject.at_value(id));
    }
    for statement in &subject.statements {
        if report.is_exhausted() {
            return;
        }
        look_outside(report, statement);
        for element in statement.resource_elements() {
            for entry in element.entries.iter().filter(|entry| has_variable(&entry.text)) {
                look_inside(report, language, &entry.text, || statement.at_entry(element, entry));
            }
        }
        for (block, key) in statement.condition_keys() {
            for entry in key.values.iter().filter(|entry| has_variable(&entry.text)) {
                look_inside(report, language, &entry.text, || statement.at_condition_value(block, key, entry));
            }
        }
    }
}

/// One look at the text spares a look at each entry; an escape may hide either character.
fn may_have_variables(source: &str) -> bool {
    memchr::memmem::find(source.as_bytes(), b"${").is_some()
        || memchr::memmem::find(source.as_bytes(), b"\\u").is_some()
}

fn has_variable(text: &str) -> bool {
    text.contains("${")
}

/// Where no variable may stand.
fn look_outside(report: &mut Report<'_>, statement: &Statement<'_, '_>) {
    if let Some(sid) = statement.sid
        && sid.value().as_str().is_some_and(|text| has_variable(&text))
    {
        add_outside(report, "`Sid`", statement.at_value(sid));
    }
    for element in statement.action_elements() {
        for entry in element.entries.iter().filter(|entry| has_variable(&entry.text)) {
            add_outside(report, "an action", statement.at_entry(element, entry));
        }
    }
    for principals in statement.principal_elements() {
        if principals.text.as_deref().is_some_and(has_variable) {
            add_outside(report, "a principal", statement.at_value(principals.member));
        }
        for kind in &principals.kinds {
            for entry in kind.values.entries.iter().filter(|entry| has_variable(&entry.text)) {
                add_outside(report, "a principal", statement.at_principal(principals, kind, entry));
            }
        }
    }
    for (block, key) in statement.condition_keys().filter(|(_, key)| has_variable(&key.name)) {
        add_outside(report, "the name of a condition key", statement.at_key(block, key));
    }
}

fn add_outside(report: &mut Report<'_>, element: &str, place: Location) {
    let details = format!("{element} takes no variable: `${{` stands for itself there");
    report.add(&VARIABLE_UNSUPPORTED_IN_ELEMENT, details, vec![place]);
}

/// Where variables may stand, if the language has them: `language` is what makes it one that does.
fn look_inside(report: &mut Report<'_>, language: Option<&[Fix]>, text: &str, place: impl Fn() -> Location) {
    if report.is_exhausted() {
        return;
    }
    if let Some(fixes) = language {
        let details = "the language of 2008 has no variables: write `Version` as `2012-10-17`";
        return report.add_with_fixes(&VARIABLE_UNSUPPORTED_IN_VERSION, details, vec![place()], fixes.to_vec());
    }
    let Faults { is_open, has_unquoted_default, has_space, is_empty } = find_faults(text);
    for (is_wrong, check, details) in [
        (is_empty, &EMPTY_VARIABLE, "expected the name of a condition key within `${}`"),
        (is_open, &MISSING_BRACE_IN_VARIABLE, "expected `}` to end the variable that `${` begins"),
        (has_unquoted_default, &MISSING_QUOTE_IN_VARIABLE, "expected the default of the variable in single quotes"),
        (has_space, &UNSUPPORTED_SPACE_IN_VARIABLE, "expected no white space in the name of the variable"),
    ] {
        if is_wrong {
            report.add(check, details, vec![place()]);
        }
    }
}
