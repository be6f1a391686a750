//! What CloudTrail can show: not visible is not unused.

use serde::Serialize;

use crate::catalog::Catalog;
use crate::pattern::Pattern;
use crate::usage::Stats;

/// Which trail shows the use of an action?
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Observability {
    /// Every trail: it is a management event.
    Management,
    /// Only a trail that was told to log data events of its service.
    Data,
    /// None.
    NotLogged,
    /// The catalogue knows no call that asks for it.
    Unknown,
}

/// Actions whose calls are data events. Written from memory of the CloudTrail user guide, "Logging data
/// events", and not compared with it line by line: an action missing here is reported as one that every
/// trail shows.
const DATA: &[&str] = &[
    "s3:GetObject*",
    "s3:PutObject*",
    "s3:DeleteObject*",
    "s3:AbortMultipartUpload",
    "s3:ListMultipartUploadParts",
    "s3:RestoreObject",
    "s3:ListBucket",
    "s3:ListBucketVersions",
    "s3:ListBucketMultipartUploads",
    "s3-object-lambda:*",
    "s3-outposts:*Object*",
    "s3express:CreateSession",
    "lambda:Invoke*",
    "dynamodb:*Item",
    "dynamodb:Query",
    "dynamodb:Scan",
    "dynamodb:PartiQL*",
    "dynamodb:GetRecords",
    "dynamodb:GetShardIterator",
    "sqs:*Message*",
    "sns:Publish",
    "kinesis:Get*",
    "kinesis:Put*",
    "kinesis:SubscribeToShard",
    "cloudwatch:PutMetricData",
    "cloudwatch:GetMetric*",
    "ebs:*Snapshot*",
    "cognito-identity:Get*",
    "codewhisperer:GenerateRecommendations",
    "rds-data:*",
    "ssmmessages:*",
    "bedrock:Invoke*",
    "appconfig:GetLatestConfiguration",
    "appconfig:StartConfigurationSession",
    "xray:Put*",
    "iot:Publish",
    "iot:Connect",
    "iot:GetThingShadow",
    "iot:UpdateThingShadow",
    "iot:DeleteThingShadow",
    "neptune-db:*",
    "managedblockchain:*",
    "medical-imaging:Get*",
    "sagemaker:InvokeEndpoint*",
    "states:InvokeHTTPEndpoint",
    "swf:Count*",
    "swf:Poll*",
    "swf:Respond*",
    "swf:Signal*",
    "swf:StartWorkflowExecution",
    "timestream:WriteRecords",
    "timestream:Select",
];

/// Actions that no trail logs: they are checked beside another call, or where CloudTrail does not look
/// (from memory of the services' own guides, "Logging … with CloudTrail").
const NOT_LOGGED: &[&str] = &[
    "iam:PassRole",
    "execute-api:*",
    "rds-db:connect",
    "ec2messages:*",
    "logs:PutLogEvents",
    "logs:CreateLogDelivery",
    "iot:Receive",
    "iot:Subscribe",
    "appsync:GraphQL",
    "sts:TagSession",
    "sts:SetSourceIdentity",
    "elasticfilesystem:Client*",
    "kafka-cluster:*",
    "es:ESHttp*",
    "aoss:APIAccessAll",
    "aoss:DashboardsAccessAll",
    "codecommit:GitPull",
    "codecommit:GitPush",
];

/// Which trail shows the use of an action?
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, synthesize::{Observability, observability}};
///
/// let catalog = Catalog::embedded();
/// assert_eq!(observability("iam:CreateUser", &catalog), Observability::Management);
/// assert_eq!(observability("s3:GetObject", &catalog), Observability::Data);
/// assert_eq!(observability("iam:PassRole", &catalog), Observability::NotLogged);
/// # }
/// ```
pub fn observability(action: &str, catalog: &Catalog) -> Observability {
    let is_any = |patterns: &[&str]| patterns.iter().any(|pattern| Pattern::action(pattern).is_match(action));
    if is_any(NOT_LOGGED) {
        return Observability::NotLogged;
    }
    if is_any(DATA) {
        return Observability::Data;
    }
    let Some(known) = catalog.action(action) else { return Observability::Unknown };
    let service = known.service();
    let is_asked_for = service.operation(known.name()).is_some()
        || service.operations().any(|operation| {
            operation.actions().any(|needed| needed.service() == service.prefix() && needed.name() == known.name())
        });
    if is_asked_for { Observability::Management } else { Observability::Unknown }
}

/// Would the trails behind a usage have shown the action?
pub(super) fn would_show(action: &str, catalog: &Catalog, stats: &Stats) -> bool {
    match observability(action, catalog) {
        Observability::Management => stats.trails_seen.management,
        Observability::Data => {
            let service = action.split(':').next().unwrap_or("");
            stats.data_services.names.contains_key(service)
        }
        Observability::NotLogged | Observability::Unknown => false,
    }
}
