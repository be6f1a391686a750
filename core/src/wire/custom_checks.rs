//! The custom policy checks of Access Analyzer, in AWS's own shapes with requests besides.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::analyze::{
    Access, CheckedPolicyType, CustomCheck, ResourceType, Verdict, explain_granted_access, explain_new_access,
    explain_public_access,
};
use crate::document::{ParseOptions, Policy, Profile};
use crate::text::PositionEncoding;

use super::error::WireError;
use super::object::Object;
use super::options::WireOptions;
use super::places::{PlacedSpan, Places};
use super::steps::options;
use super::verbs::{read, write};
use super::witness::Witness;

/// What `checkNoNewAccess` is asked, as AWS's `CheckNoNewAccess`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct CheckNoNewAccessInput<'i> {
    /// The policy as it is.
    #[serde(borrow, alias = "existing_policy_document")]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    existing_policy_document: &'i RawValue,
    /// The policy as it would be.
    #[serde(borrow, alias = "new_policy_document")]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    new_policy_document: &'i RawValue,
    /// What kind of policy they are.
    #[serde(alias = "policy_type")]
    policy_type: CheckedPolicyType,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// What `checkAccessNotGranted` is asked, as AWS's `CheckAccessNotGranted`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct CheckAccessNotGrantedInput<'i> {
    /// The policy.
    #[serde(borrow, alias = "policy_document")]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy_document: &'i RawValue,
    /// What kind of policy it is.
    #[serde(alias = "policy_type")]
    policy_type: CheckedPolicyType,
    /// What must not be granted.
    #[cfg_attr(test, ts(as = "Vec<AccessInput>"), schemars(with = "Vec<AccessInput>"))]
    access: Vec<Object<AccessInput>>,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// Some access: any of the actions on any of the resources; where there are none of either, all there are.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct AccessInput {
    /// Actions as policies have them.
    actions: Option<Vec<String>>,
    /// ARNs as policies have them.
    resources: Option<Vec<String>>,
}

/// What a custom policy check answers: AWS's shape, with requests besides.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct CustomCheckOutput {
    /// `PASS`, or `FAIL` where it does not pass or is undecided.
    #[cfg_attr(test, ts(type = "\"PASS\" | \"FAIL\""))]
    pub result: &'static str,
    /// The same in words.
    pub message: String,
    /// Why it does not pass, by statement.
    pub reasons: Vec<ReasonOutput>,
    /// A request that should not be let through.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
    /// Whether it is not known.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub undecided: bool,
}

/// A reason for which a check does not pass.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct ReasonOutput {
    /// The reason in words.
    pub description: String,
    /// The statement's `Sid`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement_id: Option<String>,
    /// Which statement, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub statement_index: Option<usize>,
    /// Where the statement stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub span: Option<PlacedSpan>,
    /// A request that the statement lets through and that should not be.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub witness: Option<Witness>,
}

pub(super) fn policy(value: &RawValue, place: &str) -> Result<Policy, WireError> {
    let options = ParseOptions::new().profile(Profile::Lenient);
    WireOptions::default().read(options, value, Some(place))
}

/// Does a new policy let through nothing that the existing one does not? As AWS's `CheckNoNewAccess`, with a request
/// where it does.
///
/// # Errors
/// The input is not of this shape, or a policy cannot be read.
///
/// ```
/// let answer = iam_eval::wire::check_no_new_access(r#"{
///     "existingPolicyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}},
///     "newPolicyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*"}},
///     "policyType": "IDENTITY_POLICY"
/// }"#)?;
/// assert!(answer.starts_with(r#"{"result":"PASS","#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn check_no_new_access(input: &str) -> Result<String, WireError> {
    let asked: CheckNoNewAccessInput<'_> = read(input)?;
    let existing = policy(asked.existing_policy_document, "existingPolicyDocument")?;
    let new = policy(asked.new_policy_document, "newPolicyDocument")?;
    let check = explain_new_access(&existing, &new, asked.policy_type, &options(asked.max_steps));
    write(&CustomCheckOutput::of(
        &check,
        &new,
        &Wording {
            pass: "the new policy grants nothing that the existing one does not",
            fail: "the new policy grants access that the existing one does not",
            reason: "new access",
        },
    ))
}

