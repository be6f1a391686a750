import type { Example } from "./example.ts";

export const endpoint: Example = {
  title: "Only through the endpoint",
  about: "A bucket that wants its callers to come from one network",
  note: "The Deny matches a request from anywhere else, and also one that says nothing of where it comes from: `StringNotEquals` holds where the key is missing. Add `aws:SourceVpce` with the value `vpce-0123abcd`.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    { "Sid": "Read", "Effect": "Allow", "Action": "s3:Get*", "Resource": "*" }
  ]
}`,
      ],
      resource: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OnlyThroughEndpoint",
      "Effect": "Deny",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": [
        "arn:aws:s3:::ledger",
        "arn:aws:s3:::ledger/*"
      ],
      "Condition": {
        "StringNotEquals": { "aws:SourceVpce": "vpce-0123abcd" }
      }
    }
  ]
}`,
      vpcEndpoint: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "LedgerAlone",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:*",
      "Resource": [
        "arn:aws:s3:::ledger",
        "arn:aws:s3:::ledger/*"
      ]
    }
  ]
}`,
    },
    request: {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::ledger/2026.csv",
      resourceAccount: "111122223333",
      principal: "arn:aws:iam::111122223333:user/ann",
    },
  },
};
