//! One action, one resource.

use crate::document::PolicyType;
use crate::text::ErrorKind;

use super::super::refusal::{LEGACY, SYNTAX};
use super::{NO_VENDOR, action, identity, is, refusal, resource, with};

#[test]
fn action_shape() {
    for good in ["\"*\"", "\"s3:*\"", "\"no-service:?\"", "\"a.b-1:Act\"", "[\"s3:A\",null,\"*\"]"] {
        assert_eq!(action(good), None, "{good}");
    }
    for bare in ["\"invalid\"", "\"\"", "\"**\"", "[\"s3:A\",\"Get\"]"] {
        is(action(bare), NO_VENDOR);
    }
    for many in ["\"s3:List:Bucket\"", "\"::\"", "[\"s3s:A\",\"s:3s:A\"]"] {
        is(action(many), "Actions/Condition can contain only one colon.");
    }
    is(action("\"a a:ListBucket\""), "Vendor a a is not valid");
    is(action("\"s*:ListBucket\""), "Vendor s* is not valid");
    is(identity(r#""NotAction":"*:Get","Resource":"*""#), "Vendor * is not valid");
    for bad in ["null", "1", "true", "{}", "[[]]", "[1]", "[{}]", "[[\"s3:A\"]]"] {
        is(action(bad), SYNTAX);
    }
    let error = refusal(PolicyType::Identity, &with(r#""Action":"invalid","Resource":"*""#)).unwrap();
    let expected = "expected an action with a vendor prefix such as `s3:`, found `invalid`";
    assert_eq!((error.message(), error.kind()), (expected, ErrorKind::Store));
    assert_eq!(error.span().len(), "\"invalid\"".len());
    assert_eq!(error.path().len(), 2);
}

#[test]
fn resource_shape() {
    for good in [
        "*",
        "arn:aws:fdsasf",
        "arn:aws-cn:s3:::b/*",
        "arn:aws-iso-f:any:::x",
        "arn:*:s3:::b",
        "arn:aws:iam::*:user/${aws:username}",
        "arn:aws:iam::${aws:PrincipalAccount}:role/x",
        "arn:aws:iam::1:*",
        "arn:aws:iam::*:root",
        "arn:aws:s3:us-west-2:1:accesspoint/a/object/*",
        "arn:aws:s3:*:*:job/*",
        "arn:aws:invalid-service:us-east-1::x",
    ] {
        assert_eq!(resource(&format!("\"{good}\"")), None, "{good}");
    }
    assert_eq!(resource("[\"*\",null]"), None);
    for bad in ["null", "1", "{}", "[[]]", "[1]", "[\"*\",{}]"] {
        is(resource(bad), SYNTAX);
    }
    let iam_path = "IAM resource path must either be \"*\" or start with user/";
    let vendor = "Resource vendor must be fully qualified and cannot contain regexes.";
    for (bad, message) in [
        ("", "Resource  must be in ARN format or \"*\"."),
        ("sdfsadf", "Resource sdfsadf must be in ARN format or \"*\"."),
        ("a:b:c", "Partition \"b\" is not valid for resource \"arn:b:c:*:*:*\"."),
        ("arn:error:s3:::b", "Partition \"error\" is not valid for resource \"arn:error:s3:::b\"."),
        ("arn:aws", vendor),
        ("arn:aws:s?:::b", vendor),
        ("arn:aws:iam:us-east-1::b", "IAM resource arn:aws:iam:us-east-1::b cannot contain region information."),
        ("arn:aws:iam:::b", iam_path),
        ("arn:aws:iam::1:role", iam_path),
        ("arn:aws:s3:us-east-1::b", "Resource arn:aws:s3:us-east-1::b can not contain region information."),
        ("arn:aws:s3::b", LEGACY),
        ("arn:aws::::b", LEGACY),
    ] {
        let found = resource(&format!("\"{bad}\"")).unwrap_or_default();
        assert!(found.starts_with(message), "{bad}: {found}");
    }
    let twice = resource("[\"arn:error:s3:::b\",\"arn:error:s3::b\"]");
    is(twice, "Partition \"error\" is not valid for resource \"arn:error:s3:::b\".");
}

#[test]
fn partition_patterns_cover_a_known_name() {
    for good in ["aws*", "aws-??", "*-gov", "a*s", "**"] {
        assert_eq!(resource(&format!("\"arn:{good}:s3:::b\"")), None, "{good}");
    }
    for bad in ["aws-*x", "?", "AWS", "", "aws?", "${Partition}"] {
        assert!(resource(&format!("\"arn:{bad}:s3:::b\"")).is_some(), "{bad}");
    }
}
