//! What holds of conditions, beyond the examples of the checks.

use proptest::prelude::*;

use crate::catalog::Catalog;
use crate::document::PolicyType;
use crate::validate::{ValidateOptions, Validation, validate};

fn look_at(text: &str, policy_type: PolicyType, catalog: &Catalog) -> Validation {
    validate(text, &ValidateOptions::new(policy_type).catalog(catalog)).unwrap()
}

fn statement(effect: &str, action: &str, condition: &str) -> String {
    format!(
        r#"{{"Version":"2012-10-17","Statement":{{"Effect":"{effect}","Action":{action},"Resource":"*","Condition":{condition}}}}}"#
    )
}

/// The codes about a condition, with the texts of their places.
fn found(condition: &str) -> Vec<(String, String)> {
    found_for("\"s3:ListBucket\"", condition)
}

fn found_for(action: &str, condition: &str) -> Vec<(String, String)> {
    let text = statement("Allow", action, condition);
    let validation = look_at(&text, PolicyType::Identity, &Catalog::embedded());
    let place =
        |finding: &crate::validate::Finding| finding.locations.last().unwrap().span.slice(&text).unwrap().to_owned();
    validation.findings.iter().map(|finding| (finding.code().to_owned(), place(finding))).collect()
}

fn told(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(code, place)| ((*code).to_owned(), (*place).to_owned())).collect()
}

/// The condition with the first fix of the first finding of a code in it.
fn mended(code: &str, condition: &str) -> Option<String> {
    let text = statement("Allow", "\"s3:ListBucket\"", condition);
    let validation = look_at(&text, PolicyType::Identity, &Catalog::embedded());
    let finding = validation.findings.iter().find(|finding| finding.code() == code)?;
    let mended = finding.fixes.first()?.apply(&text).unwrap();
    let at = mended.find("\"Condition\":")?;
    Some(mended[at + "\"Condition\":".len()..mended.len() - 2].to_owned())
}

