//! Context keys: stated ones, those the principal implies, and the rest (rules 44, 45, 116, 117,
//! 119 and "Derived context keys").

use super::principal::{Kind, Principal, Role};
use serde_json::Value as Json;

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Absent,
    Unknown,
    /// One value, not known which.
    Present,
    One(String),
    Many(Vec<String>),
}

#[derive(Clone, Debug)]
pub struct Context {
    /// Spelled as the request spells them.
    keys: Vec<(String, Value)>,
    kind: Kind,
    open: bool,
}

/// Keys that every request has and only a clock or the caller could tell.
const ALWAYS_THERE: [&str; 4] = ["aws:CurrentTime", "aws:EpochTime", "aws:SecureTransport", "aws:UserAgent"];

impl Context {
    /// What the request states, before anything is derived.
    pub fn stated(request: &Json) -> Result<Vec<(String, Value)>, String> {
        let mut keys: Vec<(String, Value)> = Vec::new();
        let context = match request.get("context") {
            None | Some(Json::Null) => return Ok(keys),
            Some(context) => context.as_object().ok_or("context must be an object")?,
        };
        for (name, value) in context {
            let value = read_value(value)?;
            // rule 45
            let collides = |(other, theirs): &(String, Value)| same(other, name) && *theirs != value;
            if keys.iter().any(collides) {
                return Err(format!("context key `{name}` has two values"));
            }
            keys.push((name.clone(), value));
        }
        Ok(keys)
    }

    pub fn new(
        stated: Vec<(String, Value)>,
        principal: &Principal,
        owner: Option<&str>,
        request: &Json,
    ) -> Result<Context, String> {
        let open = match request.get("context_mode").and_then(Json::as_str) {
            None | Some("closed") => false,
            Some("open") => true,
            Some(other) => return Err(format!("unknown context mode `{other}`")),
        };
        let may_override = request.get("override") == Some(&Json::Bool(true));
        let mut context = Context { keys: stated, kind: principal.kind, open };
        for (name, implied) in implied_by(principal) {
            context.imply(name, implied, may_override)?;
        }
        for name in ALWAYS_THERE {
            context.default(name, Value::Present);
        }
        let or_present = |text: Option<&str>| text.map_or(Value::Present, |text| Value::One(text.to_owned()));
        context.default("aws:ResourceAccount", or_present(owner));
        let resource = request.get("resource").and_then(Json::as_str);
        let region = resource.filter(|text| text.starts_with("arn:")).and_then(|arn| arn.split(':').nth(3));
        context.default("aws:RequestedRegion", or_present(region.filter(|region| !region.is_empty())));
        context.derive_called_via();
        context.derive_tag_keys();
        Ok(context)
    }

    pub fn get(&self, name: &str) -> Value {
        match self.find(name) {
            // rule 116
            Some(Value::Unknown) if never_has(self.kind, name) => Value::Absent,
            Some(value) => value.clone(),
            // rules 116 and 117
            None if self.open && !never_has(self.kind, name) => Value::Unknown,
            None => Value::Absent,
        }
    }

    fn find(&self, name: &str) -> Option<&Value> {
        let entry = self.keys.iter().find(|(key, _)| same(key, name));
        entry.map(|(_, value)| value)
    }

    fn default(&mut self, name: &str, value: Value) {
        if self.find(name).is_none() {
            self.keys.push((name.to_owned(), value));
        }
    }

    /// A stated value may not contradict what the principal implies.
    fn imply(&mut self, name: &str, implied: Value, may_override: bool) -> Result<(), String> {
        let Some(stated) = self.find(name).cloned() else {
            self.keys.push((name.to_owned(), implied));
            return Ok(());
        };
        let agrees = match (&stated, &implied) {
            (Value::Unknown, Value::Absent) => {
                // rule 116: a key this kind of principal never has is absent, not unknown
                self.keys.retain(|(key, _)| !same(key, name));
                self.keys.push((name.to_owned(), Value::Absent));
                true
            }
            (Value::Present, known) => !matches!(known, Value::Absent),
            // the ARN of a session's role would have been taken from it
            (Value::One(_), Value::Present) => !same(name, "aws:PrincipalArn"),
            (Value::Unknown, _) | (_, Value::Unknown) => true,
            (stated, implied) => stated == implied,
        };
        if agrees || may_override { Ok(()) } else { Err(format!("context key `{name}` contradicts the principal")) }
    }

