//! What is known of a type of resources.

use super::arn_format;
use super::lines::fields;

/// A type of resources of a service, with the formats of their ARNs.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::catalog::Catalog;
///
/// let catalog = Catalog::embedded();
/// let table = catalog.service("dynamodb").unwrap().resource_type("table").unwrap();
/// assert!(table.matches("arn:aws:dynamodb:eu-west-1:111122223333:table/orders"));
/// assert!(!table.matches("arn:aws:dynamodb:eu-west-1:111122223333:global-table/orders"));
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ResourceType<'c> {
    fields: [&'c str; 3],
}

impl<'c> ResourceType<'c> {
    pub(super) fn of(line: &'c str) -> Self {
        Self { fields: fields(line) }
    }

    /// Its name, such as `bucket`.
    pub fn name(&self) -> &'c str {
        self.fields[0]
    }

    /// How its ARNs are written: `arn:${Partition}:s3:::${BucketName}`, mostly one format.
    pub fn arn_formats(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.fields[1].split(" | ").filter(|format| !format.is_empty())
    }

    /// The condition keys that go with it.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.fields[2].split(' ').filter(|key| !key.is_empty())
    }

    /// May an ARN be one of this type? An ARN may be of several: some formats take nearly any text.
    pub fn matches(&self, arn: &str) -> bool {
        self.arn_formats().any(|format| arn_format::matches(format, arn))
    }

    /// The same whatever the ARN's partition, region and account are.
    pub fn matches_anywhere(&self, arn: &str) -> bool {
        self.arn_formats().any(|format| arn_format::matches_anywhere(format, arn))
    }
}
