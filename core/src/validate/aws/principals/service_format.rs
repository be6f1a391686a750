//! Service principals, in `Principal` and as values of condition keys (`service_principals`).

use crate::condition::OperatorFamily;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::edit::replace_string;
use crate::validate::finding::Location;
use crate::validate::fix::Fix;
use crate::validate::report::Report;
use crate::validate::subject::{Entry, Key, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::exact::is_exact;
use super::service_host::{HostForm, form_of, form_of_via, part_of};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&INVALID_SERVICE_PRINCIPAL_FORMAT], run: Run::Statement(look) };

static INVALID_SERVICE_PRINCIPAL_FORMAT: Check = Check::error(
    "INVALID_SERVICE_PRINCIPAL_FORMAT",
    kinds::ALL,
    "a service principal is not `name.amazonaws.com` in small letters (`.amazonaws.com.cn` and `.amazon.com` are others' \
     suffixes; `kms:ViaService` has a region after the name): no service has it",
)
.with_catalog()
.examples(
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"Lambda.amazonaws.com"},
"Action":"sts:AssumeRole"}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["lambda"]},
"Action":"sts:AssumeRole"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:PassRole",
"Resource":"arn:aws:iam::111122223333:role/app","Condition":{"StringEquals":{"iam:PassedToService":"glue.amazonaws"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*",
"Condition":{"StringEquals":{"kms:ViaService":["sqs.eu-west-1.amazonaws.com","sqs.amazonaws.com"]}}}}"#,
        ),
    ],
    &[
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":["lambda.amazonaws.com",
"pods.eks.amazonaws.com"]},"Action":"sts:AssumeRole"}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"kms:Decrypt","Resource":"*",
"Condition":{"StringLike":{"kms:ViaService":"sqs.*.amazonaws.com"},"Null":{"aws:CalledViaFirst":"false"}}}}"#,
        ),
    ],
);

/// In which form does a condition key have services?
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Principal,
    CalledVia,
    PassedTo,
    Via,
}

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    for principals in statement.principal_elements() {
        for (kind, entry) in principals.values_of("Service") {
            if is_wrong(report, Place::Principal, &entry.text) {
                let place = statement.at_principal(principals, kind, entry);
                tell(report, Place::Principal, entry, place);
            }
        }
    }
    for (block, key) in statement.condition_keys() {
        let Some(place) = place_of(key) else { continue };
        if block.operator.is_none_or(|operator| operator.operator.family() != OperatorFamily::String) {
            continue;
        }
        for entry in key.values.iter().filter(|entry| entry.is_string()) {
            if is_wrong(report, place, &entry.text) {
                let location = statement.at_condition_value(block, key, entry);
                tell(report, place, entry, location);
            }
        }
    }
}

/// Those that AWS is known to look at. `iam:AWSServiceName` is not one: its managed policies have names there that it
/// finds wrong in `aws:CalledVia` (rule `service_principals`).
fn place_of(key: &Key<'_, '_>) -> Option<Place> {
    match key.name.len() {
        13 | 18 | 17 if key.is("aws:CalledVia") || key.is("aws:CalledViaFirst") || key.is("aws:CalledViaLast") => {
            Some(Place::CalledVia)
        }
        19 if key.is("iam:PassedToService") => Some(Place::PassedTo),
        14 if key.is("kms:ViaService") => Some(Place::Via),
        _ => None,
    }
}

/// A pattern or a variable may become a right name.
fn is_wrong(report: &Report<'_>, place: Place, text: &str) -> bool {
    let form = if place == Place::Via { form_of_via(text) } else { form_of(text) };
    if form == HostForm::Right || !is_exact(text) {
        return false;
    }
    // of AWS's managed policies, all that pass a role to a part of a known service are without a finding, and the
    // principals of such parts are documented service by service; only what calls is held to the list
    let is_part = || part_of(text).is_some_and(|(_, service)| is_service(report, service));
    !matches!(place, Place::PassedTo | Place::Principal) || !is_part()
}

fn is_service(report: &Report<'_>, name: &str) -> bool {
    report.catalog().is_some_and(|catalog| catalog.service(name).is_some())
}

fn tell(report: &mut Report<'_>, place: Place, entry: &Entry<'_>, location: Location) {
    let text = &*entry.text;
    let form = if place == Place::Via { "name.region.amazonaws.com" } else { "name.amazonaws.com" };
    let details = format!("expected a service principal such as `{form}` in small letters, found `{text}`");
    let right = correct(report, place, text);
    let fixes = right.map(|right| Fix::new(format!("write `{right}`"), vec![replace_string(entry.span, &right)]));
    report.add_with_fixes(&INVALID_SERVICE_PRINCIPAL_FORMAT, details, vec![location], fixes.into_iter().collect());
}

/// The name in small letters, with a suffix where it is that of a known service without one.
fn correct(report: &Report<'_>, place: Place, text: &str) -> Option<String> {
    // the longest host name (RFC 1035)
    if text.len() > 255 {
        return None;
    }
    let lower = text.trim().to_ascii_lowercase();
    if place != Place::Via && is_service(report, &lower) {
        return Some(format!("{lower}.amazonaws.com"));
    }
    (!is_wrong(report, place, &lower)).then_some(lower)
}
