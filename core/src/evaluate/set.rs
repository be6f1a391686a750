//! The policies that a request meets, made ready to be asked many times.

use crate::action::Action;
use crate::document::{Effect, Policy};
use crate::principal::{Principal, PrincipalType};
use crate::request::Request;

use super::applicable;
use super::compiled::{CompiledStatement, Subject};
use super::facts::{Caller, Facts, LayerFacts, Levels, Verdict};
use super::index::ActionIndex;
use super::layer::LayerKind;
use super::semantics::Semantics;
use super::truth::{GradeRange, PrincipalGrade, Truth};
use super::{Answer, Decision, grants};

/// The policies that a request meets, by layer, compiled once and asked many times.
///
/// Building it reads every statement; [`decide`](Self::decide) then looks only at those that the
/// action may concern, and allocates nothing. `Send + Sync`.
///
/// A layer that is not given does not restrict. The identity policies are the one exception worth
/// knowing: where they are not given, nothing says whether they would grant, and an answer that
/// hangs on them is [`Answer::Depends`]. An empty list says that there are none.
///
/// ```
/// use iam_eval::{Answer, Policy, PolicySet, Request};
///
/// let admin: Policy = r#"{"Version":"2012-10-17","Statement":
///     {"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
/// let boundary: Policy = r#"{"Version":"2012-10-17","Statement":
///     {"Effect":"Allow","Action":["s3:*","ec2:Describe*"],"Resource":"*"}}"#.parse()?;
/// let set = PolicySet::builder().identity([admin]).permissions_boundary(boundary).build();
/// assert_eq!(set.decide(&Request::new("s3:ListBucket", "*")?), Answer::Allowed);
/// assert_eq!(set.decide(&Request::new("ec2:StartInstances", "*")?), Answer::ImplicitDeny);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct PolicySet {
    pub(super) layers: Vec<Layer>,
    /// For each kind of layer, what is known of it.
    given: [Given; LayerKind::ALL.len()],
    /// The kinds that are given, in order.
    present: Box<[LayerKind]>,
    pub(super) required_services: Box<[Box<str>]>,
    semantics: Semantics,
}

/// What is known of a kind of layer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Given {
    #[default]
    Absent,
    Unknown,
    /// `layers[from..to]`, one for each level.
    Levels {
        from: usize,
        to: usize,
    },
}

/// The policies of one layer, or of one level of it.
#[derive(Debug, Clone)]
pub(super) struct Layer {
    pub kind: LayerKind,
    pub level: u32,
    pub policies: Vec<Policy>,
    /// INVARIANT: in order of policy, then statement.
    pub statements: Vec<CompiledStatement>,
    denies: ActionIndex,
    allows: ActionIndex,
}

impl Layer {
    fn compile(kind: LayerKind, level: u32, policies: Vec<Policy>) -> Self {
        let statements: Vec<CompiledStatement> = policies
            .iter()
            .enumerate()
            .flat_map(|(at, policy)| {
                policy.statements().map(move |statement| CompiledStatement::compile(statement, at, policy.version()))
            })
            .collect();
        let of = |effect| {
            let numbered = (0..).zip(&statements);
            ActionIndex::build(numbered.filter(move |(_, statement)| statement.effect == effect))
        };
        let (denies, allows) = (of(Effect::Deny), of(Effect::Allow));
        Self { kind, level, policies, statements, denies, allows }
    }

    /// Whether a Deny matches, looking no further than the first that surely does.
    fn deny(&self, subject: Subject<'_>) -> Truth {
        let mut deny = Truth::No;
        self.denies.visit(&subject.request.action, &self.statements, |statement| {
            deny = deny.or(statement.grade(subject).truth());
            deny == Truth::Yes
        });
        deny
    }

    /// The best grade of the Allows that match, looking no further than the first that is direct.
    fn allow(&self, subject: Subject<'_>) -> GradeRange {
        let mut allow = GradeRange::NONE;
        self.allows.visit(&subject.request.action, &self.statements, |statement| {
            allow = allow.or(statement.grade(subject));
            allow.least == PrincipalGrade::Direct
        });
        allow
    }
}

impl Layer {
    /// Calls `visit` with every statement whose action matches, some of them more than once.
    pub(super) fn visit_action(&self, action: &Action, mut visit: impl FnMut(&CompiledStatement)) {
        for index in [&self.denies, &self.allows] {
            index.visit(action, &self.statements, |statement| {
                visit(statement);
                false
            });
        }
    }
}

