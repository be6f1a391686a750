//! Who called: from `userIdentity` to the principal whose policies granted it.

use std::borrow::Cow;

use super::identity::Identity;
use super::meaning::{Ignored, Standing};
use super::record::Record;

/// Whom a record concerns, or why nobody.
pub(super) struct Caller<'r> {
    pub principal: Option<Cow<'r, str>>,
    pub standing: Standing,
    pub ignored: Option<Ignored>,
    /// Rule `id_via_service`.
    pub via: Vec<Cow<'r, str>>,
}

impl<'r> Caller<'r> {
    fn ignored(reason: Ignored) -> Self {
        Self { principal: None, standing: Standing::default(), ignored: Some(reason), via: Vec::new() }
    }

    fn known(arn: Cow<'r, str>, has_unknown_path: bool) -> Self {
        let resource = resource_of(&arn);
        let is_permission_set = resource.starts_with("role/aws-reserved/sso.amazonaws.com/");
        // rule `id_slr`
        let ignored = resource.starts_with("role/aws-service-role/").then_some(Ignored::ServiceLinkedRole);
        let standing = Standing { has_unknown_path, is_permission_set };
        Self { principal: Some(arn).filter(|_| ignored.is_none()), standing, ignored, via: Vec::new() }
    }
}

/// What an ARN has behind its fifth colon.
fn resource_of(arn: &str) -> &str {
    let mut colons = memchr::memchr_iter(b':', arn.as_bytes());
    colons.nth(4).and_then(|at| arn.get(at + 1..)).unwrap_or("")
}

pub(super) fn caller_of<'r>(record: &'r Record<'_>) -> Caller<'r> {
    let identity = &record.identity;
    let mut caller = by_type(record, identity);
    if caller.principal.is_some() {
        caller.via.extend(via(record));
    }
    caller
}

fn by_type<'r>(record: &'r Record<'_>, identity: &'r Identity<'_>) -> Caller<'r> {
    let arn = identity.arn.as_deref();
    // rule `id_wins`: a session's ARN says more than a type that contradicts it
    let is_session = arn.is_some_and(|arn| resource_of(arn).starts_with("assumed-role/"));
    match identity.kind.as_deref() {
        Some("IAMUser") if is_session => of_session(identity),
        Some("IAMUser") => of_user(record, identity),
        Some("AssumedRole") => of_session(identity),
        // rule `id_federated_issuer`
        Some("FederatedUser") => match identity.issuer.arn.as_deref() {
            Some(issuer) if issuer.ends_with(":root") => Caller::ignored(Ignored::Root),
            Some(issuer) if issuer.contains(":user/") => Caller::known(issuer.into(), false),
            _ => Caller::ignored(Ignored::Unattributed),
        },
        Some("WebIdentityUser" | "SAMLUser") => Caller::ignored(Ignored::TrustPolicy),
        Some("Root") => Caller::ignored(Ignored::Root),
        Some("AWSService") => Caller::ignored(Ignored::ServicePrincipal),
        Some("AWSAccount") => Caller::ignored(Ignored::ForeignAccount),
        Some("IdentityCenterUser") => Caller::ignored(Ignored::IdentityCenter),
        None if record.is_lossy => of_lossy(identity),
        _ => Caller::ignored(Ignored::Unattributed),
    }
}

/// Rule `id_user`.
fn of_user<'r>(record: &'r Record<'_>, identity: &'r Identity<'_>) -> Caller<'r> {
    if let Some(arn) = identity.arn.as_deref().filter(|arn| resource_of(arn).starts_with("user/")) {
        return Caller::known(arn.into(), false);
    }
    match (identity.account_id.as_deref(), identity.user_name.as_deref()) {
        (Some(account), Some(name)) => {
            let partition = partition_of_region(record.aws_region.as_deref()).unwrap_or("aws");
            Caller::known(format!("arn:{partition}:iam::{account}:user/{name}").into(), true)
        }
        _ => Caller::ignored(Ignored::Unattributed),
    }
}

