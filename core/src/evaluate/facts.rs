//! What the layers say of a request, and the decision that follows (rules 73 to 115).

use crate::principal::PrincipalType;
use crate::request::Request;

use super::layer::LayerKind;
use super::truth::{GradeRange, PrincipalGrade, Truth};

/// What the policies of one layer, or of one level of it, say of a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LayerFacts {
    /// Whether a Deny matches.
    pub deny: Truth,
    /// The best grade of the Allows that match.
    pub allow: GradeRange,
}

impl LayerFacts {
    /// A layer of which nobody says what it holds (rule `unknown_layer`).
    pub const UNKNOWN: Self = Self { deny: Truth::Unknown, allow: GradeRange::up_to(PrincipalGrade::Direct) };
    /// No policies at all: nothing denies, nothing allows.
    pub const EMPTY: Self = Self { deny: Truth::No, allow: GradeRange::NONE };
}

/// What all levels of a layer say together; `None` of a layer means that it does not restrict.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Levels {
    pub deny: Truth,
    /// The first level with a Deny that matches.
    pub denied_at: u32,
    /// Whether every level allows, at the grade of the one that allows least.
    pub allow: GradeRange,
    /// The first level that may not allow.
    pub missing_at: u32,
}

impl Levels {
    pub fn of(levels: impl Iterator<Item = LayerFacts>) -> Self {
        let mut all = Self { deny: Truth::No, denied_at: 0, allow: GradeRange::DIRECT, missing_at: 0 };
        for (level, facts) in (0..).zip(levels) {
            if facts.deny > all.deny {
                (all.deny, all.denied_at) = (facts.deny, level);
            }
            if facts.allow.most < all.allow.most {
                (all.allow.most, all.missing_at) = (facts.allow.most, level);
            }
            all.allow.least = all.allow.least.min(facts.allow.least);
        }
        all
    }
}

/// What each layer says, and what of the caller and the resource the decision rests on.
#[derive(Debug, Clone)]
pub(crate) struct Facts {
    pub layers: [Option<Levels>; LayerKind::ALL.len()],
    pub caller: Caller,
    /// Whether caller and resource are of one account.
    pub same_account: Truth,
    /// Whether the resource grants nothing without its own policy (rule `policy_required_set`).
    pub policy_required: bool,
    /// Whether the resource's policy, or the role's trust policy, is given; grants are none.
    pub has_resource_policy: bool,
}

/// Which side of the algorithm a caller has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Caller {
    /// A user or session with identity policies, or nobody said who asks.
    WithIdentity,
    /// The root user: allowed by itself.
    Root,
    /// A service or nobody: only the resource can allow, and only by naming the caller.
    DirectOnly,
    /// An unsigned federated caller: only the trust policy can allow.
    Federated,
}

impl Caller {
    pub fn of(request: &Request) -> Self {
        match request.principal().map(crate::principal::Principal::kind) {
            None | Some(PrincipalType::User | PrincipalType::AssumedRole | PrincipalType::FederatedUser) => {
                Self::WithIdentity
            }
            Some(PrincipalType::Root) => Self::Root,
            Some(PrincipalType::Service | PrincipalType::Anonymous) => Self::DirectOnly,
            Some(PrincipalType::Federated) => Self::Federated,
        }
    }
}

/// The answer, before it is told to anybody.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Verdict {
    pub answer: Answer,
    pub decided_by: Option<(LayerKind, u32)>,
    pub maybe_explicit: bool,
}

/// Is a request allowed?
///
/// On the wire these are AWS's words, and ours for the fourth (rule `depends_meaning`).
///
/// ```
/// use iam_eval::Answer;
///
/// assert_eq!(serde_json::to_string(&Answer::ImplicitDeny)?, r#""implicitDeny""#);
/// # Ok::<(), serde_json::Error>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub enum Answer {
    /// Every layer that applies lets the request pass, and one grants it.
    #[serde(rename = "allowed")]
    Allowed,
    /// A statement denies it.
    #[serde(rename = "explicitDeny")]
    ExplicitDeny,
    /// Nothing grants it, or a layer does not let it pass.
    #[serde(rename = "implicitDeny")]
    ImplicitDeny,
    /// What is not known decides: some completion may be allowed, another may be denied.
    #[serde(rename = "depends")]
    Depends,
}

