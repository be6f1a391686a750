//! Holds the compiled evaluator to the naive reference on random policies and requests.

mod generate;
#[allow(dead_code)]
mod reference;

use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use reference::Answer;
use serde_json::Value as Json;

use generate::Case;

/// An answer with what is compared of it: the layer that decided, and `maybe_explicit`.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Told {
    Answer { answer: &'static str, layer: Option<String>, maybe_explicit: bool },
    Refused,
}

fn by_reference(case: &Case) -> Told {
    match reference::decide(&case.policies, &case.request) {
        Err(_) => Told::Refused,
        Ok(outcome) => Told::Answer {
            answer: match outcome.answer {
                Answer::Allow => "allowed",
                Answer::DenyExplicit => "explicitDeny",
                Answer::DenyImplicit => "implicitDeny",
                Answer::Depends => "depends",
            },
            layer: outcome.decided_by.map(str::to_owned),
            maybe_explicit: outcome.maybe_explicit,
        },
    }
}

fn by_crate(case: &Case) -> Told {
    let Ok(text) = iam_eval::wire::evaluate(&case.input()) else { return Told::Refused };
    let decision: Json = serde_json::from_str(&text).expect("a decision is JSON");
    let words = ["allowed", "explicitDeny", "implicitDeny", "depends"];
    let answer = words.into_iter().find(|word| decision["answer"] == **word).expect("a known word");
    let layer = decision["decidedBy"]["layer"].as_str().map(str::to_owned);
    Told::Answer { answer, layer, maybe_explicit: decision["maybeExplicit"] == true }
}

#[test]
fn compiled_equals_reference() {
    let mut runner = TestRunner::new(generate::config(1_500));
    let mut allowed = 0_u32;
    let mut depending = 0_u32;
    let mut refused = 0_u32;
    let mut all = 0_u32;
    let seen = std::cell::RefCell::new(|told: &Told| {
        all += 1;
        match told {
            Told::Refused => refused += 1,
            Told::Answer { answer: "allowed", .. } => allowed += 1,
            Told::Answer { answer: "depends", .. } => depending += 1,
            Told::Answer { .. } => {}
        }
    });
    let result = runner.run(&generate::case(), |case| {
        let expected = by_reference(&case);
        (seen.borrow_mut())(&expected);
        prop_assert_eq!(by_crate(&case), expected, "{}", case.input());
        Ok(())
    });
    if let Err(error) = result {
        panic!("{error}");
    }
    println!("{all} cases: {allowed} allowed, {depending} depend, {refused} refused");
    // a generator whose requests are hardly ever allowed, or often refused, tests little
    assert!(allowed * 5 > all && depending * 20 > all && refused * 15 < all);
}

/// What the search has found, each told by both evaluators: the answer expected and why it once
/// was another.
mod found {
    use serde_json::{Value as Json, json};

    use super::{Case, Told, by_crate, by_reference};

    const QUEUE: &str = "arn:aws:sqs:us-east-1:111122223333:q";
    const KEY: &str = "arn:aws:kms:us-east-1:111122223333:key/k";

    fn everything() -> Json {
        json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*"})
    }

    fn with(member: &str, value: &Json) -> Json {
        let mut statement = everything();
        statement[member] = value.clone();
        statement
    }

    fn policy(statements: &Json) -> Json {
        json!({"Version": "2012-10-17", "Statement": statements})
    }

    fn user() -> Json {
        json!({"type": "User", "arn": "arn:aws:iam::111122223333:user/u"})
    }

    #[track_caller]
    fn both_say(policies: Json, request: Json, expected: &'static str, by: Option<&str>) {
        let case = Case { policies, request };
        for told in [by_crate(&case), by_reference(&case)] {
            let Told::Answer { answer, layer, .. } = told else { panic!("refused") };
            assert_eq!((answer, layer.as_deref()), (expected, by));
        }
    }

    #[track_caller]
    fn user_is_told(condition: &Json, context: &Json, expected: &'static str) {
        let policies = json!({"identity": [policy(&with("Condition", condition))]});
        let request = json!({"principal": user(), "action": "sqs:SendMessage", "resource": QUEUE, "context": context});
        let by = if expected == "depends" { None } else { Some("identity") };
        both_say(policies, request, expected, by);
    }

