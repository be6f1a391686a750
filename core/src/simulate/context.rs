//! Context keys with types, and those that the simulator gives by itself.

use std::borrow::Cow;
use std::collections::HashSet;

use crate::condition::{Number, binary, date, ip};
use crate::request::ContextValue;

use super::caller::{Caller, EntityKind};
use super::error::SimulationError;
use super::input::ContextEntry;

/// `aws:userid` where nobody says who asks (rule `sim_defaults`).
const NOBODY: &str = "STUB_PRINCIPAL_FOR_POLICY_SIMULATOR";

/// What a value of a type must be.
struct ValueType {
    /// The name of the type for one value, and for a list.
    names: [&'static str; 2],
    /// What AWS's message says was expected.
    expected: &'static str,
    /// The text that operators see (rule `sim_typed_text`); `None` if the value is none of the type.
    canonical: fn(&str) -> Option<Cow<'_, str>>,
}

/// Rules `sim_types`, `sim_value_syntax`, `sim_typed_text`.
const TYPES: [ValueType; 6] = [
    ValueType { names: ["string", "stringList"], expected: "string", canonical: |text| Some(text.into()) },
    ValueType { names: ["numeric", "numericList"], expected: "numeric format", canonical: numeric },
    ValueType { names: ["boolean", "booleanList"], expected: "boolean", canonical: |text| Some(boolean(text).into()) },
    ValueType { names: ["ip", "ipList"], expected: "IP address", canonical: address },
    ValueType { names: ["binary", "binaryList"], expected: "base-64 encoded binary format", canonical: base64 },
    ValueType { names: ["date", "dateList"], expected: "DateTime format", canonical: moment },
];

fn numeric(text: &str) -> Option<Cow<'_, str>> {
    Number::parse(text).map(|number| number.canonical_text().into())
}

/// Anything but true is false.
fn boolean(text: &str) -> &'static str {
    if text.eq_ignore_ascii_case("true") { "true" } else { "false" }
}

fn address(text: &str) -> Option<Cow<'_, str>> {
    ip::parse_request(text).map(|_| text.into())
}

fn base64(text: &str) -> Option<Cow<'_, str>> {
    binary::is_strict_base64(text).then(|| text.into())
}

fn moment(text: &str) -> Option<Cow<'_, str>> {
    date::parse_millis(text).map(|millis| date::to_canonical(millis).into())
}

/// The keys that were given, and which ones they are.
pub(super) struct Given {
    pub keys: Vec<(String, ContextValue)>,
    /// In lower case.
    pub names: HashSet<String>,
}

/// Reads the entries (rules `sim_types`, `sim_context_messages`).
pub(super) fn read(entries: &[ContextEntry]) -> Result<Given, SimulationError> {
    let mut given = Given { keys: Vec::new(), names: HashSet::new() };
    for (at, entry) in entries.iter().enumerate() {
        let name = entry.context_key_name.as_deref().unwrap_or("");
        let values = entry.context_key_values.as_deref().unwrap_or(&[]);
        let type_name = entry.context_key_type.as_deref();
        if name.is_empty() && values.is_empty() && type_name.is_none() {
            continue;
        }
        let found = match type_name {
            Some(type_name) => Some(find_type(type_name, at)?),
            None => None,
        };
        if name.is_empty() {
            return Err(SimulationError::invalid("ContextKeyName cannot be null or empty."));
        }
        let Some((value_type, is_list)) = found else {
            return Err(SimulationError::invalid(format!("Context key {name} has invalid type null.")));
        };
        if values.is_empty() {
            let message = format!("Context values for context key {name} cannot be null or empty.");
            return Err(SimulationError::invalid(message));
        }
        if !given.names.insert(name.to_ascii_lowercase()) {
            return Err(SimulationError::invalid(format!("Duplicate context key: {name}.")));
        }
        given.keys.push((name.to_owned(), value_type.read(name, values, is_list)?));
    }
    Ok(given)
}