    fn derive_called_via(&mut self) {
        let (via, first, last) = match self.get("aws:CalledVia") {
            Value::Many(list) if !list.is_empty() => {
                (Value::One("true".to_owned()), Value::One(list[0].clone()), Value::One(list[list.len() - 1].clone()))
            }
            Value::Absent | Value::Many(_) => (Value::One("false".to_owned()), Value::Absent, Value::Absent),
            Value::One(service) => (Value::One("true".to_owned()), Value::One(service.clone()), Value::One(service)),
            Value::Present => (Value::One("true".to_owned()), Value::Present, Value::Present),
            Value::Unknown => (Value::Present, Value::Unknown, Value::Unknown),
        };
        self.default("aws:ViaAWSService", via);
        self.default("aws:CalledViaFirst", first);
        self.default("aws:CalledViaLast", last);
    }

    fn derive_tag_keys(&mut self) {
        const PREFIX: &str = "aws:RequestTag/";
        let mut tags = Vec::new();
        let mut certain = !self.open;
        for (key, value) in &self.keys {
            let Some(tag) = key.get(PREFIX.len()..).filter(|_| starts(key, PREFIX)) else {
                continue;
            };
            match value {
                Value::Absent => {}
                Value::Unknown => certain = false,
                Value::Present | Value::One(_) | Value::Many(_) => tags.push(tag.to_owned()),
            }
        }
        if !certain {
            // some other tag may be there
            self.default("aws:TagKeys", Value::Unknown);
        } else if !tags.is_empty() {
            self.default("aws:TagKeys", Value::Many(tags));
        }
    }
}

fn implied_by(principal: &Principal) -> Vec<(&'static str, Value)> {
    let one = |text: &str| Value::One(text.to_owned());
    let or_present = |text: Option<&String>| text.map_or(Value::Present, |text| one(text));
    let account = principal.account.as_ref();
    let arn = principal.arn.as_deref().unwrap_or_default();
    let last = |separator| arn.rsplit(separator).next().unwrap_or_default();
    let id = principal.id.as_ref();
    let kind = principal.kind;

    let principal_arn = match kind {
        Kind::User | Kind::FederatedUser | Kind::Root => one(arn),
        Kind::AssumedRole => match &principal.role {
            Role::Arn(role) => one(role),
            Role::PathUnknown => Value::Present,
        },
        Kind::Service | Kind::Anonymous | Kind::Federated => Value::Absent,
    };
    let principal_account = match kind {
        Kind::Anonymous => one("anonymous"),
        _ => or_present(account),
    };
    let principal_type = match kind {
        Kind::Root => one("Account"),
        Kind::User | Kind::Federated => one("User"),
        Kind::AssumedRole => one("AssumedRole"),
        Kind::FederatedUser => one("FederatedUser"),
        Kind::Anonymous => one("Anonymous"),
        Kind::Service => Value::Present,
    };
    let user_id = match kind {
        Kind::User | Kind::Service => or_present(id),
        Kind::AssumedRole => match id {
            Some(id) if id.contains(':') => one(id),
            Some(id) => one(&format!("{id}:{}", last('/'))),
            None => Value::Present,
        },
        Kind::FederatedUser => one(&format!("{}:{}", account.map_or("", String::as_str), last('/'))),
        Kind::Root => or_present(account),
        Kind::Anonymous => one("anonymous"),
        Kind::Federated => or_present(principal.provider.as_ref()),
    };
    let user_name = match kind {
        Kind::User => one(last('/')),
        _ => Value::Absent,
    };
    let is_service = match kind {
        Kind::Service => one("true"),
        Kind::Anonymous | Kind::Federated => Value::Absent,
        _ => one("false"),
    };
    let (service_name, service_names) = match kind {
        Kind::Service => (or_present(principal.name.as_ref()), Value::Unknown),
        _ => (Value::Absent, Value::Absent),
    };
    let assumed_root = if principal.assumed_root { one("true") } else { Value::Absent };
    vec![
        ("aws:PrincipalArn", principal_arn),
        ("aws:PrincipalAccount", principal_account),
        ("aws:PrincipalType", principal_type),
        ("aws:userid", user_id),
        ("aws:username", user_name),
        ("aws:PrincipalIsAWSService", is_service),
        ("aws:PrincipalServiceName", service_name),
        ("aws:PrincipalServiceNamesList", service_names),
        ("aws:AssumedRoot", assumed_root),
    ]
}

