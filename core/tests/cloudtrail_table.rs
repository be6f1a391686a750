//! The mapping table of calls, row by row: what each asks for, and on what.

#![cfg(feature = "catalog")]

use iam_eval::catalog::Catalog;
use iam_eval::usage::read_event;

/// Row of the table, source, event, request parameters, and the expected uses; `A` is the account,
/// `R` the region.
type Row = (u8, &'static str, &'static str, &'static str, &'static [&'static str]);

const ROWS: &[Row] = &[
    (1, "s3", "HeadObject", r#"{"bucketName":"b","key":"k/l"}"#, &["s3:GetObject arn:aws:s3:::b/k/l"]),
    (
        1,
        "s3",
        "GetObject",
        r#"{"bucketName":"b","key":"k","versionId":"v"}"#,
        &["s3:GetObjectVersion arn:aws:s3:::b/k"],
    ),
    (2, "s3", "UploadPart", r#"{"bucketName":"b","key":"k"}"#, &["s3:PutObject arn:aws:s3:::b/k"]),
    (
        2,
        "s3",
        "PutObject",
        r#"{"bucketName":"b","key":"k","x-amz-acl":"public-read","x-amz-tagging":"a=b"}"#,
        &["s3:PutObject arn:aws:s3:::b/k", "s3:PutObjectAcl arn:aws:s3:::b/k", "s3:PutObjectTagging arn:aws:s3:::b/k"],
    ),
    (
        3,
        "s3",
        "CopyObject",
        r#"{"bucketName":"b","key":"k","x-amz-copy-source":"/src/a%20b?versionId=1"}"#,
        &["s3:PutObject arn:aws:s3:::b/k", "s3:GetObjectVersion arn:aws:s3:::src/a b"],
    ),
    (4, "s3", "DeleteObjects", r#"{"bucketName":"b","delete":""}"#, &["s3:DeleteObject arn:aws:s3:::b/*"]),
    (5, "s3", "ListObjectsV2", r#"{"bucketName":"b","list-type":"2"}"#, &["s3:ListBucket arn:aws:s3:::b"]),
    (6, "s3", "ListObjectVersions", r#"{"bucketName":"b"}"#, &["s3:ListBucketVersions arn:aws:s3:::b"]),
    (7, "s3", "ListBuckets", "{}", &["s3:ListAllMyBuckets *"]),
    (8, "s3", "ListParts", r#"{"bucketName":"b","key":"k"}"#, &["s3:ListMultipartUploadParts arn:aws:s3:::b/k"]),
    (9, "s3", "DeleteBucketEncryption", r#"{"bucketName":"b"}"#, &["s3:PutEncryptionConfiguration arn:aws:s3:::b"]),
    (10, "s3", "PutBucketLifecycle", r#"{"bucketName":"b"}"#, &["s3:PutLifecycleConfiguration arn:aws:s3:::b"]),
    (12, "s3", "GetBucketCors", r#"{"bucketName":"b"}"#, &["s3:GetBucketCORS arn:aws:s3:::b"]),
    (
        13,
        "s3",
        "GetBucketPublicAccessBlock",
        r#"{"bucketName":"b"}"#,
        &["s3:GetBucketPublicAccessBlock arn:aws:s3:::b"],
    ),
    (17, "s3", "DeleteBucketTagging", r#"{"bucketName":"b"}"#, &["s3:PutBucketTagging arn:aws:s3:::b"]),
    (19, "dynamodb", "GetItem", r#"{"tableName":"t"}"#, &["dynamodb:GetItem arn:aws:dynamodb:R:A:table/t"]),
    (
        20,
        "dynamodb",
        "BatchGetItem",
        r#"{"requestItems":{"t":{},"u":{}}}"#,
        &["dynamodb:BatchGetItem arn:aws:dynamodb:R:A:table/t", "dynamodb:BatchGetItem arn:aws:dynamodb:R:A:table/u"],
    ),
    (
        21,
        "dynamodb",
        "TransactWriteItems",
        r#"{"transactItems":[{"put":{"tableName":"t"}},{"conditionCheck":{"tableName":"u"}}]}"#,
        &["dynamodb:PutItem arn:aws:dynamodb:R:A:table/t", "dynamodb:ConditionCheckItem arn:aws:dynamodb:R:A:table/u"],
    ),
    (
        22,
        "dynamodb",
        "ExecuteStatement",
        r#"{"statement":"UPDATE \"t\" SET a=1"}"#,
        &["dynamodb:PartiQLUpdate arn:aws:dynamodb:R:A:table/t"],
    ),
    (
        23,
        "dynamodb",
        "DescribeStream",
        r#"{"streamArn":"arn:aws:dynamodb:R:A:table/t/stream/2026"}"#,
        &["dynamodb:DescribeStream arn:aws:dynamodb:R:A:table/t/stream/2026"],
    ),
    (
        25,
        "lambda",
        "Invoke",
        r#"{"functionName":"f","qualifier":"live"}"#,
        &["lambda:InvokeFunction arn:aws:lambda:R:A:function:f:live"],
    ),
    (
        26,
        "lambda",
        "CreateFunction20150331",
        r#"{"functionName":"f","role":"arn:aws:iam::A:role/r","layers":["arn:aws:lambda:R:A:layer:l:1"]}"#,
        &[
            "lambda:CreateFunction arn:aws:lambda:R:A:function:f",
            "lambda:GetLayerVersion arn:aws:lambda:R:A:layer:l:1",
            "iam:PassRole arn:aws:iam::A:role/r",
        ],
    ),
    (
        28,
        "lambda",
        "GetFunction20150331v2",
        r#"{"functionName":"A:function:f"}"#,
        &["lambda:GetFunction arn:aws:lambda:R:A:function:f"],
    ),
    (30, "ec2", "DescribeVpcs", "{}", &["ec2:DescribeVpcs *"]),
    (
        32,
        "ec2",
        "StopInstances",
        r#"{"instancesSet":{"items":[{"instanceId":"i-1"},{"instanceId":"i-2"}]}}"#,
        &["ec2:StopInstances arn:aws:ec2:R:A:instance/i-1", "ec2:StopInstances arn:aws:ec2:R:A:instance/i-2"],
    ),
    (
        33,
        "ec2",
        "AuthorizeSecurityGroupIngress",
        r#"{"groupId":"sg-1"}"#,
        &["ec2:AuthorizeSecurityGroupIngress arn:aws:ec2:R:A:security-group/sg-1"],
    ),
    (
        35,
        "ec2",
        "CreateTags",
        r#"{"resourcesSet":{"items":[{"resourceId":"vol-1"},{"resourceId":"snap-1"}]}}"#,
        &["ec2:CreateTags arn:aws:ec2:R:A:volume/vol-1", "ec2:CreateTags arn:aws:ec2:R::snapshot/snap-1"],
    ),
    (
        36,
        "ec2",
        "ModifySnapshotAttribute",
        r#"{"snapshotId":"snap-1"}"#,
        &["ec2:ModifySnapshotAttribute arn:aws:ec2:R::snapshot/snap-1"],
    ),
    (
        40,
        "ec2-instance-connect",
        "SendSSHPublicKey",
        r#"{"instanceId":"i-1"}"#,
        &["ec2-instance-connect:SendSSHPublicKey arn:aws:ec2:R:A:instance/i-1"],
    ),
    (
        41,
        "ebs",
        "GetSnapshotBlock",
        r#"{"snapshotId":"snap-1"}"#,
        &["ebs:GetSnapshotBlock arn:aws:ec2:R::snapshot/snap-1"],
    ),
    (42, "iam", "UpdateRole", r#"{"roleName":"r"}"#, &["iam:UpdateRole arn:aws:iam::A:role/r"]),
    (43, "iam", "ListAccessKeys", "{}", &["iam:ListAccessKeys arn:aws:iam::A:user/ann"]),
    (
        44,
        "iam",
        "CreatePolicy",
        r#"{"policyName":"p","path":"/team/"}"#,
        &["iam:CreatePolicy arn:aws:iam::A:policy/team/p"],
    ),
    (
        45,
        "iam",
        "AttachRolePolicy",
        r#"{"roleName":"r","policyArn":"arn:aws:iam::aws:policy/X"}"#,
        &["iam:AttachRolePolicy arn:aws:iam::A:role/r"],
    ),
    (
        47,
        "iam",
        "CreateServiceLinkedRole",
        r#"{"aWSServiceName":"ecs.amazonaws.com"}"#,
        &["iam:CreateServiceLinkedRole arn:aws:iam::A:role/aws-service-role/ecs.amazonaws.com/*"],
    ),
    (
        48,
        "sts",
        "AssumeRole",
        r#"{"roleArn":"arn:aws:iam::A:role/r","tags":[{"key":"a","value":"b"}],"sourceIdentity":"s"}"#,
        &[
            "sts:AssumeRole arn:aws:iam::A:role/r",
            "sts:TagSession arn:aws:iam::A:role/r",
            "sts:SetSourceIdentity arn:aws:iam::A:role/r",
        ],
    ),
    (
        56,
        "sqs",
        "SendMessageBatch",
        r#"{"queueUrl":"https://sqs.R.amazonaws.com/A/q"}"#,
        &["sqs:SendMessage arn:aws:sqs:R:A:q"],
    ),
    (57, "sqs", "CreateQueue", r#"{"queueName":"q"}"#, &["sqs:CreateQueue arn:aws:sqs:R:A:q"]),
    (58, "sns", "PublishBatch", r#"{"topicArn":"arn:aws:sns:R:A:t"}"#, &["sns:Publish arn:aws:sns:R:A:t"]),
    (58, "sns", "CreateTopic", r#"{"name":"t"}"#, &["sns:CreateTopic arn:aws:sns:R:A:t"]),
    (
        59,
        "secretsmanager",
        "DescribeSecret",
        r#"{"secretId":"s"}"#,
        &["secretsmanager:DescribeSecret arn:aws:secretsmanager:R:A:secret:s-??????"],
    ),
    (
        60,
        "secretsmanager",
        "BatchGetSecretValue",
        r#"{"secretIdList":["s"]}"#,
        &[
            "secretsmanager:BatchGetSecretValue *",
            "secretsmanager:GetSecretValue arn:aws:secretsmanager:R:A:secret:s-??????",
        ],
    ),
    (
        61,
        "ssm",
        "GetParameters",
        r#"{"names":["/a/b","c"]}"#,
        &["ssm:GetParameters arn:aws:ssm:R:A:parameter/a/b", "ssm:GetParameters arn:aws:ssm:R:A:parameter/c"],
    ),
    (62, "ssm", "DescribeParameters", "{}", &["ssm:DescribeParameters *"]),
    (
        63,
        "ssm",
        "SendCommand",
        r#"{"documentName":"AWS-RunShellScript","instanceIds":["i-1","mi-1"]}"#,
        &[
            "ssm:SendCommand arn:aws:ssm:R::document/AWS-RunShellScript",
            "ssm:SendCommand arn:aws:ec2:R:A:instance/i-1",
            "ssm:SendCommand arn:aws:ssm:R:A:managed-instance/mi-1",
        ],
    ),
    (
        66,
        "logs",
        "CreateLogStream",
        r#"{"logGroupName":"/g","logStreamName":"s"}"#,
        &["logs:CreateLogStream arn:aws:logs:R:A:log-group:/g:log-stream:s"],
    ),
    (69, "ecr", "GetAuthorizationToken", "{}", &["ecr:GetAuthorizationToken *"]),
    (69, "ecr", "PutImage", r#"{"repositoryName":"team/r"}"#, &["ecr:PutImage arn:aws:ecr:R:A:repository/team/r"]),
    (70, "eks", "DescribeCluster", r#"{"name":"c"}"#, &["eks:DescribeCluster arn:aws:eks:R:A:cluster/c"]),
    (71, "rds", "DeleteDBInstance", r#"{"dBInstanceIdentifier":"d"}"#, &["rds:DeleteDBInstance arn:aws:rds:R:A:db:d"]),
    (
        73,
        "cloudformation",
        "DeleteStack",
        r#"{"stackName":"s"}"#,
        &["cloudformation:DeleteStack arn:aws:cloudformation:R:A:stack/s/*"],
    ),
    (
        75,
        "states",
        "StartExecution",
        r#"{"stateMachineArn":"arn:aws:states:R:A:stateMachine:m"}"#,
        &["states:StartExecution arn:aws:states:R:A:stateMachine:m"],
    ),
    (76, "events", "PutRule", r#"{"name":"r"}"#, &["events:PutRule arn:aws:events:R:A:rule/r"]),
    (78, "kinesis", "PutRecord", r#"{"streamName":"s"}"#, &["kinesis:PutRecord arn:aws:kinesis:R:A:stream/s"]),
    (
        79,
        "firehose",
        "PutRecordBatch",
        r#"{"deliveryStreamName":"s"}"#,
        &["firehose:PutRecordBatch arn:aws:firehose:R:A:deliverystream/s"],
    ),
    (
        80,
        "glue",
        "GetTable",
        r#"{"databaseName":"d","name":"t"}"#,
        &[
            "glue:GetTable arn:aws:glue:R:A:catalog",
            "glue:GetTable arn:aws:glue:R:A:database/d",
            "glue:GetTable arn:aws:glue:R:A:table/d/t",
        ],
    ),
    (
        81,
        "athena",
        "StartQueryExecution",
        r#"{"workGroup":"w"}"#,
        &["athena:StartQueryExecution arn:aws:athena:R:A:workgroup/w"],
    ),
    (
        82,
        "codebuild",
        "StartBuild",
        r#"{"projectName":"p"}"#,
        &["codebuild:StartBuild arn:aws:codebuild:R:A:project/p"],
    ),
    (
        85,
        "route53",
        "ChangeResourceRecordSets",
        r#"{"hostedZoneId":"Z1"}"#,
        &["route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z1"],
    ),
    (86, "elasticloadbalancing", "DescribeLoadBalancers", "{}", &["elasticloadbalancing:DescribeLoadBalancers *"]),
    (
        87,
        "autoscaling",
        "SetDesiredCapacity",
        r#"{"autoScalingGroupName":"g"}"#,
        &["autoscaling:SetDesiredCapacity arn:aws:autoscaling:R:A:autoScalingGroup:*:autoScalingGroupName/g"],
    ),
    (
        88,
        "cloudfront",
        "CreateInvalidation2020_05_31",
        r#"{"distributionId":"E1"}"#,
        &["cloudfront:CreateInvalidation arn:aws:cloudfront::A:distribution/E1"],
    ),
    (
        89,
        "acm",
        "DescribeCertificate",
        r#"{"certificateArn":"arn:aws:acm:R:A:certificate/c"}"#,
        &["acm:DescribeCertificate arn:aws:acm:R:A:certificate/c"],
    ),
    (91, "cloudtrail", "StopLogging", r#"{"name":"t"}"#, &["cloudtrail:StopLogging arn:aws:cloudtrail:R:A:trail/t"]),
    (
        93,
        "monitoring",
        "PutMetricAlarm",
        r#"{"alarmName":"a"}"#,
        &["cloudwatch:PutMetricAlarm arn:aws:cloudwatch:R:A:alarm:a"],
    ),
    (
        97,
        "bedrock",
        "InvokeModel",
        r#"{"modelId":"anthropic.claude-v2"}"#,
        &["bedrock:InvokeModel arn:aws:bedrock:R::foundation-model/anthropic.claude-v2"],
    ),
    // what callers write names no resource, whatever it reads like
    (
        1,
        "s3",
        "GetObject",
        r#"{"bucketName":"b","key":"arn:aws:s3:::payroll/k","response-content-disposition":"arn:aws:s3:::b/x"}"#,
        &["s3:GetObject arn:aws:s3:::b/arn:aws:s3:::payroll/k"],
    ),
    (
        3,
        "s3",
        "CopyObject",
        r#"{"bucketName":"b","key":"k","x-amz-copy-source":"src/k","x-amz-website-redirect-location":"arn:aws:s3:::c/k"}"#,
        &["s3:PutObject arn:aws:s3:::b/k", "s3:GetObject arn:aws:s3:::src/k"],
    ),
    (
        42,
        "iam",
        "TagRole",
        r#"{"roleName":"mine","tags":[{"key":"roleArn","value":"arn:aws:iam::A:role/admin"}]}"#,
        &["iam:TagRole arn:aws:iam::A:role/mine"],
    ),
    (
        42,
        "iam",
        "UpdateRole",
        r#"{"roleName":"mine","description":"arn:aws:iam::A:role/admin"}"#,
        &["iam:UpdateRole arn:aws:iam::A:role/mine"],
    ),
    (
        61,
        "ssm",
        "PutParameter",
        r#"{"name":"a","description":"arn:aws:ssm:R:A:parameter/b"}"#,
        &["ssm:PutParameter arn:aws:ssm:R:A:parameter/a"],
    ),
    (13, "s3", "PutPublicAccessBlock", r#"{"accountId":"A"}"#, &["s3:PutAccountPublicAccessBlock *"]),
    (
        28,
        "lambda",
        "GetFunction20150331v2",
        r#"{"functionName":"444455556666:function:f"}"#,
        &["lambda:GetFunction arn:aws:lambda:R:444455556666:function:f"],
    ),
    (
        31,
        "ec2",
        "RunInstances",
        r#"{"instancesSet":{"items":[{"imageId":"ami-1"}]},"subnetId":"subnet-1","iamInstanceProfile":{"name":"web"},
            "tagSpecificationSet":{"items":[{"resourceType":"instance","tags":[{"key":"a","value":"b"}]}]}}"#,
        &[
            "ec2:RunInstances arn:aws:ec2:R::image/ami-1",
            "ec2:RunInstances arn:aws:ec2:R:A:instance/*",
            "ec2:RunInstances arn:aws:ec2:R:A:network-interface/*",
            "ec2:RunInstances arn:aws:ec2:R:A:security-group/*",
            "ec2:RunInstances arn:aws:ec2:R:A:subnet/subnet-1",
            "ec2:RunInstances arn:aws:ec2:R:A:volume/*",
            "ec2:CreateTags arn:aws:ec2:R:A:instance/*",
            "iam:PassRole arn:aws:iam::A:role/web",
        ],
    ),
    (
        37,
        "ec2",
        "CreateFlowLogs",
        r#"{"CreateFlowLogsRequest":{"ResourceId":{"tag":1,"content":"vpc-1"},"ResourceType":"VPC"}}"#,
        &["ec2:CreateFlowLogs arn:aws:ec2:R:A:vpc-flow-log/*", "ec2:CreateFlowLogs arn:aws:ec2:R:A:vpc/vpc-1"],
    ),
    (
        46,
        "iam",
        "AddRoleToInstanceProfile",
        r#"{"instanceProfileName":"p","roleName":"r"}"#,
        &["iam:AddRoleToInstanceProfile arn:aws:iam::A:instance-profile/p", "iam:PassRole arn:aws:iam::A:role/r"],
    ),
    (51, "kms", "DescribeKey", r#"{"keyId":"alias/x"}"#, &["kms:DescribeKey arn:aws:kms:R:A:key/*"]),
    (
        59,
        "secretsmanager",
        "GetSecretValue",
        r#"{"secretId":"arn:aws:secretsmanager:R:A:secret:s"}"#,
        &["secretsmanager:GetSecretValue arn:aws:secretsmanager:R:A:secret:s-??????"],
    ),
    (68, "ecs", "RunTask", r#"{"taskDefinition":"td:1"}"#, &["ecs:RunTask arn:aws:ecs:R:A:task-definition/td:1"]),
    (68, "ecs", "UpdateService", r#"{"service":"s"}"#, &["ecs:UpdateService arn:aws:ecs:R:A:service/default/s"]),
    (
        71,
        "rds",
        "DeleteDBInstance",
        r#"{"dBInstanceIdentifier":"MyDb"}"#,
        &["rds:DeleteDBInstance arn:aws:rds:R:A:db:mydb"],
    ),
    (
        75,
        "states",
        "StartExecution",
        r#"{"stateMachineArn":"arn:aws:states:R:A:stateMachine:orders","name":"payroll"}"#,
        &["states:StartExecution arn:aws:states:R:A:stateMachine:orders"],
    ),
    (
        76,
        "events",
        "PutRule",
        r#"{"name":"r","eventBusName":"default"}"#,
        &["events:PutRule arn:aws:events:R:A:rule/r"],
    ),
    (76, "events", "PutRule", r#"{"name":"r","eventBusName":"b"}"#, &["events:PutRule arn:aws:events:R:A:rule/b/r"]),
    (
        85,
        "route53",
        "ChangeResourceRecordSets",
        r#"{"hostedZoneId":"/hostedzone/Z1"}"#,
        &["route53:ChangeResourceRecordSets arn:aws:route53:::hostedzone/Z1"],
    ),
    // … whatever the name that they give it ends with
    (
        28,
        "lambda",
        "AddPermission20150331v2",
        r#"{"functionName":"f","sourceArn":"arn:aws:lambda:R:A:function:admin"}"#,
        &["lambda:AddPermission arn:aws:lambda:R:A:function:f"],
    ),
    (
        19,
        "dynamodb",
        "PutItem",
        r#"{"tableName":"t","key":{"arn":"arn:aws:dynamodb:R:444455556666:table/secret"}}"#,
        &["dynamodb:PutItem arn:aws:dynamodb:R:A:table/t"],
    ),
    (
        2,
        "s3",
        "PutObject",
        r#"{"bucketName":"b","key":"k","x-amz-meta-arn":"arn:aws:s3:::other/secret"}"#,
        &["s3:PutObject arn:aws:s3:::b/k"],
    ),
    (
        76,
        "events",
        "PutEvents",
        r#"{"entries":[{"resources":["arn:aws:events:R:444455556666:event-bus/secret"],"eventBusName":"bus"}]}"#,
        &["events:PutEvents arn:aws:events:R:A:event-bus/bus"],
    ),
    (
        44,
        "iam",
        "SimulatePrincipalPolicy",
        r#"{"policySourceArn":"arn:aws:iam::A:user/ann","callerArn":"arn:aws:iam::A:user/boss"}"#,
        &["iam:SimulatePrincipalPolicy arn:aws:iam::A:user/ann"],
    ),
    (
        76,
        "events",
        "PutRule",
        r#"{"name":"r","eventBusName":"arn:aws:events:R:A:event-bus/custom"}"#,
        &["events:PutRule arn:aws:events:R:A:rule/custom/r"],
    ),
    (
        51,
        "kms",
        "DescribeKey",
        r#"{"keyId":"arn:aws:kms:R:444455556666:alias/x"}"#,
        &["kms:DescribeKey arn:aws:kms:R:444455556666:key/*"],
    ),
    (
        1,
        "s3",
        "GetObject",
        r#"{"bucketName":"arn:aws:s3:R:A:accesspoint/ap","key":"k"}"#,
        &["s3:GetObject arn:aws:s3:R:A:accesspoint/ap/object/k"],
    ),
    (
        71,
        "rds",
        "CopyDBSnapshot",
        r#"{"sourceDBSnapshotIdentifier":"arn:aws:rds:R:A:snapshot:src","targetDBSnapshotIdentifier":"tgt"}"#,
        &["rds:CopyDBSnapshot arn:aws:rds:R:A:snapshot:src", "rds:CopyDBSnapshot arn:aws:rds:R:A:snapshot:tgt"],
    ),
    (
        68,
        "ecs",
        "UpdateService",
        r#"{"service":"s","cluster":"arn:aws:ecs:R:A:cluster/c"}"#,
        &["ecs:UpdateService arn:aws:ecs:R:A:service/c/s"],
    ),
    (
        37,
        "ec2",
        "CreateVolume",
        r#"{"snapshotId":"snap-1","tagSpecificationSet":{"items":[{"resourceType":"volume","tags":[{"key":"a","value":"b"}]}]}}"#,
        &[
            "ec2:CreateVolume arn:aws:ec2:R:A:volume/*",
            "ec2:CreateVolume arn:aws:ec2:R::snapshot/snap-1",
            "ec2:CreateTags arn:aws:ec2:R:A:volume/*",
        ],
    ),
];

#[test]
fn rows_of_the_table() {
    let catalog = Catalog::embedded();
    let mut wrong = Vec::new();
    for (row, source, name, parameters, expected) in ROWS {
        let place = |text: &str| {
            text.replace(":A:", ":111122223333:")
                .replace("/A/", "/111122223333/")
                .replace("\"A\"", "\"111122223333\"")
                .replace(":R:", ":eu-west-1:")
                .replace("sqs.R.", "sqs.eu-west-1.")
                .replace("\"A:function", "\"111122223333:function")
        };
        let event = place(&format!(
            r#"{{"eventSource":"{source}.amazonaws.com","eventName":"{name}","awsRegion":"eu-west-1","recipientAccountId":"111122223333",
            "requestParameters":{parameters},"userIdentity":{{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ann","accountId":"111122223333"}}}}"#
        ));
        let report = read_event(&event, &catalog).unwrap();
        let mut found: Vec<String> =
            report.uses.iter().map(|used| format!("{} {}", used.action, used.resource)).collect();
        let mut wanted: Vec<String> = expected.iter().map(|text| place(text)).collect();
        found.sort();
        wanted.sort();
        if found != wanted {
            wrong.push(format!("row {row} {source} {name}:\n  wanted {wanted:?}\n  found  {found:?}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {} rows:\n{}", wrong.len(), ROWS.len(), wrong.join("\n"));
}
