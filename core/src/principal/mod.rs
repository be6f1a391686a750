//! Who makes a request.
//!
//! This room must not know policies: it says who the caller is, not what a `Principal` element
//! matches. The law its tests check: a principal's account and partition are those of its ARN.

use std::fmt;

use crate::arn::{Arn, is_account_id};
use crate::request::InputError;

mod kind;
mod service;

pub use kind::PrincipalType;
pub(crate) use service::canonical_service;

/// Who makes a request?
///
/// Source: IAM user guide, "AWS JSON policy elements: Principal" and "IAM identifiers".
///
/// ```
/// use iam_eval::{Principal, PrincipalType};
///
/// let ann = Principal::user("arn:aws:iam::111122223333:user/team/ann")?.with_unique_id("AIDAEXAMPLE");
/// assert_eq!((ann.account(), ann.name(), ann.unique_id()), (Some("111122223333"), "ann", Some("AIDAEXAMPLE")));
/// let session = Principal::role_session("arn:aws:iam::111122223333:role/team/app", "job")?;
/// assert_eq!(session.arn(), Some("arn:aws:sts::111122223333:assumed-role/app/job"));
/// // a session's own ARN lacks the path of its role
/// assert_eq!(Principal::from_arn(session.arn().unwrap())?.role_arn(), None);
/// let token = Principal::federated_user("arn:aws:sts::111122223333:federated-user/f")?.issued_by(ann.arn().unwrap())?;
/// assert_eq!((token.kind(), token.issuer()), (PrincipalType::FederatedUser, ann.arn()));
/// assert!(Principal::root("111122223333")?.assumed_root().is_assumed_root());
/// let outside = [Principal::service("sns.amazonaws.com"), Principal::federated("accounts.google.com")];
/// assert!(outside.iter().all(|principal| principal.arn().is_none() && principal.partition() == "aws"));
/// assert_eq!(Principal::anonymous().account(), None);
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Principal {
    kind: PrincipalType,
    arn: Option<Box<str>>,
    account: Option<Box<str>>,
    partition: Box<str>,
    /// Sessions: the role's ARN with its path, where it is known.
    role_arn: Option<Box<str>>,
    /// The last part of the ARN: user, role or session name, host name of a service, provider.
    name: Box<str>,
    role_name: Option<Box<str>>,
    issuer: Option<Box<str>>,
    unique_id: Option<Box<str>>,
    canonical_user_id: Option<Box<str>>,
    /// The name that all spellings of a service's host name share.
    canonical_service: Option<Box<str>>,
    service_linked: bool,
    management_account: bool,
    assumed_root: bool,
}

impl Principal {
    fn of(kind: PrincipalType, name: &str) -> Self {
        Self {
            kind,
            arn: None,
            account: None,
            partition: "aws".into(),
            role_arn: None,
            name: name.into(),
            role_name: None,
            issuer: None,
            unique_id: None,
            canonical_user_id: None,
            canonical_service: None,
            service_linked: false,
            management_account: false,
            assumed_root: false,
        }
    }

    fn located(kind: PrincipalType, name: &str, arn: Arn<'_>) -> Self {
        let mut principal = Self::of(kind, name);
        principal.arn = Some(arn.as_str().into());
        principal.account = Some(arn.account().into());
        principal.partition = arn.partition().into();
        principal
    }

    /// An IAM user, by long-term keys or a `GetSessionToken` session.
    ///
    /// # Errors
    /// The text is not `arn:P:iam::ACCOUNT:user/NAME`.
    pub fn user(arn: &str) -> Result<Self, InputError> {
        let read = iam(arn, "iam", "user/");
        let (arn, path) = read.ok_or_else(|| InputError::principal(arn, "`arn:aws:iam::ACCOUNT:user/NAME`"))?;
        Ok(Self::located(PrincipalType::User, last(path), arn))
    }

    /// A session of the role `role_arn` (with its path) called `session_name`.
    ///
    /// # Errors
    /// The text is not `arn:P:iam::ACCOUNT:role/NAME`, or the session has no name.
    pub fn role_session(role_arn: &str, session_name: &str) -> Result<Self, InputError> {
        let (role, path) = read_role(role_arn)?;
        if session_name.is_empty() || session_name.contains(['/', ':']) {
            return Err(InputError::principal(session_name, "a session name without `/` and `:`"));
        }
        let name = last(path);
        let arn = format!("arn:{}:sts::{}:assumed-role/{name}/{session_name}", role.partition(), role.account());
        Self::assumed_role(&arn)?.of_role(role_arn)
    }

