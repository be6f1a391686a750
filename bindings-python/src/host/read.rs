//! Values of Python as serde reads them.

use iam_eval::text::PositionEncoding;
use pyo3::prelude::*;
use pyo3::types::{PyList, PyTuple};
use serde::de::value::{MapDeserializer, StrDeserializer, StringDeserializer};
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, IntoDeserializer, MapAccess, SeqAccess, Visitor};

use super::error::HostError;
use super::kind::{Kind, MAX_DEPTH, Pairs, key_of, key_utf8, long_integer, name_of, text_of, utf8};

/// A value of Python as serde reads it.
#[derive(Clone, Copy)]
pub(crate) struct Host<'a, 'py> {
    value: &'a Bound<'py, PyAny>,
    depth: u16,
}

/// Reads an argument of Python; an error is called by its name.
pub(crate) fn read_as<T: DeserializeOwned>(name: &str, value: &Bound<'_, PyAny>) -> PyResult<T> {
    T::deserialize(Host::new(value))
        .map_err(|error| error.in_member(name).raise(value.py(), PositionEncoding::CodePoints))
}

impl<'a, 'py> Host<'a, 'py> {
    pub fn new(value: &'a Bound<'py, PyAny>) -> Self {
        Self { value, depth: 0 }
    }

    fn inside(self) -> Result<u16, HostError> {
        if self.depth == MAX_DEPTH {
            return Err(HostError::shape(format!("expected at most {MAX_DEPTH} levels, found more")));
        }
        Ok(self.depth + 1)
    }
}

impl<'de> Deserializer<'de> for Host<'_, '_> {
    type Error = HostError;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HostError> {
        match Kind::of(self.value)? {
            Kind::None => visitor.visit_unit().map_err(|error: HostError| error.named("unit value", "`None`")),
            Kind::Bool(value) => visitor.visit_bool(value),
            Kind::Int(int) => {
                if let Ok(value) = int.extract::<u64>() {
                    visitor.visit_u64(value)
                } else if let Ok(value) = int.extract::<i64>() {
                    visitor.visit_i64(value)
                } else {
                    Err(long_integer())
                }
            }
            Kind::Float(value) => visitor.visit_f64(value),
            Kind::Text(text) => visitor.visit_string(text_of(text)?),
            Kind::List(list) => visitor.visit_seq(Elements { list: Items::List(list), next: 0, depth: self.inside()? }),
            Kind::Tuple(list) => {
                visitor.visit_seq(Elements { list: Items::Tuple(list), next: 0, depth: self.inside()? })
            }
            Kind::Dict(dict) => {
                let members = dict.iter().collect::<Pairs<'_>>().into_iter();
                visitor.visit_map(DictMembers { members, current: None, depth: self.inside()? })
            }
            Kind::Mark(mark) => visitor.visit_map(MapDeserializer::new(std::iter::once((mark, true)))),
            Kind::Other(plain) => Host { value: &plain, depth: self.inside()? }.deserialize_any(visitor),
            Kind::Bytes(_) | Kind::Policy(_) | Kind::Request(_) | Kind::Usage(_) => {
                let found = format!("`{}`", name_of(self.value));
                Err(serde::de::Error::invalid_type(serde::de::Unexpected::Other(&found), &visitor))
            }
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HostError> {
        if self.value.is_none() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, HostError> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, HostError> {
        match Kind::of(self.value)? {
            Kind::Text(text) => {
                let text: StringDeserializer<HostError> = text_of(text)?.into_deserializer();
                text.deserialize_enum(name, variants, visitor)
            }
            _ => Err(HostError::shape(format!("expected text, found `{}`", name_of(self.value)))),
        }
    }

    /// A struct could also be read from a list of its members' values, which nobody means.
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, HostError> {
        match Kind::of(self.value)? {
            Kind::Dict(_) | Kind::Mark(_) => self.deserialize_any(visitor),
            Kind::Other(plain) => {
                Host { value: &plain, depth: self.inside()? }.deserialize_struct(name, fields, visitor)
            }
            _ => Err(HostError::shape(format!("expected a dict of members, found `{}`", name_of(self.value)))),
        }
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, HostError> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf
        unit unit_struct seq tuple tuple_struct map identifier
    }
}

enum Items<'a, 'py> {
    List(&'a Bound<'py, PyList>),
    Tuple(&'a Bound<'py, PyTuple>),
}

/// The elements of a list, each asked for when its turn comes, as the list may change meanwhile.
struct Elements<'a, 'py> {
    list: Items<'a, 'py>,
    next: usize,
    depth: u16,
}

impl<'de> SeqAccess<'de> for Elements<'_, '_> {
    type Error = HostError;

    fn next_element_seed<T: DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, HostError> {
        let at = self.next;
        let element = match self.list {
            Items::List(list) if at < list.len() => list.get_item(at)?,
            Items::Tuple(list) if at < list.len() => list.get_item(at)?,
            _ => return Ok(None),
        };
        self.next += 1;
        let host = Host { value: &element, depth: self.depth };
        seed.deserialize(host).map(Some).map_err(|error| error.in_list(at))
    }
}

struct DictMembers<'py> {
    members: std::vec::IntoIter<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    current: Option<(Bound<'py, PyAny>, Bound<'py, PyAny>)>,
    depth: u16,
}

impl<'de> MapAccess<'de> for DictMembers<'_> {
    type Error = HostError;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, HostError> {
        let Some((key, value)) = self.members.next() else { return Ok(None) };
        let bytes = key_utf8(&key)?;
        self.current = Some((key, value));
        seed.deserialize(StrDeserializer::new(utf8(&bytes)?)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, HostError> {
        let Some((key, value)) = self.current.take() else { return Err(HostError::shape("expected a key first")) };
        seed.deserialize(Host { value: &value, depth: self.depth })
            .map_err(|error| error.in_member(key_of(&key).unwrap_or_default()))
    }
}
