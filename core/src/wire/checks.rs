//! The verb `describeChecks`: what each check is about, with an example of each side.

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use crate::document::PolicyType;
use crate::validate::{Check, CheckStatus, Example, FindingType, PolicyResourceType, checks, find_check};

use super::error::WireError;
use super::verbs::{read, write};

/// What `describeChecks` is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct DescribeChecksInput {
    /// Which ones, in any letter case; all unless said.
    codes: Option<Vec<String>>,
}

/// What `describeChecks` answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct DescribeChecksOutput {
    /// In the order asked; of all of them, in the order of their codes.
    checks: Vec<CheckOutput>,
}

/// A check.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckOutput {
    /// Its name.
    issue_code: &'static str,
    /// How much its findings matter.
    finding_type: FindingType,
    /// Who makes it.
    #[cfg_attr(test, ts(type = "\"current\" | \"retired\" | \"own\""))]
    status: &'static str,
    /// Whether it is made only where all findings are asked for.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    loud: bool,
    /// Whether it needs the facts of AWS's services.
    needs_catalog: bool,
    /// In which kinds of policies it is looked for.
    policy_types: &'static [PolicyType],
    /// What it finds and why that matters.
    meaning: &'static str,
    /// Documents in which it finds something.
    triggers: Vec<ExampleOutput>,
    /// Documents that come near and are all right.
    near_misses: Vec<ExampleOutput>,
    /// All of it as a page for people.
    text: String,
}

/// A document that shows a check, or just does not.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct ExampleOutput {
    /// As what it is stored.
    policy_type: PolicyType,
    /// What it is attached to.
    #[serde(skip_serializing_if = "Option::is_none")]
    validate_policy_resource_type: Option<PolicyResourceType>,
    /// The document.
    text: String,
}

/// What are the checks about? JSON in, JSON out.
///
/// # Errors
/// The input is not of this shape, or there is no such check.
///
/// ```
/// let answer = iam_eval::wire::describe_checks(r#"{"codes": ["EMPTY_SID_VALUE"]}"#)?;
/// assert!(answer.contains(r#""findingType":"SUGGESTION""#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn describe_checks(input: &str) -> Result<String, WireError> {
    let asked: DescribeChecksInput = read(input)?;
    let checks: Vec<&Check> = if let Some(codes) = asked.codes {
        let find = |code: &String| {
            find_check(&code.to_ascii_uppercase()).ok_or_else(|| WireError::refused("no-check", unknown(code)))
        };
        codes.iter().map(find).collect::<Result<_, _>>()?
    } else {
        let mut all: Vec<&Check> = checks().collect();
        all.sort_by_key(|check| check.code());
        all
    };
    write(&DescribeChecksOutput { checks: checks.into_iter().map(CheckOutput::of).collect() })
}

fn unknown(code: &str) -> String {
    const SHOWN: usize = 64;
    let shown: String = code.chars().take(SHOWN).collect();
    let near = checks().map(Check::code).filter(|known| {
        let wanted = code.to_ascii_uppercase();
        !wanted.is_empty() && (known.contains(&wanted) || wanted.contains(known))
    });
    let near: Vec<String> = near.take(3).map(|code| format!("`{code}`")).collect();
    let hint = if near.is_empty() { String::new() } else { format!(", did you mean {}?", near.join(" or ")) };
    format!("expected the code of a check, found `{shown}`{hint}")
}

impl CheckOutput {
    fn of(check: &Check) -> Self {
        let examples = |examples: &[Example]| examples.iter().map(ExampleOutput::of).collect();
        Self {
            issue_code: check.code(),
            finding_type: check.finding_type(),
            status: match check.status() {
                CheckStatus::Retired => "retired",
                CheckStatus::Own => "own",
                CheckStatus::Current => "current",
            },
            loud: check.is_loud(),
            needs_catalog: check.needs_catalog(),
            policy_types: check.policy_types(),
            meaning: check.meaning(),
            triggers: examples(check.triggers()),
            near_misses: examples(check.near_misses()),
            text: page(check),
        }
    }
}

impl ExampleOutput {
    fn of(example: &Example) -> Self {
        Self {
            policy_type: example.policy_type,
            validate_policy_resource_type: example.resource_type,
            text: example.text.to_owned(),
        }
    }
}

fn name(policy_type: PolicyType) -> &'static str {
    match policy_type {
        PolicyType::Identity => "identity policies",
        PolicyType::Resource => "resource policies",
        PolicyType::Trust => "role trust policies",
        PolicyType::Session => "session policies",
        PolicyType::ServiceControl => "service control policies",
        PolicyType::ResourceControl => "resource control policies",
    }
}

/// The check as a page in Markdown.
pub(super) fn page(check: &Check) -> String {
    let mut page = format!("# {}\n\n{}, ", check.code(), check.finding_type());
    page.push_str(match check.status() {
        CheckStatus::Current => "a check of IAM Access Analyzer",
        CheckStatus::Retired => {
            "once a check of IAM Access Analyzer: such policies are accepted by now, and it is never reported"
        }
        CheckStatus::Own if check.is_loud() => "a check of this library, made only where all findings are asked for",
        CheckStatus::Own => "a check of this library",
    });
    let kinds: Vec<&str> = check.policy_types().iter().map(|kind| name(*kind)).collect();
    let _ = write!(page, ".\n\nLooked for in {}.", kinds.join(", "));
    if check.needs_catalog() {
        page.push_str(" Needs the facts of AWS's services.");
    }
    let _ = write!(page, "\n\n{}.\n", capitalized(check.meaning().trim_end_matches('.')));
    let mut section = |title: &str, examples: &[Example]| {
        for example in examples {
            let kind = example.resource_type.map_or_else(|| name(example.policy_type), |kind| kind.as_str());
            let _ = write!(page, "\n{title} ({kind}):\n\n```json\n{}\n```\n", example.text);
        }
    };
    section("Found in", check.triggers());
    section("Not found in", check.near_misses());
    page
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
