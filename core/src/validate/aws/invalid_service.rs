//! Names of services that are none, in ARNs and conditions.
//!
//! The service of a resource's ARN is looked at where its other fields are, the prefix of a condition key where its
//! name is; here are the services in the values of conditions.

use crate::catalog::Catalog;
use crate::condition::OperatorFamily;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::conditions::site::{shown, sites};

pub(in crate::validate) static RULE: Rule = Rule { checks: &[&INVALID_SERVICE], run: Run::Statement(look) };

pub(in crate::validate) static INVALID_SERVICE: Check = Check::error(
    "INVALID_SERVICE",
    kinds::ALL,
    "a condition key, a value of `aws:CalledVia`, or the ARN of a resource names a service that does not exist",
)
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"sss:prefix":"a/"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s4:::reports/*"}}"#,
        ),
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"dynamodb:*","NotResource":["arn:aws:dynamo:*:*:table/*"]}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ForAnyValue:StringEquals":{"aws:CalledVia":["athena.amazonaws.com","atena.amazonaws.com"]}}}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"ForAnyValue:StringEquals":{"aws:CalledVia":"athena.amazonaws.com"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::s4/*"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"states:StartExecution","Resource":"arn:aws:states:*:*:stateMachine:jobs"}}"#,
        ),
    ],
);

/// The keys whose values are the services that made a call (global condition keys page).
const CALLED_VIA: &[&str] = &["aws:CalledVia", "aws:CalledViaFirst", "aws:CalledViaLast"];
/// Service principals of other names than the service has anywhere else, sorted. Source: AWS managed policies
/// (iam-dataset, 2026-08-22).
const OTHER_NAMES: &[&str] = &[
    "aws-artifact-account-sync",
    "cassandra-streams",
    "codecatalyst-runner",
    "cognito-identity-us-gov",
    "config-conforms",
    "datazonecontrol",
    "ec2-images",
    "ec2fastlaunch",
    "ec2fleet",
    "ec2scheduled",
    "ec2sqlha",
    "ecs-compute",
    "ecs-tasks",
    "eks-connector",
    "lexv2",
    "macie",
    "securityhubv2",
    "spot",
    "spotfleet",
    "transitgateway",
    "vmie",
];
/// So many comparisons does it take to find that no service has a name.
const STEPS: usize = 2_048;

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(catalog) = report.catalog() else { return };
    for site in sites(statement).filter(|site| site.key.starts_with("aws:CalledVia") && site.is_one_of(CALLED_VIA)) {
        if site.family() != OperatorFamily::String {
            continue;
        }
        for entry in site.values() {
            let Some(label) = label_of(&entry.text) else { continue };
            if catalog.service(label).is_some() {
                continue;
            }
            if !report.spend(STEPS) {
                return;
            }
            if !is_known(catalog, label, &entry.text) {
                let details = format!("there is no service `{}`", shown(&entry.text));
                site.report_value(report, &INVALID_SERVICE, entry, details, Vec::new());
            }
        }
    }
}

/// What stands before the suffix, in a service principal of the right form (`service_principals`).
fn label_of(text: &str) -> Option<&str> {
    let label = text.strip_suffix(".amazonaws.com").or_else(|| text.strip_suffix(".amazonaws.com.cn"));
    let label = label.or_else(|| text.strip_suffix(".amazon.com"))?;
    let is_plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    (!label.is_empty() && label.bytes().all(is_plain)).then_some(label)
}

/// By another name than its prefix: that of its events, or of its client in the SDK.
fn is_known(catalog: &Catalog, label: &str, principal: &str) -> bool {
    OTHER_NAMES.binary_search(&label).is_ok() || catalog.service_of_event_source(principal).is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_principal_of_the_right_form_has_one_label() {
        assert!(OTHER_NAMES.is_sorted());
        assert_eq!(label_of("ecs-tasks.amazonaws.com"), Some("ecs-tasks"));
        assert_eq!(label_of("athena.amazonaws.com.cn"), Some("athena"));
        for text in ["athena", "Athena.amazonaws.com", ".amazonaws.com", "a.b.amazonaws.com", "*.amazonaws.com", ""] {
            assert_eq!(label_of(text), None, "{text}");
        }
    }
}
