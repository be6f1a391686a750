//! Documents as answers against the evaluator: on small spaces each request is asked about.

use iam_eval::analyze::{
    AnalyzeOptions, Document, Layers, Region, check_contained, find_difference, find_effective, minimize,
};
use iam_eval::{Policy, Request};
use proptest::prelude::*;
use serde_json::{Value, json};

#[path = "small_policies/mod.rs"]
mod small_policies;

use small_policies::{allows, config, policy, requests, set};

fn holds(document: Option<&Policy>, request: &Request) -> bool {
    document.is_some_and(|document| allows(&set(document), request))
}

/// What a document says is asked for, and all of it where it is exact.
fn check(document: &Document, wanted: &dyn Fn(&Request) -> bool) -> Result<(), TestCaseError> {
    let own = document.policy.as_ref().map(set);
    for request in requests() {
        let says = own.as_ref().is_some_and(|own| allows(own, &request));
        let is_wanted = wanted(&request);
        prop_assert!(is_wanted || !says, "too much: {:?}\n{:?}", document, request);
        if document.is_exact {
            prop_assert!(says || !is_wanted, "called exact: {:?}\n{:?}", document, request);
        }
    }
    prop_assert_eq!(document.is_exact, document.reasons.is_empty());
    if let Some(request) = &document.left_out {
        prop_assert!(wanted(request) && !holds(document.policy.as_ref(), request));
    }
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    /// What layers grant together is never less than the document, and no more where it is exact.
    #[test]
    fn effective_is_what_all_layers_grant(one in policy(), two in policy(), three in policy()) {
        let options = AnalyzeOptions::default();
        let layers = Layers::new().identity([&one, &two]).permissions_boundary(&three);
        let effective = find_effective(&layers, &options);
        let (identity, boundary) = (
            iam_eval::PolicySet::builder().identity([one.clone(), two.clone()]).build(),
            set(&three),
        );
        check(&effective, &|request| allows(&identity, request) && allows(&boundary, request))?;
        if let Some(policy) = &effective.policy {
            prop_assert!(check_contained(&Region::of([policy]), &layers.region(), &options).is_proved());
        }
    }

    /// Several levels are as many layers.
    #[test]
    fn effective_of_levels(one in policy(), two in policy(), three in policy()) {
        let levels = [[&one], [&two], [&three]];
        let effective = find_effective(&Layers::new().service_control(levels), &AnalyzeOptions::default());
        let sets = [set(&one), set(&two), set(&three)];
        check(&effective, &|request| sets.iter().all(|set| allows(set, request)))?;
    }

    /// What is added was not there and is now, and with what was there it makes up what there is.
    #[test]
    fn difference_is_what_a_change_adds_and_removes(old in policy(), new in policy()) {
        let difference = find_difference(&old, &new, &AnalyzeOptions::default());
        let (before, after) = (set(&old), set(&new));
        check(&difference.added.document, &|request| allows(&after, request) && !allows(&before, request))?;
        check(&difference.removed.document, &|request| allows(&before, request) && !allows(&after, request))?;
        if let Some(request) = difference.added.witness() {
            prop_assert!(allows(&after, request) && !allows(&before, request));
        }
    }

    /// The same in fewer words allows the same, also beside another policy.
    #[test]
    fn minimized_means_the_same(one in policy(), two in policy(), beside in policy(), quota in 0_usize..600) {
        let both = |one: &Policy, two: &Policy| -> Policy {
            let statements = |policy: &Policy| serde_json::from_str::<Value>(&policy.to_json()).unwrap()["Statement"].clone();
            let list = [statements(one), statements(two)].into_iter().flat_map(|list| list.as_array().cloned().unwrap());
            json!({"Version": "2012-10-17", "Statement": list.collect::<Vec<_>>()}).to_string().parse().unwrap()
        };
        let policy = both(&one, &two);
        let minimized = minimize(&policy, Some(quota), &AnalyzeOptions::default());
        prop_assert!(minimized.undecided.is_none(), "{:?}", minimized);
        prop_assert!(minimized.size <= policy.to_json().len());
        prop_assert_eq!(minimized.fits, minimized.size <= quota);
        let build = |policies: Vec<Policy>| iam_eval::PolicySet::builder().identity(policies).build();
        let alone = (build(vec![policy.clone()]), build(minimized.policy.iter().cloned().collect()));
        let others = (
            build(vec![policy.clone(), beside.clone()]),
            build(minimized.policy.iter().cloned().chain([beside.clone()]).collect()),
        );
        for request in requests() {
            prop_assert_eq!(allows(&alone.0, &request), allows(&alone.1, &request), "{:?} {:?}", minimized, request);
            prop_assert_eq!(allows(&others.0, &request), allows(&others.1, &request), "{:?} {:?}", minimized, request);
        }
    }
}
