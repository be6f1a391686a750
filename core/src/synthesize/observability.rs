//! What CloudTrail can show: not visible is not unused.

use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

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
    Observer::new(catalog).observability(action)
}

/// Answers about many actions.
#[derive(Debug)]
pub(super) struct Observer<'c> {
    catalog: &'c Catalog,
    not_logged: Vec<Pattern>,
    data: Vec<Pattern>,
    /// The actions of a service that a call asks for.
    asked_for: RefCell<HashMap<String, HashSet<&'c str>>>,
}

impl<'c> Observer<'c> {
    pub fn new(catalog: &'c Catalog) -> Self {
        let patterns = |names: &[&str]| names.iter().map(|name| Pattern::action(name)).collect();
        Self { catalog, not_logged: patterns(NOT_LOGGED), data: patterns(DATA), asked_for: RefCell::default() }
    }

    pub fn observability(&self, action: &str) -> Observability {
        let is_any = |patterns: &[Pattern]| patterns.iter().any(|pattern| pattern.is_match(action));
        if is_any(&self.not_logged) {
            return Observability::NotLogged;
        }
        if is_any(&self.data) {
            return Observability::Data;
        }
        let Some(known) = self.catalog.action(action) else { return Observability::Unknown };
        let service = known.service();
        if service.operation(known.name()).is_some() {
            return Observability::Management;
        }
        let mut asked_for = self.asked_for.borrow_mut();
        let of_service = asked_for.entry(service.prefix().to_owned()).or_insert_with(|| {
            let needed = service.operations().flat_map(|operation| operation.actions());
            needed.filter(|needed| needed.service() == service.prefix()).map(|needed| needed.name()).collect()
        });
        if of_service.contains(known.name()) { Observability::Management } else { Observability::Unknown }
    }

    /// Would the trails behind a usage have shown the action?
    pub fn would_show(&self, action: &str, stats: &Stats) -> bool {
        match self.observability(action) {
            Observability::Management => stats.trails_seen.management,
            Observability::Data => {
                let service = action.split(':').next().unwrap_or("");
                stats.data_services.names.contains_key(service)
            }
            Observability::NotLogged | Observability::Unknown => false,
        }
    }
}
