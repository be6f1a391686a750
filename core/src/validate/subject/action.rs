//! What an entry of `Action` names, as far as the catalogue knows.

use crate::catalog::{Catalog, Service, ServiceAction};
use crate::pattern::Pattern;

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
    /// What the catalogue knows of an entry.
    pub fn of(entry: &Entry<'_>, catalog: &'c Catalog) -> Self {
        let text = &*entry.text;
        if !text.is_empty() && text.bytes().all(|byte| byte == b'*') {
            return Self::Everything;
        }
        let Some((service, name)) = text.split_once(':') else { return Self::Malformed };
        if service.contains(['*', '?']) {
            return Self::WildcardInService;
        }
        if service.is_empty() || name.is_empty() {
            return Self::Malformed;
        }
        let Some(service) = catalog.service(service) else { return Self::UnknownService };
        if !name.contains(['*', '?']) {
            return service.action(name).map_or(Self::Unknown(service), Self::Action);
        }
        if name.bytes().all(|byte| byte == b'*') {
            return Self::Pattern(service);
        }
        let pattern = Pattern::action(name);
        if service.actions().any(|action| pattern.is_match(action.name())) {
            Self::Pattern(service)
        } else {
            Self::MatchesNothing(service)
        }
    }
}
