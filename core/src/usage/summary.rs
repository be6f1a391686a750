//! [`Usage`]: who used what, in a form that merges.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use super::cell::{Cell, UseOutcome, earliest};
use super::stats::Stats;
use super::time::Time;
use super::uses::Uses;

/// The version of the form that [`Usage::to_bytes`] writes.
pub const USAGE_SCHEMA: u32 = 1;

/// Rule `memory_bound`: how many principals are kept: the smallest.
pub(crate) const MAX_PRINCIPALS: usize = 100_000;
/// How many access keys of a principal are kept: the smallest.
const MAX_ACCESS_KEYS: usize = 64;

/// Who used which actions on which resources, when and how often, and what was refused.
///
/// A summary of CloudTrail records that [`merge`](Self::merge)s: of any number of files, read on any
/// number of machines, in any order, the bytes are the same as of all of them read by one reader, as
/// long as no record is read twice.
///
/// ```
/// use iam_eval::usage::Usage;
///
/// let nothing = Usage::default();
/// let mut all = Usage::from_bytes(&nothing.to_bytes())?;
/// all.merge(nothing.clone());
/// assert_eq!(all, nothing);
/// # Ok::<(), iam_eval::usage::UsageError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[serde(expecting = "an object")]
pub struct Usage {
    /// The version of this form.
    pub schema: u32,
    /// The date of the catalogue that named actions and resources, the newest if several did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub catalog_date: Option<String>,
    /// When the first and the last event happened.
    pub window: Window,
    /// What was read.
    pub stats: Stats,
    /// What each principal used: ARNs of users and roles.
    pub principals: BTreeMap<String, PrincipalUsage>,
}

/// From when to when.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields))]
pub struct Window {
    /// The earliest time of any event.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub first: Option<Time>,
    /// The latest.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last: Option<Time>,
}

impl Window {
    pub(crate) fn add(&mut self, time: Option<Time>) {
        self.merge(Self { first: time, last: time });
    }

    pub(crate) fn merge(&mut self, other: Self) {
        self.first = earliest(self.first, other.first);
        self.last = self.last.max(other.last);
    }
}

/// What one principal used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PrincipalUsage {
    /// How many events, denied ones among them.
    pub events: u64,
    /// From when to when it was active.
    #[serde(default)]
    pub window: Window,
    /// Rule `id_role_session`: whether the records lacked the role's path.
    #[serde(default, skip_serializing_if = "super::cell::is_false")]
    pub has_unknown_path: bool,
    /// Rule `id_slr`: whether it is the role of an Identity Center permission set.
    #[serde(default, skip_serializing_if = "super::cell::is_false")]
    pub is_permission_set: bool,
    /// When each long-term access key was last used (`AKIA…`); none where a use told no time that can be read.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub access_keys: BTreeMap<String, Option<Time>>,
    /// When the user last signed in to the console.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_console_login: Option<Time>,
    /// Whether it signed in, or did what is no use, at a time that cannot be read.
    #[serde(default, skip_serializing_if = "super::cell::is_false")]
    pub has_unknown_time: bool,
    /// The uses.
    pub uses: Uses,
}

impl PrincipalUsage {
    pub(crate) fn add_access_key(&mut self, key: &str, time: Option<Time>) {
        if let Some(last) = self.access_keys.get_mut(key) {
            // a time that nobody can read may be the last
            *last = last.zip(time).map(|(last, time)| last.max(time));
            return;
        }
        self.access_keys.insert(key.to_owned(), time);
        if self.access_keys.len() > MAX_ACCESS_KEYS {
            self.access_keys.pop_last();
        }
    }

    /// Rule `merge_laws`.
    pub(crate) fn merge(&mut self, other: Self) {
        self.events = self.events.saturating_add(other.events);
        self.window.merge(other.window);
        self.has_unknown_path |= other.has_unknown_path;
        self.is_permission_set |= other.is_permission_set;
        for (key, time) in other.access_keys {
            self.add_access_key(&key, time);
        }
        self.last_console_login = self.last_console_login.max(other.last_console_login);
        self.has_unknown_time |= other.has_unknown_time;
        self.uses.merge(other.uses);
    }
}

/// A text that is no usage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UsageError {
    message: String,
    line: usize,
    column: usize,
}

impl UsageError {
    /// Where in the text, from 1.
    pub fn line(&self) -> usize {
        self.line
    }

    /// In which column, from 1.
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for UsageError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "expected a usage: {}", self.message)
    }
}

impl std::error::Error for UsageError {}

impl Default for Usage {
    fn default() -> Self {
        Self {
            schema: USAGE_SCHEMA,
            catalog_date: None,
            window: Window::default(),
            stats: Stats::default(),
            principals: BTreeMap::new(),
        }
    }
}

