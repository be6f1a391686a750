//! [`Catalog`]: the facts, found by name.

use std::borrow::Cow;
use std::fmt;
use std::sync::OnceLock;

use crate::pattern::Pattern;

use super::action::{AccessLevel, ServiceAction};
use super::arn_formats::{ArnFormat, ArnFormats};
use super::key::ConditionKey;
use super::key_index::KeyIndex;
use super::lines::{CatalogError, Piece, ServiceLines, check, fields, find_services};
use super::names::{NameTable, name_of};
use super::operation::Operation;
use super::provenance::{Provenance, Source};
use super::resource_type::ResourceType;
use super::service::Service;
use super::suggest;

/// The facts of AWS's services.
///
/// Making one costs nothing; services are found at the first question, and the lines of each at the
/// first question about it. Share one: it is `Send + Sync`, and what was found stays.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::catalog::{AccessLevel, Catalog};
///
/// let catalog = Catalog::embedded();
/// assert_eq!(catalog.access_level("iam:PassRole"), Some(AccessLevel::Write));
/// assert!(catalog.expand("s3:get*").any(|action| action.name() == "GetObject"));
/// assert_eq!(catalog.did_you_mean("s3:GetObjcet"), ["s3:GetObject"]);
/// # }
/// ```
pub struct Catalog {
    text: Cow<'static, str>,
    services: OnceLock<Services>,
    foreign_keys: OnceLock<KeyIndex>,
    arn_formats: OnceLock<ArnFormats>,
}

/// Where the services are.
struct Services {
    head: Piece,
    oldest_date: Option<Box<str>>,
    /// The keys of all services.
    global_keys: KeyIndex,
    /// In order of their prefix.
    all: Vec<Entry>,
    names: NameTable,
    pieces: Vec<Piece>,
}

pub(super) struct Entry {
    piece: Piece,
    lines: OnceLock<ServiceLines>,
}

impl Entry {
    /// Its lines, found at the first question.
    pub(super) fn lines(&self, text: &str) -> &ServiceLines {
        self.lines.get_or_init(|| ServiceLines::of(text, self.piece))
    }
}

#[cfg(feature = "catalog")]
const EMBEDDED: &str = include_str!("../../data/catalog.txt");

impl Catalog {
    /// The catalogue that is part of the crate.
    #[cfg(feature = "catalog")]
    pub fn embedded() -> Self {
        Self {
            text: Cow::Borrowed(EMBEDDED),
            services: OnceLock::new(),
            foreign_keys: OnceLock::new(),
            arn_formats: OnceLock::new(),
        }
    }

    /// A catalogue without services: nothing is known.
    ///
    /// ```
    /// use iam_eval::catalog::Catalog;
    ///
    /// assert_eq!(Catalog::empty().services().count(), 0);
    /// ```
    pub fn empty() -> Self {
        Self {
            text: Cow::Borrowed(""),
            services: OnceLock::new(),
            foreign_keys: OnceLock::new(),
            arn_formats: OnceLock::new(),
        }
    }

    /// A catalogue of the caller's own, in the form of the crate's `data/catalog.txt`.
    ///
    /// # Errors
    /// A line is of no known kind, lacks its name, or is out of order.
    ///
    /// ```
    /// use iam_eval::catalog::Catalog;
    ///
    /// let catalog = Catalog::from_text("V\t1\nS\tmine\tOur own\nA\tOpen\tW\n".to_owned())?;
    /// assert_eq!(catalog.action("mine:open").unwrap().to_string(), "mine:Open");
    /// assert_eq!(Catalog::from_text("V\t1\nA\tOpen\tW\n".to_owned()).unwrap_err().line(), 2);
    /// # Ok::<(), iam_eval::catalog::CatalogError>(())
    /// ```
    pub fn from_text(text: String) -> Result<Self, CatalogError> {
        check(&text)?;
        Ok(Self {
            text: Cow::Owned(text),
            services: OnceLock::new(),
            foreign_keys: OnceLock::new(),
            arn_formats: OnceLock::new(),
        })
    }

