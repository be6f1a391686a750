import type { Example } from "./example.ts";

export const external: Example = {
  title: "A role for a partner",
  about: "A trust policy with an external id",
  note: "The trust policy lets the partner’s account in if it names the agreed id, and the partner’s own policy lets its user ask. Change the id, and see which condition fails.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "AssumeAuditor",
      "Effect": "Allow",
      "Action": "sts:AssumeRole",
      "Resource": "arn:aws:iam::111122223333:role/auditor"
    }
  ]
}`,
      ],
      trust: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "PartnerWithId",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
      "Action": "sts:AssumeRole",
      "Condition": {
        "StringEquals": { "sts:ExternalId": "example-7f3a" }
      }
    }
  ]
}`,
    },
    request: {
      action: "sts:AssumeRole",
      resource: "arn:aws:iam::111122223333:role/auditor",
      principal: "arn:aws:iam::444455556666:user/partner",
      context: { "sts:ExternalId": "example-7f3a" },
    },
  },
};
