//! The verbs: JSON in, JSON out.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::catalog::Catalog;
use crate::document::{ParseOptions, Policy, PolicyType, Profile};
use crate::evaluate::{Answer, Decision, PolicySet};
use crate::simulate::{
    SimulateCustomPolicyInput, SimulatePrincipalPolicyInput, simulate_custom_policy, simulate_custom_policy_with,
    simulate_principal_policy, simulate_principal_policy_with,
};
use crate::text::{Diagnostic, PathElement, PositionEncoding, Severity};

#[cfg(feature = "analysis")]
use super::checks::describe_checks;
#[cfg(feature = "analysis")]
use super::custom_checks::{check_access_not_granted, check_no_new_access, check_no_public_access};
use super::decision::DecisionReport;
#[cfg(feature = "analysis")]
use super::documents::{diff, effective, minimize};
use super::error::WireError;
#[cfg(feature = "analysis")]
use super::escalation::escalation_paths;
use super::expand::expand;
#[cfg(feature = "analysis")]
use super::external::external_access;
#[cfg(feature = "logs")]
use super::least_privilege::{denied_verb, refine_verb, synthesize_verb, unused_verb};
#[cfg(feature = "logs")]
use super::logs::read_usage;
use super::object::Object;
use super::options::{LimitsInput, WireOptions, text_of};
use super::outline::PolicyOutline;
use super::places::{PlacedSpan, Places};
use super::policies::PolicySetInput;
#[cfg(feature = "render")]
use super::render::render;
use super::request::RequestInput;
#[cfg(feature = "analysis")]
use super::statements::check_statements;
#[cfg(feature = "analysis")]
use super::validate::{fix, validate};
#[cfg(feature = "analysis")]
use super::validate_files::validate_files;
#[cfg(feature = "analysis")]
use super::what::what_can;
#[cfg(feature = "analysis")]
use super::who::who_can;

/// A verb: JSON in, JSON out, with the facts about AWS's services for those that need them.
pub type Verb = fn(&str, Option<&Catalog>) -> Result<String, WireError>;

/// Every verb by its name on the wire, in order of the alphabet; those about all requests are there with the
/// feature `analysis`, those about logs with `logs`.
///
/// ```
/// assert!(iam_eval::wire::VERBS.iter().any(|(name, _)| *name == "evaluate"));
/// assert!(iam_eval::wire::VERBS.is_sorted_by_key(|(name, _)| *name));
/// ```
pub const VERBS: &[(&str, Verb)] = &[
    #[cfg(feature = "analysis")]
    ("checkAccessNotGranted", |input, _| check_access_not_granted(input)),
    #[cfg(feature = "analysis")]
    ("checkNoNewAccess", |input, _| check_no_new_access(input)),
    #[cfg(feature = "analysis")]
    ("checkNoPublicAccess", |input, _| check_no_public_access(input)),
    #[cfg(feature = "analysis")]
    ("checkStatements", |input, _| check_statements(input)),
    #[cfg(feature = "logs")]
    ("denied", |input, _| denied_verb(input)),
    #[cfg(feature = "analysis")]
    ("describeChecks", |input, _| describe_checks(input)),
    #[cfg(feature = "analysis")]
    ("diff", |input, _| diff(input)),
    #[cfg(feature = "analysis")]
    ("effective", |input, _| effective(input)),
    #[cfg(feature = "analysis")]
    ("escalationPaths", |input, catalog| escalation_paths(input, needed(catalog)?)),
    ("evaluate", |input, _| evaluate(input)),
    ("evaluateMany", |input, _| evaluate_many(input)),
    ("expand", |input, catalog| expand(input, needed(catalog)?)),
    ("explain", |input, _| explain(input)),
    #[cfg(feature = "analysis")]
    ("externalAccess", |input, _| external_access(input)),
    #[cfg(feature = "analysis")]
    ("fix", fix),
    ("format", |input, _| format(input)),
    #[cfg(feature = "analysis")]
    ("minimize", |input, _| minimize(input)),
    ("parse", |input, _| parse(input)),
    #[cfg(feature = "logs")]
    ("readUsage", |input, catalog| read_usage(input, needed(catalog)?)),
    #[cfg(feature = "logs")]
    ("refine", |input, catalog| refine_verb(input, needed(catalog)?)),
    #[cfg(feature = "render")]
    ("render", |input, _| render(input)),
    ("simulate", simulate),
    #[cfg(feature = "logs")]
    ("synthesize", |input, catalog| synthesize_verb(input, needed(catalog)?)),
    #[cfg(feature = "logs")]
    ("unused", |input, catalog| unused_verb(input, needed(catalog)?)),
    #[cfg(feature = "analysis")]
    ("validate", validate),
    #[cfg(feature = "analysis")]
    ("validateFiles", validate_files),
    ("version", |input, _| version(input)),
    #[cfg(feature = "analysis")]
    ("whatCan", what_can),
    #[cfg(feature = "analysis")]
    ("whoCan", |input, _| who_can(input)),
];

