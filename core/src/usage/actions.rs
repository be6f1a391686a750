//! Which action a call of CloudTrail's names asks for.

use crate::catalog::{Catalog, Operation, Service, ServiceAction};

/// The action that a call needs whatever its parameters say (rule `name_action`), and the operation that
/// AWS documents for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Named<'c> {
    pub action: ServiceAction<'c>,
    pub operation: Option<Operation<'c>>,
}

/// Rule `name_action`, in its order. Never a guess: none where nothing of the catalogue has the name.
pub(super) fn name_action<'c>(catalog: &'c Catalog, service: Service<'c>, event: &str) -> Option<Named<'c>> {
    let event = event.trim();
    if let Some(name) = exception(service.prefix(), event) {
        let action = catalog.action(name)?;
        return Some(Named { action, operation: service.operation(event) });
    }
    let known = by_name(catalog, service, event);
    known.or_else(|| by_name(catalog, service, without_version(event)?))
}

fn by_name<'c>(catalog: &'c Catalog, service: Service<'c>, event: &str) -> Option<Named<'c>> {
    let operation = service.operation(event);
    let needed = operation.and_then(|operation| operation.base_action());
    let action = needed.and_then(|needed| catalog.service(needed.service())?.action(needed.name()));
    let action = action.or_else(|| service.action(event))?;
    Some(Named { action, operation })
}

/// An event's name without a date or version behind it: `CreateFunction20150331`,
/// `UpdateFunctionConfiguration20150331v2`, `CreateDistribution2020_05_31`. Only asked for where the whole
/// name is unknown, since real names end in `V2`.
fn without_version(event: &str) -> Option<&str> {
    let unversioned = match event.rfind(['v', 'V']) {
        Some(at) if at + 1 < event.len() && event.get(at + 1..)?.bytes().all(|byte| byte.is_ascii_digit()) => {
            event.get(..at)?
        }
        _ => event,
    };
    let digits = unversioned.trim_end_matches(|letter: char| letter.is_ascii_digit() || letter == '_');
    let tail = unversioned.get(digits.len()..)?.bytes().filter(u8::is_ascii_digit).count();
    let bare = if tail == 8 { digits } else { unversioned };
    (bare.len() < event.len() && !bare.is_empty()).then_some(bare)
}

/// Calls whose name is neither an operation with one action nor an action.
fn exception(service: &str, event: &str) -> Option<&'static str> {
    Some(match (service, event) {
        // a browser's upload, and what the console calls these (S3 user guide, "CloudTrail events")
        ("s3", "PostObject" | "CopyObject" | "UploadPartCopy") => "s3:PutObject",
        ("s3", "ListObjectVersions") => "s3:ListBucketVersions",
        ("s3", "GetBucketLifecycle" | "GetBucketLifecycleConfiguration") => "s3:GetLifecycleConfiguration",
        ("s3", "PutBucketLifecycle" | "PutBucketLifecycleConfiguration" | "DeleteBucketLifecycle") => {
            "s3:PutLifecycleConfiguration"
        }
        ("s3", "GetBucketNotificationConfiguration" | "GetBucketNotification") => "s3:GetBucketNotification",
        ("s3", "PutBucketNotificationConfiguration" | "PutBucketNotification") => "s3:PutBucketNotification",
        ("s3", "PublicAccessBlock" | "GetPublicAccessBlock") => "s3:GetBucketPublicAccessBlock",
        ("s3", "PutPublicAccessBlock" | "DeletePublicAccessBlock" | "DeleteBucketPublicAccessBlock") => {
            "s3:PutBucketPublicAccessBlock"
        }
        ("s3", "SelectObjectContent") => "s3:GetObject",
        ("s3", "GetObjectLockConfiguration" | "GetBucketObjectLockConfiguration") => {
            "s3:GetBucketObjectLockConfiguration"
        }
        ("s3", "PutObjectLockConfiguration" | "PutBucketObjectLockConfiguration") => {
            "s3:PutBucketObjectLockConfiguration"
        }
        ("s3", "DeleteBucketTagging") => "s3:PutBucketTagging",
        ("lambda", "Invoke") => "lambda:InvokeFunction",
        ("kms", "ReEncrypt") => "kms:ReEncryptFrom",
        ("bedrock", "Converse") => "bedrock:InvokeModel",
        ("bedrock", "ConverseStream") => "bedrock:InvokeModelWithResponseStream",
        ("dynamodb", "ExecuteStatement" | "BatchExecuteStatement" | "ExecuteTransaction") => "dynamodb:PartiQLSelect",
        ("dynamodb", "TransactGetItems") => "dynamodb:GetItem",
        ("dynamodb", "TransactWriteItems") => "dynamodb:PutItem",
        _ => return None,
    })
}

