//! Calls whose permissions follow from more than their name: several actions at once, resources under
//! names of their own, parts of the request that need a permission each.

use std::sync::Arc;

use serde_json::Value;

use crate::catalog::Catalog;

use super::mapper::{SceneOf, a_use};
use super::meaning::Use;
use super::parameters::rows_of;
use super::resources::{Found, escape};

/// What is special about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Special {
    ApiGateway,
    S3Object,
    S3Copy,
    DynamoBatch,
    DynamoTransaction,
    DynamoStatement,
    DynamoStream,
    KmsReEncrypt,
    SqsQueue,
    SnsTopic,
    SecretsBatch,
    LambdaFunction,
    Ec2Tags,
    IamCaller,
    SsmCommand,
    SsmSession,
    AssumeRole,
    AthenaQuery,
    BedrockModel,
}

impl Special {
    /// What is special about a call of a service; `action` is what its name alone asks for.
    pub fn of(service: &str, event: &str, action: &str) -> Option<Self> {
        Some(match (service, event) {
            ("s3", "CopyObject" | "UploadPartCopy") => Self::S3Copy,
            ("s3", _) if matches!(action, "GetObject" | "PutObject" | "DeleteObject" | "GetObjectTagging") => {
                Self::S3Object
            }
            ("dynamodb", "BatchGetItem" | "BatchWriteItem") => Self::DynamoBatch,
            ("dynamodb", "TransactGetItems" | "TransactWriteItems") => Self::DynamoTransaction,
            ("dynamodb", "ExecuteStatement" | "BatchExecuteStatement" | "ExecuteTransaction") => Self::DynamoStatement,
            ("dynamodb", "GetRecords" | "GetShardIterator" | "DescribeStream") => Self::DynamoStream,
            ("kms", "ReEncrypt") => Self::KmsReEncrypt,
            ("sqs", _) => Self::SqsQueue,
            ("sns", _) => Self::SnsTopic,
            ("secretsmanager", "BatchGetSecretValue") => Self::SecretsBatch,
            ("lambda", _) => Self::LambdaFunction,
            ("ec2", "CreateTags" | "DeleteTags") => Self::Ec2Tags,
            ("iam", _) => Self::IamCaller,
            ("ssm", "SendCommand") => Self::SsmCommand,
            ("ssm", "StartSession") => Self::SsmSession,
            ("sts", "AssumeRole") => Self::AssumeRole,
            ("athena", _) => Self::AthenaQuery,
            ("bedrock", _) if action.starts_with("InvokeModel") => Self::BedrockModel,
            _ => return None,
        })
    }

    /// The permissions of the call; none where the general rules find them.
    pub fn uses<'r>(self, call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
        match self {
            Self::ApiGateway => Some(api_gateway(call)),
            Self::S3Object => Some(s3_object(call)),
            Self::S3Copy => Some(s3_copy(call)),
            Self::DynamoBatch => dynamo_batch(call),
            Self::DynamoTransaction => dynamo_transaction(call),
            Self::DynamoStatement => dynamo_statement(call),
            Self::DynamoStream => dynamo_stream(call),
            Self::KmsReEncrypt => Some(kms_re_encrypt(call)),
            Self::SqsQueue => sqs_queue(call),
            Self::SnsTopic => sns_topic(call),
            Self::SecretsBatch => Some(secrets_batch(call)),
            Self::LambdaFunction => Some(lambda_function(call)),
            Self::Ec2Tags => ec2_tags(call),
            Self::IamCaller => iam_caller(call),
            Self::SsmCommand => ssm_command(call),
            Self::SsmSession => ssm_session(call),
            Self::AssumeRole => Some(assume_role(call)),
            Self::AthenaQuery => athena_query(call),
            Self::BedrockModel => bedrock_model(call),
        }
    }
}

