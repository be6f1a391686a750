//! What a record means: its caller, its outcome, and the permissions it shows.

use std::borrow::Cow;
use std::collections::HashMap;
use std::sync::Arc;

use crate::arn::Arn;
use crate::catalog::{AccessLevel, Catalog};

use super::actions::{Named, name_action, verb_of};
use super::caller::{Caller, caller_of, partition_of_region};
use super::meaning::{Denial, Ignored, Meaning, Outcome, Use};
use super::memo::{Call, Memo};
use super::outcome;
use super::parameters::Parameters;
use super::partial;
use super::pass_role;
use super::record::Record;
use super::resources::{Found, Given, Recipe, Scene, escape, is_creation};
use super::special;

/// How many calls are prepared and kept: there are 19,000 operations, and hostile logs.
const MAX_PLANS: usize = 20_000;

/// Maps records, and keeps what it found out about each kind of call.
#[derive(Debug)]
pub(super) struct Mapper<'c> {
    catalog: &'c Catalog,
    plans: HashMap<String, HashMap<String, (usize, Arc<Plan<'c>>)>>,
    kept: usize,
    memo: Memo,
}

/// What is known of a kind of call before its parameters are read.
#[derive(Debug)]
pub(super) struct Plan<'c> {
    /// The prefix of its service; empty where the catalogue has none.
    pub service: &'c str,
    /// None where the catalogue knows no action for it.
    pub main: Option<Step<'c>>,
    /// The action that tags what is made, where AWS documents that the call may need it.
    pub tagging: Option<Arc<str>>,
    /// Whether the call may pass a role, and to which services.
    pub passes_role: bool,
    pub passed_to: Vec<&'c str>,
    /// What is special about it.
    pub special: Option<special::Special>,
}

/// An action and how its resources are found.
#[derive(Debug)]
pub(super) struct Step<'c> {
    pub action: Arc<str>,
    pub recipe: Recipe<'c>,
}

impl<'c> Step<'c> {
    pub fn of(catalog: &'c Catalog, action: &str, event: &str) -> Option<Self> {
        let known = catalog.action(action)?;
        Some(Self { action: known.to_string().into(), recipe: Recipe::of(known, event) })
    }
}

impl<'c> Mapper<'c> {
    pub fn new(catalog: &'c Catalog) -> Self {
        Self { catalog, plans: HashMap::new(), kept: 0, memo: Memo::default() }
    }

    /// The plan of a kind of call, and its number if it is kept.
    fn plan(&mut self, source: &str, event: &str) -> (Option<usize>, Arc<Plan<'c>>) {
        if let Some((number, plan)) = self.plans.get(source).and_then(|of_source| of_source.get(event)) {
            return (Some(*number), Arc::clone(plan));
        }
        let plan = Arc::new(Plan::of(self.catalog, source, event));
        if self.kept >= MAX_PLANS || source.len() + event.len() >= 512 {
            return (None, plan);
        }
        let number = self.kept;
        self.kept += 1;
        let of_source = self.plans.entry(source.to_owned()).or_default();
        of_source.insert(event.to_owned(), (number, Arc::clone(&plan)));
        (Some(number), plan)
    }

    /// What does a record mean?
    pub fn map<'r>(&mut self, record: &'r Record<'_>) -> Meaning<'r> {
        let caller = caller_of(record);
        let kind = outcome::ignored_kind(record);
        if let Some(reason) = kind.or(caller.ignored) {
            return ignored(caller, reason);
        }
        let (source, event) =
            (record.event_source.as_deref().unwrap_or(""), record.event_name.as_deref().unwrap_or(""));
        let (number, plan) = self.plan(source, event);
        if source == "signin.amazonaws.com" && plan.main.is_none() {
            return ignored(caller, Ignored::Console);
        }
        if outcome::is_for_trust_policy(plan.service, event) {
            return ignored(caller, Ignored::TrustPolicy);
        }
        if outcome::is_free(plan.service, event) {
            return ignored(caller, Ignored::NoPermissionNeeded);
        }
        let nested = nested_error(record);
        // what a response says is its own text, and outlives it
        let outcome = match &nested {
            Some((code, message)) => outcome::outcome_of(record, Some(code), message.as_deref()).into_owned(),
            None => outcome::outcome_of(record, None, None),
        };
        if let Outcome::Ignored(reason) = outcome {
            return ignored(caller, reason);
        }
        // rule `id_shared_event`: the trail of whose resource it was has the call, too
        let accounts = (record.recipient_account_id.as_deref(), record.identity.account_id.as_deref());
        if let (Some(_), (Some(recipient), Some(own))) = (&record.shared_event_id, accounts)
            && recipient != own
        {
            return ignored(caller, Ignored::SharedCopy);
        }
        let uses = match &outcome {
            Outcome::Denied(denial) => owned(self.denied_uses(record, &plan, denial.message.as_deref())),
            _ => self.remembered_uses(record, &plan, number),
        };
        let outcome = if uses.is_empty() { Outcome::Unmapped } else { outcome };
        let (uses, refused) = match (&outcome, record.response_elements.as_deref()) {
            (Outcome::Used { .. }, Some(response)) if partial::may_tell(response) => {
                self.without_refused(record, &plan, uses, response)
            }
            _ => (uses, Vec::new()),
        };
        Meaning { principal: caller.principal, standing: caller.standing, outcome, uses, refused, via: caller.via }
    }

