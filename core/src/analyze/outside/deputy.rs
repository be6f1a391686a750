//! Services that may be made to act for somebody else.
//!
//! Source: IAM user guide, "The confused deputy problem", "Cross-service confused deputy prevention".

use std::collections::BTreeSet;

use crate::document::PrincipalKind;
use crate::principal::Principal;
use crate::request::Request;

use super::super::answer::Verdict;
use super::super::containment::AnalyzeOptions;
use super::super::region::Region;
use super::named::Named;
use super::outsider::{Brings, Makes};
use super::search::Search;
use super::zone::ZoneOfTrust;

/// Keys that name services.
const OF_SERVICES: &[&str] = &["aws:principalservicename", "aws:principalservicenameslist"];

/// A request that a service makes for somebody outside: the policies let a service they name act for anyone, since
/// nothing fixes `aws:SourceAccount`, `aws:SourceArn`, `aws:SourceOrgID` or `aws:SourceOrgPaths`.
pub(super) fn find_confused_deputy(
    region: &Region,
    named: &Named,
    zone: &ZoneOfTrust,
    options: &AnalyzeOptions,
) -> Option<Box<Request>> {
    let principals = named.principals.iter().filter(|principal| principal.kind == PrincipalKind::Service);
    let mut services: BTreeSet<&str> = principals.map(|principal| &*principal.name).collect();
    let values = OF_SERVICES.iter().flat_map(|key| named.values(key));
    services.extend(values.filter(|value| value.is_fixed()).map(|value| &*value.text));
    if named.asks_for("aws:principalisawsservice") {
        services.insert("sns.amazonaws.com");
    }
    let makes = Makes { named, zone };
    let made = services.into_iter().flat_map(|host| makes.make(&Principal::service(host), Brings::Own(&[])));
    let outsiders: Vec<_> = made.collect();
    let mut search = Search { region, controls: &[], options, steps: options.max_steps };
    match search.is_closed_to(&outsiders, None, &[]) {
        Verdict::Refuted(request) => Some(request),
        _ => None,
    }
}
