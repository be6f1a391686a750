//! Calls whose permissions follow from more than their name: several actions at once, resources under
//! names of their own, parts of the request that need a permission each.

mod compute;
mod data;
mod dynamodb;
mod ec2;
mod identity;
mod keys;
mod messages;
mod s3;
mod ssm;

use std::sync::Arc;

use crate::catalog::Catalog;

use super::mapper::{SceneOf, a_use};
use super::meaning::Use;
use super::parameters::{Parameters, plain_text, rows_of};
use super::resources::{Found, escape};

/// What is special about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    ApiGateway,
    S3Object,
    S3Copy,
    DynamoBatch,
    DynamoTransaction,
    DynamoStatement,
    DynamoStream,
    KmsReEncrypt,
    SqsQueue,
    SnsTopic,
    SecretsBatch,
    LambdaFunction,
    Ec2Tags,
    IamCaller,
    SsmCommand,
    SsmSession,
    AssumeRole,
    AthenaQuery,
    BedrockModel,
    S3PublicAccess,
    EcsTask,
    EventsRule,
    Secret,
    KmsKey,
    RdsName,
    Ec2Launch,
    Ec2Profile,
    Ec2FlowLogs,
    SimulatedPrincipal,
}

impl Special {
    /// What is special about a call of a service; `action` is what its name alone asks for.
    pub fn of(service: &str, event: &str, action: &str) -> Option<Self> {
        Some(match (service, event) {
            ("iam", "SimulatePrincipalPolicy") => Self::SimulatedPrincipal,
            ("s3", "CopyObject" | "UploadPartCopy") => Self::S3Copy,
            ("s3", _) if matches!(action, "GetObject" | "PutObject" | "DeleteObject" | "GetObjectTagging") => {
                Self::S3Object
            }
            ("dynamodb", "BatchGetItem" | "BatchWriteItem") => Self::DynamoBatch,
            ("dynamodb", "TransactGetItems" | "TransactWriteItems") => Self::DynamoTransaction,
            ("dynamodb", "ExecuteStatement" | "BatchExecuteStatement" | "ExecuteTransaction") => Self::DynamoStatement,
            ("dynamodb", "GetRecords" | "GetShardIterator" | "DescribeStream") => Self::DynamoStream,
            ("kms", "ReEncrypt") => Self::KmsReEncrypt,
            ("sqs", _) => Self::SqsQueue,
            ("sns", _) => Self::SnsTopic,
            ("secretsmanager", "BatchGetSecretValue") => Self::SecretsBatch,
            ("lambda", _) => Self::LambdaFunction,
            ("ec2", "CreateTags" | "DeleteTags") => Self::Ec2Tags,
            ("iam", _) => Self::IamCaller,
            ("ssm", "SendCommand") => Self::SsmCommand,
            ("ssm", "StartSession") => Self::SsmSession,
            ("sts", "AssumeRole") => Self::AssumeRole,
            ("athena", _) => Self::AthenaQuery,
            ("bedrock", _) if action.starts_with("InvokeModel") => Self::BedrockModel,
            ("s3", "PutPublicAccessBlock" | "GetPublicAccessBlock" | "DeletePublicAccessBlock") => Self::S3PublicAccess,
            ("ecs", _) => Self::EcsTask,
            ("events", _) => Self::EventsRule,
            ("secretsmanager", _) => Self::Secret,
            ("kms", _) => Self::KmsKey,
            ("rds", _) => Self::RdsName,
            ("ec2", "RunInstances") => Self::Ec2Launch,
            ("ec2", "AssociateIamInstanceProfile" | "ReplaceIamInstanceProfileAssociation") => Self::Ec2Profile,
            ("ec2", "CreateFlowLogs") => Self::Ec2FlowLogs,
            _ => return None,
        })
    }