    /// Some session of the role `role_arn`; its name is not known.
    ///
    /// # Errors
    /// The text is not `arn:P:iam::ACCOUNT:role/NAME`.
    pub fn role(role_arn: &str) -> Result<Self, InputError> {
        let (role, path) = read_role(role_arn)?;
        let mut principal = Self::located(PrincipalType::AssumedRole, "", role);
        principal.arn = None;
        principal.role_name = Some(last(path).into());
        principal.of_role(role_arn)
    }

    /// Somebody of an account whom no policy can name but by that account: the simulator takes a
    /// group as the caller (rule `sim_caller`), and groups never match (rule `principal_group_never`).
    pub(crate) fn nameless(account: &str, partition: &str) -> Self {
        let mut principal = Self::of(PrincipalType::AssumedRole, "");
        principal.account = Some(account.into());
        principal.partition = partition.into();
        principal
    }

    /// Somebody of an account, of some kind, whose name is left open.
    pub(crate) fn somebody(kind: PrincipalType, account: &str, partition: &str) -> Self {
        let mut principal = Self::nameless(account, partition);
        principal.kind = kind;
        principal
    }

    /// A session known by its own ARN. That ARN lacks the role's path, so whether a policy that
    /// names the role by ARN means this one stays unknown until [`of_role`](Self::of_role) says it.
    ///
    /// # Errors
    /// The text is not `arn:P:sts::ACCOUNT:assumed-role/ROLE/SESSION`.
    pub fn assumed_role(arn: &str) -> Result<Self, InputError> {
        let expected = "`arn:aws:sts::ACCOUNT:assumed-role/ROLE/SESSION`";
        let refuse = || InputError::principal(arn, expected);
        let (read, path) = iam(arn, "sts", "assumed-role/").ok_or_else(refuse)?;
        let (role, session) = path.split_once('/').filter(|(role, _)| !role.is_empty()).ok_or_else(refuse)?;
        if session.is_empty() {
            return Err(refuse());
        }
        let mut principal = Self::located(PrincipalType::AssumedRole, session, read);
        principal.role_name = Some(role.into());
        Ok(principal)
    }

    /// Says which role a session is of, path included.
    ///
    /// # Errors
    /// The principal is no session, or the role has another name or account.
    pub fn of_role(mut self, role_arn: &str) -> Result<Self, InputError> {
        let (role, path) = read_role(role_arn)?;
        if self.kind != PrincipalType::AssumedRole
            || self.role_name.as_deref() != Some(last(path))
            || self.account.as_deref() != Some(role.account())
            || *self.partition != *role.partition()
        {
            return Err(InputError::principal(role_arn, "the role of the session"));
        }
        self.service_linked |= path.starts_with("aws-service-role/");
        self.role_arn = Some(role_arn.into());
        Ok(self)
    }

    /// A `GetFederationToken` session. Its issuing user is taken to be the user of the same name,
    /// unless [`issued_by`](Self::issued_by) names another.
    ///
    /// # Errors
    /// The text is not `arn:P:sts::ACCOUNT:federated-user/NAME`.
    pub fn federated_user(arn: &str) -> Result<Self, InputError> {
        let read = iam(arn, "sts", "federated-user/");
        let expected = "`arn:aws:sts::ACCOUNT:federated-user/NAME`";
        let (arn, name) = read.ok_or_else(|| InputError::principal(arn, expected))?;
        Ok(Self::located(PrincipalType::FederatedUser, name, arn))
    }

    /// Says which user a `GetFederationToken` session was issued by.
    ///
    /// # Errors
    /// The text is no user's ARN.
    pub fn issued_by(mut self, user_arn: &str) -> Result<Self, InputError> {
        self.issuer = Self::user(user_arn)?.arn;
        Ok(self)
    }

    /// The root user of an account, by account id or `arn:P:iam::ACCOUNT:root`.
    ///
    /// # Errors
    /// The text is neither.
    pub fn root(account: &str) -> Result<Self, InputError> {
        let arn = if is_account_id(account) { format!("arn:aws:iam::{account}:root") } else { account.to_owned() };
        match Arn::parse(&arn) {
            Some(read) if read.service() == "iam" && read.resource() == "root" && is_account_id(read.account()) => {
                Ok(Self::located(PrincipalType::Root, "root", read))
            }
            _ => Err(InputError::principal(account, "an account id or `arn:aws:iam::ACCOUNT:root`")),
        }
    }

