//! The reference's condition operators, rule by rule, where no captured decision speaks.

use super::reference::Answer;
use super::rules::{allow, answer, asks, user};
use serde_json::{Value as Json, json};

fn condition(operator: &str, values: &Json, value: &Json) -> Answer {
    let statement = json!({"Action": "*", "Resource": "*", "Condition": {operator: {"k:k": values}}});
    let context = match value {
        Json::Null => json!({}),
        value => json!({"K:K": value}),
    };
    allow(&statement, "s3:GetObject", "*", &context)
}

fn holds(operator: &str, values: &Json, value: &Json) -> bool {
    match condition(operator, values, value) {
        Answer::Allow => true,
        Answer::DenyImplicit => false,
        other => panic!("{operator} {values} {value}: {other:?}"),
    }
}

#[test]
fn missing_key_negated() {
    for operator in ["StringEquals", "NumericLessThan", "Bool", "IpAddress", "ArnLike"] {
        assert!(!holds(operator, &json!("1"), &Json::Null), "{operator}");
        assert!(holds(&format!("{operator}IfExists"), &json!("1"), &Json::Null));
        assert!(!holds(&format!("ForAnyValue:{operator}IfExists"), &json!("1"), &Json::Null));
        assert!(holds(&format!("ForAllValues:{operator}"), &json!("1"), &Json::Null));
    }
    for operator in ["StringNotLike", "NumericNotEquals", "DateNotEquals", "NotIpAddress"] {
        assert!(holds(operator, &json!("1"), &Json::Null), "{operator}");
        assert!(!holds(&format!("ForAnyValue:{operator}"), &json!("1"), &Json::Null));
    }
}

#[test]
fn empty_policy_list() {
    for operator in ["StringEquals", "StringNotEquals", "ForAnyValue:StringNotEquals"] {
        assert!(!holds(operator, &json!([]), &json!("a")), "{operator}");
    }
    assert!(!holds("ForAllValues:StringNotEquals", &json!([]), &json!(["a"])));
    assert!(holds("ForAllValues:StringEquals", &json!([]), &json!([])));
    assert!(holds("StringEqualsIfExists", &json!([]), &Json::Null));
}

#[test]
fn null_operator() {
    assert!(holds("Null", &json!("True"), &Json::Null));
    assert!(holds("Null", &json!("no"), &json!([])));
    assert!(holds("Null", &json!(["true", "false"]), &json!("")));
    assert!(!holds("Null", &json!(true), &json!("a")));
}

#[test]
fn numeric_values() {
    let equal = |left: &str, right: &str| holds("NumericEquals", &json!(left), &json!(right));
    for text in ["+1", "1.", "01.0", "10e-1", "0.1E+1", ".1e1"] {
        assert!(equal("1", text), "{text}");
    }
    for text in ["0x1", " 1", "1 ", "NaN", "", ".", "1e", "--1", "1_0", "e1"] {
        assert!(!equal("1", text), "{text}");
        assert!(holds("NumericNotEquals", &json!("1"), &json!(text)), "{text}");
    }
    assert!(equal("0", "-0.00e5"));
    assert!(!equal("9007199254740993", "9007199254740992"));
    assert!(holds("NumericLessThan", &json!("-1"), &json!("-1.5")));
    assert!(holds("NumericGreaterThan", &json!("9e9998"), &json!("1e9999")));
    assert!(holds("NumericLessThanEquals", &json!(2), &json!(1.5)));
}

#[test]
fn date_values() {
    let equal = |left: &str, right: &str| holds("DateEquals", &json!(left), &json!(right));
    for text in ["2030", "2030-01", "2030-01-01", "2030-01-01T00", "2030-01-01T00:00Z"] {
        assert!(equal("2030-01-01T00:00:00Z", text), "{text}");
    }
    assert!(equal("2030-01-01T02:30+02:30", "1893456000"));
    assert!(equal("-1", "-0001"));
    assert!(equal("2000-03-01", "951868800"));
    for text in ["2030-02-30", "2030-13", "2030-01-01T24", "2030-1-1", "2030-01T00", "x"] {
        assert!(holds("DateNotEquals", &json!(text), &json!(text)), "{text}");
    }
    assert!(holds("DateLessThan", &json!("2030"), &json!("2029-12-31T23:59:59.999Z")));
}

#[test]
fn unknown_operator() {
    assert!(!holds("stringequals", &json!("a"), &json!("a")));
    assert!(!holds("NullIfExists", &json!("true"), &Json::Null));
    let deny = json!({"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"Odd": {}}});
    let policies = json!({"identity": [{"Statement": deny}]});
    let request = asks(&user(), "s3:ListAllMyBuckets", "*", &json!({}));
    assert_eq!(answer(&policies, &request), Answer::DenyExplicit);
}

#[test]
fn unknown_value_of_present_key() {
    let present = json!({"present": true});
    assert!(holds("Null", &json!("false"), &present));
    assert!(holds("StringLike", &json!("*"), &present));
    assert!(!holds("StringNotLike", &json!("*"), &present));
    assert_eq!(condition("StringEquals", &json!("a"), &present), Answer::Depends);
    let unknown = json!({"unknown": true});
    for operator in ["Null", "StringEqualsIfExists", "StringLike", "NumericEquals"] {
        assert_eq!(condition(operator, &json!("*"), &unknown), Answer::Depends);
    }
}

#[test]
fn arn_policy_malformed() {
    let context = json!({"a:arn": "arn:aws:iam::1:user/x", "a:v": {"unknown": true}});
    let ask = |operator: &str, values: Json| {
        let test = json!({operator: {"a:arn": values}});
        let statement = json!({"Action": "*", "Resource": "*", "Condition": test});
        allow(&statement, "s3:GetObject", "*", &context)
    };
    assert_eq!(ask("ArnLike", json!(["bad", "*"])), Answer::DenyImplicit);
    assert_eq!(ask("ArnNotLike", json!(["${a:v}", "bad"])), Answer::DenyImplicit);
    assert_eq!(ask("ArnLike", json!(["${a:v}", "bad"])), Answer::Depends);
    assert_eq!(ask("ArnLike", json!(["${a:v}", "*"])), Answer::Depends);
    assert_eq!(ask("ArnLike", json!(["*", "${a:v}"])), Answer::Allow);
}
