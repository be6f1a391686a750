//! What core itself takes for the questions that `benches/node/overhead.mjs` asks from JavaScript.
//! Prints one JSON object: the policies, the requests, and nanoseconds by question.

use std::hint::black_box;
use std::time::{Duration, Instant};

use iam_eval::wire::{DecisionReport, PolicySetInput, RequestInput};
use iam_eval::{PolicySet, Request};
use iam_eval_benches::{average_five, documents, is_real, mixed};
use serde_json::{Value, json};

/// Few enough that they stay in the caches, as when one service asks again and again.
const REQUESTS: usize = 64;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let policies = average_five(&documents());
    let plain: Vec<Value> =
        mixed(&policies, REQUESTS).iter().map(|asked| plain(&asked.action, &asked.resource)).collect();
    let texts: Vec<String> = plain.iter().map(Value::to_string).collect();
    let requests = texts.iter().map(|text| read(text)).collect::<Result<Vec<Request>, _>>()?;
    let layers = json!({ "identity": policies }).to_string();
    let set = serde_json::from_str::<PolicySetInput<'_>>(&layers)?.build()?;
    let times = json!({
        "decide": each(&requests, |request| set.decide(request)),
        "report": each(&requests, |request| report(&set, request)),
        "decide, from text": each(&texts, |text| read(text).map(|request| set.decide(&request))),
        "read a request": each(&texts, |text| read(text)),
    });
    let input = json!({ "real": is_real(), "layers": { "identity": policies }, "requests": plain });
    println!("{}", json!({ "input": input, "nanoseconds": times }));
    Ok(())
}

fn plain(action: &str, resource: &str) -> Value {
    json!({
        "action": action,
        "resource": resource,
        "principal": "arn:aws:iam::111122223333:user/bench/ann",
        "resourceAccount": "111122223333",
        "context": {
            "aws:SourceIp": "203.0.113.7",
            "aws:RequestedRegion": "eu-west-1",
            "aws:ResourceTag/team": "red",
            "aws:SecureTransport": true,
            "aws:CurrentTime": "2026-11-24T12:00:00Z",
        },
    })
}

fn read(text: &str) -> Result<Request, Box<dyn std::error::Error>> {
    Ok(serde_json::from_str::<RequestInput>(text)?.build()?)
}

fn report(set: &PolicySet, request: &Request) -> Option<String> {
    let encoding = iam_eval::text::PositionEncoding::Utf16;
    serde_json::to_string(&DecisionReport::of(set, set.evaluate(request), encoding)).ok()
}

/// Nanoseconds a question, of the fastest of several runs.
fn each<T, A>(questions: &[T], mut ask: impl FnMut(&T) -> A) -> f64 {
    let mut fastest = Duration::MAX;
    let mut rounds = 1;
    for _ in 0..7 {
        let started = Instant::now();
        for _ in 0..rounds {
            for question in questions {
                black_box(ask(black_box(question)));
            }
        }
        let passed = started.elapsed();
        fastest = fastest.min(passed / rounds);
        // the first runs find out how many make a tenth of a second
        let wanted = 100_000_000 / passed.as_nanos().max(1) * u128::from(rounds);
        rounds = u32::try_from(wanted).unwrap_or(u32::MAX).max(1);
    }
    fastest.as_secs_f64() * 1e9 / f64::from(u32::try_from(questions.len()).unwrap_or(u32::MAX))
}
