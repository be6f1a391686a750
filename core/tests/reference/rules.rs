//! The reference, rule by rule, where no captured decision speaks: what each rule's text says.

use super::reference::{Answer, Outcome, decide};
use serde_json::{Value as Json, json};

const USER: &str = "arn:aws:iam::111122223333:user/u";
const SESSION: &str = "arn:aws:sts::111122223333:assumed-role/r/s";

pub fn asks(principal: &Json, action: &str, resource: &str, context: &Json) -> Json {
    json!({"principal": principal, "action": action, "resource": resource, "context": context})
}

pub fn user() -> Json {
    json!({"type": "user", "arn": USER, "account": "111122223333"})
}

fn session() -> Json {
    json!({"type": "assumedrole", "arn": SESSION})
}

fn outcome(policies: &Json, request: &Json) -> Outcome {
    decide(policies, request).expect("well formed")
}

pub fn answer(policies: &Json, request: &Json) -> Answer {
    outcome(policies, request).answer
}

/// What an identity policy of this one Allow says to the user.
pub fn allow(statement: &Json, action: &str, resource: &str, context: &Json) -> Answer {
    let mut statement = statement.clone();
    statement["Effect"] = json!("Allow");
    let policies = json!({"identity": {"Version": "2012-10-17", "Statement": statement}});
    let mut request = asks(&user(), action, resource, context);
    request["resource_account"] = json!("111122223333");
    answer(&policies, &request)
}

fn on_resource(pattern: &str, resource: &str, context: &Json) -> bool {
    let statement = json!({"Action": "*", "Resource": pattern});
    allow(&statement, "s3:GetObject", resource, context) == Answer::Allow
}

fn on_action(element: &str, entry: &str, action: &str) -> bool {
    let mut statement = json!({"Resource": "*"});
    statement[element] = json!([entry]);
    allow(&statement, action, "*", &json!({})) == Answer::Allow
}

/// What a queue policy with this principal element and effect says.
fn named(element: &str, principal: &Json, effect: &str, caller: &Json) -> Answer {
    let mut statement = json!({"Effect": effect, "Action": "*", "Resource": "*"});
    statement[element] = principal.clone();
    let policies = json!({"identity": [], "resource": {"Statement": statement}});
    let queue = "arn:aws:sqs:us-east-1:111122223333:q";
    answer(&policies, &asks(caller, "sqs:SendMessage", queue, &json!({})))
}

#[test]
fn action_wildcards() {
    assert!(on_action("Action", "S3:get*", "s3:GetObject"));
    assert!(on_action("Action", "s3:Get?bject", "s3:GetObject"));
    assert!(!on_action("Action", "s3:GetObjec", "s3:GetObject"));
    assert!(on_action("NotAction", "s3:Get*", "ec2:RunInstances"));
    assert!(!on_action("NotAction", "s3:Get*", "s3:GetObject"));
}

#[test]
fn resource_star_tail_crosses_colon() {
    let arn = "arn:aws:sqs:us-east-1:111122223333:q";
    let matches = |pattern: &str| on_resource(pattern, arn, &json!({}));
    assert!(matches("arn:aws:sqs:*"));
    assert!(matches("arn:aws:sqs"));
    assert!(!matches("arn:aws:s*s:111122223333:q"));
    assert!(!matches("arn:aws:sqs:us-east-1?111122223333:q"));
    assert!(!matches("*q"));
    // rule 11 counts the written fields
    assert!(!matches("arn:aws:*:q"));
    let topic = "arn:aws:sns:us-east-1:111122223333:a:b:c";
    assert!(on_resource("arn:*:111122223333:a:b:c", topic, &json!({})));
    assert!(on_resource("arn:aws:s3:::b/a?b*d", "arn:aws:s3:::b/a:b:c:d", &json!({})));
}

#[test]
fn resource_request_star() {
    assert!(on_resource("*", "*", &json!({})));
    assert!(!on_resource("arn:aws:s3:::*", "*", &json!({})));
}

