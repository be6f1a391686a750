//! The types of resources whose policies AWS checks for public access.

use std::fmt;
use std::str::FromStr;

use crate::request::InputError;

/// To which type of resource is a policy attached?
///
/// The types of the `resourceType` parameter of Access Analyzer's `CheckNoPublicAccess` (API reference, 2026).
///
/// ```
/// use iam_eval::analyze::ResourceType;
///
/// let bucket: ResourceType = "AWS::S3::Bucket".parse()?;
/// assert_eq!((bucket, bucket.as_str()), (ResourceType::S3Bucket, "AWS::S3::Bucket"));
/// assert!("AWS::EC2::Instance".parse::<ResourceType>().is_err());
/// assert_eq!(ResourceType::ALL.len(), 26);
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[non_exhaustive]
#[allow(missing_docs)] // the names are AWS's
pub enum ResourceType {
    DynamoDbTable,
    DynamoDbStream,
    EfsFileSystem,
    OpenSearchServiceDomain,
    KinesisStream,
    KinesisStreamConsumer,
    KmsKey,
    LambdaFunction,
    S3Bucket,
    S3AccessPoint,
    S3Glacier,
    S3ExpressDirectoryBucket,
    S3ExpressAccessPoint,
    S3OutpostsBucket,
    S3OutpostsAccessPoint,
    S3TablesTableBucket,
    S3TablesTable,
    SecretsManagerSecret,
    SnsTopic,
    SqsQueue,
    IamAssumeRolePolicyDocument,
    ApiGatewayRestApi,
    CodeArtifactDomain,
    BackupBackupVault,
    CloudTrailDashboard,
    CloudTrailEventDataStore,
}

impl ResourceType {
    /// Every type.
    pub const ALL: [Self; 26] = [
        Self::DynamoDbTable,
        Self::DynamoDbStream,
        Self::EfsFileSystem,
        Self::OpenSearchServiceDomain,
        Self::KinesisStream,
        Self::KinesisStreamConsumer,
        Self::KmsKey,
        Self::LambdaFunction,
        Self::S3Bucket,
        Self::S3AccessPoint,
        Self::S3Glacier,
        Self::S3ExpressDirectoryBucket,
        Self::S3ExpressAccessPoint,
        Self::S3OutpostsBucket,
        Self::S3OutpostsAccessPoint,
        Self::S3TablesTableBucket,
        Self::S3TablesTable,
        Self::SecretsManagerSecret,
        Self::SnsTopic,
        Self::SqsQueue,
        Self::IamAssumeRolePolicyDocument,
        Self::ApiGatewayRestApi,
        Self::CodeArtifactDomain,
        Self::BackupBackupVault,
        Self::CloudTrailDashboard,
        Self::CloudTrailEventDataStore,
    ];

    /// AWS's name of the type.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DynamoDbTable => "AWS::DynamoDB::Table",
            Self::DynamoDbStream => "AWS::DynamoDB::Stream",
            Self::EfsFileSystem => "AWS::EFS::FileSystem",
            Self::OpenSearchServiceDomain => "AWS::OpenSearchService::Domain",
            Self::KinesisStream => "AWS::Kinesis::Stream",
            Self::KinesisStreamConsumer => "AWS::Kinesis::StreamConsumer",
            Self::KmsKey => "AWS::KMS::Key",
            Self::LambdaFunction => "AWS::Lambda::Function",
            Self::S3Bucket => "AWS::S3::Bucket",
            Self::S3AccessPoint => "AWS::S3::AccessPoint",
            Self::S3Glacier => "AWS::S3::Glacier",
            Self::S3ExpressDirectoryBucket => "AWS::S3Express::DirectoryBucket",
            Self::S3ExpressAccessPoint => "AWS::S3Express::AccessPoint",
            Self::S3OutpostsBucket => "AWS::S3Outposts::Bucket",
            Self::S3OutpostsAccessPoint => "AWS::S3Outposts::AccessPoint",
            Self::S3TablesTableBucket => "AWS::S3Tables::TableBucket",
            Self::S3TablesTable => "AWS::S3Tables::Table",
            Self::SecretsManagerSecret => "AWS::SecretsManager::Secret",
            Self::SnsTopic => "AWS::SNS::Topic",
            Self::SqsQueue => "AWS::SQS::Queue",
            Self::IamAssumeRolePolicyDocument => "AWS::IAM::AssumeRolePolicyDocument",
            Self::ApiGatewayRestApi => "AWS::ApiGateway::RestApi",
            Self::CodeArtifactDomain => "AWS::CodeArtifact::Domain",
            Self::BackupBackupVault => "AWS::Backup::BackupVault",
            Self::CloudTrailDashboard => "AWS::CloudTrail::Dashboard",
            Self::CloudTrailEventDataStore => "AWS::CloudTrail::EventDataStore",
        }
    }

    /// Does S3's Block Public Access judge its policies, too?
    pub const fn has_block_public_access(self) -> bool {
        matches!(self, Self::S3Bucket | Self::S3AccessPoint)
    }
}

impl FromStr for ResourceType {
    type Err = InputError;

    fn from_str(text: &str) -> Result<Self, InputError> {
        let found = Self::ALL.into_iter().find(|known| known.as_str() == text);
        found.ok_or_else(|| {
            let message = format!("expected one of AWS's 26 resource types such as `AWS::S3::Bucket`, found `{text}`");
            InputError::new("unknown-resource-type", message)
        })
    }
}

impl fmt::Display for ResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