    /// The permissions of the call; none where the general rules find them.
    pub fn uses<'r>(self, call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
        match self {
            Self::ApiGateway => Some(data::api_gateway(call)),
            Self::S3Object => Some(s3::s3_object(call)),
            Self::S3Copy => Some(s3::s3_copy(call)),
            Self::DynamoBatch => dynamodb::dynamo_batch(call),
            Self::DynamoTransaction => dynamodb::dynamo_transaction(call),
            Self::DynamoStatement => dynamodb::dynamo_statement(call),
            Self::DynamoStream => dynamodb::dynamo_stream(call),
            Self::KmsReEncrypt => Some(keys::kms_re_encrypt(call)),
            Self::SqsQueue => messages::sqs_queue(call),
            Self::SnsTopic => messages::sns_topic(call),
            Self::SecretsBatch => Some(keys::secrets_batch(call)),
            Self::LambdaFunction => Some(compute::lambda_function(call)),
            Self::Ec2Tags => ec2::ec2_tags(call),
            Self::IamCaller => identity::iam_caller(call),
            Self::SsmCommand => ssm::ssm_command(call),
            Self::SsmSession => ssm::ssm_session(call),
            Self::AssumeRole => Some(identity::assume_role(call)),
            Self::AthenaQuery => data::athena_query(call),
            Self::BedrockModel => data::bedrock_model(call),
            Self::S3PublicAccess => s3::s3_public_access(call),
            Self::EcsTask => Some(compute::ecs_task(call)),
            Self::EventsRule => Some(messages::events_rule(call)),
            Self::Secret => Some(keys::secret(call)),
            Self::KmsKey => Some(keys::kms_key(call)),
            Self::RdsName => Some(data::rds_name(call)),
            Self::Ec2Launch => Some(ec2::ec2_launch(call)),
            Self::Ec2Profile => Some(ec2::ec2_profile(call)),
            Self::SimulatedPrincipal => identity::simulated_principal(call),
            Self::Ec2FlowLogs => Some(ec2::ec2_flow_logs(call)),
        }
    }
}

impl<'r> SceneOf<'_, '_, 'r, '_> {
    fn top(&self, name: &str) -> Option<&str> {
        self.given.request.top(name)
    }

    /// What the general rules find.
    fn general(&self) -> Vec<Use<'r>> {
        let found = self.main.recipe.find(self.scene, self.given);
        found.into_iter().map(|found| a_use(self.main.action.clone(), found, false)).collect()
    }

    /// The main action on a resource.
    fn on(&self, found: Found<'r>) -> Use<'r> {
        a_use(self.main.action.clone(), found, false)
    }

    /// An ARN of the region and account of the call.
    fn arn(&self, service: &str, resource: &str) -> String {
        let any = |text: &'_ str| if text.is_empty() { "*".to_owned() } else { text.to_owned() };
        let (region, account) = (any(self.scene.region), any(self.scene.account));
        format!("arn:{}:{service}:{region}:{account}:{resource}", self.scene.partition)
    }

    /// An action that no event of its own shows, if the catalogue has it.
    fn implied(&self, action: &str, found: Found<'r>) -> Option<Use<'r>> {
        let known = self.catalog.action(action)?;
        Some(a_use(known.to_string().into(), found, true))
    }
}

/// Of what a call works on, what gets the tags that it names: a launch tags what it makes by type, others what their
/// name says that they make.
pub(super) fn is_tagged(
    special: Option<Special>,
    event: &str,
    request: &Parameters<'_>,
    resource: &str,
    uses: &[Use<'_>],
) -> bool {
    if special == Some(Special::Ec2Launch) {
        let kind = kind_of(resource);
        return request.values("resourceType").any(|named| named == kind);
    }
    let event = plain_text(event);
    let noun = event.trim_start_matches("create").trim_end_matches('s');
    let is_made = |resource: &str| {
        let kind = plain_text(kind_of(resource));
        kind.len() > 1 && (event.contains(&kind) || (noun.len() > 2 && kind.ends_with(noun)))
    };
    is_made(resource) || !uses.iter().any(|used| is_made(&used.resource))
}

/// The type that a resource's ARN says.
fn kind_of(arn: &str) -> &str {
    arn.splitn(6, ':').nth(5).and_then(|resource| resource.split(['/', ':']).next()).unwrap_or("")
}

/// The tagging action on what the call makes, where it takes that type.
pub(super) fn tag_uses<'r>(catalog: &Catalog, tagging: &Arc<str>, on: Vec<Found<'r>>) -> Vec<Use<'r>> {
    let takes = |arn: &str| {
        let Some(action) = catalog.action(tagging) else { return false };
        let sample = arn.replace('*', "x");
        !action.has_resource_types()
            || action.resources().filter_map(|resource| resource.resource_type()).any(|kind| kind.matches(&sample))
    };
    let fitting = on.into_iter().filter(|found| found.arn == "*" || takes(&found.arn));
    fitting.map(|found| a_use(tagging.clone(), found, true)).collect()
}

fn push_once<'r>(uses: &mut Vec<Use<'r>>, used: Use<'r>) {
    if !uses.iter().any(|known| known.action == used.action && known.resource == used.resource) {
        uses.push(used);
    }
}