pub(super) fn needed(catalog: Option<&Catalog>) -> Result<&Catalog, WireError> {
    catalog.ok_or_else(|| WireError::refused("no-catalog", "expected a catalogue of AWS's services, found none".into()))
}

/// Asks a verb by its name; what verbs need to know of AWS's services is in the crate (feature `catalog`).
///
/// # Errors
/// There is no such verb, the verb refuses the input, or it needs a catalogue and the crate was built without.
///
/// ```
/// use iam_eval::wire;
///
/// assert_eq!(wire::call("version", "{}")?, wire::version("{}")?);
/// assert_eq!(wire::call("guess", "{}").unwrap_err().code(), "bad-input");
/// # Ok::<(), wire::WireError>(())
/// ```
pub fn call(verb: &str, input: &str) -> Result<String, WireError> {
    #[cfg(feature = "catalog")]
    return call_with(verb, input, Some(&Catalog::embedded()));
    #[cfg(not(feature = "catalog"))]
    call_with(verb, input, None)
}

/// As [`call`], with a catalogue of the caller's own, or none.
///
/// # Errors
/// As [`call`]; without a catalogue `no-catalog` from the verbs that need one.
///
/// ```
/// use iam_eval::{catalog::Catalog, wire};
///
/// let own = Catalog::from_text("V\t1\nS\tmine\tOur own\nA\tOpen\tW\n".to_owned())?;
/// let answer = wire::call_with("expand", r#"{"patterns": ["mine:*"]}"#, Some(&own))?;
/// assert!(answer.contains(r#""actions":["mine:Open"]"#));
/// assert_eq!(wire::call_with("expand", r#"{"patterns": []}"#, None).unwrap_err().code(), "no-catalog");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn call_with(verb: &str, input: &str, catalog: Option<&Catalog>) -> Result<String, WireError> {
    if let Some((_, verb)) = VERBS.iter().find(|(name, _)| *name == verb) {
        return verb(input, catalog);
    }
    let names: Vec<_> = VERBS.iter().map(|(name, _)| format!("`{name}`")).collect();
    Err(WireError::shape("verb", &format!("one of {}, found `{verb}`", names.join(", "))))
}

/// What [`parse`] is asked: a policy, and how to read it.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct ParseInput<'i> {
    /// The policy.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy: &'i RawValue,
    /// How forgiving to be; `strict` unless said.
    profile: Option<ProfileInput>,
    /// Asks for AWS's own store-time verdict for this kind of policy.
    policy_type: Option<PolicyType>,
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units places count; `code-points` unless said.
    position_encoding: Option<PositionEncoding>,
}

/// A [`Profile`], or a list of all faults instead of an error at the first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "ParseProfile"), schemars(rename = "ParseProfile"))]
#[serde(rename_all = "lowercase")]
pub(super) enum ProfileInput {
    /// What may be written today: every deviation is an error.
    #[default]
    Strict,
    /// What AWS still evaluates of documents stored long ago.
    Lenient,
    /// Whatever can be read, with a remark for everything that the strict grammar refuses.
    Lint,
}

/// What [`parse`] answers. [`lint`] shows it in use.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[non_exhaustive]
pub struct ParseOutput {
    /// The policy's elements; absent where the profile is `lint` and the text is not JSON.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub policy: Option<PolicyOutline>,
    /// Everything that the strict grammar refuses, in source order; only where the profile is `lint`.
    pub remarks: Vec<Remark>,
}