    fn found(&self) -> &Services {
        self.services.get_or_init(|| {
            let (head, pieces) = find_services(&self.text);
            let all = pieces.iter().map(|piece| Entry { piece: *piece, lines: OnceLock::new() }).collect();
            let names = NameTable::of_lines(&self.text, &pieces);
            let global_keys = KeyIndex::of(&self.text, head, b'G', |_, _| true);
            let oldest_date = provenance_of(head.of(&self.text)).oldest_date().map(Into::into);
            Services { head, oldest_date, global_keys, all, names, pieces }
        })
    }

    /// The keys that stand under a service of another name than their own, found at the first question about a key
    /// that its own service has not.
    fn foreign_keys(&self) -> &KeyIndex {
        self.foreign_keys.get_or_init(|| {
            let all = &self.found().all;
            let mut at = 0;
            let mut prefix = "";
            let whole = Piece::whole(&self.text);
            KeyIndex::of(&self.text, whole, b'K', |line, name| {
                while let Some(entry) = all.get(at).filter(|entry| entry.piece.is_before(line)) {
                    prefix = name_of(entry.piece.of(&self.text));
                    at += 1;
                }
                name.split(':').next().is_none_or(|namespace| !namespace.eq_ignore_ascii_case(prefix))
            })
        })
    }

    fn service_of<'c>(&'c self, entry: &'c Entry) -> Service<'c> {
        Service::of(&self.text, first_line(entry.piece.of(&self.text)), entry)
    }

    /// Where the facts come from, and of which dates.
    pub fn provenance(&self) -> Provenance {
        provenance_of(self.found().head.of(&self.text))
    }

    /// The date of the oldest source that has one, which every answer repeats.
    pub(crate) fn oldest_date(&self) -> Option<&str> {
        self.found().oldest_date.as_deref()
    }

