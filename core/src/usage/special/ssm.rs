//! Systems Manager: documents of AWS, and instances that are managed.

use super::{Found, SceneOf, Use, escape};

/// The document, whose account is empty for those of AWS, and the instances.
pub(super) fn ssm_command<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let document = ssm_document(call, call.top("documentName")?);
    let mut uses = vec![call.on(document)];
    uses.extend(instances(call, call.given.request.values("instanceIds")));
    Some(uses)
}

pub(super) fn ssm_session<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let mut uses = instances(call, call.given.request.values("target"));
    if let Some(document) = call.top("documentName") {
        uses.push(call.on(ssm_document(call, document)));
    }
    (!uses.is_empty()).then_some(uses)
}

fn ssm_document<'r>(call: &SceneOf<'_, '_, 'r, '_>, name: &str) -> Found<'r> {
    if name.starts_with("arn:") {
        return Found::exact(escape(name).into_owned());
    }
    let account = if name.starts_with("AWS-") || name.starts_with("Amazon") { "" } else { call.scene.account };
    let region = if call.scene.region.is_empty() { "*" } else { call.scene.region };
    Found::exact(format!("arn:{}:ssm:{region}:{account}:document/{}", call.scene.partition, escape(name)))
}

fn instances<'r, 'v>(call: &SceneOf<'_, '_, 'r, '_>, ids: impl Iterator<Item = &'v str>) -> Vec<Use<'r>> {
    ids.map(|id| {
        let arn = if id.starts_with("mi-") {
            call.arn("ssm", &format!("managed-instance/{}", escape(id)))
        } else {
            call.arn("ec2", &format!("instance/{}", escape(id)))
        };
        call.on(Found::exact(arn))
    })
    .collect()
}
