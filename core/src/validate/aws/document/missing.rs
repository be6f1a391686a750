//! Elements that must be there and are not (`missing_member_address`).

use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static STATEMENT: Rule =
    Rule { checks: &[&MISSING_STATEMENT], run: Run::Document(look_at_document) };

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&MISSING_ACTION, &MISSING_EFFECT, &MISSING_PRINCIPAL, &MISSING_RESOURCE],
    run: Run::Statement(look),
};

static MISSING_STATEMENT: Check =
    Check::error("MISSING_STATEMENT", kinds::ALL, "the document has no statement, so it says nothing").examples(
        &[
            Example::identity(r#"{"Version":"2012-10-17"}"#),
            Example::identity(r#"{"Version":"2012-10-17","Statement":[]}"#),
        ],
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"sqs:*","Resource":"*"}]}"#,
        )],
    );

static MISSING_ACTION: Check = Check::error(
    "MISSING_ACTION",
    kinds::ALL,
    "a statement has neither `Action` nor `NotAction`: it does not say what may be done",
)
.examples(
    &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Resource":"*"}}"#)],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"sqs:*","Resource":"*"}}"#,
    )],
);

static MISSING_EFFECT: Check =
    Check::error("MISSING_EFFECT", kinds::ALL, "a statement has no `Effect`: it neither allows nor denies").examples(
        &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Action":"sqs:*","Resource":"*"}}"#)],
        &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*"}}"#,
        )],
    );

static MISSING_PRINCIPAL: Check = Check::error(
    "MISSING_PRINCIPAL",
    kinds::WITH_PRINCIPALS_RCP,
    "a statement has neither `Principal` nor `NotPrincipal`, and is of a policy that must say whom it is about",
)
.examples(
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject",
"Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::trust(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole"}}"#),
        Example::rcp(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#),
    ],
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:*","Resource":"*"}}"#),
    ],
);

static MISSING_RESOURCE: Check = Check::error(
    "MISSING_RESOURCE",
    kinds::WITH_RESOURCES,
    "a statement has neither `Resource` nor `NotResource`, which only the trust policy of a role does without",
)
.examples(
    &[
        Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*"}}"#),
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:SendMessage"}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","NotResource":
"arn:aws:sqs:*:111122223333:jobs"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"sts:AssumeRole"}}"#,
        ),
    ],
);

fn look_at_document(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if subject.root.is_object() && subject.statements.is_empty() && subject.mistyped_statements.is_empty() {
        report.add(&MISSING_STATEMENT, "the document has no statement", vec![subject.at_document()]);
    }
}

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for (is_there, check, names) in [
        (statement.action_elements().next().is_some(), &MISSING_ACTION, "`Action` or `NotAction`"),
        (statement.effect.is_some(), &MISSING_EFFECT, "`Effect`"),
        (statement.principal_elements().next().is_some(), &MISSING_PRINCIPAL, "`Principal`"),
        (statement.resource_elements().next().is_some(), &MISSING_RESOURCE, "`Resource` or `NotResource`"),
    ] {
        if !is_there && check.policy_types().contains(&report.options.policy_type) {
            report.add(check, format!("the statement has no {names}"), vec![statement.here()]);
        }
    }
}
