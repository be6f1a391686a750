//! The verb `readUsage`: what logs show of who used what.

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::catalog::Catalog;
use crate::usage::{Time, UsageBuilder, UsageOptions};

use super::error::WireError;
use super::options::text_of;
use super::verbs::read;

/// What [`read_usage`] is asked.
#[derive(Debug, Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[cfg_attr(test, ts(optional_fields = nullable))]
#[serde(rename_all = "camelCase", deny_unknown_fields, expecting = "an object")]
pub(super) struct ReadUsageInput<'i> {
    /// The logs: each its text, or the JSON itself.
    #[serde(borrow)]
    #[cfg_attr(test, ts(type = "Array<unknown>"), schemars(with = "Vec<serde_json::Value>"))]
    logs: Vec<&'i RawValue>,
    /// Events before this time are left out; as `2026-09-01T00:00:00Z`.
    start: Option<String>,
    /// Events from this time on are left out.
    stop: Option<String>,
}

/// Who used which actions on which resources, as CloudTrail's logs show? JSON in, the canonical JSON of a
/// [`Usage`](crate::usage::Usage) out.
///
/// Who has much to read feeds a [`UsageBuilder`] instead: here all of it is in memory.
///
/// # Errors
/// The input is not of this shape, or a log holds no record.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, wire};
///
/// let answer = wire::read_usage(r#"{"logs": [{"Records": [{"eventSource": "iam.amazonaws.com", "eventName": "GetUser",
///     "requestParameters": {"userName": "bob"}, "recipientAccountId": "111122223333",
///     "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::111122223333:user/ann"}}]}]}"#, &Catalog::embedded())?;
/// assert!(answer.contains("iam:GetUser"));
/// # }
/// # Ok::<(), iam_eval::wire::WireError>(())
/// ```
pub fn read_usage(input: &str, catalog: &Catalog) -> Result<String, WireError> {
    let asked: ReadUsageInput<'_> = read(input)?;
    let time = |name: &str, text: Option<String>| -> Result<Option<Time>, WireError> {
        let bad = |error: crate::usage::TimeError| WireError::refused("bad-time", format!("{name}: {error}"));
        text.map(|text| text.parse().map_err(bad)).transpose()
    };
    let options =
        UsageOptions { from: time("start", asked.start)?, to: time("stop", asked.stop)?, ..UsageOptions::default() };
    let mut builder = UsageBuilder::with_options(catalog, &options);
    for (at, log) in asked.logs.into_iter().enumerate() {
        let place = format!("logs[{at}]");
        let text = text_of(log, Some(&place))?;
        let fed = builder.feed(text.as_bytes()).and_then(|()| builder.end_input());
        fed.map_err(|error| WireError::from(error).within(&place))?;
    }
    let usage = builder.finish().map_err(WireError::from)?;
    String::from_utf8(usage.to_bytes()).map_err(|error| WireError::not_convertible(error.to_string()))
}
