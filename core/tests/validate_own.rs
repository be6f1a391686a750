//! Findings of our own: quiet on AWS's policies and on what loud tools complain of, and every witness holds.
#![cfg(feature = "catalog")]

use std::path::Path;

use iam_eval::analyze::Region;
use iam_eval::catalog::Catalog;
use iam_eval::validate::{Finding, FindingType, OwnFindings, PolicyResourceType, ValidateOptions, validate};
use iam_eval::{Policy, PolicySet, PolicyType};

fn own(text: &str, options: &ValidateOptions<'_>) -> Vec<Finding> {
    let answer = validate(text, options).unwrap();
    answer.findings.into_iter().filter(|finding| finding.code().starts_with("IE_")).collect()
}

fn identity(catalog: &Catalog, wanted: OwnFindings) -> ValidateOptions<'_> {
    ValidateOptions::new(PolicyType::Identity).catalog(catalog).own(wanted)
}

fn codes(findings: &[Finding]) -> Vec<&'static str> {
    let mut codes: Vec<_> = findings.iter().map(Finding::code).collect();
    codes.sort_unstable();
    codes.dedup();
    codes
}

fn document(statements: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#)
}

#[test]
fn managed_policies_are_mostly_quiet_and_every_witness_is_let_through() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/managed-policies.ndjson");
    let Ok(text) = std::fs::read_to_string(path) else {
        eprintln!("skipped: no managed policies here");
        return;
    };
    let catalog = Catalog::embedded();
    let (mut all, mut with_findings) = (0, 0);
    for line in text.lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = row["document"].to_string();
        let findings = own(&text, &identity(&catalog, OwnFindings::Default));
        all += 1;
        with_findings += usize::from(!findings.is_empty());
        if findings.is_empty() {
            continue;
        }
        let set = PolicySet::builder().identity([text.parse::<Policy>().unwrap()]).build();
        for finding in findings {
            assert_ne!(finding.finding_type(), FindingType::Error, "{}: {}", row["name"], finding.code());
            assert!(!finding.locations.is_empty() && !finding.details.is_empty());
            if let Some(witness) = &finding.witness {
                assert!(set.evaluate(witness).is_allowed(), "{}: {}", row["name"], finding.details);
            }
        }
    }
    assert!(with_findings * 100 <= all * 15, "{with_findings} of {all}");
}

#[test]
fn what_loud_tools_complain_of_is_quiet() {
    let catalog = Catalog::embedded();
    for statements in [
        // actions that have no resource type
        r#"{"Effect":"Allow","Action":["s3:ListAllMyBuckets","ec2:DescribeInstances","iam:ListUsers"],"Resource":"*"}"#,
        // conditions are a restriction
        r#"{"Effect":"Allow","Action":["s3:PutObject","s3:GetObject"],"Resource":"*",
            "Condition":{"StringEquals":{"aws:ResourceTag/team":"${aws:PrincipalTag/team}"}}}"#,
        r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}"#,
        r#"{"Effect":"Allow","Action":"kms:PutKeyPolicy","Resource":"*",
            "Condition":{"ArnLike":{"aws:PrincipalArn":"arn:aws:iam::111122223333:role/keys/*"}}}"#,
        r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*","Condition":{"StringEquals":{"aws:ResourceTag/team":"a"}}}"#,
        // a role may be passed to one service alone
        r#"{"Effect":"Allow","Action":"iam:PassRole","Resource":"*","Condition":{"StringEquals":{"iam:PassedToService":"ec2.amazonaws.com"}}},
            {"Effect":"Allow","Action":["lambda:CreateFunction","lambda:InvokeFunction"],"Resource":"arn:aws:lambda:*:111122223333:function:team-*"}"#,
        // one's own keys
        r#"{"Effect":"Allow","Action":["iam:CreateAccessKey","iam:ListAccessKeys"],"Resource":"arn:aws:iam::*:user/${aws:username}"}"#,
        // second factors as AWS's page has them
        r#"{"Effect":"Deny","NotAction":["iam:ListMFADevices","sts:GetSessionToken"],"Resource":"*",
            "Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}"#,
    ] {
        let text = document(statements);
        let found = own(&text, &identity(&catalog, OwnFindings::All));
        // a path that a user may take with his own key is one all the same
        let found: Vec<_> = found.into_iter().filter(|finding| finding.code() != "IE_ESCALATION_PATH").collect();
        assert_eq!(codes(&found), [""; 0], "{text}: {:?}", found.first().map(|finding| &finding.details));
    }
}

