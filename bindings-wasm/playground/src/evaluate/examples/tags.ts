import type { Example } from "./example.ts";

export const tags: Example = {
  title: "Tags that have to agree",
  about: "Access by tags, with the tag of the resource not known",
  note: "Who asks works on one project, and nobody knows yet whose the instance is: it depends. Say what the tag is, `shop` or another.",
  input: {
    policies: {
      identity: [
        `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "SameProject",
      "Effect": "Allow",
      "Action": ["ec2:StartInstances", "ec2:StopInstances"],
      "Resource": "*",
      "Condition": {
        "StringEquals": {
          "aws:ResourceTag/project": "\${aws:PrincipalTag/project}"
        }
      }
    }
  ]
}`,
      ],
    },
    request: {
      action: "ec2:StartInstances",
      resource: "arn:aws:ec2:eu-west-1:111122223333:instance/i-0abc1234def567890",
      principal: "arn:aws:iam::111122223333:user/ann",
      context: { "aws:PrincipalTag/project": "shop", "aws:ResourceTag/project": { unknown: true } },
    },
  },
};
