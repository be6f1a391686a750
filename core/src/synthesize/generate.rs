//! The synthesis itself.

use std::collections::BTreeSet;

use crate::catalog::Catalog;
use crate::usage::{Cell, PrincipalUsage, Usage, Window};

use super::compact::compact;
use super::conditions;
use super::containment::{Current, Within, within};
use super::coverage::{Coverage, is_minimal, prove};
use super::document::policy_of;
use super::fold::fold;
use super::granted::{Granted, Used, Wide, drop_covered, is_wild, pattern};
use super::levels::{widen_actions, widen_resources};
use super::observability::Observer;
use super::options::{CompactActions, ResourceLevel, SynthesizeOptions};
use super::quota::split;
use super::result::{
    ConditionSuggestion, Evidence, GeneratedPolicy, Synthesis, SynthesizeError, Uncertain, Widening, WideningStep,
};
use super::statements::{Grouped, group};
use super::suggestions::dependents;
use super::unused::granted;

/// What is the least policy that grants what principals used?
///
/// One principal, or several that shall share a policy. `current` says what binds them today, and may be
/// empty. Deterministic: the same usage gives the same policy.
///
/// # Errors
/// A principal is not in the usage, or nothing that counts was used.
///
/// ```
/// # #[cfg(feature = "catalog")] {
/// use iam_eval::{catalog::Catalog, synthesize::{Current, Proof, SynthesizeOptions, synthesize}, usage::UsageBuilder};
///
/// let catalog = Catalog::embedded();
/// let mut builder = UsageBuilder::new(&catalog);
/// builder.feed(br#"{"eventSource":"sqs.amazonaws.com","eventName":"SendMessage","awsRegion":"eu-west-1",
///     "requestParameters":{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs"},
///     "userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann"}}"#)?;
/// let usage = builder.finish()?;
/// let ann = ["arn:aws:iam::111122223333:user/ann"];
/// let synthesis = synthesize(&usage, &ann, &catalog, &Current::default(), &SynthesizeOptions::default())?;
/// assert_eq!(synthesis.policies[0].document.to_json(), concat!(r#"{"Version":"2012-10-17","Statement":[{"#,
///     r#""Sid":"SqsWrite1","Effect":"Allow","Action":"sqs:SendMessage","#,
///     r#""Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}]}"#));
/// assert_eq!(synthesis.coverage.proof, Proof::Proved);
/// # }
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn synthesize(
    usage: &Usage,
    principals: &[&str],
    catalog: &Catalog,
    current: &Current,
    options: &SynthesizeOptions,
) -> Result<Synthesis, SynthesizeError> {
    let usages = usages_of(usage, principals)?;
    let used = Used::of(&usages, options.includes_weak);
    if used.cells.is_empty() {
        return Err(SynthesizeError::NothingUsed);
    }
    let exact = used.granted();
    let suggestions = dependents(&exact, catalog);
    let mut granted = exact.clone();
    if options.includes_dependent {
        // rule `slr_suggest`: a service-linked role is made once, and never granted without an event
        for suggestion in suggestions.iter().filter(|suggestion| suggestion.action != "iam:CreateServiceLinkedRole") {
            granted.entry(suggestion.action.clone()).or_default().insert("*".to_owned());
        }
    }
    let (actions, widened) = widen_actions(&granted, options, catalog);
    granted = actions;
    let mut made = fit(&granted, &used, catalog, options);
    made.widened.splice(0..0, folded_before(&used).into_iter().chain(widened));
    let mut within_current = within(&made.granted, current);
    if options.clips && !within_current.outside_current.is_empty() {
        let granted = clipped(&made.granted, &within_current.outside_current, &exact, current);
        if granted.is_empty() {
            return Err(SynthesizeError::AllOutsideCurrent);
        }
        let widened = std::mem::take(&mut made.widened);
        made = lay_out(granted, widened, &used, catalog, options);
        let outside_current = std::mem::take(&mut within_current.outside_current);
        within_current = Within { outside_current, ..within(&made.granted, current) };
    }
    let policies = documents(&made.policies);
    let documents: Vec<_> = policies.iter().map(|policy| policy.document.clone()).collect();
    let mut coverage: Coverage = prove(&used, &documents, &made.granted, &options.apply_conditions);
    let is_exact = made.widened.is_empty() && !options.includes_dependent;
    coverage.is_minimal = is_exact.then(|| is_minimal(&used, &made.granted));
    let statements: Vec<&Grouped> = made.policies.iter().flatten().collect();
    let evidence: Vec<(Evidence, Vec<&Cell>)> = statements.iter().map(|statement| evidence(statement, &used)).collect();
    let conditions = statements
        .iter()
        .zip(&evidence)
        .flat_map(|(statement, (_, cells))| suggested(statement, cells, options))
        .collect();
    let uncertain = uncertain(&used);
    let window = window(&usages);
    let is_complete = uncertain.is_empty()
        && usage.stats.unmapped.total() == 0
        && coverage.uncovered.is_empty()
        && days(window) >= i64::from(options.min_days)
        && !grants_unobservable(current, usage, &used, catalog);
    Ok(Synthesis {
        principals: principals.iter().map(|arn| (*arn).to_owned()).collect(),
        policies,
        evidence: evidence.into_iter().map(|(evidence, _)| evidence).collect(),
        coverage,
        within_current,
        widened: made.widened,
        fits: made.fits,
        suggestions,
        conditions,
        uncertain,
        is_complete,
        window,
        catalog: catalog.provenance(),
    })
}

