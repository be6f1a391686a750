//! Whether, and how directly, a statement's `Principal` or `NotPrincipal` names the caller.

use crate::arn::{Arn, is_account_id};
use crate::document::{Effect, PrincipalElement, PrincipalEntry, PrincipalKind};
use crate::principal::{Principal, PrincipalType, canonical_service};

use super::layer::LayerKind;
use super::truth::{GradeRange, PrincipalGrade, Truth};

#[derive(Debug, Clone)]
pub(crate) struct PrincipalTest {
    negated: bool,
    entries: Box<[Entry]>,
}

/// Who is named.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Entry {
    Everybody,
    /// An account; by its id alone, or by the root ARN with its partition.
    Account {
        account: Box<str>,
        partition: Option<Box<str>>,
    },
    User(Box<str>),
    Role {
        arn: Box<str>,
        name: Box<str>,
    },
    Session {
        arn: Box<str>,
        role: Box<str>,
    },
    FederatedUser(Box<str>),
    UniqueId(Box<str>),
    Service(Box<str>),
    Provider(Box<str>),
    CanonicalUser(Box<str>),
    /// A text that names nobody: a group, a wildcard inside an ARN, …
    Nobody,
}

impl PrincipalTest {
    pub fn compile(element: PrincipalElement<'_>) -> Self {
        Self { negated: element.is_negated(), entries: element.entries().map(Entry::compile).collect() }
    }

    /// Everybody, unsigned federated callers as well: nobody is left out.
    pub fn everybody() -> Self {
        Self { negated: true, entries: Box::default() }
    }

    /// How directly the element names the caller. `caller` is `None` where nobody says who asks.
    /// `has_boundary` says whether the caller has a permissions boundary.
    pub fn grade(
        &self,
        caller: Option<&Principal>,
        layer: LayerKind,
        effect: Effect,
        has_boundary: Truth,
    ) -> GradeRange {
        let named = self.entries.iter().map(|entry| entry.grade(caller, layer)).fold(GradeRange::NONE, GradeRange::or);
        if !self.negated {
            return named;
        }
        // rules `not_principal`, `not_principal_needs_chain`: an entry of any grade exempts
        let mut truth = named.truth().negate_if(true);
        if effect == Effect::Deny && is_bounded_kind(caller) {
            // rule `not_principal_boundary`
            truth = truth.or(has_boundary);
        }
        // rule `not_principal_allow`
        GradeRange::DIRECT.and(truth)
    }
}

fn is_bounded_kind(caller: Option<&Principal>) -> bool {
    caller.is_none_or(|caller| matches!(caller.kind(), PrincipalType::User | PrincipalType::AssumedRole))
}

impl Entry {
    fn compile(entry: PrincipalEntry<'_>) -> Self {
        let name = entry.name().as_str();
        match entry.kind() {
            PrincipalKind::Aws => Self::compile_aws(name),
            PrincipalKind::Service => Self::Service(canonical_service(name).into()),
            PrincipalKind::Federated => Self::Provider(name.into()),
            PrincipalKind::CanonicalUser => Self::CanonicalUser(name.into()),
        }
    }

    fn compile_aws(name: &str) -> Self {
        if name == "*" {
            return Self::Everybody;
        }
        if is_account_id(name) {
            return Self::Account { account: name.into(), partition: None };
        }
        let Some(arn) = Arn::parse(name) else {
            let id = name.starts_with("AIDA") || name.starts_with("AROA");
            // rule `principal_unique_id`: `AROA…:session` is no principal
            return if id && !name.contains(':') { Self::UniqueId(name.into()) } else { Self::Nobody };
        };
        let (kind, rest) = arn.resource().split_once('/').unwrap_or((arn.resource(), ""));
        match (arn.service(), kind) {
            ("iam", "root") if arn.resource() == "root" && arn.region().is_empty() => {
                Self::Account { account: arn.account().into(), partition: Some(arn.partition().into()) }
            }
            ("iam", "user") => Self::User(name.into()),
            ("iam", "role") => {
                let last = rest.rsplit('/').next().unwrap_or(rest);
                Self::Role { arn: name.into(), name: last.into() }
            }
            ("sts", "assumed-role") => {
                let role = rest.split('/').next().unwrap_or(rest);
                Self::Session { arn: name.into(), role: role.into() }
            }
            ("sts", "federated-user") => Self::FederatedUser(name.into()),
            _ => Self::Nobody,
        }
    }

