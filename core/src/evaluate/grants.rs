//! KMS grants: what they add to the key policy.

use crate::arn::Arn;
use crate::principal::{Principal, PrincipalType};
use crate::request::{Grant, Request};

use super::facts::{Facts, LayerFacts, Levels};
use super::layer::LayerKind;
use super::truth::{GradeRange, PrincipalGrade, Truth};

/// Rule `kms_grants`: adds to what the key policy grants.
pub(super) fn apply(request: &Request, facts: &mut Facts) {
    let granted = granted(request);
    if granted == GradeRange::NONE {
        return;
    }
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
            session.or(GradeRange::exactly(PrincipalGrade::Issuer).and(Truth::from(principal.is_issued_by(grantee))))
        }
        _ => GradeRange::NONE,
    }
}

/// Whether an ARN may be that of the session's role.
fn names_role(arn: &str, principal: &Principal) -> bool {
    Arn::parse(arn).is_some_and(|arn| {
        let path = arn.resource().strip_prefix("role/");
        let name = path.and_then(|path| path.rsplit('/').next());
        arn.service() == "iam" && name.is_some_and(|name| principal.may_be_of_role(arn, name))
    })
}

/// How directly the grants name the caller for this operation.
pub(super) fn granted(request: &Request) -> GradeRange {
    if request.grants.is_empty() || request.action.service() != "kms" {
        return GradeRange::NONE;
    }
    let Some(principal) = request.principal() else { return GradeRange::NONE };
    let operation = request.action.name();
    let covers = |grant: &&Grant| grant.operations.iter().any(|granted| granted.eq_ignore_ascii_case(operation));
    let grades = request.grants.iter().filter(covers).map(|grant| grade(grant, principal));
    grades.fold(GradeRange::NONE, GradeRange::or)
}
