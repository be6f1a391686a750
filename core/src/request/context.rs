//! Context keys and their values.

use std::borrow::Cow;

use super::error::InputError;

/// What is known of one context key?
///
/// A list is a *multi-valued* key even with one element; that is a property of the key, not of the
/// number of values (rule `multivalued_scalar_never`).
///
/// ```
/// use iam_eval::ContextValue;
///
/// assert_eq!(ContextValue::from("a"), ContextValue::One("a".into()));
/// assert_eq!(ContextValue::from(vec!["a"]), ContextValue::Many(vec!["a".into()]));
/// ```
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum ContextValue {
    /// The request certainly does not have the key.
    Absent,
    /// Whether the request has the key is not known.
    Unknown,
    /// The request has the key; its value is not known.
    Present,
    /// A single-valued key.
    One(Cow<'static, str>),
    /// A multi-valued key.
    Many(Vec<Cow<'static, str>>),
}

impl From<&str> for ContextValue {
    fn from(value: &str) -> Self {
        Self::One(Cow::Owned(value.to_owned()))
    }
}

impl From<String> for ContextValue {
    fn from(value: String) -> Self {
        Self::One(Cow::Owned(value))
    }
}

impl From<bool> for ContextValue {
    fn from(value: bool) -> Self {
        Self::One(Cow::Borrowed(if value { "true" } else { "false" }))
    }
}

impl<T: Into<String>> From<Vec<T>> for ContextValue {
    fn from(values: Vec<T>) -> Self {
        Self::Many(values.into_iter().map(|value| Cow::Owned(value.into())).collect())
    }
}

impl<const N: usize> From<[&str; N]> for ContextValue {
    fn from(values: [&str; N]) -> Self {
        Self::from(values.to_vec())
    }
}

/// What holds of keys that a request does not mention (rule `context_closed_by_default`)?
///
/// ```
/// use iam_eval::{ContextMode, Lookup, Request};
///
/// let request = Request::builder("s3:GetObject", "*");
/// assert_eq!(request.clone().build()?.context().get("aws:SourceVpc"), Lookup::Absent);
/// let open = request.context_mode(ContextMode::Open).build()?;
/// assert_eq!(open.context().get("aws:SourceVpc"), Lookup::Unknown);
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, serde::Serialize, serde::Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "lowercase")]
pub enum ContextMode {
    /// They are absent, as for AWS.
    #[default]
    Closed,
    /// They are unknown, unless the kind of principal never has them.
    Open,
}

/// What does a lookup find? [`ContextValue`] borrowed.
///
/// ```
/// use iam_eval::{Lookup, Request};
///
/// let request = Request::builder("ec2:CreateTags", "*").context("aws:TagKeys", ["team", "cost"]).build()?;
/// let Lookup::Many(keys) = request.context().get("aws:tagkeys") else { panic!() };
/// assert_eq!(keys, ["team", "cost"]);
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Lookup<'r> {
    /// The request does not have the key.
    Absent,
    /// Whether the request has the key is not known.
    Unknown,
    /// The request has the key; its value is not known.
    Present,
    /// A single-valued key.
    One(&'r str),
    /// A multi-valued key.
    Many(&'r [Cow<'static, str>]),
}

/// A key's name prepared for lookups: lower case, with its hash.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct KeyName {
    pub hash: u64,
    pub lower: Cow<'static, str>,
}

impl KeyName {
    pub fn new(name: &str) -> Self {
        let lower = name.to_ascii_lowercase();
        Self { hash: key_hash(&lower), lower: Cow::Owned(lower) }
    }
}

/// A key that core itself knows, prepared for lookups before the program runs: a request derives a
/// dozen of them.
#[derive(Debug, Clone, Copy)]
pub(super) struct KnownKey {
    pub name: &'static str,
    pub lower: &'static str,
    pub hash: u64,
}

/// The [`KnownKey`] of a literal.
macro_rules! known_key {
    ($name:literal) => {{
        const LOWER: [u8; $name.len()] = $crate::request::context::lower_bytes($name);
        const KEY: $crate::request::context::KnownKey = $crate::request::context::KnownKey::of($name, &LOWER);
        KEY
    }};
}
pub(super) use known_key;

