//! The checks of principals and trust policies, by what they take to be right and where they say that it is wrong.

#![cfg(feature = "catalog")]

use std::sync::LazyLock;

use iam_eval::PolicyType;
use iam_eval::catalog::Catalog;
use iam_eval::validate::{PolicyResourceType, ValidateOptions, Validation, validate};
use proptest::prelude::*;

static CATALOG: LazyLock<Catalog> = LazyLock::new(Catalog::embedded);

fn look(policy_type: PolicyType, text: &str) -> Validation {
    validate(text, &ValidateOptions::new(policy_type).catalog(&CATALOG)).unwrap()
}

fn trust(statement: &str) -> Validation {
    look(PolicyType::Trust, &format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{statement}}}}}"#))
}

fn count(found: &Validation, code: &str) -> usize {
    found.findings.iter().filter(|finding| finding.code() == code).count()
}

fn has(found: &Validation, code: &str) -> bool {
    count(found, code) > 0
}

const GITHUB: &str = "arn:aws:iam::111122223333:oidc-provider/token.actions.githubusercontent.com";

fn github(conditions: &str) -> Validation {
    trust(&format!(
        r#""Principal":{{"Federated":"{GITHUB}"}},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{conditions}"#
    ))
}

#[test]
fn a_malformed_provider_is_all_that_is_said_of_it() {
    let found = trust(r#""Principal":{"Federated":["corp","accounts.google.com:sub"]},"Action":"sts:AssumeRole""#);
    assert_eq!(count(&found, "INVALID_FEDERATED_PRINCIPAL_SYNTAX_IN_ROLE_TRUST_POLICY"), 2);
    assert!(!has(&found, "MISMATCHED_ACTION_FOR_PRINCIPAL"));
    assert!(!has(&found, "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"));
}

#[test]
fn an_action_is_said_once_with_all_principals_that_cannot_call_it() {
    let found = trust(
        r#""Principal":{"AWS":["444455556666","777788889999"],"Federated":"arn:aws:iam::111122223333:saml-provider/a"},
"Action":["sts:AssumeRole","sts:assumerolewithsaml","sts:TagSession"]"#,
    );
    let mismatched = found.findings.iter().filter(|finding| finding.code() == "MISMATCHED_ACTION_FOR_PRINCIPAL");
    let places: Vec<_> = mismatched.map(|finding| finding.locations.len()).collect();
    assert_eq!(places, [2, 3], "an action and those who cannot call it");
}

#[test]
fn a_trust_policy_may_come_without_its_type() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Resource":"*","Action":"sts:AssumeRole",
"Principal":{"Federated":"accounts.google.com","Service":"lambda.amazonaws.com"}}}"#;
    let found = look(PolicyType::Resource, text);
    assert!(has(&found, "MISMATCHED_ACTION_FOR_PRINCIPAL"));
    assert!(!has(&found, "FEDERATED_PRINCIPAL_NOT_SUPPORTED") && !has(&found, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"));
    let options = ValidateOptions::default().catalog(&CATALOG).resource_type(PolicyResourceType::DynamoDbTable);
    let found = validate(text, &options).unwrap();
    assert!(has(&found, "FEDERATED_PRINCIPAL_NOT_SUPPORTED"));
    assert!(has(&found, "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL"));
}

#[test]
fn github_is_to_name_a_repository_and_a_branch() {
    let of = |subject: &str, more: &str| {
        let found =
            github(&format!(r#"{{"StringLike":{{"token.actions.githubusercontent.com:sub":"{subject}"{more}}}}}"#));
        has(&found, "SPECIFIC_GITHUB_REPO_AND_BRANCH_RECOMMENDED")
    };
    for right in ["repo:a/b:ref:refs/heads/main", "repo:a@1/b@2:ref:refs/heads/x/y"] {
        assert!(!of(right, ""), "{right}");
    }
    for wrong in [
        "repo:a/b:ref:refs/heads/",
        "repo:a/b:ref:refs/tags/v1",
        "repo:a/*:ref:refs/heads/main",
        "repo:a:ref:refs/heads/main",
        "repo:a/b/c:ref:refs/heads/main",
        "repo:a/b:environment:prod",
        "repo:a/b:ref:refs/heads/ma?n",
        "organization:a",
        "*",
        "",
    ] {
        assert!(of(wrong, ""), "{wrong}");
    }
    let branch = r#","token.actions.githubusercontent.com:ref":"refs/heads/main""#;
    let branches = r#","token.actions.githubusercontent.com:ref":["refs/heads/a","refs/heads/b"]"#;
    let pattern = r#","token.actions.githubusercontent.com:ref":"refs/heads/*""#;
    assert!(!of("repo:a/b:environment:prod", branch));
    assert!(of("repo:a/b:environment:prod", branches) && of("repo:a/b:environment:prod", pattern));
    assert!(of("repo:a/*", branch));
}

#[test]
fn a_claim_counts_only_for_its_own_issuer() {
    let found = github(r#"{"StringEquals":{"accounts.google.com:aud":"a","accounts.google.com:sub":"b"}}"#);
    assert!(has(&found, "MISSING_CONDITION_KEY_FOR_OIDC_PRINCIPAL"));
    assert!(has(&found, "MISSING_GITHUB_REPO_CONDITION_KEY"));
    assert!(!has(&found, "CONFIRM_AUDIENCE_CLAIM_TYPE"));
}

#[test]
fn whether_a_claim_is_there_is_no_test_of_it() {
    let found = github(
        r#"{"Null":{"token.actions.githubusercontent.com:aud":"false"},
"StringEquals":{"token.actions.githubusercontent.com:sub":"repo:a/b:ref:refs/heads/main"}}"#,
    );
    assert!(!has(&found, "CONFIRM_AUDIENCE_CLAIM_TYPE"));
}

#[test]
fn each_service_that_is_not_restricted_is_named() {
    let of = |condition: &str| {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"Service":["sns.amazonaws.com",
"s3.amazonaws.com"]}},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"{condition}}}}}"#
        );
        count(&look(PolicyType::Resource, &text), "RESTRICT_ACCESS_TO_SERVICE_PRINCIPAL")
    };
    assert_eq!(of(""), 2);
    assert_eq!(of(r#","Condition":{"StringEquals":{"aws:PrincipalAccount":"111122223333"}}"#), 2);
    assert_eq!(of(r#","Condition":{"ArnLike":{"AWS:SOURCEARN":"arn:aws:s3:::a"}}"#), 0);
    assert_eq!(of(r#","Condition":{"ForAnyValue:StringLike":{"aws:SourceOrgPaths":"o-a1b2c3d4e5/*"}}"#), 0);
}

#[test]
fn a_list_of_hostile_length_is_done_or_ends_in_a_limit() {
    let many = |value: &str, count: usize| vec![value; count].join(",");
    let check = |statement: &str| {
        let text = format!(r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow",{statement}}}}}"#);
        let options = ValidateOptions::new(PolicyType::Trust).catalog(&CATALOG);
        match validate(&text, &options) {
            Ok(found) => assert!(found.findings.len() < 1_000_000),
            Err(error) => assert!(error.is_limit(), "{error}"),
        }
    };
    let accounts = many(r#""444455556666""#, 20_000);
    let saml = many(r#""arn:aws:iam::111122223333:saml-provider/a""#, 20_000);
    let actions = many(r#""sts:AssumeRole""#, 20_000);
    check(&format!(r#""Principal":{{"AWS":[{accounts}],"Federated":[{saml}]}},"Action":[{actions}]"#));
    check(&format!(
        r#""Principal":{{"AWS":[{accounts}],"Federated":["arn:aws:iam::111122223333:saml-provider/a"]}},"Action":[{actions}]"#
    ));
    let issuers = many(r#""id.example.com""#, 20_000);
    let keys: Vec<_> = (0..20_000).map(|at| format!(r#""id{at}.example.com:aud":"a""#)).collect();
    check(&format!(
        r#""Principal":{{"Federated":[{issuers}]}},"Action":"sts:AssumeRoleWithWebIdentity","Condition":{{"StringEquals":{{{}}}}}"#,
        keys.join(",")
    ));
    let long = format!("token.actions.githubusercontent.com/{}", "a".repeat(100_000));
    check(&format!(
        r#""Principal":{{"Federated":"arn:aws:iam::111122223333:oidc-provider/{long}"}},"Action":"sts:AssumeRoleWithWebIdentity",
"Condition":{{"StringLike":{{"{long}:sub":[{}]}}}}"#,
        many(r#""*""#, 20_000)
    ));
    let sessions = many(r#""arn:aws:sts::444455556666:assumed-role/a/b""#, 20_000);
    check(&format!(
        r#""Principal":{{"AWS":["arn:aws:iam::444455556666:role/a",{sessions}]}},"Action":"sts:AssumeRole""#
    ));
    let trusts: Vec<_> = (0..1_000)
        .map(|_| {
            r#"{"Effect":"Allow","Principal":{"Service":"rolesanywhere.amazonaws.com"},"Action":"sts:A*?*?*?*?*?*?*x"}"#
        })
        .collect();
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, trusts.join(","));
    let found = look(PolicyType::Trust, &text);
    assert_eq!(count(&found, "MISSING_ACTION_FOR_ROLES_ANYWHERE_TRUST_POLICY"), 1_000);
}

fn text_of_a_principal() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "*",
        "?",
        "${",
        "}",
        ":",
        "/",
        ".",
        "-",
        "arn:aws:iam::111122223333:",
        "arn:aws:sts::",
        "role/",
        "saml-provider/",
        "oidc-provider/",
        "assumed-role/",
        "amazonaws.com",
        ".amazonaws.com",
        "ec2",
        "AROA",
        "AIDA",
        "token.actions",
        ".githubusercontent.com",
        "accounts.google.com",
        "é",
        "\u{1F511}",
        "0123456789ABCDEF",
        " ",
    ]);
    prop::collection::vec(pieces, 0..6).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Whatever stands where, there is an answer whose places lie inside, and a fix leaves JSON.
    #[test]
    fn any_principal_has_an_answer(
        kind in prop::sample::select(vec!["AWS", "aws", "Service", "Federated", "federated", "CanonicalUser", "x"]),
        values in prop::collection::vec(text_of_a_principal(), 0..5),
        bare in any::<bool>(),
        negated in any::<bool>(),
        claim in text_of_a_principal(),
        operator in prop::sample::select(vec!["StringLike", "ForAnyValue:StringEquals", "Null", "StringNotLike", "nope"]),
        policy_type in prop::sample::select(vec![PolicyType::Trust, PolicyType::Resource, PolicyType::Identity]),
    ) {
        let principal = match values.first().filter(|_| bare) {
            Some(first) => serde_json::json!(first),
            None => serde_json::json!({ kind: values.clone() }),
        };
        let name = if negated { "NotPrincipal" } else { "Principal" };
        let document = serde_json::json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": ["sts:AssumeRole", "sts:AssumeRoleWithSAML"], name: principal,
            "Condition": {operator: {format!("{claim}:aud"): claim, format!("{claim}:sub"): claim, "kms:ViaService": claim}},
        }]});
        let text = serde_json::to_string_pretty(&document).unwrap();
        for finding in look(policy_type, &text).findings {
            prop_assert!(finding.locations.iter().all(|location| location.span.slice(&text).is_some()));
            for fix in &finding.fixes {
                let mended = fix.apply(&text).unwrap();
                prop_assert!(serde_json::from_str::<serde_json::Value>(&mended).is_ok(), "{mended}");
            }
        }
    }
}
