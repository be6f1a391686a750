//! Who beyond a zone of trust may use a resource, and what describes it.

use std::collections::BTreeMap;

use crate::document::{Effect, Policy, PrincipalKind};
use crate::evaluate::LayerKind;
use crate::pattern::{Answer, Pattern};
use crate::request::Request;

use super::super::answer::{Undecided, UndecidedReason, Verdict};
use super::super::clause::Clause;
use super::super::containment::AnalyzeOptions;
use super::super::region::Region;
use super::assumption::Assumption;
use super::deputy::find_confused_deputy;
use super::issuer;
use super::named::Named;
use super::outsider::Makes;
use super::search::Search;
use super::strata::{Cell, Predicate, predicates};
use super::zone::ZoneOfTrust;

/// Whether resource control policies narrow a finding: AWS's `ResourceControlPolicyRestriction`.
///
/// ```
/// use iam_eval::analyze::ResourceControlRestriction;
///
/// assert_eq!(ResourceControlRestriction::Applied.as_str(), "APPLIED");
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ResourceControlRestriction {
    /// None were given.
    NotApplicable,
    /// They were given, and what they deny is no part of the finding.
    Applied,
}

impl ResourceControlRestriction {
    /// AWS's word.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::NotApplicable => "NOT_APPLICABLE",
            Self::Applied => "APPLIED",
        }
    }
}

/// Access of somebody outside, as Access Analyzer's `ExternalAccessDetails` has it.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExternalFinding {
    /// Whom: `("AWS", "*")` for everybody, or as the policy names him.
    pub principal: (String, String),
    /// Which actions, as the policy writes them.
    pub actions: Vec<String>,
    /// What else has to hold of who calls, by key; keys that a caller fills in as he likes are not among them.
    pub condition: BTreeMap<String, String>,
    /// May anybody do this?
    pub is_public: bool,
    /// The statements that let the witness through, from 0.
    pub sources: Vec<usize>,
    /// Whether resource control policies narrow it.
    pub resource_control_policy_restriction: ResourceControlRestriction,
    /// A request of somebody outside that the policy lets through.
    pub witness: Box<Request>,
}

/// What of a resource's policy reaches beyond a zone of trust.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct ExternalAccess {
    /// The broadest descriptions, made of what the policy itself names.
    pub findings: Vec<ExternalFinding>,
    /// Is there no access from outside? Refuted with a request that somebody outside can make.
    pub verdict: Verdict,
    /// Do the findings describe all of it? Refuted with a request that none describes.
    pub coverage: Verdict,
    /// A request that an AWS service makes for somebody outside, where the policy lets the service do that for anyone.
    pub confused_deputy: Option<Box<Request>>,
    /// What was taken for granted.
    pub assumptions: Vec<Assumption>,
}

/// How many cells are looked at.
const MAX_CELLS: usize = 2_048;

/// Who beyond a zone of trust may use a resource? Nothing is reported of whom the zone holds, and of AWS services only
/// what they may do for anyone.
///
/// Resource control policies, where they are given, narrow the access by what they deny; Access Analyzer does not
/// apply them here. Federated callers are always outside, since who they are is for their provider to say.
///
/// Sources: Access Analyzer API reference, `ExternalAccessDetails`; IAM user guide, "IAM Access Analyzer resource types
/// for external access"; J. Backes and others, "Stratified Abstraction of Access Control Policies", CAV 2020.
///
/// ```
/// use iam_eval::{Policy, analyze::{AnalyzeOptions, ZoneOfTrust, find_external_access}};
///
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Principal":{"AWS":["111122223333","222233334444"]},
///     "Action":"sqs:SendMessage","Resource":"*"}}"#.parse()?;
/// let zone = ZoneOfTrust { accounts: vec!["111122223333".into()], ..ZoneOfTrust::default() };
/// let found = find_external_access(&policy, &zone, &[], &AnalyzeOptions::default());
/// assert_eq!(found.findings.len(), 1);
/// assert_eq!(found.findings[0].principal, ("AWS".to_owned(), "222233334444".to_owned()));
/// assert!(!found.findings[0].is_public && found.coverage.is_proved());
/// # Ok::<(), iam_eval::ParseError>(())
/// ```
pub fn find_external_access(
    policy: &Policy,
    zone: &ZoneOfTrust,
    resource_control: &[Policy],
    options: &AnalyzeOptions,
) -> ExternalAccess {
    let region = Region::of_resource(policy);
    let controls = controls(resource_control);
    let clauses: Vec<&Clause> = region.layers.iter().flatten().chain(&controls).collect();
    let policies: Vec<&Policy> = std::iter::once(policy).chain(resource_control).collect();
    let trusted: Vec<String> = zone.accounts.iter().chain(&zone.organizations).cloned().collect();
    let named = Named::of(&policies, &clauses, &trusted);
    let search = Search { region: &region, controls: &controls, options, steps: options.max_steps };
    let mut survey = Survey {
        makes: Makes { named: &named, zone },
        predicates: predicates(&named, zone),
        search,
        found: Vec::new(),
        cells_left: MAX_CELLS,
    };
    for action in actions(policy) {
        survey.find(&action);
    }
    let coverage = survey.coverage(options);
    let restriction = if resource_control.is_empty() {
        ResourceControlRestriction::NotApplicable
    } else {
        ResourceControlRestriction::Applied
    };
    let findings = survey.findings(restriction);
    let verdict = match (findings.first(), &coverage) {
        (Some(finding), _) => Verdict::Refuted(finding.witness.clone()),
        (None, coverage) => coverage.clone(),
    };
    let kind = super::resource_type::ResourceType::S3Bucket;
    ExternalAccess {
        verdict,
        coverage,
        confused_deputy: find_confused_deputy(&region, &named, zone, options),
        assumptions: super::public::assumptions(policy, &named, kind),
        findings,
    }
}

