//! The requests that policies let through.

use crate::document::{Effect, Policy};
use crate::evaluate::LayerKind;
use crate::principal::Principal;
use crate::request::Request;

use super::callers::callers;
use super::clause::{Clause, Texts};
use super::solver::grants;

/// The requests that layers of policies let through together: each layer has to allow, and none may deny.
///
/// Made once, and asked many times.
///
/// ```
/// use iam_eval::{Policy, analyze::Region};
///
/// let read: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let region = Region::of([&read]);
/// assert!(region.holds(&iam_eval::Request::new("s3:GetObject", "arn:aws:s3:::b/k")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone)]
pub struct Region {
    pub(super) layers: Vec<Vec<Clause>>,
    pub(super) layer: LayerKind,
    /// Who may ask; `None` where nobody says.
    pub(super) callers: Vec<Option<Principal>>,
    /// Whether layers of different kinds came together.
    pub(super) is_mixed: bool,
}

impl Region {
    /// What policies of one layer let through together: identity policies of one caller, or one boundary.
    pub fn of<'p>(policies: impl IntoIterator<Item = &'p Policy>) -> Self {
        Self::of_layer(policies, LayerKind::Identity)
    }

    /// What the policy of a resource lets through, as far as it alone can say.
    pub fn of_resource(policy: &Policy) -> Self {
        Self::of_layer([policy], LayerKind::Resource)
    }

    /// All requests of identity policies.
    pub(super) fn everything() -> Self {
        Self { layers: Vec::new(), layer: LayerKind::Identity, callers: vec![None], is_mixed: false }
    }

    fn of_layer<'p>(policies: impl IntoIterator<Item = &'p Policy>, layer: LayerKind) -> Self {
        let policies: Vec<&Policy> = policies.into_iter().collect();
        let clauses = policies.iter().enumerate().flat_map(|(at, policy)| Clause::of_policy(policy, at));
        // a policy that is attached to no resource grants nothing by a statement without one
        let clauses = clauses.map(|clause| match (&clause.resource, clause.effect) {
            (None, Effect::Allow) if !layer.has_principals() => {
                Clause { resource: Some(Texts { is_negated: false, entries: Vec::new() }), ..clause }
            }
            _ => clause,
        });
        let callers =
            if layer.has_principals() { callers(&policies).into_iter().map(Some).collect() } else { vec![None] };
        Self { layers: vec![clauses.collect()], layer, callers, is_mixed: false }
    }

    /// Who may ask about this or another region.
    pub(super) fn callers_with(&self, other: &Self) -> Vec<Option<Principal>> {
        let mut all = self.callers.clone();
        all.extend(other.callers.iter().filter(|caller| !self.callers.contains(caller)).cloned());
        all
    }

    /// A key that conditions ask for and that follows from the caller, where callers were tried one by one.
    pub(super) fn key_of_caller(&self) -> Option<&str> {
        let mut clauses = self.layers.iter().flatten().filter(|_| self.layer.has_principals());
        clauses.find_map(Clause::key_of_caller)
    }

    /// What this and another layer let through, such as identity policies and a permissions boundary.
    #[must_use]
    pub fn intersect(mut self, other: Self) -> Self {
        let says_nobody = |callers: &[Option<Principal>]| callers.iter().all(Option::is_none);
        self.callers = match (says_nobody(&self.callers), says_nobody(&other.callers)) {
            (true, _) => other.callers.clone(),
            (false, true) => self.callers,
            (false, false) => self.callers_with(&other),
        };
        self.is_mixed |= other.is_mixed || self.layer != other.layer;
        self.layers.extend(other.layers);
        self
    }

    /// The same where one caller asks: the keys that follow from who it is hold what they hold for it.
    ///
    /// ```
    /// use iam_eval::{Policy, Principal, analyze::{AnalyzeOptions, Region, is_empty}};
    ///
    /// let own: Policy = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject",
    ///     "Resource":"arn:aws:s3:::home/${aws:username}/*"}}"#.parse()?;
    /// let region = Region::of([&own]).asked_by(Principal::user("arn:aws:iam::111122223333:user/ann")?);
    /// let witness = is_empty(&region, &AnalyzeOptions::default());
    /// assert_eq!(witness.witness().map(|request| request.resource()), Some("arn:aws:s3:::home/ann/"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    #[must_use]
    pub fn asked_by(mut self, caller: Principal) -> Self {
        self.callers = vec![Some(caller)];
        self
    }

    /// Is a request one of them?
    pub fn holds(&self, request: &Request) -> bool {
        self.layers.iter().all(|clauses| grants(clauses, request, self.layer))
    }

    /// Which statements allow a request, by their index, whatever others deny?
    pub(crate) fn allowing(&self, request: &Request) -> impl Iterator<Item = usize> {
        self.layers
            .iter()
            .flatten()
            .filter(|clause| clause.effect == Effect::Allow && clause.is_match(request, self.layer))
            .map(|clause| clause.index)
    }

    /// Does a statement match a request that the region holds?
    pub(super) fn lets_through(&self, clause: &Clause, request: &Request) -> bool {
        clause.is_match(request, self.layer) && self.holds(request)
    }

    pub(super) fn allows(&self) -> impl Iterator<Item = Vec<&Clause>> {
        self.layers.iter().map(|clauses| clauses.iter().filter(|clause| clause.effect == Effect::Allow).collect())
    }

    pub(super) fn denies(&self) -> Vec<&Clause> {
        self.layers.iter().flatten().filter(|clause| clause.effect == Effect::Deny).collect()
    }
}
