//! The policies of a call: read once, compiled once, each with the name it goes by.

use crate::document::{ParseOptions, Policy, Profile};
use crate::evaluate::{LayerKind, PolicySet};

use super::check;
use super::error::SimulationError;
use super::input::OrganizationLevel;
use super::output::MatchedStatement;
use super::positions::StatementPositions;

/// A policy that is yet to be read.
#[derive(Debug, Clone)]
pub(super) struct PolicyText<'i> {
    /// What `MatchedStatements` calls it.
    pub id: String,
    pub text: &'i str,
    /// Which item of its list it is, from 1; attached policies are in none.
    pub item: Option<usize>,
}

impl<'i> PolicyText<'i> {
    /// The items of a list that goes by `name`.
    pub fn list<'n>(name: &'n str, texts: &'i [String]) -> impl Iterator<Item = Self> + use<'i, 'n> {
        (1..).zip(texts).map(move |(item, text)| Self { id: format!("{name}.{item}"), text, item: Some(item) })
    }

    /// Rule `sim_list_limits`. AWS simulates what it evaluates, documents stored long ago included.
    fn read(&self) -> Result<Policy, SimulationError> {
        let options = ParseOptions::new().profile(Profile::Lenient);
        options.parse(self.text).map_err(|error| {
            let message = match self.item {
                Some(item) => format!("Policy input list item {item} has invalid content"),
                None => format!("Policy {} has invalid content", self.id),
            };
            SimulationError::unreadable(message, &self.id, self.text, error)
        })
    }
}

/// The one permissions boundary of a request, if any (rule `sim_list_limits`).
pub(super) fn boundary(list: &[String]) -> Result<Option<PolicyText<'_>>, SimulationError> {
    if list.len() > 1 {
        return Err(SimulationError::invalid("The list of Permissions Boundary policies cannot exceed 1 items."));
    }
    Ok(PolicyText::list("PermissionsBoundaryPolicyInputList", list).next())
}

pub(super) fn resource_policy(text: Option<&str>) -> Option<PolicyText<'_>> {
    text.map(|text| PolicyText { id: "ResourcePolicy".to_owned(), text, item: Some(1) })
}

/// Rule `sim_scp`: no level may be empty.
pub(super) fn organization<'i>(levels: &'i [OrganizationLevel]) -> Result<Vec<Vec<PolicyText<'i>>>, SimulationError> {
    let level = |(at, level): (usize, &'i OrganizationLevel)| {
        let policies = &level.service_control_policy_input_list;
        if policies.is_empty() {
            let message = format!("Organization policy at index {at} must contain at least one service control policy");
            return Err(SimulationError::invalid(message));
        }
        Ok(PolicyText::list(&format!("OrderedOrganizationPolicyInputList.{at}"), policies).collect())
    };
    (1..).zip(levels).map(level).collect()
}

/// The policies of a call by layer; `None` and no policies are not the same.
#[derive(Debug, Default)]
pub(super) struct Layers<'i> {
    pub identity: Vec<PolicyText<'i>>,
    pub boundary: Option<PolicyText<'i>>,
    pub organization: Option<Vec<Vec<PolicyText<'i>>>>,
    pub resource: Option<PolicyText<'i>>,
}

/// The same, ready to be asked.
pub(super) struct Sources {
    pub set: PolicySet,
    pub levels: Option<usize>,
    /// How many bytes of policies there are.
    pub bytes: usize,
    identity: Vec<Source>,
    boundary: Option<Source>,
    resource: Option<Source>,
}

/// What is told of a policy whose statement matched.
struct Source {
    id: String,
    positions: StatementPositions,
}

/// A statement of the identity policies, the boundary or the resource policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct StatementRef {
    pub layer: LayerKind,
    pub policy: u32,
    pub index: u32,
}

impl Sources {
    pub fn read(layers: &Layers<'_>) -> Result<Self, SimulationError> {
        let mut set = PolicySet::builder().simulator();
        let mut bytes = 0;
        let mut read = |text: &PolicyText<'_>| {
            bytes += text.text.len();
            text.read()
        };
        let (identity, policies): (Vec<_>, Vec<_>) = named(&layers.identity, &mut read)?.into_iter().unzip();
        set = set.identity(policies);
        let mut boundary = None;
        if let Some((source, policy)) = named(layers.boundary.as_slice(), &mut read)?.pop() {
            boundary = Some(source);
            set = set.permissions_boundary(policy);
        }
        if let Some(levels) = &layers.organization {
            let level = |level: &Vec<PolicyText<'_>>| level.iter().map(&mut read).collect::<Result<Vec<_>, _>>();
            set = set.service_control(levels.iter().map(level).collect::<Result<Vec<_>, _>>()?);
        }
        let mut resource = None;
        if let Some((source, policy)) = named(layers.resource.as_slice(), &mut read)?.pop() {
            check::resource_policy(&policy)?;
            resource = Some(source);
            set = set.resource(policy);
        }
        let levels = layers.organization.as_ref().map(Vec::len);
        Ok(Self { set: set.build(), levels, bytes, identity, boundary, resource })
    }

    pub fn has_boundary(&self) -> bool {
        self.boundary.is_some()
    }

    pub fn has_resource_policy(&self) -> bool {
        self.resource.is_some()
    }

    /// What is told of a statement (rule `sim_matched_statements`).
    pub fn describe(&self, statement: StatementRef) -> Option<MatchedStatement> {
        let (source, source_policy_type) = match statement.layer {
            LayerKind::Identity => (self.identity.get(statement.policy as usize), IDENTITY),
            LayerKind::PermissionsBoundary => (self.boundary.as_ref(), BOUNDARY),
            LayerKind::Resource => (self.resource.as_ref(), RESOURCE),
            _ => (None, ""),
        };
        let source = source?;
        let (start_position, end_position) = source.positions.get(statement.index as usize)?;
        let source_policy_id = source.id.clone();
        Some(MatchedStatement {
            source_policy_id,
            source_policy_type: source_policy_type.into(),
            start_position,
            end_position,
        })
    }
}

/// The kinds of policies in the simulator's words, which are not the documented ones.
pub(super) const IDENTITY: &str = "IAM Policy";
pub(super) const BOUNDARY: &str = "Permissions Boundary Policy";
pub(super) const RESOURCE: &str = "Resource Policy";

fn named<'i>(
    texts: &[PolicyText<'i>],
    mut read: impl FnMut(&PolicyText<'i>) -> Result<Policy, SimulationError>,
) -> Result<Vec<(Source, Policy)>, SimulationError> {
    let name = |text: &PolicyText<'i>| {
        let policy = read(text)?;
        Ok((Source { id: text.id.clone(), positions: StatementPositions::of(&policy) }, policy))
    };
    texts.iter().map(name).collect()
}
