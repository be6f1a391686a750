//! Resources: that there are some, and that each is `*` or an ARN that IAM's parser takes.

use std::borrow::Cow;

use super::parts::Parts;
use super::refusal::{Checked, LEGACY, Refusal, quote};
use super::rules::Rules;

const ABSENT: &str = "Policy statement must contain resources.";
/// Known from `CreatePolicy`, not in the captures [assumed].
const WILDCARD_VENDOR: &str = "Resource vendor must be fully qualified and cannot contain regexes.";
const IAM_PATH: &str = "IAM resource path must either be \"*\" or start with user/, \
     federated-user/, role/, group/, instance-profile/, mfa/, server-certificate/, policy/, \
     sms-mfa/, saml-provider/, oidc-provider/, report/, access-report/.";

const PARTITIONS: &[&str] =
    &["aws", "aws-cn", "aws-us-gov", "aws-iso", "aws-iso-b", "aws-iso-e", "aws-iso-f", "aws-eusc"];

/// The captured message lists the first thirteen; the rest has come since (service reference of
/// 2026-08-22).
const IAM_PATHS: &[&str] = &[
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
    "assumed-role/",
    "delegation-request/",
    "role-template/",
];

/// The kinds of S3 resource that live in a region (service reference of 2026-08-22; `accesspoint/`
/// captured).
const S3_REGIONAL_PATHS: &[&str] =
    &["accesspoint/", "access-grants/", "async-request/", "job/", "storage-lens/", "storage-lens-group/"];

pub(super) fn check_present(policy: &Parts<'_, '_>, rules: &Rules) -> Checked {
    if rules.is_trust() {
        return Ok(());
    }
    for statement in &policy.statements {
        let Some(element) = statement.resource else {
            let message = "expected a member `Resource` or `NotResource`";
            let refusal = Refusal::store("no-resource", statement.span, message, ABSENT);
            return Err(refusal.at(statement.path()));
        };
        if element.entries().next().is_none() {
            let message = "expected at least one resource, found none";
            let refusal = Refusal::store("no-resource", element.value.span(), message, ABSENT);
            return Err(refusal.at(statement.path_to(element.name)));
        }
    }
    Ok(())
}

/// The first resource that IAM's newer parser refuses; it is told only after the Sids and the
/// presence of actions. A resource that only the legacy parser refuses is told at once, but a
/// statement that already failed the newer parser does not reach it, nor do those after it.
pub(super) fn first_fault(policy: &Parts<'_, '_>) -> Checked<Option<Refusal>> {
    for statement in &policy.statements {
        let Some(element) = statement.resource else {
            continue;
        };
        let mut legacy = None;
        for entry in element.entries() {
            let Some(fault) = fault(&entry.text) else {
                continue;
            };
            let is_legacy = fault.aws_message == LEGACY;
            if is_legacy && legacy.is_some() {
                continue;
            }
            let message = format!("expected {}, found {}", fault.expected, quote(&entry.text));
            let refusal = Refusal::store("bad-resource", entry.span, message, fault.aws_message);
            let refusal = refusal.at(statement.path_to_entry(&element, &entry));
            if !is_legacy {
                return Ok(Some(refusal));
            }
            legacy = Some(refusal);
        }
        legacy.map_or(Ok(()), Err)?;
    }
    Ok(None)
}

struct Fault {
    expected: &'static str,
    aws_message: Cow<'static, str>,
}

impl Fault {
    fn new(expected: &'static str, aws_message: impl Into<Cow<'static, str>>) -> Self {
        Self { expected, aws_message: aws_message.into() }
    }
}

