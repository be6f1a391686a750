//! Workgroups, models, databases and paths of API Gateway.

use super::{Found, SceneOf, Use, escape, push_once};

/// Rule `name_apigateway`: the resource is the path of the request, as far as it is known.
pub(super) fn api_gateway<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let request = call.given.request;
    let mut path = String::new();
    for (name, folder) in [
        ("restApiId", "restapis"),
        ("apiId", "apis"),
        ("domainName", "domainnames"),
        ("apiKey", "apikeys"),
        ("usagePlanId", "usageplans"),
        ("vpcLinkId", "vpclinks"),
        ("clientCertificateId", "clientcertificates"),
    ] {
        if let Some(value) = request.top(name) {
            path = format!("/{folder}/{}", escape(value));
            break;
        }
    }
    let event = call.record.event_name.as_deref().unwrap_or("");
    let parts = [
        ("resourceId", "resources"),
        ("httpMethod", "methods"),
        ("stageName", "stages"),
        ("deploymentId", "deployments"),
        ("authorizerId", "authorizers"),
        ("modelName", "models"),
        ("routeId", "routes"),
        ("integrationId", "integrations"),
    ];
    for (name, folder) in parts {
        if let Some(value) = request.top(name)
            && !path.is_empty()
        {
            path = format!("{path}/{folder}/{}", escape(value));
        }
    }
    let is_known = !path.is_empty();
    if !is_known {
        let folders = [
            ("RestApi", "restapis"),
            ("DomainName", "domainnames"),
            ("ApiKey", "apikeys"),
            ("UsagePlan", "usageplans"),
        ];
        let folder = folders.iter().find(|(noun, _)| event.contains(noun)).map(|(_, folder)| *folder);
        path = folder.map_or_else(|| "/*".to_owned(), |folder| format!("/{folder}*"));
    }
    let region = if call.scene.region.is_empty() { "*" } else { call.scene.region };
    let arn = format!("arn:{}:apigateway:{region}::{path}", call.scene.partition);
    let mut used = call.on(Found { arn: arn.into(), is_partial: !is_known, is_unknown: false });
    used.is_uncertain = true;
    vec![used]
}

/// Without a workgroup it is the primary one (Athena API reference, `StartQueryExecution`).
pub(super) fn athena_query<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let event = call.record.event_name.as_deref()?;
    let is_query = event.contains("QueryExecution");
    if !is_query || call.given.request.has("workGroup") {
        return None;
    }
    (event == "StartQueryExecution").then(|| vec![call.on(Found::exact(call.arn("athena", "workgroup/primary")))])
}

/// The areas that ids of cross-region inference profiles begin with: from memory, the Bedrock user guide's
/// "Supported Regions and models for inference profiles" has the list.
const PROFILE_AREAS: &[&str] = &["us.", "eu.", "apac.", "us-gov.", "global.", "jp.", "au.", "ca."];

/// A model by its id is a foundation model, which has no account; a profile of several regions needs itself
/// and the model wherever it is called.
pub(super) fn bedrock_model<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let model = call.top("modelId")?;
    if model.starts_with("arn:") {
        return Some(vec![call.on(Found::exact(escape(model).into_owned()))]);
    }
    let partition = call.scene.partition;
    if let Some(area) = PROFILE_AREAS.iter().find(|area| model.starts_with(**area)) {
        let bare = model.get(area.len()..).unwrap_or("");
        let anywhere = format!("arn:{partition}:bedrock:*::foundation-model/{}", escape(bare));
        return Some(vec![
            call.on(Found::exact(call.arn("bedrock", &format!("inference-profile/{}", escape(model))))),
            call.on(Found { arn: anywhere.into(), is_partial: true, is_unknown: false }),
        ]);
    }
    let region = if call.scene.region.is_empty() { "*" } else { call.scene.region };
    let arn = format!("arn:{partition}:bedrock:{region}::foundation-model/{}", escape(model));
    Some(vec![call.on(Found::exact(arn))])
}

/// Identifiers are kept in lower case (RDS API reference, `CreateDBInstance`).
pub(super) fn rds_name<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    const LOWER: &[&str] = &["db", "cluster", "snapshot", "cluster-snapshot", "subgrp", "pg", "cluster-pg", "og"];
    let mut uses = call.general();
    for used in &mut uses {
        let fields: Vec<&str> = used.resource.splitn(7, ':').collect();
        if let [head @ .., kind, name] = fields.as_slice()
            && head.len() == 5
            && LOWER.contains(kind)
        {
            used.resource = format!("{}:{kind}:{}", head.join(":"), name.to_ascii_lowercase()).into();
        }
    }
    // a copy works on both
    let targets = [
        ("targetDBSnapshotIdentifier", "snapshot"),
        ("targetDBClusterSnapshotIdentifier", "cluster-snapshot"),
        ("targetDBParameterGroupIdentifier", "pg"),
        ("targetDBClusterParameterGroupIdentifier", "cluster-pg"),
        ("targetOptionGroupIdentifier", "og"),
    ];
    for (name, kind) in targets {
        if let Some(target) = call.top(name) {
            let arn = call.arn("rds", &format!("{kind}:{}", escape(&target.to_ascii_lowercase())));
            push_once(&mut uses, call.on(Found::exact(arn)));
        }
    }
    uses
}
