//! Deciding: prepared with five policies and with all, and one-shot from text.
#![allow(missing_docs)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use iam_eval::{Answer, Policy, PolicySet, decide_once};
use iam_eval_benches::{Asked, average_five, documents, mixed, translate};

const REQUESTS: usize = 4_096;

fn prepared(texts: &[String]) -> PolicySet {
    PolicySet::builder().identity(texts.iter().filter_map(|text| text.parse().ok())).build()
}

fn ours(criterion: &mut Criterion, name: &str, set: &PolicySet, requests: &[Asked]) {
    let allowed = requests.iter().filter(|asked| set.decide(&asked.request) == Answer::Allowed).count();
    println!("{name}: {allowed} of {} allowed", requests.len());
    let mut turn = requests.iter().cycle();
    criterion.bench_function(&format!("decide/iam-eval, {name}"), |bencher| {
        bencher.iter(|| turn.next().map(|asked| black_box(set.decide(&asked.request))));
    });
}

fn iam_rs(criterion: &mut Criterion, name: &str, texts: &[String], requests: &[Asked]) {
    let policies: Vec<iam_rs::IAMPolicy> = texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect();
    println!("iam-rs reads {} of {} policies", policies.len(), texts.len());
    let evaluator = iam_rs::PolicyEvaluator::with_policies(policies);
    let principal = || iam_rs::Principal::Aws(iam_rs::PrincipalId::String("arn:aws:iam::111122223333:user/ann".into()));
    let asked: Vec<iam_rs::IAMRequest> = requests
        .iter()
        .filter_map(|asked| {
            let arn = iam_rs::Arn::parse(&asked.resource).ok()?;
            Some(iam_rs::IAMRequest::new(principal(), asked.action.clone(), arn))
        })
        .collect();
    let mut turn = asked.iter().cycle();
    criterion.bench_function(&format!("decide/iam-rs, {name}"), |bencher| {
        bencher.iter(|| turn.next().map(|request| black_box(evaluator.evaluate(request).is_ok())));
    });
}

fn cedar(criterion: &mut Criterion, name: &str, texts: &[String], requests: &[Asked]) {
    use cedar_policy::{Authorizer, Context, Entities, EntityUid, PolicySet, Request, RestrictedExpression};
    let policies = texts.iter().filter_map(|text| text.parse::<Policy>().ok());
    let source: String = policies.map(|policy| translate(&policy)).collect();
    let Ok(set) = source.parse::<PolicySet>() else {
        println!("cedar does not read the translation of {name}");
        return;
    };
    let entity = |text: &str| text.parse::<EntityUid>().ok();
    let (Some(user), Some(action), Some(thing)) =
        (entity("User::\"ann\""), entity("Action::\"ask\""), entity("Thing::\"it\""))
    else {
        return;
    };
    let asked: Vec<Request> = requests
        .iter()
        .filter_map(|asked| {
            let text = |text: &str| RestrictedExpression::new_string(text.to_owned());
            let pairs = [
                ("action".to_owned(), text(&asked.action.to_ascii_lowercase())),
                ("resource".to_owned(), text(&asked.resource)),
            ];
            let context = Context::from_pairs(pairs).ok()?;
            Request::new(user.clone(), action.clone(), thing.clone(), context, None).ok()
        })
        .collect();
    let (authorizer, entities) = (Authorizer::new(), Entities::empty());
    let mut turn = asked.iter().cycle();
    criterion.bench_function(&format!("decide/cedar-policy, {name}"), |bencher| {
        bencher.iter(|| turn.next().map(|request| black_box(authorizer.is_authorized(request, &set, &entities))));
    });
}

fn decide(criterion: &mut Criterion) {
    let all = documents();
    let five = average_five(&all);
    let of_five = mixed(&five, REQUESTS);
    let of_all = mixed(&all, REQUESTS);
    ours(criterion, "5 policies", &prepared(&five), &of_five);
    // few enough requests that they stay in the caches, as when one service asks again and again
    ours(criterion, "5 policies, 64 requests in turn", &prepared(&five), &of_five[..64]);
    iam_rs(criterion, "5 policies", &five, &of_five);
    cedar(criterion, "5 policies", &five, &of_five);
    // a blanket denial ends every question at once, and a blanket grant most; both with and without
    let selective: Vec<String> = all.iter().filter(|text| !is_blanket(text)).cloned().collect();
    ours(criterion, "all policies", &prepared(&all), &of_all);
    let name = format!("the {} without a blanket grant or denial", selective.len());
    ours(criterion, &name, &prepared(&selective), &of_all);
    iam_rs(criterion, "all policies", &all, &of_all);
    cedar(criterion, "all policies", &all, &of_all);
    one_shot(criterion, &five, &of_five);
}

/// Whether a statement without conditions is about every action on every resource.
fn is_blanket(text: &str) -> bool {
    let Ok(policy) = text.parse::<Policy>() else { return false };
    policy.statements().any(|statement| {
        let everything = |element: Option<iam_eval::document::Element<'_>>| {
            element.is_some_and(|element| !element.is_negated() && element.entries().any(|entry| entry.as_str() == "*"))
        };
        statement.conditions().len() == 0 && everything(statement.action()) && everything(statement.resource())
    })
}

fn one_shot(criterion: &mut Criterion, texts: &[String], requests: &[Asked]) {
    let mut turn = requests.iter().cycle();
    criterion.bench_function("decide/iam-eval, one-shot from the text of 5 policies", |bencher| {
        bencher.iter(|| {
            let policies: Vec<Policy> = texts.iter().filter_map(|text| text.parse().ok()).collect();
            turn.next().map(|asked| black_box(decide_once(&policies, None, &asked.request)))
        });
    });
    let set = prepared(texts);
    let mut turn = requests.iter().cycle();
    criterion.bench_function("decide/iam-eval, 5 policies, with the whole explanation", |bencher| {
        bencher.iter(|| turn.next().map(|asked| black_box(set.evaluate(&asked.request))));
    });
    criterion.bench_function("decide/iam-eval, compiling a set of 5 policies", |bencher| {
        let policies: Vec<Policy> = texts.iter().filter_map(|text| text.parse().ok()).collect();
        bencher.iter(|| black_box(PolicySet::builder().identity(policies.iter().cloned()).build()));
    });
    criterion.bench_function("decide/iam-eval, building a request", |bencher| {
        bencher.iter(|| black_box(mixed_one()));
    });
}

fn mixed_one() -> Option<iam_eval::Request> {
    iam_eval::Request::builder("s3:GetObject", "arn:aws:s3:::bucket/key")
        .principal(iam_eval::Principal::user("arn:aws:iam::111122223333:user/ann").ok()?)
        .context("aws:SourceIp", "203.0.113.7")
        .build()
        .ok()
}

criterion_group!(benches, decide);
criterion_main!(benches);
