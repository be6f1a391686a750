import type { Example } from "./example.ts";

export const boundary: Example = {
  title: "A boundary caps an administrator",
  about: "Allowed is what the identity policies and the boundary both allow",
  note: "What is allowed is what the identity policy and the boundary both allow. Try the action `iam:DeleteUser`.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Administrator",
      "Effect": "Allow",
      "Action": "*",
      "Resource": "*"
    }
  ]
}`,
      ],
      permissionsBoundary: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "StorageAndLooking",
      "Effect": "Allow",
      "Action": ["s3:*", "ec2:Describe*"],
      "Resource": "*"
    }
  ]
}`,
    },
    request: {
      action: "s3:ListBucket",
      resource: "arn:aws:s3:::reports",
      resourceAccount: "111122223333",
      principal: "arn:aws:iam::111122223333:user/ann",
    },
  },
};
