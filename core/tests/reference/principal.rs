//! Who asks, and whether a `Principal` entry names them (rules 25–38).

use super::context::Value;
use super::logic::{Grade, Grades, Tri};
use serde_json::Value as Json;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    User,
    AssumedRole,
    FederatedUser,
    Root,
    Service,
    Anonymous,
    /// The unsigned caller of `AssumeRoleWithSAML` or `AssumeRoleWithWebIdentity`.
    Federated,
}

/// The role behind a session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Role {
    Arn(String),
    /// Account and name are those of the session's ARN, the path is not known.
    PathUnknown,
}

#[derive(Clone, Debug)]
pub struct Principal {
    pub kind: Kind,
    pub arn: Option<String>,
    pub account: Option<String>,
    pub role: Role,
    /// Of a federated user's session.
    pub issuer: Option<String>,
    pub id: Option<String>,
    pub canonical_user_id: Option<String>,
    pub name: Option<String>,
    pub provider: Option<String>,
    pub service_linked: bool,
    pub assumed_root: bool,
    pub management_account: bool,
}

impl Principal {
    pub fn read(json: &Json, stated: &[(String, Value)]) -> Result<Principal, String> {
        let text = |name: &str| json.get(name).and_then(Json::as_str).map(str::to_owned);
        let flag = |name: &str| json.get(name) == Some(&Json::Bool(true));
        let written = text("type").ok_or("principal without type")?;
        let kind = match written.to_ascii_lowercase().as_str() {
            "user" => Kind::User,
            "assumedrole" => Kind::AssumedRole,
            "federateduser" => Kind::FederatedUser,
            "root" => Kind::Root,
            "service" => Kind::Service,
            "anonymous" => Kind::Anonymous,
            "samlprovider" | "federated" => Kind::Federated,
            _ => return Err(format!("unknown principal type `{written}`")),
        };
        let mut arn = text("arn");
        let mut account = text("account");
        if kind == Kind::Root && arn.is_none() {
            arn = account.as_ref().map(|id| format!("arn:aws:iam::{id}:root"));
        }
        let provider = text("provider").or_else(|| match kind {
            Kind::Federated => arn.clone(),
            _ => None,
        });
        if account.is_none() {
            let named = arn.as_ref().or(provider.as_ref());
            account = named.and_then(|arn| arn.split(':').nth(4)).filter(|field| is_account(field)).map(str::to_owned);
        }
        let signed_by_iam = matches!(kind, Kind::User | Kind::AssumedRole | Kind::FederatedUser | Kind::Root);
        if signed_by_iam {
            let arn = arn.as_deref().ok_or("principal without arn")?;
            if account.as_deref() != arn.split(':').nth(4) {
                return Err("principal's account and arn disagree".to_owned());
            }
        }
        let in_service_path = |role: &Role| matches!(role, Role::Arn(arn) if arn.contains(":role/aws-service-role/"));
        let session_of_role = arn.as_deref().filter(|arn| arn.contains(":role/"));
        let role = text("role_arn")
            .or_else(|| session_of_role.map(str::to_owned))
            .or_else(|| {
                let stated_arn = stated.iter().find_map(|(key, value)| match value {
                    Value::One(arn) if key.eq_ignore_ascii_case("aws:PrincipalArn") => Some(arn),
                    _ => None,
                });
                let own = arn.as_deref().unwrap_or_default();
                stated_arn.filter(|role| is_role_of(role, own)).cloned()
            })
            .map_or(Role::PathUnknown, Role::Arn);
        Ok(Principal {
            kind,
            arn,
            account,
            issuer: text("issuer"),
            id: text("id"),
            canonical_user_id: text("canonical_user_id"),
            name: text("name"),
            provider,
            service_linked: flag("service_linked") || in_service_path(&role),
            role,
            assumed_root: flag("assumed_root"),
            management_account: flag("management_account"),
        })
    }

    /// The best grade of a `Principal` or `NotPrincipal` value.
    pub fn grade_of(&self, element: &Json, trust: bool) -> Result<Grades, String> {
        let types = match element {
            Json::String(text) if text == "*" => return Ok(self.star(trust)),
            // no other bare text names anybody
            Json::String(_) => return Ok(Grades::NONE),
            Json::Object(types) => types,
            _ => return Err(format!("no principal: `{element}`")),
        };
        let mut best = Grades::NONE;
        for (name, entries) in types {
            for entry in texts(entries)? {
                best = best.best(self.grade_of_entry(name, &entry, trust));
            }
        }
        Ok(best)
    }

    fn grade_of_entry(&self, type_name: &str, entry: &str, trust: bool) -> Grades {
        match type_name {
            "AWS" if entry == "*" => self.star(trust),
            "AWS" => self.aws(entry),
            "Service" => self.service(entry),
            "Federated" => direct_if(self.kind == Kind::Federated && self.provider.as_deref() == Some(entry)),
            "CanonicalUser" => self.canonical_user(entry),
            _ => Grades::NONE,
        }
    }

    /// Rules 25 and 26.
    fn star(&self, trust: bool) -> Grades {
        direct_if(!(trust && self.kind == Kind::Federated))
    }

    fn belongs_to_account(&self) -> bool {
        matches!(self.kind, Kind::User | Kind::AssumedRole | Kind::FederatedUser | Kind::Root)
    }