impl Answer {
    /// The word on the wire.
    ///
    /// ```
    /// assert_eq!(iam_eval::Answer::ExplicitDeny.as_str(), "explicitDeny");
    /// ```
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Allowed => "allowed",
            Self::ExplicitDeny => "explicitDeny",
            Self::ImplicitDeny => "implicitDeny",
            Self::Depends => "depends",
        }
    }
}

/// The unknowns settled in one way: each layer's Allow at its least, or at its most.
#[derive(Clone, Copy)]
enum Settled {
    Pessimistic,
    Optimistic,
}

impl Facts {
    pub fn layer(&self, kind: LayerKind) -> Option<&Levels> {
        self.layers[kind as usize].as_ref()
    }

    /// The decision.
    ///
    /// Allowing grows with every layer's Allow and shrinks with every Deny, and each unknown stands
    /// in one of them only. So the answer with all unknowns settled against the request and the one
    /// with all settled for it are the two ends, and where they differ both are reached: that is
    /// exactly when it depends (rule `depends_meaning`).
    pub fn decide(&self) -> Verdict {
        let worst = LayerKind::ALL.into_iter().zip(&self.layers).filter_map(|(kind, levels)| {
            let levels = levels.as_ref()?;
            Some((levels.deny, kind, levels.denied_at))
        });
        // the first of the worst, in the order in which a denial is attributed
        let worst = worst.reduce(|worst, next| if next.0 > worst.0 { next } else { worst });
        let (deny, by) = worst.map_or((Truth::No, None), |(deny, kind, level)| (deny, Some((kind, level))));
        if deny == Truth::Yes {
            return Verdict { answer: Answer::ExplicitDeny, decided_by: by, maybe_explicit: false };
        }
        if deny == Truth::No && self.allows(Settled::Pessimistic) {
            let by = Some((self.allowed_by(), 0));
            return Verdict { answer: Answer::Allowed, decided_by: by, maybe_explicit: false };
        }
        if self.allows(Settled::Optimistic) {
            return Verdict { answer: Answer::Depends, decided_by: None, maybe_explicit: false };
        }
        // rule `deny_unknown`
        let maybe_explicit = deny == Truth::Unknown;
        Verdict { answer: Answer::ImplicitDeny, decided_by: self.implicitly_by(), maybe_explicit }
    }

    fn grade(&self, kind: LayerKind, settled: Settled) -> Option<PrincipalGrade> {
        self.layer(kind).map(|levels| match settled {
            Settled::Pessimistic => levels.allow.least,
            Settled::Optimistic => levels.allow.most,
        })
    }

    /// Whether a layer that only restricts lets the request pass; one that is absent does.
    fn passes(&self, kind: LayerKind, settled: Settled) -> bool {
        self.grade(kind, settled).is_none_or(|grade| grade > PrincipalGrade::None)
    }

    fn resource_grade(&self, settled: Settled) -> PrincipalGrade {
        let grade = self.grade(LayerKind::Resource, settled).max(self.grade(LayerKind::Trust, settled));
        grade.unwrap_or_default()
    }

    fn identity_allows(&self, settled: Settled) -> bool {
        match self.caller {
            Caller::Root => true,
            Caller::DirectOnly | Caller::Federated => false,
            Caller::WithIdentity => match self.grade(LayerKind::Identity, settled) {
                Some(grade) => grade > PrincipalGrade::None,
                // nobody says what the caller's policies are
                None => matches!(settled, Settled::Optimistic),
            },
        }
    }

