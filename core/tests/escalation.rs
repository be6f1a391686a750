//! Escalation paths: each is found where all that it takes is let through, and nowhere else.
#![allow(clippy::needless_pass_by_value)] // statements are written as JSON where they are used
#![cfg(feature = "catalog")]

use std::collections::BTreeSet;
use std::path::Path;

use iam_eval::analyze::{
    AnalyzeOptions, EscalationAssumption, EscalationPaths, KnownPath, Region, find_escalation_paths,
    known_escalation_paths,
};
use iam_eval::catalog::Catalog;
use iam_eval::{Policy, Principal};
use serde_json::{Value, json};

fn policy(statements: Value) -> Policy {
    json!({"Version": "2012-10-17", "Statement": statements}).to_string().parse().unwrap()
}

fn allow(actions: &[&str], resource: &str) -> Value {
    json!({"Effect": "Allow", "Action": actions, "Resource": resource})
}

fn find(region: &Region) -> EscalationPaths {
    let paths = find_escalation_paths(region, &Catalog::embedded(), &AnalyzeOptions::default());
    for request in paths.found.iter().flat_map(|path| &path.requests) {
        assert!(region.holds(request), "{request:?}");
    }
    assert!(paths.undecided.is_empty(), "{:?}", paths.undecided);
    paths
}

fn ids(region: &Region) -> BTreeSet<String> {
    find(region).found.into_iter().map(|path| path.id).collect()
}

fn of(statements: Value) -> BTreeSet<String> {
    ids(&Region::of([&policy(statements)]))
}

fn has(statements: Value, id: &str) -> bool {
    of(statements).contains(id)
}

fn required(path: &KnownPath) -> Vec<&str> {
    path.required.iter().map(String::as_str).collect()
}

#[test]
fn the_paths_are_those_that_were_published() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/privilege-escalation-paths.json");
    let Ok(text) = std::fs::read_to_string(&shared) else {
        println!("skipped: the published paths are not there");
        return;
    };
    let published: Value = serde_json::from_str(&text).unwrap();
    let mut published: Vec<Value> = published["paths"].as_array().unwrap().clone();
    published.sort_by_key(|path| path["id"].as_str().unwrap().to_owned());
    let known = known_escalation_paths();
    assert_eq!(known.len(), published.len());
    for (known, path) in known.iter().zip(published) {
        let own = json!({"id": known.id, "category": known.category, "services": known.services,
            "required": known.required, "additional": known.additional});
        let mut path = path;
        path.as_object_mut().unwrap().remove("has_admin_prereq");
        assert_eq!(own, path);
    }
}

#[test]
fn a_path_takes_all_its_actions_and_no_more() {
    let all = known_escalation_paths();
    for path in &all {
        let actions = required(path);
        let region = Region::of([&policy(json!([allow(&actions, "*")]))]);
        let found = find(&region);
        let own = found.found.iter().find(|found| found.id == path.id).unwrap_or_else(|| panic!("{}", path.id));
        let asked: BTreeSet<&str> = own.requests.iter().map(|request| request.action().as_str()).collect();
        assert_eq!(asked, actions.iter().copied().collect());
        assert_eq!(own.missing_additional, path.additional, "{}", path.id);
        assert_eq!((&own.category, &own.services), (&path.category, &path.services));
        // and whatever else is found needs nothing else
        for other in found.found {
            let other = all.iter().find(|known| known.id == other.id).unwrap();
            assert!(other.required.iter().all(|action| actions.contains(&action.as_str())));
        }
    }
}

#[test]
fn a_path_is_closed_where_one_of_its_actions_is_not_let_through() {
    let everything = policy(json!([allow(&["*"], "*")]));
    for path in known_escalation_paths() {
        let actions = required(&path);
        let whole = policy(json!([allow(&actions, "*")]));
        for action in &actions {
            let others: Vec<&str> = actions.iter().filter(|other| *other != action).copied().collect();
            let deny = json!({"Effect": "Deny", "Action": action, "Resource": "*"});
            let not = policy(json!([{"Effect": "Allow", "NotAction": action, "Resource": "*"}]));
            let closed = [
                Region::of([&policy(json!([allow(&actions, "*"), deny.clone()]))]),
                Region::of([&whole]).intersect(Region::of([&not])),
                // a service control policy of one of two levels
                Region::of([&whole])
                    .intersect(Region::of([&everything]))
                    .intersect(Region::of([&policy(json!([allow(&["*"], "*"), deny]))])),
            ];
            for region in &closed {
                assert!(!ids(region).contains(&path.id), "{} without {action}", path.id);
            }
            if !others.is_empty() {
                let region = Region::of([&policy(json!([allow(&others, "*")]))]);
                assert!(!ids(&region).contains(&path.id), "{} without {action}", path.id);
            }
            // nothing lies there
            let elsewhere = policy(json!([{"Effect": "Allow", "NotAction": action, "Resource": "*"},
                allow(&[action], "arn:aws:s3:::bucket/key")]));
            assert!(!ids(&Region::of([&elsewhere])).contains(&path.id), "{} {action} on a bucket", path.id);
        }
    }
}