    /// An entry of `AWS` other than `*`: rules 27–31, 35–37.
    pub fn aws(&self, entry: &str) -> Grades {
        if !self.belongs_to_account() {
            return Grades::NONE;
        }
        if is_account(entry) {
            return self.account(self.account.as_deref() == Some(entry));
        }
        if entry.starts_with("AIDA") || entry.starts_with("AROA") {
            return self.unique_id(entry);
        }
        let own = self.arn.as_deref().unwrap_or_default();
        let (
            Some([_, partition, _, _, account, own_name]),
            Some([arn, its_partition, service, region, its_account, name]),
        ) = (six_fields(own), six_fields(entry))
        else {
            return Grades::NONE;
        };
        let same_home = arn == "arn" && its_partition == partition && its_account == account;
        let of_iam = service == "iam" && region.is_empty();
        if of_iam && name == "root" {
            return self.account(same_home);
        }
        match self.kind {
            Kind::User => direct_if(entry == own),
            Kind::FederatedUser => {
                // the only issuing user a session's ARN can tell is the one of its own name
                let of_own_name = own_name.strip_prefix("federated-user/");
                let of_own_name = of_own_name.map(|user| format!("arn:{partition}:iam::{account}:user/{user}"));
                let issuer = self.issuer.clone().or(of_own_name);
                direct_if(entry == own).best(issuer_if(issuer.as_deref() == Some(entry)))
            }
            Kind::AssumedRole => {
                let of_session = direct_if(entry == own);
                of_session.best(match &self.role {
                    Role::Arn(role) => issuer_if(entry == role),
                    Role::PathUnknown => {
                        let wanted = name.strip_prefix("role/").and_then(|r| r.rsplit('/').next());
                        let role = own_name.split('/').nth(1);
                        if same_home && of_iam && wanted.is_some() && wanted == role {
                            Grades::up_to(Grade::Issuer)
                        } else {
                            Grades::NONE
                        }
                    }
                })
            }
            Kind::Root | Kind::Service | Kind::Anonymous | Kind::Federated => Grades::NONE,
        }
    }

    /// Rule 27.
    fn account(&self, same: bool) -> Grades {
        match (same, self.kind) {
            (false, _) => Grades::NONE,
            (true, Kind::Root) => Grades::known(Grade::Direct),
            (true, _) => Grades::known(Grade::Account),
        }
    }

    /// Rule 35: without a stated id the entry names somebody else.
    fn unique_id(&self, entry: &str) -> Grades {
        let id = self.id.as_deref().and_then(|id| id.split(':').next());
        let same = id == Some(entry);
        match self.kind {
            Kind::User => direct_if(same && entry.starts_with("AIDA")),
            Kind::AssumedRole => issuer_if(same && entry.starts_with("AROA")),
            _ => Grades::NONE,
        }
    }

    /// Rule 32.
    fn service(&self, entry: &str) -> Grades {
        let name = self.name.as_deref().or(self.arn.as_deref());
        direct_if(self.kind == Kind::Service && name.is_some_and(|name| without_region(name) == without_region(entry)))
    }

    /// Rule 34.
    fn canonical_user(&self, entry: &str) -> Grades {
        match &self.canonical_user_id {
            _ if !self.belongs_to_account() => Grades::NONE,
            None => Grades::up_to(Grade::Account),
            Some(id) if id == entry => Grades::known(Grade::Account),
            Some(_) => Grades::NONE,
        }
    }

    /// Rule 38, and 40 for a Deny: does `NotPrincipal` match?
    pub fn excluded(&self, element: &Json, trust: bool) -> Result<Tri, String> {
        Ok(self.grade_of(element, trust)?.matches().negate())
    }
}

/// Whether a session of this ARN can be of this role: all but the path is the same.
fn is_role_of(role: &str, session: &str) -> bool {
    let (Some(role), Some(session)) = (six_fields(role), six_fields(session)) else { return false };
    let name = role[5].strip_prefix("role/").and_then(|path| path.rsplit('/').next());
    let own_name = session[5].strip_prefix("assumed-role/").and_then(|path| path.split('/').next());
    role[..3] == ["arn", session[1], "iam"] && role[4] == session[4] && name.is_some() && name == own_name
}

fn direct_if(matches: bool) -> Grades {
    Grades::known(if matches { Grade::Direct } else { Grade::None })
}

fn issuer_if(matches: bool) -> Grades {
    Grades::known(if matches { Grade::Issuer } else { Grade::None })
}

pub fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `logs.eu-west-1.amazonaws.com` and `logs.amazonaws.com` are one service.
fn without_region(host: &str) -> String {
    let labels: Vec<&str> = host.split('.').collect();
    let is_region = |label: &str| {
        let parts: Vec<&str> = label.split('-').collect();
        parts.len() >= 3 && parts[0].len() == 2 && parts[parts.len() - 1].bytes().all(|b| b.is_ascii_digit())
    };
    match labels.as_slice() {
        [service, region, "amazonaws", rest @ ..] if is_region(region) => {
            format!("{service}.amazonaws.{}", rest.join("."))
        }
        _ => host.to_owned(),
    }
}

fn six_fields(arn: &str) -> Option<[&str; 6]> {
    let fields: Vec<&str> = arn.splitn(6, ':').collect();
    fields.try_into().ok()
}

/// One text or a list of texts.
pub fn texts(value: &Json) -> Result<Vec<String>, String> {
    let one = |value: &Json| {
        let text = value.as_str().map(str::to_owned);
        text.ok_or_else(|| format!("expected a text, found `{value}`"))
    };
    match value {
        Json::Array(list) => list.iter().map(one).collect(),
        single => Ok(vec![one(single)?]),
    }
}