/// Does a policy let through none of some access? As AWS's `CheckAccessNotGranted`, with a request where it does.
///
/// # Errors
/// The input is not of this shape, or the policy cannot be read.
///
/// ```
/// let answer = iam_eval::wire::check_access_not_granted(r#"{
///     "policyDocument": {"Statement": {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}},
///     "policyType": "IDENTITY_POLICY", "access": [{"actions": ["s3:DeleteBucket"]}]
/// }"#)?;
/// assert!(answer.starts_with(r#"{"result":"FAIL","#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn check_access_not_granted(input: &str) -> Result<String, WireError> {
    let asked: CheckAccessNotGrantedInput<'_> = read(input)?;
    let document = policy(asked.policy_document, "policyDocument")?;
    let words = Wording {
        pass: "the policy grants none of the access",
        fail: "the policy grants some of the access",
        reason: "access that should not be granted",
    };
    let options = options(asked.max_steps);
    let mut output = CustomCheckOutput::of(&CustomCheck::passed(), &document, &words);
    for Object(access) in asked.access {
        let access =
            Access { actions: access.actions.unwrap_or_default(), resources: access.resources.unwrap_or_default() };
        let check = explain_granted_access(&document, &access, asked.policy_type, &options);
        if !check.verdict.is_proved() {
            let found = CustomCheckOutput::of(&check, &document, &words);
            // of a refusal and a doubt the refusal is said
            if output.result == "PASS" || output.undecided {
                output = found;
            } else {
                output.reasons.extend(found.reasons);
            }
        }
    }
    write(&output)
}

/// What `checkNoPublicAccess` is asked, as AWS's `CheckNoPublicAccess`.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct CheckNoPublicAccessInput<'i> {
    /// The policy of the resource.
    #[serde(borrow, alias = "policy_document")]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy_document: &'i RawValue,
    /// The type of the resource, as `AWS::S3::Bucket`.
    #[serde(alias = "resource_type")]
    resource_type: String,
    /// After how many steps to say that it is undecided; about a million unless said.
    #[serde(alias = "max_steps")]
    max_steps: Option<usize>,
}

/// What `checkNoPublicAccess` answers: AWS's shape, with requests and what was taken for granted besides.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
pub(super) struct CheckNoPublicAccessOutput {
    /// The check.
    #[serde(flatten)]
    check: CustomCheckOutput,
    /// By which rules it was judged.
    rule_set: &'static str,
    /// What S3's Block Public Access says, of buckets and access points.
    #[serde(skip_serializing_if = "Option::is_none")]
    block_public_access: Option<BlockPublicAccessOutput>,
    /// A request that a service of AWS makes for somebody outside, where the policy lets it do that for anyone.
    #[serde(skip_serializing_if = "Option::is_none")]
    confused_deputy: Option<Witness>,
    /// What was taken for granted, in words.
    assumptions: Vec<String>,
}

/// What S3's Block Public Access says of a policy.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
pub(super) struct BlockPublicAccessOutput {
    /// By which rules it was judged.
    rule_set: &'static str,
    /// Whether the policy is public.
    is_public: bool,
    /// The statements that make it so, from 0.
    public_statements: Vec<usize>,
}

/// Does the policy of a resource let through nobody in particular? As AWS's `CheckNoPublicAccess`, with a request where
/// it does not.
///
/// # Errors
/// The input is not of this shape, the policy cannot be read, or the type of the resource is not known.
///
/// ```
/// let answer = iam_eval::wire::check_no_public_access(r#"{"resourceType": "AWS::SQS::Queue", "policyDocument":
///     {"Statement": {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "*"}}}"#)?;
/// assert!(answer.starts_with(r#"{"result":"FAIL","#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn check_no_public_access(input: &str) -> Result<String, WireError> {
    let asked: CheckNoPublicAccessInput<'_> = read(input)?;
    let document = policy(asked.policy_document, "policyDocument")?;
    let resource_type: ResourceType = asked.resource_type.parse().map_err(|_| {
        let names: Vec<String> = ResourceType::ALL.iter().map(|known| format!("`{}`", known.as_str())).collect();
        WireError::shape("resourceType", &format!("one of {}, found `{}`", names.join(", "), asked.resource_type))
    })?;
    let (access, check) = explain_public_access(&document, resource_type, &options(asked.max_steps));
    let words = Wording {
        pass: "the policy grants no public access",
        fail: "the policy grants public access",
        reason: "public access",
    };
    write(&CheckNoPublicAccessOutput {
        check: CustomCheckOutput::of(&check, &document, &words),
        rule_set: access.rule_set.as_str(),
        block_public_access: access.block_public_access.map(|block| BlockPublicAccessOutput {
            rule_set: block.rule_set.as_str(),
            is_public: block.is_public(),
            public_statements: block.public_statements,
        }),
        confused_deputy: access.confused_deputy.as_deref().map(Witness::of),
        assumptions: access.assumptions.iter().map(ToString::to_string).collect(),
    })
}

