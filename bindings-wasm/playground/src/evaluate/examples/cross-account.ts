import type { Example } from "./example.ts";

export const crossAccount: Example = {
  title: "A bucket of another account",
  about: "Across accounts both sides have to allow",
  note: "The bucket’s policy lets the role in, and the role’s own policy lets it out, so it is allowed. Remove either statement, or put the bucket into the role’s account, `111122223333`, and see who has to allow then.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "ReadPartner",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": [
        "arn:aws:s3:::partner-reports",
        "arn:aws:s3:::partner-reports/*"
      ]
    }
  ]
}`,
      ],
      resource: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "LetPartnerRead",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::111122223333:role/reporting" },
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::partner-reports/*"
    }
  ]
}`,
    },
    request: {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::partner-reports/2026/q3.csv",
      resourceAccount: "444455556666",
      principal: {
        type: "AssumedRole",
        roleArn: "arn:aws:iam::111122223333:role/reporting",
        arn: "arn:aws:sts::111122223333:assumed-role/reporting/nightly",
      },
    },
  },
};
