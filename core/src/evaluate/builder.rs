//! Giving a policy set its layers.

use crate::document::Policy;

use super::layer::LayerKind;
use super::semantics::Semantics;
use super::set::{Given, Layer, PolicySet};

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
    ///
    /// ```
    /// use iam_eval::{Answer, Policy, PolicySet, Request};
    ///
    /// let open: Policy = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}}"#.parse()?;
    /// let set = PolicySet::builder().identity([]).vpc_endpoint(open).build();
    /// assert_eq!(set.decide(&Request::new("s3:GetObject", "*")?), Answer::ImplicitDeny);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn vpc_endpoint(self, policy: Policy) -> Self {
        self.levels(LayerKind::VpcEndpoint, vec![vec![policy]])
    }

    /// The trust policy of the role to be assumed; it counts only for `sts:AssumeRole…` and the
    /// actions that go with it, and then stands for the resource policy (rule `trust_policy`).
    ///
    /// ```
    /// use iam_eval::{Answer, Policy, PolicySet, Principal, Request};
    ///
    /// let (ann, role) = ("arn:aws:iam::111122223333:user/ann", "arn:aws:iam::444455556666:role/far");
    /// let trust: Policy = r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
    ///     "Principal":{"AWS":"111122223333"}}}"#.parse()?;
    /// let may: Policy = r#"{"Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}"#.parse()?;
    /// let request = Request::builder("sts:AssumeRole", role).principal(Principal::user(ann)?).build()?;
    /// let identity = PolicySet::builder().identity([may]);
    /// assert_eq!(identity.clone().trust(trust).build().decide(&request), Answer::Allowed);
    /// assert_ne!(identity.build().decide(&request), Answer::Allowed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Says that resources of a service, named by its prefix, grant nothing unless their own policy names
    /// at least the caller's account, as those of KMS do (rule `policy_required_set`). Asks for nothing
    /// where no resource policy is given.
    ///
    /// ```
    /// use iam_eval::{Answer, Policy, PolicySet, Request};
    ///
    /// let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
    /// let other: Policy = r#"{"Statement":{"Effect":"Allow","Action":"sqs:*","Resource":"*",
    ///     "Principal":{"AWS":"arn:aws:iam::111122223333:user/bob"}}}"#.parse()?;
    /// let set = PolicySet::builder().identity([all]).resource(other);
    /// let ann = iam_eval::Principal::user("arn:aws:iam::111122223333:user/ann")?;
    /// let send = Request::builder("sqs:SendMessage", "arn:aws:sqs:eu-west-1:111122223333:q").principal(ann).build()?;
    /// assert_eq!(set.clone().build().decide(&send), Answer::Allowed);
    /// assert_eq!(set.require_resource_policy("sqs").build().decide(&send), Answer::ImplicitDeny);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
