//! Of outsiders made at random none gets through where a policy is said not to be public, and whoever is shown gets
//! through and is an outsider.

use std::sync::OnceLock;

use iam_eval::analyze::{
    AnalyzeOptions, Region, ResourceType, Verdict, ZoneOfTrust, check_no_public_access, find_external_access,
};
use iam_eval::{Lookup, Policy, Principal, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

const PRINCIPALS: &[&str] = &[
    r#""*""#,
    r#"{"AWS":"*"}"#,
    r#"{"AWS":"111122223333"}"#,
    r#"{"AWS":"arn:aws:iam::222233334444:role/r"}"#,
    r#"{"Service":"sns.amazonaws.com"}"#,
    r#"{"AWS":["222233334444","arn:aws:iam::111122223333:user/u"]}"#,
];

/// Keys, and what policies compare them with.
const KEYS: &[(&str, &[&str])] = &[
    ("aws:PrincipalOrgID", &["o-aaaaaaaaaa", "o-*", "*", "o-a*"]),
    ("aws:PrincipalAccount", &["111122223333", "9*", "anonymous"]),
    ("aws:PrincipalArn", &["arn:aws:iam::111122223333:role/r", "arn:aws:iam::*:user/outsider", "arn:aws:iam::9*", "*"]),
    ("aws:SourceVpc", &["vpc-1", "vpc-*", "vpc-1*"]),
    ("aws:SourceAccount", &["111122223333", "9*", "*"]),
    ("aws:SourceArn", &["arn:aws:sns:us-east-1:111122223333:t", "arn:aws:sns:*:*:t", "arn:aws:s3:::bucket"]),
    ("aws:userid", &["AROAX:*", "AROA*", "*:job", "anonymous"]),
    ("aws:UserAgent", &["x", "*y"]),
    ("aws:username", &["outsider", "u"]),
];

fn condition() -> impl Strategy<Value = (String, String, Vec<String>)> {
    let operators = prop::sample::select(vec![
        "StringEquals",
        "StringLike",
        "StringNotEquals",
        "StringNotLike",
        "StringLikeIfExists",
        "StringEqualsIfExists",
        "ForAnyValue:StringLike",
        "ForAllValues:StringLike",
    ]);
    let texts = (prop::sample::select(KEYS), operators).prop_flat_map(|((key, values), operator)| {
        prop::collection::vec(prop::sample::select(values), 1..3).prop_map(move |values| {
            (operator.to_owned(), key.to_owned(), values.into_iter().map(str::to_owned).collect())
        })
    });
    let ranges = ["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "203.0.113.0/24", "8.8.8.8", "::/0", "2600::/16"];
    let ranges = prop::collection::vec(prop::sample::select(ranges.to_vec()), 1..3);
    let addresses = (prop::sample::select(vec!["IpAddress", "NotIpAddress", "IpAddressIfExists"]), ranges).prop_map(
        |(operator, values)| {
            let values = values.into_iter().map(str::to_owned).collect();
            (operator.to_owned(), "aws:SourceIp".to_owned(), values)
        },
    );
    let absent = (prop::sample::select(KEYS), any::<bool>())
        .prop_map(|((key, _), is_absent)| ("Null".to_owned(), (*key).to_owned(), vec![is_absent.to_string()]));
    prop_oneof![5 => texts, 2 => addresses, 1 => absent]
}

fn statement() -> impl Strategy<Value = Value> {
    let effect = prop::sample::select(vec!["Allow", "Allow", "Deny"]);
    let principal = (prop::sample::select(PRINCIPALS), prop::bool::weighted(0.1));
    (effect, principal, prop::collection::vec(condition(), 0..3)).prop_map(
        |(effect, (principal, is_not), conditions)| {
            let mut statement = json!({"Effect": effect, "Action": "s3:GetObject", "Resource": "*"});
            let principal: Value = serde_json::from_str(principal).unwrap();
            let everybody = principal == "*" || principal["AWS"] == "*";
            statement[if is_not && !everybody { "NotPrincipal" } else { "Principal" }] = principal;
            for (operator, key, values) in conditions {
                statement["Condition"][operator][key] = json!(values);
            }
            statement
        },
    )
}

fn policy() -> impl Strategy<Value = Policy> {
    prop::collection::vec(statement(), 1..4).prop_map(|statements| {
        let text = json!({"Version": "2012-10-17", "Statement": statements}).to_string();
        text.parse().unwrap_or_else(|error| panic!("{error}: {text}"))
    })
}

/// Requests that nobody inside makes: each value is the outsider's own, or is not there.
fn outsiders() -> &'static [Request] {
    static ALL: OnceLock<Vec<Request>> = OnceLock::new();
    ALL.get_or_init(make_outsiders)
}

fn make_outsiders() -> Vec<Request> {
    let account = "999999999999";
    let arn = |rest: &str| format!("arn:aws:iam::{account}:{rest}");
    let principals = [
        Principal::anonymous(),
        Principal::user(&arn("user/outsider")).unwrap().with_unique_id("AIDAOUTSIDER"),
        Principal::user(&arn("user/u")).unwrap().with_unique_id("AIDAOTHER"),
        Principal::role_session(&arn("role/r"), "job").unwrap().with_unique_id("AROAOUTSIDER"),
        Principal::root(account).unwrap(),
    ];
    let org = [None, Some("o-outsider00"), Some("o-aaaaaaaaab")];
    let vpc = [None, Some("vpc-outsider"), Some("vpc-12")];
    let source = [None, Some((account, "arn:aws:sns:us-east-1:999999999999:t")), Some((account, "arn:aws:s3:::mine"))];
    let address = [None, Some("9.9.9.9"), Some("198.51.100.1"), Some("2600::9"), Some("2a00::1")];
    let agent = [None, Some("x"), Some("xy")];
    let mut all = Vec::new();
    for (of_principal, principal) in principals.iter().enumerate() {
        let is_anonymous = of_principal == 0;
        for org in org.iter().filter(|org| org.is_none() || !is_anonymous) {
            for vpc in vpc {
                for source in source.iter().filter(|source| source.is_none() || !is_anonymous) {
                    for address in address {
                        for agent in agent {
                            let mut builder =
                                Request::builder("s3:GetObject", "arn:aws:s3:::b/k").principal(principal.clone());
                            let stated = [
                                ("aws:PrincipalOrgID", *org),
                                ("aws:SourceVpc", vpc),
                                ("aws:SourceAccount", source.map(|(account, _)| account)),
                                ("aws:SourceArn", source.map(|(_, arn)| arn)),
                                ("aws:SourceIp", address),
                                ("aws:UserAgent", agent),
                            ];
                            for (key, value) in stated {
                                if let Some(value) = value {
                                    builder = builder.context(key, value);
                                }
                            }
                            all.push(builder.build().unwrap());
                        }
                    }
                }
            }
        }
    }
    all
}

/// Nothing that says who he is, is another's.
fn is_outsider(request: &Request) -> bool {
    let context = request.context();
    let is_not = |key: &str, others: &[&str]| match context.get(key) {
        Lookup::One(text) => !others.iter().any(|other| text.contains(other)),
        Lookup::Many(texts) => !texts.iter().any(|text| others.iter().any(|other| text.contains(other))),
        _ => true,
    };
    let accounts = ["111122223333", "222233334444"];
    request.principal().is_some_and(|principal| {
        !principal.account().is_some_and(|account| accounts.contains(&account))
            && principal.kind() != iam_eval::PrincipalType::Service
    }) && ["aws:PrincipalArn", "aws:PrincipalAccount", "aws:SourceAccount", "aws:SourceArn"]
        .iter()
        .all(|key| is_not(key, &accounts))
        && context.get("aws:PrincipalOrgID") != Lookup::One("o-aaaaaaaaaa")
        && context.get("aws:SourceArn") != Lookup::One("arn:aws:s3:::bucket")
        && is_not("aws:userid", &["AROAX:"])
        && is_not("aws:SourceIp", &["203.0.113."])
        && context.get("aws:SourceIp") != Lookup::One("8.8.8.8")
}

/// Few cases unless `PROPTEST_CASES` says how many: each asks about hundreds of requests.
fn config() -> ProptestConfig {
    let default = ProptestConfig::default();
    let cases = if std::env::var_os("PROPTEST_CASES").is_some() { default.cases } else { 64 };
    ProptestConfig { cases, ..default }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nobody_gets_through_what_is_not_public(policy in policy()) {
        let found = check_no_public_access(&policy, ResourceType::S3Bucket, &AnalyzeOptions::default());
        let region = Region::of_resource(&policy);
        match &found.verdict {
            Verdict::Proved => {
                for request in outsiders() {
                    prop_assert!(!region.holds(request), "{}: {request:?}", policy.to_json());
                }
            }
            Verdict::Refuted(request) => {
                prop_assert!(region.holds(request) && is_outsider(request), "{}: {request:?}", policy.to_json());
            }
            other => prop_assert!(false, "{}: {other:?}", policy.to_json()),
        }
        if let Some(request) = &found.confused_deputy {
            prop_assert!(region.holds(request), "{}: {request:?}", policy.to_json());
        }
    }

    #[test]
    fn findings_describe_all_access_from_outside(policy in policy()) {
        let zone = ZoneOfTrust { accounts: vec!["111122223333".to_owned()], ..ZoneOfTrust::default() };
        let found = find_external_access(&policy, &zone, &[], &AnalyzeOptions::default());
        let region = Region::of_resource(&policy);
        prop_assert!(found.coverage.is_proved(), "{}: {:?}", policy.to_json(), found.coverage);
        prop_assert_eq!(found.verdict.is_proved(), found.findings.is_empty());
        for finding in &found.findings {
            let account = finding.witness.principal().and_then(|principal| principal.account());
            prop_assert!(region.holds(&finding.witness) && account != Some("111122223333"), "{}", policy.to_json());
        }
        let public = check_no_public_access(&policy, ResourceType::S3Bucket, &AnalyzeOptions::default());
        let is_public = found.findings.iter().any(|finding| finding.is_public);
        prop_assert!(!is_public || !public.verdict.is_proved(), "{}: {:?}", policy.to_json(), found.findings);
        prop_assert!(is_public || !matches!(public.verdict, Verdict::Refuted(_)), "{}: {:?}", policy.to_json(), found.findings);
        if found.findings.is_empty() {
            for request in outsiders() {
                prop_assert!(!region.holds(request), "{}: {request:?}", policy.to_json());
            }
        }
    }
}

/// Roles and users have paths, and partitions besides AWS's own have accounts: their names are not the shortest texts.
#[test]
fn names_on_any_path_and_in_any_partition() {
    let said = |operator: &str, value: &str| {
        let statement = json!({"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*",
            "Condition": {operator: {"aws:PrincipalArn": value}}});
        let policy: Policy = json!({"Version": "2012-10-17", "Statement": statement}).to_string().parse().unwrap();
        check_no_public_access(&policy, ResourceType::S3Bucket, &AnalyzeOptions::default()).verdict
    };
    for (operator, value) in [
        ("ArnLike", "arn:aws:iam::*:role/aws-service-role/*"),
        ("StringLike", "arn:aws:iam::*:role/team/*"),
        ("StringLike", "arn:aws:iam::*:user/*/"),
        ("ArnLike", "arn:aws-*:iam::*:root"),
    ] {
        let verdict = said(operator, value);
        let is_somebody = !value.ends_with("*/");
        assert_eq!(verdict.witness().is_some(), is_somebody, "{value}: {verdict:?}");
    }
    assert!(said("StringLike", "arn:aws:iam::111122223333:role/team/*").is_proved());
}
