//! What holds of every decision, whatever the right answer is.

mod generate;

use iam_eval::wire::{PolicySetInput, RequestInput};
use iam_eval::{Answer, Decision, ParseOptions, Policy, PolicySet, Profile, Request, decide_once};
use proptest::prelude::*;
use serde_json::{Value as Json, json};

use generate::{Case, completion, order};

fn set(policies: &str) -> PolicySet {
    let input: PolicySetInput<'_> = serde_json::from_str(policies).expect("policies of the wire's shape");
    input.build().expect("readable policies")
}

fn request(request: &str) -> Request {
    let input: RequestInput = serde_json::from_str(request).expect("a request of the wire's shape");
    input.build().expect("a request that does not contradict itself")
}

/// Cases whose request does not contradict itself.
fn accepted() -> impl Strategy<Value = Case> {
    generate::case().prop_filter("contradicts itself", |case| iam_eval::wire::evaluate(&case.input()).is_ok())
}

fn evaluate(case: &Case) -> Decision {
    set(&case.policies.to_string()).evaluate(&request(&case.request.to_string()))
}

/// From denied to allowed.
fn rank(answer: Answer) -> u8 {
    match answer {
        Answer::Allowed => 2,
        Answer::Depends => 1,
        _ => 0,
    }
}

fn lenient(document: &Json) -> Policy {
    ParseOptions::new().profile(Profile::Lenient).parse(&document.to_string()).expect("a readable policy")
}

proptest! {
    #![proptest_config(generate::config(250))]

    #[test]
    fn order_irrelevant(case in accepted(), seed: u64) {
        let decision = evaluate(&case);
        let shuffled = set(&order::shuffle_policies(&case.policies, seed));
        let again = shuffled.evaluate(&request(&order::shuffle_members(&case.request, seed)));
        prop_assert_eq!(again.answer, decision.answer);
        prop_assert_eq!(again.maybe_explicit, decision.maybe_explicit);
        prop_assert_eq!(again.decided_by.map(|by| by.layer), decision.decided_by.map(|by| by.layer));
        prop_assert_eq!(again.missing_keys.len(), decision.missing_keys.len());
        prop_assert_eq!(again.depends_on.len(), decision.depends_on.len());
    }

    #[test]
    fn decide_is_the_answer_of_evaluate(case in accepted()) {
        let (set, request) = (set(&case.policies.to_string()), request(&case.request.to_string()));
        let decision = set.evaluate(&request);
        prop_assert_eq!(set.decide(&request), decision.answer);
        // who is told that it depends is told on what
        prop_assert_eq!(decision.answer == Answer::Depends, !decision.depends_on.is_empty());
        if decision.decided_by.is_none() {
            let is_never_asked = case.request["action"] == "sts:GetCallerIdentity" && decision.is_allowed();
            prop_assert!(decision.answer == Answer::Depends || is_never_asked);
        }
    }

    #[test]
    fn asked_once_is_asked_of_a_set(case in accepted()) {
        let request = request(&case.request.to_string());
        let identity: Vec<Policy> = match &case.policies["identity"] {
            Json::Array(documents) => documents.iter().map(lenient).collect(),
            _ => Vec::new(),
        };
        let boundary = Some(&case.policies["permissions_boundary"]).filter(|value| value.get("Statement").is_some());
        let boundary = boundary.map(lenient);
        let mut set = PolicySet::builder().identity(identity.clone());
        if let Some(boundary) = &boundary {
            set = set.permissions_boundary(boundary.clone());
        }
        prop_assert_eq!(decide_once(&identity, boundary.as_ref(), &request), set.build().decide(&request));
    }

    #[test]
    fn another_allow_never_denies(case in accepted(), statement in generate::statement::with_principal(), seed: u64) {
        let before = evaluate(&case);
        let after = evaluate(&order::with_statement(&case, &statement, "Allow", seed));
        prop_assert!(rank(after.answer) >= rank(before.answer), "{:?} {:?}", before.answer, after.answer);
        prop_assert_eq!(after.answer == Answer::ExplicitDeny, before.answer == Answer::ExplicitDeny);
    }

    #[test]
    fn another_deny_never_allows(case in accepted(), statement in generate::statement::with_principal(), seed: u64) {
        let before = evaluate(&case);
        let after = evaluate(&order::with_statement(&case, &statement, "Deny", seed));
        prop_assert!(rank(after.answer) <= rank(before.answer), "{:?} {:?}", before.answer, after.answer);
        prop_assert!(after.answer == Answer::ExplicitDeny || before.answer != Answer::ExplicitDeny);
    }

    /// Rule `depends_meaning`: what is known stays so when the rest becomes known.
    #[test]
    fn depends_meaning(case in accepted(), choices in completion::choices()) {
        let before = evaluate(&case);
        let completed = completion::complete(&case, &request(&case.request.to_string()), &choices);
        let after = evaluate(&completed);
        let consistent = match before.answer {
            Answer::Depends => after.answer != Answer::Depends,
            Answer::ImplicitDeny if before.maybe_explicit => after.is_denied(),
            answer => after.answer == answer,
        };
        prop_assert!(consistent, "{:?} {:?}\n{}\n{}", before.answer, after.answer, case.input(), completed.input());
        prop_assert!(!after.maybe_explicit);
    }

    #[test]
    fn explain_no_values(mut case in accepted()) {
        const SECRET: &str = "7f3a9c";
        if let Some(context) = case.request["context"].as_object_mut() {
            context.values_mut().for_each(|value| mark(value, SECRET));
        }
        // no principal implies such values
        case.request["override"] = json!(true);
        let decision = evaluate(&case);
        prop_assert!(!decision.explain().contains(SECRET), "{}", decision.explain());
        prop_assert!(!serde_json::to_string(&decision).expect("a decision is JSON").contains(SECRET));
    }

    #[test]
    fn a_policy_printed_and_read_again_answers_the_same(case in accepted()) {
        let decision = evaluate(&case);
        for print in [Policy::to_json, Policy::to_json_pretty] {
            let mut printed = case.clone();
            order::each_document(&mut printed.policies, &mut |document| {
                let text = print(&lenient(document));
                *document = serde_json::from_str(&text).expect("a printed policy is JSON");
            });
            let again = evaluate(&printed);
            prop_assert_eq!(again.answer, decision.answer, "{}", printed.input());
            prop_assert_eq!(again.decided_by, decision.decided_by);
        }
    }
}

/// Puts a text into each value that no policy and no name holds.
fn mark(value: &mut Json, text: &str) {
    match value {
        Json::String(own) => own.push_str(text),
        Json::Array(elements) => elements.iter_mut().for_each(|element| mark(element, text)),
        _ => {}
    }
}

/// Rule `depends_meaning` in its simplest form: an unknown key, filled with either value, decides.
#[test]
fn a_depending_answer_has_both_completions() {
    let case = |value: Json| Case {
        policies: json!({"identity": [{"Statement": {"Effect": "Allow", "Action": "*", "Resource": "*",
            "Condition": {"Bool": {"aws:SecureTransport": "true"}}}}]}),
        request: json!({"action": "sqs:SendMessage", "resource": "*", "context": {"aws:SecureTransport": value}}),
    };
    assert_eq!(evaluate(&case(json!({"unknown": true}))).answer, Answer::Depends);
    assert_eq!(evaluate(&case(json!(true))).answer, Answer::Allowed);
    assert_eq!(evaluate(&case(json!(false))).answer, Answer::ImplicitDeny);
}
