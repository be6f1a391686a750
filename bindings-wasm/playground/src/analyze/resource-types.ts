// The types of resources that Access Analyzer checks for public access, as its API names them.

/** The trust policy of a role. */
export const TRUST = "AWS::IAM::AssumeRolePolicyDocument";

/** In the order of services, the most asked first. */
export const RESOURCE_TYPES: string[] = [
  "AWS::S3::Bucket",
  "AWS::S3::AccessPoint",
  "AWS::S3::Glacier",
  "AWS::S3Express::AccessPoint",
  "AWS::S3Express::DirectoryBucket",
  "AWS::S3Outposts::AccessPoint",
  "AWS::S3Outposts::Bucket",
  "AWS::S3Tables::Table",
  "AWS::S3Tables::TableBucket",
  TRUST,
  "AWS::KMS::Key",
  "AWS::Lambda::Function",
  "AWS::SQS::Queue",
  "AWS::SNS::Topic",
  "AWS::SecretsManager::Secret",
  "AWS::ApiGateway::RestApi",
  "AWS::Backup::BackupVault",
  "AWS::CloudTrail::Dashboard",
  "AWS::CloudTrail::EventDataStore",
  "AWS::CodeArtifact::Domain",
  "AWS::DynamoDB::Stream",
  "AWS::DynamoDB::Table",
  "AWS::EFS::FileSystem",
  "AWS::Kinesis::Stream",
  "AWS::Kinesis::StreamConsumer",
  "AWS::OpenSearchService::Domain",
];
