//! Conditions, and values of the keys they ask for: one pool of texts for both sides of each family
//! of operators, so that they often meet.

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::{object, one_of};

/// Which texts go with a key or an operator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Family {
    Text,
    Number,
    Date,
    Bool,
    Binary,
    Ip,
    Arn,
}

/// A context key that requests may state.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    pub name: &'static str,
    family: Family,
    /// Whether the principal implies it, so that no other value may be stated.
    implied: bool,
}

const fn key(name: &'static str, family: Family) -> Key {
    Key { name, family, implied: false }
}

const fn implied(name: &'static str, family: Family) -> Key {
    Key { name, family, implied: true }
}

pub const KEYS: &[Key] = &[
    key("k:text", Family::Text),
    key("K:Text2", Family::Text),
    key("k:n", Family::Number),
    key("k:d", Family::Date),
    key("k:bool", Family::Bool),
    key("k:bin", Family::Binary),
    key("k:ip", Family::Ip),
    key("k:arn", Family::Arn),
    key("aws:PrincipalTag/t", Family::Text),
    key("aws:RequestTag/t", Family::Text),
    key("aws:RequestTag/B", Family::Text),
    key("aws:TagKeys", Family::Text),
    key("aws:CalledVia", Family::Text),
    key("aws:ViaAWSService", Family::Bool),
    key("aws:CurrentTime", Family::Date),
    key("aws:SourceIp", Family::Ip),
    key("aws:MultiFactorAuthPresent", Family::Bool),
    key("aws:SourceArn", Family::Arn),
    key("aws:ResourceAccount", Family::Number),
    key("aws:RequestedRegion", Family::Text),
    implied("aws:username", Family::Text),
    implied("aws:userid", Family::Text),
    implied("aws:PrincipalArn", Family::Arn),
];

/// Keys that only policies name.
const ASKED_FOR: &[Key] = &[
    key("K:TEXT", Family::Text),
    key("aws:UserName", Family::Text),
    key("aws:PrincipalType", Family::Text),
    key("aws:PrincipalAccount", Family::Number),
    key("aws:PrincipalIsAWSService", Family::Bool),
    key("aws:PrincipalServiceName", Family::Text),
    key("aws:PrincipalServiceNamesList", Family::Text),
    key("aws:AssumedRoot", Family::Bool),
    key("aws:CalledViaFirst", Family::Text),
    key("aws:CalledViaLast", Family::Text),
    key("aws:SecureTransport", Family::Bool),
    key("aws:PrincipalOrgID", Family::Text),
    key("aws:FederatedProvider", Family::Text),
    key("ec2:RoleDelivery", Family::Number),
    key("aws:PrincipalTag/none", Family::Text),
];

/// Keys that every request has, of which only the caller can tell the value.
const ALWAYS_THERE: &[Key] = &[key("aws:EpochTime", Family::Date), key("aws:UserAgent", Family::Text)];

/// Every key that a generated policy may ask for, in one spelling, and what the principal implies.
pub fn every_key() -> Vec<Key> {
    let mut keys: Vec<Key> = Vec::new();
    for key in [KEYS, ASKED_FOR, ALWAYS_THERE, &[key("k:none", Family::Text)]].concat() {
        if !keys.iter().any(|known| known.name.eq_ignore_ascii_case(key.name)) {
            keys.push(Key { implied: false, ..key });
        }
    }
    keys
}