/// Rule `name_apigateway`: the actions are the HTTP verbs.
pub(super) fn verb_of(event: &str) -> Option<&'static str> {
    [
        ("Create", "POST"),
        ("Import", "POST"),
        ("Generate", "POST"),
        ("Flush", "DELETE"),
        ("Put", "PUT"),
        ("Tag", "PUT"),
        ("Untag", "DELETE"),
        ("Get", "GET"),
        ("Export", "GET"),
        ("Delete", "DELETE"),
        ("Reset", "DELETE"),
        ("Update", "PATCH"),
        ("Reimport", "PUT"),
        ("Test", "POST"),
        ("Reject", "POST"),
    ]
    .into_iter()
    .find_map(|(start, verb)| event.starts_with(start).then_some(verb))
}

#[cfg(all(test, feature = "catalog"))]
mod tests {
    use super::*;

    fn name(service: &str, event: &str) -> Option<String> {
        let catalog = Catalog::embedded();
        let service = catalog.service(service).unwrap();
        name_action(&catalog, service, event).map(|named| named.action.to_string())
    }

    #[test]
    fn name_action_in_order() {
        for (service, event, expected) in [
            ("s3", "ListObjectsV2", "s3:ListBucket"),
            ("s3", "HeadObject", "s3:GetObject"),
            ("s3", "ListBuckets", "s3:ListAllMyBuckets"),
            ("s3", "GetBucketEncryption", "s3:GetEncryptionConfiguration"),
            ("s3", "DeleteBucketReplication", "s3:PutReplicationConfiguration"),
            ("lambda", "CreateFunction20150331", "lambda:CreateFunction"),
            ("lambda", "UpdateFunctionConfiguration20150331v2", "lambda:UpdateFunctionConfiguration"),
            ("lambda", "AddPermission20150331v2", "lambda:AddPermission"),
            ("cloudfront", "CreateDistribution2020_05_31", "cloudfront:CreateDistribution"),
            ("sqs", "SendMessageBatch", "sqs:SendMessage"),
            ("sns", "PublishBatch", "sns:Publish"),
            ("cloud9", "CreateEnvironmentEC2", "cloud9:CreateEnvironmentEC2"),
            ("iam", " createuser ", "iam:CreateUser"),
        ] {
            assert_eq!(name(service, event).as_deref(), Some(expected), "{event}");
        }
        assert_eq!(name("s3", "NoSuchCall"), None);
        assert_eq!(name("s3", "NoSuchCall20150331v2"), None);
        assert_eq!(name("s3", ""), None);
    }

    #[test]
    fn a_version_is_taken_off_once() {
        assert_eq!(without_version("GetFunction20150331v2"), Some("GetFunction"));
        assert_eq!(without_version("GetThing2020_05_31"), Some("GetThing"));
        assert_eq!(without_version("ListObjectsV2"), Some("ListObjects"));
        assert_eq!(without_version("CreateEnvironmentEC2"), None);
        assert_eq!(without_version("20150331"), None);
    }
}
