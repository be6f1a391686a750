//! What was attempted and refused, by which layer, and what would have to be added.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::usage::{Cell, DenyingLayer, Time, Usage, UseOutcome};

/// An action on a resource that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Attempt {
    /// Who tried.
    pub principal: String,
    /// What.
    pub action: String,
    /// On what.
    pub resource: String,
    /// How often.
    pub count: u64,
    /// When first.
    pub first: Option<Time>,
    /// When last.
    pub last: Option<Time>,
    /// Ids of some of the events.
    pub event_ids: Vec<String>,
    /// Whether a statement denies it, as far as the messages say.
    pub is_explicit: Option<bool>,
    /// By which layer it failed, as far as the messages say.
    pub layer: Option<DenyingLayer>,
    /// What would let it through.
    pub would_need: WouldNeed,
    /// What AWS said.
    pub message: Option<String>,
    /// The encoded authorization message, which `sts:DecodeAuthorizationMessage` reads.
    pub encoded_message: Option<String>,
    /// Whether it is one of many different ones in a short time: somebody was trying out what works.
    pub is_enumeration: bool,
}

/// What would let an attempt through?
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(tag = "kind", rename_all = "camelCase")]
#[non_exhaustive]
pub enum WouldNeed {
    /// A statement that allows it in a layer, the identity policies where no message says which.
    Allow {
        /// The layer.
        layer: DenyingLayer,
        /// The action to allow.
        action: String,
        /// The resource to allow it on.
        resource: String,
    },
    /// No Allow helps: a statement of a layer denies it, and would have to go.
    ExplicitDeny {
        /// The layer, where the messages say.
        #[serde(skip_serializing_if = "Option::is_none")]
        #[cfg_attr(test, ts(optional))]
        layer: Option<DenyingLayer>,
    },
}

/// So many different refused actions …
const PROBES: usize = 50;
/// … within so many seconds are an enumeration.
const PROBE_SECONDS: i64 = 600;

/// What was attempted and refused, most often first.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, synthesize::{WouldNeed, denied}, usage::UsageBuilder};
///
/// let catalog = Catalog::embedded();
/// let mut builder = UsageBuilder::new(&catalog);
/// builder.feed(br#"{"eventSource":"sqs.amazonaws.com","eventName":"ListQueues","errorCode":"AccessDenied",
///     "errorMessage":"User: u is not authorized to perform: sqs:ListQueues on resource: * with an explicit deny in a service control policy",
///     "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}}"#)?;
/// let attempts = denied(&builder.finish()?);
/// assert!(matches!(attempts[0].would_need, WouldNeed::ExplicitDeny { layer: Some(_) }));
/// # }
/// # Ok::<(), iam_eval::usage::ReadError>(())
/// ```
pub fn denied(usage: &Usage) -> Vec<Attempt> {
    let mut attempts = Vec::new();
    for (principal, of_principal) in &usage.principals {
        let refused: Vec<_> =
            of_principal.uses.iter().filter(|(_, _, outcome, _)| *outcome == UseOutcome::Denied).collect();
        let bursts = bursts(refused.iter().flat_map(|(action, _, _, cell)| {
            [cell.first, cell.last].into_iter().flatten().map(|time| (time, *action))
        }));
        for (action, resource, _, cell) in refused {
            let times = [cell.first, cell.last].into_iter().flatten();
            let is_enumeration =
                times.into_iter().any(|time| bursts.iter().any(|(from, to)| (*from..=*to).contains(&time)));
            attempts.push(attempt(principal, action, resource, cell, is_enumeration));
        }
    }
    attempts.sort_by(|a, b| {
        b.count
            .cmp(&a.count)
            .then_with(|| (&a.principal, &a.action, &a.resource).cmp(&(&b.principal, &b.action, &b.resource)))
    });
    attempts
}

fn attempt(principal: &str, action: &str, resource: &str, cell: &Cell, is_enumeration: bool) -> Attempt {
    // what most of the events say; of several as common, the first in order
    let kind =
        cell.denials.iter().max_by_key(|(kind, count)| (**count, std::cmp::Reverse(**kind))).map(|(kind, _)| *kind);
    let (is_explicit, layer) = kind.map_or((None, None), |kind| (kind.is_explicit, kind.layer));
    let would_need = if is_explicit == Some(true) {
        WouldNeed::ExplicitDeny { layer }
    } else {
        let (action, resource) = (action.to_owned(), resource.to_owned());
        WouldNeed::Allow { layer: layer.unwrap_or(DenyingLayer::Identity), action, resource }
    };
    Attempt {
        principal: principal.to_owned(),
        action: action.to_owned(),
        resource: resource.to_owned(),
        count: cell.count,
        first: cell.first,
        last: cell.last,
        event_ids: cell.sample_ids.iter().cloned().collect(),
        is_explicit,
        layer,
        would_need,
        message: cell.message.clone(),
        encoded_message: cell.encoded_message.clone(),
        is_enumeration,
    }
}

/// The spans of time in which many different actions were refused, as far as first and last times tell.
fn bursts<'u>(refused: impl Iterator<Item = (Time, &'u str)>) -> Vec<(Time, Time)> {
    let mut refused: Vec<(Time, &str)> = refused.collect();
    refused.sort_unstable();
    refused.dedup();
    let mut bursts: Vec<(Time, Time)> = Vec::new();
    let mut within: BTreeMap<&str, usize> = BTreeMap::new();
    let mut from_at = 0;
    for (to, action) in &refused {
        *within.entry(action).or_insert(0) += 1;
        while let Some((from, oldest)) = refused.get(from_at)
            && to.seconds().saturating_sub(from.seconds()) > PROBE_SECONDS
        {
            if let Some(count) = within.get_mut(oldest) {
                *count -= 1;
                if *count == 0 {
                    within.remove(oldest);
                }
            }
            from_at += 1;
        }
        if let Some((from, _)) = refused.get(from_at).filter(|_| within.len() >= PROBES) {
            match bursts.last_mut() {
                Some((_, end)) if *from <= *end => *end = *to,
                _ => bursts.push((*from, *to)),
            }
        }
    }
    bursts
}