/// What is said of each outcome.
pub(super) struct Wording {
    pub pass: &'static str,
    pub fail: &'static str,
    pub reason: &'static str,
}

impl CustomCheckOutput {
    pub fn of(check: &CustomCheck, policy: &Policy, words: &Wording) -> Self {
        let places = Places::new(policy.source(), PositionEncoding::default());
        let mut reasons: Vec<ReasonOutput> = Vec::new();
        for reason in &check.reasons {
            let said = words.reason;
            let index = reason.statement_index;
            let named = reason.statement_id.as_ref().map(|sid| format!(" and sid `{sid}`")).unwrap_or_default();
            let description = format!("{said} in the statement with index {index}{named}: {}", reason.witness);
            let statement = policy.statement(index);
            reasons.push(ReasonOutput {
                description,
                statement_id: reason.statement_id.clone(),
                statement_index: Some(index),
                span: statement.map(|statement| places.span(statement.span())),
                witness: Some(Witness::of(&reason.witness)),
            });
        }
        let bare = |description: String| ReasonOutput {
            description,
            statement_id: None,
            statement_index: None,
            span: None,
            witness: None,
        };
        let message = match &check.verdict {
            Verdict::Proved => words.pass.to_owned(),
            Verdict::Refuted(_) => {
                if !check.is_complete {
                    reasons.push(bare("undecided: whether other statements do, too".to_owned()));
                }
                words.fail.to_owned()
            }
            // AWS's own FAIL means "might" as well
            Verdict::Undecided(why) => {
                reasons.push(bare(why.to_string()));
                why.to_string()
            }
        };
        Self {
            result: if check.verdict.is_proved() { "PASS" } else { "FAIL" },
            message,
            reasons,
            witness: check.verdict.witness().map(Witness::of),
            undecided: matches!(check.verdict, Verdict::Undecided(_)),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::*;

    fn ask(verb: fn(&str) -> Result<String, WireError>, input: &Value) -> Value {
        serde_json::from_str(&verb(&input.to_string()).unwrap()).unwrap()
    }

    fn policy(action: &str) -> Value {
        json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": action, "Resource": "*"}]})
    }

    #[test]
    fn aws_passes_documents_as_strings() {
        let asked = json!({"existingPolicyDocument": policy("s3:Get*").to_string(),
            "newPolicyDocument": policy("s3:*").to_string(), "policyType": "IDENTITY_POLICY"});
        let answer = ask(check_no_new_access, &asked);
        assert_eq!(answer["result"], "FAIL");
        assert_eq!(answer["reasons"][0]["statementIndex"], 0);
        assert_eq!(answer["reasons"][0]["witness"], answer["witness"]);
    }

    #[test]
    fn no_access_is_granted_by_nothing() {
        let asked = json!({"policyDocument": policy("*"), "policyType": "IDENTITY_POLICY", "access": []});
        assert_eq!(ask(check_access_not_granted, &asked)["result"], "PASS");
        let asked = json!({"policyDocument": policy("*"), "policyType": "IDENTITY_POLICY", "access": [{}]});
        assert_eq!(ask(check_access_not_granted, &asked)["result"], "FAIL");
    }

    #[test]
    fn what_is_undecided_fails_and_says_so() {
        let caller = |arn: &str| {
            json!({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Principal": "*", "Action": "s3:*",
                "Resource": "*", "Condition": {"ArnLike": {"aws:PrincipalArn": arn}}}]})
        };
        let asked = json!({"existingPolicyDocument": caller("arn:aws:iam::111122223333:*"),
            "newPolicyDocument": caller("arn:aws:iam::111122223333:role/a*"), "policyType": "RESOURCE_POLICY"});
        let answer = ask(check_no_new_access, &asked);
        assert_eq!((answer["result"].as_str(), answer["undecided"].as_bool()), (Some("FAIL"), Some(true)));
        assert!(answer["reasons"][0]["description"].as_str().unwrap().starts_with("undecided"));
    }
}
