//! The laws of refining a policy by usage.

#![cfg(feature = "catalog")]

use std::sync::OnceLock;

use iam_eval::catalog::Catalog;
use iam_eval::synthesize::{RefineOptions, Refinement, WouldNeed, denied, refine};
use iam_eval::usage::{DenyingLayer, Usage, UsageBuilder};
use iam_eval::{Answer, Policy, PolicySet, Request};
use proptest::prelude::*;

const ANN: &str = "arn:aws:iam::111122223333:user/ann";

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

/// Calls that management and data trails show.
const CALLS: &[(&str, &str, &str, &str, &str)] = &[
    ("sqs", "ListQueues", "{}", "sqs:ListQueues", "*"),
    ("sqs", "CreateQueue", r#"{"queueName":"jobs"}"#, "sqs:CreateQueue", "arn:aws:sqs:eu-west-1:111122223333:jobs"),
    ("iam", "GetUser", r#"{"userName":"bob"}"#, "iam:GetUser", "arn:aws:iam::111122223333:user/bob"),
    ("iam", "CreateUser", r#"{"userName":"cyd"}"#, "iam:CreateUser", "arn:aws:iam::111122223333:user/cyd"),
    (
        "dynamodb",
        "DescribeTable",
        r#"{"tableName":"orders"}"#,
        "dynamodb:DescribeTable",
        "arn:aws:dynamodb:eu-west-1:111122223333:table/orders",
    ),
    ("s3", "GetObject", r#"{"bucketName":"b","key":"k"}"#, "s3:GetObject", "arn:aws:s3:::b/k"),
    ("s3", "DeleteObject", r#"{"bucketName":"b","key":"k"}"#, "s3:DeleteObject", "arn:aws:s3:::b/k"),
    ("s3", "DeleteObjects", r#"{"bucketName":"b"}"#, "s3:DeleteObject", "arn:aws:s3:::b/*"),
];

const ACTIONS: &[&str] = &[
    "sqs:*",
    "sqs:List*",
    "sqs:ListQueues",
    "sqs:CreateQueue",
    "iam:Get*",
    "iam:GetUser",
    "iam:*User",
    "dynamodb:Describe*",
    "s3:GetObject",
    "s3:Get*",
    "s3:*Object",
    "mine:Own*",
    "iam:PassRole",
];

const RESOURCES: &[&str] = &[
    "*",
    "arn:aws:iam::111122223333:user/bob",
    "arn:aws:sqs:*:*:*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/k*",
    r#"*","arn:aws:s3:::b/*"#,
    r#"arn:aws:iam::*:user/b*","arn:aws:s3:::c/*","arn:aws:s3:::b*"#,
];

fn usage(calls: &[usize]) -> Usage {
    let mut builder = UsageBuilder::new(catalog());
    for (id, call) in calls.iter().enumerate() {
        let (source, name, parameters, ..) = CALLS[*call];
        let category = if source == "s3" { "Data" } else { "Management" };
        let event = format!(
            r#"{{"eventID":"{id}","eventTime":"2026-09-01T00:00:00Z","eventCategory":"{category}","awsRegion":"eu-west-1",
            "eventSource":"{source}.amazonaws.com","eventName":"{name}","recipientAccountId":"111122223333",
            "requestParameters":{parameters},"userIdentity":{{"type":"IAMUser","arn":"{ANN}","accountId":"111122223333"}}}}"#
        );
        builder.feed(event.replace('\n', " ").as_bytes()).unwrap();
    }
    builder.finish().unwrap()
}

fn refined(policy: &Policy, usage: &Usage) -> Refinement {
    refined_with(policy, usage, false)
}

fn refined_with(policy: &Policy, usage: &Usage, narrows_resources: bool) -> Refinement {
    let options = RefineOptions { narrows_resources, ..RefineOptions::default() };
    refine(policy, usage, &[ANN], catalog(), &options).unwrap()
}

fn allows(policy: &Policy, action: &str, resource: &str) -> bool {
    let set = PolicySet::builder().identity([policy.clone()]).build();
    set.decide(&Request::new(action, resource).unwrap()) == Answer::Allowed
}

fn policy() -> impl Strategy<Value = String> {
    let actions = prop::collection::vec(prop::sample::select(ACTIONS), 1..4);
    let effect = prop::sample::select(vec!["Allow", "Allow", "Allow", "Deny"]);
    let statement = (effect, actions, prop::sample::select(RESOURCES), any::<bool>());
    let layout = (any::<bool>(), any::<bool>());
    (prop::collection::vec(statement, 1..5), layout).prop_map(|(statements, (wide, bare))| {
        let gap = if wide { "\n    " } else { " " };
        let statement = |(at, (effect, actions, resource, single)): (usize, &(&str, Vec<&str>, &str, bool))| {
            let list =
                actions.iter().map(|action| format!("\"{action}\"")).collect::<Vec<_>>().join(&format!(",{gap}"));
            let list = if *single && actions.len() == 1 { list } else { format!("[{gap}{list}{gap}]") };
            format!(r#"{{"Sid":"S{at}","Effect":"{effect}",{gap}"Action":{list},"Resource":["{resource}"]}}"#)
        };
        let all: Vec<String> = statements.iter().enumerate().map(statement).collect();
        let all = if bare && all.len() == 1 {
            all[0].clone()
        } else {
            format!("[{gap}{}{gap}]", all.join(&format!(" ,{gap}")))
        };
        format!("{{\"Version\":\"2012-10-17\",\"Statement\":{all}}}")
    })
}

proptest! {
    #[test]
    fn refine_subset_covers_fixpoint(text in policy(), calls in prop::collection::vec(0..CALLS.len(), 1..8), narrows in any::<bool>()) {
        let policy: Policy = text.parse().unwrap();
        let usage = usage(&calls);
        let made = refined_with(&policy, &usage, narrows);
        let Some(new) = &made.text else {
            // rule refine_covers, for an empty result
            for (_, _, _, action, resource) in calls.iter().map(|call| CALLS[*call]) {
                prop_assert!(!allows(&policy, action, resource));
            }
            return Ok(());
        };
        let new: Policy = new.parse().unwrap();
        // refine_subset
        for (_, _, _, action, resource) in CALLS {
            prop_assert!(!allows(&new, action, resource) || allows(&policy, action, resource));
        }
        for action in ["sqs:DeleteQueue", "iam:DeleteUser", "iam:PassRole", "s3:GetBucketAcl", "mine:OwnIt"] {
            prop_assert!(!allows(&new, action, "*") || allows(&policy, action, "*"));
        }
        // refine_covers
        for (_, _, _, action, resource) in calls.iter().map(|call| CALLS[*call]) {
            prop_assert_eq!(allows(&new, action, resource), allows(&policy, action, resource), "{} {}", action, resource);
        }
        // refine_fixpoint
        let again = refined_with(&new, &usage, narrows);
        prop_assert_eq!(again.text.as_deref(), Some(new.source()));
        prop_assert!(again.changes.is_empty());
        // refine_identity
        prop_assert_eq!(made.changes.is_empty(), new.source() == policy.source());
    }
}

#[test]
fn refine_keeps_what_is_written() {
    let text = r#"{
    "Version": "2012-10-17", "Id": "kept",
    "Statement": [
        {"Sid": "A", "Effect": "Allow", "Action": [
            "sqs:*",
            "\u0069am:GetUser"
        ], "Resource": "*", "Condition": {"Bool": {"aws:SecureTransport": "true"}}},
        {"Sid": "B", "Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*"},
        {"Sid": "C", "Effect": "Deny", "Action": "iam:*", "Resource": "*"},
        {"Sid": "D", "Effect": "Allow", "NotAction": "iam:*", "Resource": "*"},
        {"Sid": "E", "Effect": "Allow", "Action": "iam:DeleteUser", "Resource": "*"}
    ]
}"#;
    let made = refined(&text.parse().unwrap(), &usage(&[0, 2]));
    let expected = text
        .replace("\"sqs:*\"", "\"sqs:ListQueues\"")
        .replace(
            "        {\"Sid\": \"B\", \"Effect\": \"Allow\", \"Action\": \"iam:CreateUser\", \"Resource\": \"*\"},\n",
            "",
        )
        .replace(
            ",\n        {\"Sid\": \"E\", \"Effect\": \"Allow\", \"Action\": \"iam:DeleteUser\", \"Resource\": \"*\"}",
            "",
        );
    // messages are data events, and no trail here has those of SQS
    let text = made.text.unwrap();
    for message in ["sqs:DeleteMessage", "sqs:ReceiveMessage", "sqs:SendMessage"] {
        assert!(made.unobservable.iter().any(|action| action == message));
        assert!(text.contains(message));
    }
    let is_other = |line: &&str| !(line.contains("Message") || line.contains("sqs:") && !line.contains("ListQueues"));
    let without: Vec<&str> = text.lines().filter(is_other).collect();
    assert_eq!(without.join("\n"), expected);
    assert_eq!(made.changes.iter().map(|change| change.statement).collect::<Vec<_>>(), [0, 1, 4]);
}

/// What calls are logged to work on may be checked by a longer name.
#[test]
fn resources_by_other_names_are_covered() {
    let read = |service: &str, name: &str, request: &str| {
        let event = format!(
            r#"{{"eventSource":"{service}.amazonaws.com","eventName":"{name}","awsRegion":"eu-west-1","requestParameters":{request},
            "recipientAccountId":"111122223333","userIdentity":{{"type":"IAMUser","arn":"{ANN}","accountId":"111122223333"}}}}"#
        );
        let mut builder = UsageBuilder::new(catalog());
        builder.feed(event.replace('\n', " ").as_bytes()).unwrap();
        builder.finish().unwrap()
    };
    let role = read("iam", "GetRole", r#"{"roleName":"app"}"#);
    let group = read("logs", "PutRetentionPolicy", r#"{"logGroupName":"/aws/x","retentionInDays":7}"#);
    for (usage, action, resource) in [
        (&role, "iam:GetRole", "arn:aws:iam::111122223333:role/team/app"),
        (&role, "iam:GetRole", "arn:aws:iam::111122223333:role/app"),
        (&group, "logs:PutRetentionPolicy", "arn:aws:logs:eu-west-1:111122223333:log-group:/aws/x:*"),
    ] {
        let text = format!(r#"{{"Statement":{{"Effect":"Allow","Action":"{action}","Resource":"{resource}"}}}}"#);
        for narrows in [false, true] {
            let made = refined_with(&text.parse().unwrap(), usage, narrows);
            assert_eq!(made.text.as_deref(), Some(text.as_str()), "{resource}");
        }
    }
    let all = r#"{"Statement":{"Effect":"Allow","Action":"iam:GetRole","Resource":"*"}}"#;
    let narrowed = refined_with(&all.parse().unwrap(), &role, true).text.unwrap();
    let forms = r#"["arn:aws:iam::111122223333:role/*/app", "arn:aws:iam::111122223333:role/app"]"#;
    assert_eq!(narrowed, all.replace(r#""Resource":"*""#, &format!(r#""Resource":{forms}"#)));
    let other =
        r#"{"Statement":{"Effect":"Allow","Action":"iam:GetRole","Resource":"arn:aws:iam::111122223333:role/team/b"}}"#;
    assert_eq!(refined(&other.parse().unwrap(), &role).text, None);
}

/// What is left between a statement and the layers around it is found, wherever it is.
#[test]
fn unused_access_behind_a_boundary() {
    use iam_eval::synthesize::{Current, UnusedDetail, UnusedOptions, unused};

    let usage = usage(&[2]);
    let found = |identity: &[&str], boundary: Option<&str>| {
        let current = Current {
            identity: Some(identity.iter().map(|text| text.parse().unwrap()).collect()),
            permissions_boundary: boundary.map(|text| text.parse().unwrap()),
            ..Current::default()
        };
        let now = "2026-09-02T00:00:00Z".parse().unwrap();
        unused(&current, &usage, ANN, now, catalog(), &UnusedOptions::default())
            .into_iter()
            .filter(|finding| finding.finding_type == "UnusedPermission")
            .flat_map(|finding| finding.finding_details)
            .map(|detail| match detail {
                UnusedDetail::UnusedPermissionDetails { service_namespace, .. } => service_namespace,
                other => panic!("{other:?}"),
            })
            .collect::<Vec<String>>()
    };
    let all = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*"}}"#;
    let one = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:*:jobs-*"}}"#;
    let jobs = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:sqs:*:*:*-prod"}}"#;
    let but = r#"{"Statement":{"Effect":"Deny","Action":"*","NotResource":"arn:aws:sqs:*:*:jobs-*"}}"#;
    let none = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"arn:aws:sqs:*"}}"#;
    assert_eq!(found(&[all], Some(one)), ["sqs"]);
    assert_eq!(found(&[jobs], Some(one)), ["sqs"]);
    assert_eq!(found(&[all, but], None), ["sqs"]);
    let dynamo = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"arn:aws:dynamodb:*"}}"#;
    assert!(found(&[one], Some(dynamo)).is_empty());
    assert!(found(&[one, none], None).is_empty());
}

#[test]
fn resources_are_narrowed_when_asked_for() {
    let text = r#"{"Statement":[
        {"Sid":"A","Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::*"},
        {"Sid":"B","Effect":"Allow","Action":"s3:DeleteObject","Resource":["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]},
        {"Sid":"C","Effect":"Allow","Action":["iam:GetUser", "iam:PassRole"],"Resource":"*"},
        {"Sid":"D","Effect":"Allow","Action":"s3:DeleteObject","Resource":"arn:aws:s3:::b/k*"}]}"#;
    let usage = usage(&[2, 5, 7]);
    let made = refined_with(&text.parse().unwrap(), &usage, true);
    let expected = text
        .replace(r#""arn:aws:s3:::*""#, r#""arn:aws:s3:::b/k""#)
        // what was deleted is not known: it may be all of it, or begin with a `k`
        .replace(r#"["arn:aws:s3:::b/*", "arn:aws:s3:::c/*"]"#, r#"["arn:aws:s3:::b/*"]"#);
    // roles that were passed are seen beside other calls alone
    assert_eq!(made.text.as_deref(), Some(expected.as_str()));
    let narrowed: Vec<_> = made.changes.iter().map(|change| (change.entry.as_deref(), change.kept.clone())).collect();
    assert_eq!(
        narrowed,
        [(Some("arn:aws:s3:::*"), vec!["arn:aws:s3:::b/k".to_owned()]), (Some("arn:aws:s3:::c/*"), vec![])]
    );
    assert!(made.changes.iter().all(|change| change.is_resource && change.removed.is_empty()));
    assert_eq!(refined(&text.parse().unwrap(), &usage).text.as_deref(), Some(text));
}

#[test]
fn denied_attempts() {
    let event = |id: usize, name: &str, message: &str| {
        format!(
            r#"{{"eventID":"{id}","eventTime":"2026-09-01T00:{:02}:00Z","eventSource":"iam.amazonaws.com","eventName":"{name}",
            "errorCode":"AccessDenied","errorMessage":"{message}","userIdentity":{{"type":"IAMUser","arn":"{ANN}"}}}}"#,
            id % 60
        )
        .replace('\n', " ")
    };
    let says = |action: &str, why: &str| format!("User: u is not authorized to perform: {action} on resource: * {why}");
    let mut builder = UsageBuilder::new(catalog());
    let boundary = says("iam:CreateUser", "because no permissions boundary allows the iam:CreateUser action");
    let scp = says("iam:DeleteUser", "with an explicit deny in a service control policy");
    for (id, message) in [(1, &boundary), (2, &boundary), (3, &scp)] {
        builder.feed(event(id, "CreateUser", message).as_bytes()).unwrap();
    }
    let attempts = denied(&builder.finish().unwrap());
    let [first, second] = attempts.as_slice() else { panic!("{attempts:?}") };
    assert_eq!((first.action.as_str(), first.count), ("iam:CreateUser", 2));
    assert!(matches!(first.would_need, WouldNeed::Allow { layer: DenyingLayer::PermissionsBoundary, .. }));
    assert!(matches!(second.would_need, WouldNeed::ExplicitDeny { layer: Some(DenyingLayer::ServiceControl) }));
    assert!(!first.is_enumeration);

    let mut builder = UsageBuilder::new(catalog());
    for (id, action) in catalog().expand("iam:*").take(60).enumerate() {
        let message = says(&action.to_string(), "");
        builder
            .feed(event(id, "ListUsers", &message).replace(&format!("00:{:02}:00Z", id % 60), "00:00:00Z").as_bytes())
            .unwrap();
    }
    assert!(denied(&builder.finish().unwrap()).iter().all(|attempt| attempt.is_enumeration));
}

#[test]
fn unused_access() {
    use iam_eval::synthesize::{Current, UnusedDetail, UnusedOptions, recommend, unused};

    let policy = |text: &str| text.parse::<Policy>().unwrap();
    let usage = usage(&[0, 2]);
    let current = Current {
        identity: Some(vec![
            policy(
                r#"{"Statement":{"Effect":"Allow","Action":["sqs:ListQueues","iam:*User","sqs:SendMessage","sns:*"],"Resource":"*"}}"#,
            ),
            policy(r#"{"Statement":{"Effect":"Deny","Action":"iam:DeleteUser","Resource":"*"}}"#),
        ]),
        permissions_boundary: Some(policy(r#"{"Statement":{"Effect":"Allow","NotAction":"sns:*","Resource":"*"}}"#)),
        ..Current::default()
    };
    let at = |now: &str| {
        let options =
            UnusedOptions { access_keys: vec!["AKIAEXAMPLE".into()], has_password: true, ..UnusedOptions::default() };
        unused(&current, &usage, ANN, now.parse().unwrap(), catalog(), &options)
    };
    let findings = at("2026-09-10T00:00:00Z");
    let kinds: Vec<_> = findings.iter().map(|finding| finding.finding_type).collect();
    // whether messages were sent nobody could have seen
    let expected = ["UnusedIAMUserAccessKey", "UnusedIAMUserPassword", "UnusedPermission", "UnobservablePermission"];
    assert_eq!(kinds, expected);
    assert_eq!(findings[3].unobservable, ["sqs:SendMessage"]);
    let UnusedDetail::UnusedPermissionDetails { service_namespace, actions: Some(actions), .. } =
        &findings[2].finding_details[0]
    else {
        panic!("{findings:?}")
    };
    let names: Vec<&str> = actions.iter().map(|action| action.action.as_str()).collect();
    // the Deny and the boundary count, and so does what was used; sending a message is a data event
    assert_eq!(service_namespace, "iam");
    assert!(names.contains(&"CreateUser") && !names.contains(&"GetUser") && !names.contains(&"DeleteUser"));
    let later = at("2027-09-10T00:00:00Z");
    assert_eq!(later.iter().filter(|finding| finding.finding_type == "UnusedPermission").count(), 2);
    let value = serde_json::to_value(&findings[0]).unwrap();
    assert_eq!(value["findingDetails"][0]["unusedIamUserAccessKeyDetails"]["accessKeyId"], "AKIAEXAMPLE");
    assert_eq!(
        (value["createdAt"].as_str(), value["resourceType"].as_str()),
        (Some("2026-09-10T00:00:00Z"), Some("AWS::IAM::User"))
    );

    let policies = [(
        "arn:aws:iam::111122223333:policy/a",
        policy(r#"{"Statement":{"Effect":"Allow","Action":"iam:CreateUser","Resource":"*"}}"#),
    )];
    let recommended = recommend(&policies, &usage, ANN, catalog()).unwrap();
    assert_eq!(
        recommended["recommendedSteps"][0]["unusedPermissionsRecommendedStep"]["recommendedAction"],
        "DETACH_POLICY"
    );
}
