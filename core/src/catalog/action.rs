//! What is known of an action.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::lines::field;
use super::resource_type::ResourceType;
use super::service::Service;

/// What does an action do to its resource? As the service authorization reference has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[non_exhaustive]
pub enum AccessLevel {
    /// Reads what a resource holds.
    Read,
    /// Says which resources there are.
    List,
    /// Changes tags.
    Tagging,
    /// Creates, changes or deletes.
    Write,
    /// Grants access.
    #[serde(rename = "Permissions management")]
    PermissionsManagement,
}

impl fmt::Display for AccessLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Read => "Read",
            Self::List => "List",
            Self::Tagging => "Tagging",
            Self::Write => "Write",
            Self::PermissionsManagement => "Permissions management",
        })
    }
}

/// An action of a service.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::catalog::{AccessLevel, Catalog};
///
/// let catalog = Catalog::embedded();
/// let put = catalog.action("S3:putobject").unwrap();
/// assert_eq!((put.to_string().as_str(), put.access_level()), ("s3:PutObject", Some(AccessLevel::Write)));
/// let object = put.resources().find(|resource| resource.name() == "object").unwrap();
/// assert_eq!(object.resource_type().unwrap().arn_formats().next(),
///     Some("arn:${Partition}:s3:::${BucketName}/${ObjectName}"));
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct ServiceAction<'c> {
    service: Service<'c>,
    line: &'c str,
}

impl<'c> ServiceAction<'c> {
    pub(super) fn of(service: Service<'c>, line: &'c str) -> Self {
        Self { service, line }
    }

    /// Its service.
    pub fn service(&self) -> Service<'c> {
        self.service
    }

    /// Its name without the service, such as `PutObject`.
    pub fn name(&self) -> &'c str {
        field(self.line, 0)
    }

    /// What it does to its resource; none where AWS does not say.
    pub fn access_level(&self) -> Option<AccessLevel> {
        match field(self.line, 1) {
            "R" => Some(AccessLevel::Read),
            "L" => Some(AccessLevel::List),
            "T" => Some(AccessLevel::Tagging),
            "W" => Some(AccessLevel::Write),
            "P" => Some(AccessLevel::PermissionsManagement),
            _ => None,
        }
    }

    fn flags(&self) -> impl Iterator<Item = &'c str> {
        field(self.line, 2).split(' ')
    }

    /// Does Access Analyzer's policy generation know it? That says nothing about logging.
    pub fn is_known_to_policy_generation(&self) -> bool {
        self.flags().any(|flag| flag == "g")
    }

    /// Does IAM track when it was last used?
    pub fn has_last_accessed(&self) -> bool {
        self.flags().any(|flag| flag == "u")
    }

    /// Is there an API operation of its name that needs it and nothing else?
    pub fn has_own_operation(&self) -> bool {
        self.flags().any(|flag| flag == "o")
    }

    /// When it was last seen, if AWS no longer lists it.
    pub fn retired_since(&self) -> Option<&'c str> {
        self.flags().find_map(|flag| flag.strip_prefix("retired:"))
    }

    /// The types of resources it can be limited to. Without any it works on `*` alone.
    pub fn resources(&self) -> impl Iterator<Item = ActionResource<'c>> + use<'c> {
        let service = self.service;
        // keys hold no semicolon
        let entries = field(self.line, 3).split(';').filter(|entry| !entry.is_empty());
        entries.map(move |entry| ActionResource { service, entry })
    }

    /// Can it be limited to resources?
    pub fn has_resource_types(&self) -> bool {
        !field(self.line, 3).is_empty()
    }

    /// The condition keys it knows, whatever the resource.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        field(self.line, 4).split(' ').filter(|key| !key.is_empty())
    }

    /// Is a condition key among those that it, or a resource it works on, knows? By the key's name in the catalogue.
    pub(crate) fn knows_condition_key(&self, name: &str) -> bool {
        let is_edge = |byte: Option<&u8>| byte.is_none_or(|byte| matches!(byte, b' ' | b'{' | b'}' | b';'));
        let holds = |list: &str| {
            memchr::memmem::find_iter(list.as_bytes(), name.as_bytes()).any(|at| {
                let before = at.checked_sub(1).and_then(|before| list.as_bytes().get(before));
                is_edge(before) && is_edge(list.as_bytes().get(at + name.len()))
            })
        };
        let of_type = || self.resources().filter_map(|resource| resource.resource_type());
        holds(field(self.line, 4))
            || holds(field(self.line, 3))
            || of_type().any(|kind| kind.condition_keys().any(|key| key == name))
    }

    /// The actions that AWS documents as also needed for it, such as `iam:PassRole`.
    pub fn dependent_actions(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        field(self.line, 5).split(' ').filter(|action| !action.is_empty())
    }
}

impl fmt::Display for ServiceAction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.service.prefix(), self.name())
    }
}

impl fmt::Debug for ServiceAction<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "ServiceAction({self})")
    }
}

/// A type of resources that an action can be limited to.
#[derive(Debug, Clone, Copy)]
pub struct ActionResource<'c> {
    service: Service<'c>,
    entry: &'c str,
}

impl<'c> ActionResource<'c> {
    fn parts(&self) -> (&'c str, &'c str) {
        self.entry.split_once('{').unwrap_or((self.entry, ""))
    }

    /// The type's name, such as `bucket`.
    pub fn name(&self) -> &'c str {
        self.parts().0.trim_end_matches('!')
    }

    /// Must a statement name such a resource for the action to be allowed?
    pub fn is_required(&self) -> bool {
        self.parts().0.ends_with('!')
    }

    /// The condition keys that the action knows of such a resource.
    pub fn condition_keys(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        self.parts().1.trim_end_matches('}').split(' ').filter(|key| !key.is_empty())
    }

    /// The type, with its ARN formats.
    pub fn resource_type(&self) -> Option<ResourceType<'c>> {
        self.service.resource_type(self.name())
    }
}