impl ValueType {
    fn read(&self, name: &str, values: &[String], is_list: bool) -> Result<ContextValue, SimulationError> {
        if !is_list && values.len() > 1 {
            let [scalar, _] = self.names;
            let count = values.len();
            let message = format!("Context key {scalar} expected a single value, but received {count}.");
            return Err(SimulationError::invalid(message));
        }
        let canonical = |text: &String| {
            (self.canonical)(text).map(Cow::into_owned).ok_or_else(|| {
                let expected = self.expected;
                SimulationError::invalid(format!("Invalid context value for key {name}: expected {expected}."))
            })
        };
        let mut texts = values.iter().map(canonical).collect::<Result<Vec<String>, _>>()?;
        // rule `sim_scalar_list`: the type says whether there are many, not their number
        Ok(match texts.pop() {
            Some(only) if !is_list => ContextValue::from(only),
            last => {
                texts.extend(last);
                ContextValue::from(texts)
            }
        })
    }
}

fn find_type(name: &str, at: usize) -> Result<(&'static ValueType, bool), SimulationError> {
    let found = TYPES.iter().find_map(|value_type| {
        let [one, list] = value_type.names;
        (name == one || name == list).then_some((value_type, name == list))
    });
    found.ok_or_else(|| {
        let names: Vec<&str> = TYPES.iter().flat_map(|value_type| value_type.names).collect();
        let member = format!("contextEntries.{}.member.contextKeyType", at + 1);
        let constraint = format!("Member must satisfy enum value set: [{}]", names.join(", "));
        SimulationError::validation(name, &member, &constraint)
    })
}

impl Given {
    /// Whether an entry gives the key, in any letter case.
    pub fn has(&self, name: &str) -> bool {
        self.names.contains(&name.to_ascii_lowercase())
    }

