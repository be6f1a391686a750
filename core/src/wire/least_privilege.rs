//! What follows from a [`Usage`]: the policy for it, the edit of a policy, what is unused, what was refused.
//!
//! The usage comes as itself and not as JSON: whoever asks holds it, and it may be large.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::catalog::Catalog;
use crate::document::{ParseOptions, Profile};
use crate::synthesize::{
    self, ActionLevel, ArnTemplate, Attempt, CompactActions, Quota, RefineOptions, ResourceLevel, ServiceLevels,
    SourceNetwork, Synthesis, SynthesizeError, SynthesizeOptions, UnusedAccess, UnusedOptions,
};
use crate::usage::{ReadError, Usage, UsageError};

use super::error::WireError;
use super::handles::unseen;
use super::object::Object;
use super::options::WireOptions;
use super::policies::PolicySetInput;
use super::verbs::{read, write};

/// Whose policy is wanted, and how close to the usage.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct SynthesizeInput<'i> {
    /// What was used, as the verb `readUsage` or a `Usage` writes it; not where a `Usage` is asked.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::UsageValue"), schemars(with = "super::shapes::UsageValue"))]
    usage: Option<&'i RawValue>,
    /// The ARNs of the users and roles.
    principals: Vec<String>,
    /// The policies that bind them today: `identity`, `permissionsBoundary` and `serviceControl`.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "Option<PolicySetInput<'static>>"), schemars(with = "Option<PolicySetInput<'static>>"))]
    current: Option<Object<PolicySetInput<'i>>>,
    /// How far actions may go beyond those used; `exact` unless said.
    actions: Option<ActionLevel>,
    /// How far resources may go beyond those used; `exact` unless said.
    resources: Option<ResourceLevel>,
    /// How far resources may go where the policy would else be larger than its quota; no further than `resources`
    /// unless said.
    #[serde(alias = "max_resources")]
    max_resources: Option<ResourceLevel>,
    /// Levels of single services, by their prefix, in place of those of all.
    #[serde(alias = "per_service")]
    per_service: Option<BTreeMap<String, ServiceLevels>>,
    /// Whether actions that were all used may be written as one with a `*`; `off` unless said.
    #[serde(alias = "compact_actions")]
    compact_actions: Option<CompactActions>,
    /// Keys whose conditions are put in where all events of a statement meet them.
    #[serde(alias = "apply_conditions")]
    apply_conditions: Option<Vec<String>>,
    /// Networks that `aws:SourceIp` may be suggested for, as `203.0.113.0/24`.
    networks: Option<Vec<String>>,
    /// What stands for the partition, the region and the account of ARNs in `templates` and `terraform`; they stay
    /// as they are unless said.
    #[serde(alias = "template_arns")]
    template_arns: Option<ArnTemplate>,
    /// Whether what today's policies do not grant is left out.
    clips: Option<bool>,
    /// How many resources with a common start become one; 5 unless said.
    #[serde(alias = "min_siblings")]
    min_siblings: Option<usize>,
    /// How many literal characters a folded resource keeps behind its type; 3 unless said.
    #[serde(alias = "min_literal")]
    min_literal: Option<usize>,
    /// Whether roles, keys and secrets may be folded, too.
    #[serde(alias = "allow_sensitive_fold")]
    allow_sensitive_fold: Option<bool>,
    /// Whether events that may have failed before authorization count; they do unless said.
    #[serde(alias = "includes_weak")]
    includes_weak: Option<bool>,
    /// Whether actions of several services share a statement on `*`; they do unless said.
    #[serde(alias = "merges_services")]
    merges_services: Option<bool>,
    /// Whether the actions that AWS documents as also needed are put in.
    #[serde(alias = "includes_dependent")]
    includes_dependent: Option<bool>,
    /// How large a policy may be; `managed` unless said.
    quota: Option<Quota>,
    /// How many days of events make an answer complete; 90 unless said.
    #[serde(alias = "min_days")]
    min_days: Option<u32>,
}

/// The policies, and what there is to say about them.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct SynthesizeOutput {
    #[serde(flatten)]
    synthesis: Synthesis,
    /// The same in words.
    report: String,
    /// The policies for Terraform.
    terraform: String,
    /// The policies for any account, where `templateArns` asked for them; else none.
    templates: Vec<String>,
}

