//! What is reported of resources that are no ARNs, or ARNs of nothing.

use crate::catalog::Catalog;
use crate::json::write_string;
use crate::validate::aws::invalid_service::INVALID_SERVICE;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::fix::{Edit, Fix};
use crate::validate::report::Report;
use crate::validate::subject::{Element, Entry, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::fault::{Fault, find_fault};
use super::text::ArnText;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &ARN_ACCOUNT_NOT_ALLOWED,
        &ARN_REGION_NOT_ALLOWED,
        &INVALID_ARN_ACCOUNT,
        &INVALID_ARN_PREFIX,
        &INVALID_ARN_REGION,
        &INVALID_ARN_RESOURCE,
        &INVALID_ARN_SERVICE_CASE,
        &INVALID_PARTITION,
        &MISSING_ARN_ACCOUNT,
        &MISSING_ARN_FIELD,
        &MISSING_ARN_REGION,
    ],
    run: Run::Statement(look),
};

static ARN_ACCOUNT_NOT_ALLOWED: Check = Check::error("ARN_ACCOUNT_NOT_ALLOWED", kinds::WITH_RESOURCES, "ARNs of such resources have no account: this one is the name of nothing")
.with_catalog()
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3::111122223333:reports"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"route53:GetHostedZone","Resource":"arn:aws:route53::111122223333:hostedzone/Z1"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3::*:reports"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3::111122223333:accesspoint/mrap.alias"}}"#,
        )]);

static ARN_REGION_NOT_ALLOWED: Check = Check::error("ARN_REGION_NOT_ALLOWED", kinds::WITH_RESOURCES, "ARNs of such resources have no region: this one is the name of nothing")
.with_catalog()
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:eu-west-1::reports/*"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam:eu-west-1:111122223333:user/jane"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetAccessPoint","Resource":"arn:aws:s3:eu-west-1:111122223333:accesspoint/reports"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam:*:111122223333:user/jane"}}"#,
        )]);

static INVALID_ARN_ACCOUNT: Check = Check::error("INVALID_ARN_ACCOUNT", kinds::WITH_RESOURCES, "an account is twelve digits")
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1:1111-2222-3333:news"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::prod:role/app"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1:1111*:news"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetPolicy","Resource":"arn:aws:iam::aws:policy/ReadOnlyAccess"}}"#,
        )]);

static INVALID_ARN_PREFIX: Check = Check::error("INVALID_ARN_PREFIX", kinds::WITH_RESOURCES, "a resource is `*` or begins with `arn:`: this one is the name of nothing")
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"reports/*"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"ARN:aws:s3:::reports/*"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports/*"}}"#,
        )]);

static INVALID_ARN_REGION: Check = Check::error("INVALID_ARN_REGION", kinds::WITH_RESOURCES, "there is no such region, or no such resource in it")
.with_catalog()
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:eu-wets-1:111122223333:news"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:eu-*-1:111122223333:news"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws-cn:sns:cn-north-1:111122223333:news"}}"#,
        )]);

static INVALID_ARN_RESOURCE: Check = Check::error("INVALID_ARN_RESOURCE", kinds::WITH_RESOURCES, "the service has no type of resources whose ARNs are of this form")
.with_catalog()
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"arn:aws:dynamodb:eu-west-1:111122223333:tables/orders"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam::111122223333:user-*"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"dynamodb:GetItem","Resource":"arn:aws:dynamodb:eu-west-1:111122223333:*/orders"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetUser","Resource":"arn:aws:iam::111122223333:us*"}}"#,
        )]);

static INVALID_ARN_SERVICE_CASE: Check = Check::error("INVALID_ARN_SERVICE_CASE", kinds::WITH_RESOURCES, "the service of an ARN is written in lower case; IAM compares it letter by letter")
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:SendMessage","Resource":"arn:aws:SQS:eu-west-1:111122223333:jobs"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"SQS:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:Jobs"}}"#,
        )]);

