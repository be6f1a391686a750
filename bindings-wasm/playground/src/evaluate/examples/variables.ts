import type { Example } from "./example.ts";

export const variables: Example = {
  title: "Everybody’s own folder",
  about: "A policy variable stands for whoever asks",
  note: "The variable becomes `ann`, since she is who asks. Try bob’s folder, or let bob ask.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "OwnFolder",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:PutObject"],
      "Resource": "arn:aws:s3:::team-files/home/\${aws:username}/*"
    },
    {
      "Sid": "ListOwnFolder",
      "Effect": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::team-files",
      "Condition": {
        "StringLike": { "s3:prefix": "home/\${aws:username}/*" }
      }
    }
  ]
}`,
      ],
    },
    request: {
      action: "s3:GetObject",
      resource: "arn:aws:s3:::team-files/home/ann/notes.txt",
      resourceAccount: "111122223333",
      principal: "arn:aws:iam::111122223333:user/ann",
    },
  },
};
