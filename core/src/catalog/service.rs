//! What is known of a service.

use std::fmt;

use super::action::ServiceAction;
use super::key::ConditionKey;
use super::key_index::find_open;
use super::lines::{ServiceLines, field, fields, find, starting_with};
use super::lookup::Entry;
use super::operation::Operation;
use super::resource_type::ResourceType;

/// A service: its actions, resource types, condition keys and API operations.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::catalog::Catalog;
///
/// let catalog = Catalog::embedded();
/// let sqs = catalog.service("sqs").unwrap();
/// assert_eq!(sqs.name(), "Amazon SQS");
/// assert!(sqs.actions().any(|action| action.name() == "SendMessage"));
/// # }
/// ```
#[derive(Clone, Copy)]
pub struct Service<'c> {
    text: &'c str,
    entry: &'c Entry,
    line: &'c str,
}

impl<'c> Service<'c> {
    pub(super) fn of(text: &'c str, line: &'c str, entry: &'c Entry) -> Self {
        Self { text, entry, line }
    }

    fn lines(&self) -> &'c ServiceLines {
        self.entry.lines(self.text)
    }

    /// What its actions begin with, such as `s3`.
    pub fn prefix(&self) -> &'c str {
        field(self.line, 0)
    }

    /// Its name, such as `Amazon S3`; may be empty.
    pub fn name(&self) -> &'c str {
        field(self.line, 1)
    }

    fn has_flag(&self, flag: &str) -> bool {
        field(self.line, 2).split(' ').any(|known| known == flag)
    }

    /// Has AWS ended it? Policies may still name it.
    pub fn is_retired(&self) -> bool {
        self.has_flag("retired")
    }

    /// Do resource control policies apply to it?
    pub fn has_resource_control_policies(&self) -> bool {
        self.has_flag("rcp")
    }

    /// The names of its clients in AWS's SDK for Python, where they are not its prefix.
    pub fn sdk_clients(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        field(self.line, 3).split(' ').filter(|client| !client.is_empty())
    }

    /// The first labels of its CloudTrail event sources, where they are not its prefix.
    pub fn event_sources(&self) -> impl Iterator<Item = &'c str> + use<'c> {
        field(self.line, 4).split(' ').filter(|source| !source.is_empty())
    }

    /// All its actions in order.
    pub fn actions(&self) -> impl ExactSizeIterator<Item = ServiceAction<'c>> + use<'c> {
        let service = *self;
        self.lines().actions.iter().map(move |line| ServiceAction::of(service, line.of(service.text)))
    }

    /// The action of a name, in any letter case. Constant but for the name's length, no allocation.
    pub fn action(&self, name: &str) -> Option<ServiceAction<'c>> {
        let lines = self.lines();
        let at = lines.action_names.find_line(self.text, &lines.actions, name)?;
        lines.actions.get(at).map(|line| ServiceAction::of(*self, line.of(self.text)))
    }

    /// The actions whose names begin so, in any letter case and in order. O(log n) comparisons to find them.
    pub(crate) fn actions_starting_with(
        &self,
        prefix: &str,
    ) -> impl ExactSizeIterator<Item = ServiceAction<'c>> + use<'c> {
        let service = *self;
        let lines = starting_with(self.text, &self.lines().actions, prefix);
        lines.iter().map(move |line| ServiceAction::of(service, line.of(service.text)))
    }

    /// All its types of resources.
    pub fn resource_types(&self) -> impl ExactSizeIterator<Item = ResourceType<'c>> + use<'c> {
        let text = self.text;
        self.lines().types.iter().map(move |line| ResourceType::of(line.of(text)))
    }

    /// The type of resources of a name, in any letter case.
    pub fn resource_type(&self, name: &str) -> Option<ResourceType<'c>> {
        find(self.text, &self.lines().types, name).map(ResourceType::of)
    }

    /// All condition keys that its actions know, global ones among them.
    pub fn condition_keys(&self) -> impl ExactSizeIterator<Item = ConditionKey<'c>> + use<'c> {
        let text = self.text;
        self.lines().keys.iter().map(move |line| ConditionKey::of(line.of(text)))
    }

    /// The condition key of a name, in any letter case and with any text for a placeholder.
    pub fn condition_key(&self, name: &str) -> Option<ConditionKey<'c>> {
        let lines = self.lines();
        let exact = lines.key_names.find_line(self.text, &lines.keys, name).and_then(|at| lines.keys.get(at));
        let line = exact.map(|line| line.of(self.text));
        line.or_else(|| find_open(self.text, &lines.open_keys, name)).map(ConditionKey::of)
    }

    /// The API operations that need something else than the action of their own name alone.
    pub fn operations(&self) -> impl ExactSizeIterator<Item = Operation<'c>> + use<'c> {
        let service = *self;
        self.lines().operations.iter().map(move |line| {
            let [name, actions] = fields(line.of(service.text));
            Operation::of(service, name, actions)
        })
    }

    /// Which actions does an API operation need? As AWS spells it.
    pub fn operation(&self, name: &str) -> Option<Operation<'c>> {
        let service = *self;
        if let Some(line) = find(self.text, &self.lines().operations, name) {
            let [name, actions] = fields(line);
            return Some(Operation::of(service, name, actions));
        }
        let action = self.action(name).filter(ServiceAction::has_own_operation)?;
        Some(Operation::of(service, action.name(), "="))
    }
}

impl fmt::Debug for Service<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Service({})", self.prefix())
    }
}
