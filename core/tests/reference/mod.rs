//! A naive evaluator, written straight from the rules, that answers what one request is answered.
//! It must not know the crate it is held against, nor any index, cache or shortcut: its
//! independence is its value. The law its tests check: it agrees with every decision captured
//! from AWS and with the worked cases.
//!
//! Rule numbers in comments are those of the evaluation rules.

mod condition;
mod context;
mod date;
mod ip;
mod layers;
mod letter_case;
mod logic;
mod number;
mod pattern;
mod principal;
mod statement;
mod variable;

use context::{Context, is_mark};
use layers::Facts;
use logic::{Grade, Tri};
use principal::{Kind, Principal};
use serde_json::Value as Json;
use statement::{Asked, Layer};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Answer {
    Allow,
    DenyExplicit,
    DenyImplicit,
    Depends,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outcome {
    pub answer: Answer,
    /// The layer that denied, or the one that granted; none if it depends or nobody was asked.
    pub decided_by: Option<&'static str>,
    /// Rule 120: an implicit denial that could be an explicit one.
    pub maybe_explicit: bool,
}

const MEMBERS: [&str; 8] = [
    "identity",
    "permissions_boundary",
    "session",
    "service_control",
    "resource_control",
    "resource",
    "vpc_endpoint",
    "trust",
];

/// What the policies answer to the request; an error if the request contradicts itself (rules 4
/// and 45, derived keys) or a document is no policy.
pub fn decide(policies: &Json, request: &Json) -> Result<Outcome, String> {
    let members = policies.as_object().ok_or("policies must be an object")?;
    if let Some(other) = members.keys().find(|name| !MEMBERS.contains(&&***name)) {
        return Err(format!("unknown layer `{other}`"));
    }
    let action = request.get("action").and_then(Json::as_str);
    let action = action.ok_or("request without action")?;
    // rule 4
    if action.matches(':').count() != 1 || action.contains(['*', '?']) {
        return Err(format!("no concrete action: `{action}`"));
    }
    let resource = request.get("resource").and_then(Json::as_str);
    let resource = resource.unwrap_or("*");
    let stated = Context::stated(request)?;
    let who = request.get("principal").ok_or("request without principal")?;
    let principal = Principal::read(who, &stated)?;
    let owner = owner(request, resource, principal.account.as_deref());
    let context = Context::new(stated, &principal, owner.as_deref(), request)?;

    let layer = |name: &str| members.get(name).filter(|value| !value.is_null());
    let has_boundary = match layer("permissions_boundary") {
        _ if principal.service_linked => Tri::False,
        None => Tri::False,
        Some(value) if is_mark(value, "unknown") => Tri::Unknown,
        Some(_) => Tri::True,
    };
    let asked = Asked { action, resource, principal: &principal, context: &context, has_boundary };
    let world = look_at_layers(&layer, &asked, request)?;

    let signed = !matches!(principal.kind, Kind::Anonymous | Kind::Federated);
    if signed && action.eq_ignore_ascii_case("sts:GetCallerIdentity") {
        // rule 107
        return Ok(Outcome { answer: Answer::Allow, decided_by: None, maybe_explicit: false });
    }
    // rules 75 and 112
    let cross_account: &[bool] = match owner {
        _ if world.only_direct => &[false],
        None => &[false, true],
        Some(owner) => &[principal.account.as_deref() != Some(&owner)],
    };
    Ok(world.decide(cross_account))
}

/// Rules 75 and 112: who owns the resource; none if that is not known.
fn owner(request: &Json, resource: &str, caller: Option<&str>) -> Option<String> {
    let mut fields = resource.split(':');
    let service = fields.nth(2);
    let account = fields.nth(1).unwrap_or_default();
    if !account.is_empty() && account.bytes().all(|byte| byte.is_ascii_digit()) {
        return Some(account.to_owned());
    }
    match request.get("resource_account") {
        Some(Json::String(stated)) => Some(stated.clone()),
        Some(mark) if is_mark(mark, "unknown") => None,
        _ if service == Some("s3") => None,
        _ => caller.map(str::to_owned),
    }
}

/// Everything the algorithm needs to know.
struct World {
    resource_control: Facts,
    service_control: Facts,
    vpc_endpoint: Facts,
    resource: Facts,
    resource_name: &'static str,
    identity: Facts,
    boundary: Facts,
    session: Facts,
    /// Rules 91, 92, 105: only a Direct grant of the resource allows.
    only_direct: bool,
    /// Rule 111.
    requires_resource_policy: bool,
}

fn look_at_layers<'a>(
    layer: &dyn Fn(&str) -> Option<&'a Json>,
    asked: &Asked<'_>,
    request: &Json,
) -> Result<World, String> {
    let principal = asked.principal;
    let kind = principal.kind;
    let flag = |name: &str| request.get(name).and_then(Json::as_bool);
    let action = asked.action.to_ascii_lowercase();

    // rules 102, 106: the trust policy is the resource policy of the calls that assume a role
    let assumes_role = layers::assumes_role(&action);
    let by_trust = assumes_role && layer("trust").is_some();
    let (resource_name, resource_layer) =
        if by_trust { ("trust", Layer::Trust) } else { ("resource", Layer::Resource) };
    let is_key = |part: &str| part.starts_with("key/");
    let key = action.starts_with("kms:") && asked.resource.splitn(6, ':').nth(5).is_some_and(is_key);

    let united = |name: &str, form: Layer, if_absent: Facts| match layer(name) {
        None => Ok(if_absent),
        Some(documents) => layers::united(documents, form, asked),
    };
    let levels = |name: &str, form: Layer| match layer(name) {
        None => Ok(Facts::OPEN),
        Some(value) => layers::levels(value, form, asked),
    };

    // rule 111, and "an absent layer does not restrict"
    let requires_resource_policy = (assumes_role || key) && layer(resource_name).is_some();
    let mut resource = united(resource_name, resource_layer, Facts::SILENT)?;
    let grants = layers::kms_grants(request.get("grants"), asked.action, principal)?;
    resource.grant = resource.grant.best(grants);

    let service_control = levels("service_control", Layer::Identity)?;
    let resource_control = levels("resource_control", Layer::ResourceControl)?;
    let vpc_endpoint = united("vpc_endpoint", Layer::VpcEndpoint, Facts::OPEN)?;
    let identity = united("identity", Layer::Identity, Facts::UNTOLD)?;
    let boundary = united("permissions_boundary", Layer::Identity, Facts::OPEN)?;
    // rule 86: without a session policy a federated user's session is allowed nothing
    let no_session = match kind {
        Kind::FederatedUser => Facts::SILENT,
        _ => Facts::OPEN,
    };
    let session = united("session", Layer::Identity, no_session)?;

    let only_direct = matches!(kind, Kind::Service | Kind::Anonymous | Kind::Federated);
    let root = kind == Kind::Root;
    let unless = |exempt: bool, facts: Facts| if exempt { Facts::OPEN } else { facts };
    Ok(World {
        resource_control: unless(
            !layers::resource_control_applies(
                asked.action,
                asked.resource,
                principal,
                flag("resource_in_management_account") == Some(true),
            ),
            resource_control,
        ),
        service_control: unless(!layers::service_control_applies(principal), service_control),
        vpc_endpoint,
        resource,
        resource_name,
        // rule 88
        identity: unless(only_direct || root, identity),
        // rules 88 and 113
        boundary: unless(only_direct || root || principal.service_linked, boundary),
        session: if root && principal.assumed_root {
            // rule 90
            Facts { grant: Facts::OPEN.grant, deny: session.deny }
        } else {
            unless(only_direct || root, session)
        },
        only_direct,
        requires_resource_policy,
    })
}

