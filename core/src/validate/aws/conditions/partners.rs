//! Condition keys that do not suffice alone, or at all (`paired_keys`, `untrusted_keys`).

use crate::Arn;
use crate::document::PolicyType;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};
use super::value_text::has_variable;

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&UNTRUSTWORTHY_CONDITION_KEY, &MISSING_PAIRED_CONDITION_KEYS], run: Run::Statement(look) };

static UNTRUSTWORTHY_CONDITION_KEY: Check = Check::security(
    "UNTRUSTWORTHY_CONDITION_KEY",
    kinds::ALL,
    "the caller chooses the value of the condition key, so it keeps nobody out",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringLike":{"aws:referer":"https://example.com/*"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:UserAgent":"our-agent"}}}}"#,
        ),
    ],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}}"#,
    )],
);

static MISSING_PAIRED_CONDITION_KEYS: Check = Check::security(
    "MISSING_PAIRED_CONDITION_KEYS",
    kinds::ALL,
    "the value of the condition key means nothing without that of another: private addresses repeat from network to network, names of buckets from account to account",
)
.with_catalog().examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:VpcSourceIp":"10.0.0.0/16"},"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}}"#,
        )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement) {
        if report.is_exhausted() {
            return;
        }
        // IAM user guide, "AWS global condition context keys": neither is to keep out unauthorized parties
        if site.is_one_of(&["aws:Referer", "aws:UserAgent"]) {
            let details = format!("the caller chooses `{}`", shown(&site.key.name));
            site.report_key(report, &UNTRUSTWORTHY_CONDITION_KEY, details, Vec::new());
        } else if site.key.is("aws:VpcSourceIp") {
            report_alone(report, &site, &["aws:SourceVpc", "aws:SourceVpce"], "`aws:SourceVpc` or `aws:SourceVpce`");
        } else if site.key.is("aws:SourceArn") && statement.is_allow() && names_no_account(report, &site) {
            let partners = ["aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];
            report_alone(report, &site, &partners, "`aws:SourceAccount`");
        }
    }
}

/// Does it, in a resource policy, name a source whose ARN has no account, such as a bucket?
fn names_no_account(report: &Report<'_>, site: &Site<'_, '_, '_>) -> bool {
    let is_blank = |text: &str| {
        Arn::parse(text).is_some_and(|arn| arn.account().is_empty() && !arn.resource().is_empty())
            && !has_variable(text)
    };
    report.options.policy_type == PolicyType::Resource
        && site.is_textual()
        && !site.operator.operator.is_negated()
        && site.values().iter().any(|entry| is_blank(&entry.text))
}

fn report_alone(report: &mut Report<'_>, site: &Site<'_, '_, '_>, partners: &[&str], expected: &str) {
    if !report.spend(site.condition.blocks.len() + site.block.keys.len()) {
        return;
    }
    if !site.condition.keys().any(|(_, key)| partners.iter().any(|partner| key.is(partner))) {
        let details = format!("`{}` wants {expected} beside it", shown(&site.key.name));
        site.report_key(report, &MISSING_PAIRED_CONDITION_KEYS, details, Vec::new());
    }
}
