//! Requests: about half of them granted, for the services that the policies are about.

use iam_eval::{Arn, Policy, Principal, Request};

/// A request, and its parts for peers that build their own.
#[derive(Debug, Clone)]
pub struct Asked {
    /// As `iam-eval` takes it.
    pub request: Request,
    /// The action.
    pub action: String,
    /// The resource's ARN.
    pub resource: String,
}

/// Who asks.
pub const USER: &str = "arn:aws:iam::111122223333:user/bench/ann";

/// `count` requests in an order that jumps between policies, so that caches are not warm with the
/// statement that comes next. Every other one is for an action that some policy spells out.
pub fn mixed(documents: &[String], count: usize) -> Vec<Asked> {
    let mut granted: Vec<(String, String)> = Vec::new();
    for text in documents {
        let Ok(policy) = text.parse::<Policy>() else { continue };
        for statement in policy.statements() {
            let Some(action) = statement.action() else { continue };
            let resource = statement.resource().and_then(|element| element.entries().next());
            let resource = resource.map_or("*", iam_eval::document::Text::as_str);
            for entry in action.entries().take(4) {
                let entry = entry.as_str().replace('*', "Thing").replace('?', "x");
                if entry.matches(':').count() == 1 && !entry.ends_with(':') {
                    granted.push((entry, concrete(resource)));
                }
            }
        }
    }
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let mut random = move || {
        // xorshift: the same requests in every run
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let asked = |(action, resource): (String, String)| {
        let request = Request::builder(&action, &resource)
            .principal(Principal::user(USER).ok()?)
            .resource_account("111122223333")
            .context("aws:SourceIp", "203.0.113.7")
            .context("aws:RequestedRegion", "eu-west-1")
            .context("aws:ResourceTag/team", "red")
            .context("aws:SecureTransport", true)
            .context("aws:CurrentTime", "2026-11-24T12:00:00Z")
            .build()
            .ok()?;
        Some(Asked { request, action, resource })
    };
    let mut requests = Vec::with_capacity(count);
    while requests.len() < count && !granted.is_empty() {
        let at = usize::try_from(random() % granted.len() as u64).unwrap_or(0);
        let (mut action, resource) = granted[at].clone();
        if requests.len() % 2 == 1 {
            action.push_str("Not");
        }
        requests.extend(asked((action, resource)));
    }
    requests
}

/// A resource that a pattern matches.
fn concrete(pattern: &str) -> String {
    if pattern == "*" {
        return "arn:aws:s3:::some-bucket/some/key".to_owned();
    }
    let filled = pattern.replace("${", "").replace('}', "");
    let fields: Vec<&str> = filled.splitn(6, ':').collect();
    let field = |at: usize, wild: &str| fields.get(at).map_or(wild.to_owned(), |field| field.replace('*', wild));
    let arn = format!(
        "arn:{}:{}:{}:{}:{}",
        field(1, "aws"),
        field(2, "s3"),
        field(3, "eu-west-1"),
        field(4, "111122223333"),
        field(5, "thing")
    );
    if Arn::parse(&arn).is_some() { arn } else { "arn:aws:s3:::some-bucket".to_owned() }
}
