//! Questions about all requests: what is said of them holds of the one that was made up.

use iam_eval::analyze::{
    AnalyzeOptions, Layers, Region, ResourceType, Verdict, check_contained, check_no_public_access, find_difference,
    find_effective, find_external_access, is_empty, minimize,
};
use iam_eval::wire::RequestInput;
use iam_eval::{ParseOptions, Policy, Profile, Request};
use serde_json::Value;

use super::choices::Choices;
use super::generate;

/// Few, so that many inputs are tried.
const STEPS: usize = 1 << 14;

/// Makes policies and a request out of the bytes, and holds what is said of all requests against that one.
pub fn check(data: &[u8]) {
    let (policies, request) = generate::question(&mut Choices::new(data));
    let Ok(Ok(request)) = serde_json::from_value::<RequestInput>(request).map(RequestInput::build) else { return };
    let options = AnalyzeOptions { max_steps: STEPS, ..AnalyzeOptions::default() };
    let identity = read_all(&policies["identity"]);
    let boundary = read(&policies["permissions_boundary"]);
    let session = read_all(&policies["session"]);
    let mut layers = Layers::new().identity(&identity);
    if let Some(boundary) = &boundary {
        layers = layers.permissions_boundary(boundary);
    }
    if !session.is_empty() {
        layers = layers.session(&session);
    }
    let region = layers.region();
    let effective = find_effective(&layers, &options);
    let granted = effective.policy.as_ref().is_some_and(|policy| Region::of([policy]).holds(&request));
    assert!(!granted || region.holds(&request), "the document grants what the layers do not");
    assert!(granted || !effective.is_exact || !region.holds(&request), "the exact document lacks something");
    if let Verdict::Refuted(witness) = is_empty(&region, &options) {
        assert!(region.holds(&witness), "the witness is none");
    }
    for pair in identity.windows(2) {
        if let [one, other] = pair {
            compare(one, other, &request, &options);
        }
    }
    if let Some(resource) = read(&policies["resource"]) {
        public(&resource, &options);
    }
}

fn compare(one: &Policy, other: &Policy, request: &Request, options: &AnalyzeOptions) {
    let (first, second) = (Region::of([one]), Region::of([other]));
    match check_contained(&first, &second, options) {
        Verdict::Proved => assert!(!first.holds(request) || second.holds(request), "no proof"),
        Verdict::Refuted(witness) => assert!(first.holds(&witness) && !second.holds(&witness), "no witness"),
        _ => {}
    }
    assert!(check_contained(&first, &first, options).witness().is_none(), "a policy is within itself");
    let added = find_difference(one, other, options).added.document;
    let is_added = added.policy.is_some_and(|policy| Region::of([&policy]).holds(request));
    let is_new = second.holds(request) && !first.holds(request);
    assert!(!is_added || is_new, "what was there is called added");
    assert!(is_added || !is_new || !added.is_exact, "the exact addition lacks something");
    let shorter = minimize(one, None, options).policy;
    let is_left = shorter.is_some_and(|policy| Region::of([&policy]).holds(request));
    assert_eq!(is_left, first.holds(request), "the shorter policy means something else");
}

fn public(resource: &Policy, options: &AnalyzeOptions) {
    let region = Region::of_resource(resource);
    let found = check_no_public_access(resource, ResourceType::S3Bucket, options);
    let zone = iam_eval::analyze::ZoneOfTrust::default();
    let external = find_external_access(resource, &zone, &[], options);
    let witnesses = external.findings.iter().map(|finding| &*finding.witness).chain(found.verdict.witness());
    for witness in witnesses {
        assert!(region.holds(witness), "the outsider does not get through");
    }
    assert!(
        external.findings.is_empty() || external.verdict.witness().is_some(),
        "there are findings, and nobody outside gets through"
    );
}

fn read(policy: &Value) -> Option<Policy> {
    ParseOptions::new().profile(Profile::Lenient).parse(&policy.to_string()).ok()
}

fn read_all(policies: &Value) -> Vec<Policy> {
    policies.as_array().into_iter().flatten().filter_map(read).collect()
}