    /// Rule `outcome_partial`: what was used without the items that the response lists as refused, and these.
    fn without_refused(
        &self,
        record: &Record<'_>,
        plan: &Plan<'c>,
        uses: Arc<[Use<'static>]>,
        response: &str,
    ) -> Parts {
        let items = partial::refused_items(record.request_parameters.as_deref(), response);
        // what is used whatever the items are is used for those that were let through
        let shared = items.first().map(|item| Record {
            request_parameters: Some(Cow::Owned(item.shared.clone())),
            response_elements: None,
            resources: None,
            ..record.clone()
        });
        let shared: Vec<Use<'static>> = shared
            .iter()
            .flat_map(|shared| self.uses(shared, plan).into_iter().map(Use::into_owned).collect::<Vec<_>>())
            .collect();
        let is_shared =
            |used: &Use<'_>| shared.iter().any(|whole| whole.action == used.action && whole.resource == used.resource);
        let mut refused: Vec<(Use<'static>, Denial<'static>)> = Vec::new();
        for item in items {
            let alone = Record {
                request_parameters: Some(Cow::Owned(item.request)),
                response_elements: None,
                resources: None,
                ..record.clone()
            };
            let denial = outcome::denial_of(item.message.as_deref()).into_owned();
            // the call itself was let through: only what is a thing was refused
            let of_item = self.denied_uses(&alone, plan, item.message.as_deref()).into_iter().map(Use::into_owned);
            let of_item = of_item.filter(|used| used.resource != "*" && !used.has_unknown_resource);
            refused.extend(of_item.map(|used| (used, denial.clone())));
        }
        let is_refused = |used: &Use<'_>| {
            !is_shared(used) && refused.iter().any(|(no, _)| no.action == used.action && no.resource == used.resource)
        };
        if !uses.iter().any(is_refused) {
            return (uses, refused);
        }
        (uses.iter().filter(|used| !is_refused(used)).cloned().collect(), refused)
    }

    /// The uses of a call that is not denied, which follow from little of the record.
    fn remembered_uses(&mut self, record: &Record<'_>, plan: &Plan<'c>, number: Option<usize>) -> Arc<[Use<'static>]> {
        let event = record.event_name.as_deref().unwrap_or("");
        // who asks, and what was made, are not part of what is remembered
        let number = number.filter(|_| plan.special != Some(special::Special::IamCaller) && !is_creation(event));
        let Some(plan_number) = number else { return owned(self.uses(record, plan)) };
        let account = record.recipient_account_id.as_deref().or(record.identity.account_id.as_deref());
        let call = Call {
            plan: plan_number,
            texts: [
                record.aws_region.as_deref().unwrap_or(""),
                account.unwrap_or(""),
                partition(record),
                record.request_parameters.as_deref().unwrap_or(""),
                record.resources.as_deref().unwrap_or(""),
            ],
        };
        if let Some(uses) = self.memo.get(&call) {
            return uses;
        }
        let uses = owned(self.uses(record, plan));
        self.memo.keep(&call, &uses);
        uses
    }