impl World {
    /// The answer under the worst and under the best choice of everything unknown.
    ///
    /// Why this is exact. The answer is a function of two kinds of facts: does some Deny match,
    /// and which grade do a layer's Allows reach. A Deny that matches can only turn an allow into
    /// a denial, a higher grade can only turn a denial into an allow: the algorithm below asks
    /// for grades with `≥` only. So "allowed" is monotone in every fact. Tests are completed
    /// independently of each other (rule 121), so the completion that takes every Deny and no
    /// Allow and the one that takes no Deny and every Allow both exist, and every other
    /// completion lies between them: if the worst one allows all do, if the best one denies all
    /// do, and if they differ there is one of each.
    fn decide(&self, cross_account: &[bool]) -> Outcome {
        // rule 124
        let denials = [
            ("resource_control", self.resource_control.deny),
            ("service_control", self.service_control.deny),
            ("vpc_endpoint", self.vpc_endpoint.deny),
            (self.resource_name, self.resource.deny),
            ("identity", self.identity.deny),
            ("permissions_boundary", self.boundary.deny),
            ("session", self.session.deny),
        ];
        // rule 73
        if let Some((layer, _)) = denials.iter().find(|(_, deny)| *deny == Tri::True) {
            return Outcome { answer: Answer::DenyExplicit, decided_by: Some(layer), maybe_explicit: false };
        }
        let maybe_denied = denials.iter().any(|(_, deny)| *deny == Tri::Unknown);

        let worst = |cross: &bool| self.implicit(*cross, |facts| facts.grant.low);
        let best = |cross: &bool| self.implicit(*cross, |facts| facts.grant.high);
        let possible: Vec<Result<&str, &str>> = cross_account.iter().map(best).collect();
        if let (Err(layer), true) = (possible[0], possible.iter().all(Result::is_err)) {
            return Outcome { answer: Answer::DenyImplicit, decided_by: Some(layer), maybe_explicit: maybe_denied };
        }
        // where the owner is not known, the layer that grants whoever it is: the cross-account case comes last
        let certain: Result<Vec<&str>, &str> = cross_account.iter().map(worst).collect();
        match certain {
            Ok(granting) if !maybe_denied => {
                Outcome { answer: Answer::Allow, decided_by: granting.last().copied(), maybe_explicit: false }
            }
            _ => Outcome { answer: Answer::Depends, decided_by: None, maybe_explicit: false },
        }
    }

