//! Context keys that follow from who asks for what.
//!
//! The table is that of the IAM user guide, "AWS global condition context keys", with what was
//! captured from AWS where the guide is silent.

use std::borrow::Cow;

use crate::arn::Arn;
use crate::principal::{Principal, PrincipalType};

use super::builder::Request;
use super::context::{ContextMode, ContextValue, KnownKey, Lookup, known_key};
use super::error::InputError;

/// A key whose value follows from the principal: how it is called, and what follows.
type Row = (KnownKey, fn(&Principal) -> ContextValue);

/// Rule `context_known_absent`: a key that a kind of principal never has is absent, not unknown.
const PRINCIPAL_KEYS: &[Row] = &[
    (known_key!("aws:PrincipalArn"), principal_arn),
    (known_key!("aws:PrincipalAccount"), principal_account),
    (known_key!("aws:PrincipalType"), principal_type),
    (known_key!("aws:userid"), user_id),
    (known_key!("aws:username"), user_name),
    (known_key!("aws:PrincipalIsAWSService"), is_service),
    (known_key!("aws:AssumedRoot"), assumed_root),
];

/// Always there, but core has no clock and sees no connection.
const ALWAYS_THERE: &[KnownKey] = &[
    known_key!("aws:CurrentTime"),
    known_key!("aws:EpochTime"),
    known_key!("aws:SecureTransport"),
    known_key!("aws:UserAgent"),
];

/// How many keys a closed context derives at most, of a user or a session.
const DERIVED: usize = 16;

pub(super) fn complete(request: &mut Request, overrides: bool) -> Result<(), InputError> {
    request.context.reserve(DERIVED);
    match adopt_role(request) {
        Ok(None) => {}
        Ok(principal) => request.principal = principal,
        Err(error) if !overrides => return Err(error),
        Err(_) => {}
    }
    if let Some(principal) = &request.principal {
        for (name, value) in PRINCIPAL_KEYS {
            let derived = value(principal);
            if let (false, Some(stated)) = (overrides, request.context.stated(name.hash, name.lower)) {
                refuse_contradiction(stated, name.name, &derived)?;
            }
            request.context.derive(*name, derived);
        }
        for (name, value) in service_keys(principal) {
            request.context.derive(name, value);
        }
        for name in absent_keys(principal.kind()) {
            request.context.derive(name, ContextValue::Absent);
        }
        if !is_iam(principal.kind()) {
            request.context.rule_out_principal_tags();
        }
    }
    called_via(request);
    resource_keys(request);
    tag_keys(request);
    for key in ALWAYS_THERE {
        request.context.derive(*key, ContextValue::Present);
    }
    Ok(())
}

/// A session known by its own ARN learns its role from `aws:PrincipalArn`, where that is stated.
fn adopt_role(request: &Request) -> Result<Option<Principal>, InputError> {
    let Some(principal) = &request.principal else { return Ok(None) };
    if principal.kind() != PrincipalType::AssumedRole || principal.role_arn().is_some() {
        return Ok(None);
    }
    match request.context.lookup_known(known_key!("aws:PrincipalArn")) {
        Lookup::One(arn) => principal.clone().of_role(arn).map(Some),
        _ => Ok(None),
    }
}

fn refuse_contradiction(stated: Lookup<'_>, name: &str, derived: &ContextValue) -> Result<(), InputError> {
    let expected = match derived {
        ContextValue::One(expected) => &**expected,
        ContextValue::Absent => "no such key",
        ContextValue::Present => "some value",
        ContextValue::Unknown | ContextValue::Many(_) => return Ok(()),
    };
    let found = match (stated, derived) {
        (Lookup::One(found), ContextValue::One(expected)) if found == &**expected => return Ok(()),
        (Lookup::One(_), ContextValue::Present) | (Lookup::Absent, ContextValue::Absent) => return Ok(()),
        // not stated, or only said to be there or unknown
        (Lookup::Unknown, _) | (Lookup::Present, ContextValue::One(_) | ContextValue::Present) => return Ok(()),
        (Lookup::One(found), _) => format!("`{found}`"),
        (Lookup::Many(_), _) => "a list".to_owned(),
        (Lookup::Present, _) => "some value".to_owned(),
        (Lookup::Absent, _) => "no such key".to_owned(),
    };
    let message = format!("expected `{expected}` for `{name}`, as the principal implies, found {found}");
    Err(InputError::new("derived-key-contradicted", message))
}

