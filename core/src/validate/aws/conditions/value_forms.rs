//! Values that have a form of their own: ids of VPCs and endpoints, keys of KMS, Regions (`value_forms`).

use crate::Arn;
use crate::catalog::{ConditionKey, KeyType};
use crate::validate::aws::regions::is_region;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};
use super::value_text::{has_variable, has_wildcard};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[&INVALID_VPC_FORMAT, &INVALID_VPCE_FORMAT, &INVALID_KMS_KEY_VALUE, &INVALID_REGION],
    run: Run::Statement(look),
};

static INVALID_VPC_FORMAT: Check = Check::error(
    "INVALID_VPC_FORMAT",
    kinds::ALL,
    "a value of `aws:SourceVpc` is not `vpc-` and 8 or 17 letters or digits",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:SourceVpc":["vpc-1a2b3c4d","vpc-1a2b3c"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:SourceVpc":["vpc-1a2b3c4d","vpc-1a2b3c4d5e6f7a8b9","${aws:PrincipalTag/vpc}"]}}}}"#,
    )],
);

static INVALID_VPCE_FORMAT: Check = Check::error(
    "INVALID_VPCE_FORMAT",
    kinds::ALL,
    "a value of `aws:SourceVpce` is not `vpce-` and 8 or 17 letters or digits",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringNotEquals":{"aws:SourceVpce":"vpc-1a2b3c4d"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringNotEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}}"#,
    )],
);

static INVALID_KMS_KEY_VALUE: Check = Check::error(
    "INVALID_KMS_KEY_VALUE",
    kinds::ALL,
    "a condition key whose value is the ARN of a KMS key is compared with something else",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"*",
"Condition":{"StringEquals":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"alias/reports"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"*",
"Condition":{"ArnLike":{"s3:x-amz-server-side-encryption-aws-kms-key-id":"arn:aws:kms:*:111122223333:key/*"}}}}"#,
    )],
);

static INVALID_REGION: Check = Check::error(
    "INVALID_REGION",
    kinds::ALL,
    "a condition key whose value is a Region is compared with a text that is none",
)
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*",
"Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1","eu-wets-2"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ec2:RunInstances","Resource":"*",
"Condition":{"StringEquals":{"aws:RequestedRegion":["eu-west-1"]},"StringLike":{"ec2:Region":"eu-*"}}}}"#,
    )],
);

/// Keys whose value is a Region (service authorization reference; their names say so and their documentation gives
/// the form).
const REGION_KEYS: &[&str] = &["aws:RequestedRegion", "ec2:Region", "account:TargetRegion", "kms:ReplicaRegion"];

/// Keys whose value is the ARN of a KMS key, whatever the catalogue has: those of S3.
const KMS_KEY_KEYS: &[&str] = &[
    "s3:x-amz-server-side-encryption-aws-kms-key-id",
    "s3express:x-amz-server-side-encryption-aws-kms-key-id",
    "s3tables:KMSKeyArn",
    "s3vectors:kmsKeyArn",
];

/// Is the value of a key the ARN of a KMS key? So it is of those of type ARN whose names speak of such a key (service
/// authorization reference).
fn is_of_kms_key(report: &Report<'_>, site: &Site<'_, '_, '_>) -> bool {
    let speaks_of = |part: &str| {
        let mut windows = site.key.name.as_bytes().windows(part.len());
        windows.any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
    };
    let is_arn = |facts: ConditionKey<'_>| facts.types().any(|kind| kind == KeyType::Arn);
    let is_typed = || report.catalog().and_then(|catalog| site.key.facts(catalog)).is_some_and(is_arn);
    (speaks_of("kmskey") || speaks_of("kms-key")) && (site.is_one_of(KMS_KEY_KEYS) || is_typed())
}

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement).filter(Site::is_textual) {
        if report.is_exhausted() {
            return;
        }
        let name = &*site.key.name;
        if name.len() < "ec2:Region".len() {
            continue;
        }
        if site.key.is("aws:SourceVpc") {
            look_at_values(report, &site, &INVALID_VPC_FORMAT, "`vpc-` and 8 or 17 letters or digits", |text| {
                is_id(text, "vpc-")
            });
        } else if site.key.is("aws:SourceVpce") {
            look_at_values(report, &site, &INVALID_VPCE_FORMAT, "`vpce-` and 8 or 17 letters or digits", |text| {
                is_id(text, "vpce-")
            });
        } else if site.is_one_of(REGION_KEYS) {
            // Bedrock user guide, "Global cross-Region inference": such requests have a Region of this name
            let is_right = |text: &str| is_region(text) || text == "unspecified";
            look_at_values(report, &site, &INVALID_REGION, "a Region", is_right);
        } else if is_of_kms_key(report, &site) {
            look_at_values(report, &site, &INVALID_KMS_KEY_VALUE, "the ARN of a KMS key", is_key_arn);
        }
    }
}

/// Those with a variable or a wildcard are not looked at: they may stand for the right form.
fn look_at_values(
    report: &mut Report<'_>,
    site: &Site<'_, '_, '_>,
    check: &'static Check,
    expected: &str,
    is_right: impl Fn(&str) -> bool,
) {
    for entry in site.values() {
        let text = &*entry.text;
        if !is_right(text) && !has_variable(text) && !has_wildcard(text) {
            site.report_value(
                report,
                check,
                entry,
                format!("expected {expected}, found `{}`", shown(text)),
                Vec::new(),
            );
        }
    }
}

fn is_id(text: &str, prefix: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|id| matches!(id.len(), 8 | 17) && id.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

fn is_key_arn(text: &str) -> bool {
    Arn::parse(text).is_some_and(|arn| arn.service() == "kms" && arn.resource().starts_with("key/"))
}