/// Which policy grants what principals used? JSON in, a [`Synthesis`] as JSON out, with the answer in words
/// (`report`) and for Terraform (`terraform`).
///
/// The input has `principals`, may have `current` (a [`PolicySetInput`] of the identity policies, the
/// permissions boundary and the service control policies) and the members of [`SynthesizeOptions`].
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, the usage knows no such principal, or it used
/// nothing.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, usage::UsageBuilder, wire};
///
/// let catalog = Catalog::embedded();
/// let mut builder = UsageBuilder::new(&catalog);
/// builder.feed(br#"{"eventSource":"iam.amazonaws.com","eventName":"GetUser","requestParameters":{"userName":"bob"},
///     "recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}}"#)?;
/// let usage = builder.finish()?;
/// let input = r#"{"principals": ["arn:aws:iam::111122223333:user/ann"]}"#;
/// let answer = wire::synthesize(&usage, input, &catalog)?;
/// assert!(answer.contains(r#""Action":"iam:GetUser","Resource":"arn:aws:iam::111122223333:user/bob""#));
/// let error = wire::synthesize(&usage, r#"{"principals": ["bob"]}"#, &catalog).unwrap_err();
/// assert_eq!(error.code(), "unknown-principal");
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn synthesize(usage: &Usage, input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: SynthesizeInput<'_> = unseen(input, "input")?;
    refuse_usage(asked.usage)?;
    asked.answer(usage, catalog)
}

/// The verb `synthesize`: the usage is a member of the input.
pub(super) fn synthesize_verb(input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: SynthesizeInput<'_> = read(input)?;
    let usage = usage_of(asked.usage)?;
    asked.answer(&usage, catalog)
}

impl SynthesizeInput<'_> {
    fn answer(self, usage: &Usage, catalog: &Catalog) -> Result<String, WireError> {
        let asked = self;
        for key in asked.apply_conditions.iter().flatten() {
            if !synthesize::is_condition_key(key) {
                let tags = ["`aws:PrincipalTag/…`".to_owned(), "`aws:ResourceTag/…`".to_owned()];
                let known: Vec<String> =
                    synthesize::condition_keys().map(|key| format!("`{key}`")).chain(tags).collect();
                let expected = format!("one of {}, found `{key}`", known.join(", "));
                return Err(WireError::shape("applyConditions", &expected));
            }
        }
        for service in asked.per_service.iter().flat_map(BTreeMap::keys) {
            if catalog.service(service).is_none_or(|known| known.prefix() != service) {
                return Err(WireError::shape("perService", &format!("the prefix of a service, found `{service}`")));
            }
        }
        if asked.clips == Some(true) && asked.current.is_none() {
            return Err(WireError::shape("clips", "the policies of today beside it, as `current`"));
        }
        let network = |text: &String| {
            text.parse::<SourceNetwork>()
                .map_err(|error| WireError::refused("bad-network", format!("networks: {error}")))
        };
        let networks = asked.networks.iter().flatten().map(network).collect::<Result<_, _>>()?;
        let template = asked.template_arns.unwrap_or_default();
        let current = asked.current.map(|Object(layers)| layers.current()).transpose()?.unwrap_or_default();
        let default = SynthesizeOptions::default();
        let options = SynthesizeOptions {
            actions: asked.actions.unwrap_or(default.actions),
            resources: asked.resources.unwrap_or(default.resources),
            max_resources: asked.max_resources.unwrap_or(default.max_resources),
            per_service: asked.per_service.unwrap_or_default(),
            compact_actions: asked.compact_actions.unwrap_or_default(),
            apply_conditions: asked.apply_conditions.unwrap_or_default(),
            networks,
            clips: asked.clips.unwrap_or_default(),
            min_siblings: asked.min_siblings.unwrap_or(default.min_siblings),
            min_literal: asked.min_literal.unwrap_or(default.min_literal),
            allow_sensitive_fold: asked.allow_sensitive_fold.unwrap_or(default.allow_sensitive_fold),
            includes_weak: asked.includes_weak.unwrap_or(default.includes_weak),
            merges_services: asked.merges_services.unwrap_or(default.merges_services),
            includes_dependent: asked.includes_dependent.unwrap_or(default.includes_dependent),
            quota: asked.quota.unwrap_or(default.quota),
            min_days: asked.min_days.unwrap_or(default.min_days),
        };
        let principals: Vec<&str> = asked.principals.iter().map(String::as_str).collect();
        let made = synthesize::synthesize(usage, &principals, catalog, &current, &options)?;
        let (report, terraform) = (made.report(), made.to_terraform(template));
        let templates = if template == ArnTemplate::None { Vec::new() } else { made.to_template(template) };
        write(&SynthesizeOutput { synthesis: made, report, terraform, templates })
    }
}

