//! The first thing that is wrong with an ARN of a policy, in the order of `arns`: prefix, fields, letter case,
//! partition, service, region, account, resource.

use smallvec::SmallVec;

use crate::catalog::{ArnFormat, Catalog, may_share};
use crate::validate::aws::regions::is_region;
use crate::validate::report::Report;

use super::partitions::is_partition;
use super::text::{ArnText, is_open};

/// What is wrong with an ARN.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::validate) enum Fault {
    Prefix,
    Fields,
    ServiceCase,
    Partition,
    Service,
    RegionNotAllowed,
    RegionUnknown,
    RegionMissing,
    AccountNotAllowed,
    AccountMalformed,
    AccountMissing,
    Resource,
}

/// Services of ARNs that no entry of the catalogue writes so. `cloudwatch` alarms and the like are in it; these are
/// former names (AWS general reference, "Amazon Resource Names").
const FORMER_SERVICES: &[&str] = &["zocalo"];

/// Resources that AWS owns: their ARNs have no account (`blank_account`).
const OWNED_BY_AWS: &[(&str, &str)] = &[
    ("ssm", "document/"),
    ("ssm", "automation-definition/"),
    ("ssm", "parameter/aws/"),
    ("resource-explorer-2", "view/AWS"),
    ("resource-explorer-2", "managed-view/"),
];

/// The first fault of a resource of a policy; none where it is `*` alone. Without a catalogue: what its text alone
/// tells.
pub(in crate::validate) fn find_fault(report: &mut Report<'_>, text: &str) -> Option<Fault> {
    if text == "*" {
        return None;
    }
    if !text.starts_with("arn:") {
        return Some(Fault::Prefix);
    }
    let Some(arn) = ArnText::read(text) else { return Some(Fault::Fields) };
    let is_service_open = is_open(arn.service);
    if arn.service.bytes().any(|byte| byte.is_ascii_uppercase()) && !arn.service.contains("${") {
        return Some(Fault::ServiceCase);
    }
    let Some(catalog) = report.catalog() else {
        return (!is_account(arn.account)).then_some(Fault::AccountMalformed);
    };
    if !is_open(arn.partition) && !is_partition(arn.partition) {
        return Some(Fault::Partition);
    }
    if is_service_open {
        return find_fault_of_any(&arn);
    }
    let formats = catalog.arn_formats(arn.service);
    if formats.len() == 0 {
        return if is_service(catalog, arn.service) { find_fault_of_any(&arn) } else { Some(Fault::Service) };
    }
    find_fault_of_service(report, formats, &arn)
}

fn is_service(catalog: &Catalog, name: &str) -> bool {
    // the letter case was looked at before
    catalog.service(name).is_some() || FORMER_SERVICES.contains(&name)
}

/// Where the formats are not known.
fn find_fault_of_any(arn: &ArnText<'_>) -> Option<Fault> {
    if !arn.region.is_empty() && !is_open(arn.region) && !is_region(arn.region) {
        return Some(Fault::RegionUnknown);
    }
    (!is_account(arn.account)).then_some(Fault::AccountMalformed)
}

/// Empty, of twelve digits, AWS's own, or open.
fn is_account(text: &str) -> bool {
    matches!(text, "" | "aws") || is_open(text) || (text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()))
}

/// May a field of a policy's ARN be that of a format?
fn fits(wanted: &str, found: &str) -> bool {
    if is_open(found) || wanted == "*" {
        return true;
    }
    if wanted.starts_with("${") { !found.is_empty() } else { wanted == found }
}

fn find_fault_of_service<'c>(
    report: &mut Report<'_>,
    all: impl Iterator<Item = ArnFormat<'c>> + Clone,
    arn: &ArnText<'_>,
) -> Option<Fault> {
    let mut shared: SmallVec<[ArnFormat<'_>; 8]> = SmallVec::new();
    for format in all.clone() {
        let mut steps = 0;
        let is_shared = may_share(format.resource(), arn.resource, &mut steps);
        // a step of these is a few instructions, one of the report's a comparison of patterns
        if steps > 0 && !report.spend(steps / 64) {
            return None;
        }
        if !is_shared {
            continue;
        }
        let is_region_known = is_open(arn.region) || !format.region().starts_with("${") || is_region(arn.region);
        let is_account_known = !format.account().starts_with("${") || is_account(arn.account);
        if fits(format.region(), arn.region)
            && fits(format.account(), arn.account)
            && is_region_known
            && is_account_known
        {
            return None;
        }
        shared.push(format);
    }
    let is_resource_known = !shared.is_empty();
    if !is_resource_known {
        shared.extend(all.clone());
    }
    find_fault_of_region(all.clone(), arn, &shared)
        .or_else(|| {
            // a format of another region says nothing of the account
            if shared.iter().any(|format| fits(format.region(), arn.region)) {
                shared.retain(|format| fits(format.region(), arn.region));
            }
            find_fault_of_account(all, arn, &shared)
        })
        .or_else(|| {
            // the answers about managed policies pass twelve such forms (`/aws-glue/*` of `logs`), all of them in ARNs
            // of any region or account
            // AWS owns more than its lists have: `arn:aws:cloudformation:eu-west-1:aws:transform/Include`
            let is_of_aws = arn.account == "aws";
            let is_told = !is_resource_known && !is_open(arn.region) && !is_open(arn.account) && !is_of_aws;
            (is_told && !arn.resource.bytes().all(|byte| byte == b'*')).then_some(Fault::Resource)
        })
}

fn find_fault_of_region<'c>(
    mut all: impl Iterator<Item = ArnFormat<'c>>,
    arn: &ArnText<'_>,
    formats: &[ArnFormat<'_>],
) -> Option<Fault> {
    if is_open(arn.region) {
        return None;
    }
    if arn.region.is_empty() {
        let is_missing = all.all(|format| !fits(format.region(), ""));
        return is_missing.then_some(Fault::RegionMissing);
    }
    if formats.iter().all(|format| format.region().is_empty()) {
        return Some(Fault::RegionNotAllowed);
    }
    let is_served = is_region(arn.region) && formats.iter().any(|format| fits(format.region(), arn.region));
    (!is_served).then_some(Fault::RegionUnknown)
}

fn find_fault_of_account<'c>(
    mut all: impl Iterator<Item = ArnFormat<'c>>,
    arn: &ArnText<'_>,
    formats: &[ArnFormat<'_>],
) -> Option<Fault> {
    if is_open(arn.account) {
        return None;
    }
    if arn.account.is_empty() {
        let is_missing = arn.resource != "*"
            && !OWNED_BY_AWS.iter().any(|(service, start)| *service == arn.service && arn.resource.starts_with(start))
            && all.all(|format| !fits(format.account(), ""));
        return is_missing.then_some(Fault::AccountMissing);
    }
    if formats.iter().all(|format| format.account().is_empty()) {
        return Some(Fault::AccountNotAllowed);
    }
    let is_known = is_account(arn.account) || formats.iter().any(|format| format.account() == arn.account);
    (!is_known).then_some(Fault::AccountMalformed)
}