const fn texts(family: Family) -> &'static [&'static str] {
    match family {
        Family::Text => &[
            "a",
            "a",
            "b",
            "B",
            "t",
            "u",
            "ab",
            "",
            "*",
            "a*",
            "?",
            "??",
            "é",
            "É",
            "😀",
            "ΟΣ",
            "ος",
            "οσ",
            "K",
            "k",
            "\u{212A}",
            "ß",
            "true",
            "1",
            "User",
            "AssumedRole",
            "us-east-1",
            "111122223333",
            "${k:text}",
            "x${*}",
        ],
        Family::Number => &[
            "1",
            "1",
            "01",
            "1.0",
            "+1",
            "1e0",
            "10e-1",
            "0.5",
            ".5",
            "5.",
            "5",
            "-1",
            "-0",
            "0",
            "1e9999",
            "0x1",
            "9007199254740993",
            "9007199254740992",
            " 1",
            "",
            "x",
            "2.0",
            "111122223333",
            "1e-3",
            "--1",
        ],
        Family::Date => &[
            "2030",
            "2030",
            "2030-01",
            "2030-01-01",
            "2030-01-01T00:00:00Z",
            "1893456000",
            "2030-01-01T01:00+01:00",
            "2030-01-01T00:00:00.0009Z",
            "2029-12-31T23:59:59Z",
            "2029-12-31T23:59:59.999Z",
            "2030-01-01T00",
            "x",
            "",
            "2030-13",
            "2030-02-29",
            "0",
            "1969-12-31T23:59Z",
        ],
        Family::Bool => &["true", "True", "false", "false", "yes", "", "1"],
        Family::Binary => &["QQ==", "QQ==", "QR==", "QQ", "", "QUI=", "QUJD", "Q Q==", "_-=="],
        Family::Ip => &[
            "192.0.2.1",
            "192.0.2.1",
            "192.0.2.0/24",
            "192.000.002.0/024",
            "192.0.2.1/+24",
            "192.0.2",
            "0.0.0.0/0",
            "::/0",
            "2001:db8::1",
            "2001:db8::/32",
            "2001:db8::5/64",
            "::ffff:192.0.2.1",
            "::FFFF:c000:201",
            "::1",
            ":::",
            "2001:db8:::1",
            "2001:db8::192.0.2.1",
            "x",
            "",
            "192.0.2.1/32",
            "10.0.0.1/33",
            "::1/129",
            "::ffff:0:0/96",
            ":2001:db8::1",
            "2001:db8::",
        ],
        Family::Arn => &[
            "arn:aws:iam::111122223333:user/u",
            "arn:aws:iam::111122223333:user/u",
            "arn:aws:iam::111122223333:role/r",
            "arn:aws:iam::*:user/*",
            "arn:*:iam::*:*",
            "*",
            "arn:aws:*:user/u",
            "bad",
            "",
            "arn:aws:iam::1:a:b:c",
            "arn:aws:sqs:us-east-1:111122223333:q",
            "arn:aws:s3:::b/a",
            "a?n:aws:iam::111122223333:user/u",
            "arn:aws:iam:::",
            "**",
        ],
    }
}

/// Texts with variables, for the operators that know them.
const WITH_VARIABLES: &[&str] = &[
    "${k:text}",
    "${K:TEXT}",
    "a${k:text}",
    "${k:text}*",
    "${aws:username}",
    "${ aws:username , 'a' }",
    "${k:none}",
    "${k:none, 'a*'}",
    "${k:none,'x}y'}",
    "${*}",
    "${?}${$}",
    "${k:n}",
    "?${k:text2}",
    "${aws:PrincipalTag/t}",
    "${k:text}${k:none}",
    "${",
    "$",
    "${}",
    "${k:text, b}",
    "${aws:PrincipalAccount}",
    "b${K:Text2, ''}",
    "${ ${k:text}",
];

const ARNS_WITH_VARIABLES: &[&str] = &[
    "arn:${k:none, 'aws'}:iam::*:*",
    "arn:aws:iam:${k:none}:1:x",
    "arn:aws:${k:text}::*:*",
    "${k:arn}",
    "${k:text}",
    "arn:aws:iam::111122223333:user/${aws:username}",
    "arn:aws:iam::${aws:PrincipalAccount}:user/*",
    "arn:aws:iam::111122223333:${k:text}",
    "${k:arn}:x",
    "*${K:Text2}",
];

const OPERATORS: &[(&str, Family)] = &[
    ("StringEquals", Family::Text),
    ("StringNotEquals", Family::Text),
    ("StringEqualsIgnoreCase", Family::Text),
    ("StringNotEqualsIgnoreCase", Family::Text),
    ("StringLike", Family::Text),
    ("StringNotLike", Family::Text),
    ("NumericEquals", Family::Number),
    ("NumericNotEquals", Family::Number),
    ("NumericLessThan", Family::Number),
    ("NumericLessThanEquals", Family::Number),
    ("NumericGreaterThan", Family::Number),
    ("NumericGreaterThanEquals", Family::Number),
    ("DateEquals", Family::Date),
    ("DateNotEquals", Family::Date),
    ("DateLessThan", Family::Date),
    ("DateLessThanEquals", Family::Date),
    ("DateGreaterThan", Family::Date),
    ("DateGreaterThanEquals", Family::Date),
    ("Bool", Family::Bool),
    ("Null", Family::Bool),
    ("BinaryEquals", Family::Binary),
    ("IpAddress", Family::Ip),
    ("NotIpAddress", Family::Ip),
    ("ArnEquals", Family::Arn),
    ("ArnLike", Family::Arn),
    ("ArnNotEquals", Family::Arn),
    ("ArnNotLike", Family::Arn),
];

