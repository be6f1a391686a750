import type { Example } from "./example.ts";

export const perimeter: Example = {
  title: "A perimeter around data",
  about: "A resource control policy keeps strangers out of every bucket",
  note: "The bucket’s policy is open to everybody, and still nobody outside of the organization gets in. Change `aws:PrincipalOrgID` to `o-example1`.",
  input: {
    policies: {
      resourceControl: [
        [
          `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "RCPFullAccess", "Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*" }
  ]
}`,
          `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OwnOrganization",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": "*",
      "Condition": {
        "StringNotEqualsIfExists": { "aws:PrincipalOrgID": "o-example1" },
        "BoolIfExists": { "aws:PrincipalIsAWSService": "false" }
      }
    }
  ]
}`,
        ],
      ],
      resource: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TooOpen",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/*"
    }
  ]
}`,
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    { "Effect": "Allow", "Action": "s3:*", "Resource": "*" }
  ]
}`,
      ],
    },
    request: {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::reports/2026.csv",
      resourceAccount: "111122223333",
      principal: "arn:aws:iam::444455556666:user/stranger",
      context: { "aws:PrincipalOrgID": "o-stranger" },
    },
  },
};
