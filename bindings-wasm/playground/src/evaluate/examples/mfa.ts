import type { Example } from "./example.ts";

export const mfa: Example = {
  title: "A key nobody sent",
  about: "An Allow that asks for MFA, and a request without it",
  note: "The Allow asks for a key that the request does not have, so it does not match. Add the missing key with one click and give it the value `true`; or say that it may be there.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Look",
      "Effect": "Allow",
      "Action": "ec2:Describe*",
      "Resource": "*"
    },
    {
      "Sid": "StopWithMfa",
      "Effect": "Allow",
      "Action": ["ec2:StopInstances", "ec2:TerminateInstances"],
      "Resource": "*",
      "Condition": {
        "Bool": { "aws:MultiFactorAuthPresent": "true" }
      }
    }
  ]
}`,
      ],
    },
    request: {
      action: "ec2:StopInstances",
      resource: "arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc1234def567890",
      principal: "arn:aws:iam::111122223333:user/ann",
    },
  },
};
