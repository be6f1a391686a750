//! What a policy of a resource cannot speak of (`resource_policy_type`).

use crate::catalog::ServiceAction;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::report::Report;
use crate::validate::resource_type::PolicyResourceType;
use crate::validate::subject::{ActionMeaning, Statement, Subject};
use crate::validate::table::{Rule, Run};

use super::arns::{ArnText, find_fault, is_open};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&UNSUPPORTED_ACTION_IN_POLICY, &UNSUPPORTED_RESOURCE_ARN_IN_POLICY], run: Run::Statement(look) };

static UNSUPPORTED_ACTION_IN_POLICY: Check = Check::error(
    "UNSUPPORTED_ACTION_IN_POLICY",
    kinds::RESOURCE,
    "the action is of another service than the resource, or works on no such resource: its policy cannot grant it",
)
.with_catalog()
.examples(
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":["s3:GetObject","sqs:*"],"Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"s3:ListAllMyBuckets","Resource":"arn:aws:s3:::reports"}}"#,
        ),
    ],
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":["*","s3:List*","s3:GetObject"],"Resource":"arn:aws:s3:::reports"}}"#,
        ),
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":["sqs:*"],"Resource":"arn:aws:s3:::reports/*"}}"#,
        ),
    ],
);

static UNSUPPORTED_RESOURCE_ARN_IN_POLICY: Check = Check::error(
    "UNSUPPORTED_RESOURCE_ARN_IN_POLICY",
    kinds::RESOURCE,
    "the resource is not, and is not in, one of the type that the policy is attached to",
)
.with_catalog()
.examples(
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"s3:GetObject","Resource":["arn:aws:s3:::reports/*","*"]}}"#,
        ),
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"s3:GetObject","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}}"#,
        ),
    ],
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"s3:GetObject","Resource":["arn:aws:s3:::rep*","arn:*:s3:::*"]}}"#,
        ),
        Example::resource(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},
"Action":"sqs:SendMessage","Resource":"*"}}"#,
        ),
    ],
);

/// What a policy of a resource of a type may speak of.
struct Scope {
    /// Of its actions and of its ARNs.
    service: &'static str,
    /// The catalogue's types of resources, the thing itself and what is in it.
    kinds: &'static [&'static str],
    has_region: bool,
    has_account: bool,
    /// How the last fields of its ARNs begin.
    start: &'static str,
    takes_star: bool,
}

/// Sources: S3 user guide, "Bucket policies", "Access point policies", "Multi-Region Access Point policies", "Object
/// Lambda access point policies"; `DynamoDB` developer guide, "Resource-based policies"; for `*`: `resource_policy_type`.
fn scope_of(resource_type: PolicyResourceType) -> Option<Scope> {
    let access_point = ["accesspoint", "accesspointobject", "object"].as_slice();
    let scope = match resource_type {
        PolicyResourceType::S3Bucket => Scope {
            service: "s3",
            kinds: &["bucket", "object"],
            has_region: false,
            has_account: false,
            start: "",
            takes_star: false,
        },
        PolicyResourceType::S3AccessPoint => Scope {
            service: "s3",
            kinds: access_point,
            has_region: true,
            has_account: true,
            start: "accesspoint/",
            takes_star: false,
        },
        PolicyResourceType::S3MultiRegionAccessPoint => Scope {
            service: "s3",
            kinds: access_point,
            has_region: false,
            has_account: true,
            start: "accesspoint/",
            takes_star: false,
        },
        PolicyResourceType::S3ObjectLambdaAccessPoint => Scope {
            service: "s3-object-lambda",
            kinds: &[],
            has_region: true,
            has_account: true,
            start: "accesspoint/",
            takes_star: false,
        },
        PolicyResourceType::DynamoDbTable => Scope {
            service: "dynamodb",
            kinds: &["table", "index", "stream"],
            has_region: true,
            has_account: true,
            start: "table/",
            takes_star: true,
        },
        PolicyResourceType::RoleTrust => return None,
    };
    Some(scope)
}

fn look(report: &mut Report<'_>, _: &Subject<'_, '_>, statement: &Statement<'_, '_>) {
    let Some(scope) = report.options.resource_type.and_then(scope_of) else { return };
    let Some(catalog) = report.catalog() else { return };
    if let Some(element) = &statement.action {
        for entry in &element.entries {
            // an inner wildcard is held against the actions of its service
            if !report.spend(1) {
                return;
            }
            if is_unsupported(&scope, ActionMeaning::of(entry, catalog)) {
                let details = format!("a policy of such a resource cannot speak of `{}`", entry.text);
                report.add(&UNSUPPORTED_ACTION_IN_POLICY, details, vec![statement.at_entry(element, entry)]);
            }
        }
    }
    for element in statement.resource_elements() {
        for entry in &element.entries {
            if !may_be_in(&scope, &entry.text) && find_fault(report, &entry.text).is_none() {
                let details = format!("expected the ARN of the resource or of what is in it, found `{}`", entry.text);
                report.add(&UNSUPPORTED_RESOURCE_ARN_IN_POLICY, details, vec![statement.at_entry(element, entry)]);
            }
        }
    }
}

fn is_unsupported(scope: &Scope, meaning: ActionMeaning<'_>) -> bool {
    match meaning {
        ActionMeaning::Action(action) => action.service().prefix() != scope.service || !works_on(action, scope.kinds),
        ActionMeaning::Pattern(service) => service.prefix() != scope.service,
        _ => false,
    }
}

fn works_on(action: ServiceAction<'_>, kinds: &[&str]) -> bool {
    kinds.is_empty() || action.resources().any(|resource| kinds.contains(&resource.name()))
}

/// May a resource of a policy be the one it is attached to, or be in it?
fn may_be_in(scope: &Scope, text: &str) -> bool {
    if text == "*" {
        return scope.takes_star;
    }
    let Some(arn) = ArnText::read(text) else { return false };
    let fits = |has: bool, field: &str| is_open(field) || field.is_empty() != has;
    let end = arn.resource.find(['*', '?']).unwrap_or(arn.resource.len());
    let end = arn.resource.find("${").map_or(end, |variable| variable.min(end));
    let start = arn.resource.get(..end.min(scope.start.len())).unwrap_or(arn.resource);
    let begins = scope.start.starts_with(start) && (end < arn.resource.len() || arn.resource.starts_with(scope.start));
    (is_open(arn.service) || arn.service == scope.service)
        && fits(scope.has_region, arn.region)
        && fits(scope.has_account, arn.account)
        && begins
}
