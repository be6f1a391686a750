//! Access from beyond a zone of trust, and what describes it.

#![allow(clippy::needless_pass_by_value)] // rows are read more easily without references

use iam_eval::analyze::{
    AnalyzeOptions, ExternalAccess, Region, ResourceControlRestriction, Verdict, ZoneOfTrust, find_external_access,
};
use iam_eval::{ParseOptions, Policy, Profile};
use serde_json::{Value, json};

const HOME: &str = "111122223333";

fn read(document: &Value) -> Policy {
    let text = document.to_string();
    ParseOptions::new().profile(Profile::Lenient).parse(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn zone() -> ZoneOfTrust {
    ZoneOfTrust { accounts: vec![HOME.into()], organizations: vec!["o-home000000".into()] }
}

/// Findings, each of them held by the policy, and all of the access described by them.
fn find(statements: &Value, controls: &[Policy]) -> ExternalAccess {
    let policy = read(&json!({"Version": "2012-10-17", "Statement": statements}));
    let found = find_external_access(&policy, &zone(), controls, &AnalyzeOptions::default());
    for finding in &found.findings {
        assert!(Region::of_resource(&policy).holds(&finding.witness), "{statements}: {finding:?}");
        let account = finding.witness.principal().and_then(|principal| principal.account());
        assert!(finding.principal.0 == "Federated" || account != Some(HOME), "{finding:?}");
        assert!(!finding.sources.is_empty(), "{finding:?}");
    }
    assert!(found.coverage.is_proved(), "{statements}: {:?}", found.coverage);
    assert_eq!(found.verdict.is_proved(), found.findings.is_empty());
    found
}

/// Each finding in a line: whom, what, on which condition.
fn lines(statements: &Value) -> Vec<String> {
    let found = find(statements, &[]);
    let line = |finding: &iam_eval::analyze::ExternalFinding| {
        let condition: Vec<String> = finding.condition.iter().map(|(key, value)| format!("{key}={value}")).collect();
        let public = if finding.is_public { " public" } else { "" };
        format!("{} {} [{}]{public}", finding.principal.1, finding.actions.join("+"), condition.join(","))
    };
    let mut lines: Vec<String> = found.findings.iter().map(line).collect();
    lines.sort();
    lines
}

fn allow(principal: Value, action: &str, condition: Value) -> Value {
    let mut statement = json!({"Effect": "Allow", "Principal": principal, "Action": action, "Resource": "*"});
    if condition.is_object() {
        statement["Condition"] = condition;
    }
    statement
}

#[test]
fn nothing_inside_the_zone_is_reported() {
    for statement in [
        allow(json!({"AWS": HOME}), "s3:*", json!(null)),
        allow(json!({"AWS": "arn:aws:iam::111122223333:role/r"}), "s3:*", json!(null)),
        allow(json!({"Service": "sns.amazonaws.com"}), "s3:*", json!(null)),
        allow(json!("*"), "s3:*", json!({"StringEquals": {"aws:PrincipalOrgID": "o-home000000"}})),
        allow(json!("*"), "s3:*", json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": "o-home000000/*"}})),
        allow(json!("*"), "s3:*", json!({"StringEquals": {"aws:PrincipalAccount": HOME}})),
        allow(json!("*"), "s3:*", json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::111122223333:role/*"}})),
        allow(json!("*"), "s3:*", json!({"StringEquals": {"aws:SourceAccount": HOME}})),
        allow(json!("*"), "s3:*", json!({"ArnLike": {"aws:SourceArn": "arn:aws:sns:*:111122223333:*"}})),
        allow(json!("*"), "kms:*", json!({"StringEquals": {"kms:CallerAccount": HOME}})),
        allow(json!({"AWS": "222233334444"}), "s3:*", json!({"StringEquals": {"aws:PrincipalOrgID": "o-home000000"}})),
    ] {
        assert_eq!(lines(&statement), Vec::<String>::new(), "{statement}");
    }
}

#[test]
fn the_broadest_description_is_reported() {
    let both = json!([
        allow(json!({"AWS": "222233334444"}), "s3:GetObject", json!(null)),
        allow(json!("*"), "s3:GetObject", json!(null)),
        allow(json!({"AWS": "arn:aws:iam::333344445555:role/r"}), "s3:PutObject", json!(null)),
    ]);
    assert_eq!(lines(&both), ["* s3:GetObject [] public", "arn:aws:iam::333344445555:role/r s3:PutObject []"]);
    let account_and_role =
        allow(json!({"AWS": ["222233334444", "arn:aws:iam::222233334444:role/r"]}), "s3:*", json!(null));
    // that the account holds the role is not said by the names alone
    assert!(lines(&account_and_role).contains(&"222233334444 s3:* []".to_owned()));
    let two_actions = json!([
        allow(json!({"AWS": "222233334444"}), "s3:Get*", json!(null)),
        allow(json!({"AWS": "222233334444"}), "s3:GetObject", json!(null)),
        allow(json!({"AWS": "222233334444"}), "s3:PutObject", json!(null)),
    ]);
    assert_eq!(lines(&two_actions), ["222233334444 s3:Get*+s3:PutObject []"]);
}

#[test]
fn a_condition_describes_who_is_let_in() {
    let rows: [(Value, &[&str]); 12] = [
        (
            json!({"StringEquals": {"aws:PrincipalOrgID": ["o-home000000", "o-partner000"]}}),
            &["* a:b [aws:PrincipalOrgID=o-partner000]"],
        ),
        (
            json!({"ForAnyValue:StringLike": {"aws:PrincipalOrgPaths": ["o-partner000/r-1/*"]}}),
            &["* a:b [aws:PrincipalOrgPaths=o-partner000/r-1/*]"],
        ),
        (
            json!({"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}}),
            &["* a:b [aws:SourceVpc=vpc-1]", "* a:b [aws:SourceVpc=vpc-2]"],
        ),
        (json!({"IpAddress": {"aws:SourceIp": "203.0.113.0/24"}}), &["* a:b [aws:SourceIp=203.0.113.0/24]"]),
        (json!({"IpAddress": {"aws:SourceIp": "0.0.0.0/0"}}), &["* a:b [] public"]),
        (
            json!({"StringEquals": {"aws:PrincipalAccount": "222233334444"}}),
            &["* a:b [aws:PrincipalAccount=222233334444]"],
        ),
        (
            json!({"ArnLike": {"aws:PrincipalArn": "arn:aws:iam::222233334444:role/x*"}}),
            &["* a:b [aws:PrincipalArn=arn:aws:iam::222233334444:role/x*]"],
        ),
        (json!({"StringEquals": {"kms:CallerAccount": "222233334444"}}), &["* a:b [kms:CallerAccount=222233334444]"]),
        (json!({"StringLike": {"aws:userid": "AROAX:*"}}), &["* a:b [aws:userid=AROAX:*]"]),
        (
            json!({"StringEquals": {"aws:PrincipalOrgID": "o-partner000", "aws:SourceVpc": "vpc-1"}}),
            &["* a:b [aws:PrincipalOrgID=o-partner000,aws:SourceVpc=vpc-1]"],
        ),
        (json!({"StringEquals": {"aws:UserAgent": "x"}}), &["* a:b [] public"]),
        (json!({"StringNotEquals": {"aws:PrincipalAccount": HOME}}), &["* a:b [] public"]),
    ];
    for (condition, expected) in rows {
        let statement = allow(json!("*"), "a:b", condition);
        assert_eq!(lines(&statement), expected, "{statement}");
    }
    let account = allow(
        json!({"AWS": "222233334444"}),
        "a:b",
        json!({"StringEquals": {"aws:SourceVpc": "vpc-1", "s3:prefix": "x"}}),
    );
    assert_eq!(lines(&account), ["222233334444 a:b [aws:SourceVpc=vpc-1]"]);
}

#[test]
fn a_deny_narrows_what_is_let_in() {
    let deny = |condition: Value| json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition});
    let only = |condition: Value| lines(&json!([allow(json!("*"), "a:b", json!(null)), deny(condition)]));
    assert_eq!(only(json!({"StringNotEquals": {"aws:PrincipalOrgID": "o-home000000"}})), Vec::<String>::new());
    assert_eq!(
        only(json!({"StringNotEquals": {"aws:PrincipalOrgID": "o-partner000"}})),
        ["* a:b [aws:PrincipalOrgID=o-partner000]"]
    );
    assert_eq!(
        only(json!({"NotIpAddress": {"aws:SourceIp": "203.0.113.0/24"}})),
        ["* a:b [aws:SourceIp=203.0.113.0/24]"]
    );
    let except = json!([
        allow(json!("*"), "a:b", json!(null)),
        {"Effect": "Deny", "NotPrincipal": {"AWS": ["222233334444", "arn:aws:iam::222233334444:role/r"]}, "Action": "*", "Resource": "*"},
    ]);
    assert!(lines(&except).contains(&"222233334444 a:b []".to_owned()));
}

#[test]
fn federated_callers_are_outside() {
    let provider = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";
    let sub = "token.actions.githubusercontent.com:sub";
    let trust =
        |condition: Value| lines(&allow(json!({"Federated": provider}), "sts:AssumeRoleWithWebIdentity", condition));
    let action = "sts:AssumeRoleWithWebIdentity";
    assert_eq!(trust(json!(null)), [format!("{provider} {action} [] public")]);
    assert_eq!(
        trust(json!({"StringLike": {sub: "repo:acme/*"}})),
        [format!("{provider} {action} [{sub}=repo:acme/*]")]
    );
    let saml = "arn:aws:iam::111122223333:saml-provider/corp";
    assert_eq!(
        lines(&allow(json!({"Federated": saml}), "sts:AssumeRoleWithSAML", json!(null))),
        [format!("{saml} sts:AssumeRoleWithSAML []")]
    );
}

#[test]
fn resource_control_policies_narrow_it() {
    let control = |condition: Value| {
        vec![read(&json!({"Version": "2012-10-17", "Statement":
            {"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*", "Condition": condition}}))]
    };
    let open = allow(json!("*"), "s3:GetObject", json!(null));
    let home = control(
        json!({"StringNotEqualsIfExists": {"aws:PrincipalOrgID": "o-home000000"}, "BoolIfExists": {"aws:PrincipalIsAWSService": "false"}}),
    );
    assert_eq!(find(&open, &home).findings.len(), 0);
    let insecure = control(json!({"Bool": {"aws:SecureTransport": "false"}}));
    let found = find(&open, &insecure);
    assert_eq!(found.findings[0].resource_control_policy_restriction, ResourceControlRestriction::Applied);
    let trust = allow(json!({"Federated": "accounts.google.com"}), "sts:AssumeRoleWithWebIdentity", json!(null));
    let pool = control(json!({"StringNotEquals": {"accounts.google.com:aud": "mine"}}));
    let found = find(&trust, &pool);
    assert_eq!(found.findings[0].condition.get("accounts.google.com:aud").map(String::as_str), Some("mine"));
}

#[test]
fn many_names_stay_within_the_steps() {
    let accounts: Vec<String> = (0..120).map(|nth| format!("{:012}", 200_000_000_000_u64 + nth)).collect();
    let orgs: Vec<String> = (0..40).map(|nth| format!("o-partner{nth:03}")).collect();
    let policy = read(&json!({"Version": "2012-10-17", "Statement": [
        allow(json!({"AWS": accounts}), "s3:GetObject", json!({"StringEquals": {"aws:SourceVpc": ["vpc-1", "vpc-2"]}})),
        allow(json!("*"), "s3:PutObject", json!({"StringEquals": {"aws:PrincipalOrgID": orgs}})),
    ]}));
    let found = find_external_access(&policy, &zone(), &[], &AnalyzeOptions::default());
    assert!(!found.verdict.is_proved() && !found.findings.is_empty());
    assert!(matches!(found.coverage, Verdict::Proved | Verdict::Undecided(_) | Verdict::Refuted(_)));
    println!("{} findings, {:?}", found.findings.len(), matches!(found.coverage, Verdict::Proved));
}
