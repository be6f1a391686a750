//! Tags of resources as a condition of actions that do not know them (`tags`).

use crate::catalog::{Catalog, Service, ServiceAction};
use crate::condition::{ConditionOperator, QualifiedOperator};
use crate::validate::check::{Check, Example, kinds};
use crate::validate::finding::Location;
use crate::validate::report::Report;
use crate::validate::subject::{ActionMeaning, Actions, Block, Key, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
        &ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
        &DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
        &DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE,
    ],
    run: Run::Statement(look),
};

static ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Check = Check::suggestion(
    "ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    kinds::IDENTITY_RESOURCE_SCP,
    "a tag of the resource is asked for, and requests of these actions never carry one: the statement does not allow them",
)
.with_catalog()
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sqs:DeleteQueue","sqs:ListQueues",
"dynamodb:DescribeLimits"],"Resource":"*","Condition":{"StringLike":{"aws:ResourceTag/env":"test*"}}}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["sqs:DeleteQueue","sqs:*"],
"Resource":"*","Condition":{"StringLike":{"aws:ResourceTag/env":"test*"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sqs:ListQueues","Resource":"*",
"Condition":{"StringEqualsIfExists":{"aws:ResourceTag/env":"test"}}}}"#,
        ),
    ],
);

static ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Check = Check::suggestion(
    "ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    kinds::IDENTITY_RESOURCE_SCP,
    "a tag of the resource is asked for, and many of the actions that `NotAction` leaves in never carry one: the \
     statement does not allow those",
)
.with_catalog()
.examples(
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["sqs:DeleteQueue"],"Resource":"*",
"Condition":{"StringEquals":{"aws:ResourceTag/env":"test"}}}}"#,
    )],
    &[Example::identity(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["sqs:DeleteQueue"],"Resource":"*",
"Condition":{"StringEquals":{"aws:PrincipalTag/env":"test"}}}}"#,
    )],
);

static DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Check = Check::security(
    "DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    kinds::IDENTITY_RESOURCE_SCP,
    "a tag of the resource is asked for, and requests of these actions never carry one: the statement does not deny them",
)
.with_catalog()
.examples(
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["sqs:DeleteQueue","sqs:ListQueues"],
"Resource":"*","Condition":{"ForAnyValue:StringEquals":{"aws:resourcetag/env":"prod"}}}}"#,
    )],
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["sqs:DeleteQueue","sqs:ListQueues"],
"Resource":"*","Condition":{"StringNotEquals":{"aws:ResourceTag/env":"prod"}}}}"#,
    )],
);

static DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE: Check = Check::security(
    "DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE",
    kinds::IDENTITY_RESOURCE_SCP,
    "a tag of the resource is asked for, and many of the actions that `NotAction` leaves in never carry one: the \
     statement does not deny those",
)
.with_catalog()
.examples(
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"sqs:DeleteQueue","Resource":"*",
"Condition":{"StringEquals":{"aws:ResourceTag/env":"prod"}}}}"#,
    )],
    &[Example::scp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":"sqs:DeleteQueue","Resource":"*",
"Condition":{"Null":{"aws:ResourceTag/env":"false"}}}}"#,
    )],
);

/// `aws:PrincipalTag/…` is filled for every action, and nothing is known of AWS's answer to the tags of a request.
const KEY: &str = "aws:ResourceTag/";

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(catalog) = report.catalog() else { return };
    for (block, key) in statement.condition_keys() {
        if !key.starts_with(KEY) || !block.operator.is_some_and(asks_for_value) {
            continue;
        }
        let is_allow = match (statement.is_allow(), statement.is_deny()) {
            (true, _) => true,
            (_, true) => false,
            _ => return,
        };
        if let Some(element) = &statement.action {
            look_at_actions(report, catalog, statement, element, (block, key), is_allow);
        } else if let Some(element) = &statement.not_action
            && !element.is_mistyped
        {
            let check = if is_allow {
                &ALLOW_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
            } else {
                &DENY_NOTACTION_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE
            };
            let effect = if is_allow { "allowed" } else { "denied" };
            let details = format!("actions without `{}` are not {effect}; name the actions that have it", key.name);
            report.add(check, details, vec![statement.at_value(element.member), statement.at_key(block, key)]);
        }
    }
}

/// Is there no way to hold without the key? Negated operators, `…IfExists` and `ForAllValues` hold without it.
fn asks_for_value(operator: QualifiedOperator) -> bool {
    let is_equal = matches!(
        operator.operator,
        ConditionOperator::StringEquals | ConditionOperator::StringEqualsIgnoreCase | ConditionOperator::StringLike
    );
    is_equal && !operator.if_exists && operator.qualifier != Some(crate::condition::SetQualifier::ForAllValues)
}

/// One finding a service, in the order of the list.
fn look_at_actions(
    report: &mut Report<'_>,
    catalog: &Catalog,
    statement: &Statement<'_, '_>,
    element: &Actions<'_, '_>,
    (block, key): (&Block<'_, '_>, &Key<'_, '_>),
    is_allow: bool,
) {
    let mut found: Vec<(&str, Vec<Location>)> = Vec::new();
    for entry in &element.entries {
        // so often for each such key of the statement, and every place takes room
        if !report.spend(32) {
            return;
        }
        let service = match ActionMeaning::of(entry, catalog) {
            ActionMeaning::Action(action) if !knows_tags(action) => action.service(),
            ActionMeaning::Pattern(service) if !has_tags(service) => service,
            _ => continue,
        };
        let place = statement.at_entry(element, entry);
        // there are fewer services than would make this slow
        match found.iter_mut().find(|(name, _)| *name == service.prefix()) {
            Some((_, places)) => places.push(place),
            None => found.push((service.prefix(), vec![place])),
        }
    }
    for (service, mut places) in found {
        places.push(statement.at_key(block, key));
        let (check, effect) = if is_allow {
            (&ALLOW_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE, "allowed")
        } else {
            (&DENY_WITH_UNSUPPORTED_TAG_CONDITION_KEY_FOR_SERVICE, "denied")
        };
        let details = format!(
            "these actions of `{service}` never have `{}` and are not {effect} by the statement; give them one of \
             their own",
            key.name
        );
        report.add(check, details, places);
    }
}

fn is_tag_key(key: &str) -> bool {
    starts_with(key, KEY)
}

fn starts_with(key: &str, prefix: &str) -> bool {
    key.get(..prefix.len()).is_some_and(|start| start.eq_ignore_ascii_case(prefix))
}

/// Do requests of the action carry tags of a resource, by themselves or with one of its types of resources?
fn knows_tags(action: ServiceAction<'_>) -> bool {
    // what is made with tags passes in AWS's answers, although it has no tags before (`bedrock:CreatePrompt`)
    action.condition_keys().any(|key| is_tag_key(key) || starts_with(key, "aws:RequestTag/"))
        || action.resources().any(|resource| {
            resource.condition_keys().any(is_tag_key)
                || resource.resource_type().is_some_and(|kind| kind.condition_keys().any(is_tag_key))
        })
}

/// Does the service know them anywhere?
fn has_tags(service: Service<'_>) -> bool {
    service.condition_keys().any(|key| is_tag_key(key.name()))
}
