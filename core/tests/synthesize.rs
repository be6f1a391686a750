//! Synthesis: laws on random usages, and every principal of the real events.

#![cfg(feature = "catalog")]

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::OnceLock;

use iam_eval::catalog::Catalog;
use iam_eval::synthesize::{
    ActionLevel, ArnTemplate, CompactActions, Current, Proof, Quota, ResourceLevel, ServiceLevels, SourceNetwork,
    Synthesis, SynthesizeError, SynthesizeOptions, WideningStep, WithinResult, synthesize,
};
use iam_eval::usage::{Usage, UsageBuilder};
use iam_eval::{Answer, Policy, PolicySet, Request};
use proptest::prelude::*;

const ANN: &str = "arn:aws:iam::111122223333:user/ann";

fn catalog() -> &'static Catalog {
    static CATALOG: OnceLock<Catalog> = OnceLock::new();
    CATALOG.get_or_init(Catalog::embedded)
}

fn event(id: usize, source: &str, name: &str, parameters: &str, error: &str) -> String {
    let error = if error.is_empty() { String::new() } else { format!(r#""errorCode":"{error}","#) };
    format!(
        r#"{{"eventID":"{id:06}","eventTime":"2026-09-{:02}T10:00:00Z",{error}"awsRegion":"eu-west-1",
        "eventSource":"{source}.amazonaws.com","eventName":"{name}","recipientAccountId":"111122223333",
        "requestParameters":{parameters},"userIdentity":{{"type":"IAMUser","arn":"{ANN}","accountId":"111122223333"}}}}"#,
        id % 28 + 1
    )
    .replace('\n', "")
}

/// An event with more members.
fn with(members: &str, event: &str) -> String {
    format!("{{{members},{}", event.strip_prefix('{').unwrap())
}

fn read(events: &[String]) -> Usage {
    let mut builder = UsageBuilder::new(catalog());
    builder.feed(events.join("\n").as_bytes()).unwrap();
    builder.finish().unwrap()
}

fn make(usage: &Usage, options: &SynthesizeOptions) -> Synthesis {
    synthesize(usage, &[ANN], catalog(), &Current::default(), options).unwrap()
}

fn allows(synthesis: &Synthesis, action: &str, resource: &str) -> bool {
    let documents: Vec<Policy> = synthesis.policies.iter().map(|policy| policy.document.clone()).collect();
    let set = PolicySet::builder().identity(documents).build();
    set.decide(&Request::new(action, resource).unwrap()) == Answer::Allowed
}