impl KnownKey {
    pub(super) const fn of(name: &'static str, lower: &'static [u8]) -> Self {
        // lower case of ASCII letters leaves UTF-8 as it is
        let lower = match std::str::from_utf8(lower) {
            Ok(lower) => lower,
            Err(_) => name,
        };
        Self { name, lower, hash: key_hash(lower) }
    }
}

pub(super) const fn lower_bytes<const N: usize>(name: &str) -> [u8; N] {
    let (bytes, mut lower, mut at) = (name.as_bytes(), [0; N], 0);
    while at < N {
        lower[at] = bytes[at].to_ascii_lowercase();
        at += 1;
    }
    lower
}

/// FNV-1a, which is short and good enough to tell a few dozen key names apart; names that collide
/// are still compared as text.
pub(crate) const fn key_hash(lower: &str) -> u64 {
    let (bytes, mut hash, mut at) = (lower.as_bytes(), 0xcbf2_9ce4_8422_2325_u64, 0);
    while at < bytes.len() {
        // `u64::from` is not for constants
        hash = (hash ^ bytes[at] as u64).wrapping_mul(0x100_0000_01b3);
        at += 1;
    }
    hash
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub key: KeyName,
    pub name: Cow<'static, str>,
    pub value: ContextValue,
}

const PRINCIPAL_TAG: &str = "aws:principaltag/";

/// The context of a request: what is known of each key. Names ignore ASCII letter case
/// (rule `condition_key_case`).
///
/// ```
/// use iam_eval::{ContextMode, Lookup, Request};
///
/// let request = Request::builder("s3:GetObject", "*").context("s3:ExistingObjectTag/Team", "red").build()?;
/// let context = request.context();
/// assert_eq!(context.get("S3:existingobjecttag/team"), Lookup::One("red"));
/// assert!(context.iter().any(|(name, _)| name == "s3:ExistingObjectTag/Team"));
/// assert_eq!(context.mode(), ContextMode::Closed);
/// # Ok::<(), iam_eval::InputError>(())
/// ```
#[derive(Debug, Clone, Default)]
pub struct Context {
    /// The hashes of the entries' names, side by side so that a search stays within a line or two.
    /// INVARIANT: as many as entries, in their order.
    hashes: Vec<u64>,
    /// INVARIANT: sorted by hash, then name; no two entries of one name.
    pub(super) entries: Vec<Entry>,
    pub(super) mode: ContextMode,
    /// Whether the caller has no tags at all, whatever the mode.
    has_no_principal_tags: bool,
    /// Names that were stated again in another letter case, with the same value.
    pub(super) respelled: Vec<Box<str>>,
}

impl Context {
    fn find(&self, hash: u64, lower: &str) -> Result<usize, usize> {
        let mut at = self.hashes.partition_point(|other| *other < hash);
        while self.hashes.get(at) == Some(&hash) {
            match self.entries.get(at).map(|entry| (*entry.key.lower).cmp(lower)) {
                Some(std::cmp::Ordering::Less) => at += 1,
                Some(std::cmp::Ordering::Equal) => return Ok(at),
                _ => break,
            }
        }
        Err(at)
    }

    fn insert(&mut self, at: usize, entry: Entry) {
        self.hashes.insert(at, entry.key.hash);
        self.entries.insert(at, entry);
    }

