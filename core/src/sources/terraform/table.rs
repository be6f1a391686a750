//! Which attributes of Terraform's resources hold a policy document?
//!
//! Source: the documentation of Terraform's provider for AWS (`hashicorp/aws`), the page of each resource.

use crate::validate::PolicyResourceType::{
    DynamoDbTable, S3AccessPoint, S3Bucket, S3MultiRegionAccessPoint, S3ObjectLambdaAccessPoint,
};

use super::super::purpose::Purpose::{self, Identity, Organization, Resource, ResourceOf, Session, Trust, Unsaid};

/// An attribute that holds a document: the type of its resource, the blocks on the way (each a list), and its name.
#[derive(Debug, Clone, Copy)]
pub(in crate::sources) struct Attribute {
    pub resource: &'static str,
    pub block: Option<&'static str>,
    pub name: &'static str,
    pub purpose: Purpose,
}

const fn row(resource: &'static str, name: &'static str, purpose: Purpose) -> Attribute {
    Attribute { resource, block: None, name, purpose }
}

const fn in_block(resource: &'static str, block: &'static str, name: &'static str, purpose: Purpose) -> Attribute {
    Attribute { resource, block: Some(block), name, purpose }
}

/// In the order of their resources.
const ATTRIBUTES: &[Attribute] = &[
    row("aws_acmpca_policy", "policy", Resource),
    row("aws_api_gateway_rest_api", "policy", Resource),
    row("aws_api_gateway_rest_api_policy", "policy", Resource),
    row("aws_backup_vault_policy", "policy", Resource),
    row("aws_cloudsearch_domain_service_access_policy", "access_policy", Resource),
    row("aws_cloudwatch_event_bus_policy", "policy", Resource),
    row("aws_cloudwatch_log_destination_policy", "access_policy", Resource),
    row("aws_cloudwatch_log_resource_policy", "policy_document", Resource),
    row("aws_codeartifact_domain_permissions_policy", "policy_document", Resource),
    row("aws_codeartifact_repository_permissions_policy", "policy_document", Resource),
    row("aws_codebuild_resource_policy", "policy", Resource),
    row("aws_dynamodb_resource_policy", "policy", ResourceOf(DynamoDbTable)),
    row("aws_ecr_registry_policy", "policy", Resource),
    row("aws_ecr_repository_policy", "policy", Resource),
    row("aws_ecrpublic_repository_policy", "policy", Resource),
    row("aws_efs_file_system_policy", "policy", Resource),
    row("aws_elasticsearch_domain", "access_policies", Resource),
    row("aws_elasticsearch_domain_policy", "access_policies", Resource),
    row("aws_glacier_vault", "access_policy", Resource),
    row("aws_glacier_vault_lock", "policy", Resource),
    row("aws_glue_resource_policy", "policy", Resource),
    row("aws_iam_group_policy", "policy", Identity),
    row("aws_iam_policy", "policy", Identity),
    row("aws_iam_policy_document", "json", Unsaid),
    row("aws_iam_role", "assume_role_policy", Trust),
    in_block("aws_iam_role", "inline_policy", "policy", Identity),
    row("aws_iam_role_policy", "policy", Identity),
    row("aws_iam_user_policy", "policy", Identity),
    row("aws_kinesis_resource_policy", "policy", Resource),
    row("aws_kms_external_key", "policy", Resource),
    row("aws_kms_key", "policy", Resource),
    row("aws_kms_key_policy", "policy", Resource),
    row("aws_kms_replica_external_key", "policy", Resource),
    row("aws_kms_replica_key", "policy", Resource),
    row("aws_media_store_container_policy", "policy", Resource),
    row("aws_msk_cluster_policy", "policy", Resource),
    row("aws_networkfirewall_resource_policy", "policy", Resource),
    row("aws_opensearch_domain", "access_policies", Resource),
    row("aws_opensearch_domain_policy", "access_policies", Resource),
    row("aws_organizations_policy", "content", Organization),
    row("aws_organizations_resource_policy", "content", Resource),
    row("aws_redshift_resource_policy", "policy", Resource),
    row("aws_redshiftserverless_resource_policy", "policy", Resource),
    row("aws_s3_access_point", "policy", ResourceOf(S3AccessPoint)),
    row("aws_s3_bucket", "policy", ResourceOf(S3Bucket)),
    row("aws_s3_bucket_policy", "policy", ResourceOf(S3Bucket)),
    row("aws_s3control_access_point_policy", "policy", ResourceOf(S3AccessPoint)),
    row("aws_s3control_bucket_policy", "policy", Resource),
    in_block(
        "aws_s3control_multi_region_access_point_policy",
        "details",
        "policy",
        ResourceOf(S3MultiRegionAccessPoint),
    ),
    row("aws_s3control_object_lambda_access_point_policy", "policy", ResourceOf(S3ObjectLambdaAccessPoint)),
    row("aws_s3tables_table_bucket_policy", "resource_policy", Resource),
    row("aws_s3tables_table_policy", "resource_policy", Resource),
    row("aws_schemas_registry_policy", "policy", Resource),
    row("aws_secretsmanager_secret", "policy", Resource),
    row("aws_secretsmanager_secret_policy", "policy", Resource),
    row("aws_ses_identity_policy", "policy", Resource),
    row("aws_sesv2_email_identity_policy", "policy", Resource),
    row("aws_sns_topic", "policy", Resource),
    row("aws_sns_topic_policy", "policy", Resource),
    row("aws_sqs_queue", "policy", Resource),
    row("aws_sqs_queue_policy", "policy", Resource),
    row("aws_ssoadmin_permission_set_inline_policy", "inline_policy", Identity),
    row("aws_transfer_access", "policy", Session),
    row("aws_transfer_user", "policy", Session),
    row("aws_vpc_endpoint", "policy", Resource),
    row("aws_vpc_endpoint_policy", "policy", Resource),
    row("aws_vpclattice_auth_policy", "policy", Resource),
    row("aws_vpclattice_resource_policy", "policy", Resource),
    row("aws_xray_resource_policy", "policy_document", Resource),
];

/// The attributes of a resource that hold a document.
pub(in crate::sources) fn attributes(resource: &str) -> &'static [Attribute] {
    let start = ATTRIBUTES.partition_point(|row| row.resource < resource);
    let end = ATTRIBUTES.partition_point(|row| row.resource <= resource);
    ATTRIBUTES.get(start..end).unwrap_or(&[])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order() {
        assert!(ATTRIBUTES.windows(2).all(|pair| pair[0].resource <= pair[1].resource));
        assert_eq!(attributes("aws_iam_role").len(), 2);
        assert!(attributes("aws_iam").is_empty());
    }
}
