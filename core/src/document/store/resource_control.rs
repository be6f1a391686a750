//! What Organizations stores as a resource control policy (`rcp_store_time`).
//!
//! Captured against the documentation: no Version, the old one, unknown actions of a covered
//! service, prefixes in upper case, `{"AWS": "*"}` and `NotResource` are all stored.

use crate::text::Span;

use super::parts::{Element, Parts, Statement};
use super::refusal::{Checked, ORGANIZATIONS, Refusal, quote};

/// The service prefixes that RCPs cover, sorted; AWS Organizations user guide, "List of AWS
/// services that support RCPs", as of 2026-10-01 (62, as many as on 2026-09-27).
pub(crate) const RCP_SERVICES: &[&str] = &[
    "aoss",
    "appconfig",
    "appstream",
    "autoscaling",
    "autoscaling-plans",
    "budgets",
    "clouddirectory",
    "cloudfront",
    "cloudsearch",
    "cloudtrail-data",
    "codeartifact",
    "codebuild",
    "codecommit",
    "codepipeline",
    "cognito-identity",
    "cognito-idp",
    "comprehend",
    "comprehendmedical",
    "compute-optimizer",
    "cost-optimization-hub",
    "dax",
    "dsql",
    "dynamodb",
    "ecr",
    "ecr-public",
    "events",
    "firehose",
    "fis",
    "fms",
    "gamelift",
    "health",
    "inspector-scan",
    "kendra",
    "kinesisvideo",
    "kms",
    "logs",
    "memorydb",
    "networkmonitor",
    "notifications",
    "opensearch",
    "pca-connector-ad",
    "personalize",
    "polly",
    "pricing",
    "resource-groups",
    "rolesanywhere",
    "s3",
    "secretsmanager",
    "servicediscovery",
    "signin",
    "sqs",
    "sts",
    "support",
    "swf",
    "textract",
    "timestream-influxdb",
    "transcribe",
    "transfer",
    "translate",
    "wafv2",
    "workspaces",
    "xray",
];

pub(super) fn check(policy: &Parts<'_, '_>) -> Checked {
    for statement in &policy.statements {
        if let Some((span, message)) = fault(statement) {
            let refusal = Refusal::store("resource-control", span, message, ORGANIZATIONS);
            return Err(refusal.at(statement.path()));
        }
        let Some(element) = statement.action else {
            continue;
        };
        for entry in element.entries() {
            if !is_covered(&entry.text) {
                let found = quote(&entry.text);
                let message = format!("expected an action of a service RCPs cover, found {found}");
                let refusal = Refusal::store("resource-control", entry.span, message, ORGANIZATIONS);
                return Err(refusal.at(statement.path_to_entry(&element, &entry)));
            }
        }
    }
    Ok(())
}

fn fault(statement: &Statement<'_, '_>) -> Option<(Span, String)> {
    // only AWS's own RCPFullAWSAccess allows
    if statement.is_allow() {
        let span = statement.effect.map_or(statement.span, crate::json::Value::span);
        return Some((span, "expected `Deny`, found `Allow`".to_owned()));
    }
    if let Some(action) = statement.action.filter(Element::is_negated) {
        return Some((action.name_span, "expected `Action`, found `NotAction`".to_owned()));
    }
    match statement.principal {
        None => Some((statement.span, "expected a member `Principal` of `\"*\"`".to_owned())),
        Some(principal) if principal.is_negated() => {
            Some((principal.name_span, "expected `Principal`, found `NotPrincipal`".to_owned()))
        }
        Some(principal) if !is_everyone(&principal) => {
            let message = "expected the principal `\"*\"`".to_owned();
            Some((principal.value.span(), message))
        }
        Some(_) => None,
    }
}

/// `"*"` or `{"AWS": "*"}`; a list is refused even where it holds only that.
fn is_everyone(principal: &Element<'_, '_>) -> bool {
    let mut members = principal.value.members();
    let value = match (members.next(), members.next()) {
        (None, _) => principal.value,
        (Some(only), None) if only.name() == "AWS" => only.value(),
        (Some(_), _) => return false,
    };
    value.as_str().is_some_and(|text| text == "*")
}

fn is_covered(action: &str) -> bool {
    let Some((vendor, _)) = action.split_once(':') else {
        return false;
    };
    let longest = RCP_SERVICES.iter().map(|service| service.len()).max().unwrap_or(0);
    // a prefix of a megabyte is not worth a copy
    vendor.len() <= longest && RCP_SERVICES.binary_search(&&*vendor.to_ascii_lowercase()).is_ok()
}
