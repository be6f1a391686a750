//! Values of `IpAddress` and `NotIpAddress` (`source_ip`).

use crate::condition::{Network, ip};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::{remove_entry, replace_string};
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::site::{Site, shown, sites};
use super::value_text::has_variable;

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &TYPE_MISMATCH_IP_RANGE,
        &IMPROVE_IP_RANGE,
        &PRIVATE_IP_ADDRESS,
        &PRIVATE_NOT_IP_ADDRESS,
        &PRIVATE_IP_ADDRESS_SUBSET,
        &PRIVATE_NOT_IP_ADDRESS_SUBSET,
    ],
    run: Run::Statement(look),
};

static TYPE_MISMATCH_IP_RANGE: Check = Check::error(
    "TYPE_MISMATCH_IP_RANGE",
    kinds::ALL,
    "a value under `IpAddress` or `NotIpAddress` is neither an address nor a network",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":"203.0.113.0/33"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","2001:db8::/32","198.51.100.7"]}}}}"#,
    )],
);

static IMPROVE_IP_RANGE: Check = Check::suggestion(
    "IMPROVE_IP_RANGE",
    kinds::ALL,
    "a network has bits beyond its mask; they are ignored, or make an IPv6 network match nothing",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":["198.51.100.7","203.0.113.77/24"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.77/32","203.0.113.0/24"]}}}}"#,
    )],
);

static PRIVATE_IP_ADDRESS: Check = Check::error(
    "PRIVATE_IP_ADDRESS",
    kinds::ALL,
    "`aws:SourceIp` is a public address, so a list of private networks alone never matches",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":["10.1.0.0/16","192.168.0.1"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":"172.0.0.0/8"}}}}"#,
    )],
);

static PRIVATE_NOT_IP_ADDRESS: Check = Check::error(
    "PRIVATE_NOT_IP_ADDRESS",
    kinds::ALL,
    "`aws:SourceIp` is a public address, so it is never in a list of private networks alone and the condition always holds",
)
.examples(
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"NotIpAddress":{"aws:SourceIp":"172.16.0.0/12"}}}}"#,
        )],
    &[Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"NotIpAddress":{"aws:VpcSourceIp":"172.16.0.0/12"},"StringEquals":{"aws:SourceVpc":"vpc-1a2b3c4d"}}}}"#,
        )],
);

static PRIVATE_IP_ADDRESS_SUBSET: Check = Check::suggestion(
    "PRIVATE_IP_ADDRESS_SUBSET",
    kinds::ALL,
    "`aws:SourceIp` is a public address, so the private networks of a list do nothing",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","10.0.0.0/8","192.168.1.0/24"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*",
"Condition":{"IpAddress":{"aws:SourceIp":["203.0.113.0/24","198.51.100.0/24"]}}}}"#,
    )],
);

static PRIVATE_NOT_IP_ADDRESS_SUBSET: Check = Check::suggestion(
    "PRIVATE_NOT_IP_ADDRESS_SUBSET",
    kinds::ALL,
    "`aws:SourceIp` is a public address, so the private networks of a list do nothing",
)
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"NotIpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"s3:GetObject","Resource":"*",
"Condition":{"NotIpAddress":{"aws:SourceIp":["203.0.113.0/24"]}}}}"#,
    )],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for site in sites(statement) {
        if report.is_exhausted() {
            return;
        }
        if site.family() == crate::condition::OperatorFamily::Ip {
            look_at_form(report, &site);
            if site.key.is("aws:SourceIp") {
                look_for_private(report, &site);
            }
        }
    }
}

fn look_at_form(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    for entry in site.values() {
        let text = &*entry.text;
        if Network::parse_policy(text).is_none() {
            if !has_variable(text) {
                let details = format!("expected an address or a network, found `{}`", shown(text));
                site.report_value(report, &TYPE_MISMATCH_IP_RANGE, entry, details, Vec::new());
            }
        } else if let Some(plain) = ip::without_host_bits(text) {
            let details = format!("`{}` has bits beyond its mask: write `{plain}`", shown(text));
            let fix = Fix::new(format!("write `{plain}`"), vec![replace_string(entry.span, &plain)]);
            site.report_value(report, &IMPROVE_IP_RANGE, entry, details, vec![fix]);
        }
    }
}

fn look_for_private(report: &mut Report<'_>, site: &Site<'_, '_, '_>) {
    let values = site.values();
    let is_private = |text: &str| Network::parse_policy(text).is_some_and(|network| network.is_private());
    let count = values.iter().filter(|entry| is_private(&entry.text)).count();
    if count == 0 {
        return;
    }
    let is_all = count == values.len();
    let check = match (is_all, site.operator.operator.is_negated()) {
        (true, false) => &PRIVATE_IP_ADDRESS,
        (true, true) => &PRIVATE_NOT_IP_ADDRESS,
        (false, false) => &PRIVATE_IP_ADDRESS_SUBSET,
        (false, true) => &PRIVATE_NOT_IP_ADDRESS_SUBSET,
    };
    for entry in values.iter().filter(|entry| is_private(&entry.text)) {
        let details = format!("`{}` is private, and `aws:SourceIp` is a public address", shown(&entry.text));
        let remove = || Fix::new("leave the private network out", vec![remove_entry(report.source, entry.span)]);
        let fixes = if is_all { Vec::new() } else { vec![remove()] };
        site.report_value(report, check, entry, details, fixes);
    }
}
