//! Did a call count: was its permission there, refused, or never asked?

use super::cell::DenyingLayer;
use super::meaning::{Denial, Ignored, Outcome};
use super::record::Record;

/// Rules `digest_skipped`, `outcome_service_event`, `outcome_console`: what is ignored whoever called.
pub(super) fn ignored_kind(record: &Record<'_>) -> Option<Ignored> {
    let kind = record.event_type.as_deref();
    if record.event_category.as_deref() == Some("Insight") || kind == Some("AwsCloudTrailInsight") {
        return Some(Ignored::Insight);
    }
    match kind {
        Some("AwsServiceEvent") => return Some(Ignored::ServiceEvent),
        Some("AwsConsoleSignIn" | "AwsConsoleAction") => return Some(Ignored::Console),
        _ => {}
    }
    None
}

/// Rule `outcome_free`: calls that need no permission (API references of AWS STS and `DynamoDB`).
pub(super) fn is_free(service: &str, event: &str) -> bool {
    matches!(
        (service, event),
        ("sts", "GetCallerIdentity" | "GetSessionToken" | "GetAccessKeyInfo") | ("dynamodb", "DescribeEndpoints")
    )
}

/// Rule `id_web`: the trust policy alone decides about these.
pub(super) fn is_for_trust_policy(service: &str, event: &str) -> bool {
    service == "sts" && matches!(event, "AssumeRoleWithSAML" | "AssumeRoleWithWebIdentity")
}

/// What came of a call; `nested` is a code that stands in its response alone, with what the response says.
pub(super) fn outcome_of<'r>(record: &'r Record<'_>, nested: Option<&'r str>, said: Option<&'r str>) -> Outcome<'r> {
    let message = record.error_message.as_deref().or(said);
    let is_network = record.event_category.as_deref() == Some("NetworkActivity")
        || record.event_type.as_deref() == Some("AwsVpceEvent");
    let code = record.error_code.as_deref().filter(|code| !code.is_empty()).or(nested);
    let kind = match (code, message) {
        (None, None) => Kind::None,
        (code, message) => kind_of(code.unwrap_or(""), message.unwrap_or("")),
    };
    match kind {
        Kind::Denied => {
            let mut denial = denial_of(message);
            // rule `outcome_network`: the endpoint's policy is what denies there
            if is_network || code.is_some_and(|code| bare(code).eq_ignore_ascii_case("VpceAccessDenied")) {
                denial.layer = Some(DenyingLayer::VpcEndpoint);
            }
            Outcome::Denied(denial)
        }
        // a call that passes the endpoint has an event of its own
        _ if is_network => Outcome::Ignored(Ignored::NetworkActivity),
        Kind::Unauthenticated => Outcome::Ignored(Ignored::Unauthenticated),
        Kind::BeforeAuthorization => Outcome::Used { is_weak: true },
        Kind::None | Kind::Other => Outcome::Used { is_weak: false },
    }
}

enum Kind {
    None,
    Denied,
    Unauthenticated,
    BeforeAuthorization,
    Other,
}

/// Does a code or a message say that permission was refused?
pub(super) fn says_denied(code: &str, message: &str) -> bool {
    matches!(kind_of(code, message), Kind::Denied)
}

/// A code without what SDKs put around it.
fn bare(code: &str) -> &str {
    let code = code.strip_prefix("Client.").or_else(|| code.strip_prefix("Server.")).unwrap_or(code);
    let code = code.rsplit(['#', '.']).next().filter(|last| !last.is_empty()).unwrap_or(code);
    code.strip_suffix("Exception").or_else(|| code.strip_suffix("Fault")).unwrap_or(code)
}

