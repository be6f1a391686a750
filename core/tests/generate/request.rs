//! Requests.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::condition::{KEYS, value_of};
use super::principal::{caller, unsigned};
use super::{A, B, object, one_of};

/// What is asked for, and on what.
const ASKED: &[(&str, &str)] = &[
    ("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q"),
    ("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q"),
    ("SQS:sendmessage", "arn:aws:sqs:us-east-1:444455556666:q"),
    ("s3:GetObject", "arn:aws:s3:::b/a"),
    ("s3:GetObject", "arn:aws:s3:::b/u"),
    ("s3:GetObject", "arn:aws:s3:::b/a:b"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:key/k"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:444455556666:key/k"),
    ("kms:Decrypt", "arn:aws:kms:us-east-1:111122223333:alias/aws/s3"),
    ("kms:RetireGrant", "arn:aws:kms:us-east-1:111122223333:key/k"),
    ("sts:AssumeRole", "arn:aws:iam::111122223333:role/r"),
    ("sts:AssumeRole", "arn:aws:iam::444455556666:role/r"),
    ("sts:AssumeRole", "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/x"),
    ("sts:TagSession", "arn:aws:iam::111122223333:role/r"),
    ("sts:GetCallerIdentity", "*"),
    ("iam:GetUser", "arn:aws:iam::111122223333:user/u"),
    ("ec2:DescribeInstances", "*"),
    ("s3:ListAllMyBuckets", "*"),
];

pub fn request() -> impl Strategy<Value = Json> {
    let signed = (prop::sample::select(ASKED).prop_map(|(action, resource)| (action, resource)), caller());
    let action = prop_oneof![Just("sts:AssumeRoleWithSAML"), Just("sts:AssumeRoleWithWebIdentity")];
    let for_a_role = (action.prop_map(|action| (action, "arn:aws:iam::111122223333:role/r")), unsigned());
    let asked = prop_oneof![15 => signed.boxed(), 1 => for_a_role.boxed()];
    let owner = prop_oneof![3 => Just(None), 3 => Just(Some(json!(A))), 1 => Just(Some(json!(B)))];
    let mode = prop_oneof![6 => Just(None), 1 => Just(Some(json!("closed"))), 1 => Just(Some(json!("open")))];
    let managed = prop_oneof![9 => Just(None), 1 => Just(Some(json!(true)))];
    let overrides = prop_oneof![7 => Just(None), 1 => Just(Some(json!(true)))];
    (asked, owner, context(), mode, grants(), managed, overrides).prop_map(
        |(((action, resource), principal), owner, context, mode, grants, managed, overrides)| {
            object([
                ("principal", Some(principal)),
                ("action", Some(json!(action))),
                ("resource", Some(json!(resource))),
                ("resource_account", owner),
                ("context", Some(context)),
                ("context_mode", mode),
                ("grants", grants),
                ("override", overrides),
                ("resource_in_management_account", managed),
            ])
        },
    )
}

/// A few of the keys, each with some value.
fn context() -> impl Strategy<Value = Json> {
    let some = prop::sample::subsequence(KEYS, 0..KEYS.len() / 2);
    let pairs = some.prop_flat_map(|keys| keys.into_iter().map(|key| (Just(key), value_of(key))).collect::<Vec<_>>());
    pairs.prop_map(|pairs| Json::Object(pairs.into_iter().map(|(key, value)| (key.name.to_owned(), value)).collect()))
}

fn grants() -> impl Strategy<Value = Option<Json>> {
    const GRANTEES: &[&str] = &[
        "arn:aws:iam::111122223333:user/u",
        "arn:aws:iam::111122223333:role/r",
        "arn:aws:iam::111122223333:role/team/r",
        "arn:aws:sts::111122223333:assumed-role/r/s",
        "arn:aws:sts::111122223333:assumed-role/r/other",
        "arn:aws:sts::111122223333:federated-user/u",
        "arn:aws:iam::111122223333:root",
        "111122223333",
    ];
    let operations = prop_oneof![3 => Just(json!(["Decrypt"])), 1 => Just(json!(["Encrypt", "decrypt"])),
        1 => Just(json!(["Encrypt"]))];
    let grant = (one_of(GRANTEES), operations)
        .prop_map(|(grantee, operations)| json!({"grantee_principal": grantee, "operations": operations}));
    prop_oneof![3 => Just(None), 1 => prop::collection::vec(grant, 0..3).prop_map(|grants| Some(Json::Array(grants)))]
}