    /// An AWS service, by host name: `sns.amazonaws.com` (rule `principal_service`).
    pub fn service(host: &str) -> Self {
        let mut principal = Self::of(PrincipalType::Service, host);
        principal.canonical_service = Some(canonical_service(host).into());
        principal
    }

    /// Nobody: an unsigned request (rule `anonymous`).
    pub fn anonymous() -> Self {
        Self::of(PrincipalType::Anonymous, "")
    }

    /// The unsigned caller of `AssumeRoleWithSAML` or `AssumeRoleWithWebIdentity`, by the provider
    /// that vouches for it: a provider ARN, or a host name such as `accounts.google.com`.
    pub fn federated(provider: &str) -> Self {
        match Arn::parse(provider) {
            Some(arn) => Self::located(PrincipalType::Federated, provider, arn),
            None => Self::of(PrincipalType::Federated, provider),
        }
    }

    /// Whoever an ARN names: a user, a session, a federated user, a root user; a role's ARN means
    /// [some session of it](Self::role).
    ///
    /// # Errors
    /// The text is none of these ARNs.
    pub fn from_arn(arn: &str) -> Result<Self, InputError> {
        let resource = Arn::parse(arn).map_or("", Arn::resource);
        match resource.split_once('/').map_or(resource, |(kind, _)| kind) {
            "user" => Self::user(arn),
            "role" => Self::role(arn),
            "assumed-role" => Self::assumed_role(arn),
            "federated-user" => Self::federated_user(arn),
            "root" => Self::root(arn),
            _ => Err(InputError::principal(arn, "the ARN of a user, role, session, federated user or root user")),
        }
    }

    /// States the unique id: `AIDA…` of a user, `AROA…` of a session's role (rule `principal_unique_id`).
    #[must_use]
    pub fn with_unique_id(mut self, id: &str) -> Self {
        // `get-caller-identity` prints a session's id with the session's name
        self.unique_id = Some(id.split(':').next().unwrap_or(id).into());
        self
    }

    /// States the canonical user id of the principal's account (rule `principal_canonical_user`).
    #[must_use]
    pub fn with_canonical_user_id(mut self, id: &str) -> Self {
        self.canonical_user_id = Some(id.into());
        self
    }

    /// States the account, where the ARN does not.
    #[must_use]
    pub fn with_account(mut self, account: &str) -> Self {
        self.account = Some(account.into());
        self
    }

    /// Says that the role is a service-linked one: SCPs and RCPs do not apply to it (rule `slr`).
    #[must_use]
    pub fn service_linked(mut self) -> Self {
        self.service_linked = true;
        self
    }

    /// Says that the principal is of the organization's management account: SCPs do not apply (rule `scp_exempt`).
    #[must_use]
    pub fn in_management_account(mut self) -> Self {
        self.management_account = true;
        self
    }

    /// Says that a root user is an `AssumeRoot` session, whose session policy only denies (rule `assume_root`).
    #[must_use]
    pub fn assumed_root(mut self) -> Self {
        self.assumed_root = true;
        self
    }

    /// What kind of principal is it?
    pub fn kind(&self) -> PrincipalType {
        self.kind
    }

    /// Which ARN signs the request? None for services, nobody, and sessions without a name.
    pub fn arn(&self) -> Option<&str> {
        self.arn.as_deref()
    }

    /// Of which account, where there is one?
    pub fn account(&self) -> Option<&str> {
        self.account.as_deref()
    }

    /// In which partition? `aws` unless the ARN says otherwise.
    pub fn partition(&self) -> &str {
        &self.partition
    }

    /// Which role is it a session of, by ARN with its path, where that is known?
    pub fn role_arn(&self) -> Option<&str> {
        self.role_arn.as_deref()
    }

    /// Which role is it a session of, by name?
    pub fn role_name(&self) -> Option<&str> {
        self.role_name.as_deref()
    }

    /// What is it called: the user, session or federated user's name; a service's host name; a provider.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Which unique id was stated?
    pub fn unique_id(&self) -> Option<&str> {
        self.unique_id.as_deref()
    }

    /// Which canonical user id was stated?
    pub fn canonical_user_id(&self) -> Option<&str> {
        self.canonical_user_id.as_deref()
    }

    /// Which user issued the `GetFederationToken` session, where that was stated?
    pub fn issuer(&self) -> Option<&str> {
        self.issuer.as_deref()
    }

