//! What is reported of `iam:CreateServiceLinkedRole`.

use crate::validate::check::{Check, Example, kinds};

pub(super) static CREATE_SLR_WITH_NOT_RESOURCE: Check = Check::warning("CREATE_SLR_WITH_NOT_RESOURCE", kinds::IDENTITY, "`iam:CreateServiceLinkedRole` is allowed on all but some resources: whoever has it may create service-linked roles for any service")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:GetRole","iam:CreateServiceLinkedRole"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["iam:GetRole","iam:CreateServiceLinkedRole"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:GetRole"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#)]);

pub(super) static CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: Check = Check::warning("CREATE_SLR_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", kinds::IDENTITY, "a pattern of actions that covers `iam:CreateServiceLinkedRole` is allowed on all but some resources: whoever has it may create service-linked roles for any service")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:Create*"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["s3:*","iam:Create*"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","sqs:*"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#)]);

pub(super) static CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE: Check = Check::warning("CREATE_SLR_WITH_NOT_ACTION_AND_NOT_RESOURCE", kinds::IDENTITY, "`NotAction` leaves `iam:CreateServiceLinkedRole` allowed on all but some resources: whoever has it may create service-linked roles for any service")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["iam:Delete*","sqs:*"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["sqs:*","iam:Create*"],
"NotResource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/*"}}"#)]);

pub(super) static CREATE_SLR_WITH_STAR_IN_RESOURCE: Check = Check::warning(
    "CREATE_SLR_WITH_STAR_IN_RESOURCE",
    kinds::IDENTITY,
    "`iam:CreateServiceLinkedRole` is allowed on `*`: whoever has it may create service-linked roles for any service",
)
.examples(
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:createservicelinkedrole"],
"Resource":["*"]}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:createservicelinkedrole"],
"Resource":["*"],
"Condition":{"StringEqualsIfExists":{"iam:AWSServiceName":"elasticache.amazonaws.com"}}}}"#,
        ),
    ],
    &[
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["iam:createservicelinkedrole"],
"Resource":["*"]}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:GetRole"],
"Resource":["*"]}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:createservicelinkedrole"],
"Resource":["*"],
"Condition":{"StringLike":{"iam:AWSServiceName":"elasticache.amazonaws.com"}}}}"#,
        ),
        Example::identity(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:createservicelinkedrole"],
"Resource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/**"}}"#,
        ),
    ],
);

pub(super) static CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE: Check = Check::warning("CREATE_SLR_WITH_STAR_IN_ACTION_AND_RESOURCE", kinds::IDENTITY, "a pattern of actions that covers `iam:CreateServiceLinkedRole` is allowed on `*`: whoever has it may create service-linked roles for any service")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:Create*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:Create*"],
"Resource":["*"],
"Condition":{"StringEqualsIfExists":{"iam:AWSServiceName":"elasticache.amazonaws.com"}}}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["s3:*","iam:Create*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","sqs:*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:Create*"],
"Resource":["*"],
"Condition":{"StringLike":{"iam:AWSServiceName":"elasticache.amazonaws.com"}}}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:Create*"],
"Resource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/**"}}"#)]);

pub(super) static CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: Check = Check::warning("CREATE_SLR_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", kinds::IDENTITY, "`NotAction` leaves `iam:CreateServiceLinkedRole` allowed on `*`: whoever has it may create service-linked roles for any service")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"],
"Condition":{"StringEqualsIfExists":{"iam:AWSServiceName":"elasticache.amazonaws.com"}}}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["sqs:*","iam:Create*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"],
"Condition":{"StringLike":{"iam:AWSServiceName":"elasticache.amazonaws.com"}}}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":"arn:aws:iam::111122223333:role/aws-service-role/ops.apigateway.amazonaws.com/**"}}"#)]);