#[test]
fn a_deny_counts() {
    let catalog = Catalog::embedded();
    for statements in [
        r#"{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","NotAction":"s3:List*","Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":"iam:*","Resource":"*"},{"Effect":"Deny","Action":"iam:*","Resource":"*"}"#,
        r#"{"Effect":"Allow","Action":["iam:PassRole","lambda:*"],"Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*"}"#,
        r#"{"Effect":"Allow","NotAction":"iam:*","Resource":"*"},{"Effect":"Deny","NotAction":"ec2:Describe*","Resource":"*"}"#,
    ] {
        let found = own(&document(statements), &identity(&catalog, OwnFindings::Default));
        assert_eq!(codes(&found), [""; 0], "{statements}");
    }
}

#[test]
fn consequences_are_named() {
    let catalog = Catalog::embedded();
    for (statements, wanted) in [
        (r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#, &["IE_FULL_ADMINISTRATOR"] as &[_]),
        (r#"{"Effect":"Allow","Action":"*:*","Resource":"*"}"#, &["IE_FULL_ADMINISTRATOR"]),
        (
            r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#,
            &["IE_SERVICE_WILDCARD", "IE_RESOURCE_EXPOSURE", "IE_UNBOUNDED_WRITE"],
        ),
        (r#"{"Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::*"}"#, &["IE_UNBOUNDED_WRITE"]),
        (
            r#"{"Effect":"Allow","Action":"iam:AttachUserPolicy","Resource":"*"}"#,
            &["IE_ESCALATION_PATH", "IE_UNBOUNDED_PERMISSIONS_MANAGEMENT"],
        ),
        (r#"{"Effect":"Allow","Action":"iam:createaccesskey","Resource":"*"}"#, &["IE_CREDENTIALS_EXPOSURE"]),
        (r#"{"Effect":"Allow","Action":["dynamodb:Scan"],"Resource":"*"}"#, &["IE_DATA_EXFILTRATION"]),
        (
            r#"{"Effect":"Allow","Action":"s3:ListBucket","Resource":"arn:aws:s3:::reports/*"}"#,
            &["IE_ACTION_RESOURCE_MISMATCH"],
        ),
        (
            r#"{"Effect":"Allow","Action":"sns:Publish","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}"#,
            &["IE_ACTION_RESOURCE_MISMATCH"],
        ),
        (
            r#"{"Effect":"Allow","Action":"sqs:SendMessage","NotResource":"arn:aws:sqs:*:*:audit"}"#,
            &["IE_ALLOW_NOT_RESOURCE"],
        ),
    ] {
        let text = document(statements);
        let found = own(&text, &identity(&catalog, OwnFindings::All));
        let set = PolicySet::builder().identity([text.parse::<Policy>().unwrap()]).build();
        for code in wanted {
            assert!(codes(&found).contains(code), "{code} in {:?}: {text}", codes(&found));
        }
        for witness in found.iter().filter_map(|finding| finding.witness.as_deref()) {
            assert!(set.evaluate(witness).is_allowed(), "{text}");
        }
    }
}

#[test]
fn a_request_without_a_second_factor_is_shown() {
    let catalog = Catalog::embedded();
    let text = document(
        r#"{"Effect":"Allow","Action":"ec2:*","Resource":"*"},{"Effect":"Deny","Action":"ec2:Terminate*","Resource":"*",
            "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"false"}}}"#,
    );
    let found = own(&text, &identity(&catalog, OwnFindings::Default));
    let finding = found.iter().find(|finding| finding.code() == "IE_MFA_FAILS_OPEN").unwrap();
    let witness = finding.witness.as_deref().unwrap();
    let set = PolicySet::builder().identity([text.parse::<Policy>().unwrap()]).build();
    assert!(set.evaluate(witness).is_allowed());
    let mended = finding.fixes[0].apply(&text).unwrap();
    assert!(mended.contains(r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent""#));
    assert_eq!(finding.locations[0].span.slice(&text), Some(r#""aws:MultiFactorAuthPresent""#));
}

#[test]
fn the_policies_of_resources_are_asked_about_outsiders() {
    let catalog = Catalog::embedded();
    let cases = [
        (r#""Principal":"*""#, "", &["IE_PUBLIC_ACCESS"] as &[_]),
        (r#""Principal":{"AWS":"*"}"#, r#","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}"#, &[]),
        (r#""Principal":{"Service":"sns.amazonaws.com"}"#, "", &["IE_CONFUSED_DEPUTY"]),
        (
            r#""Principal":{"Service":"sns.amazonaws.com"}"#,
            r#","Condition":{"ArnLike":{"aws:SourceArn":"arn:aws:sns:*:111122223333:*"}}"#,
            &[],
        ),
        (r#""Principal":{"AWS":"111122223333"}"#, "", &[]),
        (r#""NotPrincipal":{"AWS":"111122223333"}"#, "", &["IE_ALLOW_NOT_PRINCIPAL", "IE_PUBLIC_ACCESS"]),
    ];
    for (who, condition, wanted) in cases {
        let text = document(&format!(
            r#"{{"Effect":"Allow",{who},"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"{condition}}}"#
        ));
        let options = ValidateOptions::new(PolicyType::Resource).catalog(&catalog).own(OwnFindings::Default);
        let found = own(&text, &options);
        assert_eq!(codes(&found), wanted, "{text}");
        let region = Region::of_resource(&text.parse().unwrap());
        for finding in &found {
            assert!(region.holds(finding.witness.as_deref().unwrap()), "{}", finding.code());
        }
    }
    let trust = document(r#"{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}"#);
    let options = ValidateOptions::new(PolicyType::Trust)
        .resource_type(PolicyResourceType::RoleTrust)
        .catalog(&catalog)
        .own(OwnFindings::Default);
    assert_eq!(codes(&own(&trust, &options)), ["IE_PUBLIC_ACCESS"]);
}

#[test]
fn a_document_that_is_no_policy_has_no_findings_of_ours() {
    let catalog = Catalog::embedded();
    for text in ["", "[]", r#"{"Statement":7}"#, r#"{"Statement":[{"Effect":"Allow","Action":{},"Resource":"*"}]}"#] {
        assert_eq!(codes(&own(text, &identity(&catalog, OwnFindings::All))), [""; 0], "{text}");
    }
}

#[test]
fn hostile_documents_end() {
    let catalog = Catalog::embedded();
    let many = |count: usize, one: &dyn Fn(usize) -> String| (0..count).map(one).collect::<Vec<_>>().join(",");
    let documents = [
        document(&many(200, &|at| {
            format!(r#"{{"Effect":"Allow","Action":"s{at}:*a*a*a*","Resource":"arn:aws:s3:::*{at}*a*b*c*"}}"#)
        })),
        document(&many(200, &|at| {
            format!(
                r#"{{"Effect":"Deny","Action":"*","Resource":"*{at}*","Condition":{{"Bool":{{"aws:MultiFactorAuthPresent":"false"}}}}}}"#
            )
        })),
        document(&format!(
            r#"{{"Effect":"Allow","Action":[{}],"Resource":[{}]}}"#,
            many(150, &|_| r#""iam:*e*""#.to_owned()),
            many(150, &|at| format!(r#""arn:aws:iam::*:*{at}*{at}*""#))
        )),
        document(&format!(
            r#"{{"Effect":"Allow","NotAction":[{}],"NotResource":"arn:aws:s3:::x"}},{{"Effect":"Deny","Action":[{}],"Resource":"*?*"}}"#,
            many(100, &|at| format!(r#""*{at}*a*""#)),
            many(100, &|at| format!(r#""*a*{at}*""#)),
        )),
    ];
    for policy_type in [PolicyType::Identity, PolicyType::Resource, PolicyType::ServiceControl] {
        for text in &documents {
            let options = ValidateOptions::new(policy_type).catalog(&catalog).own(OwnFindings::All);
            if let Err(error) = validate(text, &options) {
                assert!(error.is_limit(), "{error}");
            }
        }
    }
}

#[test]
fn one_check_does_not_hang_on_others() {
    let catalog = Catalog::embedded();
    let text = document(
        r#"{"Effect":"Allow","Action":["iam:*","lambda:*","ec2:*","s3:*"],"Resource":"*"},
            {"Effect":"Deny","Action":["iam:Delete*","s3:*Policy"],"Resource":"arn:aws:*:*:*:*a*b*c*"},
            {"Effect":"Allow","NotAction":"iam:*","Resource":"*"}"#,
    );
    let few = own(&text, &identity(&catalog, OwnFindings::Default));
    let all = own(&text, &identity(&catalog, OwnFindings::All));
    let all: Vec<_> = all.iter().filter(|finding| !finding.check.is_loud()).map(|finding| &finding.details).collect();
    assert_eq!(few.iter().map(|finding| &finding.details).collect::<Vec<_>>(), all);
    assert!(!few.is_empty());
}