impl PolicySet {
    /// Begins a set without any layer.
    ///
    /// ```
    /// use iam_eval::{Answer, PolicySet, Request};
    ///
    /// let nothing_known = PolicySet::builder().build();
    /// assert_eq!(nothing_known.decide(&Request::new("s3:GetObject", "*")?), Answer::Depends);
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn builder() -> PolicySetBuilder {
        PolicySetBuilder::default()
    }

    /// Is the request allowed? The answer alone, without allocating.
    ///
    /// Costs two lookups by action in each layer, then a test of each statement found. Values with
    /// variables are compared in place; only an ignore-case comparison with a variable, and an ARN
    /// condition whose variable makes up the ARN's fields, build the text they compare with.
    ///
    /// [`PolicySet`] shows it in use.
    pub fn decide(&self, request: &Request) -> Answer {
        self.verdict(request).answer
    }

    /// Is the request allowed, why, by which statements, and what was missing to know? The answer is
    /// that of [`decide`](Self::decide).
    ///
    /// Looks at every statement of the layers that apply, and allocates a report of each.
    ///
    /// ```
    /// use iam_eval::{Policy, PolicySet, Request};
    ///
    /// let read: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
    /// let set = PolicySet::builder().identity([read]).build();
    /// let request = Request::new("s3:GetObject", "*")?;
    /// let decision = set.evaluate(&request);
    /// assert_eq!((decision.answer, decision.layers.len()), (set.decide(&request), 1));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn evaluate(&self, request: &Request) -> Decision {
        super::trace::trace(self, request)
    }

    pub(super) fn verdict(&self, request: &Request) -> Verdict {
        if applicable::is_always_allowed(request) {
            return Verdict { answer: Answer::Allowed, decided_by: None, maybe_explicit: false };
        }
        let has_boundary = self.has_boundary(request);
        let subject = |layer| Subject { request, layer, has_boundary, semantics: self.semantics };
        // an explicit denial ends it, so these are looked at before anything else
        let mut denies = [Truth::No; LayerKind::ALL.len()];
        for &kind in &self.present {
            if !self.applies(kind, request) {
                continue;
            }
            let deny = &mut denies[kind as usize];
            match self.given(kind) {
                Given::Absent => {}
                Given::Unknown => *deny = Truth::Unknown,
                Given::Levels { from, to } => {
                    for layer in self.layers.get(from..to).unwrap_or(&[]) {
                        *deny = deny.or(layer.deny(subject(kind)));
                        if *deny == Truth::Yes {
                            let by = Some((kind, layer.level));
                            return Verdict { answer: Answer::ExplicitDeny, decided_by: by, maybe_explicit: false };
                        }
                    }
                }
            }
        }
        let facts = self.facts(request, |layer| {
            let deny = denies[layer.kind as usize];
            LayerFacts { deny, allow: layer.allow(subject(layer.kind)) }
        });
        facts.decide()
    }

    /// The facts of a request, each layer's found by `of`.
    pub(super) fn facts(&self, request: &Request, mut of: impl FnMut(&Layer) -> LayerFacts) -> Facts {
        let mut layers = [None; LayerKind::ALL.len()];
        for &kind in &self.present {
            if !self.applies(kind, request) {
                continue;
            }
            layers[kind as usize] = match self.given(kind) {
                Given::Absent => None,
                Given::Unknown => Some(Levels::of(std::iter::once(LayerFacts::UNKNOWN))),
                // no level at all allows nothing
                Given::Levels { from, to } if from == to => Some(Levels::of(std::iter::once(LayerFacts::EMPTY))),
                Given::Levels { from, to } => {
                    Some(Levels::of(self.layers.get(from..to).unwrap_or(&[]).iter().map(&mut of)))
                }
            };
        }
        let mut facts = Facts {
            layers,
            caller: Caller::of(request),
            same_account: applicable::is_same_account(request),
            policy_required: self.requires_resource_policy(request),
            has_resource_policy: false,
        };
        facts.has_resource_policy =
            facts.layer(LayerKind::Resource).is_some() || facts.layer(LayerKind::Trust).is_some();
        applicable::adjust(request, &mut facts);
        grants::apply(request, &mut facts);
        facts
    }

    /// What is given for a layer; a role's trust policy stands for its resource policy.
    pub(super) fn given(&self, kind: LayerKind) -> Given {
        self.given[kind as usize]
    }

    pub(super) fn applies(&self, kind: LayerKind, request: &Request) -> bool {
        match kind {
            LayerKind::Trust => applicable::asks_trust(request),
            LayerKind::Resource => !(applicable::asks_trust(request) && self.given(LayerKind::Trust) != Given::Absent),
            kind => applicable::applies(kind, request),
        }
    }

    pub(super) fn semantics(&self) -> Semantics {
        self.semantics
    }

    /// Whether the caller has a permissions boundary, as far as the set says.
    pub(super) fn has_boundary(&self, request: &Request) -> Truth {
        match self.given(LayerKind::PermissionsBoundary) {
            // rule `slr`: a service-linked role has none
            _ if !applicable::applies(LayerKind::PermissionsBoundary, request) => Truth::No,
            Given::Absent => Truth::No,
            Given::Unknown => Truth::Unknown,
            Given::Levels { .. } => Truth::Yes,
        }
    }

    /// Rule `policy_required_set`.
    fn requires_resource_policy(&self, request: &Request) -> bool {
        let service = request.action.service();
        applicable::requires_resource_policy(request)
            || self.required_services.iter().any(|required| required.eq_ignore_ascii_case(service))
    }
}

