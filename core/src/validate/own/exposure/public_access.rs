//! Resource policies that let in anybody, or a service that acts for anybody.

use crate::analyze::{ResourceType, check_no_public_access};
use crate::request::Request;
use crate::validate::check::{Check, Example, kinds};
use crate::validate::finding::Location;
use crate::validate::own::evidence::Evidence;
use crate::validate::report::Report;
use crate::validate::resource_type::PolicyResourceType;
use crate::validate::subject::{Statement, Subject};
use crate::validate::table::{Rule, Run};

pub(in crate::validate) static RULE: Rule =
    Rule { checks: &[&IE_ALLOW_NOT_PRINCIPAL, &IE_CONFUSED_DEPUTY, &IE_PUBLIC_ACCESS], run: Run::Document(look) };

static IE_ALLOW_NOT_PRINCIPAL: Check = Check::security(
    "IE_ALLOW_NOT_PRINCIPAL",
    kinds::RESOURCE,
    "an Allow names principals that it does not mean, and lets in everybody else",
)
.own()
.examples(
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/ann"},
"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}}"#,
    )],
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotPrincipal":{"AWS":"arn:aws:iam::111122223333:user/ann"},
"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs",
"Condition":{"StringEquals":{"aws:PrincipalOrgID":"o-a1b2c3d4e5"}}}}"#,
    )],
);

static IE_CONFUSED_DEPUTY: Check = Check::security(
    "IE_CONFUSED_DEPUTY",
    kinds::RESOURCE,
    "a service is let in whoever it acts for: somebody of another account can have it use the resource",
)
.own()
.examples(
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},
"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"}}"#,
    )],
    &[Example::resource(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},
"Action":"sqs:SendMessage","Resource":"arn:aws:sqs:eu-west-1:111122223333:jobs"},
{"Effect":"Deny","Principal":"*","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"aws:SourceAccount":"111122223333"}}}]}"#,
    )],
);

static IE_PUBLIC_ACCESS: Check = Check::security(
    "IE_PUBLIC_ACCESS",
    kinds::WITH_PRINCIPALS,
    "somebody whom the policy does not name, of no account or of any, is let in",
)
.own()
.examples(
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
"Resource":"arn:aws:s3:::reports/*","Condition":{"IpAddress":{"aws:SourceIp":["0.0.0.0/1","128.0.0.0/1"]}}}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}}"#,
        ),
    ],
    &[
        Example::bucket(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
"Resource":"arn:aws:s3:::reports/*","Condition":{"StringEquals":{"aws:SourceVpce":"vpce-1a2b3c4d"}}}}"#,
        ),
        Example::trust(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#,
        ),
    ],
);

fn look(report: &mut Report<'_>, subject: &Subject<'_, '_>) {
    if !subject
        .statements
        .iter()
        .any(|statement| statement.is_allow() && statement.principal_elements().next().is_some())
    {
        return;
    }
    let Some(evidence) = report.evidence(subject) else { return };
    let resource_type = report.options.resource_type.map_or(ResourceType::SqsQueue, of_type);
    let access = check_no_public_access(&evidence.policy, resource_type, &evidence.options_left());
    if let Some(request) = access.verdict.witness() {
        let who = match request.principal() {
            Some(principal) => format!("`{principal}`"),
            None => "anybody".to_owned(),
        };
        let at = places(&evidence, subject, request);
        let details = format!(
            "{who}, whom the policy does not name, can ask for `{}` on `{}`: name who may, or fix a key that AWS sets, \
             such as `aws:PrincipalOrgID`",
            request.action().as_str(),
            request.resource()
        );
        report.add_with_witness(&IE_PUBLIC_ACCESS, details, at, Some(Box::new(request.clone())));
        for at in evidence.region.allowing(request) {
            let Some((statement, element)) =
                subject.statements.get(at).and_then(|statement| Some((statement, statement.not_principal.as_ref()?)))
            else {
                continue;
            };
            let details = "everybody but those of `NotPrincipal` is let in: name in `Principal` who is meant";
            let places = vec![statement.at_name(element.member)];
            report.add_with_witness(&IE_ALLOW_NOT_PRINCIPAL, details, places, Some(Box::new(request.clone())));
        }
    }
    if let Some(request) = access.confused_deputy {
        let who = request.principal().map_or_else(String::new, |principal| format!("`{principal}`"));
        let at = places(&evidence, subject, &request);
        let details = format!(
            "{who} can ask for `{}` on behalf of any account: fix `aws:SourceAccount`, `aws:SourceArn` or \
             `aws:SourceOrgID`",
            request.action().as_str()
        );
        report.add_with_witness(&IE_CONFUSED_DEPUTY, details, at, Some(request));
    }
}

/// Of a request that is let through: who, and by which action.
pub(super) fn places(evidence: &Evidence, subject: &Subject<'_, '_>, request: &Request) -> Vec<Location> {
    let first = evidence.region.allowing(request).next().and_then(|at| subject.statements.get(at));
    first.map_or_else(|| vec![subject.at_document()], places_of)
}

fn places_of(statement: &Statement<'_, '_>) -> Vec<Location> {
    let principals = statement.principal_elements().map(|element| {
        if element.member.name() == "NotPrincipal" {
            statement.at_name(element.member)
        } else {
            statement.at_value(element.member)
        }
    });
    let mut places: Vec<Location> = principals.collect();
    places.extend(statement.action_elements().map(|element| statement.at_value(element.member)));
    if places.is_empty() {
        places.push(statement.here());
    }
    places
}

pub(super) fn of_type(resource_type: PolicyResourceType) -> ResourceType {
    match resource_type {
        PolicyResourceType::DynamoDbTable => ResourceType::DynamoDbTable,
        PolicyResourceType::RoleTrust => ResourceType::IamAssumeRolePolicyDocument,
        PolicyResourceType::S3AccessPoint
        | PolicyResourceType::S3MultiRegionAccessPoint
        | PolicyResourceType::S3ObjectLambdaAccessPoint => ResourceType::S3AccessPoint,
        PolicyResourceType::S3Bucket => ResourceType::S3Bucket,
    }
}
