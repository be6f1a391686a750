//! Answers in plain words.
//!
//! This room may know every other; nothing in core but the methods named `explain` knows it. The law
//! its tests check: a sentence names keys and statements, never the values of a request.

use std::fmt::Write as _;

use crate::evaluate::{Answer, Decision, Dependency, LayerKind, LayerReport, StatementReport};

/// Why a decision is what it is.
pub(crate) fn decision(decision: &Decision) -> String {
    let mut text = headline(decision);
    for (layer, statement) in decision.deciding_statements().take(MAX_LISTED) {
        let _ = write!(text, "\n- {}", describe(layer, statement));
    }
    let more = decision.deciding_statements().count().saturating_sub(MAX_LISTED);
    if more > 0 {
        let _ = write!(text, "\n- and {more} more");
    }
    if !decision.missing_keys.is_empty() && decision.answer != Answer::Allowed {
        let _ = write!(text, "\nmissing context keys: {}", listed(decision.missing_keys.iter().cloned()));
    }
    text
}

/// A list longer than this explains nothing.
const MAX_LISTED: usize = 10;

fn listed(items: impl ExactSizeIterator<Item = String>) -> String {
    let more = items.len().saturating_sub(MAX_LISTED);
    let mut text = items.take(MAX_LISTED).collect::<Vec<_>>().join(", ");
    if more > 0 {
        let _ = write!(text, " and {more} more");
    }
    text
}

/// The answer and where it was made.
pub(crate) fn headline(decision: &Decision) -> String {
    let place = decision.decided_by.map(|by| match by.level {
        Some(level) => format!("{} (level {level})", by.layer.describe()),
        None => by.layer.describe().to_owned(),
    });
    match (decision.answer, place) {
        (Answer::Allowed, Some(place)) => format!("allowed by the {place}"),
        (Answer::Allowed, None) => "allowed: AWS asks no policy about this action".to_owned(),
        (Answer::ExplicitDeny, place) => {
            format!("denied explicitly by the {}", place.unwrap_or_else(|| "policies".to_owned()))
        }
        (Answer::ImplicitDeny, place) => {
            let place = place.unwrap_or_else(|| "policies".to_owned());
            let by = decision.decided_by.map(|by| by.layer);
            let named = match by {
                Some(LayerKind::Resource | LayerKind::Trust) => "allows it for this caller",
                _ => "allows it",
            };
            let mut text = format!("denied: no statement of the {place} {named}");
            if decision.maybe_explicit {
                text.push_str(", and a Deny of which not all is known may match");
            }
            text
        }
        (Answer::Depends, _) => {
            format!("depends on {}", listed(decision.depends_on.iter().map(dependency)))
        }
    }
}

fn dependency(dependency: &Dependency) -> String {
    match dependency {
        Dependency::ContextKey { name } => format!("the context key {name}"),
        Dependency::Layer { layer } => {
            let named = layer.describe();
            let verb = if named.ends_with("policies") { "are" } else { "is" };
            format!("the {named}, which {verb} not given")
        }
        Dependency::ResourceAccount => "the account that owns the resource".to_owned(),
        Dependency::Principal => "who exactly the caller is".to_owned(),
    }
}

fn describe(layer: &LayerReport, statement: &StatementReport) -> String {
    let mut text = format!("{} of the {}: statement {}", statement.effect, layer.layer.describe(), statement.index);
    if let Some(sid) = &statement.sid {
        let _ = write!(text, " `{sid}`");
    }
    let _ = write!(text, " of policy {}", statement.policy);
    if let Some(level) = layer.level {
        let _ = write!(text, " of level {level}");
    }
    text
}
