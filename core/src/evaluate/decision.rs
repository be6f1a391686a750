//! What a decision says of itself.

use serde::{Deserialize, Serialize};

use crate::condition::QualifiedOperator;
use crate::document::Effect;
use crate::text::Span;

use super::facts::Answer;
use super::layer::LayerKind;
use super::truth::PrincipalGrade;

/// Is a request allowed, why, by which statements, and what was missing to know?
///
/// On the wire the names of its members are in camel case.
///
/// ```
/// use iam_eval::{LayerKind, Policy, PolicySet, Request};
///
/// let policy: Policy = r#"{"Version":"2012-10-17","Statement":[
///     {"Sid":"Read","Effect":"Allow","Action":"s3:GetObject","Resource":"*"},
///     {"Sid":"Tls","Effect":"Deny","Action":"*","Resource":"*",
///         "Condition":{"Bool":{"aws:SecureTransport":"false"}}}]}"#.parse()?;
/// let set = PolicySet::builder().identity([policy]).build();
/// let request = Request::builder("s3:GetObject", "*").context("aws:SecureTransport", false).build()?;
/// let decision = set.evaluate(&request);
/// assert!(!decision.is_allowed());
/// assert_eq!(decision.decided_by.unwrap().layer, LayerKind::Identity);
/// let (_, statement) = decision.deciding_statements().next().unwrap();
/// assert_eq!(statement.sid.as_deref(), Some("Tls"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Decision {
    /// The answer.
    pub answer: Answer,
    /// Which layer granted or denied; none where it depends, or where no policy is asked.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub decided_by: Option<DecidedBy>,
    /// An implicit denial may in truth be an explicit one: a Deny of which not all is known.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub maybe_explicit: bool,
    /// How directly the resource's policy names the caller, where it surely does.
    pub principal_grade: PrincipalGrade,
    /// Every layer that applies to the request, and what each of its statements made of it.
    pub layers: Vec<LayerReport>,
    /// The context keys that statements which may concern the request ask for, and that it lacks.
    /// Sorted, spelled as in the policy.
    pub missing_keys: Vec<String>,
    /// On what an answer that depends does depend.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub depends_on: Vec<Dependency>,
}

/// Which layer decided (rule `decided_by_order`)?
///
/// ```
/// use iam_eval::{LayerKind, Policy, PolicySet, Request, evaluate::AccountSide};
///
/// let s3: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse()?;
/// let set = PolicySet::builder().identity([s3.clone()]).service_control([[s3]]).build();
/// let by = set.evaluate(&Request::new("iam:GetUser", "*")?).decided_by.unwrap();
/// assert_eq!((by.layer, by.level, by.side), (LayerKind::ServiceControl, Some(0), AccountSide::Caller));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct DecidedBy {
    /// The layer.
    pub layer: LayerKind,
    /// Which level of it, from 0, for service and resource control policies.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<usize>,
    /// Whose policies these are.
    pub side: AccountSide,
}

/// To which account do a layer's policies belong?
///
/// Source: IAM user guide, "Cross-account policy evaluation logic" (rule `cross_account_algorithm`).
/// [`DecidedBy`] shows it in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum AccountSide {
    /// The account of the caller.
    Caller,
    /// The account that owns the resource.
    Owner,
}

/// What did one layer, or one level of it, make of a request?
///
/// ```
/// use iam_eval::{Answer, LayerKind, Policy, PolicySet, Request, evaluate::Outcome};
///
/// let s3: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse()?;
/// let set = PolicySet::builder().identity([s3]).unknown(LayerKind::ServiceControl).build();
/// let decision = set.evaluate(&Request::new("s3:GetObject", "*")?);
/// let identity = decision.layers.iter().find(|layer| layer.layer == LayerKind::Identity).unwrap();
/// assert_eq!((identity.answer, identity.unknown), (Answer::Allowed, false));
/// assert_eq!(identity.statements[0].outcome, Outcome::Matches);
/// assert!(decision.layers.iter().any(|layer| layer.layer == LayerKind::ServiceControl && layer.unknown));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct LayerReport {
    /// The layer.
    pub layer: LayerKind,
    /// Which level of it, from 0, for service and resource control policies.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub level: Option<usize>,
    /// What the layer would answer by itself.
    pub answer: Answer,
    /// Whether nobody says what the layer holds.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub unknown: bool,
    /// Its statements, in order of policy, then statement.
    pub statements: Vec<StatementReport>,
}

/// What did one statement make of a request? [`LayerReport`] and [`Outcome`] show it in use.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct StatementReport {
    /// Which policy of its layer, from 0.
    pub policy: usize,
    /// Which statement of its policy, from 0.
    pub index: usize,
    /// The statement's `Sid`.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sid: Option<String>,
    /// Its bytes in the source of its policy.
    pub span: Span,
    /// Its effect.
    pub effect: Effect,
    /// Whether it matches, or the first element that does not.
    pub outcome: Outcome,
    /// Its conditions, where its action matches.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub conditions: Vec<ConditionReport>,
}