#[test]
fn an_action_works_on_resources_of_its_types() {
    let attach = |resource: &str| of(json!([allow(&["iam:AttachUserPolicy"], resource)]));
    assert!(attach("arn:aws:iam::*:user/*").contains("iam-008"));
    assert!(attach("arn:aws:iam::444455556666:user/team/ann").contains("iam-008"));
    assert!(attach("arn:aws-cn:iam::*:user/x*").contains("iam-008"));
    assert!(attach("arn:aws:iam::*:role/*").is_empty());
    assert!(attach("arn:aws:iam::*:user/").is_empty());
    // what works on no resource is asked with `*`
    let source = |resource: &str| {
        json!([
            allow(&["iam:PassRole", "lambda:CreateFunction"], "*"),
            allow(&["lambda:CreateEventSourceMapping"], resource)
        ])
    };
    assert!(has(source("*"), "lambda-002"));
    assert!(!has(source("arn:aws:lambda:*:*:event-source-mapping:*"), "lambda-002"));
    // an instance, and a document to run on it
    let send = |resources: &[&str]| {
        has(json!([{"Effect": "Allow", "Action": "ssm:SendCommand", "Resource": resources}]), "ssm-002")
    };
    assert!(send(&[
        "arn:aws:ssm:*::document/AWS-RunShellScript*",
        "arn:aws:ssm:*:*:document/*",
        "arn:aws:ec2:*:*:instance/*"
    ]));
    assert!(send(&["arn:aws:ssm:*::document/AWS-RunShellScript", "arn:aws:ec2:*:*:instance/*"]));
    assert!(!send(&["arn:aws:ssm:*:*:document/*"]));
    assert!(!send(&["arn:aws:ec2:*:*:instance/*"]));
    // an instance needs all that it is made of
    let run = |resources: &[&str]| {
        has(
            json!([allow(&["iam:PassRole"], "*"), {"Effect": "Allow", "Action": "ec2:RunInstances", "Resource": resources}]),
            "ec2-001",
        )
    };
    assert!(run(&["arn:aws:ec2:*:*:*", "arn:aws:ec2:*::image/*"]));
    assert!(!run(&["arn:aws:ec2:*:*:instance/*"]));
}

#[test]
fn a_role_is_passed_to_the_service_of_the_path() {
    let admin = |operator: &str, host: &str| {
        of(json!([
            {"Effect": "Allow", "NotAction": "iam:PassRole", "Resource": "*"},
            {"Effect": "Allow", "Action": "iam:PassRole", "Resource": "arn:aws:iam::*:role/*",
             "Condition": {operator: {"iam:PassedToService": host}}},
        ]))
    };
    let passing: Vec<KnownPath> = known_escalation_paths()
        .into_iter()
        .filter(|path| path.required.iter().any(|action| action == "iam:PassRole"))
        .collect();
    assert_eq!(passing.len(), 26);
    for (operator, host, service) in [
        ("StringEquals", "lambda.amazonaws.com", "lambda"),
        ("StringLike", "ecs-tasks.*", "ecs"),
        ("StringEquals", "ec2.amazonaws.com.cn", "ec2"),
        ("StringEqualsIfExists", "tasks.apprunner.amazonaws.com", "apprunner"),
        ("StringEquals", "states.amazonaws.com", "states"),
    ] {
        let found = admin(operator, host);
        for path in &passing {
            let is_its_own = path.services.iter().any(|known| known == service);
            assert_eq!(found.contains(&path.id), is_its_own, "{} to {host}", path.id);
        }
        assert!(found.contains("iam-001"));
    }
    let users = json!([allow(&["lambda:*"], "*"), allow(&["iam:PassRole"], "arn:aws:iam::*:user/*")]);
    assert!(!has(users, "lambda-001"));
}

#[test]
fn steps_touch_the_same_resource() {
    let on = |create: &str, invoke: &str| {
        has(
            json!([
                allow(&["iam:PassRole"], "*"),
                allow(&["lambda:CreateFunction"], create),
                allow(&["lambda:InvokeFunction"], invoke)
            ]),
            "lambda-001",
        )
    };
    let function = |name: &str| format!("arn:aws:lambda:eu-west-1:111122223333:function:{name}");
    assert!(on("*", &function("b")));
    assert!(on(&function("b"), "*"));
    assert!(on(&function("a*"), &function("*b")));
    assert!(!on(&function("a*"), &function("b*")));
    assert!(!on("arn:aws:lambda:eu-west-1:*:function:*", "arn:aws:lambda:us-east-1:*:function:*"));
    // a Deny of one of them counts for all of them
    let denied = |resource: &str| {
        has(
            json!([allow(&["iam:PassRole"], "*"), allow(&["lambda:CreateFunction"], &function("a*")),
                allow(&["lambda:InvokeFunction"], "*"),
                {"Effect": "Deny", "Action": "lambda:Invoke*", "Resource": resource}]),
            "lambda-001",
        )
    };
    assert!(denied(&function("ab*")));
    assert!(!denied(&function("a*")));
}

