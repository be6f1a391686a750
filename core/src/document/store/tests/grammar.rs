//! The shape of a document, and the names in it.

use crate::document::PolicyType;
use crate::text::ErrorKind;

use super::super::refusal::{ORGANIZATIONS, SYNTAX};
use super::super::syntax_message;
use super::{OLD, condition, identity, is, refusal, says, with};

#[test]
fn one_object() {
    for text in ["[]", "\"x\"", "null", "{}", r#"{"Version":"2012-10-17"}"#] {
        is(says(PolicyType::Identity, text), SYNTAX);
    }
    let statement = r#""Statement":{"Effect":"Deny","Action":"*","Resource":"*"}"#;
    let document = |more: &str| format!(r#"{{"Version":"2012-10-17",{more}{statement}}}"#);
    assert_eq!(says(PolicyType::Identity, &document(r#""Id":"any thing","#)), None);
    for more in [r#""Id":{},"#, r#""Id":[],"#, r#""Id":null,"#, r#""More":1,"#, r#""version":"x","#] {
        is(says(PolicyType::Identity, &document(more)), SYNTAX);
    }
    assert_eq!(syntax_message(PolicyType::Trust), SYNTAX);
    assert_eq!(syntax_message(PolicyType::ServiceControl), ORGANIZATIONS);
}

#[test]
fn no_duplicate_members() {
    for members in [
        r#""Action":"*","Action":"*","Resource":"*""#,
        r#""Effect":"Deny","Action":"*","Resource":"*""#,
        r#""Sid":"a","Sid":"a","Action":"*","Resource":"*""#,
        r#""Condition":{},"Condition":{},"Action":"*","Resource":"*""#,
        r#""Condition":{"Bool":{},"Bool":{}},"Action":"*","Resource":"*""#,
        r#""Condition":{"Bool":{"a:b":"x","\u0061:b":"x"}},"Action":"*","Resource":"*""#,
    ] {
        let error = refusal(PolicyType::Identity, &with(members)).unwrap();
        assert_eq!((error.code(), error.aws_message()), ("duplicate-member", Some(SYNTAX)));
        assert_eq!(error.kind(), ErrorKind::Grammar);
    }
    let keys = |last: &str| {
        let names: Vec<_> = (0..20).map(|n| format!(r#""k:{n}":"x""#)).collect();
        format!(r#"{{"StringLike":{{{},"{last}":"x"}}}}"#, names.join(","))
    };
    assert_eq!(condition(PolicyType::Identity, &keys("k:20")), None);
    for again in ["k:0", "k:7", "k:8", "k:19"] {
        is(condition(PolicyType::Identity, &keys(again)), SYNTAX);
    }
}

#[test]
fn version_known() {
    let document =
        |version: &str| format!(r#"{{{version}"Statement":{{"Effect":"Deny","Action":"*","Resource":"*"}}}}"#);
    let (none, old) = (document(""), document(r#""Version":"2008-10-17","#));
    is(says(PolicyType::Identity, &none), OLD);
    is(says(PolicyType::Identity, &old), OLD);
    for text in [&none, &old] {
        assert_eq!(says(PolicyType::Session, text), None);
        assert_eq!(says(PolicyType::ServiceControl, text), None);
    }
    for version in [r#""2013-10-17""#, r#""""#, "2012", "null", "[]", r#""2012-10-17 ""#] {
        is(says(PolicyType::Identity, &document(&format!(r#""Version":{version},"#))), SYNTAX);
    }
}

#[test]
fn statement_shape() {
    let document = |statement: &str| format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
    let good = r#"{"Effect":"Deny","Action":"*","Resource":"*"}"#;
    assert_eq!(says(PolicyType::Identity, &document(&format!("[{good},{good}]"))), None);
    let bad = ["[]", "{}", "null", "\"x\"", "1", "[null]", "[[]]", "[\"x\"]"];
    for statement in bad.map(str::to_owned).into_iter().chain([format!("[{good},{{}}]"), format!("[[{good}]]")]) {
        is(says(PolicyType::Identity, &document(&statement)), SYNTAX);
    }
    is(identity(r#""Action":"*","Resource":"*","Extra field":"value""#), SYNTAX);
    is(identity(r#""Action":"*","Resource":"*","action":"*""#), SYNTAX);
}

#[test]
fn twins_exclude() {
    for [plain, negated, other] in
        [["Action", "NotAction", r#""Resource":"*""#], ["Resource", "NotResource", r#""Action":"*""#]]
    {
        for (one, two) in [("\"*\"", "[]"), ("[]", "\"*\""), ("\"*\"", "\"*\"")] {
            let members = format!(r#""{plain}":{one},"{negated}":{two},{other}"#);
            let error = refusal(PolicyType::Identity, &with(&members)).unwrap();
            assert_eq!((error.code(), error.aws_message()), ("twin-elements", Some(SYNTAX)));
        }
    }
    let members = r#""Principal":"*","NotPrincipal":"*","Action":"*","Resource":"*""#;
    is(says(PolicyType::Resource, &with(members)), SYNTAX);
}

#[test]
fn charset() {
    let text = |sid: &str| with(&format!(r#""Action":"s3:{sid}","Resource":"*""#));
    assert_eq!(says(PolicyType::Identity, &text("é\\u4e2d")), None);
    assert_eq!(says(PolicyType::ServiceControl, &text("中")), None);
    for policy_type in [PolicyType::Identity, PolicyType::Session] {
        let error = refusal(policy_type, &text("中")).unwrap();
        assert_eq!((error.code(), error.span().len()), ("charset", 3));
    }
}

#[test]
fn sid_charset_unique() {
    let two = |first: &str, second: &str| {
        let statement = |sid: &str| format!(r#"{{"Sid":{sid},"Effect":"Deny","Action":"*","Resource":"*"}}"#);
        let (first, second) = (statement(first), statement(second));
        format!(r#"{{"Version":"2012-10-17","Statement":[{first},{second}]}}"#)
    };
    let unique = "Statement IDs (SID) in a single policy must be unique.";
    assert_eq!(says(PolicyType::Identity, &two("\"\"", "\"\"")), None);
    assert_eq!(says(PolicyType::Identity, &two("\"a\"", "\"A\"")), None);
    is(says(PolicyType::Identity, &two("\"a\"", "\"\\u0061\"")), unique);
    for sid in ["a b", "a-b", "é"] {
        let found = says(PolicyType::Identity, &two(&format!("\"{sid}\""), "\"x\""));
        assert!(found.unwrap().starts_with("Statement IDs (SID) must be alpha-numeric."), "{sid}");
    }
    for sid in ["null", "[]", "1", "{}"] {
        is(says(PolicyType::Identity, &two(sid, "\"x\"")), SYNTAX);
    }
}

#[test]
fn condition_shape() {
    for good in [
        "{}",
        r#"{"x":{},"NullIfExists":{}}"#,
        r#"{"DateGreaterThan":{"a":[]}}"#,
        r#"{"Null":{"a":false,"b":"true"},"NumericEquals":{"n":[1,"2"]}}"#,
        r#"{"ForAnyValue:StringEqualsIfExists":{"a":["x"]}}"#,
    ] {
        assert_eq!(condition(PolicyType::Identity, good), None, "{good}");
    }
    for bad in [
        "null",
        "[]",
        r#""x""#,
        r#"{"a":"b"}"#,
        r#"{"Bool":[]}"#,
        r#"{"Bool":null}"#,
        r#"{"Bool":{"a":{}}}"#,
        r#"{"Bool":{"a":null}}"#,
        r#"{"Bool":{"a":[[]]}}"#,
        r#"{"Bool":{"a":[{}]}}"#,
        r#"{"x":{"a":"b"}}"#,
        r#"{"x":{"a":[]}}"#,
        r#"{"stringequals":{"a":"b"}}"#,
        r#"{"NullIfExists":{"a":"true"}}"#,
        r#"{"ForAnyValue::StringEquals":{"a":"b"}}"#,
        r#"{"ForSomeValue:StringEquals":{"a":"b"}}"#,
    ] {
        is(condition(PolicyType::Identity, bad), SYNTAX);
    }
}