fn one(text: impl Into<String>) -> ContextValue {
    ContextValue::One(Cow::Owned(text.into()))
}

fn principal_arn(principal: &Principal) -> ContextValue {
    match principal.kind() {
        // the role's ARN for sessions; without its path it is not known
        PrincipalType::AssumedRole => principal.role_arn().map_or(ContextValue::Present, one),
        PrincipalType::User | PrincipalType::FederatedUser | PrincipalType::Root => {
            principal.arn().map_or(ContextValue::Present, one)
        }
        PrincipalType::Service | PrincipalType::Anonymous | PrincipalType::Federated => ContextValue::Absent,
    }
}

fn principal_account(principal: &Principal) -> ContextValue {
    match principal.kind() {
        PrincipalType::Anonymous => one("anonymous"),
        _ => principal.account().map_or(ContextValue::Present, one),
    }
}

fn principal_type(principal: &Principal) -> ContextValue {
    match principal.kind() {
        PrincipalType::Root => one("Account"),
        // captured for the SAML call
        PrincipalType::User | PrincipalType::Federated => one("User"),
        PrincipalType::AssumedRole => one("AssumedRole"),
        PrincipalType::FederatedUser => one("FederatedUser"),
        PrincipalType::Anonymous => one("Anonymous"),
        PrincipalType::Service => ContextValue::Present,
    }
}

fn user_id(principal: &Principal) -> ContextValue {
    match principal.kind() {
        PrincipalType::User => principal.unique_id().map_or(ContextValue::Present, one),
        PrincipalType::AssumedRole => match principal.unique_id() {
            Some(id) if !principal.name().is_empty() => one(format!("{id}:{}", principal.name())),
            _ => ContextValue::Present,
        },
        PrincipalType::FederatedUser if principal.name().is_empty() => ContextValue::Present,
        PrincipalType::FederatedUser => match principal.account() {
            Some(account) => one(format!("{account}:{}", principal.name())),
            None => ContextValue::Present,
        },
        PrincipalType::Root => principal.account().map_or(ContextValue::Present, one),
        PrincipalType::Anonymous => one("anonymous"),
        PrincipalType::Federated => one(principal.name()),
        PrincipalType::Service => ContextValue::Present,
    }
}

fn user_name(principal: &Principal) -> ContextValue {
    match principal.kind() {
        // somebody whose name is left open
        PrincipalType::User if principal.name().is_empty() => ContextValue::Present,
        PrincipalType::User => one(principal.name()),
        _ => ContextValue::Absent,
    }
}

fn is_service(principal: &Principal) -> ContextValue {
    match principal.kind() {
        PrincipalType::Anonymous | PrincipalType::Federated => ContextValue::Absent,
        kind => ContextValue::from(kind == PrincipalType::Service),
    }
}

fn assumed_root(principal: &Principal) -> ContextValue {
    if principal.is_assumed_root() { ContextValue::from(true) } else { ContextValue::Absent }
}

fn service_keys(principal: &Principal) -> [(KnownKey, ContextValue); 2] {
    match principal.kind() {
        PrincipalType::Service => [
            (known_key!("aws:PrincipalServiceName"), one(principal.name())),
            // many-valued, and the other names of the service are not known
            (known_key!("aws:PrincipalServiceNamesList"), ContextValue::Unknown),
        ],
        _ => [
            (known_key!("aws:PrincipalServiceName"), ContextValue::Absent),
            (known_key!("aws:PrincipalServiceNamesList"), ContextValue::Absent),
        ],
    }
}

