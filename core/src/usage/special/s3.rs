//! Objects of S3: versions, ACLs and tags need an action each, copies two resources.

use std::sync::Arc;

use super::{Found, SceneOf, Use, a_use, escape};

/// A version, an ACL or tags in the request need an action each (S3 API reference, "Permissions").
pub(super) fn s3_object<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let event = call.record.event_name.as_deref().unwrap_or("");
    let mut uses = call.general();
    // through an access point, whose ARN stands for the bucket
    if let (Some(point), Some(key)) = (
        call.top("bucketName").filter(|name| name.starts_with("arn:") && name.contains(":accesspoint/")),
        call.top("key"),
    ) {
        let arn = format!("{}/object/{}", escape(point), escape(key));
        uses = vec![call.on(Found::exact(arn))];
    }
    if event == "DeleteObjects"
        && let Some(bucket) = call.top("bucketName")
        && call.top("key").is_none()
    {
        // it logs no keys
        let arn = format!("arn:{}:s3:::{}/*", call.scene.partition, escape(bucket));
        uses = vec![call.on(Found { arn: arn.into(), is_partial: true, is_unknown: false })];
    }
    if call.top("versionId").is_some_and(|version| version != "null" || event.starts_with("Get")) {
        let versioned = match &*call.main.action {
            "s3:GetObject" => Some("s3:GetObjectVersion"),
            "s3:DeleteObject" => Some("s3:DeleteObjectVersion"),
            "s3:GetObjectTagging" => Some("s3:GetObjectVersionTagging"),
            _ => None,
        };
        if let Some(versioned) = versioned {
            for used in &mut uses {
                used.action = Arc::from(versioned);
            }
        }
    }
    uses.extend(s3_extras(call));
    uses
}

fn s3_extras<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let object = call.general().into_iter().next();
    let Some(object) = object.filter(|_| &*call.main.action == "s3:PutObject") else { return Vec::new() };
    let found = || Found {
        arn: object.resource.clone(),
        is_partial: object.is_partial,
        is_unknown: object.has_unknown_resource,
    };
    let has_acl = call.top("x-amz-acl").is_some_and(|acl| acl != "private")
        || call.given.request.all.iter().any(|parameter| parameter.name.starts_with("x-amz-grant-"));
    let mut uses = Vec::new();
    uses.extend(has_acl.then(|| call.implied("s3:PutObjectAcl", found())).flatten());
    let has_tags = call.top("x-amz-tagging").is_some();
    uses.extend(has_tags.then(|| call.implied("s3:PutObjectTagging", found())).flatten());
    uses
}

pub(super) fn s3_copy<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    uses.extend(s3_extras(call));
    if let Some(source) = call.top("x-amz-copy-source").or_else(|| call.top("copySource")) {
        let decoded = percent_decode(source);
        let (path, version) = decoded.split_once("?versionId=").unwrap_or((&decoded, ""));
        let path = path.trim_start_matches('/');
        if let Some((bucket, key)) = path.split_once('/') {
            let arn = format!("arn:{}:s3:::{}/{}", call.scene.partition, escape(bucket), escape(key));
            let action = if version.is_empty() { "s3:GetObject" } else { "s3:GetObjectVersion" };
            uses.extend(call.implied(action, Found::exact(arn)));
        }
    }
    uses
}

/// The text without `%XX`; what is no such escape stays.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        if let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(value);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

/// With an account and no bucket it is about the account (S3 API reference, `PutPublicAccessBlock` of S3 Control).
pub(super) fn s3_public_access<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    if call.top("accountId").is_none() || call.top("bucketName").is_some() {
        return None;
    }
    let is_read = call.record.event_name.as_deref().is_some_and(|event| event.starts_with("Get"));
    let action = if is_read { "s3:GetAccountPublicAccessBlock" } else { "s3:PutAccountPublicAccessBlock" };
    Some(vec![a_use(Arc::from(action), Found::all(), false)])
}
