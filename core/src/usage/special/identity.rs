//! IAM and STS: the caller as the resource, roles that are passed, sessions with tags.

use super::{Found, SceneOf, Use, escape};

/// IAM calls about users that name nobody are about the caller.
pub(super) fn iam_caller<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let action = call.catalog.action(&call.main.action)?;
    let only_user = action.resources().count() == 1 && action.resources().any(|resource| resource.name() == "user");
    if only_user && call.top("userName").is_none() {
        let arn = call.record.identity.arn.as_deref().filter(|arn| arn.contains(":user/"))?;
        return Some(vec![call.on(Found::exact(arn))]);
    }
    if &*call.main.action == "iam:CreateServiceLinkedRole" {
        let service = call.top("aWSServiceName")?;
        let path = format!("role/aws-service-role/{}/*", escape(service));
        let arn = format!("arn:{}:iam::{}:{path}", call.scene.partition, call.scene.account);
        let mut used = call.on(Found::exact(arn));
        used.context.push(("iam:AWSServiceName", service.to_owned().into()));
        return Some(vec![used]);
    }
    if &*call.main.action == "iam:AddRoleToInstanceProfile"
        && let Some(role) = call.top("roleName")
    {
        let mut uses = call.general();
        let arn = format!("arn:{}:iam::{}:role/{}", call.scene.partition, call.scene.account, escape(role));
        uses.extend(call.implied("iam:PassRole", Found::exact(arn)));
        return Some(uses);
    }
    let (name, folder) = (call.top("policyName"), "policy");
    if let (Some(name), "iam:CreatePolicy") = (name, &*call.main.action) {
        let path = call.top("path").unwrap_or("/");
        let arn = format!(
            "arn:{}:iam::{}:{folder}{}{}",
            call.scene.partition,
            call.scene.account,
            escape(path),
            escape(name)
        );
        return Some(vec![call.on(Found::exact(arn))]);
    }
    None
}

/// Tags and a source identity are permissions of their own.
pub(super) fn assume_role<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let uses = match call.top("roleArn").filter(|role| role.starts_with("arn:")) {
        Some(role) => vec![call.on(Found::exact(escape(role).into_owned()))],
        None => call.general(),
    };
    let on = |action: &str| {
        let first = uses.first()?;
        let found = Found { arn: first.resource.clone(), is_partial: false, is_unknown: first.has_unknown_resource };
        call.implied(action, found)
    };
    let has_tags = call.given.request.has_tags.then(|| on("sts:TagSession")).flatten();
    let has_source = call.top("sourceIdentity").is_some().then_some("sts:SetSourceIdentity").and_then(on);
    let extra: Vec<_> = has_tags.into_iter().chain(has_source).collect();
    uses.into_iter().chain(extra).collect()
}

/// Of all that is named, only whose policies are simulated is worked on.
pub(super) fn simulated_principal<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let source = call.top("policySourceArn").filter(|arn| arn.starts_with("arn:"))?;
    Some(vec![call.on(Found::exact(escape(source).into_owned()))])
}
