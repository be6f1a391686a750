//! A statement: its elements, and the places of what is in them.

use crate::document::Effect;
use crate::json::{Member, Value};

use crate::validate::finding::Location;
use crate::validate::path::Path;

use super::action::Actions;
use super::condition::{Block, Condition, Key};
use super::element::{Element, Entry};
use super::principal::{PrincipalKind, Principals};

/// A statement as the checks see it.
pub(in crate::validate) struct Statement<'d, 's> {
    /// Which of the list; none where `Statement` is one object.
    pub index: Option<usize>,
    pub value: Value<'d, 's>,
    pub sid: Option<Member<'d, 's>>,
    pub effect: Option<Member<'d, 's>>,
    pub action: Option<Actions<'d, 's>>,
    pub not_action: Option<Actions<'d, 's>>,
    pub resource: Option<Element<'d, 's>>,
    pub not_resource: Option<Element<'d, 's>>,
    pub principal: Option<Principals<'d, 's>>,
    pub not_principal: Option<Principals<'d, 's>>,
    pub condition: Option<Condition<'d, 's>>,
    pub unknown: Vec<Member<'d, 's>>,
}

impl<'d, 's> Statement<'d, 's> {
    pub fn read(index: Option<usize>, value: Value<'d, 's>) -> Self {
        let mut statement = Self {
            index,
            value,
            sid: None,
            effect: None,
            action: None,
            not_action: None,
            resource: None,
            not_resource: None,
            principal: None,
            not_principal: None,
            condition: None,
            unknown: Vec::new(),
        };
        for member in value.members() {
            match &*member.name() {
                "Sid" => statement.sid = Some(member),
                "Effect" => statement.effect = Some(member),
                "Action" => statement.action = Some(Element::read(member)),
                "NotAction" => statement.not_action = Some(Element::read(member)),
                "Resource" => statement.resource = Some(Element::read(member)),
                "NotResource" => statement.not_resource = Some(Element::read(member)),
                "Principal" => statement.principal = Some(Principals::read(member)),
                "NotPrincipal" => statement.not_principal = Some(Principals::read(member)),
                "Condition" => statement.condition = Some(Condition::read(member)),
                _ => statement.unknown.push(member),
            }
        }
        statement
    }

    /// What it does; none where that is not said as it must be.
    pub fn effect(&self) -> Option<Effect> {
        Effect::from_text(&self.effect?.value().as_str()?)
    }

    pub fn is_allow(&self) -> bool {
        self.effect() == Some(Effect::Allow)
    }

    pub fn is_deny(&self) -> bool {
        self.effect() == Some(Effect::Deny)
    }

    /// `Action` and `NotAction`, as far as they are there.
    pub fn action_elements(&self) -> impl Iterator<Item = &Actions<'d, 's>> {
        self.action.iter().chain(&self.not_action)
    }

    /// `Resource` and `NotResource`, as far as they are there.
    pub fn resource_elements(&self) -> impl Iterator<Item = &Element<'d, 's>> {
        self.resource.iter().chain(&self.not_resource)
    }

    /// `Principal` and `NotPrincipal`, as far as they are there.
    pub fn principal_elements(&self) -> impl Iterator<Item = &Principals<'d, 's>> {
        self.principal.iter().chain(&self.not_principal)
    }

    /// Every condition key with its block, in the order of the document.
    pub fn condition_keys(&self) -> impl Iterator<Item = (&Block<'d, 's>, &Key<'d, 's>)> {
        self.condition.iter().flat_map(Condition::keys)
    }

    /// So many bytes do overlong names come to when they are repeated for each value below them.
    pub fn path_bytes(&self) -> usize {
        // no name that AWS knows is longer: the key of a tag has 128 characters
        const USUAL: usize = 256;
        let repeated = |name: &str, values: usize| name.len().saturating_sub(USUAL).saturating_mul(values);
        let kinds = self.principal_elements().flat_map(|principals| &principals.kinds);
        let of_kinds = kinds.map(|kind| repeated(&kind.name, kind.values.entries.len()));
        let of_keys = self.condition_keys().map(|(_, key)| repeated(&key.name, key.values.len()));
        of_kinds.chain(of_keys).fold(0, usize::saturating_add)
    }

    /// The way to it.
    pub fn path(&self) -> Path {
        Path::default().value("Statement").element(self.index)
    }

    /// The statement.
    pub fn here(&self) -> Location {
        self.path().at(self.value.span())
    }

    /// The value of one of its members.
    pub fn at_value(&self, member: Member<'_, '_>) -> Location {
        self.path().value(&member.name()).at(member.value().span())
    }

    /// The name of one of its members.
    pub fn at_name(&self, member: Member<'_, '_>) -> Location {
        self.path().key(&member.name()).at(member.name_span())
    }

    /// An entry of `Action`, `Resource` or their opposites.
    pub fn at_entry(&self, element: &Element<'_, '_>, entry: &Entry<'_>) -> Location {
        self.path().value(&element.member.name()).element(entry.index).at(entry.span)
    }

    /// The name of a type of principals.
    pub fn at_principal_name(&self, principals: &Principals<'_, '_>, kind: &PrincipalKind<'_, '_>) -> Location {
        self.path().value(&principals.member.name()).key(&kind.name).at(kind.values.member.name_span())
    }

    /// All the values of a type of principals.
    pub fn at_principal_values(&self, principals: &Principals<'_, '_>, kind: &PrincipalKind<'_, '_>) -> Location {
        self.path().value(&principals.member.name()).value(&kind.name).at(kind.values.value().span())
    }

    /// A value of a type of principals.
    pub fn at_principal(
        &self,
        principals: &Principals<'_, '_>,
        kind: &PrincipalKind<'_, '_>,
        entry: &Entry<'_>,
    ) -> Location {
        self.path().value(&principals.member.name()).value(&kind.name).element(entry.index).at(entry.span)
    }

    /// The name of an operator.
    pub fn at_operator(&self, block: &Block<'_, '_>) -> Location {
        self.path().value("Condition").key(&block.name).at(block.member.name_span())
    }

    /// All that stands under an operator.
    pub fn at_block(&self, block: &Block<'_, '_>) -> Location {
        self.path().value("Condition").value(&block.name).at(block.member.value().span())
    }

    /// A condition key: its name (`condition_key_address`).
    pub fn at_key(&self, block: &Block<'_, '_>, key: &Key<'_, '_>) -> Location {
        self.path().value("Condition").value(&block.name).key(&key.name).at(key.member.name_span())
    }

    /// All the values of a condition key.
    pub fn at_values(&self, block: &Block<'_, '_>, key: &Key<'_, '_>) -> Location {
        self.path().value("Condition").value(&block.name).value(&key.name).at(key.member.value().span())
    }

    /// A value of a condition key.
    pub fn at_condition_value(&self, block: &Block<'_, '_>, key: &Key<'_, '_>, entry: &Entry<'_>) -> Location {
        self.path().value("Condition").value(&block.name).value(&key.name).element(entry.index).at(entry.span)
    }
}
