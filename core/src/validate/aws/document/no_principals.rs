//! Principals in a policy that is attached to whom it is about.

use crate::document::PolicyType;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&UNSUPPORTED_PRINCIPAL, &SCP_SYNTAX_ERROR_PRINCIPAL], run: Run::Statement(look) };

static UNSUPPORTED_PRINCIPAL: Check = Check::error(
    "UNSUPPORTED_PRINCIPAL",
    kinds::IDENTITY,
    "an identity policy has `Principal` or `NotPrincipal`; it is about the identity that it is attached to",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},
"Action":"sqs:*","Resource":"*"}}"#,
        ),
    ],
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}}"#,
    )],
);

static SCP_SYNTAX_ERROR_PRINCIPAL: Check = Check::error(
    "SCP_SYNTAX_ERROR_PRINCIPAL",
    kinds::SCP,
    "a service control policy has `Principal` or `NotPrincipal`; it is about all principals of the accounts below it",
)
.examples(
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"}}"#,
    )],
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*",
"Condition":{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/admin"}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let (check, policy) = match report.options.policy_type {
        PolicyType::ServiceControl => (&SCP_SYNTAX_ERROR_PRINCIPAL, "a service control policy"),
        _ => (&UNSUPPORTED_PRINCIPAL, "an identity policy"),
    };
    for principals in statement.principal_elements().filter(|principals| !principals.has_mistyped()) {
        let details = format!("{policy} takes no `{}`: use a condition key to narrow it", principals.member.name());
        report.add(check, details, vec![statement.at_name(principals.member)]);
    }
}
