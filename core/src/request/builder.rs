//! Building a request and checking that it does not contradict itself.

use crate::action::Action;
use crate::arn::Arn;
use crate::principal::Principal;

use super::context::{Context, ContextMode, ContextValue};
use super::derived;
use super::error::InputError;
use super::grant::Grant;

/// What is asked: an action on a resource by a principal, with context keys.
///
/// ```
/// use iam_eval::{Principal, Request};
///
/// let request = Request::builder("s3:GetObject", "arn:aws:s3:::reports/2026/q3.csv")
///     .principal(Principal::user("arn:aws:iam::111122223333:user/ann")?)
///     .context("aws:SourceIp", "203.0.113.7")
///     .build()?;
/// assert_eq!(request.context().get("AWS:username"), iam_eval::Lookup::One("ann"));
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone)]
pub struct Request {
    pub(crate) action: Action,
    pub(crate) resource: Box<str>,
    pub(crate) resource_account: Option<Box<str>>,
    pub(crate) principal: Option<Principal>,
    pub(crate) context: Context,
    pub(crate) grants: Vec<Grant>,
    pub(crate) resource_in_management_account: bool,
}

impl Request {
    /// A request that says no more than its action and resource: it asks about identity policies
    /// alone. [`builder`](Self::builder) adds the rest.
    ///
    /// # Errors
    /// The action is not one concrete action (rule `action_request_concrete`).
    ///
    /// ```
    /// use iam_eval::Request;
    ///
    /// let request = Request::new("s3:ListAllMyBuckets", "*")?;
    /// assert_eq!((request.action().name(), request.resource()), ("ListAllMyBuckets", "*"));
    /// assert!(request.principal().is_none());
    /// assert!(Request::new("s3:*", "*").is_err());
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn new(action: &str, resource: &str) -> Result<Self, InputError> {
        Self::builder(action, resource).build()
    }

    /// Begins a request for an action on a resource: an ARN, or `*` for an action without
    /// resource types (rule `resource_request_star`).
    ///
    /// ```
    /// use iam_eval::{Grant, Principal, Request};
    ///
    /// let ann = "arn:aws:iam::111122223333:user/ann";
    /// let request = Request::builder("kms:Decrypt", "arn:aws:kms:eu-west-1:111122223333:key/k")
    ///     .principal(Principal::user(ann)?)
    ///     .grant(Grant { grantee_principal: ann.into(), operations: vec!["Decrypt".into()] })
    ///     .build()?;
    /// assert_eq!(request.resource_account(), Some("111122223333"));
    /// assert_eq!(request.grants().len(), 1);
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn builder(action: &str, resource: &str) -> RequestBuilder {
        RequestBuilder {
            action: action.into(),
            resource: resource.into(),
            resource_account: None,
            principal: None,
            context: Vec::new(),
            mode: ContextMode::Closed,
            grants: Vec::new(),
            overrides: false,
            resource_in_management_account: false,
        }
    }

    /// A request that says nothing.
    pub(crate) fn anything() -> Self {
        Self {
            action: Action::literal("a:a"),
            resource: "*".into(),
            resource_account: None,
            principal: None,
            context: Context::default(),
            grants: Vec::new(),
            resource_in_management_account: false,
        }
    }

    /// What is asked for?
    pub fn action(&self) -> &Action {
        &self.action
    }

    /// On what: an ARN, or `*`.
    pub fn resource(&self) -> &str {
        &self.resource
    }

    /// Which account owns the resource? That of its ARN, else the one stated, else unknown for S3
    /// ARNs without an account, else the principal's (rules `same_account_test`, `s3_owner`).
    ///
    /// ```
    /// use iam_eval::{Principal, Request};
    ///
    /// let ann = Principal::user("arn:aws:iam::111122223333:user/ann")?;
    /// let bucket = Request::builder("s3:ListBucket", "arn:aws:s3:::logs").principal(ann);
    /// assert_eq!(bucket.clone().build()?.resource_account(), None);
    /// assert_eq!(bucket.resource_account("444455556666").build()?.resource_account(), Some("444455556666"));
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    pub fn resource_account(&self) -> Option<&str> {
        self.resource_account.as_deref()
    }

    /// Who asks? `None` asks about identity policies alone.
    pub fn principal(&self) -> Option<&Principal> {
        self.principal.as_ref()
    }

    /// What is known of context keys, the derived ones included?
    pub fn context(&self) -> &Context {
        &self.context
    }

    /// Which grants on the KMS key in question were stated (rule `kms_grants`)?
    pub fn grants(&self) -> &[Grant] {
        &self.grants
    }
}

/// A request in the making; [`Request::builder`] begins one, [`build`](Self::build) checks it.
///
/// ```
/// use iam_eval::{ContextMode, Lookup, Principal, Request};
///
/// let request = Request::builder("sns:Publish", "arn:aws:sns:eu-west-1:111122223333:alerts")
///     .principal(Principal::service("events.amazonaws.com"))
///     .context_mode(ContextMode::Open)
///     .build()?;
/// assert_eq!(request.context().get("aws:PrincipalServiceName"), Lookup::One("events.amazonaws.com"));
/// assert_eq!(request.context().get("aws:SourceArn"), Lookup::Unknown);
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone)]
pub struct RequestBuilder {
    action: Box<str>,
    resource: Box<str>,
    resource_account: Option<Box<str>>,
    principal: Option<Principal>,
    context: Vec<(Box<str>, ContextValue)>,
    mode: ContextMode,
    grants: Vec<Grant>,
    overrides: bool,
    resource_in_management_account: bool,
}

