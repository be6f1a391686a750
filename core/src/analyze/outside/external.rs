//! Who beyond a zone of trust may use a resource, and what describes it.

use std::collections::BTreeMap;

use crate::document::{Policy, PrincipalKind};
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
use super::outsider::{Makes, Outsider};
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

/// How many findings there may be.
const MAX_CELLS: usize = 1_000;

/// How many times the steps of one question all of them may take: each finding takes some questions.
const QUESTIONS: usize = 16;

/// Of how many named things all combinations are tried.
const MAX_COMBINED: usize = 6;

/// Who beyond a zone of trust may use a resource? Nothing is reported of whom the zone holds, and of AWS services only
/// what they may do for anyone.
///
/// Resource control policies, where they are given, narrow the access by what they deny; Access Analyzer does not
/// apply them here. Federated callers are always outside, since who they are is for their provider to say.
///
/// Takes up to sixteen times the steps of one question; past them the findings stand and `coverage` says that it is
/// undecided whether there are more.
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
    let search =
        Search { region: &region, controls: &controls, options, steps: options.max_steps.saturating_mul(QUESTIONS) };
    let predicates = predicates(&named, zone).into_iter();
    let mut survey = Survey {
        makes: Makes { named: &named, zone },
        predicates: predicates.filter_map(|predicate| Some((predicate, predicate.clause(&named)?))).collect(),
        search,
        found: Vec::new(),
    };
    let coverage = survey.run();
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

/// Cells in which some of the predicates are bound, the broadest first.
fn narrower<'n>(root: &Cell<'n>, predicates: &[Predicate<'n>]) -> Vec<Cell<'n>> {
    let few = predicates.get(..predicates.len().min(MAX_COMBINED)).unwrap_or_default();
    let mut chosen: Vec<usize> = (0..1_usize << few.len()).collect();
    chosen.sort_by_key(|chosen| chosen.count_ones());
    let cell = |chosen: usize| {
        let bound = few.iter().enumerate().filter(|(at, _)| chosen >> at & 1 == 1);
        bound.map(|(_, predicate)| *predicate).try_fold(root.clone(), |cell, predicate| cell.with(predicate))
    };
    chosen.into_iter().filter_map(cell).collect()
}

/// A cell, an action and a request of both.
struct Found<'n> {
    cell: Cell<'n>,
    action: String,
    witness: Box<Request>,
    /// The requests that it describes.
    clause: Clause,
    /// Whether the witness is of someone whom nothing names but the cell.
    is_stranger: bool,
}

/// The search for cells.
struct Survey<'n, 'r> {
    makes: Makes<'n>,
    predicates: Vec<(Predicate<'n>, Clause)>,
    search: Search<'r>,
    found: Vec<Found<'n>>,
}

impl<'n> Survey<'n, '_> {
    /// Finds a request that no cell describes yet, and the broadest cell that describes it, until there is none: is
    /// there no access that the cells do not describe?
    fn run(&mut self) -> Verdict {
        let named = self.makes.named;
        let all: Vec<Outsider> = Cell::roots(named).iter().flat_map(|cell| cell.anybody(&self.makes)).collect();
        let mut undecided = None;
        for outsider in &all {
            loop {
                let described: Vec<Clause> = self.found.iter().map(|found| found.clause.clone()).collect();
                match self.search.is_closed_to(std::slice::from_ref(outsider), None, &described) {
                    Verdict::Proved => break,
                    Verdict::Undecided(why) => {
                        undecided = undecided.or(Some(why));
                        break;
                    }
                    Verdict::Refuted(witness) => {
                        let is_full = self.found.len() >= MAX_CELLS;
                        let Some(found) = self.describe(&witness).filter(|_| !is_full) else {
                            return Verdict::Refuted(witness);
                        };
                        self.found.push(found);
                    }
                }
            }
        }
        match undecided {
            Some(why) => Verdict::Undecided(why),
            None if named.is_complete => Verdict::Proved,
            None => Verdict::Undecided(Undecided { reason: UndecidedReason::Key("aws:PrincipalAccount".to_owned()) }),
        }
    }

    /// The broadest cell that describes a request and in which someone gets through whom nothing names.
    fn describe(&mut self, witness: &Request) -> Option<Found<'n>> {
        let (named, layer) = (self.makes.named, self.search.region.layer);
        let action = self.action(witness)?;
        let root = Cell::roots(named)
            .into_iter()
            .find(|cell| cell.clause(named, &[&action]).is_some_and(|clause| clause.is_match(witness, layer)))?;
        let holding = self.predicates.iter().filter(|(_, clause)| clause.is_match(witness, layer));
        let holding: Vec<Predicate<'n>> = holding.map(|(predicate, _)| *predicate).collect();
        // all that is named of it describes it, whoever else that may describe
        let whole = holding.iter().fold(root.clone(), |cell, predicate| cell.with(*predicate).unwrap_or(cell));
        for cell in narrower(&root, &holding) {
            let Some(clause) = cell.clause(named, &[&action]).filter(|clause| clause.is_match(witness, layer)) else {
                continue;
            };
            if let Verdict::Refuted(witness) =
                self.search.is_closed_to(&cell.strangers(&self.makes), Some(&clause), &[])
            {
                return Some(Found { cell, action, witness, clause, is_stranger: true });
            }
        }
        let clause = whole.clause(named, &[&action]).filter(|clause| clause.is_match(witness, layer))?;
        Some(Found { cell: whole, action, witness: Box::new(witness.clone()), clause, is_stranger: false })
    }

    /// The broadest of the actions, as they are written, for which statements let a request through.
    fn action(&self, witness: &Request) -> Option<String> {
        let region = self.search.region;
        let allows = region.allows().flatten().filter(|clause| clause.is_match(witness, region.layer));
        let patterns = allows.flat_map(|clause| {
            let entries = clause.action.entries.iter().map(|entry| entry.pattern.clone());
            let all = clause.action.is_negated.then(|| Pattern::action("*"));
            let entries: Vec<Pattern> = if all.is_some() { Vec::new() } else { entries.collect() };
            entries.into_iter().chain(all)
        });
        let mut broadest: Option<Pattern> = None;
        for pattern in patterns.filter(|pattern| pattern.is_match(&witness.action().to_string())) {
            let is_broader = broadest.as_ref().is_none_or(|known| pattern.covers(known) == Answer::Yes);
            if is_broader {
                broadest = Some(pattern);
            }
        }
        broadest.map(|pattern| pattern.as_str().to_owned())
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
        let Found { cell, action, witness, .. } = found;
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
            is_public: is_anybody && cell.bound.is_empty() && found.is_stranger,
            sources: sources.collect(),
            resource_control_policy_restriction: restriction,
            witness: witness.clone(),
        }
    }
}
