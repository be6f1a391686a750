//! How long does core itself take? Reads policies and requests as JSON from the standard input, and
//! prints nanoseconds for each request as JSON. `benches/python/overhead.py` compares with it.

use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::Read;
use std::time::Instant;

use iam_eval::text::PositionEncoding;
use iam_eval::wire::{DecisionReport, read_requests};
use iam_eval::{PolicySet, Principal, Request};
use serde::Deserialize;

type Failure = Box<dyn std::error::Error>;

#[derive(Deserialize)]
struct Asked {
    policies: Vec<String>,
    requests: Vec<Parts>,
    /// The same requests, one a line.
    lines: String,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Parts {
    action: String,
    resource: String,
    principal: String,
    resource_account: String,
    context: BTreeMap<String, String>,
}

impl Parts {
    fn build(&self) -> Result<Request, Failure> {
        let mut request = Request::builder(&self.action, &self.resource)
            .principal(Principal::from_arn(&self.principal)?)
            .resource_account(&self.resource_account);
        for (key, value) in &self.context {
            request = request.context(key, value.as_str());
        }
        Ok(request.build()?)
    }
}

/// Nanoseconds for each of `count` steps, the best of some rounds.
fn time(count: usize, mut round: impl FnMut() -> Result<(), Failure>) -> Result<f64, Failure> {
    let mut best = f64::INFINITY;
    for _ in 0..9 {
        let start = Instant::now();
        round()?;
        best = best.min(start.elapsed().as_secs_f64());
    }
    #[expect(clippy::cast_precision_loss, reason = "a few thousand requests")]
    let count = count as f64;
    Ok(best * 1e9 / count)
}

fn main() -> Result<(), Failure> {
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text)?;
    let asked: Asked = serde_json::from_str(&text)?;
    let policies = asked.policies.iter().map(|text| text.parse()).collect::<Result<Vec<_>, _>>()?;
    let set = PolicySet::builder().identity(policies).build();
    let requests = asked.requests.iter().map(Parts::build).collect::<Result<Vec<_>, _>>()?;
    let count = requests.len();

    let decide = time(count, || {
        for request in &requests {
            black_box(set.decide(request));
        }
        Ok(())
    })?;
    let report = time(count, || {
        for request in &requests {
            let report = DecisionReport::of(&set, set.evaluate(request), PositionEncoding::CodePoints);
            black_box(serde_json::to_string(&report)?);
        }
        Ok(())
    })?;
    let build_decide = time(count, || {
        for parts in &asked.requests {
            black_box(set.decide(&parts.build()?));
        }
        Ok(())
    })?;
    let read_decide = time(count, || {
        read_requests(&asked.lines, PositionEncoding::CodePoints, |request| {
            black_box(set.decide(&request));
        })?;
        Ok(())
    })?;
    println!(
        "{{\"decide\":{decide},\"report\":{report},\"build_decide\":{build_decide},\"read_decide\":{read_decide}}}"
    );
    Ok(())
}