fn fault(resource: &str) -> Option<Fault> {
    if resource == "*" {
        return None;
    }
    let fields = Fields::of(resource);
    let [prefix, partition, service, region, account, path] = fields.texts;
    if fields.given > 1 && !is_partition(partition) {
        let arn = format!("arn:{partition}:{service}:{region}:{account}:{path}");
        let aws_message = format!("Partition \"{partition}\" is not valid for resource \"{arn}\".");
        return Some(Fault::new("an ARN of a partition such as `aws`", aws_message));
    }
    // What IAM says of another first field before a good partition was not seen [assumed].
    if fields.given == 1 || prefix != "arn" {
        let aws_message = format!("Resource {resource} must be in ARN format or \"*\".");
        return Some(Fault::new("an ARN or `*`", aws_message));
    }
    if service.contains(['*', '?']) {
        return Some(Fault::new("an ARN with the full name of its service", WILDCARD_VENDOR));
    }
    let is_in = |paths: &[&str]| paths.iter().any(|start| path.starts_with(start));
    if service == "iam" && !region.is_empty() {
        let aws_message = format!("IAM resource {resource} cannot contain region information.");
        return Some(Fault::new("an ARN of `iam` without a region", aws_message));
    }
    // AWS documents and stores `arn:aws:iam::*:root` (its policies for AssumeRoot).
    if service == "iam" && !matches!(path, "*" | "root") && !is_in(IAM_PATHS) {
        return Some(Fault::new("an ARN of `iam` with a path such as `role/`", IAM_PATH));
    }
    if service == "s3" && !region.is_empty() && !is_in(S3_REGIONAL_PATHS) {
        let aws_message = format!("Resource {resource} can not contain region information.");
        return Some(Fault::new("an ARN of `s3` without a region", aws_message));
    }
    // A short ARN passes the legacy parser unless it skips a field (`arn:aws:fdsasf` is captured as
    // stored, `arn:aws:s3::example_bucket` as refused); the service may never be skipped [assumed].
    if service.is_empty() || (fields.given < 6 && resource.contains("::")) {
        return Some(Fault::new("an ARN with six fields", LEGACY));
    }
    None
}

/// Wildcards may stand for a partition: AWS's own policies hold `arn:*:…`. That `arn:aws-*:…`
/// passes where it covers a known one is assumed.
fn is_partition(field: &str) -> bool {
    let covers = |known: &&str| matches(field.as_bytes(), known.as_bytes());
    PARTITIONS.contains(&field) || (field.contains(['*', '?']) && PARTITIONS.iter().any(covers))
}

/// `*` and `?` against the name of a partition. The name is at most ten bytes, so this stays linear
/// in the pattern: one bit tells of each beginning of the name whether the pattern so far fits it.
fn matches(pattern: &[u8], name: &[u8]) -> bool {
    let mut fits: u16 = 1;
    for &byte in pattern {
        fits = match byte {
            b'*' => {
                // from the shortest beginning that fits, every longer one does
                u16::MAX << fits.trailing_zeros()
            }
            _ => name.iter().enumerate().fold(0, |next, (at, &letter)| {
                let here = fits & (1 << at) != 0 && (byte == b'?' || byte == letter);
                next | (u16::from(here) << (at + 1))
            }),
        };
        if fits == 0 {
            return false;
        }
    }
    fits & (1 << name.len()) != 0
}

/// An ARN cut at its first five colons. A field that is not given is `*`, which is why
/// `arn:aws:fdsasf` passes (captured); that messages print such fields so is assumed.
struct Fields<'r> {
    texts: [&'r str; 6],
    given: usize,
}

impl<'r> Fields<'r> {
    fn of(resource: &'r str) -> Self {
        let mut fields = Self { texts: ["*"; 6], given: 0 };
        let mut rest = Some(resource);
        for (index, text) in fields.texts.iter_mut().enumerate() {
            let Some(here) = rest else { break };
            fields.given += 1;
            let colon = if index < 5 { colon(here) } else { None };
            *text = here.get(..colon.unwrap_or(here.len())).unwrap_or_default();
            rest = colon.and_then(|at| here.get(at + 1..));
        }
        fields
    }
}

/// The first colon that is not inside a policy variable such as `${aws:username}`.
fn colon(text: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let rest = text.get(from..)?;
        let at = rest.find(':')?;
        let closed = rest.get(..at).and_then(|before| before.rfind("${")).and_then(|open| {
            let inside = rest.get(open..)?;
            let close = inside.find('}')?;
            (open + close > at).then_some(open + close)
        });
        match closed {
            Some(close) => from += close + 1,
            None => return Some(from + at),
        }
    }
}
