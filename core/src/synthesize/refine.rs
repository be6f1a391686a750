//! The smallest edit of an existing policy that takes away what was not used.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use serde::Serialize;

use crate::catalog::Catalog;
use crate::document::{Effect, Element, Policy, Statement, Version};
use crate::pattern::{Answer, Pattern};
use crate::usage::{Cell, Time, Usage, UseOutcome};

use super::generate::usages_of;
use super::granted::{drop_covered, pattern as resource_pattern};
use super::observability::Observer;
use super::result::SynthesizeError;

/// How a policy is refined.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[allow(clippy::exhaustive_structs)] // made with `..RefineOptions::default()`
pub struct RefineOptions {
    /// Whether actions that the trails at hand could not show are taken away, too.
    pub drops_unobservable: bool,
    /// Whether resources that were not used are taken away, too, and wildcards become the resources that were used.
    /// Not so in a statement that keeps an action for not being observable: its resources were not seen either.
    pub narrows_resources: bool,
}

/// A policy without what was not used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[non_exhaustive]
pub struct Refinement {
    /// The new text, equal to the old one but for what is listed; none where no statement is left.
    pub text: Option<String>,
    /// What was taken away.
    pub changes: Vec<Change>,
    /// What is granted, was not seen, and stays because the trails could not have shown it.
    pub unobservable: Vec<String>,
}

/// Something taken away.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(test, derive(ts_rs::TS, schemars::JsonSchema))]
#[serde(rename_all = "camelCase")]
#[non_exhaustive]
pub struct Change {
    /// Which statement, from 0.
    pub statement: usize,
    /// Its Sid.
    pub sid: Option<String>,
    /// The entry that was there; none where the whole statement goes.
    pub entry: Option<String>,
    /// Whether the entry is one of `Resource`; else it is one of `Action`.
    pub is_resource: bool,
    /// What stands there now.
    pub kept: Vec<String>,
    /// The actions that are gone; none of a change of `Resource`.
    pub removed: Vec<String>,
    /// When the statement's actions were last used, if one was.
    pub last_seen: Option<Time>,
}

