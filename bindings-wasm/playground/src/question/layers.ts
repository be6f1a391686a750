// The layers there are, in the order the page shows them.

import type { LayerKind, PolicyResourceType, PolicySetInput, PolicyType, ValidatedPolicyType } from "iam-eval-wasm/web";

/** As what a policy is validated; of a resource policy, for which type of resource, or that somebody chooses it. */
export interface ValidatedAs {
  policyType: ValidatedPolicyType;
  resourceType?: PolicyResourceType | "chosen";
}

/** A kind of layer: what it is called and what it can hold. */
export interface LayerSort {
  kind: LayerKind;
  /** Its name in the input of the module. */
  member: keyof PolicySetInput;
  title: string;
  /** What one of its policies is called. */
  singular: string;
  /** What these policies are, in a few words. */
  about: string;
  holds: "one" | "many" | "levels";
  /**
   * As what AWS stores such a policy. Absent for endpoints, whose policies IAM does not store, and for
   * resource control policies: AWS puts one of its own at every level, `RCPFullAWSAccess`, which nobody
   * else could store.
   */
  policyType?: PolicyType;
  /**
   * As what Access Analyzer validates such a policy. Absent for endpoints, of whose policies it knows nothing: they
   * look like those of resources, and grant nothing.
   */
  validated?: ValidatedAs;
  /** What a new document of the layer says. */
  starter: string;
}

function document(...statement: string[]): string {
  return [
    "{",
    '  "Version": "2012-10-17",',
    '  "Statement": [',
    ...statement.map((line) => `    ${line}`),
    "  ]",
    "}",
  ].join("\n");
}

function allow(...members: string[]): string {
  const lines = ['"Effect": "Allow"', ...members].map((line) => `  ${line}`);
  return document("{", ...lines.join(",\n").split("\n"), "}");
}

const EVERYTHING = allow('"Action": "*"', '"Resource": "*"');
const ANYBODY = allow('"Principal": "*"', '"Action": "*"', '"Resource": "*"');

export const LAYERS: LayerSort[] = [
  {
    kind: "identity",
    member: "identity",
    title: "Identity policies",
    singular: "Identity policy",
    about: "of the user and its groups, or of the role",
    holds: "many",
    policyType: "identity",
    validated: { policyType: "IDENTITY_POLICY" },
    starter: allow('"Action": "s3:GetObject"', '"Resource": "*"'),
  },
  {
    kind: "permissions_boundary",
    member: "permissionsBoundary",
    title: "Permissions boundary",
    singular: "Permissions boundary",
    about: "the most that identity policies can grant",
    holds: "one",
    policyType: "identity",
    validated: { policyType: "IDENTITY_POLICY" },
    starter: allow('"Action": ["s3:*", "ec2:Describe*"]', '"Resource": "*"'),
  },
  {
    kind: "session",
    member: "session",
    title: "Session policies",
    singular: "Session policy",
    about: "passed when the session was made",
    holds: "many",
    policyType: "session",
    validated: { policyType: "IDENTITY_POLICY" },
    starter: EVERYTHING,
  },
  {
    kind: "service_control",
    member: "serviceControl",
    title: "Service control policies",
    singular: "Service control policy",
    about: "of the caller’s account, the root first",
    holds: "levels",
    policyType: "service_control",
    validated: { policyType: "SERVICE_CONTROL_POLICY" },
    starter: EVERYTHING,
  },
  {
    kind: "resource_control",
    member: "resourceControl",
    title: "Resource control policies",
    singular: "Resource control policy",
    about: "of the resource’s account, the root first",
    holds: "levels",
    validated: { policyType: "RESOURCE_CONTROL_POLICY" },
    starter: ANYBODY,
  },
  {
    kind: "resource",
    member: "resource",
    title: "Resource policy",
    singular: "Resource policy",
    about: "of the bucket, queue, key… that is asked for",
    holds: "one",
    policyType: "resource",
    validated: { policyType: "RESOURCE_POLICY", resourceType: "chosen" },
    starter: allow(
      '"Principal": { "AWS": "arn:aws:iam::111122223333:root" }',
      '"Action": "s3:GetObject"',
      '"Resource": "arn:aws:s3:::reports/*"',
    ),
  },
  {
    kind: "trust",
    member: "trust",
    title: "Trust policy",
    singular: "Trust policy",
    about: "of the role that is to be assumed",
    holds: "one",
    policyType: "trust",
    validated: { policyType: "RESOURCE_POLICY", resourceType: "AWS::IAM::AssumeRolePolicyDocument" },
    starter: allow('"Principal": { "AWS": "arn:aws:iam::111122223333:root" }', '"Action": "sts:AssumeRole"'),
  },
  {
    kind: "vpc_endpoint",
    member: "vpcEndpoint",
    title: "VPC endpoint policy",
    singular: "VPC endpoint policy",
    about: "of the endpoint the request comes through",
    holds: "one",
    starter: ANYBODY,
  },
];

export function layerOf(kind: LayerKind): LayerSort {
  const found = LAYERS.find((layer) => layer.kind === kind);
  if (!found) throw new Error(`expected a kind of layer, found \`${kind}\``);
  return found;
}

/** What a level of control policies is called; the module counts levels from 0. */
export function levelName(level: number): string {
  return level === 0 ? "Level 0, the root" : `Level ${level}`;
}

/** What a policy is called where several are in sight; `of` says how many its level has. */
export function policyName(kind: LayerKind, level: number | undefined, policy: number, of: number): string {
  const { singular, holds } = layerOf(kind);
  const number = of > 1 ? ` ${policy + 1}` : "";
  return holds === "levels" ? `${singular}${number}, level ${level ?? 0}` : `${singular}${number}`;
}