/// A remark about one place of a document.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct Remark {
    /// A stable name of the kind of remark, in kebab case.
    pub code: String,
    /// How much it matters.
    pub severity: Severity,
    /// What was found and what was expected.
    pub message: String,
    /// The way from the top of the document to the element.
    pub path: Vec<PathElement>,
    /// Where it stands.
    pub span: PlacedSpan,
}

/// What does a policy hold, where does each element stand, and is it well formed?
///
/// # Errors
/// The input is not of this shape, or the profile refuses the policy.
///
/// ```
/// use iam_eval::wire;
///
/// let input = r#"{"policy": {"Statement": {"Effect": "Deny", "Action": "*", "Resource": "*"}}}"#;
/// assert!(wire::parse(input)?.starts_with(r#"{"policy":{"statements":[{"index":0,"effect":"Deny","#));
/// let error = wire::parse(r#"{"policy": "{\"Statement\": []}"}"#).unwrap_err();
/// assert_eq!((error.code(), error.column()), ("empty-list", Some(15)));
/// # Ok::<(), wire::WireError>(())
/// ```
pub fn parse(input: &str) -> Result<String, WireError> {
    let asked: ParseInput<'_> = read(input)?;
    let options = WireOptions::of(asked.limits, asked.position_encoding);
    let text = text_of(asked.policy, None)?;
    let encoding = options.position_encoding;
    let profile = match asked.profile.unwrap_or_default() {
        ProfileInput::Strict => Profile::Strict,
        ProfileInput::Lenient => Profile::Lenient,
        ProfileInput::Lint if asked.policy_type.is_some() => {
            return Err(WireError::shape(
                "policyType",
                "none beside the profile `lint`, which lists faults and gives no verdict",
            ));
        }
        ProfileInput::Lint => return write(&lint(&text, &options)),
    };
    let mut parse = ParseOptions::new().profile(profile);
    if let Some(policy_type) = asked.policy_type {
        parse = parse.policy_type(policy_type);
    }
    let policy = options.parse(parse, &text, None)?;
    write(&ParseOutput { policy: Some(PolicyOutline::of(&policy, encoding)), remarks: Vec::new() })
}

/// What does a text hold, as far as it can be read, and what does the strict grammar refuse in it?
///
/// ```
/// use iam_eval::wire::{WireOptions, lint};
///
/// let output = lint(r#"{"Statement":{"Effect":"deny","Action":"*","Resource":"*"}}"#, &WireOptions::default());
/// assert_eq!(output.remarks[0].message, "expected `Allow` or `Deny`, found `deny`");
/// ```
pub fn lint(text: &str, options: &WireOptions) -> ParseOutput {
    let (policy, remarks) = Policy::lint_within(text, &options.limits);
    let places = Places::new(text, options.position_encoding);
    let remark = |remark: Diagnostic| Remark {
        code: remark.code.into_owned(),
        severity: remark.severity,
        message: remark.message,
        path: remark.path,
        span: places.span(remark.span),
    };
    ParseOutput {
        policy: policy.map(|policy| PolicyOutline::of(&policy, options.position_encoding)),
        remarks: remarks.into_iter().map(remark).collect(),
    }
}

/// What [`format`] is asked: a policy, and how to write it.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct FormatInput<'i> {
    /// The policy.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy: &'i RawValue,
    /// Indented by two spaces, or on one line; indented unless said.
    pretty: Option<bool>,
    /// How forgiving to be; `strict` unless said.
    profile: Option<Profile>,
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units the place of an error counts; `code-points` unless said.
    position_encoding: Option<PositionEncoding>,
}

/// A text as an answer.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct TextOutput {
    /// The text.
    pub text: String,
}

