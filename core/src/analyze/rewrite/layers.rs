//! The layers of policies that limit one caller.

use crate::document::Policy;

use super::super::region::Region;

/// Policies by layer: what one caller may do is what each layer that is given allows and none denies.
///
/// A layer that is not given does not restrict, the identity policies neither. One that is given and holds no policy
/// allows nothing.
///
/// ```
/// use iam_eval::{Policy, Request, analyze::Layers};
///
/// let all: Policy = r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#.parse()?;
/// let read: Policy = r#"{"Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}"#.parse()?;
/// let region = Layers::new().identity([&all]).permissions_boundary(&read).service_control([[&all]]).region();
/// assert!(region.holds(&Request::new("s3:GetObject", "arn:aws:s3:::b/k")?));
/// assert!(!region.holds(&Request::new("s3:PutObject", "arn:aws:s3:::b/k")?));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Layers<'p> {
    identity: Option<Vec<&'p Policy>>,
    boundary: Option<Vec<&'p Policy>>,
    session: Option<Vec<&'p Policy>>,
    service_control: Vec<Vec<&'p Policy>>,
}

impl<'p> Layers<'p> {
    /// No layer yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// The policies of the caller and of its groups.
    #[must_use]
    pub fn identity(mut self, policies: impl IntoIterator<Item = &'p Policy>) -> Self {
        self.identity = Some(policies.into_iter().collect());
        self
    }

    /// The permissions boundary.
    #[must_use]
    pub fn permissions_boundary(mut self, policy: &'p Policy) -> Self {
        self.boundary = Some(vec![policy]);
        self
    }

    /// The policies passed when the session began.
    #[must_use]
    pub fn session(mut self, policies: impl IntoIterator<Item = &'p Policy>) -> Self {
        self.session = Some(policies.into_iter().collect());
        self
    }

    /// The service control policies, level by level: of the root, of each unit, of the account.
    #[must_use]
    pub fn service_control<L: IntoIterator<Item = &'p Policy>>(mut self, levels: impl IntoIterator<Item = L>) -> Self {
        self.service_control = levels.into_iter().map(|level| level.into_iter().collect()).collect();
        self
    }

    /// The layers that are given.
    pub(super) fn iter(&self) -> impl Iterator<Item = &[&'p Policy]> {
        let single = [&self.identity, &self.boundary, &self.session].into_iter().flatten();
        single.chain(&self.service_control).map(Vec::as_slice)
    }

    /// The requests that they let through together; all, where no layer is given.
    pub fn region(&self) -> Region {
        let mut layers = self.iter().map(|policies| Region::of(policies.iter().copied()));
        match layers.next() {
            Some(first) => layers.fold(first, Region::intersect),
            None => Region::everything(),
        }
    }
}