    /// Rule of section 11: what the message says was checked comes before what the call is mapped to.
    fn denied_uses<'r>(&self, record: &'r Record<'_>, plan: &Plan<'c>, message: Option<&str>) -> Vec<Use<'r>> {
        let checked = message.and_then(outcome::checked);
        let Some((action, resource)) = checked else { return self.uses(record, plan) };
        let Some(known) = self.catalog.action(action) else { return self.uses(record, plan) };
        let name: Arc<str> = known.to_string().into();
        let mut uses = self.uses(record, plan);
        if let Some(resource) = resource {
            // a `*` in a message may be AWS's own word for any, or the name of what was asked for
            let own = uses.iter().find(|used| used.action == name && used.resource == escape(resource));
            let arn = own.map_or_else(|| resource.to_owned().into(), |own| own.resource.clone());
            return vec![a_use(name, Found { arn, is_partial: false, is_unknown: false }, false)];
        }
        uses.retain(|used| used.action == name);
        if uses.is_empty() {
            let found = if known.has_resource_types() { Found::unknown("*") } else { Found::all() };
            uses.push(a_use(name, found, false));
        }
        uses
    }

    fn uses<'r>(&self, record: &'r Record<'_>, plan: &Plan<'c>) -> Vec<Use<'r>> {
        let Some(main) = &plan.main else { return Vec::new() };
        let event = record.event_name.as_deref().unwrap_or("");
        let text = record.request_parameters.as_deref();
        let wants = main.recipe.needs_parameters() || plan.special.is_some() || plan.tagging.is_some();
        let request = Parameters::of(text.filter(|_| wants || plan.passes_role));
        let response = record.response_elements.as_deref().filter(|_| wants && is_creation(event));
        let response = Parameters::of(response);
        let listed = listed(record.resources.as_deref().filter(|_| wants));
        let account = owner(record, &listed);
        let partition = partition(record);
        let scene = Scene { partition, region: record.aws_region.as_deref().unwrap_or(""), account: &account };
        let given =
            Given { request: &request, response: &response, listed: &listed, prefers_listed: plan.service == "kms" };
        let scene_of = SceneOf { catalog: self.catalog, record, main, scene, given: &given };
        let mut uses = match plan.special.and_then(|special| special.uses(&scene_of)) {
            Some(uses) => uses,
            None => main
                .recipe
                .find(scene, &given)
                .into_iter()
                .map(|found| a_use(main.action.clone(), found, false))
                .collect(),
        };
        if let Some(tagging) = &plan.tagging
            && request.has_tags
        {
            // a tag at creation is checked on what is made
            let on: Vec<Found<'r>> = uses
                .iter()
                .filter(|used| used.action == main.action)
                .filter(|used| special::is_tagged(plan.special, event, &request, &used.resource, &uses))
                .map(|used| Found {
                    arn: used.resource.clone(),
                    is_partial: used.is_partial,
                    is_unknown: used.has_unknown_resource,
                })
                .collect();
            uses.extend(special::tag_uses(self.catalog, tagging, on));
        }
        if plan.passes_role {
            uses.extend(pass_role::uses(&request, &plan.passed_to, plan.service));
        }
        uses
    }
}