#[test]
fn variable_forms() {
    let context = json!({"a:b": "x*", "a:empty": ""});
    let matches = |pattern: &str, key: &str| on_resource(pattern, &format!("arn:aws:s3:::b/{key}"), &context);
    assert!(matches("arn:aws:s3:::b/${ A:B }", "x*"));
    assert!(!matches("arn:aws:s3:::b/${a:b}", "xyz"));
    assert!(matches("arn:aws:s3:::b/${a:c , 'd, e'}", "d, e"));
    assert!(matches("arn:aws:s3:::b/${a:empty, 'd'}", ""));
    assert!(matches("arn:aws:s3:::b/${*}${?}${$}", "*?$"));
    assert!(!matches("arn:aws:s3:::b/${*}", "x"));
    assert!(!matches("arn:aws:s3:::b/${a:missing}*", "x"));
    assert!(on_resource("${a:r}", "arn:aws:s3:::b", &json!({"a:r": "arn:aws:s3:::b"})));
    let not = json!({"Action": "*", "NotResource": "arn:aws:s3:::b/${a:missing}"});
    assert_eq!(allow(&not, "s3:GetObject", "arn:aws:s3:::b/", &json!({})), Answer::Allow);
}

#[test]
fn version_gates_variables() {
    let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "arn:aws:s3:::${a:b}"});
    let policies = json!({"identity": [{"Statement": [statement]}]});
    let ask = |resource: &str| {
        let request = asks(&user(), "s3:GetObject", resource, &json!({"a:b": "x"}));
        answer(&policies, &request)
    };
    assert_eq!(ask("arn:aws:s3:::x"), Answer::DenyImplicit);
    let mut request = asks(&user(), "s3:GetObject", "arn:aws:s3:::${a:b}", &json!({}));
    request["resource_account"] = json!("111122223333");
    assert_eq!(answer(&policies, &request), Answer::Allow);
}

#[test]
fn principal_star_not_federated_trust() {
    let action = "sts:AssumeRoleWithSAML";
    let provider = "arn:aws:iam::111122223333:saml-provider/p";
    let caller = json!({"type": "SamlProvider", "provider": provider, "account": "111122223333"});
    let request = asks(&caller, action, "arn:aws:iam::111122223333:role/r", &json!({}));
    let trust = |principal: Json| {
        let statement = json!({"Effect": "Allow", "Principal": principal, "Action": action});
        answer(&json!({"trust": {"Statement": [statement]}}), &request)
    };
    assert_eq!(trust(json!({"AWS": "*"})), Answer::DenyImplicit);
    assert_eq!(trust(json!({"Federated": provider})), Answer::Allow);
    assert_eq!(trust(json!({"Federated": "cognito-identity.amazonaws.com"})), Answer::DenyImplicit);
}

#[test]
fn principal_entries() {
    let implicit = Answer::DenyImplicit;
    let grant = |entry: &str, caller: &Json| named("Principal", &json!({"AWS": [entry]}), "Allow", caller);
    assert_eq!(grant(USER, &user()), Answer::Allow);
    assert_eq!(grant("arn:aws:iam::111122223333:user/*", &user()), implicit);
    assert_eq!(grant("arn:aws:iam::111122223333:group/u", &user()), implicit);
    assert_eq!(grant("AIDAEXAMPLE", &user()), implicit);
    let mut known = user();
    known["id"] = json!("AIDAEXAMPLE");
    assert_eq!(grant("AIDAEXAMPLE", &known), Answer::Allow);
    let root = json!({"type": "Root", "account": "111122223333"});
    assert_eq!(grant("111122223333", &root), Answer::Allow);
    assert_eq!(grant("111122223333", &user()), implicit);
    // the path of the role behind the session is not known
    assert_eq!(grant("arn:aws:iam::111122223333:role/team/r", &session()), Answer::Depends);
    assert_eq!(grant("arn:aws:iam::111122223333:role/team/q", &session()), implicit);
    assert_eq!(grant("arn:aws-cn:iam::111122223333:role/r", &session()), implicit);
    assert_eq!(grant(SESSION, &session()), Answer::Allow);
}

#[test]
fn not_principal() {
    let account = json!({"AWS": "111122223333"});
    let other = json!({"AWS": "444455556666"});
    assert_eq!(named("NotPrincipal", &account, "Deny", &user()), Answer::DenyImplicit);
    assert_eq!(named("NotPrincipal", &other, "Deny", &user()), Answer::DenyExplicit);
    assert_eq!(named("NotPrincipal", &other, "Allow", &user()), Answer::Allow);
    let anonymous = json!({"type": "Anonymous"});
    assert_eq!(named("NotPrincipal", &account, "Allow", &anonymous), Answer::Allow);
}

