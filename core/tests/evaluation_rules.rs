//! Every rule of evaluation by its name: what `data/evaluation-rules.json` says of it, asked of the
//! compiled evaluator and of the naive reference; what no single answer can show has a test of its
//! own here.

mod cases;
#[allow(dead_code)]
mod reference;

use std::sync::LazyLock;
use std::time::{Duration, Instant};

use iam_eval::evaluate::{AccountSide, Dependency, Outcome};
use iam_eval::wire;
use iam_eval::{
    Answer, ContextMode, ContextValue, LayerKind, Lookup, ParseOptions, Policy, PolicySet, PolicyType, Principal,
    Profile, Request,
};
use serde_json::Value as Json;

use cases::Case;

static CASES: LazyLock<Vec<Case>> = LazyLock::new(|| cases::read(include_str!("data/evaluation-rules.json")));

/// Runs all cases of a rule, and fails with a list of those that are answered otherwise.
fn check(rule: &str) {
    let cases: Vec<&Case> = CASES.iter().filter(|case| case.rule == rule).collect();
    assert!(cases.len() >= 2, "{rule} has {} cases", cases.len());
    let wrong: Vec<String> = cases.iter().flat_map(|case| case.faults()).collect();
    assert!(wrong.is_empty(), "{rule}: {} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// One test for each rule that its cases show in full.
macro_rules! rules {
    ($($rule:ident)*) => {
        /// The rules above, which have no test but their cases.
        const BY_CASES: &[&str] = &[$(stringify!($rule)),*];
        $(
            #[test]
            fn $rule() {
                check(stringify!($rule));
            }
        )*
    };
}

rules! {
    action_case_insensitive action_wildcards not_action_complement resource_case_sensitive resource_star_alone
    resource_request_star resource_star_crosses_slash resource_star_tail_crosses_colon
    resource_star_in_resource_part resource_short_arn_padded resource_variable_any_field not_resource_complement
    wildcard_utf16_unit version_gates_variables variable_forms variable_value_is_literal
    variable_missing_resource variable_missing_condition variable_empty_is_present variable_multivalued
    variable_scope missing_version_2008 principal_star principal_star_not_federated_trust principal_account
    principal_user_arn principal_role_arn principal_session_arn principal_federated_user_arn principal_service
    principal_federated principal_canonical_user principal_unique_id principal_no_partial_wildcard
    principal_group_never not_principal not_principal_needs_chain not_principal_boundary not_principal_allow
    principal_missing condition_and_or condition_key_case missing_key_positive missing_key_negated if_exists
    null_operator multivalued_scalar_never for_any_value for_all_values set_on_single empty_policy_list
    string_equals string_ignore_case string_like numeric_values numeric_unconvertible date_values
    date_unconvertible bool_values binary_equals ip_values ip_mapped ip_request_malformed arn_operator
    arn_request_malformed arn_policy_malformed policy_value_malformed condition_value_types ip_dotted_tail
    ip_odd_ipv6 explicit_deny_first union_within_layer same_account_test same_account_algorithm
    resource_grant_user resource_grant_role resource_grant_session resource_grant_issuer_user
    resource_grant_account principal_arn_condition cross_account_algorithm cross_account_no_boundary_bypass
    session_without_identity federation_token_needs_session get_session_token_user root_user root_cross_account
    assume_root service_principal anonymous scp_every_level scp_exempt scp_principal_side rcp_owner_side
    rcp_every_level rcp_exempt rcp_applicable_services rcp_federation vpc_endpoint trust_policy
    assume_role_same_account assume_role_cross_account assume_role_web_saml assume_role_extra_actions
    get_caller_identity kms_key_policy_required kms_root_not_implicit kms_grants s3_owner slr pass_role
    dependent_actions rcp_unscoped_dated deny_names_role managed_session_policy_live
    forwarded_calls_keep_session create_with_tags access_point_two_requests copy_object_two_sides
    resource_resolved_first service_refusals_outside context_known_absent three_valued deny_unknown
    depends_meaning
}

/// The rules whose cases are only half of their test.
const BY_HAND: &[&str] = &[
    "action_request_concrete",
    "wildcard_linear",
    "condition_tag_case_collision",
    "unknown_operator",
    "ip_store_time",
    "operator_store_time",
    "rcp_store_time",
    "policy_required_set",
    "context_closed_by_default",
    "unknown_value_of_present_key",
    "unknown_layer",
    "outcome_order",
    "decided_by_order",
    "order_irrelevant",
    "explain_no_values",
];

#[test]
fn every_case_names_a_rule_that_has_a_test() {
    let names = || BY_CASES.iter().chain(BY_HAND);
    let unknown: Vec<&str> =
        CASES.iter().map(|case| &*case.rule).filter(|rule| !names().any(|name| name == rule)).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
    // 1 to 126, and the fourteen that were numbered with a letter
    assert_eq!(names().count(), 140);
}

const USER: &str = "arn:aws:iam::111122223333:user/u";
const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:q";
const EVERYTHING: &str =
    r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*"}}"#;

fn policy(text: &str) -> Policy {
    ParseOptions::new().profile(Profile::Lenient).parse(text).expect("the policy of a test is well formed")
}

/// A policy of one Allow of everything under a condition.
fn allow_if(condition: &str) -> Policy {
    policy(&format!(
        r#"{{"Version": "2012-10-17", "Statement":
            {{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}}}"#
    ))
}

fn user() -> Principal {
    Principal::user(USER).expect("a user's ARN")
}

fn send() -> iam_eval::RequestBuilder {
    Request::builder("sqs:SendMessage", QUEUE).principal(user())
}

fn key_unknown(name: &str) -> Dependency {
    Dependency::ContextKey { name: name.to_owned() }
}

#[test]
fn action_request_concrete() {
    check("action_request_concrete");
    let refused = |action: &str| Request::new(action, "*").unwrap_err().to_string();
    assert_eq!(refused("s3"), "expected exactly one colon, as in `s3:GetObject`, found `s3`");
    assert!(refused("s3:Get*").contains("`s3:Get*`"));
    assert_eq!(Request::new("s3:GetObject", "*").unwrap().action().to_string(), "s3:GetObject");
}

#[test]
fn wildcard_linear() {
    check("wildcard_linear");
    let ask = |pattern: &str, text: &str| {
        let document = format!(r#"{{"Statement": {{"Effect": "Allow", "Action": "*", "Resource": "{pattern}"}}}}"#);
        let set = PolicySet::builder().identity([policy(&document)]).build();
        set.decide(&Request::new("s3:GetObject", text).unwrap())
    };
    let started = Instant::now();
    let text = format!("arn:aws:s3:::b/{}", "a".repeat(20_000));
    // a matcher that tries the ways to cut the text one after the other never comes back
    for (tail, answer) in [("", Answer::Allowed), ("*b", Answer::ImplicitDeny), ("*b*", Answer::ImplicitDeny)] {
        assert_eq!(ask(&format!("arn:aws:s3:::b/{}{tail}", "*a".repeat(500)), &text), answer);
        assert_eq!(ask(&format!("arn:aws:s3:::b/{}{tail}", "*a?".repeat(300)), &text), answer);
    }
    assert!(started.elapsed() < Duration::from_secs(10), "{:?}", started.elapsed());
}

#[test]
fn condition_tag_case_collision() {
    check("condition_tag_case_collision");
    let tags = |second: &str| {
        let request = Request::builder("ec2:CreateTags", "*").context("aws:RequestTag/Env", "a");
        request.context("aws:RequestTag/env", second).build()
    };
    let refused = tags("b").unwrap_err();
    assert_eq!(refused.code(), "context-key-twice");
    assert!(refused.to_string().contains("aws:RequestTag/env") && !refused.to_string().contains("`b`"));
    let request = tags("a").unwrap();
    assert_eq!(request.context().get("AWS:REQUESTTAG/ENV"), Lookup::One("a"));
    let Lookup::Many(keys) = request.context().get("aws:TagKeys") else { panic!("TagKeys is many-valued") };
    assert_eq!(keys, ["Env", "env"]);
}

#[test]
fn unknown_operator() {
    check("unknown_operator");
    let text = r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": {"StringEqualz": {"aws:username": "u"}}}}"#;
    let refused = Policy::parse(text).unwrap_err();
    assert_eq!((refused.code(), refused.line(), refused.column()), ("unknown-operator", 2, 23));
    for policy_type in [PolicyType::Identity, PolicyType::Session, PolicyType::ResourceControl] {
        assert!(ParseOptions::new().policy_type(policy_type).parse(text).is_err(), "{policy_type:?}");
    }
    assert!(ParseOptions::new().profile(Profile::Lenient).parse(text).is_ok());
}

/// Whether a policy of this condition is stored as that kind.
fn is_stored(policy_type: PolicyType, condition: &str) -> bool {
    let text = format!(
        r#"{{"Version": "2012-10-17", "Statement":
            {{"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {condition}}}}}"#
    );
    ParseOptions::new().policy_type(policy_type).parse(&text).is_ok()
}

#[test]
fn ip_store_time() {
    check("ip_store_time");
    for text in ["::ffff:192.0.2.1", "2001:db8::5/64", "192.0.2.0/33", "2001:db8::/129"] {
        let condition = format!(r#"{{"IpAddress": {{"aws:SourceIp": "{text}"}}}}"#);
        assert!(!is_stored(PolicyType::Identity, &condition), "{text}");
        assert!(is_stored(PolicyType::Session, &condition), "{text}");
    }
    for text in ["192.0.2.1", "192.0.2.0/32", "2001:db8::/64", "2001:db8::5/128"] {
        assert!(
            is_stored(PolicyType::Identity, &format!(r#"{{"IpAddress": {{"aws:SourceIp": "{text}"}}}}"#)),
            "{text}"
        );
    }
}

#[test]
fn operator_store_time() {
    check("operator_store_time");
    for (operator, bad, good) in [
        ("NumericEquals", "five", "5"),
        ("DateEquals", "yesterday", "2026-03-01"),
        ("ArnLike", "queue", "arn:aws:sqs:*:*:*"),
        ("IpAddress", "here", "192.0.2.1"),
    ] {
        let condition = |value: &str| format!(r#"{{"{operator}": {{"a:b": "{value}"}}}}"#);
        assert!(!is_stored(PolicyType::Identity, &condition(bad)), "{operator}");
        assert!(is_stored(PolicyType::Identity, &condition(good)), "{operator}");
        assert!(is_stored(PolicyType::Session, &condition(bad)), "{operator}");
    }
    for policy_type in [PolicyType::Identity, PolicyType::Session] {
        assert!(!is_stored(policy_type, r#"{"BinaryEquals": {"a:b": "no base64!"}}"#));
        assert!(is_stored(policy_type, r#"{"BinaryEquals": {"a:b": "aGk="}}"#));
        assert!(is_stored(policy_type, r#"{"Bool": {"a:b": "on"}, "Null": {"a:c": "perhaps"}}"#));
    }
}

#[test]
fn rcp_store_time() {
    check("rcp_store_time");
    let stored = |version: &str, statement: &str| {
        let text = format!(r#"{{{version} "Statement": [{{{statement}}}]}}"#);
        ParseOptions::new().policy_type(PolicyType::ResourceControl).parse(&text).is_ok()
    };
    let now = r#""Version": "2012-10-17","#;
    for good in [
        r#""Effect": "Deny", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": {"AWS": "*"}, "Action": "SQS:SendMessage", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": "*", "Action": "sqs:NoSuchAction", "NotResource": "arn:aws:sqs:*:*:q""#,
    ] {
        for version in [now, "", r#""Version": "2008-10-17","#] {
            assert!(stored(version, good), "{version} {good}");
        }
    }
    for bad in [
        r#""Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": "*", "Action": "iam:GetUser", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": "*", "Action": "nosuch:Action", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": {"AWS": ["*"]}, "Action": "sqs:SendMessage", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": {"AWS": "111122223333"}, "Action": "sqs:SendMessage", "Resource": "*""#,
        r#""Effect": "Deny", "Principal": "*", "NotAction": "sqs:SendMessage", "Resource": "*""#,
        r#""Effect": "Deny", "NotPrincipal": "*", "Action": "sqs:SendMessage", "Resource": "*""#,
    ] {
        assert!(!stored(now, bad), "{bad}");
    }
}

#[test]
fn policy_required_set() {
    check("policy_required_set");
    let of_another = policy(
        r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
            "Principal": {"AWS": "arn:aws:iam::111122223333:user/v"}}}"#,
    );
    let set = || PolicySet::builder().identity([policy(EVERYTHING)]).resource(of_another.clone());
    let request = send().build().unwrap();
    assert_eq!(set().build().decide(&request), Answer::Allowed);
    assert_eq!(set().require_resource_policy("sns").build().decide(&request), Answer::Allowed);
    assert_eq!(set().require_resource_policy("SQS").build().decide(&request), Answer::ImplicitDeny);
    // a policy that nobody gives restricts nothing
    let alone = PolicySet::builder().identity([policy(EVERYTHING)]).require_resource_policy("sqs");
    assert_eq!(alone.build().decide(&request), Answer::Allowed);
}

#[test]
fn context_closed_by_default() {
    check("context_closed_by_default");
    let request = send().context("a:b", ContextValue::Unknown);
    let closed = request.clone().build().unwrap();
    let open = request.context_mode(ContextMode::Open).build().unwrap();
    assert_eq!((closed.context().get("a:b"), open.context().get("a:b")), (Lookup::Unknown, Lookup::Unknown));
    assert_eq!((closed.context().get("a:c"), open.context().get("a:c")), (Lookup::Absent, Lookup::Unknown));
    let set = PolicySet::builder().identity([allow_if(r#"{"StringEquals": {"a:c": "x"}}"#)]).build();
    assert_eq!((set.decide(&closed), set.decide(&open)), (Answer::ImplicitDeny, Answer::Depends));
    assert_eq!(set.evaluate(&open).depends_on, [key_unknown("a:c")]);
}

#[test]
fn unknown_value_of_present_key() {
    check("unknown_value_of_present_key");
    let request = send().context("a:b", ContextValue::Present).build().unwrap();
    assert_eq!(request.context().get("A:B"), Lookup::Present);
    let ask = |condition: &str| PolicySet::builder().identity([allow_if(condition)]).build().evaluate(&request);
    let decided = ask(r#"{"Null": {"a:b": "false"}}"#);
    assert!(decided.is_allowed() && decided.depends_on.is_empty());
    let compared = ask(r#"{"StringEquals": {"a:b": "x"}}"#);
    assert_eq!((compared.answer, &*compared.depends_on), (Answer::Depends, &[key_unknown("a:b")][..]));
    // no clock here: the time is known to be there
    assert_eq!(ask(r#"{"DateLessThan": {"aws:CurrentTime": "2030-01-01"}}"#).answer, Answer::Depends);
    assert!(ask(r#"{"Null": {"aws:CurrentTime": "false"}}"#).is_allowed());
}

#[test]
fn unknown_layer() {
    check("unknown_layer");
    let request = send().build().unwrap();
    for layer in LayerKind::ALL.into_iter().filter(|layer| *layer != LayerKind::Trust) {
        let set = PolicySet::builder().identity([policy(EVERYTHING)]).unknown(layer).build();
        let decision = set.evaluate(&request);
        assert_eq!((set.decide(&request), decision.answer), (Answer::Depends, Answer::Depends), "{layer}");
        assert_eq!(decision.depends_on, [Dependency::Layer { layer }]);
        let unknown: Vec<LayerKind> = decision.layers.iter().filter(|it| it.unknown).map(|it| it.layer).collect();
        assert_eq!(unknown, [layer]);
    }
    // nobody assumes a role here
    let set = PolicySet::builder().identity([policy(EVERYTHING)]).unknown(LayerKind::Trust).build();
    assert_eq!(set.decide(&request), Answer::Allowed);
}

#[test]
fn outcome_order() {
    check("outcome_order");
    let statement = |action: &str, resource: &str, principal: &str, value: &str| {
        format!(
            r#"{{"Effect": "Allow", "Action": "{action}", "Resource": "{resource}", "Principal": {{"AWS": "{principal}"}},
                "Condition": {{"StringEquals": {{"a:known": "{value}", "a:missing": "x"}}}}}}"#
        )
    };
    let other = "arn:aws:iam::111122223333:user/v";
    let rows = [
        (statement("s3:*", "arn:aws:s3:::b", other, "no"), Outcome::ActionDiffers),
        (statement("sqs:*", "arn:aws:s3:::b", other, "no"), Outcome::ResourceDiffers),
        (statement("sqs:*", QUEUE, other, "no"), Outcome::PrincipalDiffers),
        (statement("sqs:*", QUEUE, USER, "no"), Outcome::ConditionFails),
        (statement("sqs:*", QUEUE, USER, "yes"), Outcome::ConditionFails),
    ];
    let statements: Vec<&str> = rows.iter().map(|(statement, _)| &**statement).collect();
    let document = policy(&format!(r#"{{"Statement": [{}]}}"#, statements.join(",")));
    let decision = PolicySet::builder().identity([]).resource(document).build();
    let decision = decision.evaluate(&send().context("a:known", "yes").build().unwrap());
    let layer = decision.layers.iter().find(|layer| layer.layer == LayerKind::Resource).expect("the resource's policy");
    let found: Vec<Outcome> = layer.statements.iter().map(|statement| statement.outcome).collect();
    let expected: Vec<Outcome> = rows.iter().map(|(_, outcome)| *outcome).collect();
    assert_eq!(found, expected);
    // the condition that fails first does not hide the key that the next one lacks
    for statement in &layer.statements[1..] {
        let missing: Vec<bool> = statement.conditions.iter().map(|condition| condition.missing).collect();
        assert_eq!(missing, [false, true], "statement {}", statement.index);
    }
    assert_eq!(decision.missing_keys, ["a:missing"]);
}

#[test]
fn decided_by_order() {
    check("decided_by_order");
    let deny = || policy(r#"{"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*", "Principal": "*"}}"#);
    let all = || policy(EVERYTHING);
    let request = send().build().unwrap();
    let by = |set: iam_eval::PolicySetBuilder| {
        let by = set.build().evaluate(&request).decided_by.expect("some layer decided");
        (by.layer, by.level, by.side)
    };
    let set = || PolicySet::builder().identity([all()]);
    let control = set().service_control([vec![all()], vec![all(), deny()]]);
    assert_eq!(by(control.clone()), (LayerKind::ServiceControl, Some(1), AccountSide::Caller));
    assert_eq!(by(control.resource_control([vec![deny()]])), (LayerKind::ResourceControl, Some(0), AccountSide::Owner));
    assert_eq!(by(set().resource(deny())), (LayerKind::Resource, None, AccountSide::Owner));
    assert_eq!(by(set()), (LayerKind::Identity, None, AccountSide::Caller));
}

/// The JSON with members, statements and the policies of a layer or level the other way round. Lists
/// of values keep their order: there it may count (rule `arn_policy_malformed`).
fn backwards(json: &Json, lists_to_turn: u8) -> String {
    match json {
        Json::Object(members) => {
            let members = members.iter().rev().map(|(name, value)| {
                let lists = match name.as_str() {
                    "Statement" | "identity" | "session" => 1,
                    // levels have an order
                    "service_control" | "resource_control" => 2,
                    _ => 0,
                };
                format!("{}: {}", Json::from(name.as_str()), backwards(value, lists))
            });
            format!("{{{}}}", members.collect::<Vec<_>>().join(", "))
        }
        Json::Array(elements) => {
            let mut elements: Vec<String> =
                elements.iter().map(|element| backwards(element, lists_to_turn.saturating_sub(1))).collect();
            if lists_to_turn == 1 {
                elements.reverse();
            }
            format!("[{}]", elements.join(", "))
        }
        other => other.to_string(),
    }
}

#[test]
fn order_irrelevant() {
    check("order_irrelevant");
    let mut turned = 0;
    for case in CASES.iter().filter(|case| case.expect != "error") {
        let input = case.input();
        let again = backwards(&serde_json::from_str(&input).expect("a case is JSON"), 0);
        turned += usize::from(again != input);
        let tell = |input: &str| -> Json {
            let told = wire::evaluate(input).unwrap_or_else(|error| panic!("{error}: {input}"));
            let mut told: Json = serde_json::from_str(&told).expect("a decision is JSON");
            // these say in which order the statements stand
            told["layers"].take();
            told["statements"].take();
            told
        };
        assert_eq!(tell(&again), tell(&input), "{input}");
    }
    assert!(turned > 1_000, "{turned}");
}

#[test]
fn explain_no_values() {
    check("explain_no_values");
    let conditions = policy(
        r#"{"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {"StringEquals": {"a:secret": "hush-policy"}}},
            {"Effect": "Allow", "Action": "*", "Resource": "*/${a:secret}", "Condition": {"Bool": {"a:open": "true"}}},
            {"Effect": "Deny", "Action": "*", "Resource": "*", "Condition": {"StringLike": {"a:other": "no*"}}}]}"#,
    );
    let set = PolicySet::builder().identity([conditions]).build();
    for open in [ContextValue::Unknown, ContextValue::from(false)] {
        let request = send().context("a:secret", "hush-request").context("a:other", ["hush-1", "hush-2"]);
        let decision = set.evaluate(&request.context("a:open", open).build().unwrap());
        let told = decision.explain() + &serde_json::to_string(&decision).unwrap();
        assert!(!told.contains("hush"), "{told}");
        assert!(told.contains("a:secret"), "{told}");
    }
}