/// A [`PolicySet`] in the making: one call for each layer, the last of a layer counts.
///
/// ```
/// use iam_eval::{Answer, Policy, PolicySet, Request};
///
/// let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
/// let read: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let base = PolicySet::builder().identity([all]);
/// let put = Request::new("s3:PutObject", "*")?;
/// assert_eq!(base.clone().build().decide(&put), Answer::Allowed);
/// assert_eq!(base.clone().session([read.clone()]).build().decide(&put), Answer::ImplicitDeny);
/// assert_eq!(base.permissions_boundary(read).build().decide(&put), Answer::ImplicitDeny);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct PolicySetBuilder {
    layers: [Option<Input>; LayerKind::ALL.len()],
    required_services: Vec<Box<str>>,
    semantics: Semantics,
}

#[derive(Debug, Clone)]
enum Input {
    Unknown,
    Levels(Vec<Vec<Policy>>),
}

impl PolicySetBuilder {
    fn levels(mut self, kind: LayerKind, levels: Vec<Vec<Policy>>) -> Self {
        if let Some(layer) = self.layers.get_mut(kind as usize) {
            *layer = Some(Input::Levels(levels));
        }
        self
    }

    /// The policies of the user and its groups, or of the role. Together they grant
    /// (rule `union_within_layer`).
    ///
    /// ```
    /// use iam_eval::{Answer, PolicySet, Request};
    ///
    /// let none = PolicySet::builder().identity([]).build();
    /// assert_eq!(none.decide(&Request::new("s3:GetObject", "*")?), Answer::ImplicitDeny);
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    #[must_use]
    pub fn identity(self, policies: impl IntoIterator<Item = Policy>) -> Self {
        self.levels(LayerKind::Identity, vec![policies.into_iter().collect()])
    }

    /// The permissions boundary of the user or role: what it does not allow, the identity policies do
    /// not grant (IAM user guide, "Permissions boundaries for IAM entities").
    #[must_use]
    pub fn permissions_boundary(self, policy: Policy) -> Self {
        self.levels(LayerKind::PermissionsBoundary, vec![vec![policy]])
    }

    /// The policies passed when the session was made. Together they allow; alone they grant nothing
    /// (rule `session_without_identity`).
    #[must_use]
    pub fn session(self, policies: impl IntoIterator<Item = Policy>) -> Self {
        self.levels(LayerKind::Session, vec![policies.into_iter().collect()])
    }

