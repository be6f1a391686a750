//! Services that are allowed to act, and for whom (`confused_deputy`).

use crate::condition::ConditionOperator;
use crate::document::PolicyType;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::{Block, Entry, Key, PrincipalKind, Principals, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::exact::is_exact;
use super::service_host::{HostForm, form_of};
use super::sts;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL,
        &RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL,
        &UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL,
    ],
    run: Run::Statement(look),
};

static RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL: Check = Check::security(
    "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL",
    kinds::WITH_PRINCIPALS,
    "a service is allowed to act whoever makes it act: any customer of AWS may, unless a condition on \
     `aws:SourceArn`, `aws:SourceAccount`, `aws:SourceOrgID` or `aws:SourceOrgPaths` says for whom",
)
.with_catalog()
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["config.amazonaws.com"]},
"Action":"s3:PutObject","Resource":"arn:aws:s3:::reports/*",
"Condition":{"StringEquals":{"s3:x-amz-acl":"bucket-owner-full-control"}}}}"#,
    )],
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["config.amazonaws.com"]},
"Action":"s3:PutObject","Resource":"arn:aws:s3:::reports/*",
"Condition":{"StringEquals":{"AWS:SourceAccount":"111122223333"}}}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"config.amazonaws.com"},
"Action":"sts:AssumeRole"}}"#,
        ),
    ],
);

static RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: Check = Check::suggestion(
    "RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    kinds::WITH_PRINCIPALS,
    "`aws:Referer` alone says for whom a service acts: `aws:SourceArn`, `aws:SourceAccount`, `aws:SourceOrgID` and \
     `aws:SourceOrgPaths` are there for that",
)
.with_catalog()
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ses.amazonaws.com"},
"Action":"s3:PutObject","Resource":"arn:aws:s3:::inbox/*","Condition":{"StringEquals":{"aws:Referer":"111122223333"}}}}"#,
    )],
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"ses.amazonaws.com"},
"Action":"s3:PutObject","Resource":"arn:aws:s3:::inbox/*","Condition":{"StringEquals":{"aws:SourceAccount":"111122223333"},
"ArnLike":{"aws:SourceArn":"arn:aws:ses:eu-west-1:111122223333:receipt-rule-set/*"}}}}"#,
    )],
);

static UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL: Check = Check::error(
    "UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL",
    kinds::WITH_PRINCIPALS,
    "a service principal with a condition on the organization or the tags of the caller: a service has neither, so the \
     key is never there; `aws:SourceOrgID` is that of the resource for which it acts",
)
.with_catalog()
.examples(
    &[Example::bucket(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{
"ForAnyValue:StringLike":{"aws:PrincipalOrgPaths":["o-a1b2c3d4e5/*"]},"StringEquals":{"aws:SourceAccount":"111122223333"}}}}"#,
    )],
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"cloudfront.amazonaws.com"},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"StringEquals":{"aws:SourceOrgID":"o-a1b2c3d4e5"}}}}"#,
        ),
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"444455556666"},
"Action":"s3:GetObject","Resource":"arn:aws:s3:::site/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}}"#,
        ),
    ],
);

/// Source: IAM user guide, "The confused deputy problem", "Cross-service confused deputy prevention".
const OF_SOURCE: [&str; 4] = ["aws:SourceArn", "aws:SourceAccount", "aws:SourceOrgID", "aws:SourceOrgPaths"];

/// Source: IAM user guide, "AWS global condition context keys": there where the caller belongs to an organization, or
/// is a user or role with tags.
const OF_CALLERS: [&str; 2] = ["aws:PrincipalOrgID", "aws:PrincipalOrgPaths"];

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(principals) = &statement.principal else { return };
    let mut services = services(principals).peekable();
    if services.peek().is_none() {
        return;
    }
    // a trust policy may be sent without the type of what it is attached to
    let is_trust = report.options.policy_type == PolicyType::Trust
        || (report.options.resource_type.is_none() && sts::is_of_sts(statement));
    // sessions of IAM Roles Anywhere carry tags of the certificate, and other principals have the keys that services lack
    let is_of_services_alone = principals.kinds.iter().all(|kind| kind.name == "Service");
    let unfit = tested_keys(statement).filter(|_| !is_trust && is_of_services_alone);
    for (block, key) in unfit {
        if OF_CALLERS.iter().any(|name| key.is(name)) || key.starts_with("aws:PrincipalTag/") {
            let details = format!("`{}` is never there when a service acts; `aws:SourceOrgID` may be meant", key.name);
            report.add(&UNSUPPORTED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL, details, vec![statement.at_key(block, key)]);
        }
    }
    let is_restricted = || statement.condition_keys().any(|(_, key)| OF_SOURCE.iter().any(|name| key.is(name)));
    if is_trust || !statement.is_allow() || is_restricted() {
        return;
    }
    let mut has_referer = false;
    for (block, key) in tested_keys(statement).filter(|(_, key)| key.is("aws:Referer")) {
        has_referer = true;
        let details =
            "expected `aws:SourceArn` or `aws:SourceAccount` to say for whom a service acts, found `aws:Referer`";
        report.add(&RECOMMENDED_CONDITION_KEY_FOR_SERVICE_PRINCIPAL, details, vec![statement.at_key(block, key)]);
    }
    if has_referer {
        return;
    }
    for (kind, entry) in services {
        let details =
            format!("`{}` acts for anybody; say for whom with `aws:SourceArn` or `aws:SourceAccount`", entry.text);
        let places = vec![statement.at_principal(principals, kind, entry)];
        report.add(&RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL, details, places);
    }
}

/// Those that are written as they must be: of another, its form is all that is said.
fn services<'p, 'd, 's>(
    principals: &'p Principals<'d, 's>,
) -> impl Iterator<Item = (&'p PrincipalKind<'d, 's>, &'p Entry<'s>)> {
    let is_service = |text: &str| form_of(text) == HostForm::Right && is_exact(text);
    principals.values_of("Service").filter(move |(_, entry)| is_service(&entry.text))
}

/// The keys whose values are tested, not whether they are there.
fn tested_keys<'t, 'd, 's>(
    statement: &'t Statement<'d, 's>,
) -> impl Iterator<Item = (&'t Block<'d, 's>, &'t Key<'d, 's>)> {
    let is_null = |block: &Block<'_, '_>| block.operator.is_some_and(|found| found.operator == ConditionOperator::Null);
    statement.condition_keys().filter(move |(block, _)| !is_null(block))
}
