//! Deciding a prepared request against a prepared set allocates nothing.

use allocation_counter::measure;
use iam_eval::{Answer, ContextValue, Grant, Policy, PolicySet, Principal, Request, RequestBuilder};

const A: &str = "111122223333";
const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:q";

fn policy(statements: &str) -> Policy {
    format!(r#"{{"Version":"2012-10-17","Statement":[{statements}]}}"#).parse().expect("a good policy")
}

fn user() -> Principal {
    Principal::user("arn:aws:iam::111122223333:user/team/u").expect("a user")
}

fn session() -> Principal {
    Principal::role_session("arn:aws:iam::111122223333:role/team/r", "s").expect("a session")
}

fn asks(action: &str, resource: &str, by: Principal) -> RequestBuilder {
    Request::builder(action, resource).principal(by).resource_account(A)
}

#[track_caller]
fn decides(set: &PolicySet, request: RequestBuilder, expected: Answer) {
    let request = request.build().expect("a good request");
    let mut answer = None;
    let count = measure(|| answer = Some(set.decide(&request)));
    assert_eq!(answer, Some(expected));
    assert_eq!(count.count_total, 0, "{} bytes", count.bytes_total);
}

#[test]
fn the_counter_counts() {
    let request = asks("sqs:SendMessage", QUEUE, user());
    assert!(measure(|| drop(request.build())).count_total > 0);
}

/// Many statements as managed policies have them: long lists of actions, patterns, `NotAction`.
#[test]
fn many_statements() {
    let mut statements = Vec::new();
    for service in ["ec2", "s3", "sqs", "kms", "iam", "lambda", "logs", "dynamodb"] {
        for verb in ["Get*", "List*", "Describe*", "Put?bject", "*Message", "Create*Policy*"] {
            statements.push(format!(
                r#"{{"Effect":"Allow","Action":["{service}:{verb}","{service}:Tag"],"Resource":"arn:aws:{service}:*:*:*"}}"#
            ));
        }
    }
    statements.push(r#"{"Effect":"Deny","NotAction":["iam:*","s*:*"],"Resource":"*"}"#.to_owned());
    statements.push(r#"{"Effect":"Deny","Action":"*","NotResource":["arn:aws:sqs:*:*:q","arn:*:s3:::*"]}"#.to_owned());
    let all = policy(&statements.join(","));
    let set = PolicySet::builder()
        .identity([all.clone(), all.clone()])
        .permissions_boundary(all.clone())
        .service_control([[all.clone()], [all.clone()]])
        .session([all])
        .build();
    decides(&set, asks("SQS:SendMessage", QUEUE, session()), Answer::Allowed);
    decides(&set, asks("sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:r", session()), Answer::ExplicitDeny);
    decides(&set, asks("ec2:DescribeTags", "*", session()), Answer::ExplicitDeny);
    decides(&set, asks("s3:AbortMultipartUpload", "arn:aws:s3:::b/k", session()), Answer::ImplicitDeny);
}

/// Operators, the values they hold for, and what the request has.
const CONDITIONS: &[(&str, &str, &[&str])] = &[
    ("StringEquals", r#"["b","a"]"#, &["a"]),
    ("StringNotEquals", r#"["b","c"]"#, &["a"]),
    ("StringEqualsIgnoreCase", r#""ΟΔΟΣ""#, &["οδος"]),
    ("StringNotEqualsIgnoreCase", r#"["b","İ"]"#, &["A"]),
    ("StringLike", r#"["x*","?*😀*"]"#, &["ab😀c"]),
    ("StringNotLike", r#""b*""#, &["abc"]),
    ("NumericEquals", r#"["2","10e-1"]"#, &["1.00"]),
    ("NumericNotEquals", r#""9007199254740993""#, &["9007199254740992"]),
    ("NumericLessThan", r#""1e9999""#, &["123456789012345678901234567890.5"]),
    ("NumericGreaterThanEquals", r#""-1""#, &["+0"]),
    ("DateEquals", r#""2030-01-01T01:00+01:00""#, &["1893456000"]),
    ("DateGreaterThan", r#""2029""#, &["2030-01-01T00:00:00.0009Z"]),
    ("Bool", r#""false""#, &["no"]),
    ("BinaryEquals", r#""QUJD""#, &["QUJD"]),
    ("IpAddress", r#"["2001:db8::/32","192.000.2.0/024"]"#, &["::ffff:192.0.2.1"]),
    ("NotIpAddress", r#"["10.0.0.0/8"]"#, &["2001:db8:::1"]),
    ("ArnEquals", r#"["*:*","arn:aws:iam::*:user/*"]"#, &["arn:aws:iam::1:user/a:b"]),
    ("ArnNotLike", r#""arn:aws:iam::*:role/?""#, &["arn:aws:iam::1:user/a"]),
    ("Null", r#"["false"]"#, &["x"]),
    ("ForAnyValue:StringLike", r#"["z","b?"]"#, &["a", "bc"]),
    ("ForAllValues:StringEquals", r#"["a","b"]"#, &["b", "a"]),
    ("ForAllValues:NumericLessThanIfExists", r#""3""#, &["1", "2"]),
    ("ForAnyValue:IpAddress", r#""10.0.0.0/8""#, &["x", "10.1.1.1"]),
];

#[test]
fn conditions_of_every_family() {
    for (operator, values, found) in CONDITIONS {
        let deny = r#"{"Effect":"Deny","Action":"sqs:*","Resource":"*","Condition":{"StringEquals":{"k:other":"x"}}}"#;
        let condition = format!(r#"{{"{operator}":{{"K:Key":{values}}}}}"#);
        let allow = format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#);
        // `*:*` is an ARN to nobody, and an Allow that meets it is not to match
        let expected = if *operator == "ArnEquals" { Answer::ImplicitDeny } else { Answer::Allowed };
        let set = PolicySet::builder().identity([policy_of(&[deny, &allow])]).build();
        let value =
            if operator.starts_with("For") { ContextValue::from(found.to_vec()) } else { ContextValue::from(found[0]) };
        decides(&set, asks("sqs:SendMessage", QUEUE, user()).context("k:key", value), expected);
        for unknown in [ContextValue::Unknown, ContextValue::Present, ContextValue::Absent] {
            let request = asks("sqs:SendMessage", QUEUE, user()).context("k:key", unknown).build();
            let request = request.expect("a good request");
            let count = measure(|| {
                std::hint::black_box(set.decide(&request));
            });
            assert_eq!(count.count_total, 0, "{operator}");
        }
    }
}

fn policy_of(statements: &[&str]) -> Policy {
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    // malformed values are stored in session policies only, which the lenient reading lets pass
    let options = iam_eval::ParseOptions::new().profile(iam_eval::Profile::Lenient);
    options.parse(&text).expect("a good policy")
}

#[test]
fn variables_in_resources_and_conditions() {
    let set = PolicySet::builder()
        .identity([policy(
            r#"{"Effect":"Allow","Action":"s3:*","Resource":["arn:aws:s3:::b/${aws:username}/*","${k:none}",
                "arn:aws:s3:::${aws:PrincipalTag/t, 'none'}/${*}"],
                "Condition":{"StringLike":{"k:text":"${aws:username}-*"},"StringNotEquals":{"k:text":"x${k:none}"},
                "ArnLike":{"k:arn":"arn:aws:iam::111122223333:user/${k:path}${aws:username}"}}}"#,
        )])
        .build();
    let request = || {
        let request =
            asks("s3:GetObject", "arn:aws:s3:::b/u/x", user()).context("k:text", "u-1").context("k:path", "p/");
        request.context("k:arn", "arn:aws:iam::111122223333:user/p/u")
    };
    decides(&set, request(), Answer::Allowed);
    decides(&set, asks("s3:GetObject", "arn:aws:s3:::b/v/x", user()).context("k:text", "u-1"), Answer::ImplicitDeny);
    let open = Request::builder("s3:GetObject", "arn:aws:s3:::b/u/x").context_mode(iam_eval::ContextMode::Open);
    decides(&set, open, Answer::Depends);
}

#[test]
fn principals_and_every_layer() {
    let open = r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#;
    let named = policy(
        r#"{"Effect":"Deny","NotPrincipal":{"AWS":["arn:aws:iam::111122223333:role/team/r","111122223333"],
            "Service":"sns.amazonaws.com"},"Action":"*","Resource":"*"},
        {"Effect":"Allow","Principal":{"AWS":["arn:aws:iam::111122223333:user/x","AROAX",
            "arn:aws:iam::111122223333:role/team/r"],"Service":["logs.amazonaws.com","sns.amazonaws.com"],
            "CanonicalUser":"c"},"Action":"kms:*","Resource":"*"}"#,
    );
    let set = PolicySet::builder()
        .resource_control([[policy(open)], [policy(open)]])
        .vpc_endpoint(policy(open))
        .identity([])
        .resource(named.clone())
        .trust(named)
        .build();
    let key = "arn:aws:kms:us-east-1:111122223333:key/k";
    decides(&set, asks("kms:Decrypt", key, session()), Answer::Allowed);
    decides(&set, asks("kms:Decrypt", key, user().with_canonical_user_id("c")), Answer::ImplicitDeny);
    decides(&set, asks("kms:Decrypt", key, Principal::service("sns.us-east-1.amazonaws.com")), Answer::Allowed);
    decides(&set, asks("kms:Decrypt", key, Principal::anonymous()), Answer::ExplicitDeny);
    let federated = Principal::federated_user("arn:aws:sts::111122223333:federated-user/u").expect("a session");
    decides(&set, asks("kms:Decrypt", key, federated), Answer::ImplicitDeny);
    let pathless = Principal::assumed_role("arn:aws:sts::111122223333:assumed-role/r/s").expect("a session");
    decides(&set, asks("kms:Decrypt", key, pathless.clone()), Answer::Depends);
    let grant = Grant {
        grantee_principal: "arn:aws:sts::111122223333:assumed-role/r/s".to_owned(),
        operations: vec!["Decrypt".to_owned()],
    };
    decides(&set, asks("kms:Decrypt", key, pathless).grant(grant), Answer::Allowed);
    let role = "arn:aws:iam::111122223333:role/other";
    decides(&set, asks("sts:AssumeRole", role, session()), Answer::ImplicitDeny);
}