    /// All services in order of their prefix.
    pub fn services(&self) -> impl ExactSizeIterator<Item = Service<'_>> {
        self.found().all.iter().map(|entry| self.service_of(entry))
    }

    /// The service of a prefix, in any letter case.
    pub fn service(&self, prefix: &str) -> Option<Service<'_>> {
        let found = self.found();
        let at = found.names.find_line(&self.text, &found.pieces, prefix)?;
        found.all.get(at).map(|entry| self.service_of(entry))
    }

    /// The action of a name with its service, such as `s3:GetObject`, in any letter case.
    pub fn action(&self, name: &str) -> Option<ServiceAction<'_>> {
        let (service, name) = name.split_once(':')?;
        self.service(service)?.action(name)
    }

    /// What does an action do to its resource?
    pub fn access_level(&self, action: &str) -> Option<AccessLevel> {
        self.action(action)?.access_level()
    }

    /// All actions that a pattern of a policy matches, in order: `s3:Get*`, `*`.
    pub fn expand<'c>(&'c self, pattern: &str) -> impl Iterator<Item = ServiceAction<'c>> + use<'c> {
        let pattern = Pattern::action(pattern);
        let prefix = pattern.literal_prefix().split_once(':').map(|(service, _)| service.to_owned());
        let services: Box<dyn Iterator<Item = Service<'c>> + 'c> = match prefix {
            Some(prefix) => Box::new(self.service(&prefix).into_iter()),
            None => Box::new(self.services()),
        };
        services.flat_map(move |service| {
            let mut name = String::new();
            let pattern = pattern.clone();
            service.actions().filter(move |action| {
                name.clear();
                name.push_str(service.prefix());
                name.push(':');
                name.push_str(action.name());
                pattern.is_match(&name)
            })
        })
    }

    /// The types of resources that an ARN may be of, with their services. Some formats take nearly any
    /// text, so it may be several.
    pub fn classify<'c>(&'c self, arn: &str) -> Vec<(Service<'c>, ResourceType<'c>)> {
        let service = arn.split(':').nth(2).and_then(|name| self.service(name));
        let of = |service: Service<'c>| {
            let matching = service.resource_types().filter(|kind| kind.matches(arn));
            matching.map(|kind| (service, kind)).collect::<Vec<_>>()
        };
        service.map(of).unwrap_or_default()
    }

    fn in_index<'c>(&'c self, index: &KeyIndex, name: &str) -> Option<ConditionKey<'c>> {
        index.find(&self.text, name).map(ConditionKey::of)
    }

    /// The formats of ARNs in which this service stands, in its exact letter case.
    pub(crate) fn arn_formats<'c>(
        &'c self,
        service: &str,
    ) -> impl ExactSizeIterator<Item = ArnFormat<'c>> + Clone + use<'c> {
        let formats = self.arn_formats.get_or_init(|| ArnFormats::of(&self.text));
        formats.of_service(&self.text, service).iter().map(|pieces| ArnFormat::of(&self.text, pieces))
    }

    /// The condition keys of all services, such as `aws:SourceIp`.
    pub fn global_condition_keys(&self) -> impl Iterator<Item = ConditionKey<'_>> {
        let head = self.found().head.of(&self.text);
        head.lines().filter(|line| line.starts_with("G\t")).map(ConditionKey::of)
    }

    /// The condition key of a name, in any letter case and with any text for a placeholder.
    ///
    /// O(log n) comparisons, no allocation but for what is found once and stays.
    pub fn condition_key(&self, name: &str) -> Option<ConditionKey<'_>> {
        if let Some(key) = self.in_index(&self.found().global_keys, name) {
            return Some(key);
        }
        let (prefix, _) = name.split_once(':')?;
        let own = self.service(prefix).and_then(|service| service.condition_key(name));
        // the keys of identity providers and of other namespaces stand where they are used
        own.or_else(|| self.in_index(self.foreign_keys(), name))
    }

    /// Is there a condition key whose name begins so, up to its colon, under whichever service? Identity providers
    /// and parts of services have such namespaces.
    pub(crate) fn has_key_namespace(&self, prefix: &str) -> bool {
        let start = format!("{prefix}:");
        [&self.found().global_keys, self.foreign_keys()].into_iter().any(|index| index.has_start(&self.text, &start))
    }

    /// Is it a condition key of all services?
    pub(crate) fn is_global_condition_key(&self, name: &str) -> bool {
        self.in_index(&self.found().global_keys, name).is_some()
    }

    /// Which condition keys of its namespace have a name that is nearly this one? At most three, the likeliest first.
    pub(crate) fn similar_condition_keys(&self, name: &str) -> Vec<&str> {
        suggest::keys(self, name)
    }

    /// Which actions does an API operation of a service need? None where AWS does not list it.
    pub fn operation(&self, service: &str, operation: &str) -> Option<Operation<'_>> {
        self.service(service)?.operation(operation)
    }

    /// The service whose calls CloudTrail records under an event source such as
    /// `monitoring.amazonaws.com`.
    ///
    /// ```
    /// # #[cfg(feature = "catalog")] {
    /// let catalog = iam_eval::catalog::Catalog::embedded();
    /// assert_eq!(catalog.service_of_event_source("monitoring.amazonaws.com").unwrap().prefix(), "cloudwatch");
    /// assert_eq!(catalog.service_of_event_source("s3.amazonaws.com").unwrap().prefix(), "s3");
    /// # }
    /// ```
    pub fn service_of_event_source(&self, source: &str) -> Option<Service<'_>> {
        let label = source.strip_suffix(".amazonaws.com").or_else(|| source.strip_suffix(".amazonaws.com.cn"));
        let label = label.or_else(|| source.strip_suffix(".amazon.com")).unwrap_or(source);
        let listed = |service: &Service<'_>| service.event_sources().any(|known| known.eq_ignore_ascii_case(label));
        // the list of exceptions comes first: a label may be the prefix of another service
        if let Some(service) = self.services().find(listed) {
            return Some(service);
        }
        self.service(label).or_else(|| {
            self.services().find(|service| service.sdk_clients().any(|client| client.eq_ignore_ascii_case(label)))
        })
    }

    /// Which action may have been meant by a name that is none? At most three, the likeliest first.
    pub fn did_you_mean(&self, action: &str) -> Vec<String> {
        suggest::actions(self, action)
    }
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or("")
}

impl fmt::Debug for Catalog {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Catalog({} bytes)", self.text.len())
    }
}

fn provenance_of(head: &str) -> Provenance {
    let sources = head.lines().filter(|line| line.starts_with("P\t")).map(|line| {
        let [name, version, date, licence] = fields(line).map(str::to_owned);
        let date = (!matches!(date.as_str(), "" | "-")).then_some(date);
        Source { name, version, date, licence }
    });
    Provenance { sources: sources.collect() }
}

#[cfg(feature = "catalog")]
impl Default for Catalog {
    fn default() -> Self {
        Self::embedded()
    }
}
