//! The policies that a request meets, made ready to be asked many times.

use crate::action::Action;
use crate::document::{Effect, Policy};
use crate::principal::{Principal, PrincipalType};
use crate::request::Request;

use super::applicable;
use super::builder::PolicySetBuilder;
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
    pub(super) given: [Given; LayerKind::ALL.len()],
    /// The kinds that are given, in order.
    pub(super) present: Box<[LayerKind]>,
    pub(super) required_services: Box<[Box<str>]>,
    pub(super) semantics: Semantics,
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
    pub fn compile(kind: LayerKind, level: u32, policies: Vec<Policy>) -> Self {
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

    /// Which policy is the `index`-th of a layer, or of one level of it? A [`StatementReport`] names it
    /// so; a layer without levels has level 0.
    ///
    /// ```
    /// use iam_eval::{LayerKind, Policy, PolicySet};
    ///
    /// let s3: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse()?;
    /// let set = PolicySet::builder().service_control([[s3.clone()]]).build();
    /// assert_eq!(set.policy(LayerKind::ServiceControl, 0, 0), Some(&s3));
    /// assert_eq!(set.policy(LayerKind::Identity, 0, 0), None);
    /// # Ok::<(), iam_eval::ParseError>(())
    /// ```
    ///
    /// [`StatementReport`]: super::StatementReport
    pub fn policy(&self, layer: LayerKind, level: usize, index: usize) -> Option<&Policy> {
        match self.given(layer) {
            Given::Levels { from, to } => self.layers.get(from..to)?.get(level)?.policies.get(index),
            Given::Absent | Given::Unknown => None,
        }
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

/// Whether a principal can have identity policies, a boundary, a session policy.
pub(super) fn is_limited(principal: Option<&Principal>) -> bool {
    principal.is_none_or(|principal| {
        matches!(principal.kind(), PrincipalType::User | PrincipalType::AssumedRole | PrincipalType::FederatedUser)
    })
}
