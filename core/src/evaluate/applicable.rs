//! Which layers apply to a caller, an action and a resource.

use crate::arn::Arn;
use crate::document::RCP_SERVICES;
use crate::principal::PrincipalType;
use crate::request::Request;

use super::facts::{Facts, LayerFacts, Levels};
use super::layer::LayerKind;
use super::set::is_limited;
use super::truth::Truth;

fn kind(request: &Request) -> Option<PrincipalType> {
    request.principal().map(crate::principal::Principal::kind)
}

/// Rule `get_caller_identity`: an explicit denial notwithstanding.
pub(super) fn is_always_allowed(request: &Request) -> bool {
    let signed = !matches!(kind(request), Some(PrincipalType::Anonymous | PrincipalType::Federated));
    signed && request.action.lower() == "sts:getcalleridentity"
}

/// Whether the trust policy of a role decides (rules `trust_policy`, `assume_role_extra_actions`).
pub(super) fn asks_trust(request: &Request) -> bool {
    matches!(
        request.action.lower(),
        "sts:assumerole"
            | "sts:assumerolewithsaml"
            | "sts:assumerolewithwebidentity"
            | "sts:tagsession"
            | "sts:setsourceidentity"
    )
}

/// Whether a layer other than the resource's own applies, if it is given.
pub(crate) fn applies(layer: LayerKind, request: &Request) -> bool {
    let principal = request.principal();
    match layer {
        // rules `root_user`, `service_principal`, `anonymous`
        LayerKind::Identity => is_limited(principal),
        // rule `slr`
        LayerKind::PermissionsBoundary => {
            is_limited(principal) && !principal.is_some_and(crate::principal::Principal::is_service_linked)
        }
        // rule `assume_root`
        LayerKind::Session => {
            is_limited(principal) || principal.is_some_and(crate::principal::Principal::is_assumed_root)
        }
        LayerKind::ServiceControl => is_bound_by_scps(request),
        LayerKind::ResourceControl => is_bound_by_rcps(request),
        LayerKind::VpcEndpoint | LayerKind::Resource | LayerKind::Trust => true,
    }
}

/// Rules `scp_exempt`, `scp_principal_side`.
fn is_bound_by_scps(request: &Request) -> bool {
    let Some(principal) = request.principal() else { return true };
    let exempt =
        matches!(principal.kind(), PrincipalType::Service | PrincipalType::Anonymous | PrincipalType::Federated);
    !exempt && !principal.is_in_management_account() && !principal.is_service_linked()
}

/// Rules `rcp_exempt`, `rcp_applicable_services`.
fn is_bound_by_rcps(request: &Request) -> bool {
    let service = request.action.service();
    let exempt = request.resource_in_management_account
        || request.principal().is_some_and(crate::principal::Principal::is_service_linked)
        || (asks_trust(request) && request.resource.contains(":role/aws-service-role/"))
        || request.action.lower() == "kms:retiregrant"
        // AWS's own keys are known by their alias alone
        || (service == "kms" && request.resource.contains(":alias/aws/"));
    // Without the catalogue, `*` is how an action without resource types is asked. The captured
    // sqs:ListQueues on a queue-less ARN was denied by an RCP, and so it is here (rule
    // `rcp_unscoped_dated` follows the documentation; captured beats documented)
    !exempt && *request.resource != *"*" && RCP_SERVICES.binary_search(&service).is_ok()
}

/// Rules `policy_required_set`, `kms_key_policy_required`, `trust_policy`.
pub(crate) fn requires_resource_policy(request: &Request) -> bool {
    match request.action.service() {
        "kms" => Arn::parse(&request.resource).is_some_and(|arn| arn.resource().starts_with("key/")),
        "sts" => asks_trust(request),
        _ => false,
    }
}

/// Rule `same_account_test`.
pub(crate) fn is_same_account(request: &Request) -> Truth {
    let Some(principal) = request.principal() else { return Truth::Yes };
    match (principal.account(), request.resource_account()) {
        (Some(caller), Some(owner)) => Truth::from(caller == owner),
        // rule `s3_owner`
        (Some(_), None) => Truth::Unknown,
        // those without an account are judged alike in both cases
        (None, _) => Truth::No,
    }
}

/// What a kind of session makes of its layers.
pub(super) fn adjust(request: &Request, facts: &mut Facts) {
    let session = LayerKind::Session as usize;
    match kind(request) {
        // rule `federation_token_needs_session`
        Some(PrincipalType::FederatedUser) if facts.layer(LayerKind::Session).is_none() => {
            if let Some(layer) = facts.layers.get_mut(session) {
                *layer = Some(Levels::of(std::iter::once(LayerFacts::EMPTY)));
            }
        }
        // rule `assume_root`: the session policy acts by its denials alone
        Some(PrincipalType::Root) => {
            if let Some(Some(layer)) = facts.layers.get_mut(session) {
                layer.allow = super::truth::GradeRange::DIRECT;
            }
        }
        _ => {}
    }
}