/// A policy, and whose usage is to be left of it.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct RefineInput<'i> {
    /// What was used, as the verb `readUsage` or a `Usage` writes it; not where a `Usage` is asked.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::UsageValue"), schemars(with = "super::shapes::UsageValue"))]
    usage: Option<&'i RawValue>,
    /// The policy.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::PolicyInput"), schemars(with = "super::shapes::PolicyInput"))]
    policy: &'i RawValue,
    /// The ARNs of the users and roles.
    principals: Vec<String>,
    /// Whether what the logs could not have shown is taken away, too.
    #[serde(alias = "drops_unobservable")]
    drops_unobservable: Option<bool>,
    /// Whether resources that were not used are taken away, too, and wildcards become the resources that were.
    #[serde(alias = "narrows_resources")]
    narrows_resources: Option<bool>,
}

/// What is left of a policy without what principals did not use? JSON in, a
/// [`Refinement`](crate::synthesize::Refinement) as JSON out.
///
/// The input has `policy`, `principals`, and may have `dropsUnobservable` and `narrowsResources`.
///
/// # Errors
/// As [`synthesize`](fn@synthesize).
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, usage::Usage, wire};
///
/// let error = wire::refine(&Usage::default(), r#"{"policy": {}, "principals": []}"#, &Catalog::embedded());
/// assert_eq!(error.unwrap_err().code(), "missing-member");
/// # }
/// ```
pub fn refine(usage: &Usage, input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: RefineInput<'_> = unseen(input, "input")?;
    refuse_usage(asked.usage)?;
    asked.answer(usage, catalog)
}

/// The verb `refine`: the usage is a member of the input.
pub(super) fn refine_verb(input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: RefineInput<'_> = read(input)?;
    let usage = usage_of(asked.usage)?;
    asked.answer(&usage, catalog)
}

impl RefineInput<'_> {
    fn answer(self, usage: &Usage, catalog: &Catalog) -> Result<String, WireError> {
        let asked = self;
        let lenient = ParseOptions::new().profile(Profile::Lenient);
        let policy = WireOptions::default().read(lenient, asked.policy, None)?;
        let principals: Vec<&str> = asked.principals.iter().map(String::as_str).collect();
        let options = RefineOptions {
            drops_unobservable: asked.drops_unobservable == Some(true),
            narrows_resources: asked.narrows_resources == Some(true),
        };
        write(&synthesize::refine(&policy, usage, &principals, catalog, &options)?)
    }
}

/// Who might not use what is granted, as of when.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct UnusedInput<'i> {
    /// What was used, as the verb `readUsage` or a `Usage` writes it; not where a `Usage` is asked.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::UsageValue"), schemars(with = "super::shapes::UsageValue"))]
    usage: Option<&'i RawValue>,
    /// The policies that bind the principal today: `identity`, `permissionsBoundary` and `serviceControl`.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "PolicySetInput<'static>"), schemars(with = "PolicySetInput<'static>"))]
    current: Object<PolicySetInput<'i>>,
    /// The ARN of the user or role.
    principal: String,
    /// The time to count back from, as `2026-09-01T00:00:00Z`.
    now: String,
    /// How many days make it unused; 90 unless said.
    #[serde(alias = "unused_days")]
    unused_days: Option<u32>,
    /// The ids of the user's access keys.
    #[serde(alias = "access_keys")]
    access_keys: Option<Vec<String>>,
    /// Whether the user has a password for the console.
    #[serde(alias = "has_password")]
    has_password: Option<bool>,
}

/// What is granted and was not used.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct UnusedOutput {
    /// As Access Analyzer has them.
    findings: Vec<UnusedAccess>,
}