    /// What is known of the key `name`, in any letter case? A binary search and one short allocation.
    pub fn get(&self, name: &str) -> Lookup<'_> {
        let key = KeyName::new(name);
        self.lookup(&key)
    }

    /// As [`get`](Self::get), without allocating.
    pub(crate) fn lookup(&self, key: &KeyName) -> Lookup<'_> {
        self.stated(key.hash, &key.lower).unwrap_or_else(|| self.unmentioned(&key.lower))
    }

    /// As [`lookup`](Self::lookup), of a key that core knows.
    pub(super) fn lookup_known(&self, key: KnownKey) -> Lookup<'_> {
        self.stated(key.hash, key.lower).unwrap_or_else(|| self.unmentioned(key.lower))
    }

    fn unmentioned(&self, lower: &str) -> Lookup<'_> {
        match self.mode {
            ContextMode::Closed => Lookup::Absent,
            ContextMode::Open if self.has_no_principal_tags && lower.starts_with(PRINCIPAL_TAG) => Lookup::Absent,
            ContextMode::Open => Lookup::Unknown,
        }
    }

    /// What was said of a key, if anything was.
    pub(super) fn stated(&self, hash: u64, lower: &str) -> Option<Lookup<'_>> {
        let found = self.find(hash, lower).ok().and_then(|at| self.entries.get(at))?;
        Some(match &found.value {
            ContextValue::Absent => Lookup::Absent,
            ContextValue::Unknown => Lookup::Unknown,
            ContextValue::Present => Lookup::Present,
            ContextValue::One(value) => Lookup::One(value),
            ContextValue::Many(values) => Lookup::Many(values),
        })
    }

    /// Says that the caller has no tags: what is unknown of them is absent.
    pub(super) fn rule_out_principal_tags(&mut self) {
        self.has_no_principal_tags = true;
        for entry in &mut self.entries {
            if entry.value == ContextValue::Unknown && entry.key.lower.starts_with(PRINCIPAL_TAG) {
                entry.value = ContextValue::Absent;
            }
        }
    }

    /// Which keys does the context mention? Each as it was spelled, with what is known of it, in no
    /// particular order; derived keys are among them.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &ContextValue)> {
        self.entries.iter().map(|entry| (&*entry.name, &entry.value))
    }

    /// What does the context say of keys it does not mention?
    pub fn mode(&self) -> ContextMode {
        self.mode
    }

    /// The context of what a caller states. Sorts once, so that many keys cost no more each.
    /// The context of one key.
    pub(crate) fn of_one(name: &str, value: ContextValue) -> Self {
        Self::of(vec![(name.into(), value)], ContextMode::Closed).unwrap_or_default()
    }

    pub(super) fn of(stated: Vec<(Box<str>, ContextValue)>, mode: ContextMode) -> Result<Self, InputError> {
        let entry = |(name, value): (Box<str>, ContextValue)| Entry {
            key: KeyName::new(&name),
            name: Cow::Owned(name.into()),
            value,
        };
        let mut entries: Vec<Entry> = stated.into_iter().map(entry).collect();
        entries.sort_by(|a, b| (a.key.hash, &a.key.lower).cmp(&(b.key.hash, &b.key.lower)));
        for pair in entries.windows(2) {
            if let [a, b] = pair
                && a.key == b.key
                && a.value != b.value
            {
                // rule `condition_tag_case_collision`: no stable winner, so nobody wins
                let message = format!("expected one value for the context key `{}`, found two", b.name);
                return Err(InputError::new("context-key-twice", message));
            }
        }
        let mut respelled = Vec::new();
        entries.dedup_by(|again, first| {
            let same = again.key == first.key;
            if same && again.name != first.name {
                respelled.push(std::mem::take(&mut again.name).into());
            }
            same
        });
        let hashes = entries.iter().map(|entry| entry.key.hash).collect();
        Ok(Self { hashes, entries, mode, has_no_principal_tags: false, respelled })
    }

    /// Makes room for the keys that are derived, at once.
    pub(super) fn reserve(&mut self, keys: usize) {
        self.hashes.reserve(keys);
        self.entries.reserve(keys);
    }

    /// Sets a key that follows from the rest of the request, unless the caller stated it.
    pub(super) fn derive(&mut self, known: KnownKey, value: ContextValue) {
        match self.find(known.hash, known.lower) {
            // a closed context says as much without an entry
            Err(_) if value == ContextValue::Absent && self.mode == ContextMode::Closed => {}
            Err(at) => {
                let key = KeyName { hash: known.hash, lower: Cow::Borrowed(known.lower) };
                self.insert(at, Entry { key, name: Cow::Borrowed(known.name), value });
            }
            // rule `context_known_absent`: what this principal never has is not unknown
            Ok(at) => {
                if let Some(entry) = self.entries.get_mut(at)
                    && entry.value == ContextValue::Unknown
                    && value == ContextValue::Absent
                {
                    entry.value = value;
                }
            }
        }
    }
}
