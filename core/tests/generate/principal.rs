//! Who asks, and whom a statement names.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{A, B, object, one_of, one_or_list};

const AWS: &[&str] = &[
    "*",
    "*",
    "111122223333",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::444455556666:root",
    "arn:aws-cn:iam::111122223333:root",
    "444455556666",
    "arn:aws:iam::111122223333:user/u",
    "arn:aws:iam::111122223333:user/u",
    "arn:aws:iam::111122223333:user/team/u",
    "arn:aws:iam::111122223333:user/*",
    "arn:aws:iam::111122223333:group/u",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:iam::111122223333:role/team/r",
    "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/r",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:sts::111122223333:assumed-role/r/other",
    "arn:aws:sts::111122223333:federated-user/u",
    "AIDAU",
    "AROAR",
    "AROAR:s",
    "nobody",
];

const SERVICES: &[&str] =
    &["sns.amazonaws.com", "sns.amazonaws.com", "sns.us-east-1.amazonaws.com", "s3.amazonaws.com"];

pub const PROVIDER: &str = "arn:aws:iam::111122223333:saml-provider/p";

/// The value of `Principal`, or (`true`) of `NotPrincipal`.
pub fn element() -> impl Strategy<Value = (bool, Json)> {
    let aws = one_or_list(one_of(AWS));
    let of = |name: &'static str, entries: BoxedStrategy<Json>| {
        entries.prop_map(move |entries| object([(name, Some(entries))])).boxed()
    };
    let several = (one_of(AWS), one_of(SERVICES), one_of(&[PROVIDER, "accounts.google.com"]));
    let value = prop_oneof![
        4 => Just(json!("*")).boxed(),
        8 => of("AWS", aws.boxed()),
        2 => of("Service", one_or_list(one_of(SERVICES)).boxed()),
        2 => of("Federated", one_of(&[PROVIDER, "accounts.google.com"]).boxed()),
        1 => of("CanonicalUser", one_of(&["c", "d"]).boxed()),
        1 => several.prop_map(|(aws, service, federated)| {
            json!({"AWS": aws, "Service": service, "Federated": [federated]})
        }).boxed(),
    ];
    (prop_oneof![7 => Just(false), 1 => Just(true)], value)
}

/// Who asks for an ordinary action.
pub fn caller() -> impl Strategy<Value = Json> {
    let account = || prop_oneof![4 => Just(A), 1 => Just(B)];
    let maybe = |value: &'static str| prop_oneof![2 => Just(None), 1 => Just(Some(json!(value)))];
    let flag = || prop_oneof![6 => Just(None), 1 => Just(Some(json!(true)))];
    let user = (account(), prop_oneof![3 => Just("u"), 1 => Just("team/u")], maybe("AIDAU"), maybe("c"), flag());
    let user = user.prop_map(|(account, path, id, canonical, management)| {
        object([
            ("type", Some(json!("User"))),
            ("arn", Some(json!(format!("arn:aws:iam::{account}:user/{path}")))),
            ("account", Some(json!(account))),
            ("id", id),
            ("canonical_user_id", canonical),
            ("management_account", management),
        ])
    });
    let role = prop_oneof![
        6 => Just(Some("r")),
        2 => Just(Some("team/r")),
        3 => Just(None),
        1 => Just(Some("aws-service-role/x.amazonaws.com/r")),
    ];
    let session = (account(), role, maybe("AROAR"), flag(), flag());
    let session = session.prop_map(|(account, role, id, linked, management)| {
        object([
            ("type", Some(json!("AssumedRole"))),
            ("arn", Some(json!(format!("arn:aws:sts::{account}:assumed-role/r/s")))),
            ("role_arn", role.map(|role| json!(format!("arn:aws:iam::{account}:role/{role}")))),
            ("id", id),
            ("service_linked", linked),
            ("management_account", management),
        ])
    });
    let federated = (account(), maybe("arn:aws:iam::111122223333:user/team/u"));
    let federated = federated.prop_map(|(account, issuer)| {
        object([
            ("type", Some(json!("FederatedUser"))),
            ("arn", Some(json!(format!("arn:aws:sts::{account}:federated-user/u")))),
            ("issuer", issuer),
        ])
    });
    let root = (account(), flag(), flag()).prop_map(|(account, assumed, management)| {
        object([
            ("type", Some(json!("Root"))),
            ("account", Some(json!(account))),
            ("assumed_root", assumed),
            ("management_account", management),
        ])
    });
    let service = one_of(SERVICES).prop_map(|name| json!({"type": "Service", "name": name}));
    prop_oneof![
        6 => user,
        6 => session,
        2 => federated,
        1 => root,
        1 => service,
        1 => Just(json!({"type": "Anonymous"})),
    ]
}

/// Who asks for a role with what a provider says of them.
pub fn unsigned() -> impl Strategy<Value = Json> {
    prop_oneof![
        Just(json!({"type": "Federated", "provider": PROVIDER, "account": A})),
        Just(json!({"type": "Federated", "provider": "accounts.google.com"})),
    ]
}
