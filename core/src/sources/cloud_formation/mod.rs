//! Templates of CloudFormation.
//!
//! What CloudFormation works out is known only when the template is used: those places are holes. A document that hangs
//! on conditions is read more than once, so that every branch of `Fn::If` is seen.
//!
//! Source: CloudFormation user guide, "Template anatomy".

mod draft;
mod intrinsics;
pub(super) mod node;
mod readings;
mod table;
mod text;
#[cfg(any(feature = "yaml", test))]
pub(super) mod yaml;

use std::borrow::Cow;
use std::collections::BTreeMap;

use crate::document::PolicyType;
use crate::limits::Limits;
use crate::text::{Diagnostic, ErrorKind, ParseError, Span};

use super::escapes::layer_of_literal;
use super::found::{Doubtful, FoundDocument, Hole};
use super::positions::{Layer, PositionMap};
use super::purpose::{Purpose, guess, organization_type};
use super::short::shortened;

use draft::{Draft, Place};
use intrinsics::{Resolved, Settled, TooMuch};
use node::{Content, Node};
use readings::read_all;
use table::{Property, properties};

/// How many bytes may be written for each byte of the template? A document is read eight times at most.
const MAX_GROWTH: usize = 16;

/// All documents of a template.
pub(super) fn find<'s>(
    template: &Node<'s>,
    source: &'s str,
    is_json: bool,
    limits: &Limits,
) -> Result<Vec<FoundDocument<'s>>, ParseError> {
    let left = source.len().saturating_mul(MAX_GROWTH).saturating_add(1 << 16);
    let mut search = Search { source, is_json, limits, left, found: Vec::new() };
    if let Some(resources) = template.member("Resources")
        && let Err(TooMuch) = search.look_at_resources(resources)
    {
        let message = format!("expected documents of at most {MAX_GROWTH} times the size of the template");
        let remark = Diagnostic::error("limit-growth", Span::new(0, 0), message);
        return Err(ParseError::new(ErrorKind::Limit, remark, source));
    }
    Ok(search.found)
}

struct Search<'s, 'l> {
    source: &'s str,
    is_json: bool,
    limits: &'l Limits,
    left: usize,
    found: Vec<FoundDocument<'s>>,
}

/// A way to a document, and the conditions on it.
struct Way<'w> {
    property: &'w Property,
    policy_type: Option<PolicyType>,
    address: String,
    conditions: BTreeMap<String, bool>,
}

