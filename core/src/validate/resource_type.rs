//! The types of resources whose policies Access Analyzer knows more about.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// To a resource of which type will a resource policy be attached?
///
/// Source: Access Analyzer API reference, `ValidatePolicy`, `validatePolicyResourceType`.
///
/// ```
/// use iam_eval::validate::PolicyResourceType;
///
/// assert_eq!("AWS::S3::Bucket".parse(), Ok(PolicyResourceType::S3Bucket));
/// assert_eq!(PolicyResourceType::RoleTrust.to_string(), "AWS::IAM::AssumeRolePolicyDocument");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub enum PolicyResourceType {
    /// A table of `DynamoDB`.
    #[serde(rename = "AWS::DynamoDB::Table")]
    DynamoDbTable,
    /// A role: its trust policy.
    #[serde(rename = "AWS::IAM::AssumeRolePolicyDocument")]
    RoleTrust,
    /// An access point of S3.
    #[serde(rename = "AWS::S3::AccessPoint")]
    S3AccessPoint,
    /// A bucket of S3.
    #[serde(rename = "AWS::S3::Bucket")]
    S3Bucket,
    /// A multi-region access point of S3.
    #[serde(rename = "AWS::S3::MultiRegionAccessPoint")]
    S3MultiRegionAccessPoint,
    /// An access point of S3 Object Lambda.
    #[serde(rename = "AWS::S3ObjectLambda::AccessPoint")]
    S3ObjectLambdaAccessPoint,
}

impl PolicyResourceType {
    const ALL: [Self; 6] = [
        Self::DynamoDbTable,
        Self::RoleTrust,
        Self::S3AccessPoint,
        Self::S3Bucket,
        Self::S3MultiRegionAccessPoint,
        Self::S3ObjectLambdaAccessPoint,
    ];

    /// All of them.
    pub fn all() -> &'static [Self] {
        &Self::ALL
    }

    /// AWS's name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::DynamoDbTable => "AWS::DynamoDB::Table",
            Self::RoleTrust => "AWS::IAM::AssumeRolePolicyDocument",
            Self::S3AccessPoint => "AWS::S3::AccessPoint",
            Self::S3Bucket => "AWS::S3::Bucket",
            Self::S3MultiRegionAccessPoint => "AWS::S3::MultiRegionAccessPoint",
            Self::S3ObjectLambdaAccessPoint => "AWS::S3ObjectLambda::AccessPoint",
        }
    }
}

impl fmt::Display for PolicyResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The text names no type of resources that `ValidatePolicy` knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UnknownPolicyResourceType;

impl fmt::Display for UnknownPolicyResourceType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("expected ")?;
        for (at, kind) in PolicyResourceType::all().iter().enumerate() {
            write!(f, "{}`{kind}`", if at == 0 { "" } else { ", " })?;
        }
        Ok(())
    }
}

impl std::error::Error for UnknownPolicyResourceType {}

impl FromStr for PolicyResourceType {
    type Err = UnknownPolicyResourceType;

    fn from_str(text: &str) -> Result<Self, UnknownPolicyResourceType> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text).ok_or(UnknownPolicyResourceType)
    }
}
