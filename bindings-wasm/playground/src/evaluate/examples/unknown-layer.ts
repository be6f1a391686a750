import type { Example } from "./example.ts";

export const unknownLayer: Example = {
  title: "What the organization may say",
  about: "A layer nobody can see, and an answer that depends",
  note: "The identity policy allows it, but nobody in this account can read the organization’s policies. Turn “Unknown” off and write what they say, or remove the layer where there is no organization.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ManageUsers",
      "Effect": "Allow",
      "Action": "iam:*User*",
      "Resource": "*"
    },
    {
      "Sid": "NotTheRootOfTrust",
      "Effect": "Deny",
      "Action": "iam:*",
      "Resource": "arn:aws:iam::111122223333:user/break-glass"
    }
  ]
}`,
      ],
      serviceControl: { unknown: true },
    },
    request: {
      action: "iam:CreateUser",
      resource: "arn:aws:iam::111122223333:user/bob",
      principal: "arn:aws:iam::111122223333:user/ann",
    },
  },
};
