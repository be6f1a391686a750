//! `requestParameters` and `responseElements` as a flat list: each text and number with the name it has.

use std::borrow::Cow;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::record::{Name, is_value};

/// How many values are looked at.
const MOST: usize = 2_000;
/// How deep they may be.
const DEEPEST: usize = 8;

/// A value and its name.
#[derive(Debug, Clone)]
pub(super) struct Parameter<'r> {
    /// The member's name; in a list that of the list.
    pub name: Cow<'r, str>,
    /// The name without signs and letter case: `DBInstanceIdentifier` and `dBInstanceIdentifier` are one.
    pub plain: Plain,
    pub value: Cow<'r, str>,
    /// How deep below the top, lists not counted.
    pub depth: usize,
    /// Whether it may be one of several.
    pub is_listed: bool,
}

/// A name's letters and digits in lower case, as a number to compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Plain(u64);

impl Plain {
    pub fn of(name: &str) -> Self {
        let letters = name.bytes().filter(u8::is_ascii_alphanumeric);
        Self(letters.fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(0x100_0000_01b3)
        }))
    }
}

/// A name's letters and digits in lower case.
pub(super) fn plain_text(name: &str) -> String {
    name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_lowercase()).collect()
}

/// All values of a JSON text; none of one that cannot be read.
#[derive(Debug, Clone, Default)]
pub(super) struct Parameters<'r> {
    pub all: Vec<Parameter<'r>>,
    /// Whether tags are among them, also where what they are was taken out.
    pub has_tags: bool,
}

impl<'r> Parameters<'r> {
    pub fn of(text: Option<&'r str>) -> Self {
        let (mut all, mut has_tags) = (Vec::new(), false);
        if let Some(text) = text {
            let mut deserializer = serde_json::Deserializer::from_str(text);
            let place = Reader {
                all: &mut all,
                has_tags: &mut has_tags,
                name: &Cow::Borrowed(""),
                within: None,
                depth: 0,
                is_listed: false,
                is_free: false,
            };
            // what is broken or too deep says nothing from there on
            let _ = place.deserialize(&mut deserializer);
        }
        Self { all, has_tags }
    }

    /// The values of a name, those nearest to the top first.
    pub fn named(&self, plain: Plain) -> impl Iterator<Item = &Parameter<'r>> {
        self.all.iter().filter(move |parameter| parameter.plain == plain)
    }

    /// The value of a name at the top.
    pub fn top(&self, name: &str) -> Option<&str> {
        let plain = Plain::of(name);
        self.all.iter().find(|parameter| parameter.depth == 0 && parameter.plain == plain).map(|found| &*found.value)
    }

    /// All values of a name, wherever.
    pub fn values(&self, name: &str) -> impl Iterator<Item = &str> {
        self.named(Plain::of(name)).map(|parameter| &*parameter.value)
    }

    pub fn has(&self, name: &str) -> bool {
        self.values(name).next().is_some()
    }
}

struct Reader<'v, 'r> {
    all: &'v mut Vec<Parameter<'r>>,
    has_tags: &'v mut bool,
    name: &'v Cow<'r, str>,
    within: Option<Plain>,
    depth: usize,
    is_listed: bool,
    /// Whether it stands where callers choose the names.
    is_free: bool,
}

/// Members in which callers choose the names: what stands there names no resource of the call.
const FREE: &[&str] = &[
    "tags",
    "tag",
    "tagset",
    "taglist",
    "encryptioncontext",
    "environment",
    "variables",
    "metadata",
    "clientmetadata",
    "validationdata",
    "authparameters",
    "parameters",
    "arguments",
    "defaultarguments",
    "nonoverridablearguments",
    "messageattributes",
    "expressionattributevalues",
    "labels",
];

impl<'r> Reader<'_, 'r> {
    /// A text under the name of tags, whatever it says. A number under such a name counts the elements of a list.
    fn see_tag(&mut self) {
        let is_tag = |name: Plain| ["tags", "tag", "tagSet", "tagList"].iter().any(|known| Plain::of(known) == name);
        *self.has_tags |= self.within.is_some_and(is_tag) || is_tag(Plain::of(self.name));
    }

    fn holds_free_names(&self) -> bool {
        FREE.contains(&plain_text(self.name).as_str())
    }

    fn add(self, value: Cow<'r, str>) {
        if !self.is_free && self.all.len() < MOST && !value.is_empty() && is_value(&value) {
            self.all.push(Parameter {
                plain: Plain::of(self.name),
                name: self.name.clone(),
                value,
                depth: self.depth.saturating_sub(1),
                is_listed: self.is_listed,
            });
        }
    }
}