/// What was used, and what was refused.
type Parts = (Arc<[Use<'static>]>, Vec<(Use<'static>, Denial<'static>)>);

/// What a special call may need to know.
pub(super) struct SceneOf<'s, 'c, 'r, 'g> {
    pub catalog: &'c Catalog,
    pub record: &'r Record<'r>,
    pub main: &'s Step<'c>,
    pub scene: Scene<'s>,
    pub given: &'s Given<'r, 'g>,
}

impl<'c> Plan<'c> {
    fn of(catalog: &'c Catalog, source: &str, event: &str) -> Self {
        let nothing =
            Self { service: "", main: None, tagging: None, passes_role: false, passed_to: Vec::new(), special: None };
        let Some(service) = catalog.service_of_event_source(source) else { return nothing };
        let prefix = service.prefix();
        if prefix == "apigateway" {
            let main = verb_of(event).and_then(|verb| Step::of(catalog, &format!("apigateway:{verb}"), event));
            return Self { service: prefix, main, special: Some(special::Special::ApiGateway), ..nothing };
        }
        let named = name_action(catalog, service, event);
        let Some(Named { action, operation }) = named else { return Self { service: prefix, ..nothing } };
        let needed = || operation.into_iter().flat_map(|operation| operation.actions());
        let tagging = needed().find_map(|needed| {
            let known = catalog.service(needed.service())?.action(needed.name())?;
            let is_tagging = known.access_level() == Some(AccessLevel::Tagging) && needed.service() == prefix;
            // a session's tags are no resource's
            let is_tagging = is_tagging && prefix != "sts";
            (is_tagging && known.name() != action.name()).then(|| known.to_string().into())
        });
        // where AWS does not list it, services that tag with one action for all ask for it at creation, too
        let common = service.action("TagResource").filter(|known| known.access_level() == Some(AccessLevel::Tagging));
        let common = common.filter(|_| is_creation(event) && prefix != "s3").map(|known| known.to_string().into());
        let tagging = tagging.or(common);
        let passed: Vec<_> =
            needed().filter(|needed| needed.service() == "iam" && needed.name() == "PassRole").collect();
        let depends = action.dependent_actions().any(|action| action == "iam:PassRole");
        let passed_to = passed.iter().flat_map(|needed| needed.context().map(|(_, value)| value)).collect();
        let name = action.to_string();
        Self {
            service: prefix,
            main: Step::of(catalog, &name, event),
            tagging,
            passes_role: pass_role::may_pass(prefix, event, !passed.is_empty() || depends),
            passed_to,
            special: special::Special::of(prefix, event, action.name()),
        }
    }
}

fn owned(uses: Vec<Use<'_>>) -> Arc<[Use<'static>]> {
    uses.into_iter().map(Use::into_owned).collect()
}

pub(super) fn a_use(action: Arc<str>, found: Found<'_>, is_implied: bool) -> Use<'_> {
    Use {
        action,
        resource: found.arn,
        is_implied,
        is_partial: found.is_partial,
        has_unknown_resource: found.is_unknown,
        is_uncertain: false,
        context: Vec::new(),
    }
}

fn ignored(caller: Caller<'_>, reason: Ignored) -> Meaning<'_> {
    Meaning {
        principal: caller.principal,
        standing: caller.standing,
        outcome: Outcome::Ignored(reason),
        uses: Arc::from([]),
        refused: Vec::new(),
        via: caller.via,
    }
}

/// The ARNs of `resources[]`.
fn listed(text: Option<&str>) -> Vec<Cow<'_, str>> {
    /// An element of the list.
    #[derive(serde::Deserialize)]
    struct Listed<'a> {
        #[serde(borrow, default, rename = "ARN", alias = "arn", alias = "Arn", alias = "ResourceName")]
        arn: Option<Cow<'a, str>>,
    }

    let Some(text) = text else { return Vec::new() };
    let listed: Vec<Listed<'_>> = serde_json::from_str(text).unwrap_or_default();
    let arns = listed.into_iter().filter_map(|listed| listed.arn);
    arns.filter(|arn| arn.starts_with("arn:")).collect()
}

/// Whose are the resources: of an ARN in the record, else the trail's account, else the caller's.
fn owner<'r>(record: &'r Record<'_>, listed: &[Cow<'r, str>]) -> Cow<'r, str> {
    let of_arn = listed.iter().find_map(|arn| {
        let account = Arn::parse(arn)?.account();
        crate::arn::is_account_id(account).then(|| account.to_owned())
    });
    if let Some(account) = of_arn {
        return account.into();
    }
    let known = record.recipient_account_id.as_deref().or(record.identity.account_id.as_deref());
    known.unwrap_or("").into()
}

/// Rule `partition_from_region`.
fn partition<'r>(record: &'r Record<'_>) -> &'r str {
    if let Some(partition) = partition_of_region(record.aws_region.as_deref()) {
        return partition;
    }
    let arn = record.identity.arn.as_deref().or(record.identity.issuer.arn.as_deref());
    arn.and_then(Arn::parse).map_or("aws", |arn| arn.partition())
}

/// An error that stands in the response alone: its code, and what it says.
fn nested_error(record: &Record<'_>) -> Option<(String, Option<String>)> {
    /// What a response may say of an error, whatever else it says.
    #[derive(serde::Deserialize)]
    struct Says {
        #[serde(rename = "errorCode", alias = "ErrorCode", default)]
        code: serde_json::Value,
        #[serde(rename = "errorMessage", alias = "ErrorMessage", default)]
        message: serde_json::Value,
        #[serde(rename = "failureReason", default)]
        reason: serde_json::Value,
    }

    let response = record.response_elements.as_deref()?;
    let has_own = record.error_code.as_deref().is_some_and(|code| !code.is_empty());
    let names = ["errorCode", "ErrorCode", "failureReason"];
    if has_own || !names.iter().any(|name| response.contains(name)) {
        return None;
    }
    let says: Says = serde_json::from_str(response).ok()?;
    let text = |value: serde_json::Value| match value {
        serde_json::Value::String(text) => Some(text),
        serde_json::Value::Number(number) => Some(number.to_string()),
        _ => None,
    };
    let reason = text(says.reason);
    let code = text(says.code).or_else(|| reason.clone())?;
    Some((code, text(says.message).or(reason)))
}