/// Rule 116 for the keys that come from the caller, not from the principal.
fn never_has(kind: Kind, name: &str) -> bool {
    let is = |list: &[&str]| list.iter().any(|key| same(key, name));
    match kind {
        Kind::Service => {}
        _ if is(&["aws:SourceAccount", "aws:SourceArn", "aws:SourceOrgID", "aws:SourceOrgPaths"]) => {
            return true;
        }
        _ => {}
    }
    if kind == Kind::Anonymous && is(&["aws:PrincipalOrgID", "aws:PrincipalOrgPaths", "aws:SourceIdentity"]) {
        return true;
    }
    let has_credentials = matches!(kind, Kind::User | Kind::AssumedRole | Kind::FederatedUser | Kind::Root);
    let of_credentials = ["aws:MultiFactorAuthPresent", "aws:MultiFactorAuthAge", "aws:TokenIssueTime"];
    if !has_credentials && (starts(name, "aws:PrincipalTag/") || is(&of_credentials)) {
        return true;
    }
    if !matches!(kind, Kind::AssumedRole | Kind::Federated) && is(&["aws:FederatedProvider"]) {
        return true;
    }
    kind != Kind::AssumedRole
        && is(&[
            "aws:Ec2InstanceSourceVpc",
            "aws:Ec2InstanceSourcePrivateIPv4",
            "ec2:SourceInstanceArn",
            "ec2:RoleDelivery",
            "lambda:SourceFunctionArn",
        ])
}

/// Rule 44.
fn same(left: &str, right: &str) -> bool {
    left.eq_ignore_ascii_case(right)
}

fn starts(key: &str, prefix: &str) -> bool {
    key.get(..prefix.len()).is_some_and(|start| same(start, prefix))
}

fn read_value(value: &Json) -> Result<Value, String> {
    if is_mark(value, "unknown") {
        return Ok(Value::Unknown);
    }
    if is_mark(value, "present") {
        return Ok(Value::Present);
    }
    if is_mark(value, "absent") {
        return Ok(Value::Absent);
    }
    let read = match value {
        Json::Null => Some(Value::Absent),
        Json::Array(elements) => {
            let texts: Option<Vec<String>> = elements.iter().map(text).collect();
            texts.map(Value::Many)
        }
        single => text(single).map(Value::One),
    };
    read.ok_or_else(|| format!("no context value: `{value}`"))
}

/// Is this `{"mark": true}`?
pub fn is_mark(value: &Json, mark: &str) -> bool {
    value.get(mark) == Some(&Json::Bool(true))
}

/// Rule 72: a JSON boolean or number acts as its text.
pub fn text(value: &Json) -> Option<String> {
    match value {
        Json::String(text) => Some(text.clone()),
        Json::Bool(truth) => Some(truth.to_string()),
        Json::Number(number) => Some(number.to_string()),
        Json::Null | Json::Array(_) | Json::Object(_) => None,
    }
}