#[test]
fn principal_service() {
    let caller = json!({"type": "Service", "name": "logs.amazonaws.com"});
    let grant = |name: &str| named("Principal", &json!({"Service": name}), "Allow", &caller);
    assert_eq!(grant("logs.eu-west-1.amazonaws.com"), Answer::Allow);
    assert_eq!(grant("sns.amazonaws.com"), Answer::DenyImplicit);
}

#[test]
fn principal_canonical_user() {
    let element = json!({"CanonicalUser": "c"});
    let policies = json!({
        "identity": [{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}],
        "resource": {"Statement": {
            "Effect": "Allow", "Principal": element, "Action": "*", "Resource": "*",
        }},
    });
    let ask = |id: Json| {
        let mut caller = user();
        caller["canonical_user_id"] = id;
        let mut request = asks(&caller, "s3:GetObject", "arn:aws:s3:::b/o", &json!({}));
        request["resource_account"] = json!("444455556666");
        answer(&policies, &request)
    };
    assert_eq!(ask(json!("c")), Answer::Allow);
    assert_eq!(ask(json!("d")), Answer::DenyImplicit);
    assert_eq!(ask(Json::Null), Answer::Depends);
}

#[test]
fn context_open_is_unknown() {
    let test = json!({"StringEquals": {"aws:username": "x"}, "Null": {"aws:SourceIp": "false"}});
    let statement = json!({"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": test});
    let policies = json!({"identity": [{"Statement": statement}]});
    let mut request = asks(&session(), "s3:ListAllMyBuckets", "*", &json!({}));
    request["context_mode"] = json!("open");
    // rule 116: a session has no aws:username whatever is unknown
    assert_eq!(answer(&policies, &request), Answer::DenyImplicit);
    let caller = json!({"type": "User", "arn": "arn:aws:iam::111122223333:user/p/x"});
    request["principal"] = caller;
    assert_eq!(answer(&policies, &request), Answer::Depends);
}

#[test]
fn unknown_layer() {
    let everything = json!({"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}});
    let request = asks(&user(), "s3:ListAllMyBuckets", "*", &json!({}));
    let unknown = json!({"unknown": true});
    let with = |layer: &str| {
        let mut policies = json!({"identity": [everything]});
        policies[layer] = unknown.clone();
        answer(&policies, &request)
    };
    assert_eq!(with("service_control"), Answer::Depends);
    assert_eq!(with("permissions_boundary"), Answer::Depends);
    // no resource, no resource control policy
    assert_eq!(with("resource_control"), Answer::Allow);
    // the trust policy plays no part in other actions
    assert_eq!(with("trust"), Answer::Allow);
}

#[test]
fn get_caller_identity() {
    let deny = json!({"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}});
    let request = asks(&user(), "sts:GetCallerIdentity", "*", &json!({}));
    assert_eq!(answer(&json!({"identity": [deny]}), &request), Answer::Allow);
}

#[test]
fn assume_root() {
    let root = json!({"type": "Root", "account": "111122223333", "assumed_root": true});
    let ask = |effect: &str, action: &str| {
        let statement = json!({"Effect": effect, "Action": action, "Resource": "*"});
        let request = asks(&root, "s3:ListAllMyBuckets", "*", &json!({}));
        answer(&json!({"session": [{"Statement": [statement]}]}), &request)
    };
    assert_eq!(ask("Allow", "sqs:*"), Answer::Allow);
    assert_eq!(ask("Deny", "s3:*"), Answer::DenyExplicit);
}

#[test]
fn decided_by_order() {
    let deny = json!({"Statement": {
        "Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*",
    }});
    let request = asks(&user(), "sqs:SendMessage", "arn:aws:sqs:x:111122223333:q", &json!({}));
    let mut policies = json!({
        "session": [deny], "permissions_boundary": deny, "identity": [deny], "resource": deny,
        "vpc_endpoint": deny, "service_control": [[deny]], "resource_control": [[deny]],
    });
    for layer in [
        "resource_control",
        "service_control",
        "vpc_endpoint",
        "resource",
        "identity",
        "permissions_boundary",
        "session",
    ] {
        assert_eq!(outcome(&policies, &request).decided_by, Some(layer));
        policies[layer] = Json::Null;
    }
}
