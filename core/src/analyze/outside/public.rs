//! May anybody use a resource?

use crate::document::{Policy, PrincipalKind};
use crate::principal::Principal;
use crate::request::Request;

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::containment::AnalyzeOptions;
use super::super::region::Region;
use super::assumption::Assumption;
use super::block::{BlockPublicAccess, check_block_public_access};
use super::deputy::find_confused_deputy;
use super::named::Named;
use super::outsider::{Brings, Makes, Outsider};
use super::resource_type::ResourceType;
use super::search::Search;
use super::zone::ZoneOfTrust;
use super::{issuer, tenant::Tenant};

/// By which rules was it judged whether a policy is public?
///
/// ```
/// assert_eq!(iam_eval::analyze::RuleSet::S3BlockPublicAccess.as_str(), "s3-block-public-access");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleSet {
    /// By what the policy means: whether it lets through a request that an outsider can make.
    Outsiders,
    /// By how the policy is written: the rules of S3's Block Public Access.
    S3BlockPublicAccess,
}

impl RuleSet {
    /// The name of the rules.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Outsiders => "outsiders",
            Self::S3BlockPublicAccess => "s3-block-public-access",
        }
    }
}

/// Whether a policy is public, and what else was seen.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct PublicAccess {
    /// Is it not public? Refuted with an outsider's request that it lets through.
    pub verdict: Verdict,
    /// The rules that the verdict is by.
    pub rule_set: RuleSet,
    /// What Block Public Access says, of buckets and access points: it is stricter in form.
    pub block_public_access: Option<BlockPublicAccess>,
    /// A request that an AWS service makes for somebody outside, where the policy lets the service do that for anyone.
    pub confused_deputy: Option<Box<Request>>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumption>,
}

/// Does a resource's policy let through nothing that anybody outside can ask? What `CheckNoPublicAccess` of Access
/// Analyzer asks. Refuted with a request that an outsider can make.
///
/// An outsider brings an account, an organization, a network and an identity of his own, or none, so a condition keeps
/// him out only where neither meets it; what a caller fills in as he likes keeps nobody out. AWS services are no
/// outsiders: what they may do for others is kept apart as [`confused_deputy`](PublicAccess::confused_deputy).
///
/// Sources: IAM user guide, "Custom policy checks" and "AWS global condition context keys"; S3 user guide, "The
/// meaning of public".
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, ResourceType, check_no_public_access}};
///
/// let halves: Policy = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
///     "Resource":"arn:aws:s3:::b/*","Condition":{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}}}"#.parse()?;
/// let found = check_no_public_access(&halves, ResourceType::S3Bucket, &AnalyzeOptions::default());
/// assert!(found.verdict.witness().is_some());
///
/// let members: Policy = r#"{"Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
///     "Resource":"arn:aws:s3:::b/*","Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}}"#.parse()?;
/// assert!(check_no_public_access(&members, ResourceType::S3Bucket, &AnalyzeOptions::default()).verdict.is_proved());
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn check_no_public_access(policy: &Policy, resource_type: ResourceType, options: &AnalyzeOptions) -> PublicAccess {
    let region = Region::of_resource(policy);
    let clauses: Vec<_> = region.layers.iter().flatten().collect();
    let named = Named::of(&[policy], &clauses, &[]);
    let mut search = Search { region: &region, controls: &[], options, steps: options.max_steps };
    let mut verdict = search.is_closed_to(&anybody(&named), None, &[]);
    let mut assumptions = assumptions(policy, &named, resource_type);
    if !named.is_complete && verdict.is_proved() {
        assumptions.push(Assumption::SomeAccounts);
        let key = named.keys.keys().find(|key| matches!(named.tenant(key), Some(Tenant::Account | Tenant::Arn)));
        let reason = UndecidedReason::Key(key.map_or_else(String::new, Clone::clone));
        verdict = Verdict::Undecided(Undecided { reason });
    }
    PublicAccess {
        verdict,
        rule_set: RuleSet::Outsiders,
        block_public_access: resource_type.has_block_public_access().then(|| check_block_public_access(policy)),
        confused_deputy: find_confused_deputy(&region, &named, ZoneOfTrust::NOBODY, options),
        assumptions,
    }
}

/// Everybody of whom the policies name nothing.
pub(super) fn anybody(named: &Named) -> Vec<Outsider> {
    anybody_outside(named, ZoneOfTrust::NOBODY)
}

pub(super) fn anybody_outside(named: &Named, zone: &ZoneOfTrust) -> Vec<Outsider> {
    let (makes, brings) = (Makes { named, zone }, Brings::Own(&[]));
    let mut all = makes.of_accounts(&named.strangers, brings);
    all.extend(makes.make(&Principal::anonymous(), brings));
    for principal in &named.principals {
        if principal.kind == PrincipalKind::Federated && issuer::claims_of(&principal.name).is_some() {
            all.extend(makes.make(&Principal::federated(&principal.name), brings));
        }
    }
    all
}

pub(super) fn assumptions(policy: &Policy, named: &Named, resource_type: ResourceType) -> Vec<Assumption> {
    let mut all = vec![Assumption::Outsider];
    if named.asks_for("aws:sourceip") {
        all.push(Assumption::OutsiderAddress);
    }
    if named.principals.iter().any(|principal| principal.kind == PrincipalKind::Federated) {
        all.push(Assumption::SharedIssuers);
    }
    // a trust policy has none
    let is_trust = resource_type == ResourceType::IamAssumeRolePolicyDocument;
    if !is_trust && policy.statements().any(|statement| statement.resource().is_none()) {
        all.push(Assumption::ResourceItself);
    }
    all.push(Assumption::PoliciesOnly);
    all
}
