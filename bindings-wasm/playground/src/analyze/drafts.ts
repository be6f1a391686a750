// What is edited in this tab alone, kept until the browser's tab is closed, as the question is.

const KEY = "iam-eval-analyze";

export interface Drafts {
  /** Which analysis is shown. */
  analysis: string;
  existing: string;
  new: string;
  resource: string;
  resourceType: string;
  accounts: string;
  organizations: string;
}

const EXISTING = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Reports",
      "Effect": "Allow",
      "Action": ["s3:GetObject", "s3:ListBucket"],
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    }
  ]
}`;

const NEW = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Reports",
      "Effect": "Allow",
      "Action": "s3:Get*",
      "Resource": ["arn:aws:s3:::reports", "arn:aws:s3:::reports/*"]
    }
  ]
}`;

const RESOURCE = `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "Sid": "Partner",
      "Effect": "Allow",
      "Principal": { "AWS": "arn:aws:iam::444455556666:root" },
      "Action": "s3:PutObject",
      "Resource": "arn:aws:s3:::reports/*"
    },
    {
      "Sid": "Organization",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:ListBucket",
      "Resource": "arn:aws:s3:::reports",
      "Condition": { "StringEquals": { "aws:PrincipalOrgID": "o-exampleorg1" } }
    },
    {
      "Sid": "Website",
      "Effect": "Allow",
      "Principal": "*",
      "Action": "s3:GetObject",
      "Resource": "arn:aws:s3:::reports/public/*"
    }
  ]
}`;

const FIRST: Drafts = {
  analysis: "effective",
  existing: EXISTING,
  new: NEW,
  resource: RESOURCE,
  resourceType: "AWS::S3::Bucket",
  accounts: "111122223333",
  organizations: "o-exampleorg1",
};

/** What was kept before a reload, or what a new visitor sees. */
export function readDrafts(): Drafts {
  const drafts = { ...FIRST };
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem(KEY) ?? "{}");
    for (const name of Object.keys(FIRST) as (keyof Drafts)[]) {
      const value = (kept as Partial<Record<string, unknown>>)[name];
      if (typeof value === "string") drafts[name] = value;
    }
  } catch {
    // no storage allowed, or nothing of ours in it
  }
  return drafts;
}

/** Keeps them. */
export function keepDrafts(drafts: Drafts): void {
  try {
    sessionStorage.setItem(KEY, JSON.stringify(drafts));
  } catch {
    // no room, or no storage allowed: a reload then begins anew
  }
}
