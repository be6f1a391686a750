//! What a binding makes its handles of: a policy, policies by layer, a request, each from text.
//!
//! A host that has its values as objects writes them as JSON first, so an error in such a text tells
//! no line of it: nobody has seen it.

use serde::Deserialize;

use crate::document::{ParseOptions, Policy, PolicyType, Profile};
use crate::evaluate::PolicySet;
use crate::request::Request;
use crate::text::{PositionEncoding, decode};

use super::error::WireError;
use super::object::Object;
use super::options::{LimitsInput, WireOptions};
use super::policies::PolicySetInput;
use super::request::RequestInput;

/// How is one policy read?
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "ParseOptions", optional_fields = nullable), schemars(rename = "ParseOptions"))]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ParseSettings {
    /// How forgiving to be; `strict` unless said.
    profile: Option<Profile>,
    /// Asks for AWS's own store-time verdict for this kind of policy.
    policy_type: Option<PolicyType>,
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units places count; `utf16` unless said, as JavaScript counts.
    position_encoding: Option<PositionEncoding>,
}

/// How are the policies of a set read?
#[derive(Debug, Default, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(rename = "ReadOptions", optional_fields = nullable), schemars(rename = "ReadOptions"))]
#[serde(default, rename_all = "camelCase", deny_unknown_fields)]
pub(super) struct ReadSettings {
    /// The limits that differ from the defaults.
    #[cfg_attr(test, ts(as = "Option<LimitsInput>"), schemars(with = "Option<LimitsInput>"))]
    limits: Option<Object<LimitsInput>>,
    /// In which units places count; `utf16` unless said, as JavaScript counts.
    position_encoding: Option<PositionEncoding>,
}

/// Which limits and units does the JSON of options ask for? `encoding` is the host's own.
///
/// # Errors
/// It is no object of options.
///
/// ```
/// use iam_eval::{text::PositionEncoding, wire::read_options};
///
/// let options = read_options(Some(r#"{"limits": {"maxDepth": 9}}"#), PositionEncoding::Utf16)?;
/// assert_eq!((options.limits.max_depth, options.position_encoding), (9, PositionEncoding::Utf16));
/// let error = read_options(Some(r#"{"depth": 9}"#), PositionEncoding::Utf16).unwrap_err();
/// assert!(error.to_string().starts_with("options: unknown field `depth`"));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn read_options(json: Option<&str>, encoding: PositionEncoding) -> Result<WireOptions, WireError> {
    let asked: ReadSettings = settings(json)?;
    Ok(WireOptions::of(asked.limits, Some(asked.position_encoding.unwrap_or(encoding))))
}

/// Reads one policy as the JSON of options asks; says in which units its places count.
///
/// # Errors
/// The policy cannot be read, or the options are none.
///
/// ```
/// use iam_eval::{text::PositionEncoding, wire::read_policy};
///
/// let text = r#"{"Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
/// let (policy, _) = read_policy(text, Some(r#"{"profile": "lenient"}"#), PositionEncoding::Utf16)?;
/// assert_eq!(policy.source(), text);
/// let old = read_policy(text, Some(r#"{"policyType": "identity"}"#), PositionEncoding::Utf16);
/// assert_eq!(old.unwrap_err().aws_message(), Some("Policy document must be version 2012-10-17 or greater."));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn read_policy(
    text: &str,
    options: Option<&str>,
    encoding: PositionEncoding,
) -> Result<(Policy, PositionEncoding), WireError> {
    let asked: ParseSettings = settings(options)?;
    let wire = WireOptions::of(asked.limits, Some(asked.position_encoding.unwrap_or(encoding)));
    let parse = ParseOptions::new().profile(asked.profile.unwrap_or_default());
    let parse = asked.policy_type.into_iter().fold(parse, ParseOptions::policy_type);
    Ok((wire.parse(parse, text, None)?, wire.position_encoding))
}

/// Reads policies by layer, the JSON of a [`PolicySetInput`], and compiles them.
///
/// # Errors
/// As [`PolicySetInput::build`].
///
/// ```
/// use iam_eval::wire::{WireOptions, read_policy_set};
///
/// assert!(read_policy_set(r#"{"identity": []}"#, &WireOptions::default()).is_ok());
/// let error = read_policy_set(r#"{"identitty": []}"#, &WireOptions::default()).unwrap_err();
/// assert!(error.to_string().starts_with("policies: unknown field `identitty`"));
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn read_policy_set(json: &str, options: &WireOptions) -> Result<PolicySet, WireError> {
    unseen::<PolicySetInput<'_>>(json, "policies")?.build_with(options)
}

/// Reads a request, the JSON of a [`RequestInput`], and checks it; `place` is what errors call it.
///
/// # Errors
/// As [`RequestInput::build`].
///
/// ```
/// use iam_eval::wire::read_request;
///
/// assert_eq!(read_request(r#"{"action": "s3:GetObject"}"#, "request")?.resource(), "*");
/// let error = read_request(r#"{"action": 7}"#, "requests[2]").unwrap_err();
/// assert_eq!(error.to_string(), "requests[2].action: invalid type: integer `7`, expected a string");
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn read_request(json: &str, place: &str) -> Result<Request, WireError> {
    unseen::<RequestInput>(json, place)?.build().map_err(|error| WireError::request(error, place))
}

/// The text that bytes are; `policy` names whose they are where there are several.
///
/// # Errors
/// They are not UTF-8.
///
/// ```
/// use iam_eval::{text::PositionEncoding, wire::decode_policy};
///
/// let error = decode_policy("é\u{7f}".as_bytes().get(..1).unwrap(), None, PositionEncoding::Utf16).unwrap_err();
/// assert_eq!((error.code(), error.offset()), ("not-utf8", Some(0)));
/// ```
pub fn decode_policy(bytes: &[u8], policy: Option<String>, encoding: PositionEncoding) -> Result<&str, WireError> {
    decode(bytes).map_err(|error| {
        // the place of the fault is counted in what can be read before it
        let before = bytes.get(..error.span().start).and_then(|before| std::str::from_utf8(before).ok());
        WireError::policy(error, policy, before.unwrap_or(""), encoding)
    })
}

fn settings<'j, T: Deserialize<'j> + Default>(json: Option<&'j str>) -> Result<T, WireError> {
    json.map_or_else(|| Ok(T::default()), |json| unseen(json, "options"))
}

pub(super) fn unseen<'j, T: Deserialize<'j>>(json: &'j str, place: &str) -> Result<T, WireError> {
    match serde_json::from_str::<Object<T>>(json) {
        Ok(Object(members)) => Ok(members),
        Err(error) => Err(WireError::json_unseen(&error, json, place)),
    }
}