    /// If no Deny matches and each layer has the grade that `grade` picks: the layer that grants,
    /// or the first that does not let the request pass.
    fn implicit(&self, cross_account: bool, grade: impl Fn(&Facts) -> Grade) -> Result<&'static str, &'static str> {
        let passes = |facts: &Facts, name: &'static str| {
            if grade(facts) > Grade::None { Ok(()) } else { Err(name) }
        };
        passes(&self.resource_control, "resource_control")?;
        passes(&self.service_control, "service_control")?;
        passes(&self.vpc_endpoint, "vpc_endpoint")?;
        let resource = grade(&self.resource);
        if self.only_direct {
            // rules 91, 92, 105
            return if resource == Grade::Direct { Ok(self.resource_name) } else { Err(self.resource_name) };
        }
        if !cross_account && resource == Grade::Direct {
            // rule 76a
            return Ok(self.resource_name);
        }
        if !cross_account && resource == Grade::Issuer {
            // rule 76b
            passes(&self.boundary, "permissions_boundary")?;
            passes(&self.session, "session")?;
            return Ok(self.resource_name);
        }
        // rules 76c and 83
        if resource < Grade::Account && (cross_account || self.requires_resource_policy) {
            return Err(self.resource_name);
        }
        passes(&self.identity, "identity")?;
        passes(&self.boundary, "permissions_boundary")?;
        passes(&self.session, "session")?;
        Ok("identity")
    }
}