#[test]
fn steps_on_a_resource_agree_in_its_tags_and_in_nothing_else() {
    let instance = |modify: Value, stop: Value| {
        has(
            json!([
                {"Effect": "Allow", "Action": "ec2:ModifyInstanceAttribute", "Resource": "*", "Condition": modify},
                {"Effect": "Allow", "Action": ["ec2:StopInstances", "ec2:StartInstances"], "Resource": "*", "Condition": stop},
            ]),
            "ec2-002",
        )
    };
    let tag = |value: &str| json!({"StringEquals": {"aws:ResourceTag/stage": value}});
    assert!(instance(tag("test"), tag("test")));
    assert!(instance(tag("test"), json!({"StringLike": {"aws:ResourceTag/stage": "t*"}})));
    assert!(instance(tag("test"), json!({})));
    assert!(!instance(tag("test"), tag("live")));
    assert!(!instance(tag("test"), json!({"Null": {"aws:ResourceTag/stage": "true"}})));
    // what is asked of the call may differ from call to call
    let secure = |value: &str| json!({"Bool": {"aws:SecureTransport": value}});
    assert!(instance(secure("true"), secure("false")));
    assert!(instance(json!({"Null": {"aws:SecureTransport": "true"}}), secure("false")));
    let address =
        |value: &str| json!({"IpAddress": {"aws:SourceIp": value}, "StringEquals": {"ec2:ResourceTag/a": "b"}});
    assert!(instance(address("10.0.0.0/8"), address("192.0.2.0/24")));
    // the caller is the same
    let caller = |value: &str| json!({"StringEquals": {"aws:PrincipalTag/team": value}});
    assert!(!instance(caller("red"), caller("blue")));
    let own = json!({"StringEquals": {"aws:ResourceTag/team": "${aws:PrincipalTag/team}"}});
    assert!(instance(own.clone(), own.clone()));
    assert!(instance(own, caller("blue")));
}

#[test]
fn the_caller_may_be_known() {
    let own = policy(json!([allow(&["iam:*"], "arn:aws:iam::*:user/${aws:username}")]));
    let ann = Principal::user("arn:aws:iam::111122223333:user/ann").unwrap();
    let found = find(&Region::of([&own]).asked_by(ann));
    let keys = found.found.iter().find(|path| path.id == "iam-002").unwrap();
    assert!(keys.requests[0].resource().ends_with(":user/ann"));
}

#[test]
fn an_administrator_has_all_and_a_reader_none() {
    let admin = Region::of([&policy(json!([allow(&["*"], "*")]))]);
    let found = find(&admin);
    assert_eq!(found.found.len(), 65);
    assert!(found.found.iter().all(|path| path.missing_additional.is_empty()));
    assert!(found.assumptions.contains(&EscalationAssumption::Catalog));
    assert_eq!(found.catalog_date.as_deref(), Catalog::embedded().provenance().newest_date());
    let reader = of(json!([allow(&["*:Get*", "*:List*", "*:Describe*"], "*")]));
    assert_eq!(reader, BTreeSet::new());
}

#[test]
fn without_a_catalogue_any_resource_will_do_and_the_answer_says_so() {
    let role = policy(json!([allow(&["iam:AttachUserPolicy"], "arn:aws:iam::*:role/*")]));
    let found = find_escalation_paths(&Region::of([&role]), &Catalog::empty(), &AnalyzeOptions::default());
    assert_eq!(found.found[0].id, "iam-008");
    assert!(found.assumptions.contains(&EscalationAssumption::AnyResource));
    assert_eq!(found.catalog_date, None);
}

#[test]
fn a_resource_lies_where_the_policy_wants_it() {
    let region = policy(json!([allow(&["lambda:UpdateFunctionCode"], "*"),
        {"Effect": "Deny", "Action": "*", "Resource": "*",
         "Condition": {"StringNotEquals": {"aws:RequestedRegion": ["eu-central-1", "eu-west-1"]}}}]));
    let found = find(&Region::of([&region]));
    let request = &found.found[0].requests[0];
    assert_eq!(request.resource(), "arn:aws:lambda:eu-central-1:111122223333:function:example");
    assert_eq!(request.context().get("aws:RequestedRegion"), iam_eval::Lookup::One("eu-central-1"));
    let account =
        find(&Region::of([&policy(json!([allow(&["iam:*"], "arn:aws-us-gov:iam::444455556666:role/app-*")]))]));
    assert!(account.found[0].requests[0].resource().starts_with("arn:aws-us-gov:iam::444455556666:role/app-"));
}

