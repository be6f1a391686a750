//! What each layer says about the request (section 3, up to the algorithm).

use super::context::is_mark;
use super::logic::{Grade, Grades, Tri};
use super::principal::{Kind, Principal};
use super::statement::{Asked, Effect, Layer, Statement};
use serde_json::Value as Json;

/// A layer's two facts: the best grade of its Allows, and whether a Deny matches.
#[derive(Clone, Copy, Debug)]
pub struct Facts {
    pub grant: Grades,
    pub deny: Tri,
}

impl Facts {
    /// What a layer says that is absent or does not apply: it neither allows nor denies.
    pub const SILENT: Facts = Facts { grant: Grades::NONE, deny: Tri::False };

    /// What a layer says that does not restrict.
    pub const OPEN: Facts = Facts { grant: Grades::known(Grade::Direct), deny: Tri::False };

    /// What the identity policies say if nobody tells whether there are any: they may allow.
    pub const UNTOLD: Facts = Facts { grant: Grades::up_to(Grade::Direct), deny: Tri::False };

    /// Rule 122.
    pub const UNKNOWN: Facts = Facts { grant: Grades::up_to(Grade::Direct), deny: Tri::Unknown };
}

/// One document, or a list of documents that unite (rule 74).
pub fn united(documents: &Json, layer: Layer, asked: &Asked<'_>) -> Result<Facts, String> {
    let mut facts = Facts::SILENT;
    for document in list(documents) {
        let said = one_document(document, layer, asked)?;
        facts.grant = facts.grant.best(said.grant);
        facts.deny = facts.deny.or(said.deny);
    }
    Ok(facts)
}

/// Rules 93 and 97: every level must allow, none may deny.
pub fn levels(value: &Json, layer: Layer, asked: &Asked<'_>) -> Result<Facts, String> {
    let levels = list(value);
    // a present empty list allows nothing
    let mut facts = if levels.is_empty() { Facts::SILENT } else { Facts::OPEN };
    for level in levels {
        let said = united(level, layer, asked)?;
        facts.grant = facts.grant.worst(said.grant);
        facts.deny = facts.deny.or(said.deny);
    }
    Ok(facts)
}

fn one_document(document: &Json, layer: Layer, asked: &Asked<'_>) -> Result<Facts, String> {
    if is_mark(document, "unknown") {
        return Ok(Facts::UNKNOWN);
    }
    // rules 16 and 24
    let version = document.get("Version").and_then(Json::as_str);
    let statements = document.get("Statement").ok_or("policy without Statement")?;
    let mut facts = Facts::SILENT;
    for json in list(statements) {
        let statement = Statement { json, version_expands: version == Some("2012-10-17"), layer };
        let grade = statement.grade(asked)?;
        match statement.effect()? {
            Effect::Allow => facts.grant = facts.grant.best(grade),
            Effect::Deny => facts.deny = facts.deny.or(grade.matches()),
        }
    }
    Ok(facts)
}

fn list(value: &Json) -> &[Json] {
    match value {
        Json::Array(list) => list,
        single => std::slice::from_ref(single),
    }
}

/// Rule 110: the grade that the stated KMS grants give.
pub fn kms_grants(grants: Option<&Json>, action: &str, principal: &Principal) -> Result<Grades, String> {
    let mut best = Grades::NONE;
    let (service, operation) = action.split_once(':').unwrap_or_default();
    if !service.eq_ignore_ascii_case("kms") {
        return Ok(best);
    }
    for grant in grants.map_or(&[] as &[Json], list) {
        let grantee = grant.get("grantee_principal").and_then(Json::as_str);
        let grantee = grantee.ok_or("grant without grantee_principal")?;
        let operations = grant.get("operations").ok_or("grant without operations")?;
        let covers = list(operations)
            .iter()
            .any(|covered| covered.as_str().is_some_and(|name| name.eq_ignore_ascii_case(operation)));
        let is_arn_of_one = grantee.contains(':') && !grantee.ends_with(":root");
        if covers && is_arn_of_one {
            best = best.best(principal.aws(grantee));
        }
    }
    Ok(best)
}

/// Rule 94.
pub fn service_control_applies(principal: &Principal) -> bool {
    let signed_by_iam = matches!(principal.kind, Kind::User | Kind::AssumedRole | Kind::FederatedUser | Kind::Root);
    signed_by_iam && !principal.service_linked && !principal.management_account
}

/// Rules 102, 103, 105, 106: the calls that a role's trust policy decides. `action` is lower case.
pub fn assumes_role(action: &str) -> bool {
    action.starts_with("sts:assumerole") || matches!(action, "sts:tagsession" | "sts:setsourceidentity")
}

/// Rule 99: AWS Organizations user guide, "List of AWS services that support RCPs", 2026-10-01.
const RESOURCE_CONTROL_SERVICES: [&str; 62] = [
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

/// Rules 96, 98, 99.
pub fn resource_control_applies(
    action: &str,
    resource: &str,
    principal: &Principal,
    in_management_account: bool,
) -> bool {
    let action = action.to_ascii_lowercase();
    let service = action.split(':').next().unwrap_or_default();
    let assumes_service_linked_role = assumes_role(&action) && resource.contains(":role/aws-service-role/");
    let key_of_aws = service == "kms" && resource.contains(":alias/aws/");
    RESOURCE_CONTROL_SERVICES.contains(&service)
        && resource != "*"
        && action != "kms:retiregrant"
        && !in_management_account
        && !principal.service_linked
        && !assumes_service_linked_role
        && !key_of_aws
}
