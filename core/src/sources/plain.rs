//! Documents that stand for themselves.

use std::borrow::Cow;

use crate::document::PolicyType;
use crate::json::Value;

use super::found::{Doubtful, FoundDocument};
use super::positions::{Layer, PositionMap};
use super::purpose::{Purpose, guess_of};

/// A document, or a list of them.
pub(super) fn find<'s>(root: Value<'_, 's>, source: &'s str) -> Vec<FoundDocument<'s>> {
    if !root.is_array() {
        // all of the text: what stands around it counts where a place is the whole document
        let whole = literal(Purpose::Unsaid, String::new(), root);
        let positions = PositionMap::of(Layer::at(0));
        let span = crate::text::Span::new(0, source.len());
        return vec![FoundDocument { text: Some(Cow::Borrowed(source)), span, positions, ..whole }];
    }
    let each = root.elements().enumerate();
    each.map(|(index, value)| literal(Purpose::Unsaid, format!("[{index}]"), value)).collect()
}

/// A document that stands there as it is.
pub(super) fn literal<'s>(purpose: Purpose, address: String, value: Value<'_, 's>) -> FoundDocument<'s> {
    let span = value.span();
    FoundDocument {
        policy_type: purpose.policy_type().unwrap_or_else(|| guess_of(value)),
        is_type_guessed: purpose.policy_type().is_none(),
        resource_type: purpose.resource_type(),
        address,
        text: Some(Cow::Borrowed(value.source())),
        span,
        positions: PositionMap::of(Layer::at(span.start)),
        holes: Vec::new(),
        conditions: Vec::new(),
        doubtful: Doubtful::default(),
    }
}

/// What is no JSON, and was called a policy: it is for the checks to say what is wrong with it.
pub(super) fn broken(source: &str) -> FoundDocument<'_> {
    FoundDocument {
        policy_type: PolicyType::Identity,
        is_type_guessed: true,
        resource_type: None,
        address: String::new(),
        text: Some(Cow::Borrowed(source)),
        span: crate::text::Span::new(0, source.len()),
        positions: PositionMap::of(Layer::at(0)),
        holes: Vec::new(),
        conditions: Vec::new(),
        doubtful: Doubtful::default(),
    }
}
