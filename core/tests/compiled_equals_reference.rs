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
    let mut runner = TestRunner::new(generate::config(4_000));
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
    // a generator whose requests are hardly ever allowed tests little
    assert!(allowed * 5 > all && depending * 20 > all && refused * 50 < all);
}