    /// The service control policies of the caller's account, by level: root, organizational units,
    /// account. Every level must allow (rule `scp_every_level`).
    ///
    /// ```
    /// use iam_eval::{Answer, Policy, PolicySet, Request};
    ///
    /// let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
    /// let s3: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse()?;
    /// let set = PolicySet::builder().identity([all.clone()]).service_control([[all], [s3]]).build();
    /// assert_eq!(set.decide(&Request::new("iam:GetUser", "*")?), Answer::ImplicitDeny);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn service_control<L: IntoIterator<Item = Policy>>(self, levels: impl IntoIterator<Item = L>) -> Self {
        let levels = levels.into_iter().map(|level| level.into_iter().collect()).collect();
        self.levels(LayerKind::ServiceControl, levels)
    }

    /// The resource control policies of the resource's account, by level. Every level must allow;
    /// AWS attaches `RCPFullAWSAccess` everywhere, and so should the caller (rule `rcp_every_level`).
    /// They apply to the services of AWS's list alone (rule `rcp_applicable_services`).
    #[must_use]
    pub fn resource_control<L: IntoIterator<Item = Policy>>(self, levels: impl IntoIterator<Item = L>) -> Self {
        let levels = levels.into_iter().map(|level| level.into_iter().collect()).collect();
        self.levels(LayerKind::ResourceControl, levels)
    }

    /// The policy of the resource (rules `same_account_algorithm`, `cross_account_algorithm`).
    ///
    /// ```
    /// use iam_eval::{Answer, Policy, PolicySet, Principal, Request};
    ///
    /// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*",
    ///     "Principal":{"AWS":"arn:aws:iam::111122223333:user/ann"}}}"#.parse()?;
    /// let set = PolicySet::builder().identity([]).resource(policy).build();
    /// let ann = Principal::user("arn:aws:iam::111122223333:user/ann")?;
    /// let ask = |queue| Request::builder("sqs:SendMessage", queue).principal(ann.clone()).build();
    /// assert_eq!(set.decide(&ask("arn:aws:sqs:eu-west-1:111122223333:own")?), Answer::Allowed);
    /// assert_eq!(set.decide(&ask("arn:aws:sqs:eu-west-1:444455556666:far")?), Answer::ImplicitDeny);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn resource(self, policy: Policy) -> Self {
        self.levels(LayerKind::Resource, vec![vec![policy]])
    }

    /// The policy of the VPC endpoint the request comes through: it must allow and never grants
    /// (rule `vpc_endpoint`).
    #[must_use]
    pub fn vpc_endpoint(self, policy: Policy) -> Self {
        self.levels(LayerKind::VpcEndpoint, vec![vec![policy]])
    }

    /// The trust policy of the role to be assumed; it counts only for `sts:AssumeRole…` and the
    /// actions that go with it, and then stands for the resource policy (rule `trust_policy`).
    #[must_use]
    pub fn trust(self, policy: Policy) -> Self {
        self.levels(LayerKind::Trust, vec![vec![policy]])
    }

    /// Says that a layer exists and nobody knows what it holds (rule `unknown_layer`).
    ///
    /// ```
    /// use iam_eval::{Answer, LayerKind, Policy, PolicySet, Request};
    ///
    /// let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
    /// let set = PolicySet::builder().identity([all]).unknown(LayerKind::ServiceControl).build();
    /// assert_eq!(set.decide(&Request::new("s3:GetObject", "*")?), Answer::Depends);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn unknown(mut self, kind: LayerKind) -> Self {
        if let Some(layer) = self.layers.get_mut(kind as usize) {
            *layer = Some(Input::Unknown);
        }
        self
    }

    /// Says that resources of a service, named by its prefix, grant nothing without their own policy,
    /// as those of KMS do (rule `policy_required_set`).
    #[must_use]
    pub fn require_resource_policy(mut self, service: &str) -> Self {
        self.required_services.push(service.into());
        self
    }

    pub(crate) fn simulator(mut self) -> Self {
        self.semantics = Semantics::Simulator;
        self
    }

    /// Compiles the set. Linear in its policies but for sorting their actions.
    pub fn build(self) -> PolicySet {
        let mut layers = Vec::new();
        let mut given = [Given::Absent; LayerKind::ALL.len()];
        for ((kind, input), given) in LayerKind::ALL.into_iter().zip(self.layers).zip(&mut given) {
            *given = match input {
                None => Given::Absent,
                Some(Input::Unknown) => Given::Unknown,
                Some(Input::Levels(levels)) => {
                    let from = layers.len();
                    let compile = |(level, policies)| Layer::compile(kind, level, policies);
                    layers.extend((0..).zip(levels).map(compile));
                    Given::Levels { from, to: layers.len() }
                }
            };
        }
        let present = LayerKind::ALL.into_iter().filter(|kind| given[*kind as usize] != Given::Absent).collect();
        PolicySet {
            layers,
            given,
            present,
            required_services: self.required_services.into(),
            semantics: self.semantics,
        }
    }
}

/// Whether a principal can have identity policies, a boundary, a session policy.
pub(super) fn is_limited(principal: Option<&Principal>) -> bool {
    principal.is_none_or(|principal| {
        matches!(principal.kind(), PrincipalType::User | PrincipalType::AssumedRole | PrincipalType::FederatedUser)
    })
}