/// Takes the actions that principals did not use out of a policy's Allow statements: wildcards become the
/// actions that were used, statements without any go. All else stays as it is written: order, Sids,
/// conditions, Deny statements, `NotAction`.
///
/// What the trails at hand could not have shown stays (rule of section 8: not visible is not unused).
/// Laws: the result grants no more than the policy (`refine_subset`), everything used that it granted
/// (`refine_covers`), a second run changes nothing (`refine_fixpoint`), and where all is used the text is
/// the same to the byte (`refine_identity`).
///
/// # Errors
/// A principal is not in the usage.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{Policy, catalog::Catalog, synthesize::{RefineOptions, refine}, usage::UsageBuilder};
///
/// let catalog = Catalog::embedded();
/// let mut builder = UsageBuilder::new(&catalog);
/// builder.feed(br#"{"eventSource":"iam.amazonaws.com","eventName":"GetUser","requestParameters":{"userName":"bob"},
///     "recipientAccountId":"111122223333","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}}"#)?;
/// let usage = builder.finish()?;
/// let policy: Policy = r#"{"Statement":{"Effect":"Allow","Action":["iam:GetUser*", "iam:CreateUser"],"Resource":"*"}}"#.parse()?;
/// let refined = refine(&policy, &usage, &["arn:aws:iam::111122223333:user/ann"], &catalog, &RefineOptions::default())?;
/// assert_eq!(refined.text.as_deref(), Some(r#"{"Statement":{"Effect":"Allow","Action":["iam:GetUser"],"Resource":"*"}}"#));
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn refine(
    policy: &Policy,
    usage: &Usage,
    principals: &[&str],
    catalog: &Catalog,
    options: &RefineOptions,
) -> Result<Refinement, SynthesizeError> {
    let usages = usages_of(usage, principals)?;
    let mut used: BTreeMap<&str, Vec<Seen<'_>>> = BTreeMap::new();
    for (action, resource, outcome, cell) in usages.iter().flat_map(|usage| usage.uses.iter()) {
        if outcome == UseOutcome::Used {
            used.entry(action).or_default().push(Seen {
                text: resource,
                resource: resource_pattern(resource),
                others: other_forms(action, resource, cell)
                    .into_iter()
                    .map(|form| (resource_pattern(&form), form))
                    .collect(),
                last: cell.last,
            });
        }
    }
    let judge = Judge {
        used,
        usage,
        catalog,
        observer: Observer::new(catalog),
        keeps_unobservable: !options.drops_unobservable,
    };
    let mut edits: Vec<(Range<usize>, String)> = Vec::new();
    let (mut changes, mut unobservable, mut gone) = (Vec::new(), BTreeSet::new(), Vec::new());
    for statement in policy.statements() {
        let Some(actions) = statement.action().filter(|actions| !actions.is_negated()) else { continue };
        if statement.effect() != Effect::Allow {
            continue;
        }
        let verdicts: Vec<Verdict> = actions.entries().map(|entry| judge.entry(entry.as_str(), statement)).collect();
        unobservable.extend(verdicts.iter().flat_map(|verdict| verdict.unobservable.iter().cloned()));
        let last_seen = verdicts.iter().filter_map(|verdict| verdict.last_seen).max();
        let sid = statement.sid().map(|sid| sid.as_str().to_owned());
        let change = |entry: Option<String>, verdict: &Verdict| Change {
            statement: statement.index(),
            sid: sid.clone(),
            entry,
            is_resource: false,
            kept: verdict.kept.clone(),
            removed: verdict.removed.clone(),
            last_seen,
        };
        if verdicts.iter().all(|verdict| verdict.kept.is_empty()) {
            gone.push(statement.index());
            let removed = verdicts.into_iter().flat_map(|verdict| verdict.removed).collect();
            changes.push(change(None, &Verdict { removed, ..Verdict::default() }));
            continue;
        }
        if options.narrows_resources
            && verdicts.iter().all(|verdict| verdict.unobservable.is_empty() && !verdict.is_unknown)
            && let Some(resources) = statement.resource().filter(|resources| !resources.is_negated())
        {
            let narrowed = judge.resources(resources, &verdicts, policy.version());
            for (entry, narrow) in resources.entries().zip(&narrowed).filter(|(_, narrow)| narrow.is_changed) {
                changes.push(Change {
                    is_resource: true,
                    removed: Vec::new(),
                    ..change(Some(entry.as_str().to_owned()), narrow)
                });
            }
            if narrowed.iter().any(|narrow| narrow.is_changed) {
                edits.push((range_of(resources), rewritten(policy.source(), resources, &narrowed)));
            }
        }
        if verdicts.iter().all(|verdict| !verdict.is_changed) {
            continue;
        }
        for (entry, verdict) in actions.entries().zip(&verdicts).filter(|(_, verdict)| verdict.is_changed) {
            changes.push(change(Some(entry.as_str().to_owned()), verdict));
        }
        edits.push((range_of(actions), rewritten(policy.source(), actions, &verdicts)));
    }
    let text = if gone.len() == policy.statements().len() {
        None
    } else {
        edits.extend(removals(policy, &gone));
        Some(apply(policy.source(), edits))
    };
    Ok(Refinement { text, changes, unobservable: unobservable.into_iter().collect() })
}

/// A use of an action.
struct Seen<'u> {
    text: &'u str,
    resource: Pattern,
    /// What else it may be called where permissions are checked.
    others: Vec<(Pattern, String)>,
    last: Option<Time>,
}

impl Seen<'_> {
    fn patterns(&self) -> impl Iterator<Item = &Pattern> {
        std::iter::once(&self.resource).chain(self.others.iter().map(|(pattern, _)| pattern))
    }
}

