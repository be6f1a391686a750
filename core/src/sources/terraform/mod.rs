//! Plans and states of Terraform, as `terraform show -json` prints them.
//!
//! Documents are texts there, and a text of which any part is known only after the change is unknown as a whole: it is
//! listed without a text, and nothing is made up for it.
//!
//! Source: Terraform documentation, "JSON Output Format" (values, plan, change representation).

mod table;

use std::borrow::Cow;
use std::collections::HashSet;

use crate::document::PolicyType;
use crate::json::Value;
use crate::limits::Limits;
use crate::text::Span;

use super::escapes::read_string;
use super::found::{Doubtful, FoundDocument, Hole};
use super::plain::literal;
use super::positions::PositionMap;
use super::purpose::{Purpose, guess, organization_type};
use super::short::shortened;

use table::{Attribute, attributes};

/// All documents: those of what will be, and where nothing is said of that, of what is; then those of data sources that
/// no resource has.
pub(super) fn find<'s>(root: Value<'_, 's>, limits: &Limits) -> Vec<FoundDocument<'s>> {
    let mut search = Search { found: Vec::new(), sources: Vec::new(), seen: HashSet::new(), limits };
    // a change says what is unknown; the planned values leave it out
    for change in member(root, "resource_changes").into_iter().flat_map(|list| list.elements()) {
        search.look_at_change(change);
    }
    for name in ["planned_values", "values"] {
        if let Some(module) = member(root, name).and_then(|values| member(values, "root_module")) {
            search.look_at_module(module, false);
        }
    }
    let prior = member(root, "prior_state").and_then(|state| member(state, "values"));
    if let Some(module) = prior.and_then(|values| member(values, "root_module")) {
        search.look_at_module(module, true);
    }
    search.finish()
}

struct Search<'s, 'l> {
    found: Vec<FoundDocument<'s>>,
    /// Of data sources: what they are for is said by who uses them.
    sources: Vec<FoundDocument<'s>>,
    /// The addresses of the resources that were looked at.
    seen: HashSet<String>,
    limits: &'l Limits,
}

impl<'s> Search<'s, '_> {
    fn look_at_change(&mut self, resource: Value<'_, 's>) {
        let Some(change) = member(resource, "change") else { return };
        let Some(after) = member(change, "after").filter(|after| after.is_object()) else {
            // what goes away is in no plan for what will be
            if let Some(address) = member(resource, "address").and_then(|address| address.as_str()) {
                self.seen.insert(address.into_owned());
            }
            return;
        };
        // an old object that waits for its deletion has the address of the new one
        if member(resource, "deposed").is_none() {
            self.look_at_resource(resource, after, member(change, "after_unknown"));
        }
    }

    /// The modules within one are walked, not recursed into: the limit of nesting is the reader's.
    fn look_at_module(&mut self, module: Value<'_, 's>, is_prior: bool) {
        let mut waiting = vec![module];
        while let Some(module) = waiting.pop() {
            for resource in member(module, "resources").into_iter().flat_map(|list| list.elements()) {
                let is_data =
                    member(resource, "mode").and_then(|mode| mode.as_str()).is_some_and(|mode| mode == "data");
                if let Some(values) = member(resource, "values").filter(|_| is_data || !is_prior) {
                    self.look_at_resource(resource, values, None);
                }
            }
            waiting.extend(member(module, "child_modules").into_iter().flat_map(|list| list.elements()));
        }
    }

    fn look_at_resource(&mut self, resource: Value<'_, 's>, values: Value<'_, 's>, unknown: Option<Value<'_, 's>>) {
        let Some(kind) = member(resource, "type").and_then(|kind| kind.as_str()) else { return };
        let rows = attributes(&kind);
        if rows.is_empty() {
            return;
        }
        let address = member(resource, "address").and_then(|address| address.as_str()).unwrap_or_default();
        if !address.is_empty() && !self.seen.insert(address.clone().into_owned()) {
            return;
        }
        let address = shortened(&address);
        for row in rows {
            let Some(block) = row.block else {
                self.look_at_attribute(row, &format!("{address}.{}", row.name), values, unknown);
                continue;
            };
            let blocks = member(values, block).into_iter().flat_map(|list| list.elements());
            let unknowns = unknown.and_then(|unknown| member(unknown, block));
            let mut unknowns = unknowns.into_iter().flat_map(|list| list.elements());
            for (index, inner) in blocks.enumerate() {
                let place = format!("{address}.{block}[{index}].{}", row.name);
                self.look_at_attribute(row, &place, inner, unknowns.next());
            }
        }
    }

    fn look_at_attribute(
        &mut self,
        row: &Attribute,
        address: &str,
        values: Value<'_, 's>,
        unknown: Option<Value<'_, 's>>,
    ) {
        let policy_type = match row.purpose {
            Purpose::Organization => {
                let kind = member(values, "type").and_then(|kind| kind.as_str());
                // what is not written in IAM's language is no document to find
                let Some(kind) = organization_type(kind.as_deref().unwrap_or("SERVICE_CONTROL_POLICY")) else { return };
                Some(kind)
            }
            purpose => purpose.policy_type(),
        };
        let unknown = unknown.and_then(|unknown| member(unknown, row.name)).filter(|value| value.source() == "true");
        let found = match (member(values, row.name), unknown) {
            (_, Some(unknown)) => unsaid(row.purpose, address, unknown, policy_type),
            (Some(value), None) => {
                let Some((text, layer)) = read_string(value) else { return };
                // providers take an empty text for none
                if text.trim().is_empty() {
                    return;
                }
                let policy_type = policy_type.unwrap_or_else(|| guess(&text, self.limits));
                FoundDocument {
                    policy_type,
                    text: Some(text),
                    positions: PositionMap::of(layer),
                    ..literal(row.purpose, address.to_owned(), value)
                }
            }
            (None, None) => return,
        };
        if row.purpose == Purpose::Unsaid { self.sources.push(found) } else { self.found.push(found) }
    }

    fn finish(mut self) -> Vec<FoundDocument<'s>> {
        let known: HashSet<&str> = self.found.iter().filter_map(|one| one.text.as_deref()).collect();
        self.sources.retain(|one| one.text.as_deref().is_none_or(|text| !known.contains(text)));
        self.found.append(&mut self.sources);
        self.found
    }
}

/// A document that is known only after the change.
fn unsaid<'s>(
    purpose: Purpose,
    address: &str,
    unknown: Value<'_, '_>,
    policy_type: Option<PolicyType>,
) -> FoundDocument<'s> {
    let at = unknown.span();
    FoundDocument {
        policy_type: policy_type.unwrap_or(PolicyType::Identity),
        is_type_guessed: policy_type.is_none(),
        resource_type: purpose.resource_type(),
        address: address.to_owned(),
        text: None,
        span: at,
        positions: PositionMap::default(),
        holes: vec![Hole { span: Span::new(0, 0), outer: at, cause: Cow::Borrowed("known after apply"), reach: None }],
        conditions: Vec::new(),
        doubtful: Doubtful::default(),
    }
}

fn member<'d, 's>(value: Value<'d, 's>, name: &str) -> Option<Value<'d, 's>> {
    value.members().find(|member| member.name() == name).map(|member| member.value())
}

#[cfg(test)]
mod tests;
