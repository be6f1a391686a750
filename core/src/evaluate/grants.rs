//! KMS grants: what they add to the key policy.

use crate::arn::Arn;
use crate::principal::{Principal, PrincipalType};
use crate::request::{Grant, Request};

use super::facts::{Facts, LayerFacts, Levels};
use super::layer::LayerKind;
use super::truth::{GradeRange, PrincipalGrade, Truth};

/// Rule `kms_grants`.
pub(super) fn apply(request: &Request, facts: &mut Facts) {
    if request.grants.is_empty() || request.action.service() != "kms" {
        return;
    }
    let Some(principal) = request.principal() else { return };
    let operation = request.action.name();
    let granted = request
        .grants
        .iter()
        .filter(|grant| grant.operations.iter().any(|granted| granted.eq_ignore_ascii_case(operation)))
        .map(|grant| grade(grant, principal))
        .fold(GradeRange::NONE, GradeRange::or);
    if let Some(layer) = facts.layers.get_mut(LayerKind::Resource as usize) {
        let mut levels = layer.unwrap_or_else(|| Levels::of(std::iter::once(LayerFacts::EMPTY)));
        levels.allow = levels.allow.or(granted);
        *layer = Some(levels);
    }
}

fn grade(grant: &Grant, principal: &Principal) -> GradeRange {
    let grantee = &*grant.grantee_principal;
    let is = |arn: Option<&str>| Truth::from(arn == Some(grantee));
    match principal.kind() {
        PrincipalType::User => GradeRange::DIRECT.and(is(principal.arn())),
        PrincipalType::AssumedRole => {
            let session = GradeRange::DIRECT.and(is(principal.arn()));
            let role = match principal.role_arn() {
                Some(role) => is(Some(role)),
                None => Truth::Unknown.and(Truth::from(names_role(grantee, principal))),
            };
            session.or(GradeRange::exactly(PrincipalGrade::Issuer).and(role))
        }
        PrincipalType::FederatedUser => {
            let session = GradeRange::DIRECT.and(is(principal.arn()));
            session.or(GradeRange::exactly(PrincipalGrade::Issuer).and(is(principal.issuer())))
        }
        _ => GradeRange::NONE,
    }
}

/// Whether an ARN is that of a role with the name and account of the session's.
fn names_role(arn: &str, principal: &Principal) -> bool {
    Arn::parse(arn).is_some_and(|arn| {
        let path = arn.resource().strip_prefix("role/");
        Some(arn.account()) == principal.account()
            && path.is_some_and(|path| path.rsplit('/').next() == principal.role_name())
    })
}