/// A `Condition` block of one to three operators, each with one or two keys.
pub fn conditions() -> impl Strategy<Value = Json> {
    prop::collection::vec(block(), 1..3).prop_map(|blocks| Json::Object(blocks.into_iter().collect()))
}

fn block() -> impl Strategy<Value = (String, Json)> {
    let qualifier = prop_oneof![5 => Just(""), 2 => Just("ForAnyValue:"), 2 => Just("ForAllValues:")];
    let if_exists = prop_oneof![3 => Just(""), 1 => Just("IfExists")];
    let known = (prop::sample::select(OPERATORS), qualifier, if_exists)
        .prop_map(|((name, family), qualifier, if_exists)| (format!("{qualifier}{name}{if_exists}"), family));
    let unknown = Just(("stringEquals".to_owned(), Family::Text));
    prop_oneof![40 => known.boxed(), 1 => unknown.boxed()].prop_flat_map(|(name, family)| {
        let count = prop_oneof![1 => Just(0), 40 => Just(1), 20 => Just(2)];
        let test = (asked_for(family), policy_values(family));
        let tests = count.prop_flat_map(move |count| prop::collection::vec(test.clone(), count));
        (Just(name), tests.prop_map(|tests| object(tests.into_iter().map(|(key, values)| (key, Some(values))))))
    })
}

/// The name of a key, mostly of the operator's family.
fn asked_for(family: Family) -> impl Strategy<Value = &'static str> + Clone {
    let all: Vec<Key> = [KEYS, ASKED_FOR].concat();
    let fitting: Vec<Key> = all.iter().copied().filter(|key| key.family == family).collect();
    let fitting = if fitting.is_empty() { all.clone() } else { fitting };
    prop_oneof![5 => prop::sample::select(fitting), 1 => prop::sample::select(all)].prop_map(|key| key.name)
}

fn policy_values(family: Family) -> impl Strategy<Value = Json> + Clone {
    let plain = one_of(texts(family)).boxed();
    let value = match family {
        Family::Text => prop_oneof![3 => plain, 2 => one_of(WITH_VARIABLES)].boxed(),
        Family::Arn => prop_oneof![3 => plain, 2 => one_of(ARNS_WITH_VARIABLES)].boxed(),
        Family::Bool => prop_oneof![3 => plain, 1 => any::<bool>().prop_map(Json::Bool)].boxed(),
        Family::Number => prop_oneof![4 => plain, 1 => (0..3).prop_map(|number| json!(number))].boxed(),
        _ => plain,
    };
    prop_oneof![
        1 => Just(json!([])),
        12 => value.clone(),
        12 => prop::collection::vec(value, 1..4).prop_map(Json::Array),
    ]
}

/// One value of a key, or for those that hold many a list of one.
pub fn single_value_of(key: Key) -> BoxedStrategy<Json> {
    let one = one_of(texts(key.family));
    if is_list(key) { one.prop_map(|text| json!([text])).boxed() } else { one.boxed() }
}

fn is_list(key: Key) -> bool {
    matches!(key.name, "aws:TagKeys" | "aws:CalledVia")
}

/// Some value of a key that a request states.
pub fn value_of(key: Key) -> BoxedStrategy<Json> {
    let marks = prop_oneof![Just(json!({"unknown": true})), Just(json!({"present": true}))];
    if key.implied {
        // most other values contradict most principals
        let stated = one_of(&["u", "arn:aws:iam::111122223333:role/r", "arn:aws:iam::111122223333:user/u"]);
        return prop_oneof![20 => Just(json!({"unknown": true})), 2 => marks, 1 => stated].boxed();
    }
    let one = one_of(texts(key.family)).boxed();
    let many = prop::collection::vec(one.clone(), 0..4).prop_map(Json::Array);
    let (single, several) = if is_list(key) { (0, 6) } else { (6, 2) };
    prop_oneof![
        single => one,
        several => many,
        2 => marks,
        1 => Just(json!({"absent": true})),
    ]
    .boxed()
}
