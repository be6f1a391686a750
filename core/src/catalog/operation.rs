//! Which actions an API operation needs.

use std::fmt;

use super::service::Service;

/// An API operation and the actions that AWS documents for it: everything that it may need, which is not
/// always all of it. Without any, AWS lists the operation and does not say.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::catalog::Catalog;
///
/// let catalog = Catalog::embedded();
/// let list = catalog.operation("s3", "ListObjectsV2").unwrap();
/// assert!(list.actions().any(|action| action.to_string() == "s3:ListBucket"));
/// assert!(catalog.operation("s3", "NoSuchOperation").is_none());
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Operation<'c> {
    service: Service<'c>,
    name: &'c str,
    actions: &'c str,
}

impl<'c> Operation<'c> {
    pub(super) fn of(service: Service<'c>, name: &'c str, actions: &'c str) -> Self {
        Self { service, name, actions }
    }

    /// Its name.
    pub fn name(&self) -> &'c str {
        self.name
    }

    /// The actions it may need, in AWS's order.
    pub fn actions(&self) -> impl Iterator<Item = NeededAction<'c>> + use<'c> {
        let (prefix, operation) = (self.service.prefix(), self.name);
        self.actions.split(' ').filter(|action| !action.is_empty()).map(move |action| {
            let (action, context) = action.split_once('{').unwrap_or((action, ""));
            let (service, name) = match action.split_once(':') {
                Some((service, name)) => (service, name),
                None => (prefix, if action == "=" { operation } else { action }),
            };
            NeededAction { service, name, context: context.trim_end_matches('}') }
        })
    }

    /// The one action that every call of the operation needs, as far as names tell: that of the same
    /// name, else the one of the same service whose name begins most like it, the shortest of those.
    /// AWS's list is what a call may need and in order of the alphabet.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let catalog = iam_eval::catalog::Catalog::embedded();
    /// let base = |operation| catalog.operation("s3", operation).unwrap().base_action().unwrap().to_string();
    /// assert_eq!((base("GetObject"), base("DeleteObjects")), ("s3:GetObject".into(), "s3:DeleteObject".into()));
    /// # }
    /// ```
    pub fn base_action(&self) -> Option<NeededAction<'c>> {
        let (prefix, operation) = (self.service.prefix(), self.name);
        let rank = |action: &NeededAction<'c>| {
            let common = action.name.bytes().zip(operation.bytes()).take_while(|(a, b)| a == b).count();
            let is_elsewhere = action.service != prefix;
            (is_elsewhere, action.name != operation, usize::MAX - common, action.name.len())
        };
        self.actions().min_by_key(rank)
    }

    /// Does AWS say which actions it needs?
    pub fn is_documented(&self) -> bool {
        !self.actions.is_empty()
    }
}

impl fmt::Debug for Operation<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Operation({}:{} {})", self.service.prefix(), self.name, self.actions)
    }
}

/// An action that an operation may need.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NeededAction<'c> {
    service: &'c str,
    name: &'c str,
    context: &'c str,
}

impl<'c> NeededAction<'c> {
    /// The prefix of its service.
    pub fn service(&self) -> &'c str {
        self.service
    }

    /// Its name without the service.
    pub fn name(&self) -> &'c str {
        self.name
    }

    /// The context keys and each of the values with which it is needed, such as `iam:PassedToService`.
    pub fn context(&self) -> impl Iterator<Item = (&'c str, &'c str)> + use<'c> {
        let pairs = self.context.split(';').filter_map(|pair| pair.split_once('='));
        pairs.flat_map(|(key, values)| values.split('|').map(move |value| (key, value)))
    }
}

impl fmt::Display for NeededAction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service, self.name)
    }
}