impl<'r> SceneOf<'_, '_, 'r, '_> {
    fn top(&self, name: &str) -> Option<&str> {
        self.given.request.top(name)
    }

    /// What the general rules find.
    fn general(&self) -> Vec<Use<'r>> {
        let found = self.main.recipe.find(self.scene, self.given);
        found.into_iter().map(|found| a_use(self.main.action.clone(), found, false)).collect()
    }

    /// The main action on a resource.
    fn on(&self, found: Found<'r>) -> Use<'r> {
        a_use(self.main.action.clone(), found, false)
    }

    /// An ARN of the region and account of the call.
    fn arn(&self, service: &str, resource: &str) -> String {
        let any = |text: &'_ str| if text.is_empty() { "*".to_owned() } else { text.to_owned() };
        let (region, account) = (any(self.scene.region), any(self.scene.account));
        format!("arn:{}:{service}:{region}:{account}:{resource}", self.scene.partition)
    }

    /// An action that no event of its own shows, if the catalogue has it.
    fn implied(&self, action: &str, found: Found<'r>) -> Option<Use<'r>> {
        let known = self.catalog.action(action)?;
        Some(a_use(known.to_string().into(), found, true))
    }
}

/// The tagging action on what the call makes, where it takes that type.
pub(super) fn tag_uses<'r>(catalog: &Catalog, tagging: &Arc<str>, on: Vec<Found<'r>>) -> Vec<Use<'r>> {
    let takes = |arn: &str| {
        let Some(action) = catalog.action(tagging) else { return false };
        let sample = arn.replace('*', "x");
        !action.has_resource_types()
            || action.resources().filter_map(|resource| resource.resource_type()).any(|kind| kind.matches(&sample))
    };
    let fitting = on.into_iter().filter(|found| found.arn == "*" || takes(&found.arn));
    fitting.map(|found| a_use(tagging.clone(), found, true)).collect()
}

/// Rule `name_apigateway`: the resource is the path of the request, as far as it is known.
fn api_gateway<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
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

/// A version, an ACL or tags in the request need an action each (S3 API reference, "Permissions").
fn s3_object<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let event = call.record.event_name.as_deref().unwrap_or("");
    let mut uses = call.general();
    if event == "DeleteObjects"
        && let Some(bucket) = call.top("bucketName")
        && call.top("key").is_none()
    {
        // it logs no keys
        let arn = format!("arn:{}:s3:::{}/*", call.scene.partition, escape(bucket));
        uses = vec![call.on(Found { arn: arn.into(), is_partial: true, is_unknown: false })];
    }
    if call.top("versionId").is_some_and(|version| version != "null" || event.starts_with("Get")) {
        let versioned = match &*call.main.action {
            "s3:GetObject" => Some("s3:GetObjectVersion"),
            "s3:DeleteObject" => Some("s3:DeleteObjectVersion"),
            "s3:GetObjectTagging" => Some("s3:GetObjectVersionTagging"),
            _ => None,
        };
        if let Some(versioned) = versioned {
            for used in &mut uses {
                used.action = Arc::from(versioned);
            }
        }
    }
    uses.extend(s3_extras(call));
    uses
}

fn s3_extras<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let object = call.general().into_iter().next();
    let Some(object) = object.filter(|_| &*call.main.action == "s3:PutObject") else { return Vec::new() };
    let found = || Found {
        arn: object.resource.clone(),
        is_partial: object.is_partial,
        is_unknown: object.has_unknown_resource,
    };
    let has_acl = call.top("x-amz-acl").is_some_and(|acl| acl != "private")
        || call.given.request.all.iter().any(|parameter| parameter.name.starts_with("x-amz-grant-"));
    let mut uses = Vec::new();
    uses.extend(has_acl.then(|| call.implied("s3:PutObjectAcl", found())).flatten());
    let has_tags = call.top("x-amz-tagging").is_some();
    uses.extend(has_tags.then(|| call.implied("s3:PutObjectTagging", found())).flatten());
    uses
}

fn s3_copy<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
    uses.extend(s3_extras(call));
    if let Some(source) = call.top("x-amz-copy-source").or_else(|| call.top("copySource")) {
        let decoded = percent_decode(source);
        let (path, version) = decoded.split_once("?versionId=").unwrap_or((&decoded, ""));
        let path = path.trim_start_matches('/');
        if let Some((bucket, key)) = path.split_once('/') {
            let arn = format!("arn:{}:s3:::{}/{}", call.scene.partition, escape(bucket), escape(key));
            let action = if version.is_empty() { "s3:GetObject" } else { "s3:GetObjectVersion" };
            uses.extend(call.implied(action, Found::exact(arn)));
        }
    }
    uses
}

/// The text without `%XX`; what is no such escape stays.
fn percent_decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let digits = text.get(at + 1..at + 3).filter(|_| *byte == b'%');
        if let Some(value) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            decoded.push(value);
            at += 3;
        } else {
            decoded.push(*byte);
            at += 1;
        }
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

fn table<'r>(call: &SceneOf<'_, '_, 'r, '_>, name: &str) -> Found<'r> {
    if name.starts_with("arn:") {
        return Found::exact(escape(name).into_owned());
    }
    Found::exact(call.arn("dynamodb", &format!("table/{}", escape(name))))
}