type KeysOfKinds = (&'static [KnownKey], fn(PrincipalType) -> bool);

/// Keys that only certain kinds of principals ever have.
const KEYS_OF_KINDS: &[KeysOfKinds] = &[
    (
        &[known_key!("aws:PrincipalOrgID"), known_key!("aws:PrincipalOrgPaths"), known_key!("aws:SourceIdentity")],
        |kind| kind != PrincipalType::Anonymous,
    ),
    (
        &[
            known_key!("aws:MultiFactorAuthPresent"),
            known_key!("aws:MultiFactorAuthAge"),
            known_key!("aws:TokenIssueTime"),
        ],
        is_iam,
    ),
    (
        &[
            known_key!("aws:SourceAccount"),
            known_key!("aws:SourceArn"),
            known_key!("aws:SourceOrgID"),
            known_key!("aws:SourceOrgPaths"),
        ],
        |kind| kind == PrincipalType::Service,
    ),
    (&[known_key!("aws:FederatedProvider")], |kind| {
        matches!(kind, PrincipalType::AssumedRole | PrincipalType::Federated)
    }),
    (
        &[
            known_key!("aws:Ec2InstanceSourceVpc"),
            known_key!("aws:Ec2InstanceSourcePrivateIPv4"),
            known_key!("ec2:SourceInstanceArn"),
            known_key!("ec2:RoleDelivery"),
            known_key!("lambda:SourceFunctionArn"),
        ],
        |kind| kind == PrincipalType::AssumedRole,
    ),
];

fn is_iam(kind: PrincipalType) -> bool {
    !matches!(kind, PrincipalType::Anonymous | PrincipalType::Service | PrincipalType::Federated)
}

fn absent_keys(kind: PrincipalType) -> impl Iterator<Item = KnownKey> {
    KEYS_OF_KINDS.iter().filter(move |(_, has)| !has(kind)).flat_map(|(names, _)| names.iter().copied())
}

/// The keys of forwarded calls follow from the list of services that forwarded it.
fn called_via(request: &mut Request) {
    let (first, last, via) = match request.context.lookup_known(known_key!("aws:CalledVia")) {
        Lookup::Many([first, .., last]) => (one(&**first), one(&**last), ContextValue::from(true)),
        Lookup::Many([only]) => (one(&**only), one(&**only), ContextValue::from(true)),
        Lookup::One(only) => (one(only), one(only), ContextValue::from(true)),
        Lookup::Many([]) | Lookup::Absent => (ContextValue::Absent, ContextValue::Absent, ContextValue::from(false)),
        Lookup::Present => (ContextValue::Present, ContextValue::Present, ContextValue::from(true)),
        Lookup::Unknown => (ContextValue::Unknown, ContextValue::Unknown, ContextValue::Present),
    };
    request.context.derive(known_key!("aws:CalledViaFirst"), first);
    request.context.derive(known_key!("aws:CalledViaLast"), last);
    request.context.derive(known_key!("aws:ViaAWSService"), via);
}

fn resource_keys(request: &mut Request) {
    let owner = request.resource_account.as_deref().map_or(ContextValue::Present, one);
    request.context.derive(known_key!("aws:ResourceAccount"), owner);
    let region = Arn::parse(&request.resource).map(Arn::region).filter(|region| !region.is_empty());
    request.context.derive(known_key!("aws:RequestedRegion"), region.map_or(ContextValue::Present, one));
}

/// `aws:TagKeys` from the request's tags; keys that differ only in case are all kept
/// (rule `condition_tag_case_collision`). Where not all tags are known, neither are their keys.
fn tag_keys(request: &mut Request) {
    const PREFIX: &str = "aws:requesttag/";
    let context = &mut request.context;
    if context.mode == ContextMode::Open {
        return;
    }
    let mut keys: Vec<Cow<'static, str>> = Vec::new();
    let mut all_known = true;
    for entry in context.entries.iter().filter(|entry| entry.key.lower.starts_with(PREFIX)) {
        all_known &= entry.value != ContextValue::Unknown;
        if entry.value != ContextValue::Absent {
            keys.extend(entry.name.get(PREFIX.len()..).map(|key| Cow::Owned(key.to_owned())));
        }
    }
    let respelled = context.respelled.iter().filter_map(|name| {
        let prefix = name.get(..PREFIX.len())?;
        prefix.eq_ignore_ascii_case(PREFIX).then(|| Cow::Owned(name[PREFIX.len()..].to_owned()))
    });
    keys.extend(respelled);
    if !all_known {
        context.derive(known_key!("aws:TagKeys"), ContextValue::Unknown);
    } else if !keys.is_empty() {
        keys.sort_unstable();
        context.derive(known_key!("aws:TagKeys"), ContextValue::Many(keys));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn get<'r>(request: &'r Request, key: &str) -> Lookup<'r> {
        request.context().get(key)
    }

    fn by(principal: Principal) -> Request {
        Request::builder("s3:GetObject", "*").principal(principal).build().unwrap()
    }

    #[test]
    fn context_known_absent() {
        let session = Principal::role_session("arn:aws:iam::111122223333:role/r", "s").unwrap();
        let open = Request::builder("s3:GetObject", "*").principal(session).context_mode(ContextMode::Open);
        let request = open.build().unwrap();
        assert_eq!(get(&request, "aws:username"), Lookup::Absent);
        assert_eq!(get(&request, "aws:SourceIp"), Lookup::Unknown);
    }

    #[test]
    fn context_closed_by_default() {
        assert_eq!(get(&by(Principal::anonymous()), "aws:SourceIp"), Lookup::Absent);
        let request = Request::builder("s3:GetObject", "*").context("aws:SourceIp", ContextValue::Unknown);
        assert_eq!(get(&request.build().unwrap(), "aws:SourceIp"), Lookup::Unknown);
    }

    #[test]
    fn condition_tag_case_collision() {
        let build = |second: &str| {
            let request = Request::builder("ec2:CreateTags", "*").context("aws:RequestTag/team", "red");
            request.context("aws:RequestTag/Team", second).build()
        };
        assert_eq!(build("blue").unwrap_err().code(), "context-key-twice");
        let both = Lookup::Many(&[Cow::Borrowed("Team"), Cow::Borrowed("team")]);
        assert_eq!(get(&build("red").unwrap(), "aws:TagKeys"), both);
    }

    #[test]
    fn principal_arn_of_a_session_is_its_role_with_the_path() {
        let role = "arn:aws:iam::111122223333:role/team/r";
        let known = by(Principal::role_session(role, "s").unwrap());
        assert_eq!(get(&known, "aws:PrincipalArn"), Lookup::One(role));
        let bare = Principal::assumed_role("arn:aws:sts::111122223333:assumed-role/r/s").unwrap();
        assert_eq!(get(&by(bare.clone()), "aws:PrincipalArn"), Lookup::Present);
        let told = Request::builder("s3:GetObject", "*").principal(bare).context("aws:PrincipalArn", role);
        assert_eq!(told.build().unwrap().principal().unwrap().role_arn(), Some(role));
    }

    #[test]
    fn a_stated_key_that_contradicts_the_principal_is_refused_unless_overridden() {
        let user = Principal::user("arn:aws:iam::111122223333:user/u").unwrap();
        let request = Request::builder("s3:GetObject", "*").principal(user).context("aws:username", "v");
        assert_eq!(request.clone().build().unwrap_err().code(), "derived-key-contradicted");
        assert!(request.override_derived_keys().build().is_ok());
    }

    #[test]
    fn same_account_test() {
        let user = Principal::user("arn:aws:iam::111122223333:user/u").unwrap();
        let owner = |resource: &str, stated: Option<&str>| {
            let mut request = Request::builder("a:b", resource).principal(user.clone());
            if let Some(stated) = stated {
                request = request.resource_account(stated);
            }
            request.build().unwrap().resource_account().map(str::to_owned)
        };
        assert_eq!(owner("arn:aws:sqs:r:444455556666:q", Some("1")).as_deref(), Some("444455556666"));
        assert_eq!(owner("*", None).as_deref(), Some("111122223333"));
        assert_eq!(owner("arn:aws:s3:::b", Some("444455556666")).as_deref(), Some("444455556666"));
        // rule s3_owner
        assert_eq!(owner("arn:aws:s3:::b", None), None);
    }

    #[test]
    fn tag_keys_follow_from_request_tags() {
        let request = Request::builder("ec2:CreateTags", "*").context("aws:RequestTag/Team", "red").build().unwrap();
        assert_eq!(get(&request, "aws:TagKeys"), Lookup::Many(&[Cow::Borrowed("Team")]));
    }
}
