//! One action on one resource: how the simulator puts the layers together.
//!
//! Not as AWS decides real requests: a grant of the resource policy to the account is a grant, and no
//! action or service is special.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use crate::document::Effect;
use crate::evaluate::LayerKind;
use crate::request::Request;

use super::output::EvalDecision;
use super::sources::{BOUNDARY, IDENTITY, RESOURCE, Sources, StatementRef};

/// What the simulator makes of one action on one resource.
#[derive(Debug)]
pub(super) struct Judgement {
    pub decision: EvalDecision,
    pub matched: Vec<StatementRef>,
    /// Whether the organization's policies let it pass, where there are any.
    pub by_organization: Option<bool>,
    /// Whether the boundary lets it pass, where there is one.
    pub by_boundary: Option<bool>,
    /// What each kind of policy says by itself, across accounts.
    pub details: BTreeMap<String, EvalDecision>,
    /// Whether keys that are missing are told.
    pub tells_missing: bool,
}

/// The statements of one layer that match.
#[derive(Default)]
struct Matches {
    allows: SmallVec<[StatementRef; 4]>,
    denies: SmallVec<[StatementRef; 4]>,
}

impl Matches {
    fn of(sources: &Sources, layer: LayerKind, request: &Request) -> Self {
        let mut matches = Self::default();
        sources.set.visit_matches(layer, request, |found| {
            let statement = StatementRef { layer, policy: found.policy, index: found.index };
            match found.effect {
                Effect::Allow => matches.allows.push(statement),
                Effect::Deny => matches.denies.push(statement),
            }
        });
        matches
    }

    fn decision(&self) -> EvalDecision {
        match (self.denies.is_empty(), self.allows.is_empty()) {
            (false, _) => EvalDecision::ExplicitDeny,
            (true, false) => EvalDecision::Allowed,
            (true, true) => EvalDecision::ImplicitDeny,
        }
    }
}

/// `across` says whether the resource is of another account than the caller.
pub(super) fn judge(sources: &Sources, request: &Request, across: bool) -> Judgement {
    let boundary = sources.has_boundary().then(|| Matches::of(sources, LayerKind::PermissionsBoundary, request));
    let by_boundary = boundary.as_ref().map(|boundary| boundary.decision() == EvalDecision::Allowed);
    let organization = sources.levels.map(|levels| organization(sources, levels, request));
    let by_organization = organization.map(|decision| decision == EvalDecision::Allowed);
    if let Some(decision) = organization.filter(|decision| *decision != EvalDecision::Allowed) {
        // rule `sim_scp`: a denial there ends it
        let details = BTreeMap::new();
        let matched = Vec::new();
        return Judgement { decision, matched, by_organization, by_boundary, details, tells_missing: false };
    }
    let identity = Matches::of(sources, LayerKind::Identity, request);
    let resource = sources.has_resource_policy().then(|| Matches::of(sources, LayerKind::Resource, request));
    // rule `sim_cross_account`
    let across = across && resource.is_some();
    let mut details = BTreeMap::new();
    if across {
        let layers = [(IDENTITY, Some(&identity)), (RESOURCE, resource.as_ref()), (BOUNDARY, boundary.as_ref())];
        let given = layers.into_iter().filter_map(|(name, matches)| Some((name.to_owned(), matches?.decision())));
        details = given.collect();
    }
    let says = |layer: Option<&Matches>, decision| layer.map(|layer| layer.decision() == decision);
    let denied = [Some(&identity), boundary.as_ref(), resource.as_ref()]
        .into_iter()
        .any(|layer| says(layer, EvalDecision::ExplicitDeny) == Some(true));
    let by_identity = identity.decision() == EvalDecision::Allowed && by_boundary != Some(false);
    let by_resource = says(resource.as_ref(), EvalDecision::Allowed) == Some(true);
    let allowed = if across { by_identity && by_resource } else { by_identity || by_resource };
    let decision = match (denied, allowed) {
        (true, _) => EvalDecision::ExplicitDeny,
        (false, true) => EvalDecision::Allowed,
        (false, false) => EvalDecision::ImplicitDeny,
    };
    // rule `sim_matched_statements`
    let mut matched: Vec<StatementRef> = Vec::new();
    match decision {
        EvalDecision::Allowed => {
            matched.extend(&identity.allows);
            matched.extend(resource.iter().flat_map(|resource| &resource.allows));
        }
        EvalDecision::ExplicitDeny => {
            let layers = [Some(&identity), boundary.as_ref(), resource.as_ref()];
            matched.extend(layers.into_iter().flatten().flat_map(|layer| &layer.denies));
        }
        EvalDecision::ImplicitDeny => {}
    }
    matched.sort_unstable();
    matched.dedup();
    let tells_missing = decision == EvalDecision::ImplicitDeny;
    Judgement { decision, matched, by_organization, by_boundary, details, tells_missing }
}

/// Every level must allow, and none may deny.
fn organization(sources: &Sources, levels: usize, request: &Request) -> EvalDecision {
    let mut allowed = vec![false; levels];
    let mut denied = false;
    sources.set.visit_matches(LayerKind::ServiceControl, request, |found| match found.effect {
        Effect::Allow => {
            if let Some(level) = allowed.get_mut(found.level) {
                *level = true;
            }
        }
        Effect::Deny => denied = true,
    });
    match (denied, allowed.iter().all(|allowed| *allowed)) {
        (true, _) => EvalDecision::ExplicitDeny,
        (false, true) => EvalDecision::Allowed,
        (false, false) => EvalDecision::ImplicitDeny,
    }
}