/// What each principal used; one that is named twice counts once.
pub(super) fn usages_of(usage: &Usage, principals: &[&str]) -> Result<Vec<PrincipalUsage>, SynthesizeError> {
    let mut seen = BTreeSet::new();
    let once = principals.iter().filter(|arn| seen.insert(**arn));
    once.map(|arn| usage.principal(arn).ok_or_else(|| SynthesizeError::UnknownPrincipal((*arn).to_owned()))).collect()
}

/// Rule `memory_bound`: what stands for resources that were too many to be remembered.
fn folded_before(used: &Used<'_>) -> Vec<Widening> {
    let folded =
        used.cells.iter().filter(|((_, resource), cells)| is_wild(resource) && cells.iter().any(|cell| cell.is_folded));
    let resources: BTreeSet<&str> = folded.map(|((_, resource), _)| *resource).collect();
    let widening =
        |resource: &str| Widening { from: Vec::new(), to: vec![resource.to_owned()], step: WideningStep::Folded };
    resources.into_iter().map(widening).collect()
}

/// Do today's policies grant what was not seen and could not have been?
fn grants_unobservable(current: &Current, usage: &Usage, used: &Used<'_>, catalog: &Catalog) -> bool {
    if current.identity.is_none() {
        return false;
    }
    let observer = Observer::new(catalog);
    let is_used =
        |action: &str| used.cells.range((action, "")..).next().is_some_and(|((other, _), _)| *other == action);
    let granted = granted(current, catalog);
    granted.values().flatten().any(|action| !is_used(action) && !observer.would_show(action, &usage.stats))
}

/// Statements by policy, and what they grant together.
struct Made {
    policies: Vec<Vec<Grouped>>,
    granted: Granted,
    widened: Vec<Widening>,
    fits: bool,
}

/// Rule `fit_quota`: widens no further than the options allow, and beyond the levels asked for no further than
/// the quota needs.
fn fit(granted: &Granted, used: &Used<'_>, catalog: &Catalog, options: &SynthesizeOptions) -> Made {
    let at = |least: ResourceLevel| {
        let level = |action: &str| options.resources_of(action, least);
        let (folded, mut widened) = fold(granted, |action| level(action) >= ResourceLevel::Suffix, options);
        let (wider, steps) = widen_resources(&folded, level, catalog);
        widened.extend(steps);
        lay_out(wider, widened, used, catalog, options)
    };
    let mut made = at(ResourceLevel::Exact);
    // folding comes before several policies, whole types after
    if options.max_resources >= ResourceLevel::Suffix && !(made.fits && made.policies.len() == 1) {
        let folded = at(ResourceLevel::Suffix);
        if folded.fits || !made.fits {
            made = folded;
        }
    }
    for level in [ResourceLevel::Type, ResourceLevel::Any] {
        if !made.fits && options.max_resources >= level {
            made = at(level);
        }
    }
    made
}

/// Writes what is granted as statements, and these as policies of the quota's size.
fn lay_out(
    granted: Granted,
    widened: Vec<Widening>,
    used: &Used<'_>,
    catalog: &Catalog,
    options: &SynthesizeOptions,
) -> Made {
    let mut grouped = group(&granted, catalog, options.merges_services);
    for statement in &mut grouped {
        if options.compact_actions == CompactActions::ClosedWorld {
            statement.compact = Some(compact(&statement.actions, catalog));
        }
        if !options.apply_conditions.is_empty() {
            let (_, cells) = evidence(statement, used);
            statement.conditions = suggested(statement, &cells, options);
            statement.conditions.retain(|condition| options.apply_conditions.contains(&condition.key));
        }
    }
    match split(&grouped, options.quota.max_size(), options.quota.max_policies()) {
        Some(policies) => Made { policies, granted, widened, fits: true },
        // whole, for whoever wants to see it
        None => Made { policies: vec![grouped], granted, widened, fits: false },
    }
}

