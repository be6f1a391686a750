import type { Example } from "./example.ts";

export const regions: Example = {
  title: "The organization says no",
  about: "Service control policies on two levels, one with a Deny",
  note: "Every level has to allow, and a Deny on any level is final. Try the region `eu-west-1`, or an action of IAM.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "*", "Resource": "*" }
  ]
}`,
      ],
      serviceControl: [
        [
          `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "FullAccess", "Effect": "Allow", "Action": "*", "Resource": "*" }
  ]
}`,
        ],
        [
          `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "FullAccess", "Effect": "Allow", "Action": "*", "Resource": "*" },
    {
      "Sid": "OnlyEurope",
      "Effect": "Deny",
      "NotAction": ["iam:*", "organizations:*", "route53:*", "support:*"],
      "Resource": "*",
      "Condition": {
        "StringNotEquals": {
          "aws:RequestedRegion": ["eu-west-1", "eu-central-1"]
        }
      }
    }
  ]
}`,
        ],
      ],
    },
    request: {
      action: "ec2:RunInstances",
      resource: "arn:aws:ec2:us-east-1:111122223333:instance/*",
      principal: "arn:aws:iam::111122223333:user/ann",
      context: { "aws:RequestedRegion": "us-east-1" },
    },
  },
};
