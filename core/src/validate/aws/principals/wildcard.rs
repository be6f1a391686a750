//! Where a principal may be anybody, and where it must be somebody (`principals`, `trust`).

use crate::document::PolicyType;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::{Edit, Fix};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::exact::has_wildcard;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&UNSUPPORTED_WILDCARD_IN_PRINCIPAL, &ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL],
    run: Run::Statement(look),
};

static UNSUPPORTED_WILDCARD_IN_PRINCIPAL: Check = Check::error(
    "UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    kinds::WITH_PRINCIPALS,
    "a principal has a wildcard: but for `{\"AWS\": \"*\"}` it names one principal; a pattern of ARNs can stand in a \
     condition on `aws:PrincipalArn`",
)
.examples(
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["444455556666",
"arn:aws:iam::444455556666:user/ann-?"]},"Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"*"},
"Action":"sts:AssumeRole"}}"#,
        ),
    ],
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":["*"]},"Action":"s3:GetObject",
"Resource":"arn:aws:s3:::reports/*"}}"#,
    )],
);

static ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL: Check = Check::error(
    "ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL",
    kinds::TRUST,
    "a trust policy has `\"Principal\": \"*\"`: IAM does not take it; `{\"AWS\": \"*\"}` means every caller of AWS",
)
.examples(
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"sts:AssumeRole",
"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#,
    )],
    &[Example::trust(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"sts:AssumeRole",
"Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for principals in statement.principal_elements() {
        for kind in &principals.kinds {
            for entry in &kind.values.entries {
                let text = &*entry.text;
                if has_wildcard(text) && !(kind.name == "AWS" && text == "*") && is_known(&kind.name) {
                    let details = format!("expected the name of one principal, found the wildcard in `{text}`");
                    let places = vec![statement.at_principal(principals, kind, entry)];
                    report.add(&UNSUPPORTED_WILDCARD_IN_PRINCIPAL, details, places);
                }
            }
        }
    }
    let everyone = statement.principal.as_ref().filter(|principals| principals.is_everyone());
    if let Some(principals) = everyone
        && report.options.policy_type == PolicyType::Trust
    {
        let edit = Edit { span: principals.member.value().span(), text: r#"{"AWS": "*"}"#.to_owned() };
        report.add_with_fixes(
            &ROLE_TRUST_POLICY_UNSUPPORTED_WILDCARD_IN_PRINCIPAL,
            "`Principal` of a trust policy cannot be `*`; name whom the role trusts",
            vec![statement.at_value(principals.member)],
            vec![Fix::new(r#"write `{"AWS": "*"}`"#, vec![edit])],
        );
    }
}

/// Of a type that there is not, that is all that is said.
fn is_known(kind: &str) -> bool {
    matches!(kind, "AWS" | "CanonicalUser" | "Federated" | "Service")
}
