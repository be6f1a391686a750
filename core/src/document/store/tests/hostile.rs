//! Megabytes where a policy has a word. Each takes milliseconds; a quadratic step would take hours.

use crate::document::PolicyType;

use super::{condition, identity, refusal, resource, says, with};

/// A quarter of a million repetitions: megabytes of text, and the debug build stays quick.
const MEGA: usize = 1 << 18;

#[test]
fn a_megabyte_of_one_entry() {
    for piece in [":", "${a:b}", "${:", "*", "?", "\\u003a"] {
        let text = piece.repeat(MEGA);
        for wrong in [
            format!(r#""Action":"{text}","Resource":"*""#),
            format!(r#""Action":"{text}:a","Resource":"*""#),
            format!(r#""Action":"s3:A","Resource":"{text}""#),
            format!(r#""Action":"s3:A","Resource":"arn:aws:*{text}""#),
            format!(r#""Action":"s3:A","Resource":"arn:a{text}x:s3:::b""#),
            format!(r#""Action":"s3:A","Resource":"*","Sid":"{text}""#),
            format!(r#""Action":"s3:A","Resource":"*","Condition":{{"{text}":{{"a":"b"}}}}"#),
            format!(r#""Action":"s3:A","Resource":"*","{text}":"""#),
        ] {
            let error = refusal(PolicyType::Identity, &with(&wrong)).expect("it is refused");
            assert!(error.message().len() < 400, "{}", error.message().len());
        }
        let principal = format!(r#""Principal":{{"AWS":"{text}"}},"Action":"s3:A","Resource":"*""#);
        assert_eq!(says(PolicyType::Resource, &with(&principal)).is_none(), text == "*");
        let covered = format!(r#""Principal":"*","Action":"s3:{piece}","Resource":"*""#);
        let stored = says(PolicyType::ResourceControl, &with(&covered)).is_none();
        assert_eq!(stored, !piece.contains(':') && piece != "\\u003a");
    }
    assert_eq!(resource(&format!("\"arn:aws:s3:::b/{}\"", "${a:b}".repeat(MEGA))), None);
    assert_eq!(resource(&format!("\"arn:{}:s3:::b\"", "*".repeat(MEGA))), None);
}

#[test]
fn a_hundred_thousand_statements_entries_and_keys() {
    let many = |one: &dyn Fn(usize) -> String| (0..100_000).map(one).collect::<Vec<_>>().join(",");
    let statement = |n| format!(r#"{{"Sid":"s{n}","Effect":"Deny","Action":"*","Resource":"*"}}"#);
    let statements = many(&statement);
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#);
    assert_eq!(says(PolicyType::Identity, &text), None);
    let again = text.replace("\"s99999\"", "\"s0\"");
    assert!(says(PolicyType::Identity, &again).is_some());

    let actions = many(&|n| format!("\"s3:{n}\""));
    assert_eq!(identity(&format!(r#""Action":[{actions}],"Resource":"*""#)), None);

    let keys = many(&|n| format!(r#""k{n}":"x""#));
    let block = format!(r#"{{"StringLike":{{{keys}}}}}"#);
    assert_eq!(condition(PolicyType::Identity, &block), None);
}
