//! Which properties of CloudFormation's resources hold a policy document?
//!
//! Source: CloudFormation template reference, "AWS resource and property types reference", the page of each type; for
//! `AWS::Serverless` the AWS SAM developer guide.

use crate::validate::PolicyResourceType::{
    DynamoDbTable, S3AccessPoint, S3Bucket, S3MultiRegionAccessPoint, S3ObjectLambdaAccessPoint,
};

use super::super::purpose::Purpose::{self, Identity, Organization, Resource, ResourceOf, Session, Trust};

/// A property that holds a document: the type of its resource and the way to it. `*` is every element of a list.
#[derive(Debug, Clone, Copy)]
pub(super) struct Property {
    pub resource: &'static str,
    pub path: &'static [&'static str],
    pub purpose: Purpose,
    /// May something else than a document stand there, such as the name of a policy?
    pub is_mixed: bool,
}

const fn row(resource: &'static str, path: &'static [&'static str], purpose: Purpose) -> Property {
    Property { resource, path, purpose, is_mixed: false }
}

const fn mixed(resource: &'static str, path: &'static [&'static str], purpose: Purpose) -> Property {
    Property { resource, path, purpose, is_mixed: true }
}

/// In the order of their resources.
const PROPERTIES: &[Property] = &[
    row("AWS::ApiGateway::RestApi", &["Policy"], Resource),
    row("AWS::Backup::BackupVault", &["AccessPolicy"], Resource),
    row("AWS::CloudTrail::ResourcePolicy", &["ResourcePolicy"], Resource),
    row("AWS::CodeArtifact::Domain", &["PermissionsPolicyDocument"], Resource),
    row("AWS::CodeArtifact::Repository", &["PermissionsPolicyDocument"], Resource),
    row(
        "AWS::DynamoDB::GlobalTable",
        &["Replicas", "*", "ResourcePolicy", "PolicyDocument"],
        ResourceOf(DynamoDbTable),
    ),
    row("AWS::DynamoDB::Table", &["ResourcePolicy", "PolicyDocument"], ResourceOf(DynamoDbTable)),
    row("AWS::DynamoDB::Table", &["StreamSpecification", "ResourcePolicy", "PolicyDocument"], Resource),
    row("AWS::EC2::VPCEndpoint", &["PolicyDocument"], Resource),
    row("AWS::ECR::PublicRepository", &["RepositoryPolicyText"], Resource),
    row("AWS::ECR::RegistryPolicy", &["PolicyText"], Resource),
    row("AWS::ECR::Repository", &["RepositoryPolicyText"], Resource),
    row("AWS::ECR::RepositoryCreationTemplate", &["RepositoryPolicy"], Resource),
    row("AWS::EFS::FileSystem", &["FileSystemPolicy"], Resource),
    row("AWS::Elasticsearch::Domain", &["AccessPolicies"], Resource),
    row("AWS::EventSchemas::RegistryPolicy", &["Policy"], Resource),
    row("AWS::Events::EventBus", &["Policy"], Resource),
    row("AWS::IAM::Group", &["Policies", "*", "PolicyDocument"], Identity),
    row("AWS::IAM::GroupPolicy", &["PolicyDocument"], Identity),
    row("AWS::IAM::ManagedPolicy", &["PolicyDocument"], Identity),
    row("AWS::IAM::Policy", &["PolicyDocument"], Identity),
    row("AWS::IAM::Role", &["AssumeRolePolicyDocument"], Trust),
    row("AWS::IAM::Role", &["Policies", "*", "PolicyDocument"], Identity),
    row("AWS::IAM::RolePolicy", &["PolicyDocument"], Identity),
    row("AWS::IAM::User", &["Policies", "*", "PolicyDocument"], Identity),
    row("AWS::IAM::UserPolicy", &["PolicyDocument"], Identity),
    row("AWS::KMS::Key", &["KeyPolicy"], Resource),
    row("AWS::KMS::ReplicaKey", &["KeyPolicy"], Resource),
    row("AWS::Kinesis::ResourcePolicy", &["ResourcePolicy"], Resource),
    row("AWS::Logs::Destination", &["DestinationPolicy"], Resource),
    row("AWS::Logs::ResourcePolicy", &["PolicyDocument"], Resource),
    row("AWS::MSK::ClusterPolicy", &["Policy"], Resource),
    row("AWS::MediaStore::Container", &["Policy"], Resource),
    row("AWS::OpenSearchService::Domain", &["AccessPolicies"], Resource),
    row("AWS::Organizations::Policy", &["Content"], Organization),
    row("AWS::Organizations::ResourcePolicy", &["Content"], Resource),
    row("AWS::RedshiftServerless::Namespace", &["NamespaceResourcePolicy"], Resource),
    row("AWS::S3::AccessPoint", &["Policy"], ResourceOf(S3AccessPoint)),
    row("AWS::S3::BucketPolicy", &["PolicyDocument"], ResourceOf(S3Bucket)),
    row("AWS::S3::MultiRegionAccessPointPolicy", &["Policy"], ResourceOf(S3MultiRegionAccessPoint)),
    row("AWS::S3Express::BucketPolicy", &["PolicyDocument"], Resource),
    row("AWS::S3ObjectLambda::AccessPointPolicy", &["PolicyDocument"], ResourceOf(S3ObjectLambdaAccessPoint)),
    row("AWS::S3Outposts::AccessPoint", &["Policy"], Resource),
    row("AWS::S3Outposts::BucketPolicy", &["PolicyDocument"], Resource),
    row("AWS::S3Tables::TableBucketPolicy", &["ResourcePolicy"], Resource),
    row("AWS::S3Tables::TablePolicy", &["ResourcePolicy"], Resource),
    row("AWS::SNS::TopicInlinePolicy", &["PolicyDocument"], Resource),
    row("AWS::SNS::TopicPolicy", &["PolicyDocument"], Resource),
    row("AWS::SQS::QueueInlinePolicy", &["PolicyDocument"], Resource),
    row("AWS::SQS::QueuePolicy", &["PolicyDocument"], Resource),
    row("AWS::SSM::ResourcePolicy", &["Policy"], Resource),
    row("AWS::SSO::PermissionSet", &["InlinePolicy"], Identity),
    row("AWS::SecretsManager::ResourcePolicy", &["ResourcePolicy"], Resource),
    row("AWS::Serverless::Function", &["AssumeRolePolicyDocument"], Trust),
    mixed("AWS::Serverless::Function", &["Policies"], Identity),
    mixed("AWS::Serverless::Function", &["Policies", "*"], Identity),
    mixed("AWS::Serverless::StateMachine", &["Policies"], Identity),
    mixed("AWS::Serverless::StateMachine", &["Policies", "*"], Identity),
    row("AWS::Transfer::User", &["Policy"], Session),
    row("AWS::VpcLattice::AuthPolicy", &["Policy"], Resource),
    row("AWS::VpcLattice::ResourcePolicy", &["Policy"], Resource),
    row("AWS::XRay::ResourcePolicy", &["PolicyDocument"], Resource),
];

/// The properties of a type of resources that hold a document.
pub(super) fn properties(resource: &str) -> &'static [Property] {
    let start = PROPERTIES.partition_point(|row| row.resource < resource);
    let end = PROPERTIES.partition_point(|row| row.resource <= resource);
    PROPERTIES.get(start..end).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        for pair in PROPERTIES.windows(2) {
            assert!(pair[0].resource <= pair[1].resource, "{} before {}", pair[0].resource, pair[1].resource);
        }
        assert_eq!(properties("AWS::IAM::Role").len(), 2);
        assert!(properties("AWS::IAM").is_empty());
    }
}