fn kind_of(code: &str, message: &str) -> Kind {
    let is = |names: &[&str]| {
        let whole = code.strip_prefix("Client.").or_else(|| code.strip_prefix("Server.")).unwrap_or(code);
        names.iter().any(|name| name.eq_ignore_ascii_case(bare(code)) || name.eq_ignore_ascii_case(whole))
    };
    let says_unauthorized = message.contains("not authorized");
    if message.contains("is not authorized to perform") {
        return Kind::Denied;
    }
    // rule `outcome_dryrun`
    if is(&["DryRunOperation"]) {
        return Kind::Other;
    }
    // rule `outcome_denied`
    if is(&[
        "AccessDenied",
        "UnauthorizedOperation",
        "Unauthorized",
        "NotAuthorized",
        "AuthorizationError",
        "AccessDeniedError",
        "Forbidden",
        "403",
        "VpceAccessDenied",
    ]) || (says_unauthorized && is(&["OperationNotPermitted"]))
    {
        return Kind::Denied;
    }
    // rule `outcome_unauthenticated`
    if is(&[
        "InvalidClientTokenId",
        "ExpiredToken",
        "SignatureDoesNotMatch",
        "MissingAuthenticationToken",
        "UnrecognizedClient",
        "InvalidAccessKeyId",
        "RequestExpired",
        "AuthFailure",
        "IncompleteSignature",
        "InvalidSignature",
        "OptInRequired",
        "401",
    ]) {
        return Kind::Unauthenticated;
    }
    // rule `outcome_before_auth`
    if is(&[
        "Throttling",
        "Throttled",
        "RequestLimitExceeded",
        "TooManyRequests",
        "SlowDown",
        "ProvisionedThroughputExceeded",
        "RequestThrottled",
        "Serialization",
        "ValidationError",
        "Validation",
        "MalformedQueryString",
        "MissingParameter",
        "UnknownOperation",
        "InternalFailure",
        "InternalError",
        "InternalServerError",
        "InternalServer",
        "InternalService",
        "ServiceUnavailable",
        "ServiceFailure",
        "InternalServiceError",
        "Unavailable",
        "BandwidthLimitExceeded",
    ]) {
        return Kind::BeforeAuthorization;
    }
    // a status of HTTP where a code is expected
    if code.len() == 3 && code.starts_with('5') && code.bytes().all(|byte| byte.is_ascii_digit()) {
        return Kind::BeforeAuthorization;
    }
    if code.is_empty() && message.is_empty() { Kind::None } else { Kind::Other }
}

/// Where the reason begins in a message: the last place that reads so, since a resource's name may, too.
fn reason_at(message: &str) -> Option<usize> {
    [" because ", " with an explicit deny"].iter().filter_map(|start| message.rfind(start)).max()
}

/// What the message says of a denial (IAM user guide, "Troubleshoot access denied error messages").
pub(super) fn denial_of(message: Option<&str>) -> Denial<'_> {
    let Some(message) = message else { return Denial::default() };
    let layers = [
        ("identity-based polic", DenyingLayer::Identity),
        ("resource-based polic", DenyingLayer::Resource),
        ("session polic", DenyingLayer::Session),
        ("permissions boundar", DenyingLayer::PermissionsBoundary),
        ("service control polic", DenyingLayer::ServiceControl),
        ("resource control polic", DenyingLayer::ResourceControl),
        ("VPC endpoint polic", DenyingLayer::VpcEndpoint),
    ];
    let reason = reason_at(message).and_then(|at| message.get(at..)).unwrap_or("");
    let layer = layers.into_iter().find_map(|(words, layer)| reason.contains(words).then_some(layer));
    let is_explicit =
        if reason.contains("explicit deny") { Some(true) } else { reason.contains(" allows ").then_some(false) };
    let encoded = message.split_once("Encoded authorization failure message: ").map(|(_, text)| text);
    let encoded_message =
        encoded.and_then(|text| text.split_whitespace().next()).map(|text| text.trim_end_matches('.').into());
    Denial { is_explicit, layer, message: Some(message.into()), encoded_message }
}

