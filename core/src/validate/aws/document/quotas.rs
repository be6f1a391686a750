//! Documents that are too long to be stored (spec, "Quotas").

use crate::document::PolicyType;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::subject::Subject;
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA,
        &POLICY_SIZE_EXCEEDS_RCP_QUOTA,
        &POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA,
        &POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA,
        &POLICY_SIZE_EXCEEDS_SCP_QUOTA,
    ],
    run: Run::Document(look),
};

/// Of a role's inline policies together (IAM user guide, "IAM and AWS STS quotas"); Access Analyzer takes it as that of
/// any identity policy.
const IDENTITY: usize = 10_240;
/// Of a trust policy (the same page), as long as nobody asks for more.
const TRUST: usize = 2_048;
/// Of a service control policy (AWS Organizations user guide, "Quotas for AWS Organizations", since 2026-05-15).
const SCP: usize = 10_240;
/// Of a resource control policy (the same page).
const RCP: usize = 5_120;

static POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA: Check = Check::warning(
    "POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA",
    kinds::IDENTITY,
    "the document has more than 10,240 characters besides white space, the most that an identity policy may have",
)
.examples(&[Example::identity(LONG)], &[Example::identity(MODERATE)]);

static POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA: Check = Check::warning(
    "POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA",
    kinds::RESOURCE,
    "the document has more bytes than the service takes as a resource policy",
)
.examples(&[Example::resource(LONG)], &[Example::resource(MODERATE)]);

static POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA: Check = Check::warning(
    "POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA",
    kinds::TRUST,
    "the document has more than 2,048 characters besides white space, the most that a trust policy may have by default",
)
.examples(&[Example::trust(LONG)], &[Example::trust(MODERATE)]);

static POLICY_SIZE_EXCEEDS_SCP_QUOTA: Check = Check::error(
    "POLICY_SIZE_EXCEEDS_SCP_QUOTA",
    kinds::SCP,
    "the document has more than 10,240 characters, white space included, the most that a service control policy may have",
)
.examples(&[Example::scp(LONG)], &[Example::scp(MODERATE)]);

static POLICY_SIZE_EXCEEDS_RCP_QUOTA: Check = Check::error(
    "POLICY_SIZE_EXCEEDS_RCP_QUOTA",
    kinds::RCP,
    "the document has more than 5,120 characters, white space included, the most that a resource control policy may have",
)
.examples(&[Example::rcp(LONG)], &[Example::rcp(MODERATE)]);

/// 64 characters of a resource, some hundred times.
macro_rules! repeat {
    ($text:expr; 4) => { concat!($text, $text, $text, $text) };
    ($text:expr; 16) => { repeat!(repeat!($text; 4); 4) };
    ($text:expr; 64) => { repeat!(repeat!($text; 16); 4) };
}

const MODERATE: &str = concat!(
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":["#,
    repeat!(r#""arn:aws:sqs:eu-west-1:111122223333:a-queue-with-a-longish-name-1", "#; 16),
    r#""*"]}}"#
);
const LONG: &str = concat!(
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":["#,
    repeat!(repeat!(r#""arn:aws:sqs:eu-west-1:111122223333:a-queue-with-a-longish-name-2", "#; 64); 4),
    repeat!(repeat!(r#""arn:aws:sqs:eu-west-1:111122223333:a-queue-with-a-longish-name-3", "#; 64); 4),
    r#""*"]}}"#
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    let (source, most_bytes) = (report.source, report.options.max_resource_policy_bytes);
    // most texts are ASCII, of which the bytes are counted faster than the characters
    let visible = || {
        if source.is_ascii() {
            source.bytes().filter(|byte| !matches!(byte, b' ' | b'\t'..=b'\r')).count()
        } else {
            source.chars().filter(|letter| !letter.is_whitespace()).count()
        }
    };
    let all = || source.chars().count();
    // a text of so few bytes has no more characters, and is not counted
    let (check, found, most) = match report.options.policy_type {
        PolicyType::Identity | PolicyType::Session if source.len() >= IDENTITY => {
            // AWS counts one character more than there are, in all 81 findings that were seen
            (&POLICY_SIZE_EXCEEDS_IDENTITY_POLICY_QUOTA, visible() + 1, IDENTITY)
        }
        PolicyType::Trust if source.len() > TRUST => (&POLICY_SIZE_EXCEEDS_ROLE_TRUST_POLICY_QUOTA, visible(), TRUST),
        PolicyType::ServiceControl if source.len() > SCP => (&POLICY_SIZE_EXCEEDS_SCP_QUOTA, all(), SCP),
        PolicyType::ResourceControl if source.len() > RCP => (&POLICY_SIZE_EXCEEDS_RCP_QUOTA, all(), RCP),
        PolicyType::Resource if source.len() > most_bytes => {
            (&POLICY_SIZE_EXCEEDS_RESOURCE_POLICY_QUOTA, source.len(), most_bytes)
        }
        _ => return,
    };
    if found > most {
        let unit = if report.options.policy_type == PolicyType::Resource { "bytes" } else { "characters" };
        let details = format!("expected at most {most} {unit}, found {found}");
        report.add(check, details, vec![subject.at_document()]);
    }
}
