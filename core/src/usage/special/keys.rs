//! Keys and secrets: what is checked is never an alias, and a secret ends as nobody wrote it.

use std::sync::Arc;

use super::{Found, SceneOf, Use, a_use, escape};

/// One call, two actions on two keys.
pub(super) fn kms_re_encrypt<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let keys = call.given.listed;
    let key = |name: &str| {
        let id = call.top(name)?;
        if let Some(arn) = keys.iter().find(|arn| arn.ends_with(id)) {
            return Some(escape(arn).into_owned());
        }
        // an alias is never what is checked
        if id.contains("alias/") {
            return None;
        }
        Some(if id.starts_with("arn:") {
            escape(id).into_owned()
        } else {
            call.arn("kms", &format!("key/{}", escape(id)))
        })
    };
    let listed = |other: Option<&String>| {
        let arns = keys.iter().map(|arn| escape(arn).into_owned());
        arns.into_iter().find(|arn| other != Some(arn))
    };
    let to = key("destinationKeyId");
    let from = key("sourceKeyId").or_else(|| listed(to.as_ref()));
    let to = to.or_else(|| listed(from.as_ref()));
    let any = || Found::unknown(call.arn("kms", "key/*"));
    let is_partial = call.scene.region.is_empty() || call.scene.account.is_empty();
    let found = |arn: Option<String>| {
        arn.map_or_else(any, |arn| Found { is_partial: is_partial && arn.contains(":*:"), ..Found::exact(arn) })
    };
    vec![
        a_use(Arc::from("kms:ReEncryptFrom"), found(from), false),
        a_use(Arc::from("kms:ReEncryptTo"), found(to), false),
    ]
}

/// The batch itself, and each secret that it names.
pub(super) fn secrets_batch<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    // an item that was refused has its secret alone
    for secret in call.given.request.values("secretIdList").chain(call.given.request.values("secretId")) {
        let arn = if secret.starts_with("arn:") {
            escape(secret).into_owned()
        } else {
            // rule `secret_suffix`
            call.arn("secretsmanager", &format!("secret:{}-??????", escape(secret)))
        };
        uses.extend(call.implied("secretsmanager:GetSecretValue", Found::exact(arn)));
    }
    if call.record.request_parameters.as_deref().is_some_and(|text| text.contains("\"filters\"")) {
        uses.extend(call.implied("secretsmanager:ListSecrets", Found::all()));
    }
    uses
}

/// Rule `secret_suffix`, also for an ARN that lacks it.
pub(super) fn secret<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    for used in &mut uses {
        let name = used.resource.split_once(":secret:").map(|(_, name)| name);
        let has_suffix = name.is_none_or(|name| {
            let suffix = name.rsplit_once('-').map_or("", |(_, suffix)| suffix);
            name.ends_with('*')
                || (suffix.len() == 6 && suffix.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'?'))
        });
        if !has_suffix {
            used.resource = format!("{}-??????", used.resource).into();
        }
    }
    uses
}

/// An alias is never what is checked: without `resources[]` nobody knows the key.
pub(super) fn kms_key<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    // of another account, its ARN says so much
    let other = call.top("keyId").and_then(|id| id.split_once(":alias/")).map(|(head, _)| head);
    let takes_key = |used: &Use<'_>| used.resource.contains(":key/");
    for used in uses.iter_mut().filter(|used| {
        used.resource.contains(":key/alias/") || (other.is_some() && takes_key(used) && used.has_unknown_resource)
    }) {
        used.resource = match other {
            Some(head) => format!("{}:key/*", escape(head)).into(),
            None => call.arn("kms", "key/*").into(),
        };
        used.has_unknown_resource = true;
    }
    uses
}