#[test]
fn invalid_operator_skips_block() {
    let condition = r#"{"StringIs":{"nocolon":["a",1],"aws:None":"*"}}"#;
    assert_eq!(found(condition), told(&[("INVALID_CONDITION_OPERATOR", r#""StringIs""#)]));
}

#[test]
fn value_with_variable_unchecked() {
    let condition = r#"{"DateLessThan":{"aws:CurrentTime":"${aws:PrincipalTag/until}"},
"StringEquals":{"aws:SourceVpc":"vpc-${aws:PrincipalTag/vpc}","aws:RequestedRegion":"${aws:PrincipalTag/region}"}}"#;
    assert_eq!(found(condition), told(&[("INVALID_VARIABLE_FOR_OPERATOR", r#""${aws:PrincipalTag/until}""#)]));
}

#[test]
fn type_error_stops_element() {
    let condition = r#"{"NumericLessThan":{"s3:max-keys":["many",true,5]}}"#;
    assert_eq!(found(condition), told(&[("INVALID_CONDITION_DATA_TYPE", r#"["many",true,5]"#)]));
}

#[test]
fn condition_key_address() {
    let condition = r#"{"StringEquals":{"s3:max-keys":["1","2"]}}"#;
    assert_eq!(found(condition), told(&[("TYPE_MISMATCH", r#""s3:max-keys""#)]));
    let condition = r#"{"NumericEquals":{"s3:max-keys":["1","two"]}}"#;
    assert_eq!(found(condition), told(&[("TYPE_MISMATCH_NUMBER", r#""two""#)]));
}

#[test]
fn oidc_claims_are_no_unknown_keys() {
    let condition = r#"{"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:octo/cat:ref:refs/heads/main",
"oidc.eks.eu-west-1.amazonaws.com/id/EXAMPLE:sub":"system:serviceaccount:a:b"}}"#;
    assert_eq!(found(condition), told(&[]));
}

#[test]
fn a_prefix_that_is_no_service_is_not_a_key_of_one() {
    assert_eq!(found(r#"{"StringEquals":{"nosuch:key":"a"}}"#), told(&[("INVALID_SERVICE", r#""nosuch:key""#)]));
    assert_eq!(
        found(r#"{"StringEquals":{"saml:nosuch":"a"}}"#),
        told(&[("INVALID_SERVICE_CONDITION_KEY", r#""saml:nosuch""#)])
    );
}

#[test]
fn key_not_supported_by_action() {
    let actions = r#"["s3:ListBucket","s3:ListBucketMultipartUploads","s3:NoSuch","ec2:DescribeInstances","s3:List*"]"#;
    for (condition, is_found) in [
        (r#"{"StringLike":{"s3:prefix":["a/*","b/*"]}}"#, true),
        (r#"{"StringLikeIfExists":{"s3:prefix":["a/*","b/*"]}}"#, false),
        (r#"{"StringLike":{"aws:PrincipalTag/team":["a/*","b/*"]}}"#, false),
    ] {
        let text = statement("Allow", actions, condition);
        let validation = look_at(&text, PolicyType::Identity, &Catalog::embedded());
        let finding =
            validation.findings.iter().find(|finding| finding.code() == "UNSUPPORTED_ACTION_FOR_CONDITION_KEY");
        let places: Option<Vec<_>> =
            finding.map(|finding| finding.locations.iter().map(|place| place.span.slice(&text).unwrap()).collect());
        let expected = is_found.then(|| vec![r#""s3:ListBucketMultipartUploads""#, r#"["a/*","b/*"]"#]);
        assert_eq!(places, expected, "{condition}");
    }
}

#[test]
fn source_ip() {
    let expected = [("PRIVATE_IP_ADDRESS", r#""10.0.0.1""#), ("IMPROVE_IP_RANGE", r#""192.168.1.1/24""#)];
    let mut all = found(r#"{"IpAddress":{"aws:SourceIp":["10.0.0.1","192.168.1.1/24"]}}"#);
    all.retain(|pair| *pair != ("PRIVATE_IP_ADDRESS".to_owned(), r#""192.168.1.1/24""#.to_owned()));
    assert_eq!(all, told(&expected));
    // half of it is public
    assert_eq!(found(r#"{"IpAddress":{"aws:SourceIp":"192.168.0.0/15"}}"#), told(&[]));
    assert_eq!(found(r#"{"IpAddress":{"aws:SourceIp":"0.0.0.0/0"}}"#), told(&[]));
}

#[test]
fn a_fix_gives_the_key_another_operator() {
    for (code, condition, expected) in [
        // alone under its operator
        (
            "WILDCARD_WITHOUT_LIKE_OPERATOR",
            r#"{"StringEqualsIfExists":{"s3:prefix":"a/*"}}"#,
            r#"{"StringLikeIfExists":{"s3:prefix":"a/*"}}"#,
        ),
        // beside others, which stay
        (
            "TYPE_MISMATCH",
            r#"{"StringEquals":{"s3:max-keys":"10","s3:prefix":"a"}}"#,
            r#"{"NumericEquals":{"s3:max-keys": "10"},"StringEquals":{"s3:prefix":"a"}}"#,
        ),
        // the other operator is there
        (
            "TYPE_MISMATCH",
            r#"{"StringEquals":{"aws:SecureTransport":"true"},"Bool":{"aws:ViaAWSService":"false"}}"#,
            r#"{"Bool":{"aws:SecureTransport":"true","aws:ViaAWSService":"false"}}"#,
        ),
        (
            "MISSING_QUALIFIER",
            r#"{"StringEquals":{"aws:TagKeys":["a","b"]}}"#,
            r#"{"ForAnyValue:StringEquals":{"aws:TagKeys":["a","b"]}}"#,
        ),
        (
            "STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS",
            r#"{"StringNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}}"#,
            r#"{"ArnNotLike":{"aws:PrincipalArn":"arn:aws:iam::*:role/*"}}"#,
        ),
        (
            "EQUIVALENT_TO_NULL_FALSE",
            r#"{"StringLike":{"aws:PrincipalTag/a":["*"],"s3:prefix":"b"},"Null":{"aws:PrincipalTag/c":"true"}}"#,
            r#"{"StringLike":{"s3:prefix":"b"},"Null":{"aws:PrincipalTag/a":"false","aws:PrincipalTag/c":"true"}}"#,
        ),
        ("NULL_WITH_IF_EXISTS", r#"{"NullIfExists":{"s3:prefix":"true"}}"#, r#"{"Null":{"s3:prefix":"true"}}"#),
        ("INVALID_CONDITION_OPERATOR", r#"{"stringlike":{"s3:prefix":"a"}}"#, r#"{"StringLike":{"s3:prefix":"a"}}"#),
        (
            "REDUNDANT_CONDITION_VALUE_NUM",
            r#"{"NumericGreaterThan":{"s3:max-keys":["10","9.5","1e2"]}}"#,
            r#"{"NumericGreaterThan":{"s3:max-keys":"9.5"}}"#,
        ),
        (
            "INVALID_GLOBAL_CONDITION_KEY",
            r#"{"Bool":{"aws:SecureTransprt":"true"}}"#,
            r#"{"Bool":{"aws:SecureTransport":"true"}}"#,
        ),
        (
            "PRIVATE_IP_ADDRESS_SUBSET",
            r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}"#,
            r#"{"IpAddress":{"aws:SourceIp":["203.0.113.0/24"]}}"#,
        ),
    ] {
        assert_eq!(mended(code, condition).as_deref(), Some(expected), "{condition}");
    }
}

#[test]
fn no_fix_where_it_would_not_say_the_same() {
    let values: Vec<_> = (0..100).map(|at| format!("\"{at}*\"")).collect();
    let many = format!(r#"{{"StringEquals":{{"s3:prefix":[{}]}}}}"#, values.join(","));
    for (code, condition) in [
        // the other operator has the key already
        ("WILDCARD_WITHOUT_LIKE_OPERATOR", r#"{"StringEquals":{"s3:prefix":"a*"},"StringLike":{"S3:Prefix":"b"}}"#),
        // a copy of the fix for each of many
        ("WILDCARD_WITHOUT_LIKE_OPERATOR", &many),
        // no operator has wildcards and does not care for letter case
        ("WILDCARD_WITHOUT_LIKE_OPERATOR", r#"{"StringEqualsIgnoreCase":{"s3:prefix":"a*"}}"#),
        ("STRING_LIKE_OPERATOR_WITH_ARN_CONDITION_KEYS", r#"{"StringLike":{"aws:PrincipalArn":"*role/app"}}"#),
        ("TYPE_MISMATCH", r#"{"StringEquals":{"s3:max-keys":["10","many"]}}"#),
        ("TYPE_MISMATCH", r#"{"StringNotEquals":{"aws:SecureTransport":"true"}}"#),
        ("NULL_WITH_QUALIFIER", r#"{"ForAnyValue:Null":{"aws:TagKeys":"true"},"Null":{"s3:prefix":"true"}}"#),
        ("INVALID_GLOBAL_CONDITION_KEY", r#"{"Bool":{"aws:SecureTransprt":"true","aws:SecureTransport":"true"}}"#),
    ] {
        assert!(found(condition).iter().any(|(found, _)| found == code), "{code} {condition}");
        assert_eq!(mended(code, condition), None, "{condition}");
    }
}

#[test]
fn hostile_conditions_are_done_or_end_in_a_limit() {
    let catalog = Catalog::embedded();
    let many = |item: &dyn Fn(usize) -> String, count: usize| (0..count).map(item).collect::<Vec<_>>().join(",");
    let long = "a".repeat(1 << 18);
    let values = many(&|at| format!("\"{at}x\""), 2_000);
    for condition in [
        // a long name, which every place would repeat
        format!(r#"{{"Bool":{{"s3:{long}":[{values}]}}}}"#),
        format!(r#"{{"StringEquals":{{{}}}}}"#, many(&|at| format!(r#""aws:Sourc{at}":"*""#), 2_000)),
        format!(r#"{{"StringEquals":{{{}}}}}"#, many(&|at| format!(r#""x{at}:y":"*""#), 2_000)),
        format!("{{{}}}", many(&|at| format!(r#""StringEqual{at}":{{"s3:prefix":"*"}}"#), 2_000)),
        format!(r#"{{"StringLike":{{"s3:prefix":"{}"}}}}"#, "${".repeat(20_000)),
        format!(r#"{{"StringEquals":{{"s3:prefix":[{}]}}}}"#, many(&|at| format!("\"{at}*\""), 2_000)),
        format!(
            r#"{{"ForAnyValue:StringEquals":{{"aws:CalledVia":[{}]}}}}"#,
            many(&|at| format!("\"a{at}.amazonaws.com\""), 2_000)
        ),
    ] {
        for policy_type in [PolicyType::Identity, PolicyType::Resource] {
            let text = statement("Allow", "[\"s3:ListBucket\",\"kms:DescribeKey\"]", &condition);
            let answer = validate(&text, &ValidateOptions::new(policy_type).catalog(&catalog));
            assert!(answer.is_ok() || answer.is_err_and(|error| error.is_limit()));
        }
    }
}

fn operator() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "StringEquals",
            "StringLike",
            "StringNotLike",
            "StringLikeIfExists",
            "ForAllValues:StringLike",
            "ForAnyValue:StringNotLike",
            "StringNotEquals",
            "ArnLike",
            "Bool",
            "BoolIfExists",
            "Null",
            "NullIfExists",
            "ForAnyValue:Null",
            "NumericEquals",
            "NumericLessThan",
            "DateGreaterThan",
            "IpAddress",
            "NotIpAddress",
            "BinaryEquals",
            "stringequals",
            "Nonsense",
            "",
        ][..],
    )
}

fn key() -> impl Strategy<Value = &'static str> {
    prop::sample::select(
        &[
            "s3:prefix",
            "S3:PREFIX",
            "s3:max-keys",
            "aws:SourceIp",
            "aws:VpcSourceIp",
            "aws:TagKeys",
            "aws:PrincipalArn",
            "aws:ARN",
            "aws:SecureTransport",
            "aws:CurrentTime",
            "aws:RequestTag/",
            "aws:RequestTag/a",
            "aws:PrincipalOrgI",
            "s3:prefixx",
            "x:y",
            "nokey",
            "",
            ":",
            "aws:userid",
            "aws:SourceVpce",
            "aws:RequestedRegion",
            "aws:CalledVia",
            "dynamodb:Attributes",
            "s3:x-amz-server-side-encryption-aws-kms-key-id",
            "\u{e9}:\u{fc}",
            "sts:SourceIdentity",
        ][..],
    )
}

fn value() -> impl Strategy<Value = &'static str> {
    let one = &[
        r#""*""#,
        r#""a*""#,
        r#""true""#,
        "true",
        "10",
        r#""5""#,
        r#""10.0.0.0/8""#,
        r#""203.0.113.7/24""#,
        r#""2001:db8::1/32""#,
        r#""${aws:username}""#,
        r#""2030-01-01""#,
        r#""arn:aws:iam::111122223333:role/*""#,
        r#""""#,
        r#""\u00e9${""#,
        "[]",
        r#"["1","2"]"#,
        r#"["10.0.0.1" , "203.0.113.7"]"#,
        r#"[ "*" ]"#,
        r#"["1",2]"#,
        "null",
        "{}",
        r#"["arn:aws:s3:::b","a*","${*}"]"#,
    ][..];
    prop::sample::select(one)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn a_fix_takes_its_finding_away_whatever_else_is_there(
        blocks in prop::collection::vec((operator(), prop::collection::vec((key(), value(), " {0,2}"), 0..4)), 0..4),
        is_deny in any::<bool>(),
    ) {
        let catalog = Catalog::embedded();
        let mut seen = std::collections::BTreeSet::new();
        let blocks: Vec<String> = blocks
            .into_iter()
            .filter(|(operator, _)| seen.insert(*operator))
            .map(|(operator, keys)| {
                let mut seen = std::collections::BTreeSet::new();
                let keys: Vec<String> = keys
                    .into_iter()
                    .filter(|(key, ..)| seen.insert(*key))
                    .map(|(key, value, blank)| format!("{blank}\"{key}\"{blank}:{value}{blank}"))
                    .collect();
                format!("\"{operator}\": {{{}}}", keys.join(","))
            })
            .collect();
        let effect = if is_deny { "Deny" } else { "Allow" };
        let text = statement(effect, r#"["s3:ListBucket","sts:AssumeRole"]"#, &format!("{{{}}}", blocks.join(", ")));
        let before = look_at(&text, PolicyType::Resource, &catalog);
        for finding in &before.findings {
            for place in &finding.locations {
                prop_assert!(place.span.slice(&text).is_some());
            }
            for fix in &finding.fixes {
                let mended = fix.apply(&text).unwrap();
                prop_assert!(serde_json::from_str::<serde_json::Value>(&mended).is_ok(), "{}: {} of {}", fix.title, mended, text);
                let after = look_at(&mended, PolicyType::Resource, &catalog);
                let count = |validation: &Validation, code: &str| validation.findings.iter().filter(|other| other.code() == code).count();
                let (old, new) = (count(&before, finding.code()), count(&after, finding.code()));
                prop_assert!(new < old, "{} of {}: {} then {}", fix.title, finding.code(), text, mended);
                prop_assert_eq!(count(&after, "JSON_SYNTAX_ERROR"), 0, "{} then {}", text, mended);
            }
        }
    }
}
