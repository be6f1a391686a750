//! Whom does the policy of a resource name, and can they do something as far as it alone can say?

use serde_json::json;

use crate::document::{Effect, Policy, PrincipalKind};
use crate::evaluate::{LayerKind, PrincipalGrade, Semantics, Subject, Truth};
use crate::pattern::{Dialect, Pattern};
use crate::principal::Principal;
use crate::request::Request;

use super::super::answer::Verdict;
use super::super::callers::callers;
use super::super::clause::Clause;
use super::super::containment::{AnalyzeOptions, decide, for_all_callers};
use super::super::entry::Entry;
use super::super::region::Region;
use super::super::solver::Problem;
use super::super::target::Target;

/// A principal that the policy of a resource allows, as it is written there.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct NamedPrincipal {
    /// How it is named.
    pub kind: PrincipalKind,
    /// Its name; `*` for everybody, and for all whom a `NotPrincipal` does not name.
    pub name: String,
    /// How directly: an account delegates and needs the caller's own policies to allow as well.
    pub grade: PrincipalGrade,
    /// Is there no request that the policy lets it make? Refuted with one.
    pub cannot: Verdict,
}

/// Which of the principals that a resource's policy allows can do an action, which may be a pattern, to some resource
/// that a pattern matches, as far as the policy alone can say? Those who surely cannot are listed as well.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, find_named_principals}};
///
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
///     {"Effect":"Allow","Principal":{"AWS":["111122223333","arn:aws:iam::444455556666:user/ann"]},
///      "Action":"s3:GetObject","Resource":"arn:aws:s3:::logs/*"},
///     {"Effect":"Deny","Principal":{"AWS":"arn:aws:iam::444455556666:user/ann"},"Action":"s3:*","Resource":"*"}]}"#
///     .parse()?;
/// let named = find_named_principals(&policy, "s3:Get*", "*", &AnalyzeOptions::default());
/// let can: Vec<_> = named.iter().map(|named| (&*named.name, named.cannot.is_proved())).collect();
/// assert_eq!(can, [("111122223333", false), ("arn:aws:iam::444455556666:user/ann", true)]);
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_named_principals(
    policy: &Policy,
    action: &str,
    resource: &str,
    options: &AnalyzeOptions,
) -> Vec<NamedPrincipal> {
    let region = Region::of_resource(policy);
    let target = Target::new(action, Some(vec![Entry::exact(Pattern::new(Dialect::Resource, resource))]), Vec::new());
    let mut steps = options.max_steps;
    let everybody = callers(&[policy]);
    let mut all: Vec<NamedPrincipal> = Vec::new();
    for (kind, name) in names(policy) {
        let Some(entry) = only(kind, &name) else { continue };
        let Some(test) = Clause::of_policy(&entry, 0).next() else { continue };
        let mut own = callers(&[&entry]);
        own.extend(everybody.iter().cloned());
        let mut grade = PrincipalGrade::None;
        let mut named: Vec<Option<Principal>> = Vec::new();
        for caller in own {
            let known = Request::builder("a:a", "*").principal(caller.clone()).build();
            let Ok(known) = known else { continue };
            let subject = Subject {
                request: &known,
                layer: LayerKind::Resource,
                has_boundary: Truth::No,
                semantics: Semantics::Live,
            };
            let graded = test.compiled.principal(subject);
            let caller = Some(caller);
            if graded.truth() == Truth::Yes && !named.contains(&caller) {
                // a root user is its account itself
                let is_root = caller.as_ref().is_some_and(|caller| caller.name() == "root");
                grade = if is_root { grade } else { grade.max(graded.least) };
                named.push(caller);
            }
        }
        let confirms = |request: &Request| target.admits(request) && region.holds(request);
        let choose = std::iter::once(vec![&target.clause]).chain(region.allows()).collect();
        let problem = Problem { choose, avoid: region.denies() };
        let found = decide(region.layer, &named, std::iter::once(problem), &confirms, options, &mut steps);
        all.push(NamedPrincipal { kind, name, grade, cannot: for_all_callers(found, &[&region]) });
    }
    all
}

/// Whom the statements that allow name, each once.
fn names(policy: &Policy) -> Vec<(PrincipalKind, String)> {
    let mut all: Vec<(PrincipalKind, String)> = Vec::new();
    let allows = policy.statements().filter(|statement| statement.effect() == Effect::Allow);
    for element in allows.filter_map(|statement| statement.principal()) {
        let entries = element.entries().map(|entry| (entry.kind(), entry.name().as_str().to_owned()));
        let named: Vec<_> =
            if element.is_negated() { vec![(PrincipalKind::Aws, "*".to_owned())] } else { entries.collect() };
        for name in named {
            if !all.contains(&name) {
                all.push(name);
            }
        }
    }
    all
}

/// A policy that names one principal alone.
fn only(kind: PrincipalKind, name: &str) -> Option<Policy> {
    let element = json!({kind.as_str(): name});
    let text = json!({"Statement": {"Effect": "Allow", "Principal": element, "Action": "*", "Resource": "*"}});
    Policy::parse(&text.to_string()).ok()
}