/// How is a policy written canonically? Fixed order of members, conditions sorted, one-element lists
/// as their element: equal policies give equal bytes.
///
/// # Errors
/// The input is not of this shape, or the policy cannot be read.
///
/// ```
/// let input = r#"{"policy": {"Statement": {"Resource": ["*"], "NotAction": "a:b", "Effect": "Deny"}}, "pretty": false}"#;
/// assert_eq!(iam_eval::wire::format(input)?,
///     r#"{"text":"{\"Statement\":[{\"Effect\":\"Deny\",\"NotAction\":\"a:b\",\"Resource\":\"*\"}]}"}"#);
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn format(input: &str) -> Result<String, WireError> {
    let asked: FormatInput<'_> = read(input)?;
    let parse = ParseOptions::new().profile(asked.profile.unwrap_or_default());
    let policy = WireOptions::of(asked.limits, asked.position_encoding).read(parse, asked.policy, None)?;
    let text = if asked.pretty.unwrap_or(true) { policy.to_json_pretty() } else { policy.to_json() };
    write(&TextOutput { text })
}

/// What [`evaluate`] and [`explain`] are asked: the policies by layer, and a request.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct EvaluateInput<'i> {
    /// The policies by layer.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "PolicySetInput<'static>"), schemars(with = "PolicySetInput<'static>"))]
    policies: Object<PolicySetInput<'i>>,
    /// The request.
    #[cfg_attr(test, ts(as = "RequestInput"), schemars(with = "RequestInput"))]
    request: Object<RequestInput>,
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units places count; `code-points` unless said.
    position_encoding: Option<PositionEncoding>,
}

impl EvaluateInput<'_> {
    fn decide(input: &str) -> Result<(PolicySet, Decision, WireOptions), WireError> {
        let asked: EvaluateInput<'_> = read(input)?;
        let options = WireOptions::of(asked.limits, asked.position_encoding);
        let set = asked.policies.0.build_with(&options)?;
        let decision = set.evaluate(&asked.request.0.build()?);
        Ok((set, decision, options))
    }
}

/// Is a request allowed, why, by which statements, and what was missing to know? JSON in, a
/// [`DecisionReport`] as JSON out.
///
/// The input has the members `policies` ([`PolicySetInput`]) and `request` ([`RequestInput`]).
/// Policies are read as AWS evaluates documents stored long ago ([`Profile::Lenient`]).
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, or the request contradicts itself.
///
/// ```
/// let answer = iam_eval::wire::evaluate(r#"{
///     "policies": {"identity": [{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}]},
///     "request": {"action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
/// }"#)?;
/// assert!(answer.starts_with(r#"{"answer":"allowed","reason":"allowed by the identity policies","#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn evaluate(input: &str) -> Result<String, WireError> {
    let (set, decision, options) = EvaluateInput::decide(input)?;
    write(&DecisionReport::of(&set, decision, options.position_encoding))
}

/// Why is a request allowed or not, in words? As [`Decision::explain`].
///
/// # Errors
/// As [`evaluate`].
///
/// ```
/// let answer = iam_eval::wire::explain(r#"{"policies": {"identity": []}, "request": {"action": "s3:GetObject"}}"#)?;
/// assert_eq!(answer, r#"{"text":"denied: no statement of the identity policies allows it"}"#);
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn explain(input: &str) -> Result<String, WireError> {
    let (_, decision, _) = EvaluateInput::decide(input)?;
    write(&TextOutput { text: decision.explain() })
}

/// What [`evaluate_many`] is asked: the policies by layer, and requests.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct EvaluateManyInput<'i> {
    /// The policies by layer.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "PolicySetInput<'static>"), schemars(with = "PolicySetInput<'static>"))]
    policies: Object<PolicySetInput<'i>>,
    /// The requests.
    #[cfg_attr(test, ts(as = "Vec<RequestInput>"), schemars(with = "Vec<RequestInput>"))]
    requests: Vec<Object<RequestInput>>,
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units places count; `code-points` unless said.
    position_encoding: Option<PositionEncoding>,
}

/// What [`evaluate_many`] answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct EvaluateManyOutput {
    /// The answers, in the order asked.
    answers: Vec<Answer>,
}