    fn grade(&self, caller: Option<&Principal>, layer: LayerKind) -> GradeRange {
        let Some(caller) = caller else { return self.grade_of_unknown() };
        let kind = caller.kind();
        let direct = |is: bool| GradeRange::DIRECT.and(Truth::from(is));
        let issuer = |is: bool| GradeRange::exactly(PrincipalGrade::Issuer).and(Truth::from(is));
        match self {
            // rule `principal_star_not_federated_trust`; a control policy's `*` means everybody
            Self::Everybody => direct(kind != PrincipalType::Federated || layer.is_control()),
            Self::Account { account, partition } => {
                let of_account = is_of_accounts(kind) && caller.account() == Some(account);
                let same_partition = partition.as_deref().is_none_or(|partition| partition == caller.partition());
                let grade = if kind == PrincipalType::Root { PrincipalGrade::Direct } else { PrincipalGrade::Account };
                GradeRange::exactly(grade).and(Truth::from(of_account && same_partition))
            }
            Self::User(arn) => match kind {
                PrincipalType::User => direct(caller.arn() == Some(arn)),
                PrincipalType::FederatedUser => issuer(caller.is_issued_by(arn)),
                _ => GradeRange::NONE,
            },
            Self::Role { arn, name } => match (kind, caller.role_arn()) {
                (PrincipalType::AssumedRole, Some(role)) => issuer(role == &**arn),
                // the session's ARN lacks the role's path, so the same name may be another role
                (PrincipalType::AssumedRole, None) => {
                    let may_be = Arn::parse(arn).is_some_and(|arn| caller.may_be_of_role(arn, name));
                    if may_be { GradeRange::up_to(PrincipalGrade::Issuer) } else { GradeRange::NONE }
                }
                _ => GradeRange::NONE,
            },
            Self::Session { arn, role } => match (kind, caller.arn()) {
                (PrincipalType::AssumedRole, Some(session)) => direct(session == &**arn),
                (PrincipalType::AssumedRole, None) => {
                    let may_be = Arn::parse(arn).is_some_and(|arn| caller.may_be_of_role(arn, role));
                    if may_be { GradeRange::up_to(PrincipalGrade::Direct) } else { GradeRange::NONE }
                }
                _ => GradeRange::NONE,
            },
            Self::FederatedUser(arn) => direct(kind == PrincipalType::FederatedUser && caller.arn() == Some(arn)),
            Self::UniqueId(id) => match (kind, caller.unique_id()) {
                (PrincipalType::User, Some(own)) => direct(own == &**id),
                (PrincipalType::AssumedRole, Some(own)) => issuer(own == &**id),
                _ => GradeRange::NONE,
            },
            Self::Service(host) => direct(kind == PrincipalType::Service && caller.canonical_service() == Some(host)),
            Self::Provider(provider) => direct(kind == PrincipalType::Federated && caller.name() == &**provider),
            Self::CanonicalUser(id) => match caller.canonical_user_id() {
                Some(own) => GradeRange::exactly(PrincipalGrade::Account).and(Truth::from(own == &**id)),
                None if is_of_accounts(kind) => GradeRange::up_to(PrincipalGrade::Account),
                None => GradeRange::NONE,
            },
            Self::Nobody => GradeRange::NONE,
        }
    }

    fn grade_of_unknown(&self) -> GradeRange {
        match self {
            Self::Everybody => GradeRange::DIRECT,
            Self::Nobody => GradeRange::NONE,
            _ => GradeRange::up_to(PrincipalGrade::Direct),
        }
    }
}

