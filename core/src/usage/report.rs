//! What one event means, as a value to look at.

use serde::Serialize;

use crate::catalog::Catalog;

use super::containers::{self, Opened};
use super::mapper::Mapper;
use super::meaning::Outcome;
use super::record::Record;
use super::refused::{BadInput, Place};

/// What one event means: who did what on what, and did it count?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventReport {
    /// Whom to grant; none where nobody's identity policy is concerned.
    pub principal: Option<String>,
    /// `used`, `denied`, `ignored` or `unmapped`.
    pub outcome: &'static str,
    /// Why it is ignored, as the rules name it.
    pub reason: Option<&'static str>,
    /// What was used, or tried.
    pub uses: Vec<EventUse>,
}

/// An action on a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct EventUse {
    /// The action, as in `s3:GetObject`.
    pub action: String,
    /// The resource as a policy would have it.
    pub resource: String,
    /// Whether no event of its own shows it.
    pub is_implied: bool,
    /// Whether a part of the resource is `*` because the event does not tell it.
    pub is_partial: bool,
    /// Whether nothing of the resource is known.
    pub has_unknown_resource: bool,
}

/// What does an event mean? As JSON, alone or in the wrapping that AWS puts around one.
///
/// # Errors
/// It is no event.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, usage::read_event};
///
/// let event = r#"{"eventSource":"iam.amazonaws.com","eventName":"GetRole","recipientAccountId":"111122223333",
///     "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"},
///     "requestParameters":{"roleName":"app"}}"#;
/// let report = read_event(event, &Catalog::embedded())?;
/// assert_eq!((report.outcome, report.uses[0].action.as_str()), ("used", "iam:GetRole"));
/// assert_eq!(report.uses[0].resource, "arn:aws:iam::111122223333:role/app");
/// # }
/// # Ok::<(), iam_eval::usage::BadInput>(())
/// ```
pub fn read_event(json: &str, catalog: &Catalog) -> Result<EventReport, BadInput> {
    struct First<'c> {
        mapper: Mapper<'c>,
        report: Option<EventReport>,
        bad: Option<BadInput>,
    }

    impl Opened for First<'_> {
        fn record(&mut self, record: &Record<'_>) {
            if self.report.is_none() {
                self.report = Some(report_of(&mut self.mapper, record));
            }
        }

        fn refuse(&mut self, bad: BadInput) {
            self.bad.get_or_insert(bad);
        }
    }

    let record: Record<'_> = serde_json::from_str(json).map_err(|error| BadInput::of_json(&error, Place::START))?;
    let mut first = First { mapper: Mapper::new(catalog), report: None, bad: None };
    containers::open(&record, Place::START, &mut first);
    match (first.report, first.bad) {
        (Some(report), _) => Ok(report),
        (None, Some(bad)) => Err(bad),
        (None, None) => Err(containers::not_a_record(Place::START)),
    }
}

fn report_of(mapper: &mut Mapper<'_>, record: &Record<'_>) -> EventReport {
    let meaning = mapper.map(record);
    let (outcome, reason) = match &meaning.outcome {
        Outcome::Used { .. } => ("used", None),
        Outcome::Denied(_) => ("denied", None),
        Outcome::Ignored(reason) => ("ignored", Some(reason.name())),
        Outcome::Unmapped => ("unmapped", None),
    };
    let uses = meaning.uses.iter().map(|used| EventUse {
        action: used.action.to_string(),
        resource: used.resource.to_string(),
        is_implied: used.is_implied,
        is_partial: used.is_partial,
        has_unknown_resource: used.has_unknown_resource,
    });
    let principal = meaning.principal.as_deref().map(str::to_owned);
    EventReport { principal, outcome, reason, uses: uses.collect() }
}