    /// A service-linked role has no boundary, so a boundary given for it makes no Deny match.
    #[test]
    fn not_principal_boundary() {
        let mut deny = json!({"Effect": "Deny", "Action": "*", "Resource": "*"});
        deny["NotPrincipal"] = json!("*");
        let policies = json!({
            "identity": [], "permissions_boundary": policy(&everything()),
            "resource": policy(&json!([deny, everything()])),
        });
        let role = "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/r";
        let arn = "arn:aws:sts::111122223333:assumed-role/r/s";
        let linked = json!({"type": "AssumedRole", "arn": arn, "role_arn": role});
        let request = json!({"principal": linked, "action": "sqs:SendMessage", "resource": QUEUE});
        both_say(policies, request, "allowed", Some("resource"));
    }

    /// Tags that differ in case alone are one tag with two keys.
    #[test]
    fn condition_tag_case_collision() {
        let condition = json!({"ForAllValues:StringEquals": {"aws:TagKeys": ["Env"]}});
        let tags = json!({"aws:RequestTag/Env": "a", "aws:RequestTag/env": "a"});
        user_is_told(&condition, &tags, "implicitDeny");
    }

    /// Whether the call is forwarded is not known, so neither is by whom.
    #[test]
    fn called_via_first_is_unknown_with_called_via() {
        let condition = json!({"StringNotEquals": {"aws:CalledViaFirst": "a"}});
        user_is_told(&condition, &json!({"aws:CalledVia": {"unknown": true}}), "depends");
    }

    /// The unknown value may be no ARN, which ends the comparison before the `*`.
    #[test]
    fn arn_policy_malformed() {
        let condition = json!({"ArnLike": {"k:arn": ["${k:x}", "*"]}});
        user_is_told(&condition, &json!({"k:arn": QUEUE, "k:x": {"unknown": true}}), "depends");
    }

    /// An operator nobody knows fails closed even without keys.
    #[test]
    fn unknown_operator() {
        user_is_told(&json!({"stringEquals": {}}), &json!({}), "implicitDeny");
    }

    /// What is no variable for want of a closing quote does not hide the variable after it.
    #[test]
    fn variable_forms() {
        let condition = json!({"StringEquals": {"k:text": "${o'clock}/${aws:username}"}});
        user_is_told(&condition, &json!({"k:text": "${o'clock}/u"}), "allowed");
    }

    /// A grant to somebody else takes nothing away.
    #[test]
    fn kms_grants() {
        let grant = json!({"grantee_principal": "arn:aws:iam::111122223333:role/r", "operations": ["Decrypt"]});
        let request = json!({"principal": user(), "action": "kms:Decrypt", "resource": KEY, "grants": [grant]});
        both_say(json!({"identity": [policy(&everything())]}), request, "allowed", Some("identity"));
    }

    /// Whatever the unknown variable holds, the known one beside it does not match.
    #[test]
    fn an_unknown_variable_does_not_hide_a_known_one() {
        let resource = json!("arn:aws:sqs:${k:region}:${aws:PrincipalAccount}:q");
        let policies = json!({"identity": [policy(&with("Resource", &resource))], "resource": policy(&everything())});
        let context = json!({"k:region": {"unknown": true}});
        let queue = "arn:aws:sqs:us-east-1:444455556666:q";
        let request = json!({"principal": user(), "action": "sqs:SendMessage", "resource": queue, "context": context});
        both_say(policies, request, "implicitDeny", Some("identity"));
    }

    /// Whoever owns the bucket, the session policy that is missing denies.
    #[test]
    fn decided_by_order() {
        let principal = json!({"AWS": "arn:aws:iam::111122223333:user/u"});
        let caller = json!({"type": "FederatedUser", "arn": "arn:aws:sts::111122223333:federated-user/u"});
        let policies = json!({"identity": [], "resource": policy(&with("Principal", &principal))});
        let request = json!({"principal": caller, "action": "s3:GetObject", "resource": "arn:aws:s3:::b/a"});
        both_say(policies, request, "implicitDeny", Some("session"));
    }

    /// Six fields are written out, so that no unknown value makes it no ARN, nor that of a role.
    #[test]
    fn a_variable_between_colons_leaves_an_arn() {
        let condition = json!({"ArnNotEquals": {"aws:PrincipalArn": "arn:${k:x}:iam::*:role/*"}});
        user_is_told(&condition, &json!({"k:x": {"unknown": true}}), "allowed");
    }

    /// Whether the first value matches or not, the second ends it: an Allow does not match.
    #[test]
    fn arn_policy_malformed_after_an_unknown() {
        let condition = json!({"ArnNotLike": {"aws:PrincipalArn": ["arn:aws:iam::*:user/${k:x}", "bad"]}});
        user_is_told(&condition, &json!({"k:x": {"unknown": true}}), "implicitDeny");
    }
}