/// What a resource of a record may also be called: calls to IAM tell no path of what they name, a log group is checked
/// with what is behind it, a secret's name may look as if it had its suffix, and the role of an instance profile may
/// be any.
fn other_forms(action: &str, resource: &str, cell: &Cell) -> Vec<String> {
    let fields: Vec<&str> = resource.splitn(6, ':').collect();
    let [_, _, service, _, _, own] = fields.as_slice() else { return Vec::new() };
    let head = fields.get(..5).unwrap_or_default().join(":");
    if action == "iam:PassRole" && cell.is_uncertain && cell.is_partial {
        return vec![format!("{head}:role/*")];
    }
    match (*service, own.split_once('/'), own.strip_prefix("log-group:")) {
        ("secretsmanager", ..) if !own.ends_with("-??????") => vec![format!("{resource}-??????")],
        ("iam", Some((kind, name)), _) if !name.contains('/') => vec![format!("{head}:{kind}/*/{name}")],
        ("logs", _, Some(group)) if !group.ends_with('*') && !group.contains(":log-stream:") => {
            vec![format!("{head}:{own}:*")]
        }
        _ => Vec::new(),
    }
}

struct Judge<'u> {
    used: BTreeMap<&'u str, Vec<Seen<'u>>>,
    usage: &'u Usage,
    catalog: &'u Catalog,
    observer: Observer<'u>,
    keeps_unobservable: bool,
}

/// What becomes of an entry of `Action`.
#[derive(Debug, Default)]
struct Verdict {
    kept: Vec<String>,
    removed: Vec<String>,
    unobservable: Vec<String>,
    /// The actions of the entry that were used.
    used: Vec<String>,
    /// Whether the catalogue knows no action of the entry.
    is_unknown: bool,
    last_seen: Option<Time>,
    is_changed: bool,
}

impl Judge<'_> {
    fn entry(&self, entry: &str, statement: Statement<'_>) -> Verdict {
        let expanded: Vec<String> = self.catalog.expand(entry).map(|action| action.to_string()).collect();
        // what the catalogue does not know may be an action for all that
        if expanded.is_empty() {
            return Verdict { kept: vec![entry.to_owned()], is_unknown: true, ..Verdict::default() };
        }
        let mut verdict = Verdict::default();
        for action in &expanded {
            let seen = self
                .used
                .get(action.as_str())
                .into_iter()
                .flatten()
                .filter(|seen| seen.patterns().any(|resource| may_cover(statement, resource)));
            let mut is_used = false;
            for seen in seen {
                is_used = true;
                verdict.last_seen = verdict.last_seen.max(seen.last);
            }
            let is_unseen = !is_used && self.keeps_unobservable && !self.observer.would_show(action, &self.usage.stats);
            if is_unseen {
                verdict.unobservable.push(action.clone());
            }
            if is_used {
                verdict.used.push(action.clone());
            }
            if is_used || is_unseen {
                verdict.kept.push(action.clone());
            } else {
                verdict.removed.push(action.clone());
            }
        }
        if verdict.removed.is_empty() {
            // as it was written
            verdict.kept = vec![entry.to_owned()];
        } else {
            verdict.is_changed = true;
        }
        verdict
    }
}

impl Judge<'_> {
    /// What becomes of the entries of `Resource`, by what the actions that stay were used on. What is used in part
    /// stays as it is: the rest of it may be what was used.
    fn resources(&self, resources: Element<'_>, verdicts: &[Verdict], version: Version) -> Vec<Verdict> {
        let actions = verdicts.iter().flat_map(|verdict| &verdict.used);
        let seen: Vec<&Seen<'_>> = actions.filter_map(|action| self.used.get(action.as_str())).flatten().collect();
        let narrow = |entry: &str| {
            if entry.contains("${") {
                return Verdict { kept: vec![entry.to_owned()], ..Verdict::default() };
            }
            let pattern = Pattern::resource(entry);
            let mut kept: BTreeSet<String> = BTreeSet::new();
            let touches = |seen: &Seen<'_>| seen.patterns().any(|own| pattern.is_disjoint(own) != Answer::Yes);
            for seen in seen.iter().filter(|seen| touches(seen)) {
                if !seen.patterns().all(|own| pattern.covers(own) == Answer::Yes) {
                    return Verdict { kept: vec![entry.to_owned()], ..Verdict::default() };
                }
                kept.insert(seen.text.to_owned());
                kept.extend(seen.others.iter().map(|(_, form)| form.clone()));
            }
            drop_covered(&mut kept);
            // rule `version_gates_variables`: what has to be escaped cannot be written
            if version != Version::V2012 && kept.iter().any(|text| text.contains("${")) {
                return Verdict { kept: vec![entry.to_owned()], ..Verdict::default() };
            }
            let is_changed = kept.iter().ne([entry]);
            Verdict { kept: kept.into_iter().collect(), is_changed, ..Verdict::default() }
        };
        resources.entries().map(|entry| narrow(entry.as_str())).collect()
    }
}

