//! Who anybody is: one row for each way in which a policy keeps him out, or seems to.

#![allow(clippy::needless_pass_by_value)] // rows are read more easily without references

use iam_eval::analyze::{AnalyzeOptions, Region, ResourceType, Verdict, check_no_public_access};
use iam_eval::{ParseOptions, Policy, Profile};
use serde_json::{Value, json};

fn read(document: &Value) -> Policy {
    let text = document.to_string();
    ParseOptions::new().profile(Profile::Lenient).parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// What is said of statements, with a witness that the policy lets through.
fn said(kind: ResourceType, statements: &Value) -> &'static str {
    let policy = read(&json!({"Version": "2012-10-17", "Statement": statements}));
    let found = check_no_public_access(&policy, kind, &AnalyzeOptions::default());
    match &found.verdict {
        Verdict::Proved => "closed",
        Verdict::Refuted(request) => {
            assert!(Region::of_resource(&policy).holds(request), "{statements}: {request:?}");
            assert!(request.principal().is_some());
            "public"
        }
        Verdict::Undecided(why) => {
            println!("{why}");
            "undecided"
        }
        _ => "?",
    }
}

fn check(kind: ResourceType, rows: &[(&str, Value)]) {
    let mut wrong = Vec::new();
    for (expected, statements) in rows {
        let said = said(kind, statements);
        if said != *expected {
            wrong.push(format!("expected {expected}, got {said}: {statements}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

fn allow(principal: Value, condition: Value) -> Value {
    let mut statement =
        json!({"Effect": "Allow", "Principal": principal, "Action": "s3:GetObject", "Resource": "arn:aws:s3:::b/*"});
    if condition.is_object() {
        statement["Condition"] = condition;
    }
    statement
}

fn anybody(condition: Value) -> Value {
    allow(json!("*"), condition)
}

fn deny(condition: Value) -> Value {
    json!({"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": "*", "Condition": condition})
}

#[test]
fn a_named_principal_is_not_anybody() {
    let names = |principal: Value| allow(principal, json!(null));
    check(
        ResourceType::S3Bucket,
        &[
            ("public", names(json!("*"))),
            ("public", names(json!({"AWS": "*"}))),
            ("public", names(json!({"AWS": ["111122223333", "*"]}))),
            ("closed", names(json!({"AWS": "111122223333"}))),
            ("closed", names(json!({"AWS": "arn:aws:iam::111122223333:root"}))),
            ("closed", names(json!({"AWS": "arn:aws:iam::111122223333:role/r"}))),
            ("closed", names(json!({"AWS": "arn:aws:sts::111122223333:assumed-role/r/s"}))),
            ("closed", names(json!({"AWS": "AIDAEXAMPLE"}))),
            (
                "closed",
                names(json!({"CanonicalUser": "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be"})),
            ),
            ("closed", names(json!({"Service": ["sns.amazonaws.com", "cloudfront.amazonaws.com"]}))),
            // wildcards in a principal's ARN name nobody
            ("closed", names(json!({"AWS": "arn:aws:iam::*:role/r"}))),
            (
                "public",
                json!({"Effect": "Allow", "NotPrincipal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"}),
            ),
            (
                "public",
                json!({"Effect": "Allow", "Principal": "*", "NotAction": "s3:DeleteBucket", "NotResource": "arn:aws:s3:::c"}),
            ),
            ("closed", json!([])),
        ],
    );
}

#[test]
fn a_fixed_value_that_aws_sets_keeps_anybody_out() {
    check(
        ResourceType::S3Bucket,
        &[
            ("closed", anybody(json!({"StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}))),
            ("closed", anybody(json!({"StringLike": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}))),
            ("closed", anybody(json!({"StringEqualsIgnoreCase": {"aws:PrincipalOrgID": "O-AAAAAAAAAA"}}))),
            ("closed", anybody(json!({"ForAnyValue:StringEquals": {"aws:PrincipalOrgID": ["o-aaaaaaaaaa", "o-b"]}}))),
            ("closed", anybody(json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-aaaaaaaaaa/*"}}))),
            (
                "closed",
                anybody(
                    json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-aaaaaaaaaa/r-ab12/ou-ab12-11111111/*"]}}),
                ),
            ),
            ("closed", anybody(json!({"StringEquals": {"aws:PrincipalAccount": ["111122223333", "444455556666"]}}))),
            ("closed", anybody(json!({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}))),
            ("closed", anybody(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:*"}}))),
            ("closed", anybody(json!({"ArnEquals": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/r"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:SourceVpc": "vpc-1"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:SourceVpce": ["vpce-1", "vpce-2"]}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:SourceOwner": "111122223333"}}))),
            ("closed", anybody(json!({"StringEquals": {"AWS:SourceAccount": "111122223333"}}))),
            ("closed", anybody(json!({"ArnEquals": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:t"}}))),
            ("closed", anybody(json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}}))),
            ("closed", anybody(json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::bucket"}}))),
            ("closed", anybody(json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:*:*:bucket"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:SourceOrgID": "o-aaaaaaaaaa"}}))),
            ("closed", anybody(json!({"StringLike": {"aws:userid": "AROAEXAMPLEID:*"}}))),
            (
                "closed",
                anybody(json!({"StringLike": {"aws:userId": ["AROAEXAMPLEID:*", "AIDAEXAMPLEID", "111122223333"]}})),
            ),
            ("closed", anybody(json!({"StringEquals": {"s3:DataAccessPointAccount": "111122223333"}}))),
            (
                "closed",
                anybody(json!({"ArnLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:111122223333:accesspoint/*"}})),
            ),
            (
                "closed",
                anybody(
                    json!({"StringEquals": {"kms:CallerAccount": "111122223333", "kms:ViaService": "s3.us-east-1.amazonaws.com"}}),
                ),
            ),
            ("closed", anybody(json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}))),
            ("closed", anybody(json!({"IpAddress": {"aws:SourceIp": ["203.0.113.7", "2001:db8::/32"]}}))),
            ("closed", anybody(json!({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"}}))),
            ("closed", anybody(json!({"Bool": {"aws:PrincipalIsAWSService": "true"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:SourceVpc": "vpc-1", "aws:SourceVpc ": "x"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:PrincipalOrgID": "${aws:ResourceOrgID}"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:ResourceOrgID": "${aws:PrincipalOrgID}"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:ResourceAccount": "${aws:PrincipalAccount}"}}))),
            ("closed", anybody(json!({"StringEquals": {"aws:PrincipalAccount": "${aws:ResourceAccount}"}}))),
        ],
    );
}

#[test]
fn what_he_brings_of_his_own_lets_anybody_in() {
    check(
        ResourceType::S3Bucket,
        &[
            ("public", anybody(json!({"StringLike": {"aws:SourceVpc": "vpc-*"}}))),
            ("public", anybody(json!({"StringLike": {"aws:SourceVpce": "*"}}))),
            ("public", anybody(json!({"Null": {"aws:SourceVpc": "false"}}))),
            ("public", anybody(json!({"Null": {"aws:PrincipalOrgID": "true"}}))),
            ("public", anybody(json!({"StringEqualsIfExists": {"aws:SourceVpc": "vpc-1"}}))),
            ("public", anybody(json!({"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}))),
            ("public", anybody(json!({"StringNotLike": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}))),
            ("public", anybody(json!({"StringLike": {"aws:PrincipalOrgID": "o-a*"}}))),
            ("public", anybody(json!({"StringLike": {"aws:PrincipalAccount": "1*"}}))),
            ("public", anybody(json!({"StringLike": {"aws:PrincipalAccount": "*"}}))),
            ("public", anybody(json!({"ForAllValues:StringEquals": {"aws:PrincipalOrgPaths": "o-aaaaaaaaaa/r/"}}))),
            ("public", anybody(json!({"ForAllValues:StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}))),
            ("public", anybody(json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-*/*"}}))),
            ("public", anybody(json!({"StringLike": {"aws:PrincipalArn": "*:role/admin"}}))),
            ("public", anybody(json!({"StringLike": {"aws:PrincipalArn": "arn:aws:iam::*"}}))),
            ("public", anybody(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin-*"}}))),
            ("public", anybody(json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::*:root"}}))),
            (
                "public",
                anybody(
                    json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::22*:user/x", }, "StringLike": {"aws:PrincipalAccount": "*33"}}),
                ),
            ),
            ("public", anybody(json!({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:*"}}))),
            ("public", anybody(json!({"ArnLike": {"aws:SourceArn": "arn:aws:s3:::*"}}))),
            ("public", anybody(json!({"ArnLike": {"aws:SourceArn": "arn:aws:cloudfront::*:distribution/*"}}))),
            ("public", anybody(json!({"StringLike": {"aws:SourceAccount": "*"}}))),
            ("public", anybody(json!({"StringLike": {"aws:userid": "*:mallory"}}))),
            ("public", anybody(json!({"StringLike": {"aws:userid": "AROA*"}}))),
            ("public", anybody(json!({"StringLike": {"aws:userid": "*"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:username": "alice"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:PrincipalType": "AssumedRole"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:PrincipalType": "Anonymous"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:PrincipalType": ["Account", "User"]}}))),
            ("public", anybody(json!({"StringEquals": {"aws:PrincipalTag/team": "red"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:SourceVpc": "${aws:PrincipalTag/vpc}"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:ResourceAccount": "111122223333"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:ResourceOrgID": "o-aaaaaaaaaa"}}))),
            ("public", anybody(json!({"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}}))),
            ("public", anybody(json!({"Bool": {"aws:PrincipalIsAWSService": "false"}}))),
            ("public", anybody(json!({"Bool": {"elasticfilesystem:AccessedViaMountTarget": "false"}}))),
            ("public", anybody(json!({"StringLike": {"s3:DataAccessPointArn": "arn:aws:s3:*:*:accesspoint/*"}}))),
            (
                "public",
                json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject",
            "Resource": "arn:aws:s3:::b/${aws:username}/*"}),
            ),
            ("public", json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject"})),
        ],
    );
}

#[test]
fn what_a_caller_fills_in_keeps_nobody_out() {
    check(
        ResourceType::S3Bucket,
        &[
            ("public", anybody(json!({"StringEquals": {"aws:UserAgent": "x"}}))),
            ("public", anybody(json!({"StringLike": {"aws:Referer": ["https://example.com/*"]}}))),
            ("public", anybody(json!({"Bool": {"aws:SecureTransport": "true"}}))),
            ("public", anybody(json!({"DateGreaterThan": {"aws:CurrentTime": "2020-01-01T00:00:00Z"}}))),
            ("public", anybody(json!({"NumericLessThan": {"s3:max-keys": "10"}, "StringEquals": {"s3:prefix": "x"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:RequestTag/team": "red", "sts:ExternalId": "secret"}}))),
            ("public", anybody(json!({"StringEquals": {"s3:x-amz-acl": "public-read"}}))),
            ("public", anybody(json!({"Bool": {"aws:MultiFactorAuthPresent": "true"}}))),
            ("public", anybody(json!({"Bool": {"aws:ViaAWSService": "true"}}))),
            ("public", anybody(json!({"IpAddress": {"aws:VpcSourceIp": "10.0.0.0/8"}}))),
            ("public", anybody(json!({"StringEquals": {"aws:RequestedRegion": "eu-west-1"}}))),
            // one of two is enough to keep him out
            ("closed", anybody(json!({"StringEquals": {"aws:UserAgent": "x", "aws:SourceVpc": "vpc-1"}}))),
            // contradictions hold for nobody
            ("closed", anybody(json!({"StringEquals": {"aws:Referer": "x"}, "StringNotEquals": {"aws:Referer": "x"}}))),
            (
                "closed",
                anybody(json!({"NumericLessThan": {"s3:max-keys": "1"}, "NumericGreaterThan": {"s3:max-keys": "2"}})),
            ),
        ],
    );
}

#[test]
fn an_outsider_comes_from_any_broad_range() {
    let from = |ranges: Value| anybody(json!({"IpAddress": {"aws:SourceIp": ranges}}));
    let quarters = ["0.0.0.0/2", "64.0.0.0/2", "128.0.0.0/2", "192.0.0.0/2"];
    let eighths: Vec<String> = (0..256).map(|first| format!("{first}.0.0.0/8")).collect();
    check(
        ResourceType::S3Bucket,
        &[
            ("public", from(json!("0.0.0.0/0"))),
            ("public", from(json!("::/0"))),
            ("public", from(json!("2000::/3"))),
            ("public", from(json!(["0.0.0.0/1", "128.0.0.0/1"]))),
            ("public", from(json!(quarters))),
            ("public", from(json!(eighths))),
            ("public", from(json!("8.0.0.0/7"))),
            ("closed", from(json!("8.0.0.0/8"))),
            ("closed", from(json!(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"]))),
            ("closed", from(json!("2001:db8::/32"))),
            ("public", anybody(json!({"NotIpAddress": {"aws:SourceIp": ["8.8.8.8", "203.0.113.0/24"]}}))),
            ("public", anybody(json!({"NotIpAddress": {"aws:SourceIp": "0.0.0.0/0"}}))),
            ("public", anybody(json!({"IpAddressIfExists": {"aws:SourceIp": "203.0.113.0/24"}}))),
            (
                "public",
                anybody(
                    json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}, "NotIpAddress": {"aws:SourceIp": "0.0.0.0/1"}}),
                ),
            ),
            (
                "closed",
                anybody(
                    json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}, "NotIpAddress": {"aws:SourceIp": ["0.0.0.0/1", "::/0"]}}),
                ),
            ),
            (
                "closed",
                json!([from(json!("0.0.0.0/0")), deny(json!({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}}))]),
            ),
            ("public", json!([from(json!("0.0.0.0/0")), deny(json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/1"}}))])),
            (
                "closed",
                json!([
                    from(json!("0.0.0.0/0")),
                    deny(json!({"IpAddress": {"aws:SourceIp": ["0.0.0.0/1", "128.0.0.0/1"]}}))
                ]),
            ),
            ("closed", anybody(json!({"StringEquals": {"aws:SourceIp": "203.0.113.7"}}))),
        ],
    );
}

#[test]
fn a_deny_keeps_out_whom_it_meets() {
    let open = || anybody(json!(null));
    let member = "o-aaaaaaaaaa";
    check(
        ResourceType::S3Bucket,
        &[
            ("closed", json!([open(), deny(json!({"StringNotEquals": {"aws:PrincipalOrgID": member}}))])),
            (
                "public",
                json!([
                    open(),
                    deny(
                        json!({"StringNotEquals": {"aws:PrincipalOrgID": member}, "Null": {"aws:PrincipalOrgID": "false"}})
                    )
                ]),
            ),
            (
                "public",
                json!([
                    open(),
                    deny(
                        json!({"StringNotEqualsIfExists": {"aws:PrincipalOrgID": member}, "Bool": {"aws:PrincipalIsAWSService": "false"}})
                    )
                ]),
            ),
            ("closed", json!([open(), deny(json!({"StringNotEquals": {"aws:SourceVpce": "vpce-1"}}))])),
            ("closed", json!([open(), deny(json!({"StringNotEquals": {"aws:PrincipalAccount": "111122223333"}}))])),
            (
                "closed",
                json!([open(), deny(json!({"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}}))]),
            ),
            ("public", json!([open(), deny(json!({"StringEquals": {"aws:PrincipalOrgID": member}}))])),
            ("public", json!([open(), deny(json!({"Bool": {"aws:SecureTransport": "false"}}))])),
            ("closed", json!([open(), {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"}])),
            (
                "closed",
                json!([open(), {"Effect": "Deny", "NotPrincipal": {"AWS": "arn:aws:iam::111122223333:root"}, "Action": "*", "Resource": "*"}]),
            ),
            (
                "public",
                json!([open(), {"Effect": "Deny", "NotPrincipal": {"AWS": "*"}, "Action": "*", "Resource": "*"}]),
            ),
            (
                "public",
                json!([open(), {"Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "*", "Resource": "*"}]),
            ),
            (
                "public",
                json!([open(), {"Effect": "Deny", "Principal": "*", "Action": "*", "NotResource": "arn:aws:s3:::b/public/*"}]),
            ),
            (
                "closed",
                json!([open(), {"Effect": "Deny", "Principal": "*", "NotAction": "s3:PutObject", "Resource": "*"}]),
            ),
            // each lets out whom the other meets
            (
                "closed",
                json!([
                    open(),
                    deny(
                        json!({"StringNotEquals": {"aws:PrincipalOrgID": member}, "Null": {"aws:PrincipalOrgID": "false"}})
                    ),
                    deny(json!({"Null": {"aws:PrincipalOrgID": "true"}}))
                ]),
            ),
        ],
    );
}

fn trust(provider: &str, condition: Value) -> Value {
    let mut statement =
        json!({"Effect": "Allow", "Principal": {"Federated": provider}, "Action": "sts:AssumeRoleWithWebIdentity"});
    if condition.is_object() {
        statement["Condition"] = condition;
    }
    statement
}

#[test]
fn a_shared_issuer_needs_a_claim_that_names_the_tenant() {
    let issuer = |name: &str| format!("arn:aws:iam::111122223333:oidc-provider/{name}");
    let github = |condition: Value| trust(&issuer("token.actions.githubusercontent.com"), condition);
    let sub =
        |operator: &str, value: Value| github(json!({operator: {"token.actions.githubusercontent.com:sub": value}}));
    check(
        ResourceType::IamAssumeRolePolicyDocument,
        &[
            ("public", github(json!(null))),
            (
                "public",
                github(json!({"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}})),
            ),
            ("public", sub("StringLike", json!("*"))),
            ("public", sub("StringLike", json!("repo:*"))),
            ("public", sub("StringLike", json!("repo:acme*"))),
            ("public", sub("StringLike", json!("repo:*/app:*"))),
            ("public", sub("StringLike", json!(["repo:acme/*", "repo:*:ref:refs/heads/main"]))),
            ("public", sub("StringNotLike", json!("repo:evil/*"))),
            ("public", sub("StringEqualsIfExists", json!("repo:acme/app:ref:refs/heads/main"))),
            ("public", sub("ForAllValues:StringLike", json!("repo:acme/*"))),
            ("closed", sub("ForAnyValue:StringLike", json!("repo:acme/*"))),
            ("closed", sub("StringLike", json!("repo:acme/*"))),
            ("closed", sub("StringLike", json!(["repo:acme/app:*", "repo:acme/lib:*"]))),
            ("closed", sub("StringEquals", json!("repo:acme/app:environment:prod"))),
            ("closed", sub("StringEquals", json!("repo:*"))),
            ("closed", sub("StringLike", json!("repository_owner:acme:*"))),
            (
                "closed",
                trust(
                    &issuer("gitlab.com"),
                    json!({"StringLike": {"gitlab.com:sub": "project_path:acme/*:ref_type:branch:ref:main"}}),
                ),
            ),
            ("public", trust(&issuer("gitlab.com"), json!({"StringLike": {"gitlab.com:sub": "project_path:*"}}))),
            (
                "closed",
                trust(
                    &issuer("app.terraform.io"),
                    json!({"StringLike": {"app.terraform.io:sub": "organization:acme:project:*"}}),
                ),
            ),
            (
                "public",
                trust(
                    &issuer("app.terraform.io"),
                    json!({"StringLike": {"app.terraform.io:sub": "organization:*:project:p:*"}}),
                ),
            ),
            (
                "public",
                trust(
                    &issuer("app.terraform.io"),
                    json!({"StringEquals": {"app.terraform.io:aud": "aws.workload.identity"}}),
                ),
            ),
            (
                "closed",
                trust(
                    "cognito-identity.amazonaws.com",
                    json!({"StringEquals": {"cognito-identity.amazonaws.com:aud": "us-east-1:12345678-ab"}}),
                ),
            ),
            (
                "public",
                trust(
                    "cognito-identity.amazonaws.com",
                    json!({"ForAnyValue:StringLike": {"cognito-identity.amazonaws.com:amr": "authenticated"}}),
                ),
            ),
            (
                "public",
                trust(
                    "cognito-identity.amazonaws.com",
                    json!({"StringLike": {"cognito-identity.amazonaws.com:aud": "us-east-1:*"}}),
                ),
            ),
            ("public", trust("accounts.google.com", json!(null))),
            (
                "closed",
                trust(
                    "accounts.google.com",
                    json!({"StringEquals": {"accounts.google.com:aud": "66677788899900pro0"}}),
                ),
            ),
            (
                "closed",
                trust("www.amazon.com", json!({"StringEquals": {"www.amazon.com:app_id": "amzn1.application"}})),
            ),
            ("closed", trust("graph.facebook.com", json!({"StringEquals": {"graph.facebook.com:app_id": "1234"}}))),
            ("closed", trust(&issuer("oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE"), json!(null))),
            ("closed", trust(&issuer("oidc.circleci.com/org/1234"), json!(null))),
            (
                "closed",
                trust(
                    "arn:aws:iam::111122223333:saml-provider/corp",
                    json!({"StringEquals": {"SAML:aud": "https://signin.aws.amazon.com/saml"}}),
                ),
            ),
        ],
    );
}

#[test]
fn a_role_that_anybody_may_assume() {
    let assume = |principal: Value, condition: Value| {
        let mut statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
        if condition.is_object() {
            statement["Condition"] = condition;
        }
        statement
    };
    let id = || json!({"StringEquals": {"sts:ExternalId": "abc"}});
    check(
        ResourceType::IamAssumeRolePolicyDocument,
        &[
            ("public", assume(json!({"AWS": "*"}), json!(null))),
            ("public", assume(json!({"AWS": "*"}), id())),
            ("closed", assume(json!({"AWS": "arn:aws:iam::111122223333:root"}), id())),
            ("closed", assume(json!({"Service": "ec2.amazonaws.com"}), json!(null))),
            ("closed", assume(json!({"AWS": "*"}), json!({"StringEquals": {"aws:PrincipalOrgID": "o-aaaaaaaaaa"}}))),
        ],
    );
}

#[test]
fn a_service_that_acts_for_anyone_is_kept_apart() {
    let queue = |condition: Value| {
        let mut statement = json!({"Effect": "Allow", "Principal": {"Service": "sns.amazonaws.com"}, "Action": "sqs:SendMessage", "Resource": "*"});
        if condition.is_object() {
            statement["Condition"] = condition;
        }
        let policy = read(&json!({"Version": "2012-10-17", "Statement": statement}));
        let found = check_no_public_access(&policy, ResourceType::SqsQueue, &AnalyzeOptions::default());
        assert!(found.verdict.is_proved(), "{statement}");
        if let Some(request) = &found.confused_deputy {
            assert!(Region::of_resource(&policy).holds(request));
        }
        found.confused_deputy.is_some()
    };
    assert!(queue(json!(null)));
    assert!(queue(json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:*:t"}})));
    assert!(queue(json!({"StringEqualsIfExists": {"aws:SourceAccount": "111122223333"}})));
    assert!(queue(json!({"StringEquals": {"aws:PrincipalIsAWSService": "true"}})));
    assert!(!queue(json!({"StringEquals": {"aws:SourceAccount": "111122223333"}})));
    assert!(!queue(json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:us-east-1:111122223333:*"}})));
    assert!(!queue(json!({"StringEquals": {"aws:SourceOrgID": "o-aaaaaaaaaa"}})));
    assert!(!queue(json!({"ForAnyValue:StringLike": {"aws:SourceOrgPaths": "o-aaaaaaaaaa/*"}})));
    assert!(!queue(json!({"StringEquals": {"aws:SourceOrgID": "${aws:ResourceOrgID}"}})));
}

#[test]
fn hostile_policies_end_and_are_not_called_closed() {
    let stars: Vec<String> = (0..60).map(|nth| format!("*{nth}*a*{}*", nth * 7)).collect();
    let ranges: Vec<String> = (0..2_000).map(|nth| format!("{}.{}.0.0/16", nth / 200 + 1, nth % 200)).collect();
    let many: Vec<String> = (0..500).map(|nth| format!("o-{nth:010}")).collect();
    let accounts: Vec<String> = (0..9).map(|nth| format!("*{nth}?{nth}*")).collect();
    let nothing = anybody(
        json!({"ArnLike": {"aws:PrincipalArn": ["arn:aws:iam:::", "::::::", "arn:*", "", "${", "arn:aws:iam::*:"]}}),
    );
    let rows = [
        (false, anybody(json!({"StringLike": {"aws:PrincipalArn": stars}}))),
        (false, anybody(json!({"StringNotLike": {"aws:PrincipalOrgID": stars, "aws:userid": stars}}))),
        (true, anybody(json!({"IpAddress": {"aws:SourceIp": ranges}}))),
        (true, anybody(json!({"StringEquals": {"aws:PrincipalOrgID": many, "aws:SourceVpc": many}}))),
        (false, anybody(json!({"StringLike": {"aws:PrincipalAccount": accounts, "aws:SourceAccount": accounts}}))),
        (false, nothing),
        (true, anybody(json!({"NoSuchOperator": {"aws:SourceVpc": "vpc-1"}}))),
        (
            true,
            json!({"Effect": "Allow", "Principal": {"AWS": ["", "arn:aws:iam::*:root", "arn:::::", "::"]}, "Action": "*", "Resource": "*"}),
        ),
        (
            true,
            json!({"Effect": "Allow", "Principal": {"Federated": ["", "arn:aws:iam::1:oidc-provider/", "*"]}, "Action": "*", "Resource": "*"}),
        ),
    ];
    for (may_be_closed, statement) in rows {
        let said = said(ResourceType::S3Bucket, &statement);
        let shown: String = statement.to_string().chars().take(160).collect();
        println!("{said}: {shown}");
        assert!(
            may_be_closed || said != "closed" || shown.contains("NoSuchOperator") || shown.contains("::::::"),
            "{shown}"
        );
    }
}
