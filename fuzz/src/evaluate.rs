//! Evaluating: the compiled set, its explanation, the one-shot way, the wire and the naive
//! reference give one answer.

use iam_eval::wire::{self, PolicySetInput, RequestInput};
use iam_eval::{Answer, ParseOptions, Policy, Profile, decide_once};
use serde_json::{Value, json};

use super::choices::Choices;
use super::{generate, reference};

/// Makes a question out of the bytes and asks it in every way there is.
pub fn check(data: &[u8]) {
    let (policies, request) = generate::question(&mut Choices::new(data));
    let text = json!({"policies": policies, "request": request}).to_string();
    let answered = wire::evaluate(&text);
    let policies_text = policies.to_string();
    let set = serde_json::from_str::<PolicySetInput<'_>>(&policies_text).expect("policies by layer").build();
    let asked = serde_json::from_value::<RequestInput>(request.clone()).expect("a request").build();
    let (Ok(set), Ok(asked)) = (set, asked) else {
        assert!(answered.is_err(), "the wire answers what cannot be asked: {text}");
        return;
    };
    let decision = set.evaluate(&asked);
    let answer = set.decide(&asked);
    assert_eq!(answer, decision.answer, "{text}");
    assert_eq!(decision.is_allowed(), answer == Answer::Allowed);
    assert!(!decision.explain().is_empty());
    let answered = answered.expect("the wire answers what can be asked");
    let answered: Value = serde_json::from_str(&answered).expect("an answer is JSON");
    assert_eq!(answered["answer"], answer.as_str(), "{text}");
    if let Some((identity, boundary)) = identity_alone(&policies) {
        assert_eq!(decide_once(&identity, boundary.as_ref(), &asked), answer, "{text}");
    }
    if let Ok(naive) = reference::decide(&policies, &request) {
        let naive = match naive.answer {
            reference::Answer::Allow => Answer::Allowed,
            reference::Answer::DenyExplicit => Answer::ExplicitDeny,
            reference::Answer::DenyImplicit => Answer::ImplicitDeny,
            reference::Answer::Depends => Answer::Depends,
        };
        assert_eq!(answer, naive, "the reference answers otherwise: {text}");
    }
}

/// The identity policies and the boundary, where nothing else is given.
fn identity_alone(policies: &Value) -> Option<(Vec<Policy>, Option<Policy>)> {
    let layers = policies.as_object()?;
    let read = |policy: &Value| ParseOptions::new().profile(Profile::Lenient).parse(&policy.to_string()).ok();
    let identity = layers.get("identity")?.as_array()?.iter().map(read).collect::<Option<_>>()?;
    let boundary = layers.get("permissions_boundary");
    if layers.len() > 1 + usize::from(boundary.is_some())
        || boundary.is_some_and(|value| value.get("unknown").is_some())
    {
        return None;
    }
    Some((identity, boundary.and_then(read)))
}