#[test]
fn a_known_caller_stays_known_in_further_layers() {
    let all = policy(json!([allow(&["*"], "*")]));
    let guard = policy(json!([allow(&["*"], "*"), {"Effect": "Deny", "Action": "iam:*", "Resource": "*",
        "Condition": {"ArnNotLike": {"aws:PrincipalArn": "arn:aws:iam::*:role/admin"}}}]));
    let has_user_paths = |caller: Option<&str>| {
        let own = Region::of([&all]);
        let own = match caller {
            Some(arn) => own.asked_by(Principal::from_arn(arn).unwrap()),
            None => own,
        };
        ids(&own.intersect(Region::of([&guard]))).contains("iam-001")
    };
    assert!(has_user_paths(None));
    assert!(has_user_paths(Some("arn:aws:iam::111122223333:role/admin")));
    assert!(!has_user_paths(Some("arn:aws:iam::111122223333:role/other")));
}

#[test]
fn hostile_policies_are_undecided_at_worst() {
    let none = AnalyzeOptions { max_steps: 0, ..AnalyzeOptions::default() };
    let admin = Region::of([&policy(json!([allow(&["*"], "*")]))]);
    let found = find_escalation_paths(&admin, &Catalog::embedded(), &none);
    assert_eq!((found.found.len(), found.undecided.len()), (0, 65));
    let stars: Vec<String> = (0..200).map(|at| format!("arn:*{at}*a*b*c*{at}*d*")).collect();
    let denies: Vec<String> = (0..200).map(|at| format!("arn:*:*{at}*e*f*")).collect();
    let hostile = policy(json!([{"Effect": "Allow", "Action": "*", "Resource": stars},
        {"Effect": "Deny", "Action": "*", "Resource": denies}]));
    let region = Region::of([&hostile]).intersect(Region::of([&hostile]));
    let found = find_escalation_paths(&region, &Catalog::embedded(), &AnalyzeOptions::default());
    assert!(found.found.iter().flat_map(|path| &path.requests).all(|request| region.holds(request)));
    let resource =
        Region::of_resource(&policy(json!([{"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"}])));
    let found = find_escalation_paths(&resource, &Catalog::embedded(), &AnalyzeOptions::default());
    assert_eq!(found.undecided.len(), 65);
}

/// Which of AWS's own policies open paths; prints how many, and the slowest.
#[test]
fn aws_policies_are_decided() {
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/data/managed-policies.ndjson");
    let Ok(text) = std::fs::read_to_string(&shared) else {
        println!("skipped: AWS's managed policies are not there");
        return;
    };
    let catalog = Catalog::embedded();
    let options = AnalyzeOptions::default();
    let (mut open, mut undecided, mut all) = (0, 0, 0);
    let mut slowest: Vec<(std::time::Duration, String)> = Vec::new();
    for line in text.lines() {
        let row: Value = serde_json::from_str(line).unwrap();
        let name = row["name"].as_str().unwrap();
        let policy: Policy = row["document"].to_string().parse().unwrap();
        let region = Region::of([&policy]);
        let start = std::time::Instant::now();
        let found = find_escalation_paths(&region, &catalog, &options);
        slowest.push((start.elapsed(), name.to_owned()));
        all += 1;
        open += usize::from(!found.found.is_empty());
        for path in &found.undecided {
            undecided += 1;
            println!("{name}: {} {}", path.id, path.why);
        }
        for request in found.found.iter().flat_map(|path| &path.requests) {
            assert!(region.holds(request), "{name}: {request:?}");
        }
        match name {
            "AdministratorAccess" => assert_eq!(found.found.len(), 65),
            "ReadOnlyAccess" | "ViewOnlyAccess" | "SecurityAudit" => {
                assert!(found.found.is_empty(), "{name}: {:?}", found.found[0].id);
            }
            _ => {}
        }
        if std::env::var_os("SHOW_PATHS").is_some() && !found.found.is_empty() {
            let ids: Vec<&str> = found.found.iter().map(|path| path.id.as_str()).collect();
            println!("{name}: {}", ids.join(" "));
        }
    }
    slowest.sort();
    let total: std::time::Duration = slowest.iter().map(|(time, _)| *time).sum();
    println!("{open} of {all} policies open a path, {undecided} paths undecided, {total:?} in all");
    println!("median {:?}, slowest {:?}", slowest[slowest.len() / 2].0, &slowest[slowest.len() - 3..]);
    assert_eq!(undecided, 0);
}
