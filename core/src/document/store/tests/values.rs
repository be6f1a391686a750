//! Values of typed condition operators.

use crate::document::PolicyType;

use super::super::refusal::{LEGACY, ORGANIZATIONS};
use super::{condition, is};

#[test]
fn dates_parsed() {
    let date = |text: &str| condition(PolicyType::Identity, &format!(r#"{{"DateLessThan":{{"a":[{text}]}}}}"#));
    for good in [
        "\"2017-07-01T00:00:00Z\"",
        "\"2016-12-13t2:00:00.593194+23\"",
        "\"-292275054\"",
        "\"9223372036854775807\"",
        "\"01T\"",
        "1500000000",
        "\"${aws:CurrentTime}\"",
    ] {
        assert_eq!(date(good), None, "{good}");
    }
    for bad in ["\"sdfdsf\"", "\"234-13\"", "\"9223372036854775808\"", "\"\"", "true"] {
        is(date(bad), LEGACY);
    }
}

#[test]
fn operator_store_time() {
    for (operator, bad) in [
        ("NumericEquals", "NaN"),
        ("DateEquals", "not-a-date"),
        ("ArnLike", "not-an-arn"),
        ("ArnNotEqualsIfExists", ""),
        ("IpAddress", "not-an-ip"),
    ] {
        let value = format!(r#"{{"ForAnyValue:{operator}":{{"a":["${{v}}","{bad}"]}}}}"#);
        is(condition(PolicyType::Identity, &value), LEGACY);
        is(condition(PolicyType::ServiceControl, &value), ORGANIZATIONS);
        assert_eq!(condition(PolicyType::Session, &value), None, "{operator}");
    }
    for policy_type in [PolicyType::Identity, PolicyType::Session] {
        for good in [
            r#"{"Bool":{"a":"maybe"},"Null":{"a":"maybe"}}"#,
            r#"{"NumericEquals":{"a":"01"},"ArnEquals":{"a":["*","arn:aws:ec2:*:*:instance/x"]}}"#,
            r#"{"BinaryEquals":{"a":"YQ=="}}"#,
        ] {
            assert_eq!(condition(policy_type, good), None, "{good}");
        }
        is(condition(policy_type, r#"{"BinaryEquals":{"a":"no-binary"}}"#), LEGACY);
    }
}

#[test]
fn ip_store_time() {
    let value = |text: &str| format!(r#"{{"NotIpAddress":{{"a":"{text}"}}}}"#);
    for good in ["192.0.2.1", "192.0.2.7/0", "2001:db8::4/127"] {
        assert_eq!(condition(PolicyType::Identity, &value(good)), None, "{good}");
    }
    for bad in ["::ffff:192.0.2.0/120", "2001:db8::5/127", "192.0.2.0/33", "2001:db8::/129"] {
        is(condition(PolicyType::Identity, &value(bad)), LEGACY);
        assert_eq!(condition(PolicyType::Session, &value(bad)), None, "{bad}");
    }
}
