//! What only one kind of policy asks for.

use crate::document::PolicyType;

use super::super::RCP_SERVICES;
use super::super::refusal::{ORGANIZATIONS, SYNTAX};
use super::{is, says, with};

#[test]
fn principal_by_type() {
    use PolicyType::{Identity, Resource, ServiceControl, Session, Trust};
    let policy = |principal: &str| with(&format!(r#"{principal}"Action":"s3:A","Resource":"*""#));
    let trust = |principal: &str| with(&format!(r#"{principal}"Action":"sts:AssumeRole""#));
    let star = r#""Principal":"*","#;
    let account = r#""Principal":{"AWS":["111122223333","arn:aws:iam::1:root"]},"#;
    is(says(Identity, &policy(star)), "Policy document should not specify a principal.");
    is(says(Session, &policy(account)), "Policy document should not specify a principal.");
    is(says(ServiceControl, &policy(star)), ORGANIZATIONS);
    assert_eq!(says(Resource, &policy(star)), None);
    assert_eq!(says(Resource, &policy(account)), None);
    assert_eq!(says(Resource, &policy(r#""NotPrincipal":{"AWS":"*"},"#)), None);
    is(says(Resource, &policy("")), "Missing required field Principal");
    let allow = policy(r#""NotPrincipal":{"AWS":"*"},"#).replace("Deny", "Allow");
    is(says(Resource, &allow), "Has prohibited field NotPrincipal");

    assert_eq!(says(Trust, &trust(account)), None);
    assert_eq!(says(Trust, &trust(r#""Principal":{"AWS":"*"},"#)), None);
    assert_eq!(says(Trust, &trust(r#""Principal":{"Service":"ec2.amazonaws.com"},"#)), None);
    is(says(Trust, &trust("")), "Missing required field Principal");
    is(says(Trust, &trust(star)), "Invalid principal in policy: \"STAR\":\"*\"");
    is(says(Trust, &policy(account)), "Has prohibited field Resource");
    is(says(Trust, &trust(r#""NotPrincipal":{"AWS":"1"},"#)), "Has prohibited field NotPrincipal");
    let foreign = trust(account).replace("sts:AssumeRole", "s3:Get");
    is(says(Trust, &foreign), "AssumeRole policy may only specify STS AssumeRole actions.");

    for value in [r#""x""#, "[]", "null", r#"["*"]"#, r#"{"aws":"*"}"#, r#"{"AWS":{}}"#, r#"{"AWS":"*","AWS":"*"}"#] {
        is(says(Resource, &policy(&format!(r#""Principal":{value},"#))), SYNTAX);
    }
    for name in ["someone", "", "arn:aws:iam::1:role/*", "arn:aws:iam"] {
        let found = says(Resource, &policy(&format!(r#""Principal":{{"AWS":"{name}"}},"#)));
        is(found, &format!("Invalid principal in policy: \"AWS\":\"{name}\""));
    }
}

#[test]
fn rcp_store_time() {
    let stored = |members: &str| {
        let found = says(PolicyType::ResourceControl, &with(members));
        assert!(found.as_deref().is_none_or(|message| message == ORGANIZATIONS));
        found.is_none()
    };
    let action = |action: &str| format!(r#""Principal":"*","Action":{action},"Resource":"*""#);
    for good in ["\"sqs:SendMessage\"", "\"SQS:NoSuchAction\"", "[\"kms:*\",\"sts:A\"]"] {
        assert!(stored(&action(good)), "{good}");
    }
    for bad in ["\"*\"", "\"iam:GetRole\"", "\"stackdprobe:Read\"", "[\"sqs:A\",\"ec2:B\"]", "\"s*:A\""] {
        assert!(!stored(&action(bad)), "{bad}");
    }
    let principal = |principal: &str| format!(r#"{principal},"Action":"sqs:A","NotResource":"*""#);
    assert!(stored(&principal(r#""Principal":{"AWS":"*"}"#)));
    for bad in [
        r#""Principal":["*"]"#,
        r#""Principal":{"AWS":["*"]}"#,
        r#""Principal":{"AWS":"111122223333"}"#,
        r#""Principal":{"Service":"*"}"#,
        r#""Principal":{}"#,
        r#""NotPrincipal":"*""#,
        r#""Sid":"none""#,
    ] {
        assert!(!stored(&principal(bad)), "{bad}");
    }
    assert!(!stored(r#""Principal":"*","NotAction":"sqs:A","Resource":"*""#));
    let allow = with(&action("\"sqs:A\"")).replace("Deny", "Allow");
    is(says(PolicyType::ResourceControl, &allow), ORGANIZATIONS);
    assert!(RCP_SERVICES.is_sorted() && RCP_SERVICES.len() == 62);
}