/// What a denial's message says was checked: the action and, where it says so, the resource. It outranks
/// what the event would be mapped to.
pub(super) fn checked(message: &str) -> Option<(&str, Option<&str>)> {
    let (_, after) = message.split_once("is not authorized to perform: ")?;
    let action = after.split([' ', ',', '\n']).next().map(|action| action.trim_end_matches('.'))?;
    let is_action = action.split_once(':').is_some_and(|(service, name)| {
        let is_name =
            |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        is_name(service) && is_name(name)
    });
    if !is_action {
        return None;
    }
    let resource = after.split_once(" on resource: ").map(|(_, resource)| resource);
    // an ARN may hold spaces; the reason, if there is one, begins with a known phrase
    let resource = resource.map(|resource| {
        let ends = ["\n", ". Encoded authorization", " (Service: "];
        let end = reason_at(resource).or_else(|| ends.iter().filter_map(|end| resource.find(end)).min());
        let end = end.unwrap_or(resource.len());
        resource.get(..end).unwrap_or(resource).trim_end_matches(['.', ' ']).trim_matches('"')
    });
    Some((action, resource.filter(|resource| *resource == "*" || resource.starts_with("arn:"))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn outcome(members: &str) -> Outcome<'static> {
        let text: &'static str = Box::leak(format!("{{{members}}}").into_boxed_str());
        let record: &'static Record<'static> = Box::leak(Box::new(serde_json::from_str(text).unwrap()));
        outcome_of(record, None, None)
    }

    #[test]
    fn outcome_denied() {
        for code in ["AccessDenied", "AccessDeniedException", "Client.UnauthorizedOperation", "Forbidden"] {
            assert!(matches!(outcome(&format!(r#""errorCode":"{code}""#)), Outcome::Denied(_)), "{code}");
        }
        let says = r#""errorCode":"SomeError","errorMessage":"User: x is not authorized to perform: a:B""#;
        assert!(matches!(outcome(says), Outcome::Denied(_)));
        let quota = r#""errorCode":"OperationNotPermitted","errorMessage":"termination protection""#;
        assert!(matches!(outcome(quota), Outcome::Used { is_weak: false }));
    }

    #[test]
    fn outcome_unauthenticated() {
        for code in ["ExpiredTokenException", "InvalidClientTokenId", "Client.AuthFailure"] {
            let found = outcome(&format!(r#""errorCode":"{code}""#));
            assert_eq!(found, Outcome::Ignored(Ignored::Unauthenticated), "{code}");
        }
    }

    #[test]
    fn outcome_before_auth() {
        for code in ["ThrottlingException", "Client.RequestLimitExceeded", "ValidationException", "InternalFailure"] {
            assert_eq!(outcome(&format!(r#""errorCode":"{code}""#)), Outcome::Used { is_weak: true }, "{code}");
        }
    }

    #[test]
    fn outcome_dryrun_and_other_errors_are_used() {
        for code in ["Client.DryRunOperation", "NoSuchBucket", "ResourceNotFoundException", "LimitExceeded"] {
            assert_eq!(outcome(&format!(r#""errorCode":"{code}""#)), Outcome::Used { is_weak: false }, "{code}");
        }
    }

    #[test]
    fn outcome_network() {
        let denied = outcome(r#""eventCategory":"NetworkActivity","errorCode":"VpceAccessDenied""#);
        assert!(matches!(denied, Outcome::Denied(Denial { layer: Some(DenyingLayer::VpcEndpoint), .. })));
        let passed = outcome(r#""eventCategory":"NetworkActivity""#);
        assert_eq!(passed, Outcome::Ignored(Ignored::NetworkActivity));
    }

    #[test]
    fn a_message_tells_the_layer() {
        let says = |reason: &str| {
            let message =
                format!("User: u is not authorized to perform: s3:GetObject on resource: arn:aws:s3:::b {reason}");
            let denial = denial_of(Some(&message));
            (denial.is_explicit, denial.layer)
        };
        let implicit = says("because no identity-based policy allows the s3:GetObject action");
        assert_eq!(implicit, (Some(false), Some(DenyingLayer::Identity)));
        let explicit = says("with an explicit deny in a service control policy");
        assert_eq!(explicit, (Some(true), Some(DenyingLayer::ServiceControl)));
        let boundary = says("because no permissions boundary allows the s3:GetObject action");
        assert_eq!(boundary, (Some(false), Some(DenyingLayer::PermissionsBoundary)));
        assert_eq!(says(""), (None, None));
    }

    #[test]
    fn a_message_tells_what_was_checked() {
        let message = "User: u is not authorized to perform: ec2:RunInstances on resource: \
            arn:aws:ec2:eu-west-1:111122223333:instance/* because no identity-based policy allows it";
        assert_eq!(checked(message), Some(("ec2:RunInstances", Some("arn:aws:ec2:eu-west-1:111122223333:instance/*"))));
        assert_eq!(checked("x is not authorized to perform: a:B on resource: *."), Some(("a:B", Some("*"))));
        assert_eq!(checked("x is not authorized to perform: a:B"), Some(("a:B", None)));
        assert_eq!(checked("is not authorized to perform: this"), None);
    }
}
