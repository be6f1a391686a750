//! Federated principals: where they may stand, and what they look like (`federated_form`).

use crate::document::PolicyType;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::provider::Provider;
use super::sts;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&FEDERATED_PRINCIPAL_NOT_SUPPORTED, &INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY],
    run: Run::Statement(look),
};

static FEDERATED_PRINCIPAL_NOT_SUPPORTED: Check = Check::error(
    "FEDERATED_PRINCIPAL_NOT_SUPPORTED",
    kinds::IDENTITY_RESOURCE_RCP,
    "a `Federated` principal outside of a trust policy: who comes from a provider takes on a role first, and the role \
     is whom other policies see",
)
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":["accounts.google.com"]},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},
"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"accounts.google.com:aud":"app"}}}}"#,
        ),
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"accounts.google.com"},
"Action":"sts:AssumeRoleWithWebIdentity","Condition":{"StringEquals":{"accounts.google.com:aud":"app"}}}}"#,
        ),
    ],
);

static INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY: Check = Check::error(
    "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY",
    kinds::TRUST,
    "a `Federated` principal is neither the host name of an issuer nor the ARN of a provider in IAM",
)
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":"https://accounts.google.com"},
"Action":"sts:AssumeRoleWithWebIdentity"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:saml-provider"},"Action":"sts:AssumeRoleWithSAML"}}"#,
        ),
    ],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Federated":
"arn:aws:iam::111122223333:saml-provider/corp"},"Action":"sts:AssumeRoleWithSAML"}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for principals in statement.principal_elements() {
        if report.options.policy_type == PolicyType::Trust && principals.member.name() == "NotPrincipal" {
            continue;
        }
        for (kind, entry) in principals.values_of("Federated") {
            let text = &*entry.text;
            let place = || vec![statement.at_principal(principals, kind, entry)];
            if report.options.policy_type == PolicyType::Trust {
                if Provider::read(text) == Provider::Malformed {
                    let details = format!(
                        "expected a host name, or an ARN of a provider of SAML or OpenID Connect, found `{text}`"
                    );
                    report.add(&INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY, details, place());
                }
            } else if report.options.resource_type.is_some() || !sts::is_of_sts(statement) {
                let details = format!("`{text}` can be trusted by a role; other policies name the role");
                report.add(&FEDERATED_PRINCIPAL_NOT_SUPPORTED, details, place());
            }
        }
    }
}
