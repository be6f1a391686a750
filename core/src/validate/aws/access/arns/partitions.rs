//! Which partitions there are.

/// AWS general reference, "Amazon Resource Names", and the partitions of AWS's SDKs (`partitions.json`, 2026).
const PARTITIONS: &[&str] =
    &["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

pub(super) fn is_partition(text: &str) -> bool {
    PARTITIONS.contains(&text)
}