/// Rules `id_role_issuer` and `id_role_session`.
fn of_session<'r>(identity: &'r Identity<'_>) -> Caller<'r> {
    if let Some(issuer) = identity.issuer.arn.as_deref() {
        if issuer.ends_with(":root") {
            return Caller::ignored(Ignored::Root);
        }
        let resource = resource_of(issuer);
        if resource.starts_with("role/") || resource.starts_with("user/") {
            return Caller::known(issuer.into(), false);
        }
    }
    match identity.arn.as_deref().and_then(role_of_session) {
        Some(role) => Caller::known(role.into(), true),
        None => match identity.arn.as_deref().filter(|arn| arn.contains(":role/")) {
            Some(role) => Caller::known(role.into(), false),
            None => Caller::ignored(Ignored::Unattributed),
        },
    }
}

/// `arn:P:sts::A:assumed-role/N/S` → `arn:P:iam::A:role/N`.
fn role_of_session(arn: &str) -> Option<String> {
    let (before, session) = arn.split_once(":assumed-role/")?;
    let mut fields = before.splitn(5, ':');
    let (_, partition, _, _, account) =
        (fields.next()?, fields.next()?, fields.next()?, fields.next()?, fields.next()?);
    let name = session.split('/').next().filter(|name| !name.is_empty())?;
    Some(format!("arn:{partition}:iam::{account}:role/{name}"))
}

/// Rule `container_csv`: a download has a name, or an ARN, and no type.
fn of_lossy<'r>(identity: &'r Identity<'_>) -> Caller<'r> {
    match (identity.arn.as_deref(), identity.user_name.as_deref()) {
        (Some(arn), _) if arn.contains(":assumed-role/") => of_session(identity),
        (Some(arn), _) if arn.contains(":user/") || arn.contains(":role/") => Caller::known(arn.into(), false),
        (_, Some("root")) => Caller::ignored(Ignored::Root),
        (_, Some(name)) if !name.is_empty() => Caller::known(format!("user_name:{name}").into(), true),
        _ => Caller::ignored(Ignored::Unattributed),
    }
}

fn via<'r>(record: &'r Record<'_>) -> Option<Cow<'r, str>> {
    match record.identity.invoked_by.as_deref() {
        Some("AWS Internal") => Some("aws_internal".into()),
        Some(service) => Some(service.into()),
        None => match record.source_ip_address.as_deref() {
            Some("AWS Internal") => Some("aws_internal".into()),
            Some(service) if service.ends_with(".amazonaws.com") => Some(service.into()),
            _ => None,
        },
    }
}