    fn allows(&self, settled: Settled) -> bool {
        let guards = [LayerKind::ResourceControl, LayerKind::ServiceControl, LayerKind::VpcEndpoint];
        if !guards.into_iter().all(|kind| self.passes(kind, settled)) {
            return false;
        }
        let same = self.same_account_allows(settled);
        let cross = self.cross_account_allows(settled);
        match (self.same_account, settled) {
            (Truth::Yes, _) => same,
            (Truth::No, _) => cross,
            (Truth::Unknown, Settled::Pessimistic) => same && cross,
            (Truth::Unknown, Settled::Optimistic) => same || cross,
        }
    }

    fn limits_pass(&self, settled: Settled) -> bool {
        self.passes(LayerKind::PermissionsBoundary, settled) && self.passes(LayerKind::Session, settled)
    }

    /// Rule `same_account_algorithm`.
    fn same_account_allows(&self, settled: Settled) -> bool {
        let resource = self.resource_grade(settled);
        let required = self.policy_required && self.has_resource_policy;
        match self.caller {
            Caller::DirectOnly => resource == PrincipalGrade::Direct,
            Caller::Federated => resource > PrincipalGrade::None,
            Caller::WithIdentity | Caller::Root => {
                let limits = self.limits_pass(settled);
                let by_name = resource == PrincipalGrade::Direct;
                let by_issuer = resource == PrincipalGrade::Issuer && limits;
                let delegated = !required || resource >= PrincipalGrade::Account;
                by_name || by_issuer || (self.identity_allows(settled) && limits && delegated)
            }
        }
    }

    /// Rule `cross_account_algorithm`: both sides, whatever the grade.
    fn cross_account_allows(&self, settled: Settled) -> bool {
        let resource = self.resource_grade(settled);
        match self.caller {
            Caller::DirectOnly => resource == PrincipalGrade::Direct,
            Caller::Federated => resource > PrincipalGrade::None,
            Caller::WithIdentity | Caller::Root => {
                self.identity_allows(settled) && self.limits_pass(settled) && resource >= PrincipalGrade::Account
            }
        }
    }

    fn resource_layer(&self) -> LayerKind {
        if self.layer(LayerKind::Trust).is_some() { LayerKind::Trust } else { LayerKind::Resource }
    }

    /// Which layer grants a request that is allowed.
    fn allowed_by(&self) -> LayerKind {
        let resource = self.resource_grade(Settled::Pessimistic);
        let by_resource = match self.caller {
            Caller::DirectOnly | Caller::Federated => true,
            Caller::WithIdentity | Caller::Root => {
                let by_issuer = resource == PrincipalGrade::Issuer && self.limits_pass(Settled::Pessimistic);
                self.same_account == Truth::Yes && (resource == PrincipalGrade::Direct || by_issuer)
            }
        };
        if by_resource { self.resource_layer() } else { LayerKind::Identity }
    }

    /// Which layer does not let the request pass (rule `decided_by_order`).
    fn implicitly_by(&self) -> Option<(LayerKind, u32)> {
        let settled = Settled::Optimistic;
        for kind in [LayerKind::ResourceControl, LayerKind::ServiceControl, LayerKind::VpcEndpoint] {
            if let Some(levels) = self.layer(kind).filter(|_| !self.passes(kind, settled)) {
                return Some((kind, levels.missing_at));
            }
        }
        let resource = self.resource_grade(settled);
        let needs_grant = match self.caller {
            Caller::DirectOnly | Caller::Federated => true,
            Caller::WithIdentity | Caller::Root => {
                let required = self.policy_required && self.has_resource_policy;
                (self.same_account == Truth::No || required) && resource < PrincipalGrade::Account
            }
        };
        if needs_grant {
            return Some((self.resource_layer(), 0));
        }
        let first =
            [LayerKind::Identity, LayerKind::PermissionsBoundary, LayerKind::Session].into_iter().find(|kind| {
                match kind {
                    // a grant to the issuer makes the identity policies unnecessary within the account
                    LayerKind::Identity => {
                        let by_issuer = self.same_account != Truth::No && resource == PrincipalGrade::Issuer;
                        !by_issuer && !self.identity_allows(settled)
                    }
                    kind => !self.passes(*kind, settled),
                }
            });
        first.map(|kind| (kind, 0))
    }
}
