//! `NotPrincipal` where it allows, and in trust policies (`principals`, `trust`).

use crate::document::PolicyType;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&ALLOW_WITH_NOT_PRINCIPAL, &ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL],
    run: Run::Statement(look),
};

static ALLOW_WITH_NOT_PRINCIPAL: Check = Check::security(
    "ALLOW_WITH_NOT_PRINCIPAL",
    kinds::WITH_PRINCIPALS,
    "`Allow` with `NotPrincipal` allows everybody else, callers without credentials included",
)
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"444455556666"},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"444455556666"},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
        ),
    ],
);

static ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL: Check = Check::error(
    "ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL",
    kinds::TRUST,
    "a trust policy has `NotPrincipal`: IAM takes `Principal` alone there",
)
.examples(
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotPrincipal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
    )],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":{"AWS":"444455556666"},
"Action":"sts:AssumeRole"}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(principals) = &statement.not_principal else { return };
    let places = || vec![statement.at_name(principals.member)];
    if report.options.policy_type == PolicyType::Trust {
        let details = "`NotPrincipal` cannot stand in a trust policy; name whom the role trusts in `Principal`";
        report.add(&ROLE_TRUST_POLICY_SYNTAX_ERROR_NOTPRINCIPAL, details, places());
    } else if statement.is_allow() {
        let details = "`NotPrincipal` with `Allow` allows everybody else; name whom to allow in `Principal`";
        report.add(&ALLOW_WITH_NOT_PRINCIPAL, details, places());
    }
}