/// What is granted and was not used? JSON in, `{"findings": […]}` out, each as Access Analyzer has them.
///
/// The input has `current` (as [`synthesize`](fn@synthesize) takes it), `principal`, the time `now`, and may have the
/// members of [`UnusedOptions`].
///
/// # Errors
/// The input is not of this shape, a policy cannot be read, or `now` is no time.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, usage::Usage, wire};
///
/// let input = r#"{"current": {"identity": []}, "principal": "arn:aws:iam::111122223333:role/r",
///     "now": "2026-09-01T00:00:00Z"}"#;
/// let answer = wire::unused(&Usage::default(), input, &Catalog::embedded())?;
/// assert!(answer.contains(r#""findingType":"UnusedIAMRole""#));
/// # }
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn unused(usage: &Usage, input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: UnusedInput<'_> = unseen(input, "input")?;
    refuse_usage(asked.usage)?;
    asked.answer(usage, catalog)
}

/// The verb `unused`: the usage is a member of the input.
pub(super) fn unused_verb(input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: UnusedInput<'_> = read(input)?;
    let usage = usage_of(asked.usage)?;
    asked.answer(&usage, catalog)
}

impl UnusedInput<'_> {
    fn answer(self, usage: &Usage, catalog: &Catalog) -> Result<String, WireError> {
        let asked = self;
        let now = asked.now.parse().map_err(|error| WireError::refused("bad-time", format!("now: {error}")))?;
        let default = UnusedOptions::default();
        let options = UnusedOptions {
            unused_days: asked.unused_days.unwrap_or(default.unused_days),
            access_keys: asked.access_keys.unwrap_or(default.access_keys),
            has_password: asked.has_password.unwrap_or(default.has_password),
        };
        let current = asked.current.0.current()?;
        let findings = synthesize::unused(&current, usage, &asked.principal, now, catalog, &options);
        write(&UnusedOutput { findings })
    }
}

/// Whose refused attempts are wanted.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct DeniedInput<'i> {
    /// What was used and refused, as the verb `readUsage` or a `Usage` writes it.
    #[serde(borrow)]
    #[cfg_attr(test, ts(as = "super::shapes::UsageValue"), schemars(with = "super::shapes::UsageValue"))]
    usage: &'i RawValue,
}

/// The verb `denied`: the usage is a member of the input.
pub(super) fn denied_verb(input: &str) -> Result<String, WireError> {
    let asked: DeniedInput<'_> = read(input)?;
    denied(&usage_of(Some(asked.usage))?)
}

/// What was attempted and refused.
#[derive(Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
pub(super) struct DeniedOutput {
    /// Most often first.
    attempts: Vec<Attempt>,
}

/// What was attempted and refused, and what would let it through? `{"attempts": […]}`, most often first.
///
/// # Errors
/// None that is known of.
///
/// ```
/// assert_eq!(iam_eval::wire::denied(&iam_eval::usage::Usage::default())?, r#"{"attempts":[]}"#);
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn denied(usage: &Usage) -> Result<String, WireError> {
    write(&DeniedOutput { attempts: synthesize::denied(usage) })
}

fn usage_of(usage: Option<&RawValue>) -> Result<Usage, WireError> {
    let json = usage.ok_or_else(|| WireError::shape("usage", "what was used, as `readUsage` answers it"))?.get();
    Usage::from_bytes(json.as_bytes()).map_err(|error| WireError::from(error).within("usage"))
}

fn refuse_usage(usage: Option<&RawValue>) -> Result<(), WireError> {
    match usage {
        Some(_) => Err(WireError::shape("usage", "none: a usage is asked already")),
        None => Ok(()),
    }
}

impl From<SynthesizeError> for WireError {
    fn from(error: SynthesizeError) -> Self {
        let code = match error {
            SynthesizeError::UnknownPrincipal(_) => "unknown-principal",
            SynthesizeError::AllOutsideCurrent => "all-outside-current",
            SynthesizeError::NothingUsed => "nothing-used",
        };
        Self::refused(code, error.to_string())
    }
}

impl From<UsageError> for WireError {
    fn from(error: UsageError) -> Self {
        Self::refused("bad-usage", error.to_string())
    }
}

impl From<ReadError> for WireError {
    fn from(error: ReadError) -> Self {
        let code = match error {
            ReadError::NotInflatable(_) => "not-inflatable",
            ReadError::NothingRead(_) => "nothing-read",
            ReadError::Stopped => "stopped",
        };
        Self::refused(code, error.to_string())
    }
}