/// May a statement's resources have granted a use on these? Where that is not certain, they may.
fn may_cover(statement: Statement<'_>, resource: &Pattern) -> bool {
    let Some(resources) = statement.resource() else { return true };
    if resources.is_negated() {
        return true;
    }
    let touches = |entry: &str| entry.contains("${") || Pattern::resource(entry).is_disjoint(resource) != Answer::Yes;
    resources.entries().any(|entry| touches(entry.as_str()))
}

fn range_of(element: Element<'_>) -> Range<usize> {
    let span = element.value_span();
    span.start..span.end
}

/// The element's value with what is left, written as it was: a text or a list, on one line or several.
fn rewritten(source: &str, actions: Element<'_>, verdicts: &[Verdict]) -> String {
    let mut names: Vec<String> = Vec::new();
    for (entry, verdict) in actions.entries().zip(verdicts) {
        // an unchanged entry keeps its escapes
        let own = entry.span().slice(source).unwrap_or("").to_owned();
        let written = if verdict.is_changed {
            verdict.kept.iter().map(|name| serde_json::Value::from(name.as_str()).to_string()).collect()
        } else {
            vec![own]
        };
        for name in written {
            if !names.contains(&name) {
                names.push(name);
            }
        }
    }
    if !actions.is_list() {
        return match names.as_slice() {
            [only] => only.clone(),
            _ => format!("[{}]", names.join(", ")),
        };
    }
    let whole = actions.value_span().slice(source).unwrap_or("[]");
    let spans: Vec<_> = actions.entries().map(|entry| entry.span()).collect();
    let start = actions.value_span().start;
    let between = |from: usize, to: usize| source.get(from..to).unwrap_or("");
    let opening = spans.first().map_or("", |first| between(start + 1, first.start));
    let closing = spans.last().map_or("", |last| between(last.end, start + whole.len() - 1));
    let separator = match spans.as_slice() {
        [first, second, ..] => between(first.end, second.start).to_owned(),
        _ if opening.contains('\n') => format!(",{opening}"),
        _ => ", ".to_owned(),
    };
    format!("[{opening}{}{closing}]", names.join(&separator))
}

/// The edits that take whole statements out of their list, with the comma behind or before.
fn removals(policy: &Policy, gone: &[usize]) -> Vec<(Range<usize>, String)> {
    let spans: Vec<Range<usize>> =
        policy.statements().map(|statement| statement.span().start..statement.span().end).collect();
    let mut edits = Vec::new();
    let first_kept = (0..spans.len()).find(|at| !gone.contains(at)).unwrap_or(0);
    for at in gone {
        let Some(own) = spans.get(*at) else { continue };
        let range = if *at < first_kept {
            // up to the next statement
            own.start..spans.get(at + 1).map_or(own.end, |next| next.start)
        } else {
            // from the end of the one before
            at.checked_sub(1).and_then(|before| spans.get(before)).map_or(own.start, |before| before.end)..own.end
        };
        edits.push((range, String::new()));
    }
    edits
}

fn apply(source: &str, mut edits: Vec<(Range<usize>, String)>) -> String {
    edits.sort_by_key(|(range, _)| range.start);
    let mut text = String::with_capacity(source.len());
    let mut at = 0;
    for (range, new) in edits {
        text.push_str(source.get(at..range.start).unwrap_or(""));
        text.push_str(&new);
        at = range.end;
    }
    text.push_str(source.get(at..).unwrap_or(""));
    text
}
