//! What an entry of `Action` names, as far as the catalogue knows.

use crate::catalog::{Catalog, Service, ServiceAction};
use crate::validate::cover::{Case, Wildcard};

use super::element::{Element, Entry};

/// What an entry of `Action` or `NotAction` names.
#[derive(Debug, Clone, Copy)]
pub(in crate::validate) enum ActionMeaning<'c> {
    /// `*`, or as many of them.
    Everything,
    /// No colon, an empty side, or another character than a service may have.
    Malformed,
    /// A wildcard before the colon.
    WildcardInService,
    /// No such service.
    UnknownService,
    /// The service has no such action.
    Unknown(Service<'c>),
    /// A pattern that no action of the service matches.
    MatchesNothing(Service<'c>),
    /// One action.
    Action(ServiceAction<'c>),
    /// A pattern that some action of the service matches.
    Pattern(Service<'c>),
}

/// `Action` or `NotAction`.
pub(in crate::validate) type Actions<'d, 's> = Element<'d, 's>;

impl<'c> ActionMeaning<'c> {
    /// What the catalogue knows of an entry. Nothing is built; an inner wildcard is held against the actions that begin
    /// as it does.
    pub fn of(entry: &Entry<'_>, catalog: &'c Catalog) -> Self {
        let text = &*entry.text;
        let colon = memchr::memchr(b':', text.as_bytes());
        let Some((service, name)) = colon.and_then(|at| Some((text.get(..at)?, text.get(at + 1..)?))) else {
            let is_everything = !text.is_empty() && text.bytes().all(|byte| byte == b'*');
            return if is_everything { Self::Everything } else { Self::Malformed };
        };
        if service.bytes().any(|byte| matches!(byte, b'*' | b'?')) {
            return Self::WildcardInService;
        }
        if service.is_empty() || name.is_empty() {
            return Self::Malformed;
        }
        let Some(service) = catalog.service(service) else { return Self::UnknownService };
        let Some(wildcard) = Wildcard::of(name, Case::Folded) else {
            return service.action(name).map_or(Self::Unknown(service), Self::Action);
        };
        let mut actions = service.actions_starting_with(wildcard.prefix);
        let start = wildcard.prefix.len();
        if actions.any(|action| wildcard.covers_rest(action.name().get(start..).unwrap_or(""))) {
            Self::Pattern(service)
        } else {
            Self::MatchesNothing(service)
        }
    }
}
