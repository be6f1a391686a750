//! Checking documents: every place lies in the text, findings are in order, and a fix leaves JSON what was JSON.

use std::sync::OnceLock;

use iam_eval::PolicyType;
use iam_eval::catalog::Catalog;
use iam_eval::validate::{OwnFindings, PolicyResourceType, ValidateOptions, Validation, mend, validate};
use serde_json::{Value, json};

use super::choices::Choices;

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

const TYPES: [PolicyType; 6] = [
    PolicyType::Identity,
    PolicyType::Resource,
    PolicyType::Trust,
    PolicyType::Session,
    PolicyType::ServiceControl,
    PolicyType::ResourceControl,
];

const NAMES: [&str; 14] = [
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Principal",
    "NotPrincipal",
    "Condition",
    "effect",
    "Foo",
];

const TEXTS: [&str; 40] = [
    "",
    "*",
    "2012-10-17",
    "Allow",
    "Deny",
    "allow",
    "s3:GetObject",
    "s3:Get*",
    "s3:GetObjcet",
    "iam:PassRole",
    "iam:*",
    "sts:AssumeRole",
    "sts:AssumeRoleWithSAML",
    "nosuch:Action",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/k",
    "arn:aws:s3:::*",
    "arn:aws:iam::111122223333:role/app",
    "arn:aws:iam:us-east-1:1:role/app",
    "arn:awss:sqs:::q",
    "${aws:username}",
    "${",
    "${aws:username, 'x'}",
    "lambda.amazonaws.com",
    "Lambda.amazonaws.com",
    "cognito-identity.amazonaws.com",
    "token.actions.githubusercontent.com",
    "repo:o/r:*",
    "10.0.0.0/8",
    "10.0.0.1/8",
    "203.0.113.7",
    "true",
    "yes",
    "12",
    "2026-11-29T00:00:00Z",
    "vpc-12345678",
    "é😀",
    "*:*",
    "s3:?et*",
    "111122223333",
];

const OPERATORS: [&str; 16] = [
    "StringEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIfExists",
    "ForAllValues:StringLike",
    "ForAnyValue:StringEquals",
    "Bool",
    "Null",
    "NullIfExists",
    "ForAllValues:Null",
    "NumericLessThan",
    "DateGreaterThan",
    "IpAddress",
    "ArnLike",
    "BinaryEquals",
    "stringequals",
];

const KEYS: [&str; 16] = [
    "aws:SourceIp",
    "aws:SourceArn",
    "aws:TagKeys",
    "aws:RequestTag/team",
    "aws:ResourceTag/team",
    "aws:SourceVpc",
    "aws:VpcSourceIp",
    "aws:MultiFactorAuthPresent",
    "aws:CurrentTime",
    "s3:prefix",
    "S3:Prefix",
    "s3:max-keys",
    "iam:PassedToService",
    "aws:ARN",
    "nosuch:key",
    "nocolon",
];

const KINDS: [&str; 6] = ["AWS", "Service", "Federated", "CanonicalUser", "aws", "Foo"];

fn texts(choices: &mut Choices<'_>) -> Value {
    if choices.once_in(16) {
        return [json!(1), Value::Null, json!(true), json!({})][usize::from(choices.below(4))].clone();
    }
    if choices.once_in(2) { json!(choices.one(&TEXTS)) } else { json!(choices.some(|choices| choices.one(&TEXTS))) }
}

fn condition(choices: &mut Choices<'_>) -> Value {
    let blocks = choices.some(|choices| {
        let keys = choices.some(|choices| (choices.one(&KEYS).to_owned(), texts(choices)));
        (choices.one(&OPERATORS).to_owned(), Value::Object(keys.into_iter().collect()))
    });
    Value::Object(blocks.into_iter().collect())
}

fn member(choices: &mut Choices<'_>, name: &str) -> Value {
    match name {
        "Condition" => condition(choices),
        "Principal" | "NotPrincipal" if choices.once_in(2) => {
            let kinds = choices.some(|choices| (choices.one(&KINDS).to_owned(), texts(choices)));
            Value::Object(kinds.into_iter().collect())
        }
        "Effect" => json!(choices.one(&["Allow", "Deny", "allow"])),
        _ => texts(choices),
    }
}

fn document(choices: &mut Choices<'_>) -> String {
    let statements = choices.some(|choices| {
        let members = choices.some(|choices| {
            let name = choices.one(&NAMES);
            (name.to_owned(), member(choices, name))
        });
        Value::Object(members.into_iter().collect())
    });
    let statements = match &*statements {
        [one] => one.clone(),
        _ => json!(statements),
    };
    let document =
        json!({"Version": choices.one(&["2012-10-17", "2008-10-17", "2020-01-01"]), "Statement": statements});
    if choices.once_in(2) { document.to_string() } else { format!("{document:#}") }
}

/// Checks the text after the first two bytes, or one made by their choices, as the kind of policy that they say.
pub fn check(data: &[u8]) {
    let [kind, how, rest @ ..] = data else { return };
    let text = if how % 2 == 0 {
        let Ok(text) = std::str::from_utf8(rest) else { return };
        text.to_owned()
    } else {
        document(&mut Choices::new(rest))
    };
    let mut options = ValidateOptions::new(TYPES[usize::from(*kind) % TYPES.len()]).own(OwnFindings::All);
    if options.policy_type == PolicyType::Resource {
        let types = PolicyResourceType::all();
        options.resource_type = types.get(usize::from(how / 2) % (types.len() + 1)).copied();
    }
    if how & 0x40 == 0 {
        options = options.catalog(catalog());
    }
    let validation = match validate(&text, &options) {
        Ok(validation) => validation,
        Err(error) => return assert!(error.is_limit(), "{error}"),
    };
    let is_json = serde_json::from_str::<Value>(&text).is_ok();
    places(&validation, &text, is_json);
    match mend(&text, &options) {
        Ok(mending) => places(&mending.validation, &mending.text, is_json),
        Err(error) => assert!(error.is_limit(), "{error}"),
    }
}

fn places(validation: &Validation, text: &str, is_json: bool) {
    let mut before = (0, "");
    for finding in &validation.findings {
        assert!(!finding.locations.is_empty() && !finding.details.is_empty(), "{}", finding.code());
        let here = (finding.locations[0].span.start, finding.code());
        assert!(before <= here, "{before:?} before {here:?}");
        before = here;
        for location in &finding.locations {
            assert!(location.span.slice(text).is_some(), "{}: {location:?} is no part of the text", finding.code());
        }
        for fix in &finding.fixes {
            let mended = fix.apply(text).expect("a fix fits its text");
            let is_still = serde_json::from_str::<Value>(&mended).is_ok();
            assert!(!is_json || is_still, "{} of {} leaves {mended}", fix.title, finding.code());
        }
    }
}