impl RequestBuilder {
    /// Says who asks; the keys that follow from it are derived (IAM user guide, "AWS global condition
    /// context keys").
    #[must_use]
    pub fn principal(mut self, principal: Principal) -> Self {
        self.principal = Some(principal);
        self
    }

    /// Says which account owns a resource whose ARN has no account, such as an S3 bucket. An account
    /// in the ARN comes before it (rule `same_account_test`).
    #[must_use]
    pub fn resource_account(mut self, account: &str) -> Self {
        self.resource_account = Some(account.into());
        self
    }

    /// Says what is known of a context key; names ignore ASCII letter case.
    ///
    /// ```
    /// use iam_eval::{ContextValue, Lookup, Request};
    ///
    /// let request = Request::builder("ec2:CreateTags", "*")
    ///     .context("aws:RequestTag/team", "red")
    ///     .context("aws:TagKeys", ["team"])
    ///     .context("aws:SourceIp", ContextValue::Unknown)
    ///     .context("aws:SecureTransport", true)
    ///     .build()?;
    /// assert_eq!(request.context().get("aws:SecureTransport"), Lookup::One("true"));
    /// assert_eq!(request.context().get("aws:SourceIp"), Lookup::Unknown);
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    #[must_use]
    pub fn context(mut self, key: &str, value: impl Into<ContextValue>) -> Self {
        self.context.push((key.into(), value.into()));
        self
    }

    /// Says what holds of keys that are not mentioned; [`ContextMode::Closed`] unless said
    /// (rule `context_closed_by_default`).
    #[must_use]
    pub fn context_mode(mut self, mode: ContextMode) -> Self {
        self.mode = mode;
        self
    }

    /// States a grant on the KMS key in question (rule `kms_grants`).
    #[must_use]
    pub fn grant(mut self, grant: Grant) -> Self {
        self.grants.push(grant);
        self
    }

    /// Says that the resource belongs to the organization's management account: RCPs do not apply
    /// (rule `rcp_exempt`).
    ///
    /// ```
    /// use iam_eval::{Answer, Policy, PolicySet, Request};
    ///
    /// let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
    /// let rcp: Policy = r#"{"Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}"#.parse()?;
    /// let set = PolicySet::builder().identity([all]).resource_control([[rcp]]).build();
    /// let get = Request::builder("s3:GetObject", "arn:aws:s3:::logs/1").resource_account("111122223333");
    /// assert_eq!(set.decide(&get.clone().build()?), Answer::ExplicitDeny);
    /// assert_eq!(set.decide(&get.resource_in_management_account().build()?), Answer::Allowed);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn resource_in_management_account(mut self) -> Self {
        self.resource_in_management_account = true;
        self
    }

    /// Lets stated keys differ from what the principal implies.
    ///
    /// ```
    /// use iam_eval::{Lookup, Principal, Request};
    ///
    /// let request = Request::builder("iam:GetUser", "*")
    ///     .principal(Principal::user("arn:aws:iam::111122223333:user/ann")?)
    ///     .context("aws:username", "bob");
    /// assert_eq!(request.clone().build().unwrap_err().code(), "derived-key-contradicted");
    /// assert_eq!(request.override_derived_keys().build()?.context().get("aws:username"), Lookup::One("bob"));
    /// # Ok::<(), iam_eval::InputError>(())
    /// ```
    #[must_use]
    pub fn override_derived_keys(mut self) -> Self {
        self.overrides = true;
        self
    }

    /// Checks the request and derives the keys that follow from it. O(n log n) in the keys stated.
    ///
    /// # Errors
    /// The action is not concrete (rule `action_request_concrete`), a key is stated twice with
    /// different values (rule `condition_tag_case_collision`), or a stated key contradicts the
    /// principal.
    ///
    /// ```
    /// use iam_eval::Request;
    ///
    /// let twice = Request::builder("s3:PutObject", "*").context("s3:prefix", "a").context("S3:Prefix", "b");
    /// assert_eq!(twice.build().unwrap_err().code(), "context-key-twice");
    /// ```
    pub fn build(self) -> Result<Request, InputError> {
        let action = Action::parse(&self.action)?;
        self.build_with(action)
    }

    fn build_with(self, action: Action) -> Result<Request, InputError> {
        let overrides = self.overrides;
        let mut request = self.build_underived(action)?;
        derived::complete(&mut request, overrides)?;
        Ok(request)
    }

    /// The request with only the keys that were stated, and any text as its action: the simulator
    /// has default keys of its own and takes an action literally.
    pub(crate) fn build_underived(self, action: Action) -> Result<Request, InputError> {
        let context = Context::of(self.context, self.mode)?;
        let resource_account = owner(&self.resource, self.resource_account, self.principal.as_ref());
        Ok(Request {
            action,
            resource: self.resource,
            resource_account,
            principal: self.principal,
            context,
            grants: self.grants,
            resource_in_management_account: self.resource_in_management_account,
        })
    }
}

/// Rule `same_account_test`.
fn owner(resource: &str, stated: Option<Box<str>>, principal: Option<&Principal>) -> Option<Box<str>> {
    let arn = Arn::parse(resource);
    let of_arn =
        arn.map(Arn::account).filter(|account| !account.is_empty() && account.bytes().all(|b| b.is_ascii_digit()));
    if let Some(account) = of_arn {
        return Some(account.into());
    }
    // rule `s3_owner`: a bucket's ARN has no account, so an owner nobody stated is not known
    let nameless_s3 = arn.is_some_and(|arn| arn.service() == "s3" && arn.account().is_empty());
    stated.or_else(|| {
        let principal = principal.and_then(Principal::account).filter(|_| !nameless_s3);
        principal.map(Into::into)
    })
}