/// Their statements, which stand in a layer of their own.
fn controls(policies: &[Policy]) -> Vec<Clause> {
    let clauses = policies.iter().enumerate().flat_map(|(at, policy)| Clause::of_policy(policy, at));
    clauses.map(|clause| Clause { layer: Some(LayerKind::ResourceControl), ..clause }).collect()
}

/// The actions that a policy allows, as it writes them.
fn actions(policy: &Policy) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for statement in policy.statements().filter(|statement| statement.effect() == Effect::Allow) {
        let Some(element) = statement.action() else { continue };
        let texts: Vec<&str> =
            if element.is_negated() { vec!["*"] } else { element.entries().map(|text| text.as_str()).collect() };
        for text in texts {
            if !all.iter().any(|known| known.eq_ignore_ascii_case(text)) {
                all.push(text.to_owned());
            }
        }
    }
    all
}

/// A cell, an action and a request of both.
struct Found<'n> {
    cell: Cell<'n>,
    action: String,
    witness: Box<Request>,
}

/// The search for cells.
struct Survey<'n, 'r> {
    makes: Makes<'n>,
    predicates: Vec<Predicate<'n>>,
    search: Search<'r>,
    found: Vec<Found<'n>>,
    cells_left: usize,
}

impl<'n> Survey<'n, '_> {
    /// The broadest cells in which an action is let through.
    fn find(&mut self, action: &str) {
        let named = self.makes.named;
        let mut level: Vec<(Cell<'n>, usize)> = Cell::roots(named).into_iter().map(|cell| (cell, 0)).collect();
        while !level.is_empty() {
            let mut next = Vec::new();
            for (cell, from) in level {
                let is_described = self.found.iter().any(|found| found.action == action && found.cell.covers(&cell));
                let Some(within) = cell.clause(named, &[action]).filter(|_| !is_described) else { continue };
                let Some(left) = self.cells_left.checked_sub(1) else { return };
                self.cells_left = left;
                if let Verdict::Refuted(witness) =
                    self.search.is_closed_to(&cell.strangers(&self.makes), Some(&within), &[])
                {
                    self.found.push(Found { cell, action: action.to_owned(), witness });
                    continue;
                }
                // nobody at all, so nobody who is named
                if self.search.is_closed_to(&cell.anybody(&self.makes), Some(&within), &[]).is_proved() {
                    continue;
                }
                let narrower = self.predicates.iter().enumerate().skip(from);
                next.extend(narrower.filter_map(|(at, predicate)| Some((cell.with(*predicate)?, at + 1))));
            }
            level = next;
        }
    }

    /// Is there no access that the cells do not describe?
    fn coverage(&mut self, options: &AnalyzeOptions) -> Verdict {
        let named = self.makes.named;
        let cells = self.found.iter().map(|found| found.cell.clause(named, &[&found.action]));
        let Some(cells) = cells.collect::<Option<Vec<Clause>>>() else {
            return Verdict::Undecided(Undecided { reason: UndecidedReason::Unconfirmed });
        };
        self.search.steps = options.max_steps;
        let all: Vec<_> = Cell::roots(named).iter().flat_map(|cell| cell.anybody(&self.makes)).collect();
        match self.search.is_closed_to(&all, None, &cells) {
            Verdict::Proved if !named.is_complete => {
                Verdict::Undecided(Undecided { reason: UndecidedReason::Key("aws:PrincipalAccount".to_owned()) })
            }
            verdict => verdict,
        }
    }

    /// One finding for each cell, with all its actions that no broader finding has.
    fn findings(&self, restriction: ResourceControlRestriction) -> Vec<ExternalFinding> {
        let takes = |one: &Found<'_>, other: &Found<'_>| {
            one.cell.covers(&other.cell)
                && Pattern::action(&one.action).covers(&Pattern::action(&other.action)) == Answer::Yes
        };
        let mut findings: Vec<(&Cell<'_>, ExternalFinding)> = Vec::new();
        for (at, found) in self.found.iter().enumerate() {
            let is_taken = self.found.iter().enumerate().any(|(other_at, other)| {
                other_at != at && takes(other, found) && (!takes(found, other) || other_at < at)
            });
            if is_taken {
                continue;
            }
            if let Some((_, finding)) = findings.iter_mut().find(|(cell, _)| **cell == found.cell) {
                finding.actions.push(found.action.clone());
            } else {
                findings.push((&found.cell, self.finding(found, restriction)));
            }
        }
        findings.into_iter().map(|(_, finding)| finding).collect()
    }

    fn finding(&self, found: &Found<'_>, restriction: ResourceControlRestriction) -> ExternalFinding {
        let named = self.makes.named;
        let Found { cell, action, witness } = found;
        let (principal, is_anybody) = match cell.principal {
            None => (("AWS".to_owned(), "*".to_owned()), true),
            Some(principal) => {
                let is_shared =
                    principal.kind == PrincipalKind::Federated && issuer::claims_of(&principal.name).is_some();
                ((principal.kind.as_str().to_owned(), principal.name.to_string()), is_shared)
            }
        };
        let region = self.search.region;
        let allows = region.allows().flatten();
        let sources = allows.filter(|clause| clause.is_match(witness, region.layer)).map(|clause| clause.index);
        ExternalFinding {
            principal,
            actions: vec![action.clone()],
            condition: cell
                .bound
                .iter()
                .map(|(key, value)| (named.spelling(key).to_owned(), value.text.to_string()))
                .collect(),
            is_public: is_anybody && cell.bound.is_empty(),
            sources: sources.collect(),
            resource_control_policy_restriction: restriction,
            witness: witness.clone(),
        }
    }
}
