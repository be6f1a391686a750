//! A CloudTrail log of events as they are logged: about 1.9 KB each, ten kinds of calls.

use std::fmt::Write as _;

/// One `Records` file with so many events of a hundred principals.
pub fn log(events: usize) -> String {
    let mut text = String::with_capacity(events * 2_000);
    text.push_str("{\"Records\":[");
    for at in 0..events {
        if at > 0 {
            text.push(',');
        }
        event(&mut text, at);
    }
    text.push_str("]}");
    text
}

fn event(text: &mut String, at: usize) {
    let (role, key) = (at * 7 % 100, at * 31 % 500);
    let (source, name, parameters, resources) = match at % 10 {
        0 | 1 => ("s3", "GetObject", format!(r#"{{"bucketName":"reports-prod","Host":"reports-prod.s3.eu-west-1.amazonaws.com","key":"2026/quarter/{key}.csv"}}"#),
            format!(r#"[{{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::reports-prod/2026/quarter/{key}.csv"}},{{"accountId":"111122223333","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::reports-prod"}}]"#)),
        2 => ("sts", "AssumeRole", format!(r#"{{"roleArn":"arn:aws:iam::111122223333:role/app/worker-{role}","roleSessionName":"worker","durationSeconds":3600}}"#),
            format!(r#"[{{"accountId":"111122223333","type":"AWS::IAM::Role","ARN":"arn:aws:iam::111122223333:role/app/worker-{role}"}}]"#)),
        3 => ("kms", "Decrypt", r#"{"encryptionContext":{"aws:s3:arn":"arn:aws:s3:::reports-prod"},"encryptionAlgorithm":"SYMMETRIC_DEFAULT"}"#.to_owned(),
            r#"[{"accountId":"111122223333","type":"AWS::KMS::Key","ARN":"arn:aws:kms:eu-west-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"}]"#.to_owned()),
        4 => ("dynamodb", "GetItem", format!(r#"{{"tableName":"orders","key":{{"id":"HIDDEN_DUE_TO_SECURITY_REASONS"}},"consistentRead":false,"n":{key}}}"#),
            r#"[{"accountId":"111122223333","type":"AWS::DynamoDB::Table","ARN":"arn:aws:dynamodb:eu-west-1:111122223333:table/orders"}]"#.to_owned()),
        5 => ("ec2", "DescribeInstances", r#"{"maxResults":1000,"instancesSet":{},"filterSet":{"items":[{"name":"instance-state-name","valueSet":{"items":[{"value":"running"}]}}]}}"#.to_owned(), "null".to_owned()),
        6 => ("sqs", "SendMessage", r#"{"queueUrl":"https://sqs.eu-west-1.amazonaws.com/111122223333/jobs","messageBody":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#.to_owned(), "null".to_owned()),
        7 => ("logs", "CreateLogStream", format!(r#"{{"logGroupName":"/aws/lambda/worker-{role}","logStreamName":"2026/09/01/[$LATEST]{key}"}}"#), "null".to_owned()),
        8 => ("secretsmanager", "GetSecretValue", format!(r#"{{"secretId":"arn:aws:secretsmanager:eu-west-1:111122223333:secret:db/{role}-AbCdEf","versionStage":"AWSCURRENT"}}"#), "null".to_owned()),
        _ => ("ssm", "GetParameter", format!(r#"{{"name":"/app/{role}/config","withDecryption":true}}"#), "null".to_owned()),
    };
    let _ = write!(
        text,
        r#"{{"eventVersion":"1.11","userIdentity":{{"type":"AssumedRole","principalId":"AROAEXAMPLEEXAMPLE{role:03}:session-{key}","arn":"arn:aws:sts::111122223333:assumed-role/service-{role}/session-{key}","accountId":"111122223333","accessKeyId":"ASIAEXAMPLEEXAMPLE{key:03}","sessionContext":{{"sessionIssuer":{{"type":"Role","principalId":"AROAEXAMPLEEXAMPLE{role:03}","arn":"arn:aws:iam::111122223333:role/app/service-{role}","accountId":"111122223333","userName":"service-{role}"}},"attributes":{{"creationDate":"2026-09-01T11:00:00Z","mfaAuthenticated":"false"}}}}}},"eventTime":"2026-09-{:02}T{:02}:{:02}:{:02}Z","eventSource":"{source}.amazonaws.com","eventName":"{name}","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.{}","userAgent":"[aws-sdk-java/2.25.11 Linux/5.10.214-202.855.amzn2.x86_64 OpenJDK_64-Bit_Server_VM/17.0.10+7-LTS Java/17.0.10 vendor/Amazon.com_Inc. io/sync http/Apache cfg/retry-mode/legacy]","requestParameters":{parameters},"responseElements":null,"additionalEventData":{{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"abcdefghijklmnopqrstuvwxyz0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghi=","bytesTransferredOut":{at}}},"requestID":"{at:08x}-aaaa-bbbb-cccc-0123456789ab","eventID":"{at:08x}-1111-2222-3333-0123456789ab","readOnly":true,"resources":{resources},"eventType":"AwsApiCall","managementEvent":false,"recipientAccountId":"111122223333","vpcEndpointId":"vpce-0123456789abcdef0","vpcEndpointAccountId":"111122223333","eventCategory":"Data","tlsDetails":{{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"{source}.eu-west-1.amazonaws.com"}}}}"#,
        at / 86_400 % 28 + 1,
        at / 3_600 % 24,
        at / 60 % 60,
        at % 60,
        at % 200,
    );
}