impl<'s> Search<'s, '_> {
    fn spend(&mut self, bytes: usize) -> Result<(), TooMuch> {
        self.left = self.left.checked_sub(bytes).ok_or(TooMuch)?;
        Ok(())
    }

    fn look_at_resources(&mut self, resources: &Node<'s>) -> Result<(), TooMuch> {
        for resource in resources.members() {
            let (Some(kind), Some(settings)) =
                (resource.value.member("Type").and_then(Node::text), resource.value.member("Properties"))
            else {
                continue;
            };
            for property in properties(kind) {
                let policy_type = match property.purpose {
                    Purpose::Organization => {
                        match settings.member("Type").and_then(Node::text).map(organization_type) {
                            // of no type that is written in IAM's language
                            Some(None) => continue,
                            Some(known) => known,
                            None => Some(PolicyType::ServiceControl),
                        }
                    }
                    purpose => purpose.policy_type(),
                };
                let address = format!("Resources.{}.Properties", shortened(&resource.name));
                let conditions = BTreeMap::new();
                self.follow(settings, property.path, Way { property, policy_type, address, conditions })?;
            }
        }
        Ok(())
    }

    /// Goes on to where the documents are, through both branches of `Fn::If`.
    fn follow(&mut self, node: &Node<'s>, path: &[&str], way: Way<'_>) -> Result<(), TooMuch> {
        let conditions: usize = way.conditions.keys().map(String::len).sum();
        self.spend(1 + way.address.len() + conditions)?;
        let Some((step, rest)) = path.split_first() else { return self.read(node, &way) };
        if let Some(("Fn::If", argument)) = node.intrinsic()
            && let [condition, then, otherwise] = argument.entries()
            && let Some(condition) = condition.text()
        {
            for (branch, holds) in [(then, true), (otherwise, false)] {
                if way.conditions.get(condition).is_some_and(|known| *known != holds) {
                    continue;
                }
                let mut conditions = way.conditions.clone();
                conditions.insert(condition.to_owned(), holds);
                self.follow(branch, path, Way { conditions, address: way.address.clone(), ..way })?;
            }
            return Ok(());
        }
        if let Some((name, argument)) = node.intrinsic() {
            let is_nothing = name == "Ref" && argument.text() == Some("AWS::NoValue");
            if !is_nothing && !way.property.is_mixed {
                self.add_unknown(node.span, Cow::Owned(name.to_owned()), &way, way.conditions.clone());
            }
            return Ok(());
        }
        if *step == "*" {
            for (index, entry) in node.entries().iter().enumerate() {
                let address = format!("{}[{index}]", way.address);
                self.follow(entry, rest, Way { address, conditions: way.conditions.clone(), ..way })?;
            }
        } else if let Some(next) = node.member(step) {
            let address = format!("{}.{step}", way.address);
            self.follow(next, rest, Way { address, ..way })?;
        }
        Ok(())
    }

    /// Reads a document, as often as its conditions ask for.
    fn read(&mut self, node: &Node<'s>, way: &Way<'_>) -> Result<(), TooMuch> {
        let first = self.found.len();
        let mut left = self.left;
        let is_complete = read_all(&way.conditions, &mut left, |settled| self.read_once(node, way, settled))?;
        self.left = left;
        if let Some(found) = self.found.get_mut(first).filter(|_| !is_complete) {
            let cause = Cow::Borrowed("Fn::If with more branches than are read");
            found.holes.push(Hole { span: Span::new(0, 0), outer: node.span, cause, reach: None });
        }
        Ok(())
    }

    fn read_once(&mut self, node: &Node<'s>, way: &Way<'_>, mut settled: Settled) -> Result<Settled, TooMuch> {
        settled.spend(way.address.len())?;
        let mut place = node;
        let mut resolved = settled.resolve(node)?;
        // the text of a JSON value is read as the value
        if let Some(("Fn::ToJsonString", argument)) = place.intrinsic() {
            place = argument;
            resolved = settled.resolve(argument)?;
        }
        match resolved {
            Resolved::Nothing => {}
            Resolved::Unknown(cause) => {
                let conditions = conditions_of(way, &settled);
                if !way.property.is_mixed {
                    self.add_unknown(place.span, cause, way, conditions);
                }
            }
            Resolved::Pieces(pieces) if !way.property.is_mixed => {
                let conditions = conditions_of(way, &settled);
                match text::assemble(&pieces, place.span, self.limits) {
                    Some((text, layer, holes)) => {
                        self.add(Cow::Owned(text), place.span, layer, holes, way, conditions);
                    }
                    None => self.add_unknown(place.span, "Fn::Sub".into(), way, conditions),
                }
            }
            Resolved::Node(inner) => match &inner.content {
                Content::Text(text) if !way.property.is_mixed => {
                    let conditions = conditions_of(way, &settled);
                    let layer = if self.is_json {
                        layer_of_literal(inner.span.slice(self.source).unwrap_or(""), inner.span.start)
                    } else {
                        let mut layer = Layer::default();
                        layer.push(0, text.len(), inner.span);
                        layer
                    };
                    settled.spend(text.len())?;
                    self.add(text.clone(), inner.span, layer, Vec::new(), way, conditions);
                }
                Content::Map(_) if !way.property.is_mixed || inner.member("Statement").is_some() => {
                    if self.is_json && !inner.has_intrinsic {
                        let text = Cow::Borrowed(inner.span.slice(self.source).unwrap_or(""));
                        let conditions = conditions_of(way, &settled);
                        self.add(text, inner.span, Layer::at(inner.span.start), Vec::new(), way, conditions);
                        return Ok(settled);
                    }
                    let mut draft = Draft::new(self.source, self.is_json, settled);
                    draft.write(&Resolved::Node(inner), inner.span, Place::Document)?;
                    settled = draft.settled;
                    let conditions = conditions_of(way, &settled);
                    self.add(Cow::Owned(draft.text), inner.span, draft.layer, draft.holes, way, conditions);
                }
                _ => {}
            },
            Resolved::Pieces(_) => {}
        }
        Ok(settled)
    }

    fn add(
        &mut self,
        text: Cow<'s, str>,
        span: Span,
        layer: Layer,
        holes: Vec<Hole>,
        way: &Way<'_>,
        conditions: BTreeMap<String, bool>,
    ) {
        let policy_type = way.policy_type.unwrap_or_else(|| guess(&text, self.limits));
        let doubtful = Doubtful::of(&holes);
        self.found.push(FoundDocument {
            policy_type,
            is_type_guessed: way.policy_type.is_none(),
            resource_type: way.property.purpose.resource_type(),
            address: way.address.clone(),
            text: Some(text),
            span,
            positions: PositionMap::of(layer),
            holes,
            conditions: conditions.into_iter().collect(),
            doubtful,
        });
    }

    fn add_unknown(&mut self, span: Span, cause: Cow<'static, str>, way: &Way<'_>, conditions: BTreeMap<String, bool>) {
        self.found.push(FoundDocument {
            policy_type: way.policy_type.unwrap_or(PolicyType::Identity),
            is_type_guessed: way.policy_type.is_none(),
            resource_type: way.property.purpose.resource_type(),
            address: way.address.clone(),
            text: None,
            span,
            positions: PositionMap::default(),
            holes: vec![Hole { span: Span::new(0, 0), outer: span, cause, reach: None }],
            conditions: conditions.into_iter().collect(),
            doubtful: Doubtful::default(),
        });
    }
}

fn conditions_of(way: &Way<'_>, settled: &Settled) -> BTreeMap<String, bool> {
    let mut conditions = way.conditions.clone();
    conditions.extend(settled.asked.iter().map(|(name, holds)| (name.clone(), *holds)));
    conditions
}

#[cfg(test)]
mod tests;