fn call() -> impl Strategy<Value = (String, String, String, String)> {
    let names = prop::sample::select(vec!["a", "b", "c*d", "e?", "$f", "${*}", "logs/1", "x y", "\u{e9}"]);
    let error = prop::sample::select(vec!["", "", "", "AccessDenied", "ThrottlingException", "NoSuchKey"]);
    let kind = 0..7_usize;
    (kind, names, error).prop_map(|(kind, name, error)| {
        let text = serde_json::to_string(name).unwrap();
        let (source, event, parameters) = match kind {
            0 => ("s3", "GetObject", format!(r#"{{"bucketName":"bucket","key":{text}}}"#)),
            1 => ("s3", "PutObject", format!(r#"{{"bucketName":"bucket","key":{text}}}"#)),
            2 => ("s3", "ListBuckets", "null".to_owned()),
            3 => ("dynamodb", "GetItem", format!(r#"{{"tableName":{text}}}"#)),
            4 => ("secretsmanager", "GetSecretValue", format!(r#"{{"secretId":{text}}}"#)),
            5 => ("ssm", "GetParameter", format!(r#"{{"name":{text}}}"#)),
            _ => ("ec2", "DescribeInstances", "null".to_owned()),
        };
        (source.to_owned(), event.to_owned(), parameters, error.to_owned())
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    /// Rules `coverage_proof`, `minimal_proof`, `never_wider_actions`.
    #[test]
    fn what_was_used_is_granted_and_nothing_else(calls in prop::collection::vec(call(), 1..25)) {
        let events: Vec<String> = calls.iter().enumerate().map(|(id, (s, n, p, e))| event(id, s, n, p, e)).collect();
        let usage = read(&events);
        let Ok(synthesis) = synthesize(&usage, &[ANN], catalog(), &Current::default(), &SynthesizeOptions::default()) else {
            prop_assert!(calls.iter().all(|(_, _, _, error)| error == "AccessDenied"));
            return Ok(());
        };
        prop_assert_eq!(synthesis.coverage.proof, Proof::Proved, "{:?}", synthesis.coverage);
        prop_assert_eq!(synthesis.coverage.is_minimal, Some(true));
        let used: BTreeSet<String> = usage.principals[ANN].uses.iter()
            .filter(|(_, _, outcome, _)| *outcome == iam_eval::usage::UseOutcome::Used)
            .map(|(action, ..)| action.to_owned()).collect();
        let mut granted = BTreeSet::new();
        for policy in &synthesis.policies {
            for statement in policy.document.statements() {
                granted.extend(statement.action().unwrap().entries().map(|entry| entry.as_str().to_owned()));
            }
            prop_assert_eq!(policy.size, policy.document.to_json().chars().count());
        }
        prop_assert_eq!(granted, used);
        // what nobody named is not granted
        prop_assert!(!allows(&synthesis, "s3:GetObject", "arn:aws:s3:::bucket/other"));
        prop_assert!(!allows(&synthesis, "s3:GetObject", "arn:aws:s3:::other/a"));
    }

    /// Each level grants what the one before does, and the order of events does not matter.
    #[test]
    fn levels_are_supersets(calls in prop::collection::vec(call(), 1..25), turn in 0..25_usize) {
        let mut events: Vec<String> = calls.iter().enumerate().map(|(id, (s, n, p, e))| event(id, s, n, p, e)).collect();
        let usage = read(&events);
        let at = |actions, resources| {
            let options = SynthesizeOptions { actions, resources, quota: Quota::None, ..SynthesizeOptions::default() };
            synthesize(&usage, &[ANN], catalog(), &Current::default(), &options)
        };
        let Ok(exact) = at(ActionLevel::Exact, ResourceLevel::Exact) else { return Ok(()) };
        for actions in [ActionLevel::Exact, ActionLevel::AccessLevel, ActionLevel::Service] {
            for resources in [ResourceLevel::Exact, ResourceLevel::Suffix, ResourceLevel::Type, ResourceLevel::Any] {
                let wider = at(actions, resources).unwrap();
                prop_assert_eq!(wider.coverage.proof, Proof::Proved, "{:?} {:?} {:?}", actions, resources, wider.coverage);
                prop_assert_eq!(wider.coverage.used, exact.coverage.used);
            }
        }
        let turn = turn % events.len();
        events.rotate_left(turn);
        let again = make(&read(&events), &SynthesizeOptions { quota: Quota::None, ..SynthesizeOptions::default() });
        let text = |synthesis: &Synthesis| synthesis.policies[0].document.to_json();
        prop_assert_eq!(text(&again), text(&exact));
    }
}

#[test]
fn no_denied_event_grants() {
    let events = [event(1, "sqs", "ListQueues", "null", "AccessDenied")];
    let made = synthesize(&read(&events), &[ANN], catalog(), &Current::default(), &SynthesizeOptions::default());
    assert_eq!(made.unwrap_err(), SynthesizeError::NothingUsed);
    let nobody = synthesize(&read(&events), &["arn:x"], catalog(), &Current::default(), &SynthesizeOptions::default());
    assert_eq!(nobody.unwrap_err(), SynthesizeError::UnknownPrincipal("arn:x".to_owned()));
}

#[test]
fn fit_quota() {
    let events: Vec<String> = (0..400)
        .map(|id| {
            event(
                id,
                "s3",
                "GetObject",
                &format!(r#"{{"bucketName":"bucket-of-a-long-name","key":"folder/{id:05}"}}"#),
                "",
            )
        })
        .collect();
    let usage = read(&events);
    let exact = make(&usage, &SynthesizeOptions::default());
    assert!(exact.fits && exact.policies.len() > 1);
    assert!(exact.policies.iter().all(|policy| policy.size <= 6_144));
    assert_eq!(exact.coverage.proof, Proof::Proved);
    let inline = make(&usage, &SynthesizeOptions { quota: Quota::UserInline, ..SynthesizeOptions::default() });
    assert!(!inline.fits);
    // allowed to go further, it folds; not so where it fits as it is
    let allowed = SynthesizeOptions {
        quota: Quota::UserInline,
        max_resources: ResourceLevel::Type,
        ..SynthesizeOptions::default()
    };
    let smaller = make(&usage, &allowed);
    assert!(smaller.fits && smaller.widened.iter().all(|widening| widening.step == WideningStep::Suffix));
    assert_eq!(smaller.coverage.proof, Proof::Proved);
    let unneeded = make(&usage, &SynthesizeOptions { quota: Quota::None, ..allowed.clone() });
    assert!(unneeded.fits && unneeded.widened.is_empty());
    // a level of its own holds whatever the quota
    let pinned = ServiceLevels { resources: Some(ResourceLevel::Exact), actions: None };
    let pinned = SynthesizeOptions { per_service: [("s3".to_owned(), pinned)].into(), ..allowed.clone() };
    let pinned = make(&usage, &pinned);
    assert!(!pinned.fits && pinned.widened.is_empty());
    // what cannot be folded becomes all of its type
    let buckets: Vec<String> = (0..99)
        .map(|id| event(id, "s3", "ListObjects", &format!(r#"{{"bucketName":"bucket-{id:05}"}}"#), ""))
        .collect();
    let buckets = make(&read(&buckets), &allowed);
    assert!(buckets.fits && buckets.widened.iter().any(|widening| widening.step == WideningStep::Type));
    let folded = SynthesizeOptions {
        quota: Quota::UserInline,
        resources: ResourceLevel::Suffix,
        ..SynthesizeOptions::default()
    };
    let folded = make(&usage, &folded);
    assert!(folded.fits);
    assert_eq!(folded.widened.len(), 1);
    assert!(allows(&folded, "s3:GetObject", "arn:aws:s3:::bucket-of-a-long-name/folder/x"));
}

#[test]
fn within_current() {
    let usage = read(&[
        event(1, "s3", "GetObject", r#"{"bucketName":"bucket","key":"a"}"#, ""),
        event(2, "sqs", "ListQueues", "null", ""),
    ]);
    let policy = |text: &str| text.parse::<Policy>().unwrap();
    let within = |identity: &str, boundary: Option<&str>| {
        let current = Current {
            identity: Some(vec![policy(identity)]),
            permissions_boundary: boundary.map(policy),
            ..Current::default()
        };
        synthesize(&usage, &[ANN], catalog(), &current, &SynthesizeOptions::default()).unwrap().within_current
    };
    let all = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let s3 = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
    let by_key = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"StringEquals":{"aws:SourceVpc":"v"}}}}"#;
    assert_eq!(within(all, None).result, WithinResult::Proved);
    let refuted = within(all, Some(s3));
    assert_eq!(refuted.result, WithinResult::Refuted);
    assert_eq!(refuted.outside_current, [("sqs:ListQueues".to_owned(), "*".to_owned())]);
    assert_eq!(within(by_key, None).result, WithinResult::Undecided);
    let none = synthesize(&usage, &[ANN], catalog(), &Current::default(), &SynthesizeOptions::default()).unwrap();
    assert_eq!(none.within_current.result, WithinResult::NotGiven);
    // all of a pattern, which no statement grants by itself: the solver sees it
    let usage = read(&[event(3, "s3", "DeleteObjects", r#"{"bucketName":"bucket"}"#, "")]);
    let decided = |policies: &[&str]| {
        let identity = policies.iter().map(|text| policy(text)).collect();
        let current = Current { identity: Some(identity), ..Current::default() };
        synthesize(&usage, &[ANN], catalog(), &current, &SynthesizeOptions::default()).unwrap().within_current.result
    };
    let others = r#"{"Statement":{"Effect":"Deny","Action":"s3:*","NotResource":"arn:aws:s3:::bucket/*"}}"#;
    let mine = r#"{"Statement":{"Effect":"Deny","Action":"s3:*","Resource":"arn:aws:s3:::bucket/mine/*"}}"#;
    let but = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","NotResource":"arn:aws:s3:::other/*"}}"#;
    assert_eq!(decided(&[but]), WithinResult::Proved);
    assert_eq!(decided(&[all, others]), WithinResult::Proved);
    assert_eq!(decided(&[all, mine]), WithinResult::Refuted);
    assert_eq!(decided(&[by_key]), WithinResult::Undecided);
}

#[test]
fn condition_suggest() {
    let events: Vec<String> = (0..30).map(|id| event(id, "sqs", "ListQueues", "null", "")).collect();
    let synthesis = make(&read(&events), &SynthesizeOptions::default());
    let [region] = synthesis.conditions.as_slice() else { panic!("{:?}", synthesis.conditions) };
    assert_eq!(
        (region.key.as_str(), region.values.as_slice()),
        ("aws:RequestedRegion", &[("eu-west-1".to_owned(), 30)][..])
    );
}

#[test]
fn conditions_of_tags_and_networks() {
    let tagged = |id: usize, tags: &str| {
        let members = format!(
            r#""eventContext":{{"tagContext":{{"principalTags":{tags}}}}},"sourceIPAddress":"198.51.100.{}""#,
            id % 9
        );
        with(&members, &event(id, "sqs", "ListQueues", "null", ""))
    };
    let events: Vec<String> = (0..30).map(|id| tagged(id, r#"{"team":"blue","run":"r"}"#)).collect();
    // a tag's value is a text, also where it reads like a variable
    let odd: Vec<String> = (0..30).map(|id| tagged(id, r#"{"team":"${aws:username}"}"#)).collect();
    let apply = SynthesizeOptions { apply_conditions: vec!["aws:PrincipalTag/team".to_owned()], ..Default::default() };
    assert_eq!(make(&read(&odd), &apply).coverage.proof, Proof::Proved);
    let usage = read(&events);
    let networks: Vec<SourceNetwork> = vec!["198.51.100.0/24".parse().unwrap()];
    let options = SynthesizeOptions {
        apply_conditions: vec!["aws:PrincipalTag/team".to_owned(), "aws:SourceIp".to_owned()],
        networks,
        ..SynthesizeOptions::default()
    };
    let made = make(&usage, &options);
    let json = made.policies[0].document.to_json();
    let condition = concat!(
        r#""Condition":{"IpAddress":{"aws:SourceIp":"198.51.100.0/24"},"#,
        r#""StringEquals":{"aws:PrincipalTag/team":"blue"}}"#
    );
    assert!(json.contains(condition), "{json}");
    assert_eq!(made.coverage.proof, Proof::Proved);
    // one event without the tag, or from elsewhere, and it is none that all agree on
    let mut other = events.clone();
    other.push(with(r#""sourceIPAddress":"203.0.113.1""#, &event(99, "sqs", "ListQueues", "null", "")));
    let made = make(&read(&other), &options);
    let keys: Vec<&str> = made.conditions.iter().map(|condition| condition.key.as_str()).collect();
    assert_eq!(keys, ["aws:RequestedRegion"]);
    let nowhere = make(&usage, &SynthesizeOptions { networks: Vec::new(), ..options });
    assert!(nowhere.conditions.iter().all(|condition| condition.key != "aws:SourceIp"));
    // a service asked for it each time
    let forwarded: Vec<String> = (0..30)
        .map(|id| {
            event(id, "sqs", "ListQueues", "null", "")
                .replace(r#""arn":"#, r#""invokedBy":"athena.amazonaws.com","arn":"#)
        })
        .collect();
    let options =
        SynthesizeOptions { apply_conditions: vec!["aws:ViaAWSService".to_owned()], ..SynthesizeOptions::default() };
    let made = make(&read(&forwarded), &options);
    assert!(made.policies[0].document.to_json().contains(r#"{"Bool":{"aws:ViaAWSService":"true"}}"#));
    assert_eq!(made.coverage.proof, Proof::Proved);
}

#[test]
fn template_arns() {
    let key = r#"{"bucketName":"b","key":"k${a}"}"#;
    let topic = |region: &str| format!(r#"{{"topicArn":"arn:aws:sns:{region}:444455556666:theirs"}}"#);
    let events = [
        event(1, "sqs", "PurgeQueue", r#"{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"}"#, ""),
        event(2, "s3", "GetObject", key, ""),
        event(3, "sns", "Publish", &topic("eu-west-1"), ""),
    ];
    let made = make(&read(&events), &SynthesizeOptions::default());
    let [aws] = made.to_template(ArnTemplate::Aws).try_into().unwrap();
    assert!(aws.contains(r#""arn:${Partition}:sqs:${Region}:${Account}:jobs""#), "{aws}");
    // another account's stays, and so does what a policy itself escapes
    assert!(aws.contains(r#""arn:aws:sns:eu-west-1:444455556666:theirs""#), "{aws}");
    assert!(aws.contains(r#""arn:${Partition}:s3:::b/k${$}{a}""#), "{aws}");
    let [cloud_formation] = made.to_template(ArnTemplate::CloudFormation).try_into().unwrap();
    assert!(cloud_formation.contains(r#""arn:${AWS::Partition}:s3:::b/k${!$}{a}""#), "{cloud_formation}");
    let terraform = made.to_terraform(ArnTemplate::Terraform);
    let account = "${data.aws_caller_identity.current.account_id}";
    assert!(terraform.contains(&format!("sqs:${{data.aws_region.current.name}}:{account}:jobs")), "{terraform}");
    assert!(terraform.contains("s3:::b/k$${$}{a}") && terraform.starts_with("data \"aws_partition\" \"current\" {}\n"));
    // two regions are not one
    let events = [events[0].clone(), event(4, "sns", "Publish", &topic("eu-west-2"), "")];
    let made = make(&read(&events), &SynthesizeOptions::default());
    let [aws] = made.to_template(ArnTemplate::Aws).try_into().unwrap();
    assert!(aws.contains(r#""arn:${Partition}:sqs:eu-west-1:${Account}:jobs""#), "{aws}");
    assert_eq!(made.to_template(ArnTemplate::None), [made.policies[0].document.to_json_pretty()]);
}

#[test]
fn slr_suggest() {
    let usage = read(&[event(1, "access-analyzer", "CreateAnalyzer", r#"{"analyzerName":"a","type":"ACCOUNT"}"#, "")]);
    let made = make(&usage, &SynthesizeOptions { includes_dependent: true, ..SynthesizeOptions::default() });
    let suggested: Vec<&str> = made.suggestions.iter().map(|suggestion| suggestion.action.as_str()).collect();
    assert!(suggested.contains(&"iam:CreateServiceLinkedRole"), "{suggested:?}");
    assert!(!allows(&made, "iam:CreateServiceLinkedRole", "*"));
}

#[test]
fn conditions_are_put_in_when_asked_for() {
    let events: Vec<String> = (0..30).map(|id| event(id, "sqs", "ListQueues", "null", "")).collect();
    let options = SynthesizeOptions {
        apply_conditions: vec!["aws:RequestedRegion".to_owned(), "aws:SourceVpce".to_owned()],
        ..SynthesizeOptions::default()
    };
    let made = make(&read(&events), &options);
    assert_eq!(
        made.policies[0].document.to_json(),
        concat!(
            r#"{"Version":"2012-10-17","Statement":[{"Sid":"SqsRead1","Effect":"Allow","Action":"sqs:ListQueues","#,
            r#""Resource":"*","Condition":{"StringEquals":{"aws:RequestedRegion":"eu-west-1"}}}]}"#
        )
    );
    // each use was asked of the evaluator with the region it had
    assert_eq!((made.coverage.proof, made.coverage.covered), (Proof::Proved, 1));
    assert!(!allows(&made, "sqs:ListQueues", "*"));
    // too few events say too little
    let few = make(&read(&events[..3]), &options);
    assert!(few.conditions.is_empty() && allows(&few, "sqs:ListQueues", "*"));
}

#[test]
fn never_wider_actions() {
    let all: Vec<String> = catalog().expand("tag:Get*").map(|action| action.name().to_owned()).collect();
    let events: Vec<String> = all.iter().enumerate().map(|(id, name)| event(id, "tagging", name, "null", "")).collect();
    let closed = SynthesizeOptions { compact_actions: CompactActions::ClosedWorld, ..SynthesizeOptions::default() };
    let actions = |made: &Synthesis| {
        let statements: Vec<String> = made.policies[0]
            .document
            .statements()
            .flat_map(|statement| statement.action().unwrap().entries())
            .map(|entry| entry.as_str().to_owned())
            .collect();
        statements
    };
    let made = make(&read(&events), &closed);
    assert_eq!(made.coverage.proof, Proof::Proved);
    let used: BTreeSet<String> = actions(&make(&read(&events), &SynthesizeOptions::default())).into_iter().collect();
    let stood_for: BTreeSet<String> = actions(&made)
        .iter()
        .flat_map(|entry| catalog().expand(entry).map(|action| action.to_string()).collect::<Vec<_>>())
        .collect();
    assert_eq!(stood_for, used);
    assert!(actions(&made).len() < used.len(), "{}", made.policies[0].document.to_json());
}

#[test]
fn levels_of_single_services() {
    let usage = read(&[
        event(1, "sqs", "ListQueues", "null", ""),
        event(2, "s3", "GetObject", r#"{"bucketName":"bucket","key":"a"}"#, ""),
    ]);
    let levels = ServiceLevels { resources: Some(ResourceLevel::Any), actions: None };
    let options = SynthesizeOptions {
        actions: ActionLevel::Service,
        per_service: [
            ("s3".to_owned(), levels),
            ("sqs".to_owned(), ServiceLevels { actions: Some(ActionLevel::Exact), resources: None }),
        ]
        .into(),
        quota: Quota::None,
        ..SynthesizeOptions::default()
    };
    let made = make(&usage, &options);
    assert!(allows(&made, "s3:PutObject", "arn:aws:s3:::other/x") && allows(&made, "sqs:ListQueues", "*"));
    assert!(!allows(&made, "sqs:PurgeQueue", "arn:aws:sqs:eu-west-1:111122223333:jobs"));
}

#[test]
fn what_is_outside_of_today_is_left_out_when_asked_for() {
    let usage = read(&[
        event(1, "s3", "GetObject", r#"{"bucketName":"bucket","key":"a"}"#, ""),
        event(2, "sqs", "ListQueues", "null", ""),
    ]);
    let s3: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse().unwrap();
    let none: Policy = r#"{"Statement":{"Effect":"Allow","Action":"ec2:*","Resource":"*"}}"#.parse().unwrap();
    let options = SynthesizeOptions { clips: true, ..SynthesizeOptions::default() };
    let clip = |policy: Policy| {
        let current = Current { identity: Some(vec![policy]), ..Current::default() };
        synthesize(&usage, &[ANN], catalog(), &current, &options)
    };
    let made = clip(s3).unwrap();
    let outside = [("sqs:ListQueues".to_owned(), "*".to_owned())];
    assert_eq!(
        (made.within_current.result, made.within_current.outside_current.as_slice()),
        (WithinResult::Proved, &outside[..])
    );
    // it was used for all that, and is not covered
    assert_eq!((made.coverage.proof, made.coverage.uncovered.as_slice()), (Proof::Refuted, &outside[..]));
    assert!(!allows(&made, "sqs:ListQueues", "*") && allows(&made, "s3:GetObject", "arn:aws:s3:::bucket/a"));
    assert_eq!(clip(none).unwrap_err(), SynthesizeError::AllOutsideCurrent);
    // wider than today's policies: what was used takes the place of what is not granted
    let bucket = r#"{"Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"arn:aws:s3:::bucket/*"}}"#;
    let current = Current { identity: Some(vec![bucket.parse().unwrap()]), ..Current::default() };
    for (actions, resources) in [
        (ActionLevel::Exact, ResourceLevel::Type),
        (ActionLevel::Exact, ResourceLevel::Any),
        (ActionLevel::Service, ResourceLevel::Any),
    ] {
        let options = SynthesizeOptions { actions, resources, ..options.clone() };
        let made = synthesize(&usage, &[ANN], catalog(), &current, &options).unwrap();
        assert_eq!(made.within_current.result, WithinResult::Proved, "{resources:?}");
        assert_eq!(made.coverage.uncovered, outside);
        assert!(allows(&made, "s3:GetObject", "arn:aws:s3:::bucket/a"));
        assert!(
            !allows(&made, "s3:GetObject", "arn:aws:s3:::other/a")
                && !allows(&made, "s3:PutObject", "arn:aws:s3:::bucket/a")
        );
    }
}

/// An error that stands in the response alone is an error for all that.
#[test]
fn what_a_response_refuses_grants_nothing() {
    for (response, outcome) in [
        (r#"{"errorCode":"Client.UnauthorizedOperation"}"#, "denied"),
        (r#"{"errorCode":"ForbiddenException"}"#, "denied"),
        (r#"{"failureReason":"User: u is not authorized to perform: iam:DeleteUser on resource: x"}"#, "denied"),
        (r#"{"errorCode":"ExpiredTokenException"}"#, "ignored"),
        (r#"{"errorCode":"ThrottlingException"}"#, "weak"),
        (r#"{"errorCode":403}"#, "denied"),
        (r#"{"errorCode":"NoSuchEntity"}"#, "used"),
    ] {
        let called = event(1, "iam", "DeleteUser", r#"{"userName":"bob"}"#, "");
        let usage = read(&[with(&format!(r#""responseElements":{response}"#), &called)]);
        let made = synthesize(&usage, &[ANN], catalog(), &Current::default(), &SynthesizeOptions::default());
        let found = match &made {
            Ok(made) if made.uncertain.iter().any(|uncertain| uncertain.reason == "weak") => "weak",
            Ok(_) => "used",
            Err(SynthesizeError::NothingUsed) => "denied",
            Err(_) => "ignored",
        };
        assert_eq!(found, outcome, "{response}");
    }
}

/// Actions that take no resource do not lend their `*` to those that do.
#[test]
fn wider_actions_stay_on_the_resources() {
    let usage = read(&[
        event(1, "s3", "ListBuckets", "{}", ""),
        event(2, "s3", "GetObject", r#"{"bucketName":"b","key":"k"}"#, ""),
    ]);
    let options = SynthesizeOptions { actions: ActionLevel::Service, quota: Quota::None, ..Default::default() };
    let made = make(&usage, &options);
    assert!(allows(&made, "s3:GetObject", "arn:aws:s3:::b/k") && allows(&made, "s3:PutObject", "arn:aws:s3:::b/k"));
    assert!(allows(&made, "s3:ListAllMyBuckets", "*"));
    assert!(!allows(&made, "s3:GetObject", "arn:aws:s3:::b/l") && !allows(&made, "s3:DeleteBucket", "arn:aws:s3:::b"));
}

/// A key that reads like a pattern is a key, also where `resources[]` has it.
#[test]
fn resource_exact_text() {
    let listed = r#""resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::b/a:*"}]"#;
    let made = make(
        &read(&[with(listed, &event(1, "s3", "GetObject", r#"{"bucketName":"b","key":"a:*"}"#, ""))]),
        &SynthesizeOptions::default(),
    );
    assert!(allows(&made, "s3:GetObject", "arn:aws:s3:::b/a:*"));
    assert!(!allows(&made, "s3:GetObject", "arn:aws:s3:::b/a:secret"));
    assert_eq!(made.coverage.proof, Proof::Proved);
    // what is no ARN is no role
    let weak = event(1, "sts", "AssumeRole", r#"{"roleArn":"garbage"}"#, "ValidationError");
    let made = make(&read(&[weak]), &SynthesizeOptions::default());
    let json = made.policies[0].document.to_json();
    assert!(!json.contains("garbage"), "{json}");
}

#[test]
fn who_is_named_twice_counts_once() {
    let usage = read(&(0..15).map(|id| event(id, "sqs", "ListQueues", "{}", "")).collect::<Vec<_>>());
    let made = synthesize(&usage, &[ANN, ANN], catalog(), &Current::default(), &SynthesizeOptions::default()).unwrap();
    assert!(made.evidence[0].count == 15 && made.conditions.is_empty());
}

/// What a trail could not have shown is missing, and so the answer is not complete.
#[test]
fn is_complete() {
    let events = [event(1, "iam", "ListUsers", "{}", ""), event(2, "iam", "ListUsers", "{}", "")];
    let events = [events[0].clone(), events[1].replace("2026-09", "2027-09")];
    let complete = |actions: &str| {
        let policy = format!(r#"{{"Statement":{{"Effect":"Allow","Action":{actions},"Resource":"*"}}}}"#);
        let current = Current { identity: Some(vec![policy.parse().unwrap()]), ..Current::default() };
        let made = synthesize(&read(&events), &[ANN], catalog(), &current, &SynthesizeOptions::default()).unwrap();
        made.is_complete
    };
    assert!(complete(r#"["iam:ListUsers","iam:CreateUser"]"#));
    let public = r#"{"Statement":{"Effect":"Deny","Action":"s3:*","NotResource":"*/public/*"}}"#;
    let team = r#"{"Statement":{"Effect":"Deny","Action":"s3:*","NotResource":"team-*"}}"#;
    let object = r#"{"Statement":{"Effect":"Allow","Action":["iam:ListUsers","s3:GetObject"],"Resource":"*"}}"#;
    let current = [object, public, team].map(|text| text.parse().unwrap()).to_vec();
    let current = Current { identity: Some(current), ..Current::default() };
    assert!(
        !synthesize(&read(&events), &[ANN], catalog(), &current, &SynthesizeOptions::default()).unwrap().is_complete
    );
    assert!(!complete(r#"["iam:ListUsers","iam:PassRole"]"#) && !complete(r#"["iam:ListUsers","s3:GetObject"]"#));
}

/// Events of data alone are no trail of management events, with a category or without.
#[test]
fn trails_seen() {
    let object = event(1, "s3", "GetObject", r#"{"bucketName":"b","key":"k"}"#, "");
    let trails = |members: &str| read(&[with(members, &object)]).stats.trails_seen;
    for members in [r#""managementEvent":false"#, r#""eventCategory":"Data""#] {
        assert!(trails(members).data && !trails(members).management, "{members}");
    }
    assert!(trails(r#""managementEvent":true"#).management);
}

/// Five thousand resources that stand for many each are compared with few others each.
#[test]
fn many_wild_resources_take_no_quadratic_time() {
    let events: Vec<String> = (0..5_000)
        .map(|id| event(id, "secretsmanager", "GetSecretValue", &format!(r#"{{"secretId":"db/{id:05}"}}"#), ""))
        .collect();
    let made = make(&read(&events), &SynthesizeOptions { quota: Quota::None, ..SynthesizeOptions::default() });
    assert_eq!((made.coverage.covered, made.coverage.is_minimal), (5_000, Some(true)));
}

#[test]
fn other_forms() {
    let synthesis = make(
        &read(&[event(1, "s3", "GetObject", r#"{"bucketName":"b","key":"*"}"#, "")]),
        &SynthesizeOptions::default(),
    );
    assert!(
        synthesis.to_terraform(ArnTemplate::None).contains("arn:aws:s3:::b/$${*}"),
        "{}",
        synthesis.to_terraform(ArnTemplate::None)
    );
    assert!(synthesis.report().contains("Everything used is granted: 1 of 1"));
    let now = "2026-10-01T00:00:00Z".parse().unwrap();
    let answer = synthesis.as_access_analyzer("job", now, now);
    assert_eq!(answer["jobDetails"]["status"], "SUCCEEDED");
    let value = serde_json::to_value(&synthesis).unwrap();
    assert_eq!(value["policies"][0]["document"]["Version"], "2012-10-17");
}

#[test]
fn every_principal_of_the_real_events() {
    let folders = Path::new(env!("CARGO_MANIFEST_DIR")).ancestors().map(|folder| folder.join("shared/data"));
    let Some(path) = folders.map(|folder| folder.join("cloudtrail-events.ndjson")).find(|path| path.is_file()) else {
        println!("skipped: cloudtrail-events.ndjson is not here");
        return;
    };
    let mut builder = UsageBuilder::new(catalog());
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        builder.feed(row["event"].to_string().as_bytes()).unwrap();
        builder.feed(b"\n").unwrap();
    }
    let usage = builder.finish().unwrap();
    let (mut made, mut stars, mut statements) = (0, 0, 0);
    for arn in usage.principals.keys() {
        let options = SynthesizeOptions { quota: Quota::None, ..SynthesizeOptions::default() };
        match synthesize(&usage, &[arn], catalog(), &Current::default(), &options) {
            Ok(synthesis) => {
                assert_eq!(synthesis.coverage.proof, Proof::Proved, "{arn} {:?}", synthesis.coverage);
                assert_eq!(synthesis.coverage.is_minimal, Some(true), "{arn}");
                for statement in synthesis.policies[0].document.statements() {
                    statements += 1;
                    let mut actions = statement.action().unwrap().entries();
                    assert!(actions.all(|entry| catalog().action(entry.as_str()).is_some()));
                    stars += usize::from(statement.resource().unwrap().entries().any(|entry| entry.as_str() == "*"));
                }
                made += 1;
            }
            Err(error) => assert_eq!(error, SynthesizeError::NothingUsed),
        }
    }
    println!("{made} policies, {statements} statements, {stars} with `*` as a resource");
    assert!(made > 50);
}