static INVALID_PARTITION: Check = Check::error("INVALID_PARTITION", kinds::WITH_RESOURCES, "there is no partition of this name")
.with_catalog()
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:awss:s3:::reports/*"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn::s3:::reports/*"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws-us-gov:s3:::reports/*"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:*:s3:::reports/*"}}"#,
        )]);

static MISSING_ARN_ACCOUNT: Check = Check::error("MISSING_ARN_ACCOUNT", kinds::WITH_RESOURCES, "all resources of the service belong to an account, and this ARN names none")
.with_catalog()
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1::news"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:eu-west-1::*"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"ssm:SendCommand","Resource":"arn:aws:ssm:eu-west-1::document/AWS-RunShellScript"}}"#,
        )]);

static MISSING_ARN_FIELD: Check = Check::error("MISSING_ARN_FIELD", kinds::WITH_RESOURCES, "an ARN has six fields: `arn:partition:service:region:account:resource`")
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:reports"}}"#,
        ), Example::scp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"iam:GetRole","NotResource":["arn:aws:iam::${aws:PrincipalAccount}"]}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::reports"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::${aws:PrincipalAccount}:role/app"}}"#,
        )]);

static MISSING_ARN_REGION: Check = Check::error("MISSING_ARN_REGION", kinds::WITH_RESOURCES, "all resources of the service are in a region, and this ARN names none")
.with_catalog()
.examples(&[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns::111122223333:news"}}"#,
        )], &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sns:*:111122223333:news"}}"#,
        ), Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"route53:GetHostedZone","Resource":"arn:aws:route53:::hostedzone/Z1"}}"#,
        )]);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for element in statement.resource_elements() {
        for entry in &element.entries {
            if let Some(fault) = find_fault(report, &entry.text) {
                report_fault(report, statement, element, entry, fault);
            }
        }
    }
}

fn report_fault(
    report: &mut Report<'_>,
    statement: &Statement<'_, '_>,
    element: &Element<'_, '_>,
    entry: &Entry<'_>,
    fault: Fault,
) {
    let text = &*entry.text;
    let places = vec![statement.at_entry(element, entry)];
    let Some(arn) = ArnText::read(text).filter(|_| fault != Fault::Prefix) else {
        match fault {
            Fault::Prefix => {
                report.add(&INVALID_ARN_PREFIX, format!("expected `*` or an ARN, found `{text}`"), places);
            }
            _ => report.add(
                &MISSING_ARN_FIELD,
                format!("expected `arn:partition:service:region:account:resource`, found `{text}`"),
                places,
            ),
        }
        return;
    };
    let ArnText { partition, service, region, account, resource } = arn;
    let (check, details) = match fault {
        Fault::Prefix | Fault::Fields => return,
        Fault::ServiceCase => {
            let details = format!("expected a service in lower case, found `{service}`");
            let fixes = lower_service(report.catalog(), entry, &arn).into_iter().collect();
            report.add_with_fixes(&INVALID_ARN_SERVICE_CASE, details, places, fixes);
            return;
        }
        Fault::Partition => (&INVALID_PARTITION, format!("there is no partition `{partition}`; most are of `aws`")),
        Fault::Service => (&INVALID_SERVICE, format!("there is no service `{service}`")),
        Fault::RegionNotAllowed => (
            &ARN_REGION_NOT_ALLOWED,
            format!("ARNs of `{resource}` of `{service}` have no region, found `{region}`; leave the field empty"),
        ),
        Fault::RegionUnknown => {
            (&INVALID_ARN_REGION, format!("there is no region `{region}` for `{resource}` of `{service}`"))
        }
        Fault::RegionMissing => {
            (&MISSING_ARN_REGION, format!("ARNs of `{service}` name a region; write one, or `*` for all"))
        }
        Fault::AccountNotAllowed => (
            &ARN_ACCOUNT_NOT_ALLOWED,
            format!("ARNs of `{resource}` of `{service}` have no account, found `{account}`; leave the field empty"),
        ),
        Fault::AccountMalformed => {
            (&INVALID_ARN_ACCOUNT, format!("expected an account of twelve digits, found `{account}`"))
        }
        Fault::AccountMissing => (
            &MISSING_ARN_ACCOUNT,
            format!("ARNs of `{service}` name an account; write that of `{resource}`, or `*` for all"),
        ),
        Fault::Resource => (&INVALID_ARN_RESOURCE, format!("no ARN of `{service}` ends in anything like `{resource}`")),
    };
    report.add(check, details, places);
}

/// The same ARN with its service in lower case, where that is one.
fn lower_service(catalog: Option<&Catalog>, entry: &Entry<'_>, arn: &ArnText<'_>) -> Option<Fix> {
    let lower = arn.service.to_ascii_lowercase();
    catalog?.service(&lower)?;
    let ArnText { partition, region, account, resource, .. } = arn;
    let mut text = String::new();
    write_string(&mut text, &format!("arn:{partition}:{lower}:{region}:{account}:{resource}"));
    Some(Fix::new(format!("write `{lower}`"), vec![Edit { span: entry.span, text }]))
}
