//! Functions and tasks, whose names hold an account, a version or a revision.

use super::{Found, SceneOf, Use, escape};

/// A function's version is part of its ARN only where the call names one; layers are read one by one.
pub(super) fn lambda_function<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    // `ACCOUNT:function:NAME` is another account's
    let other = call.top("functionName").and_then(|name| name.split_once(":function:")).map(|(account, _)| account);
    if let Some(account) = other.filter(|account| crate::arn::is_account_id(account)) {
        let own = format!(":{}:function:", call.scene.account);
        for used in &mut uses {
            used.resource = used.resource.replace(&own, &format!(":{account}:function:")).into();
        }
    }
    let qualifier = call.top("qualifier").filter(|qualifier| *qualifier != "$LATEST");
    if let Some(qualifier) = qualifier
        && &*call.main.action == "lambda:InvokeFunction"
    {
        for used in &mut uses {
            let fields = used.resource.split(':').count();
            if fields == 7 && !used.has_unknown_resource {
                used.resource = format!("{}:{}", used.resource, escape(qualifier)).into();
            }
        }
    }
    for layer in call.given.request.values("layers").chain(call.given.request.values("layerVersionArn")) {
        if layer.contains(":layer:") {
            uses.extend(call.implied("lambda:GetLayerVersion", Found::exact(escape(layer).into_owned())));
        }
    }
    uses
}

/// A task definition is a family and a revision in one text; the cluster that nobody names is the default one (ECS
/// API reference, `RunTask`).
pub(super) fn ecs_task<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    let task = call.top("taskDefinition").filter(|task| !task.starts_with("arn:"));
    for used in &mut uses {
        if let Some(task) = task.filter(|_| used.resource.contains(":task-definition/")) {
            let (family, revision) = match task.split_once(':') {
                Some((family, revision)) => (family, escape(revision)),
                None => (task, "*".into()),
            };
            used.resource = call.arn("ecs", &format!("task-definition/{}:{revision}", escape(family))).into();
            used.is_partial = !task.contains(':');
            used.has_unknown_resource = false;
        }
        if let Some(service) =
            call.top("service").filter(|service| service.contains(":service/") && used.resource.contains(":service/"))
        {
            used.resource = escape(service).into_owned().into();
            (used.is_partial, used.has_unknown_resource) = (false, false);
            continue;
        }
        // a cluster by its ARN is in the ARN of what it runs by its name
        let named = call.top("cluster").and_then(|cluster| cluster.rsplit_once(":cluster/")).map(|(_, name)| name);
        if let Some(name) = named {
            for kind in ["service", "task", "container-instance"] {
                let blank = format!(":{kind}/*/");
                if used.resource.contains(&blank) {
                    used.resource = used.resource.replace(&blank, &format!(":{kind}/{}/", escape(name))).into();
                    used.is_partial = used.resource.ends_with("/*");
                }
            }
        }
        if call.top("cluster").is_none() {
            for kind in ["service", "task", "container-instance"] {
                let blank = format!(":{kind}/*/");
                if used.resource.contains(&blank) {
                    used.resource = used.resource.replace(&blank, &format!(":{kind}/default/")).into();
                    used.is_partial = used.resource.ends_with("/*");
                }
            }
        }
    }
    uses
}
