//! Whom one trusts.

/// The accounts and organizations whose principals are not outsiders.
///
/// An account is outside unless it is named or its requests say that it is of a named organization: which accounts an
/// organization has is not known here.
///
/// ```
/// use iam_eval::analyze::ZoneOfTrust;
///
/// let zone = ZoneOfTrust { accounts: vec!["111122223333".into()], ..ZoneOfTrust::default() };
/// assert!(zone.organizations.is_empty());
/// ```
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[allow(clippy::exhaustive_structs)] // made with `..ZoneOfTrust::default()`
pub struct ZoneOfTrust {
    /// Account ids.
    pub accounts: Vec<String>,
    /// Organization ids, such as `o-a1b2c3d4e5`.
    pub organizations: Vec<String>,
}

impl ZoneOfTrust {
    /// Nobody is trusted but whom the policies name.
    pub(super) const NOBODY: &'static Self = &Self { accounts: Vec::new(), organizations: Vec::new() };

    pub(super) fn has_account(&self, account: &str) -> bool {
        self.accounts.iter().any(|known| known == account)
    }
}