impl<'de: 'r, 'r> DeserializeSeed<'de> for Reader<'_, 'r> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.all.len() >= MOST || self.depth > DEEPEST {
            return deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ());
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de: 'r, 'r> Visitor<'de> for Reader<'_, 'r> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_borrowed_str<E>(mut self, text: &'de str) -> Result<(), E> {
        self.see_tag();
        self.add(Cow::Borrowed(text));
        Ok(())
    }

    fn visit_str<E>(mut self, text: &str) -> Result<(), E> {
        self.see_tag();
        self.add(Cow::Owned(text.to_owned()));
        Ok(())
    }

    fn visit_u64<E>(self, number: u64) -> Result<(), E> {
        self.add(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_i64<E>(self, number: i64) -> Result<(), E> {
        self.add(Cow::Owned(number.to_string()));
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, value: bool) -> Result<(), E> {
        self.add(Cow::Borrowed(if value { "true" } else { "false" }));
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<(), A::Error> {
        let is_free = self.is_free || self.holds_free_names();
        let Self { all, has_tags, name, within, depth, .. } = self;
        while seq
            .next_element_seed(Reader {
                all: &mut *all,
                has_tags: &mut *has_tags,
                name,
                within,
                depth,
                is_listed: true,
                is_free,
            })?
            .is_some()
        {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let is_free = self.is_free || self.holds_free_names();
        let Self { all, has_tags, name: outer, depth, is_listed, .. } = self;
        let within = (depth > 0).then(|| Plain::of(outer));
        while let Some(Name(name)) = map.next_key()? {
            // what a policy document names is not what the call works on
            let lower = name.to_ascii_lowercase();
            if lower.contains("policydocument") || lower == "policy" || lower == "bucketpolicy" {
                map.next_value::<IgnoredAny>()?;
                continue;
            }
            let depth = depth + 1;
            let reader =
                Reader { all: &mut *all, has_tags: &mut *has_tags, name: &name, within, depth, is_listed, is_free };
            map.next_value_seed(reader)?;
        }
        Ok(())
    }
}

/// The values of a list of objects under one name: a row of named texts each.
pub(super) fn rows_of(text: Option<&str>, name: &str) -> Vec<serde_json::Map<String, serde_json::Value>> {
    let value: Option<serde_json::Value> = text.and_then(|text| serde_json::from_str(text).ok());
    let Some(serde_json::Value::Object(mut members)) = value else { return Vec::new() };
    match members.remove(name) {
        Some(serde_json::Value::Array(items)) => items
            .into_iter()
            .filter_map(|item| match item {
                serde_json::Value::Object(row) => Some(row),
                _ => None,
            })
            .collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_have_their_names_and_depth() {
        let text = r#"{"dBInstanceIdentifier":"d","set":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]},
            "names":["a","b"],"count":3,"policy":{"Resource":"arn:aws:s3:::b"},"none":null,"empty":""}"#;
        let parameters = Parameters::of(Some(text));
        assert_eq!(parameters.top("DBInstanceIdentifier"), Some("d"));
        assert_eq!(parameters.values("InstanceId").collect::<Vec<_>>(), ["i-1", "i-2"]);
        assert_eq!(parameters.values("names").collect::<Vec<_>>(), ["a", "b"]);
        assert_eq!(parameters.all.len(), 6);
        assert!(parameters.named(Plain::of("instanceId")).all(|found| found.is_listed && found.depth == 2));
    }

    #[test]
    fn deep_and_broken_texts_say_nothing_more() {
        let deep = format!("{}1{}", r#"{"a":"#.repeat(500), "}".repeat(500));
        assert!(Parameters::of(Some(&deep)).all.is_empty());
        assert_eq!(Parameters::of(Some(r#"{"a":"b","c":"#)).all.len(), 1);
        assert!(Parameters::of(Some("[]")).all.is_empty());
    }
}