/// Kinds of principals that belong to an account.
fn is_of_accounts(kind: PrincipalType) -> bool {
    matches!(
        kind,
        PrincipalType::User | PrincipalType::AssumedRole | PrincipalType::FederatedUser | PrincipalType::Root
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Policy;

    const A: &str = "111122223333";

    fn grade(principal_json: &str, caller: &Principal) -> GradeRange {
        grade_in(principal_json, caller, LayerKind::Resource)
    }

    fn grade_in(principal_json: &str, caller: &Principal, layer: LayerKind) -> GradeRange {
        let text =
            format!(r#"{{"Statement":{{"Effect":"Allow","Principal":{principal_json},"Action":"*","Resource":"*"}}}}"#);
        let policy: Policy = text.parse().unwrap();
        let test = PrincipalTest::compile(policy.statement(0).unwrap().principal().unwrap());
        test.grade(Some(caller), layer, Effect::Allow, Truth::No)
    }

    fn user() -> Principal {
        Principal::user("arn:aws:iam::111122223333:user/team/u").unwrap()
    }

    fn session() -> Principal {
        Principal::role_session("arn:aws:iam::111122223333:role/team/r", "s").unwrap()
    }

    const ACCOUNT: GradeRange = GradeRange::exactly(PrincipalGrade::Account);
    const ISSUER: GradeRange = GradeRange::exactly(PrincipalGrade::Issuer);

    #[test]
    fn principal_star() {
        for star in [r#""*""#, r#"{"AWS":"*"}"#] {
            for caller in [
                user(),
                session(),
                Principal::root(A).unwrap(),
                Principal::anonymous(),
                Principal::service("sns.amazonaws.com"),
            ] {
                assert_eq!(grade(star, &caller), GradeRange::DIRECT);
            }
        }
    }

    #[test]
    fn principal_star_not_federated_trust() {
        let caller = Principal::federated("accounts.google.com");
        assert_eq!(grade_in(r#"{"AWS":"*"}"#, &caller, LayerKind::Trust), GradeRange::NONE);
        assert_eq!(grade_in(r#"{"Federated":"accounts.google.com"}"#, &caller, LayerKind::Trust), GradeRange::DIRECT);
        assert_eq!(grade_in(r#""*""#, &caller, LayerKind::ResourceControl), GradeRange::DIRECT);
    }

    #[test]
    fn principal_account() {
        assert_eq!(grade(r#"{"AWS":"111122223333"}"#, &user()), ACCOUNT);
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:root"}"#, &session()), ACCOUNT);
        assert_eq!(grade(r#"{"AWS":"arn:aws-cn:iam::111122223333:root"}"#, &session()), GradeRange::NONE);
        assert_eq!(grade(r#"{"AWS":"111122223333"}"#, &Principal::root(A).unwrap()), GradeRange::DIRECT);
        assert_eq!(grade(r#"{"AWS":"444455556666"}"#, &user()), GradeRange::NONE);
    }

    #[test]
    fn principal_user_arn() {
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:user/team/u"}"#, &user()), GradeRange::DIRECT);
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:user/u"}"#, &user()), GradeRange::NONE);
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:user/team/U"}"#, &user()), GradeRange::NONE);
        let federated = Principal::federated_user("arn:aws:sts::111122223333:federated-user/f").unwrap();
        let issued = federated.issued_by("arn:aws:iam::111122223333:user/team/u").unwrap();
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:user/team/u"}"#, &issued), ISSUER);
    }

    #[test]
    fn principal_role_arn() {
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:role/team/r"}"#, &session()), ISSUER);
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:role/r"}"#, &session()), GradeRange::NONE);
        let pathless = Principal::assumed_role("arn:aws:sts::111122223333:assumed-role/r/s").unwrap();
        let unknown = GradeRange::up_to(PrincipalGrade::Issuer);
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:role/team/r"}"#, &pathless), unknown);
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:role/q"}"#, &pathless), GradeRange::NONE);
    }

    #[test]
    fn principal_session_arn() {
        assert_eq!(grade(r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/r/s"}"#, &session()), GradeRange::DIRECT);
        assert_eq!(grade(r#"{"AWS":"arn:aws:sts::111122223333:assumed-role/r/*"}"#, &session()), GradeRange::NONE);
    }

    #[test]
    fn principal_federated_user_arn() {
        let caller = Principal::federated_user("arn:aws:sts::111122223333:federated-user/f").unwrap();
        assert_eq!(grade(r#"{"AWS":"arn:aws:sts::111122223333:federated-user/f"}"#, &caller), GradeRange::DIRECT);
        assert_eq!(grade(r#"{"AWS":"arn:aws:sts::111122223333:federated-user/g"}"#, &caller), GradeRange::NONE);
    }

    #[test]
    fn principal_service() {
        let caller = Principal::service("logs.us-east-1.amazonaws.com");
        assert_eq!(grade(r#"{"Service":"logs.amazonaws.com"}"#, &caller), GradeRange::DIRECT);
        assert_eq!(grade(r#"{"Service":"sns.amazonaws.com"}"#, &caller), GradeRange::NONE);
        assert_eq!(grade(r#"{"Service":"logs.amazonaws.com"}"#, &user()), GradeRange::NONE);
    }

    #[test]
    fn principal_federated() {
        let provider = "arn:aws:iam::111122223333:saml-provider/p";
        let named = format!(r#"{{"Federated":"{provider}"}}"#);
        assert_eq!(grade(&named, &Principal::federated(provider)), GradeRange::DIRECT);
        assert_eq!(grade(&named, &session()), GradeRange::NONE);
    }

    #[test]
    fn principal_canonical_user() {
        let named = r#"{"CanonicalUser":"79a5"}"#;
        assert_eq!(grade(named, &user()), GradeRange::up_to(PrincipalGrade::Account));
        assert_eq!(grade(named, &user().with_canonical_user_id("79a5")), ACCOUNT);
        assert_eq!(grade(named, &user().with_canonical_user_id("80a5")), GradeRange::NONE);
    }

    #[test]
    fn principal_unique_id() {
        assert_eq!(grade(r#"{"AWS":"AIDAX"}"#, &user()), GradeRange::NONE);
        assert_eq!(grade(r#"{"AWS":"AIDAX"}"#, &user().with_unique_id("AIDAX")), GradeRange::DIRECT);
        assert_eq!(grade(r#"{"AWS":"AROAX"}"#, &session().with_unique_id("AROAX")), ISSUER);
        assert_eq!(grade(r#"{"AWS":"AROAX:s"}"#, &session().with_unique_id("AROAX")), GradeRange::NONE);
    }

    #[test]
    fn principal_no_partial_wildcard() {
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:user/*"}"#, &user()), GradeRange::NONE);
    }

    #[test]
    fn principal_group_never() {
        assert_eq!(grade(r#"{"AWS":"arn:aws:iam::111122223333:group/g"}"#, &user()), GradeRange::NONE);
    }
}