/// Every table is a member's name of `requestItems`.
fn dynamo_batch<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let value: Value = serde_json::from_str(call.record.request_parameters.as_deref()?).ok()?;
    let tables = value.get("requestItems")?.as_object()?;
    let uses: Vec<_> = tables.keys().map(|name| call.on(table(call, name))).collect();
    (!uses.is_empty()).then_some(uses)
}

/// Each element of a transaction needs the action of its kind.
fn dynamo_transaction<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let items = rows_of(call.record.request_parameters.as_deref(), "transactItems");
    let mut uses = Vec::new();
    for item in items {
        for (kind, body) in item {
            let action = match kind.as_str() {
                "put" | "Put" => "dynamodb:PutItem",
                "update" | "Update" => "dynamodb:UpdateItem",
                "delete" | "Delete" => "dynamodb:DeleteItem",
                "conditionCheck" | "ConditionCheck" => "dynamodb:ConditionCheckItem",
                "get" | "Get" => "dynamodb:GetItem",
                _ => continue,
            };
            let Some(name) = body.get("tableName").and_then(Value::as_str) else { continue };
            push_once(&mut uses, a_use(Arc::from(action), table(call, name), false));
        }
    }
    if uses.is_empty() {
        // redacted: the tables are in `resources[]`
        let kinds = ["dynamodb:PutItem"];
        let is_get = call.record.event_name.as_deref() == Some("TransactGetItems");
        let action = if is_get { "dynamodb:GetItem" } else { kinds[0] };
        for arn in call.given.listed {
            let mut used = a_use(Arc::from(action), Found::exact(escape(arn).into_owned()), false);
            used.is_uncertain = !is_get;
            push_once(&mut uses, used);
        }
    }
    (!uses.is_empty()).then_some(uses)
}

fn push_once<'r>(uses: &mut Vec<Use<'r>>, used: Use<'r>) {
    if !uses.iter().any(|known| known.action == used.action && known.resource == used.resource) {
        uses.push(used);
    }
}

/// `PartiQL`: the statement's verb is the action, its table the resource.
fn dynamo_statement<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let mut uses = Vec::new();
    for statement in call.given.request.values("statement") {
        let mut words = statement.split_whitespace();
        let verb = words.next()?.to_ascii_uppercase();
        let (action, before) = match verb.as_str() {
            "SELECT" => ("dynamodb:PartiQLSelect", "FROM"),
            "INSERT" => ("dynamodb:PartiQLInsert", "INTO"),
            "UPDATE" => ("dynamodb:PartiQLUpdate", "UPDATE"),
            "DELETE" => ("dynamodb:PartiQLDelete", "FROM"),
            _ => continue,
        };
        let mut words = statement.split_whitespace().skip_while(|word| !word.eq_ignore_ascii_case(before)).skip(1);
        let named = words.next().map(|name| name.trim_matches(['"', '\'', ';']));
        match named.map(|name| name.split("\".\"").next().unwrap_or(name)) {
            Some(name) if !name.is_empty() => push_once(&mut uses, a_use(Arc::from(action), table(call, name), false)),
            _ => {
                for arn in call.given.listed {
                    push_once(&mut uses, a_use(Arc::from(action), Found::exact(escape(arn).into_owned()), false));
                }
            }
        }
    }
    (!uses.is_empty()).then_some(uses)
}

/// The stream, not the table that `resources[]` has; an iterator begins with the stream's ARN.
fn dynamo_stream<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let iterator = call.top("shardIterator").and_then(|text| text.split('|').next());
    let stream = call.top("streamArn").or(iterator).filter(|arn| arn.starts_with("arn:"))?;
    Some(vec![call.on(Found::exact(escape(stream).into_owned()))])
}

/// One call, two actions on two keys.
fn kms_re_encrypt<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let keys = call.given.listed;
    let key = |name: &str| {
        let id = call.top(name)?;
        if let Some(arn) = keys.iter().find(|arn| arn.ends_with(id)) {
            return Some(arn.to_string());
        }
        // an alias is never what is checked
        if id.contains("alias/") {
            return None;
        }
        Some(if id.starts_with("arn:") { id.to_owned() } else { call.arn("kms", &format!("key/{id}")) })
    };
    let to = key("destinationKeyId");
    let from = key("sourceKeyId")
        .or_else(|| keys.iter().find(|arn| to.as_deref() != Some(&***arn)).map(|arn| arn.to_string()));
    let to = to.or_else(|| keys.iter().find(|arn| from.as_deref() != Some(&***arn)).map(|arn| arn.to_string()));
    let any = || Found::unknown(call.arn("kms", "key/*"));
    let found = |arn: Option<String>| arn.map_or_else(any, |arn| Found::exact(escape(&arn).into_owned()));
    vec![
        a_use(Arc::from("kms:ReEncryptFrom"), found(from), false),
        a_use(Arc::from("kms:ReEncryptTo"), found(to), false),
    ]
}