    /// The name that all spellings of a service's host name share.
    pub(crate) fn canonical_service(&self) -> Option<&str> {
        self.canonical_service.as_deref()
    }

    /// Whether it is a `GetFederationToken` session issued by that user. Where nobody states the
    /// issuer it is taken to be the user of the session's own name, as in AWS's examples.
    pub(crate) fn is_issued_by(&self, user_arn: &str) -> bool {
        if self.kind != PrincipalType::FederatedUser {
            return false;
        }
        if let Some(issuer) = self.issuer() {
            return issuer == user_arn;
        }
        Arn::parse(user_arn).is_some_and(|arn| {
            Some(arn.account()) == self.account()
                && arn.partition() == self.partition()
                && arn.service() == "iam"
                && arn.resource().strip_prefix("user/") == Some(self.name())
        })
    }

    /// Whether a session whose role is not known may be one of the role or session that an ARN
    /// names: account, partition and the role's name agree.
    pub(crate) fn may_be_of_role(&self, arn: Arn<'_>, role_name: &str) -> bool {
        self.kind == PrincipalType::AssumedRole
            && self.role_name() == Some(role_name)
            && self.account() == Some(arn.account())
            && self.partition() == arn.partition()
            && arn.region().is_empty()
    }

    /// Is it a session of a service-linked role?
    pub fn is_service_linked(&self) -> bool {
        self.service_linked
    }

    /// Is it of the organization's management account?
    pub fn is_in_management_account(&self) -> bool {
        self.management_account
    }

    /// Is it an `AssumeRoot` session?
    pub fn is_assumed_root(&self) -> bool {
        self.assumed_root
    }
}

impl fmt::Display for Principal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.kind, self.arn(), self.role_arn()) {
            (PrincipalType::Anonymous, ..) => f.write_str("anonymous"),
            (_, Some(arn), _) => f.write_str(arn),
            (_, None, Some(role)) => write!(f, "a session of {role}"),
            _ => f.write_str(&self.name),
        }
    }
}

fn last(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}

/// The ARN and what follows `kind` in its resource part, if it is of that service and kind.
fn iam<'a>(arn: &'a str, service: &str, kind: &str) -> Option<(Arn<'a>, &'a str)> {
    let arn = Arn::parse(arn)?;
    let path = arn.resource().strip_prefix(kind)?;
    let good = arn.service() == service && is_account_id(arn.account()) && !last(path).is_empty();
    good.then_some((arn, path))
}

fn read_role(role_arn: &str) -> Result<(Arn<'_>, &str), InputError> {
    let expected = "`arn:aws:iam::ACCOUNT:role/NAME`";
    iam(role_arn, "iam", "role/").ok_or_else(|| InputError::principal(role_arn, expected))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn account_and_partition_are_those_of_the_arn() {
        for arn in [
            "arn:aws-cn:iam::111122223333:user/a/b",
            "arn:aws-cn:iam::111122223333:role/a/b",
            "arn:aws-cn:sts::111122223333:assumed-role/b/s",
            "arn:aws-cn:sts::111122223333:federated-user/b",
            "arn:aws-cn:iam::111122223333:root",
        ] {
            let principal = Principal::from_arn(arn).unwrap();
            assert_eq!(principal.account(), Some("111122223333"), "{arn}");
            assert_eq!(principal.partition(), "aws-cn", "{arn}");
        }
    }

    #[test]
    fn what_names_nobody_is_refused() {
        for arn in
            ["", "*", "arn:aws:iam::111122223333:user/", "arn:aws:iam::1:user/a", "arn:aws:iam::111122223333:group/g"]
        {
            assert!(Principal::from_arn(arn).is_err(), "{arn}");
        }
        assert!(Principal::assumed_role("arn:aws:sts::111122223333:assumed-role/r").is_err());
        assert!(Principal::role_session("arn:aws:iam::111122223333:role/r", "a/b").is_err());
    }

    #[test]
    fn a_session_takes_only_its_own_role() {
        let session = Principal::assumed_role("arn:aws:sts::111122223333:assumed-role/r/s").unwrap();
        assert!(session.clone().of_role("arn:aws:iam::111122223333:role/team/r").is_ok());
        assert!(session.clone().of_role("arn:aws:iam::111122223333:role/q").is_err());
        assert!(session.of_role("arn:aws:iam::444455556666:role/r").is_err());
    }
}
