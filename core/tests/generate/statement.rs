//! Statements.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::condition::conditions;
use super::principal::element;
use super::{object, one_of, one_or_list};

const ACTIONS: &[&str] = &[
    "*",
    "*:*",
    "sqs:*",
    "SQS:send*",
    "?qs:SendMessage",
    "sqs:SendMessage",
    "s3:Get*",
    "s3:getobject",
    "s3:*Object",
    "kms:Decrypt",
    "kms:*",
    "sts:*",
    "sts:AssumeRole*",
    "sts:TagSession",
    "ec2:Describe*",
    "iam:Get????",
    "s*",
    "sqs:Send",
];

const RESOURCES: &[&str] = &[
    "*",
    "*",
    "arn:aws:sqs:us-east-1:111122223333:q",
    "arn:aws:sqs:*:*:q",
    "arn:aws:sqs",
    "arn:aws:sqs:us-east-1",
    "arn:*:q",
    "arn:aws:s?s:us-east-1:*",
    "arn:aws:sqs:${k:n, 'us-east-1'}:${aws:PrincipalAccount}:q",
    "arn:aws:sqs:us-east-1:${aws:ResourceAccount}:${k:text}",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/a",
    "arn:aws:s3:::b/?*:?",
    "arn:aws:s3:::b/${aws:username}",
    "arn:aws:s3:::b/${k:text}",
    "arn:aws:s3:::b/${k:text, 'a'}",
    "arn:aws:s3:::b/${*}",
    "arn:aws:s3:::b/${aws:PrincipalTag/t}*",
    "${k:arn}",
    "${k:arn}*",
    "${k:text}",
    "arn:aws:kms:*:*:key/*",
    "arn:aws:iam::*:role/*",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:iam::*:user/${aws:username}",
    "arn:aws:s3:::*",
    "*:aws:sqs",
    "*:*:sqs:*:*:${k:text}",
    "arn:aws:sqs:us-east-1:${k:none}:*",
    "**",
    "",
];

pub fn everything() -> Json {
    json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})
}

/// A statement of a layer whose principals play no part.
pub fn plain() -> impl Strategy<Value = Json> {
    let element = prop_oneof![12 => Just(None), 1 => element().prop_map(Some)];
    statement(element.boxed())
}

pub fn with_principal() -> impl Strategy<Value = Json> {
    let element = prop_oneof![1 => Just(None), 24 => element().prop_map(Some)];
    statement(element.boxed())
}

fn statement(principal: BoxedStrategy<Option<(bool, Json)>>) -> impl Strategy<Value = Json> {
    let effect = prop_oneof![4 => Just("Allow"), 1 => Just("Deny")];
    let action = prop_oneof![2 => Just(json!("*")).boxed(), 3 => one_or_list(one_of(ACTIONS)).boxed()];
    let resource = prop_oneof![2 => Just(json!("*")).boxed(), 3 => one_or_list(one_of(RESOURCES)).boxed()];
    let negated = |one_in: u32| prop_oneof![one_in - 1 => Just(false), 1 => Just(true)];
    let action = (negated(8), action);
    let resource = prop_oneof![12 => (negated(6), resource).prop_map(Some), 1 => Just(None)];
    let conditions = prop_oneof![1 => Just(None), 1 => conditions().prop_map(Some)];
    (effect, action, resource, principal, conditions).prop_map(|(effect, action, resource, principal, conditions)| {
        let named = |name: [&'static str; 2], value: Option<(bool, Json)>| match value {
            Some((negated, value)) => (name[usize::from(negated)], Some(value)),
            None => (name[0], None),
        };
        object([
            ("Effect", Some(json!(effect))),
            named(["Principal", "NotPrincipal"], principal),
            named(["Action", "NotAction"], Some(action)),
            named(["Resource", "NotResource"], resource),
            ("Condition", conditions),
        ])
    })
}
