//! Condition keys of VPC endpoints that only some services fill (`vpce_keys`).

use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{shown, sites};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES], run: Run::Statement(look) };

static USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES: Check = Check::warning(
    "USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES",
    kinds::ALL,
    "only requests to some services have the condition key, and the statement is about others too",
)
.with_catalog()
.examples(
    &[
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["s3:*","ec2:*"],"Resource":"*",
"Condition":{"StringNotEqualsIfExists":{"aws:VpceOrgID":"o-a1b2c3d4e5"}}}}"#,
        ),
        Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"sqs:*","Resource":"*",
"Condition":{"StringNotEqualsIfExists":{"aws:VpceAccount":"111122223333"}}}}"#,
        ),
    ],
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["s3:*","sqs:*","kms:Decrypt"],"Resource":"*",
"Condition":{"StringNotEqualsIfExists":{"aws:VpceOrgID":"o-a1b2c3d4e5"}}}}"#,
    )],
);

/// The services whose requests have the keys (IAM user guide, "AWS global condition context keys", 2026), sorted.
const SERVICES: &[&str] = &[
    "acm-pca",
    "applicationinsights",
    "apprunner",
    "athena",
    "cloudformation",
    "comprehendmedical",
    "compute-optimizer",
    "datasync",
    "discovery",
    "dynamodb",
    "ebs",
    "ecr",
    "ecs",
    "firehose",
    "gamelift",
    "healthlake",
    "iam",
    "iotfleetwise",
    "iotwireless",
    "kinesisanalytics",
    "kms",
    "lambda",
    "medical-imaging",
    "omics",
    "payment-cryptography",
    "polly",
    "rbin",
    "rekognition",
    "route53",
    "s3",
    "scheduler",
    "servicediscovery",
    "servicequotas",
    "shield",
    "ssm-contacts",
    "storagegateway",
    "textract",
    "transcribe",
    "transfer",
];
/// Those whose requests have `aws:VpceOrgID` besides, sorted.
const WITH_ORG_ID: &[&str] = &[
    "b2bi",
    "cassandra",
    "cognito-identity",
    "dms",
    "ds-data",
    "identitystore",
    "iottwinmaker",
    "network-firewall",
    "pricing",
    "ses",
    "sms-voice",
    "sqs",
    "workmail",
];

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement).filter(|site| site.key.starts_with("aws:Vpce")) {
        if !site.is_one_of(&["aws:VpceAccount", "aws:VpceOrgID", "aws:VpceOrgPaths"]) {
            continue;
        }
        let others: &[&str] = if site.key.is("aws:VpceOrgID") { WITH_ORG_ID } else { &[] };
        let entries = statement.action.as_ref().map_or(&[][..], |actions| &actions.entries);
        if !report.spend(entries.len()) {
            return;
        }
        let name = shown(&site.key.name);
        let details = if statement.not_action.is_some() {
            format!("requests to some of the services that `NotAction` leaves have no `{name}`")
        } else if let Some(entry) = entries.iter().find(|entry| !is_supported(&entry.text, others)) {
            format!("requests for `{}` have no `{name}`", shown(&entry.text))
        } else {
            continue;
        };
        site.report_key(report, &USE_CONDITION_KEY_ONLY_WITH_SUPPORTED_SERVICES, details, Vec::new());
    }
}

/// Is it an action, or a pattern of actions, of a service on the lists?
fn is_supported(action: &str, others: &[&str]) -> bool {
    let service = action.split(':').next().unwrap_or("");
    // the page leaves this action out
    let is_listed = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(service));
    !action.eq_ignore_ascii_case("iam:PassRole") && (is_listed(SERVICES) || is_listed(others))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_lists_are_sorted() {
        assert!(SERVICES.is_sorted() && WITH_ORG_ID.is_sorted());
        assert!(is_supported("S3:Get*", &[]) && !is_supported("iam:passrole", &[]) && !is_supported("*", &[]));
    }
}