/// The queue is in its URL, with its account.
fn sqs_queue<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let url = call.top("queueUrl")?;
    let mut parts = url.trim_end_matches('/').rsplit('/');
    let (name, account) = (parts.next()?, parts.next().unwrap_or(""));
    let account = if crate::arn::is_account_id(account) { account } else { call.scene.account };
    let region = if call.scene.region.is_empty() { "*" } else { call.scene.region };
    let arn = format!("arn:{}:sqs:{region}:{account}:{}", call.scene.partition, escape(name));
    Some(vec![call.on(Found::exact(arn))])
}

/// A subscription's ARN is its topic's with an id behind it.
fn sns_topic<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let action = call.catalog.action(&call.main.action)?;
    let takes_topic = action.resources().any(|resource| resource.name() == "topic");
    let subscription = call.top("subscriptionArn").filter(|arn| takes_topic && arn.split(':').count() == 7)?;
    let topic = subscription.rsplit_once(':')?.0;
    Some(vec![call.on(Found::exact(escape(topic).into_owned()))])
}

/// The batch itself, and each secret that it names.
fn secrets_batch<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
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

/// A function's version is part of its ARN only where the call names one; layers are read one by one.
fn lambda_function<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let mut uses = call.general();
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

/// What the prefix of an id says of its type (EC2 user guide, "Resource IDs"); images and snapshots have no
/// account in their ARN.
const ID_PREFIXES: &[(&str, &str)] = &[
    ("i-", "instance"),
    ("vol-", "volume"),
    ("snap-", "snapshot"),
    ("ami-", "image"),
    ("sg-", "security-group"),
    ("vpc-", "vpc"),
    ("subnet-", "subnet"),
    ("eni-", "network-interface"),
    ("rtb-", "route-table"),
    ("igw-", "internet-gateway"),
    ("eipalloc-", "elastic-ip"),
    ("nat-", "natgateway"),
    ("acl-", "network-acl"),
    ("lt-", "launch-template"),
    ("key-", "key-pair"),
    ("vpce-", "vpc-endpoint"),
    ("pcx-", "vpc-peering-connection"),
    ("tgw-attach-", "transit-gateway-attachment"),
    ("tgw-rtb-", "transit-gateway-route-table"),
    ("tgw-", "transit-gateway"),
    ("vgw-", "vpn-gateway"),
    ("vpn-", "vpn-connection"),
    ("cgw-", "customer-gateway"),
    ("dopt-", "dhcp-options"),
    ("fl-", "vpc-flow-log"),
    ("eigw-", "egress-only-internet-gateway"),
    ("pl-", "prefix-list"),
    ("sgr-", "security-group-rule"),
];

fn ec2_tags<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let ids = call.given.request.values("resourceId").chain(call.given.request.values("resourcesSet"));
    let mut uses = Vec::new();
    for id in ids {
        let kind = ID_PREFIXES.iter().find_map(|(prefix, kind)| id.starts_with(prefix).then_some(*kind));
        let found = match kind {
            Some(kind @ ("snapshot" | "image")) => {
                let region = if call.scene.region.is_empty() { "*" } else { call.scene.region };
                Found::exact(format!("arn:{}:ec2:{region}::{kind}/{}", call.scene.partition, escape(id)))
            }
            Some(kind) => Found::exact(call.arn("ec2", &format!("{kind}/{}", escape(id)))),
            None => {
                Found { arn: call.arn("ec2", &format!("*/{}", escape(id))).into(), is_partial: true, is_unknown: false }
            }
        };
        push_once(&mut uses, call.on(found));
    }
    (!uses.is_empty()).then_some(uses)
}

/// IAM calls about users that name nobody are about the caller.
fn iam_caller<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
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

/// The document, whose account is empty for those of AWS, and the instances.
fn ssm_command<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
    let document = ssm_document(call, call.top("documentName")?);
    let mut uses = vec![call.on(document)];
    uses.extend(instances(call, call.given.request.values("instanceIds")));
    Some(uses)
}

fn ssm_session<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
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

/// Tags and a source identity are permissions of their own.
fn assume_role<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Vec<Use<'r>> {
    let uses = match call.top("roleArn") {
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

/// Without a workgroup it is the primary one (Athena API reference, `StartQueryExecution`).
fn athena_query<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
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
fn bedrock_model<'r>(call: &SceneOf<'_, '_, 'r, '_>) -> Option<Vec<Use<'r>>> {
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