    /// Adds the keys that the simulator gives by itself, where no entry does (rule `sim_defaults`).
    pub fn with_defaults(
        &self,
        caller: Option<&Caller<'_>>,
        caller_account: Option<&str>,
    ) -> Vec<(&str, ContextValue)> {
        let entity = caller.map(|caller| &caller.entity);
        let username = entity.filter(|entity| entity.kind == EntityKind::User).map(|entity| entity.name);
        let arn = entity.map(|entity| entity.arn);
        let defaults = [
            ("aws:userid", Some(arn.unwrap_or(NOBODY))),
            ("aws:PrincipalArn", arn),
            ("aws:PrincipalAccount", entity.map(|entity| entity.account).or(caller_account)),
            ("aws:username", username),
        ];
        let defaults = defaults.into_iter().filter(|(name, _)| !self.has(name));
        let defaults = defaults.filter_map(|(name, value)| Some((name, ContextValue::from(value?))));
        self.keys.iter().map(|(name, value)| (name.as_str(), value.clone())).chain(defaults).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(name: &str, values: &[&str], type_name: &str) -> ContextEntry {
        let some = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
        let values = (!values.is_empty()).then_some(values);
        ContextEntry { context_key_name: some(name), context_key_values: values, context_key_type: some(type_name) }
    }

    fn one(type_name: &str, text: &str) -> Result<ContextValue, SimulationError> {
        Ok(read(&[entry("k", &[text], type_name)])?.keys.remove(0).1)
    }

    #[test]
    fn sim_types() {
        assert_eq!(one("string", "a").unwrap(), ContextValue::from("a"));
        assert_eq!(one("stringList", "a").unwrap(), ContextValue::from(["a"]));
        assert_eq!(one("boolean", "yes").unwrap(), ContextValue::from(false));
        assert!(read(&[ContextEntry::default()]).unwrap().keys.is_empty());
    }

    #[test]
    fn sim_context_messages() {
        let duplicate = [entry("a:b", &["x"], "string"), entry("A:B", &["x"], "string")];
        let rows: [(&[ContextEntry], &str); 6] = [
            (&[entry("k", &["a", "b"], "string")], "Context key string expected a single value, but received 2."),
            (&duplicate, "Duplicate context key: A:B."),
            (&[entry("k", &["a"], "")], "Context key k has invalid type null."),
            (&[entry("k", &[], "string")], "Context values for context key k cannot be null or empty."),
            (&[entry("", &["a"], "string")], "ContextKeyName cannot be null or empty."),
            (&[entry("k", &["x"], "numericList")], "Invalid context value for key k: expected numeric format."),
        ];
        for (entries, message) in rows {
            let error = read(entries).err().unwrap();
            assert_eq!((error.code, error.message.as_str()), ("InvalidInput", message));
        }
        let error = one("text", "a").unwrap_err();
        assert_eq!(error.code, "ValidationError");
        assert!(error.message.contains("'contextEntries.1.member.contextKeyType'"), "{error}");
    }

    #[test]
    fn sim_value_syntax() {
        let good = [
            ("numeric", "01.00 +1 1e2 1e9999"),
            ("date", "2035 2035-01 2035-01-02 2035-01-02T03:04 2035-01-02T03:04:05.6+02:00 1893456000"),
            ("ip", "192.0.2.1 192.000.002.1 2001:db8::1"),
            ("binary", "eWVz YQ=="),
        ];
        for (type_name, texts) in good {
            for text in texts.split(' ') {
                assert!(one(type_name, text).is_ok(), "{type_name} {text}");
            }
        }
        assert!(one("binary", "").is_ok());
        let bad =
            [("numeric", "0x10|1 |NaN|Infinity|"), ("ip", "192.0.2.0/24|fe80::1%eth0|"), ("binary", "YQ|YR==|YQ-_")];
        for (type_name, texts) in bad {
            for text in texts.split('|') {
                assert!(one(type_name, text).is_err(), "{type_name} {text}");
            }
        }
        assert_eq!(one("date", "x").unwrap_err().message, "Invalid context value for key k: expected DateTime format.");
    }

    #[test]
    fn sim_typed_text() {
        for (type_name, text, canonical) in [
            ("numeric", "01.00", "1.00"),
            ("date", "2035-01-02T03:04:05+02:00", "2035-01-02T01:04:05.000Z"),
            ("ip", "2001:0db8::1", "2001:0db8::1"),
            ("binary", "YQ==", "YQ=="),
            ("string", "01.00", "01.00"),
        ] {
            assert_eq!(one(type_name, text).unwrap(), ContextValue::from(canonical), "{type_name}");
        }
    }

    #[test]
    fn sim_defaults() {
        let user = super::super::caller::read_caller("arn:aws:iam::111122223333:user/team/ann").unwrap();
        let group = super::super::caller::read_caller("arn:aws:iam::111122223333:group/g").unwrap();
        let names = |given: &Given, caller| {
            let keys = given.with_defaults(caller, Some("444455556666"));
            keys.into_iter().map(|(name, value)| format!("{name}={value:?}")).collect::<Vec<_>>().join(" ")
        };
        let nothing = read(&[]).unwrap();
        assert_eq!(
            names(&nothing, None),
            r#"aws:userid=One("STUB_PRINCIPAL_FOR_POLICY_SIMULATOR") aws:PrincipalAccount=One("444455556666")"#
        );
        let of_user = names(&nothing, Some(&user));
        assert!(of_user.contains(r#"aws:userid=One("arn:aws:iam::111122223333:user/team/ann")"#), "{of_user}");
        assert!(of_user.contains(r#"aws:PrincipalAccount=One("111122223333")"#), "{of_user}");
        assert!(of_user.contains(r#"aws:username=One("ann")"#), "{of_user}");
        assert!(!names(&nothing, Some(&group)).contains("aws:username"));
        let stated = read(&[entry("AWS:USERID", &["x"], "string")]).unwrap();
        assert!(names(&stated, Some(&user)).starts_with(r#"AWS:USERID=One("x") aws:PrincipalArn="#));
    }
}
