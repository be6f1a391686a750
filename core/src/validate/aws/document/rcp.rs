//! What resource control policies may not have (`rcp`).

use crate::validate::check::{Check, Example, kinds};
use crate::validate::finding::Location;
use crate::validate::report::Report;
use crate::validate::subject::{ActionMeaning, Element, Principals, Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule = Rule {
    checks: &[
        &RCP_SYNTAX_ERROR_ACTION,
        &RCP_SYNTAX_ERROR_ALLOW,
        &RCP_SYNTAX_ERROR_NOTACTION,
        &RCP_SYNTAX_ERROR_PRINCIPAL,
    ],
    run: Run::Statement(look),
};

static RCP_SYNTAX_ERROR_ACTION: Check = Check::error(
    "RCP_SYNTAX_ERROR_ACTION",
    kinds::RCP,
    "an action of a service that resource control policies do not cover, or `*`, which is of no service",
)
.with_catalog()
.examples(
    &[
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":["s3:*","iam:Get*"],
"Resource":"*"}}"#,
        ),
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*"}}"#,
        ),
    ],
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":["S3:*","sts:AssumeRole"],
"Resource":"*"}}"#,
    )],
);

static RCP_SYNTAX_ERROR_ALLOW: Check = Check::error(
    "RCP_SYNTAX_ERROR_ALLOW",
    kinds::RCP,
    "a statement of a resource control policy allows less than all resources, or under a condition",
)
.examples(
    &[
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*",
"NotResource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*",
"Condition":{"Bool":{"aws:SecureTransport":"true"}}}}"#,
        ),
    ],
    &[
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":["*"]}}"#,
        ),
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*",
"NotResource":"arn:aws:s3:::reports/*","Condition":{"Bool":{"aws:SecureTransport":"false"}}}}"#,
        ),
    ],
);

static RCP_SYNTAX_ERROR_NOTACTION: Check = Check::error(
    "RCP_SYNTAX_ERROR_NOTACTION",
    kinds::RCP,
    "a resource control policy has `NotAction`",
)
.examples(
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","NotAction":"s3:*","Resource":"*"}}"#,
    )],
    &[Example::rcp(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}"#,
    )],
);

static RCP_SYNTAX_ERROR_PRINCIPAL: Check = Check::error(
    "RCP_SYNTAX_ERROR_PRINCIPAL",
    kinds::RCP,
    "a resource control policy is about other principals than `*`; a condition key narrows it",
)
.examples(
    &[
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":{"AWS":["111122223333"]},
"Action":"s3:*","Resource":"*"}}"#,
        ),
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotPrincipal":"*","Action":"s3:*","Resource":"*"}}"#,
        ),
    ],
    &[
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}}"#,
        ),
        Example::rcp(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Principal":{"AWS":"*"},"Action":"s3:*",
"Resource":"*"}}"#,
        ),
    ],
);

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    look_at_principals(report, statement);
    if let Some(element) = statement.not_action.as_ref().filter(|element| !element.is_mistyped) {
        let place = statement.at_name(element.member);
        report.add(&RCP_SYNTAX_ERROR_NOTACTION, "expected `Action`, found `NotAction`", vec![place]);
    }
    if let Some(element) = &statement.action {
        look_at_actions(report, statement, element);
    }
    if statement.is_allow() {
        look_at_allow(report, statement);
    }
}

fn look_at_principals(report: &mut Report<'_>, statement: &Statement<'_, '_>) {
    if let Some(principals) = statement.not_principal.as_ref().filter(|principals| !principals.has_mistyped()) {
        let place = statement.at_name(principals.member);
        report.add(&RCP_SYNTAX_ERROR_PRINCIPAL, "expected `Principal`, found `NotPrincipal`", vec![place]);
    }
    if let Some(principals) = statement.principal.as_ref().filter(|principals| !principals.has_mistyped())
        && !is_anybody(principals)
    {
        let place = statement.at_value(principals.member);
        report.add(&RCP_SYNTAX_ERROR_PRINCIPAL, "expected the principal to be `\"*\"`", vec![place]);
    }
}

/// `"*"` or `{"AWS": "*"}`, which Organizations stores too; a list it does not, even of only that
/// (`rcp_store_time`).
fn is_anybody(principals: &Principals<'_, '_>) -> bool {
    match &*principals.kinds {
        [] => principals.is_everyone(),
        [only] => {
            !only.values.is_list && only.name == "AWS" && only.values.entries.iter().all(|entry| entry.text == "*")
        }
        _ => false,
    }
}

fn look_at_actions(report: &mut Report<'_>, statement: &Statement<'_, '_>, element: &Element<'_, '_>) {
    let Some(catalog) = report.catalog() else { return };
    for entry in &element.entries {
        let details = match entry.text.split_once(':').and_then(|(prefix, _)| catalog.service(prefix)) {
            Some(service) if service.has_resource_control_policies() => continue,
            Some(service) => format!("resource control policies do not cover `{}`", service.prefix()),
            None if matches!(ActionMeaning::of(entry, catalog), ActionMeaning::Everything) => {
                "expected actions of services that resource control policies cover, found `*`".to_owned()
            }
            // what is no action, or of no service, other codes say
            None => continue,
        };
        report.add(&RCP_SYNTAX_ERROR_ACTION, details, vec![statement.at_entry(element, entry)]);
    }
}

fn look_at_allow(report: &mut Report<'_>, statement: &Statement<'_, '_>) {
    let mut add = |details: &str, place: Location| report.add(&RCP_SYNTAX_ERROR_ALLOW, details, vec![place]);
    if let Some(element) = statement.not_resource.as_ref().filter(|element| !element.is_mistyped) {
        add("a statement that allows takes the resource `*`, not `NotResource`", statement.at_name(element.member));
    }
    if let Some(element) = statement.resource.as_ref().filter(|element| !element.is_mistyped)
        && !element.entries.iter().any(|entry| entry.text == "*")
    {
        add("a statement that allows takes no other resource than `*`", statement.at_value(element.member));
    }
    if let Some(condition) = statement.condition.as_ref().filter(|condition| !condition.is_mistyped) {
        add("a statement that allows takes no condition", statement.at_name(condition.member));
    }
}
