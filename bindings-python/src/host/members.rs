//! Arguments by name as the members of one object.

use pyo3::prelude::*;
use serde::de::{DeserializeSeed, Deserializer, MapAccess, Visitor};

use super::error::HostError;
use super::read::Host;

/// The arguments of a call by name, those that were given, as serde reads an object.
pub(crate) struct Members<'a, 'py> {
    members: &'a [(&'static str, Option<&'a Bound<'py, PyAny>>)],
    current: Option<(&'static str, &'a Bound<'py, PyAny>)>,
}

impl<'a, 'py> Members<'a, 'py> {
    pub fn new(members: &'a [(&'static str, Option<&'a Bound<'py, PyAny>>)]) -> Self {
        Self { members, current: None }
    }
}

impl<'de> Deserializer<'de> for Members<'_, '_> {
    type Error = HostError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HostError> {
        visitor.visit_map(self)
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf option
        unit unit_struct newtype_struct seq tuple tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Members<'_, '_> {
    type Error = HostError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, HostError> {
        while let Some(((name, value), rest)) = self.members.split_first() {
            self.members = rest;
            if let Some(value) = value {
                self.current = Some((name, value));
                return seed.deserialize(serde::de::value::BorrowedStrDeserializer::new(name)).map(Some);
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, HostError> {
        let Some((name, value)) = self.current.take() else { return Err(HostError::shape("expected a key first")) };
        seed.deserialize(Host::new(value)).map_err(|error| error.in_member(name))
    }
}
