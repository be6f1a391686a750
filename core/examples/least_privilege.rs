//! From a policy that allows too much to one that allows what was used: the whole way, in one run.
//!
//! ```text
//! cargo run --release --example least_privilege
//! cargo run --release --example least_privilege -- LOG ROLE_ARN POLICY [BOUNDARY]
//! ```
//!
//! Without arguments it reads the sample in `core/examples/data`: a hundred days of an orders service.

use std::error::Error;
use std::path::{Path, PathBuf};

use iam_eval::catalog::Catalog;
use iam_eval::synthesize::{
    Current, ResourceLevel, SynthesizeOptions, UnusedDetail, UnusedOptions, WithinResult, WouldNeed, denied,
    synthesize, unused,
};
use iam_eval::usage::UsageBuilder;
use iam_eval::{Policy, PolicySet, Request};

/// Reads a log piece by piece, however long it is.
const PIECE: usize = 1 << 16;

fn main() -> Result<(), Box<dyn Error>> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let sample = |name: &str| Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data").join(name);
    let path = |at: usize, name: &str| given.get(at).map_or_else(|| sample(name), PathBuf::from);
    let role = given.get(1).map_or("arn:aws:iam::111122223333:role/service/orders-api", String::as_str);
    let read = |path: PathBuf| std::fs::read_to_string(&path).map_err(|error| format!("{}: {error}", path.display()));
    let policy: Policy = read(path(2, "current-policy.json"))?.parse()?;
    let boundary = given.len() != 3;
    let boundary: Option<Policy> =
        boundary.then(|| read(path(3, "boundary.json"))).transpose()?.map(|text| text.parse()).transpose()?;
    let catalog = Catalog::embedded();

    println!("1. What {role} may do today");
    let open = PolicySet::builder().identity([policy.clone()]).build();
    let bounded = boundary
        .clone()
        .map(|boundary| PolicySet::builder().identity([policy.clone()]).permissions_boundary(boundary).build());
    for action in ["s3:GetObject", "dynamodb:DeleteTable", "iam:CreateUser", "ec2:TerminateInstances"] {
        let request = Request::new(action, "*")?;
        let with = bounded.as_ref().map_or_else(String::new, |set| {
            format!("; under the boundary {}", word(set.evaluate(&request).is_allowed()))
        });
        println!("   {action} on everything: {} by the policy{with}", word(open.evaluate(&request).is_allowed()));
    }

    let mut builder = UsageBuilder::new(&catalog);
    let log = std::fs::read(path(0, "cloudtrail.json"))?;
    for piece in log.chunks(PIECE) {
        builder.feed(piece)?;
    }
    let usage = builder.finish()?;
    let stats = &usage.stats;
    println!("\n2. What CloudTrail saw");
    println!("   {} events: {} used a permission, {} were refused", stats.records, stats.used, stats.denied);
    let ignored: Vec<String> = stats.ignored.iter().map(|(reason, count)| format!("{count} {reason}")).collect();
    println!("   left out: {}", if ignored.is_empty() { "none".to_owned() } else { ignored.join(", ") });

    let current = Current { identity: Some(vec![policy]), permissions_boundary: boundary, ..Current::default() };
    let options = SynthesizeOptions { resources: ResourceLevel::Suffix, ..SynthesizeOptions::default() };
    let made = synthesize(&usage, &[role], &catalog, &current, &options)?;
    println!("\n3. The policy that grants what was used");
    for policy in &made.policies {
        println!("{}", policy.document.to_json_pretty());
    }
    for widening in &made.widened {
        println!("   {} resources of one folder became {}", widening.from.len(), widening.to.join(", "));
    }

    println!("\n4. Why one may trust it");
    for evidence in &made.evidence {
        println!(
            "   {}: {} events, such as {}",
            evidence.sid,
            evidence.count,
            evidence.event_ids.first().map_or("-", String::as_str)
        );
    }
    println!("   covered: {} of {} uses, each asked of the evaluator", made.coverage.covered, made.coverage.used);
    match made.within_current.result {
        WithinResult::Proved => println!("   nothing in it goes beyond today's policy and boundary"),
        WithinResult::Refuted => {
            for (action, resource) in &made.within_current.outside_current {
                println!("   beyond today's policy or boundary: {action} on {resource}");
            }
        }
        _ => println!("   {} grants could not be compared with today's policies", made.within_current.undecided.len()),
    }

    println!("\n5. What is granted today and was not used");
    let now = usage.window.last.ok_or("expected events with a time")?;
    for finding in unused(&current, &usage, role, now, &catalog, &UnusedOptions::default()) {
        if let [UnusedDetail::UnusedPermissionDetails { service_namespace, actions, .. }] =
            finding.finding_details.as_slice()
        {
            let what = actions
                .as_ref()
                .map_or_else(|| "the whole service".to_owned(), |actions| format!("{} actions", actions.len()));
            let hidden = finding.unobservable.len();
            let hidden =
                if hidden == 0 { String::new() } else { format!(" ({hidden} more that this log cannot show)") };
            println!("   {service_namespace}: {what}{hidden}");
        }
    }

    println!("\n6. What was tried and refused");
    for attempt in denied(&usage) {
        let needs = match attempt.would_need {
            WouldNeed::Allow { layer, .. } => format!("an Allow in the layer {layer:?} would let it through"),
            WouldNeed::ExplicitDeny { layer: Some(layer) } => format!("no Allow helps: a Deny in the layer {layer:?}"),
            _ => "no Allow helps: a Deny".to_owned(),
        };
        println!("   {} on {}, {} times: {needs}", attempt.action, attempt.resource, attempt.count);
    }
    Ok(())
}

fn word(is_allowed: bool) -> &'static str {
    if is_allowed { "allowed" } else { "denied" }
}
