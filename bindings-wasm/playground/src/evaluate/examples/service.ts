import type { Example } from "./example.ts";

export const service: Example = {
  title: "The confused deputy",
  about: "A service writes to a bucket: but for whom?",
  note: "CloudTrail may write here, for one trail alone. The request does not say for whom the service acts, so nothing matches: add `aws:SourceArn` with the trail’s ARN, and then with another one.",
  input: {
    policies: {
      resource: `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "TrailWrites",
      "Effect": "Allow",
      "Principal": { "Service": "cloudtrail.amazonaws.com" },
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::audit-logs/AWSLogs/111122223333/*",
      "Condition": {
        "StringEquals": {
          "aws:SourceArn": "arn:aws:cloudtrail:eu-west-1:111122223333:trail/all",
          "s3:x-amz-acl": "bucket-owner-full-control"
        }
      }
    }
  ]
}`,
    },
    request: {
      action: "s3:PutObject",
      resource: "arn:aws:s3:::audit-logs/AWSLogs/111122223333/CloudTrail/log.json.gz",
      resourceAccount: "111122223333",
      principal: { type: "Service", name: "cloudtrail.amazonaws.com" },
      context: { "s3:x-amz-acl": "bucket-owner-full-control" },
    },
  },
};