/// Does a statement match a request, or which of its elements is the first that does not
/// (rule `outcome_order`)?
///
/// ```
/// use iam_eval::{Policy, PolicySet, Request, evaluate::Outcome};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::logs"}}"#.parse()?;
/// let set = PolicySet::builder().identity([policy]).build();
/// let outcome = |action, resource| -> Result<Outcome, iam_eval::InputError> {
///     Ok(set.evaluate(&Request::new(action, resource)?).layers[0].statements[0].outcome)
/// };
/// assert_eq!(outcome("iam:GetUser", "arn:aws:s3:::logs")?, Outcome::ActionDiffers);
/// assert_eq!(outcome("s3:ListBucket", "arn:aws:s3:::other")?, Outcome::ResourceDiffers);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub enum Outcome {
    /// It matches.
    Matches,
    /// Whether it matches is not known.
    Unknown,
    /// Its `Action` or `NotAction` does not match.
    ActionDiffers,
    /// Its `Resource` or `NotResource` does not match.
    ResourceDiffers,
    /// Its `Principal` or `NotPrincipal` does not match.
    PrincipalDiffers,
    /// A condition does not hold.
    ConditionFails,
}

/// What did one condition make of a request?
///
/// ```
/// use iam_eval::{Policy, PolicySet, Request};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*",
///     "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}}"#.parse()?;
/// let decision = PolicySet::builder().identity([policy]).build().evaluate(&Request::new("s3:GetObject", "*")?);
/// let condition = &decision.layers[0].statements[0].conditions[0];
/// assert_eq!((&*condition.key, condition.holds, condition.missing), ("aws:SourceVpc", Some(false), true));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct ConditionReport {
    /// The operator; none where nobody knows it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub operator: Option<QualifiedOperator>,
    /// The key, as the policy spells it.
    pub key: String,
    /// Whether the condition holds; none where that is not known.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub holds: Option<bool>,
    /// Whether the request lacks the key, or its value is not known.
    pub missing: bool,
}

/// On what does a decision that depends depend?
///
/// ```
/// use iam_eval::{ContextValue, Policy, PolicySet, Request, evaluate::Dependency};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*",
///     "Condition":{"StringEquals":{"aws:SourceVpc":"vpc-1"}}}}"#.parse()?;
/// let request = Request::builder("s3:GetObject", "*").context("aws:SourceVpc", ContextValue::Unknown).build()?;
/// let decision = PolicySet::builder().identity([policy]).build().evaluate(&request);
/// assert_eq!(decision.depends_on, [Dependency::ContextKey { name: "aws:SourceVpc".into() }]);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase", tag = "type")]
#[non_exhaustive]
pub enum Dependency {
    /// The value of a context key.
    ContextKey {
        /// The key, as the policy spells it.
        name: String,
    },
    /// What the policies of a layer are.
    Layer {
        /// The layer.
        layer: LayerKind,
    },
    /// Which account owns the resource.
    ResourceAccount,
    /// Who asks: the role of a session with its path, its session name, or a canonical user id.
    Principal,
}

impl Decision {
    /// Is the request allowed, whatever is not known?
    ///
    /// ```
    /// use iam_eval::{PolicySet, Request};
    ///
    /// let nothing_known = PolicySet::builder().build().evaluate(&Request::new("s3:GetObject", "*")?);
    /// assert!(!nothing_known.is_allowed() && !nothing_known.is_denied());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_allowed(&self) -> bool {
        self.answer == Answer::Allowed
    }

    /// Is the request denied, whatever is not known?
    ///
    /// ```
    /// use iam_eval::{PolicySet, Request};
    ///
    /// let no_policies = PolicySet::builder().identity([]).build();
    /// assert!(no_policies.evaluate(&Request::new("s3:GetObject", "*")?).is_denied());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn is_denied(&self) -> bool {
        matches!(self.answer, Answer::ExplicitDeny | Answer::ImplicitDeny)
    }

    /// On which statements does the answer rest? Each with its layer: the Denies that match for an
    /// explicit denial, the Allows that match for an allowed request, those not known where it
    /// depends, none for an implicit denial.
    ///
    /// Linear in the statements reported. [`Decision`] shows it in use.
    pub fn deciding_statements(&self) -> impl Iterator<Item = (&LayerReport, &StatementReport)> {
        let wanted = |statement: &StatementReport| match self.answer {
            Answer::Allowed => (statement.effect, statement.outcome) == (Effect::Allow, Outcome::Matches),
            Answer::ExplicitDeny => (statement.effect, statement.outcome) == (Effect::Deny, Outcome::Matches),
            Answer::Depends => statement.outcome == Outcome::Unknown,
            Answer::ImplicitDeny => false,
        };
        let layers = self.layers.iter();
        layers
            .flat_map(|layer| layer.statements.iter().map(move |statement| (layer, statement)))
            .filter(move |(_, statement)| wanted(statement))
    }

    /// Why, in plain words, on one line; the first line of [`explain`](Self::explain).
    ///
    /// ```
    /// use iam_eval::{PolicySet, Request};
    ///
    /// let decision = PolicySet::builder().identity([]).build().evaluate(&Request::new("s3:GetObject", "*")?);
    /// assert_eq!(decision.reason(), "denied: no statement of the identity policies allows it");
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn reason(&self) -> String {
        crate::explain::headline(self)
    }

    /// Why, in plain words: one line for the answer, then the statements it rests on and what was
    /// missing. Names keys, never their values (rule `explain_no_values`).
    ///
    /// ```
    /// use iam_eval::{Policy, PolicySet, Request};
    ///
    /// let boundary: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#.parse()?;
    /// let admin: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
    /// let set = PolicySet::builder().identity([admin]).permissions_boundary(boundary).build();
    /// let decision = set.evaluate(&Request::new("iam:DeleteUser", "*")?);
    /// assert_eq!(decision.explain(), "denied: no statement of the permissions boundary allows it");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn explain(&self) -> String {
        crate::explain::decision(self)
    }
}
