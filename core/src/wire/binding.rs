//! The policies that bind one caller.

use crate::analyze::Layers;
use crate::document::Policy;

/// What is expected of layers that do not bind a caller.
pub(super) const BINDING: &str =
    "none: only identity policies, a permissions boundary, session policies and service control policies";

/// Policies that bind one caller, by layer; one that is not given does not restrict.
#[derive(Debug)]
pub(super) struct Binding {
    pub identity: Option<Vec<Policy>>,
    pub permissions_boundary: Option<Policy>,
    pub session: Option<Vec<Policy>>,
    pub service_control: Vec<Vec<Policy>>,
}

impl Binding {
    /// The same as `analyze` takes them.
    pub fn layers(&self) -> Layers<'_> {
        let mut layers = Layers::new().service_control(self.service_control.iter().map(|level| level.iter()));
        if let Some(identity) = &self.identity {
            layers = layers.identity(identity);
        }
        if let Some(boundary) = &self.permissions_boundary {
            layers = layers.permissions_boundary(boundary);
        }
        if let Some(session) = &self.session {
            layers = layers.session(session);
        }
        layers
    }
}