impl Usage {
    /// Adds what another usage saw. Associative and commutative; an empty usage changes nothing
    /// (rule `merge_laws`). Records that both saw count twice (rule `merge_idempotent`).
    ///
    /// ```
    /// use iam_eval::{catalog::Catalog, usage::UsageBuilder};
    ///
    /// let catalog = Catalog::embedded();
    /// let read = |user: &str| {
    ///     let mut builder = UsageBuilder::new(&catalog);
    ///     builder.feed(format!(r#"{{"eventSource":"sqs.amazonaws.com","eventName":"ListQueues",
    ///         "userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/{user}"}}}}"#).as_bytes())?;
    ///     builder.finish()
    /// };
    /// let (mut ann_first, mut bob_first) = (read("ann")?, read("bob")?);
    /// ann_first.merge(read("bob")?);
    /// bob_first.merge(read("ann")?);
    /// assert_eq!(ann_first.to_bytes(), bob_first.to_bytes());
    /// # Ok::<(), iam_eval::usage::ReadError>(())
    /// ```
    pub fn merge(&mut self, other: Self) {
        self.schema = USAGE_SCHEMA;
        self.catalog_date = self.catalog_date.take().max(other.catalog_date);
        self.window.merge(other.window);
        self.stats.merge(other.stats);
        for (principal, usage) in other.principals {
            self.principals.entry(principal).or_default().merge(usage);
        }
        while self.principals.len() > MAX_PRINCIPALS {
            if let Some((_, dropped)) = self.principals.pop_last() {
                self.stats.principals_left_out.add(dropped.events);
            }
        }
    }

    /// The canonical bytes: compact JSON, the same for the same usage. [`from_bytes`](Self::from_bytes)
    /// reads them back.
    pub fn to_bytes(&self) -> Vec<u8> {
        // a map's keys are texts and no number is a fraction, so there is nothing JSON cannot hold
        serde_json::to_vec(self).unwrap_or_default()
    }

    /// Reads what [`to_bytes`](Self::to_bytes) wrote, or the same JSON written in another way.
    ///
    /// # Errors
    /// The bytes are not the JSON of a usage, or of a later schema.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, UsageError> {
        let read: Self = serde_json::from_slice(bytes).map_err(|error| UsageError {
            message: error.to_string(),
            line: error.line(),
            column: error.column(),
        })?;
        if read.schema != USAGE_SCHEMA {
            let message = format!("expected schema {USAGE_SCHEMA}, found {}", read.schema);
            return Err(UsageError { message, line: 1, column: 1 });
        }
        // whoever wrote it, the caps hold
        let mut usage = Self::default();
        usage.merge(read);
        Ok(usage)
    }

    /// What a principal used, with what records that lacked its path said of it (rule
    /// `id_role_session`): those of a role of the same account and name, where no other role of that
    /// name is known.
    pub fn principal(&self, arn: &str) -> Option<PrincipalUsage> {
        let mut found = self.principals.get(arn).cloned();
        if let Some(pathless) = without_path(arn)
            && pathless != arn
            && let Some(more) = self.principals.get(&pathless).filter(|usage| usage.has_unknown_path)
            && self.roles_of_name(&pathless).all(|other| other == arn)
        {
            let mut merged = found.unwrap_or_default();
            merged.merge(more.clone());
            merged.has_unknown_path = false;
            found = Some(merged);
        }
        found
    }

    /// The roles with a path whose ARN without it is this.
    fn roles_of_name<'u>(&'u self, pathless: &'u str) -> impl Iterator<Item = &'u str> {
        let known = self.principals.iter().filter(|(_, usage)| !usage.has_unknown_path);
        known.map(|(arn, _)| arn.as_str()).filter(move |arn| without_path(arn).as_deref() == Some(pathless))
    }
}

/// What a principal used so far, to add to; none where there are too many and others come first (rule
/// `memory_bound`): the smallest stay, whoever reads.
pub(crate) fn principal_of<'p>(
    principals: &'p mut BTreeMap<String, PrincipalUsage>,
    stats: &mut Stats,
    arn: &str,
) -> Option<&'p mut PrincipalUsage> {
    if !principals.contains_key(arn) {
        if principals.len() >= MAX_PRINCIPALS {
            if principals.last_key_value().is_some_and(|(largest, _)| largest.as_str() < arn) {
                return None;
            }
            let (_, dropped) = principals.pop_last()?;
            stats.principals_left_out.add(dropped.events);
        }
        principals.insert(arn.to_owned(), PrincipalUsage::default());
    }
    principals.get_mut(arn)
}

/// A role's ARN without its path.
fn without_path(arn: &str) -> Option<String> {
    let (account, role) = arn.split_once(":role/")?;
    let name = role.rsplit('/').next()?;
    Some(format!("{account}:role/{name}"))
}

/// What is remembered of one action on one resource with one outcome, by those three.
pub(crate) type Row<'u> = (&'u str, &'u str, UseOutcome, &'u Cell);
