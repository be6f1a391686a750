//! What is known of a condition key.

use serde::{Deserialize, Serialize};

use super::lines::fields;

/// What kind of value does a key have?
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum KeyType {
    /// A text.
    String,
    /// An ARN.
    Arn,
    /// `true` or `false`.
    Bool,
    /// A number.
    Numeric,
    /// A date and time.
    Date,
    /// An IP address.
    IpAddress,
    /// Bytes.
    Binary,
}

/// A condition key, global or of a service.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::catalog::{Catalog, KeyType};
///
/// let catalog = Catalog::embedded();
/// let keys = catalog.condition_key("aws:tagkeys").unwrap();
/// assert!(keys.is_multi_valued());
/// let team = catalog.condition_key("aws:RequestTag/team").unwrap();
/// assert_eq!((team.name(), team.types().collect::<Vec<_>>()), ("aws:RequestTag/${TagKey}", vec![KeyType::String]));
/// # }
/// ```
#[derive(Debug, Clone, Copy)]
pub struct ConditionKey<'c> {
    fields: [&'c str; 2],
}

impl<'c> ConditionKey<'c> {
    pub(super) fn of(line: &'c str) -> Self {
        Self { fields: fields(line) }
    }

    /// Its name, with a placeholder where any text may stand: `aws:RequestTag/${TagKey}`.
    pub fn name(&self) -> &'c str {
        self.fields[0]
    }

    /// The types it may have: a set, since AWS lists two for some.
    pub fn types(&self) -> impl Iterator<Item = KeyType> + use<'c> {
        self.fields[1].split(',').filter_map(|name| {
            Some(match name.trim_start_matches("[]") {
                "S" => KeyType::String,
                "A" => KeyType::Arn,
                "B" => KeyType::Bool,
                "N" => KeyType::Numeric,
                "D" => KeyType::Date,
                "I" => KeyType::IpAddress,
                "X" => KeyType::Binary,
                _ => return None,
            })
        })
    }

    /// May a request have several values of it? Then its condition wants `ForAllValues` or `ForAnyValue`.
    pub fn is_multi_valued(&self) -> bool {
        self.fields[1].contains("[]")
    }
}

/// Where a key's placeholder begins and ends: `${TagKey}`, `<key>`, or `tag-key` behind the slash.
pub(super) fn placeholder(name: &str) -> Option<(usize, usize)> {
    let of = |open: &str, close: char| {
        let begin = name.find(open)?;
        let end = name.get(begin..)?.find(close)? + begin + 1;
        Some((begin, end))
    };
    let bare = || name.strip_suffix("tag-key").filter(|before| before.ends_with('/'));
    // some names lack the placeholder behind their slash: `glacier:ResourceTag/`
    let is_cut = name.ends_with('/');
    of("${", '}')
        .or_else(|| is_cut.then_some((name.len(), name.len())))
        .or_else(|| of("<", '>'))
        .or_else(|| bare().map(|before| (before.len(), name.len())))
}
