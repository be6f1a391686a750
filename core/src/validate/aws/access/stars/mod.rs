//! Two actions that hand rights on, allowed too widely (`stars`).

mod create_slr;
mod pass_role;

use crate::condition::ConditionOperator;
use crate::validate::check::Check;
use crate::validate::cover::{Case, Wildcard};
use crate::validate::finding::Location;
use crate::validate::report::Report;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

use create_slr::{
    CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE, CREATE_SLR_WITH_NOT_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE, CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE,
    CREATE_SLR_WITH_STAR_IN_RESOURCE, CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
};
use pass_role::{
    PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE, PASS_ROLE_WITH_NOT_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE, PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE,
    PASS_ROLE_WITH_STAR_IN_RESOURCE, PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &CREATE_SLR_WITH_NOT_RESOURCE,
        &CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
        &CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE,
        &CREATE_SLR_WITH_STAR_IN_RESOURCE,
        &CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE,
        &CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
        &PASS_ROLE_WITH_NOT_RESOURCE,
        &PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
        &PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE,
        &PASS_ROLE_WITH_STAR_IN_RESOURCE,
        &PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE,
        &PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
    ],
    run: Run::Statement(look),
};

/// An action that hands rights on.
struct Family {
    action: &'static str,
    /// The condition key that says to which service.
    key: &'static str,
    /// Another key that limits it as well: so in AWS's answer about `ServerMigrationServiceRole`.
    other_key: Option<&'static str>,
    /// By [`ActionPart`].
    not_resource: [&'static Check; 3],
    star: [&'static Check; 3],
}

static FAMILIES: [Family; 2] = [
    Family {
        action: "iam:CreateServiceLinkedRole",
        key: "iam:AWSServiceName",
        other_key: None,
        not_resource: [
            &CREATE_SLR_WITH_NOT_RESOURCE,
            &CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
            &CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE,
        ],
        star: [
            &CREATE_SLR_WITH_STAR_IN_RESOURCE,
            &CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE,
            &CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
        ],
    },
    Family {
        action: "iam:PassRole",
        key: "iam:PassedToService",
        other_key: Some("iam:AssociatedResourceArn"),
        not_resource: [
            &PASS_ROLE_WITH_NOT_RESOURCE,
            &PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE,
            &PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE,
        ],
        star: [
            &PASS_ROLE_WITH_STAR_IN_RESOURCE,
            &PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE,
            &PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION,
        ],
    },
];

/// How a statement comes to an action.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ActionPart {
    Named,
    Covered,
    LeftIn,
}

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let is_star = |text: &str| text == "*";
    let star = statement.resource.as_ref().and_then(|element| {
        let entry = element.entries.iter().find(|entry| is_star(&entry.text))?;
        Some((element, entry))
    });
    let rest = statement.not_resource.as_ref().filter(|element| !element.is_mistyped);
    if (star.is_none() && rest.is_none()) || !statement.is_allow() {
        return;
    }
    for family in &FAMILIES {
        let Some((part, action_place)) = find_action(statement, family.action) else { continue };
        let (checks, resource_place) = match (star, rest) {
            (Some((element, entry)), _) if !is_limited(statement, family) => {
                (&family.star, statement.at_entry(element, entry))
            }
            (None, Some(element)) => (&family.not_resource, statement.at_value(element.member)),
            _ => continue,
        };
        let [named, covered, left_in] = checks;
        let check = match part {
            ActionPart::Named => named,
            ActionPart::Covered => covered,
            ActionPart::LeftIn => left_in,
        };
        let Family { action, key, .. } = family;
        let details = if star.is_some() {
            format!("`{action}` is allowed on `*`; name the roles, or the services by the key `{key}`")
        } else {
            format!("`{action}` is allowed on all but the resources of `NotResource`; name the roles in `Resource`")
        };
        report.add(check, details, vec![action_place, resource_place]);
    }
}

/// Is it said for which services? Under `…IfExists` a request that does not say it passes, and a value that begins with
/// a wildcard (`*a4b.amazonaws.com`) does not limit it in AWS's answers, where one that ends with it does.
fn is_limited(statement: &Statement<'_, '_>, family: &Family) -> bool {
    statement.condition_keys().any(|(block, key)| {
        let Some(operator) = block.operator.filter(|operator| !operator.if_exists) else { return false };
        let begins_open =
            |text: &str| operator.operator == ConditionOperator::StringLike && text.starts_with(['*', '?']);
        family.other_key.is_some_and(|name| key.is(name))
            || (key.is(family.key) && !key.values.iter().any(|value| begins_open(&value.text)))
    })
}

/// By which part does a statement come to an action: an entry of its name, the first pattern that covers it, or
/// `NotAction`, which leaves it in?
fn find_action(statement: &Statement<'_, '_>, action: &str) -> Option<(ActionPart, Location)> {
    let covers = |text: &str| Wildcard::of(text, Case::Folded).is_some_and(|wildcard| wildcard.covers(action));
    if let Some(element) = &statement.action {
        let is_near = |text: &str| matches!(text.as_bytes().first(), Some(b'i' | b'I' | b'*' | b'?'));
        let near = || element.entries.iter().filter(|entry| is_near(&entry.text));
        if let Some(entry) = near().find(|entry| entry.text.eq_ignore_ascii_case(action)) {
            return Some((ActionPart::Named, statement.at_entry(element, entry)));
        }
        let entry = near().find(|entry| covers(&entry.text))?;
        return Some((ActionPart::Covered, statement.at_entry(element, entry)));
    }
    let element = statement.not_action.as_ref().filter(|element| !element.entries.is_empty())?;
    let leaves = element.entries.iter().all(|entry| !entry.text.eq_ignore_ascii_case(action) && !covers(&entry.text));
    leaves.then(|| (ActionPart::LeftIn, statement.at_value(element.member)))
}