/// Rule `partition_from_region`; none for regions of the partition `aws` and unknown ones.
pub(super) fn partition_of_region(region: Option<&str>) -> Option<&'static str> {
    let region = region?;
    let partitions = [
        ("cn-", "aws-cn"),
        ("us-gov-", "aws-us-gov"),
        ("us-isob-", "aws-iso-b"),
        ("us-iso-", "aws-iso"),
        ("eu-isoe-", "aws-iso-e"),
        ("us-isof-", "aws-iso-f"),
        ("eusc-", "aws-eusc"),
    ];
    partitions.into_iter().find_map(|(start, partition)| region.starts_with(start).then_some(partition))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn who(identity: &str) -> (Option<String>, Option<Ignored>, Standing) {
        let text = format!(r#"{{"awsRegion":"eu-west-1","userIdentity":{identity}}}"#);
        let record: Record<'_> = serde_json::from_str(&text).unwrap();
        let caller = caller_of(&record);
        (caller.principal.map(Cow::into_owned), caller.ignored, caller.standing)
    }

    fn principal(identity: &str) -> Option<String> {
        who(identity).0
    }

    fn ignored(identity: &str) -> Option<Ignored> {
        who(identity).1
    }

    #[test]
    fn id_user() {
        let ann = Some("arn:aws:iam::111122223333:user/ann".to_owned());
        assert_eq!(principal(r#"{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}"#), ann);
        let built = who(r#"{"type":"IAMUser","accountId":"111122223333","userName":"ann"}"#);
        assert_eq!((built.0, built.2.has_unknown_path), (ann, true));
        assert_eq!(ignored(r#"{"type":"IAMUser","userName":"ann"}"#), Some(Ignored::Unattributed));
    }

    #[test]
    fn id_role_issuer() {
        let identity = r#"{"type":"AssumedRole","arn":"arn:aws:sts::1:assumed-role/r/s",
            "sessionContext":{"sessionIssuer":{"arn":"arn:aws:iam::1:role/team/r"}}}"#;
        assert_eq!(principal(identity).as_deref(), Some("arn:aws:iam::1:role/team/r"));
        assert!(!who(identity).2.has_unknown_path);
    }

    #[test]
    fn id_role_session() {
        let found = who(r#"{"type":"AssumedRole","arn":"arn:aws-cn:sts::1:assumed-role/r/s/t"}"#);
        assert_eq!((found.0.as_deref(), found.2.has_unknown_path), (Some("arn:aws-cn:iam::1:role/r"), true));
        assert_eq!(ignored(r#"{"type":"AssumedRole"}"#), Some(Ignored::Unattributed));
    }

    #[test]
    fn id_federated_issuer() {
        let of = |issuer: &str| {
            format!(r#"{{"type":"FederatedUser","sessionContext":{{"sessionIssuer":{{"arn":"{issuer}"}}}}}}"#)
        };
        assert_eq!(principal(&of("arn:aws:iam::1:user/u")).as_deref(), Some("arn:aws:iam::1:user/u"));
        assert_eq!(ignored(&of("arn:aws:iam::1:root")), Some(Ignored::Root));
    }

    #[test]
    fn id_web_id_root_id_service_id_account_id_idc_id_unknown() {
        for (kind, reason) in [
            ("WebIdentityUser", Ignored::TrustPolicy),
            ("SAMLUser", Ignored::TrustPolicy),
            ("Root", Ignored::Root),
            ("AWSService", Ignored::ServicePrincipal),
            ("AWSAccount", Ignored::ForeignAccount),
            ("IdentityCenterUser", Ignored::IdentityCenter),
            ("Unknown", Ignored::Unattributed),
            ("Directory", Ignored::Unattributed),
        ] {
            assert_eq!(
                ignored(&format!(r#"{{"type":"{kind}","arn":"arn:aws:iam::1:user/u"}}"#)),
                Some(reason),
                "{kind}"
            );
        }
        assert_eq!(ignored("{}"), Some(Ignored::Unattributed));
    }

    #[test]
    fn id_slr() {
        let of = |path: &str| {
            format!(
                r#"{{"type":"AssumedRole","sessionContext":{{"sessionIssuer":{{"arn":"arn:aws:iam::1:role/{path}r"}}}}}}"#
            )
        };
        assert_eq!(ignored(&of("aws-service-role/ecs.amazonaws.com/")), Some(Ignored::ServiceLinkedRole));
        assert!(who(&of("aws-reserved/sso.amazonaws.com/")).2.is_permission_set);
    }

    #[test]
    fn id_via_service() {
        let text = r#"{"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::1:user/u","invokedBy":"AWS Internal"}}"#;
        let record: Record<'_> = serde_json::from_str(text).unwrap();
        assert_eq!(caller_of(&record).via, ["aws_internal"]);
        let text =
            r#"{"userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::1:user/u"},"sourceIPAddress":"s3.amazonaws.com"}"#;
        let record: Record<'_> = serde_json::from_str(text).unwrap();
        assert_eq!(caller_of(&record).via, ["s3.amazonaws.com"]);
    }

    #[test]
    fn id_wins() {
        let found = who(r#"{"type":"IAMUser","arn":"arn:aws:sts::1:assumed-role/r/s"}"#);
        assert_eq!(found.0.as_deref(), Some("arn:aws:iam::1:role/r"));
    }

    #[test]
    fn partition_from_region() {
        assert_eq!(partition_of_region(Some("cn-north-1")), Some("aws-cn"));
        assert_eq!(partition_of_region(Some("us-isob-east-1")), Some("aws-iso-b"));
        assert_eq!(partition_of_region(Some("eu-west-1")), None);
    }
}