/// Which of many requests are allowed? The answers alone, for one set of policies.
///
/// # Errors
/// As [`evaluate`]; the message names the request.
///
/// ```
/// let answer = iam_eval::wire::evaluate_many(r#"{
///     "policies": {"identity": [{"Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "*"}}]},
///     "requests": [{"action": "s3:GetObject"}, {"action": "s3:PutObject"}]
/// }"#)?;
/// assert_eq!(answer, r#"{"answers":["allowed","implicitDeny"]}"#);
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn evaluate_many(input: &str) -> Result<String, WireError> {
    let asked: EvaluateManyInput<'_> = read(input)?;
    let set = asked.policies.0.build_with(&WireOptions::of(asked.limits, asked.position_encoding))?;
    let answer = |(at, Object(request)): (usize, Object<RequestInput>)| match request.build() {
        Ok(request) => Ok(set.decide(&request)),
        Err(error) => Err(WireError::request(error, &format!("requests[{at}]"))),
    };
    let answers = asked.requests.into_iter().enumerate().map(answer).collect::<Result<_, _>>()?;
    write(&EvaluateManyOutput { answers })
}

/// What would AWS's policy simulator answer? In and out as the AWS CLI has them: with a
/// `PolicySourceArn` it is [`simulate_principal_policy`], else [`simulate_custom_policy`]. A catalogue lets it
/// say which actions there are, and on which types of resource.
///
/// # Errors
/// The input is not of this shape, or AWS would refuse it.
///
/// ```
/// let answer = iam_eval::wire::simulate(r#"{"ActionNames": ["s3:GetObject"], "PolicyInputList":
///     ["{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}"]}"#, None)?;
/// assert!(answer.contains(r#""EvalDecision":"allowed""#));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn simulate(input: &str, catalog: Option<&Catalog>) -> Result<String, WireError> {
    let encoding = PositionEncoding::default();
    let source: Source = read(input)?;
    let output = if source.policy_source_arn.is_some() {
        let input: SimulatePrincipalPolicyInput = read(input)?;
        match catalog {
            Some(catalog) => simulate_principal_policy_with(&input, catalog),
            None => simulate_principal_policy(&input),
        }
    } else {
        let input: SimulateCustomPolicyInput = read(input)?;
        match catalog {
            Some(catalog) => simulate_custom_policy_with(&input, catalog),
            None => simulate_custom_policy(&input),
        }
    };
    write(&output.map_err(|error| WireError::simulation(error, encoding))?)
}

/// Which of the two simulations is asked for.
#[derive(Deserialize)]
#[serde(rename_all = "PascalCase")]
struct Source {
    policy_source_arn: Option<serde::de::IgnoredAny>,
}

/// What [`version`] is asked: nothing.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(type = "Record<string, never>"))]
#[serde(deny_unknown_fields, expecting = "an object")]
pub(super) struct VersionInput {}

/// What [`version`] answers.
#[derive(Debug, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct VersionOutput {
    /// The version of the library.
    version: &'static str,
}

/// Which version of the library answers?
///
/// # Errors
/// The input is not `{}`.
///
/// ```
/// assert_eq!(iam_eval::wire::version("{}")?, format!(r#"{{"version":"{}"}}"#, env!("CARGO_PKG_VERSION")));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn version(input: &str) -> Result<String, WireError> {
    let VersionInput {} = read(input)?;
    write(&VersionOutput { version: env!("CARGO_PKG_VERSION") })
}

pub(super) fn read<'i, T: Deserialize<'i>>(input: &'i str) -> Result<T, WireError> {
    serde_json::from_str::<Object<T>>(input)
        .map(|Object(members)| members)
        .map_err(|error| WireError::json(error, input, encoding_of(input)))
}

/// The units that an input asks for, though the rest of it may not be of its shape.
fn encoding_of(input: &str) -> PositionEncoding {
    #[derive(Deserialize)]
    #[serde(rename_all = "camelCase")]
    struct Asked {
        position_encoding: Option<PositionEncoding>,
    }

    serde_json::from_str::<Asked>(input).ok().and_then(|asked| asked.position_encoding).unwrap_or_default()
}

pub(super) fn write<T: Serialize>(output: &T) -> Result<String, WireError> {
    serde_json::to_string(output).map_err(|error| WireError::json(error, "", PositionEncoding::default()))
}