/// What is granted without some pairs of action and resource. Where such a pair is wider than what was used, what
/// was used takes its place, as far as today's policies grant that.
fn clipped(granted: &Granted, outside: &[(String, String)], exact: &Granted, current: &Current) -> Granted {
    let used_outside: BTreeSet<(String, String)> = within(exact, current).outside_current.into_iter().collect();
    let outside: BTreeSet<(&str, &str)> =
        outside.iter().map(|(action, resource)| (action.as_str(), resource.as_str())).collect();
    let mut clipped = granted.clone();
    for (action, resources) in &mut clipped {
        resources.retain(|resource| !outside.contains(&(action.as_str(), resource.as_str())));
    }
    let touched: BTreeSet<&str> = outside.iter().map(|(action, _)| *action).collect();
    for action in touched {
        let (Some(used), Some(resources)) = (exact.get(action), clipped.get_mut(action)) else { continue };
        let inside = used.iter().filter(|resource| !used_outside.contains(&(action.to_owned(), (*resource).clone())));
        resources.extend(inside.cloned());
        drop_covered(resources);
    }
    clipped.retain(|_, resources| !resources.is_empty());
    clipped
}

fn suggested(statement: &Grouped, cells: &[&Cell], options: &SynthesizeOptions) -> Vec<ConditionSuggestion> {
    let services: BTreeSet<&str> = statement.actions.iter().filter_map(|action| action.split(':').next()).collect();
    conditions::suggest(&statement.sid, &services.into_iter().collect::<Vec<_>>(), cells, &options.networks)
}

fn documents(policies: &[Vec<Grouped>]) -> Vec<GeneratedPolicy> {
    let numbered = policies.iter().enumerate().filter_map(|(at, statements)| {
        let (document, size) = policy_of(statements)?;
        Some(GeneratedPolicy { name: format!("usage-{}", at + 1), document, size })
    });
    numbered.collect()
}

/// How many pairs and ids of a statement are listed.
const MOST_EVIDENCE: usize = 100;

fn evidence<'u>(statement: &Grouped, used: &Used<'u>) -> (Evidence, Vec<&'u Cell>) {
    let wide = Wide::of(&statement.resources);
    let mut evidence = Evidence {
        sid: statement.sid.clone(),
        first: None,
        last: None,
        count: 0,
        event_ids: Vec::new(),
        pairs: Vec::new(),
    };
    let mut cells = Vec::new();
    let mut ids = BTreeSet::new();
    for action in &statement.actions {
        let of_action = used.cells.range((action.as_str(), "")..).take_while(|((other, _), _)| other == action);
        for ((_, resource), found) in of_action {
            let is_named = statement.resources.contains(*resource)
                || (!wide.is_empty() && wide.covering(&pattern(resource)).next().is_some());
            if !is_named {
                continue;
            }
            let count = found.iter().fold(0, |sum: u64, cell| sum.saturating_add(cell.count));
            evidence.count = evidence.count.saturating_add(count);
            if evidence.pairs.len() < MOST_EVIDENCE {
                evidence.pairs.push((action.clone(), (*resource).to_owned(), count));
            }
            for cell in found {
                evidence.first = match (evidence.first, cell.first) {
                    (Some(a), Some(b)) => Some(a.min(b)),
                    (a, b) => a.or(b),
                };
                evidence.last = evidence.last.max(cell.last);
                ids.extend(cell.sample_ids.iter().cloned());
                cells.push(*cell);
            }
        }
    }
    evidence.event_ids = ids.into_iter().take(MOST_EVIDENCE).collect();
    (evidence, cells)
}

fn uncertain(used: &Used<'_>) -> Vec<Uncertain> {
    let mut uncertain = BTreeSet::new();
    for ((action, resource), cells) in &used.cells {
        let mut say = |reason| {
            let (action, resource) = ((*action).to_owned(), (*resource).to_owned());
            uncertain.insert(Uncertain { action, resource, reason });
        };
        if cells.iter().all(|cell| cell.weak == cell.count) {
            say("weak");
        }
        for (is_so, reason) in [
            (cells.iter().any(|cell| cell.is_partial), "partial"),
            (cells.iter().any(|cell| cell.has_unknown_resource), "unknown_resource"),
            (cells.iter().any(|cell| cell.is_uncertain), "mapping"),
            (cells.iter().any(|cell| cell.is_folded), "folded"),
        ] {
            if is_so {
                say(reason);
            }
        }
    }
    uncertain.into_iter().collect()
}

fn window(usages: &[PrincipalUsage]) -> Window {
    let first = usages.iter().filter_map(|usage| usage.window.first).min();
    let last = usages.iter().filter_map(|usage| usage.window.last).max();
    Window { first, last }
}

fn days(window: Window) -> i64 {
    match (window.first, window.last) {
        (Some(first), Some(last)) => last.seconds().saturating_sub(first.seconds()) / 86_400,
        _ => 0,
    }
}
