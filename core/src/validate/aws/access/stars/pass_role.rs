//! What is reported of `iam:PassRole`.

use crate::validate::check::{Check, Example, kinds};

pub(super) static PASS_ROLE_WITH_NOT_RESOURCE: Check = Check::security("PASS_ROLE_WITH_NOT_RESOURCE", kinds::IDENTITY, "`iam:PassRole` is allowed on all but some resources: whoever has it may hand any role to any service, and act through it with whatever that role is allowed")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:GetRole","iam:PassRole"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["iam:GetRole","iam:PassRole"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:GetRole"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#)]);

pub(super) static PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE: Check = Check::security("PASS_ROLE_WITH_STAR_IN_ACTION_AND_NOT_RESOURCE", kinds::IDENTITY, "a pattern of actions that covers `iam:PassRole` is allowed on all but some resources: whoever has it may hand any role to any service, and act through it with whatever that role is allowed")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:*Role"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["s3:*","iam:*Role"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","sqs:*"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#)]);

pub(super) static PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE: Check = Check::security("PASS_ROLE_WITH_NOT_ACTION_AND_NOT_RESOURCE", kinds::IDENTITY, "`NotAction` leaves `iam:PassRole` allowed on all but some resources: whoever has it may hand any role to any service, and act through it with whatever that role is allowed")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["iam:Delete*","sqs:*"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["sqs:*","iam:*Role"],
"NotResource":"arn:aws:iam::111122223333:role/jobs"}}"#)]);

pub(super) static PASS_ROLE_WITH_STAR_IN_RESOURCE: Check = Check::security("PASS_ROLE_WITH_STAR_IN_RESOURCE", kinds::IDENTITY, "`iam:PassRole` is allowed on `*`: whoever has it may hand any role to any service, and act through it with whatever that role is allowed")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:passrole"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:passrole"],
"Resource":["*"],
"Condition":{"StringEqualsIfExists":{"iam:PassedToService":"lambda.amazonaws.com"}}}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["iam:passrole"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:GetRole"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:passrole"],
"Resource":["*"],
"Condition":{"StringLike":{"iam:PassedToService":"lambda.amazonaws.com"}}}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:passrole"],
"Resource":"arn:aws:iam::111122223333:role/jobs*"}}"#)]);

pub(super) static PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE: Check = Check::security("PASS_ROLE_WITH_STAR_IN_ACTION_AND_RESOURCE", kinds::IDENTITY, "a pattern of actions that covers `iam:PassRole` is allowed on `*`: whoever has it may hand any role to any service, and act through it with whatever that role is allowed")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:*Role"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:*Role"],
"Resource":["*"],
"Condition":{"StringEqualsIfExists":{"iam:PassedToService":"lambda.amazonaws.com"}}}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":["s3:*","iam:*Role"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["iam:Get*","sqs:*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:*Role"],
"Resource":["*"],
"Condition":{"StringLike":{"iam:PassedToService":"lambda.amazonaws.com"}}}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":["s3:*","iam:*Role"],
"Resource":"arn:aws:iam::111122223333:role/jobs*"}}"#)]);

pub(super) static PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION: Check = Check::security("PASS_ROLE_WITH_STAR_IN_RESOURCE_AND_NOT_ACTION", kinds::IDENTITY, "`NotAction` leaves `iam:PassRole` allowed on `*`: whoever has it may hand any role to any service, and act through it with whatever that role is allowed")
.examples(&[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"],
"Condition":{"StringEqualsIfExists":{"iam:PassedToService":"lambda.amazonaws.com"}}}}"#)], &[Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["sqs:*","iam:*Role"],
"Resource":["*"]}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":["*"],
"Condition":{"StringLike":{"iam:PassedToService":"lambda.amazonaws.com"}}}}"#), Example::identity(r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","NotAction":["iam:Delete*","sqs:*"],
"Resource":"arn:aws:iam::111122223333:role/jobs*"}}"#)]);
