// Who asks, as the page edits it.

import type { PrincipalInput, PrincipalObject } from "iam-eval-wasm/web";

/** `none` where nobody is stated; `AWS` for whatever an ARN says. */
export type PrincipalChoice = "none" | Exclude<PrincipalObject["type"], "User">;

export type PrincipalText =
  "arn" | "account" | "roleArn" | "issuer" | "name" | "provider" | "uniqueId" | "canonicalUserId";

export type PrincipalFlag = "serviceLinked" | "managementAccount" | "assumedRoot";

/** A principal in the making: what is typed for another kind is kept, and not asked. */
export interface PrincipalDraft {
  choice: PrincipalChoice;
  texts: Partial<Record<PrincipalText, string>>;
  flags: Partial<Record<PrincipalFlag, boolean>>;
}

/** A kind of principal: what it is called, and the fields that say who it is. */
export interface PrincipalKind {
  choice: PrincipalChoice;
  title: string;
  fields: PrincipalField[];
  /** What may be known besides. */
  more: PrincipalField[];
  flags: PrincipalFlag[];
}

export interface PrincipalField {
  member: PrincipalText;
  label: string;
  example: string;
}

const ID: PrincipalField = { member: "uniqueId", label: "Unique id of the principal", example: "AIDA…" };
const CANONICAL: PrincipalField = {
  member: "canonicalUserId",
  label: "Canonical user id of its account",
  example: "79a5…",
};
const ACCOUNT: PrincipalField = { member: "account", label: "Account of the principal", example: "111122223333" };

function arn(example: string, label = "ARN"): PrincipalField {
  return { member: "arn", label, example };
}

export const PRINCIPAL_KINDS: PrincipalKind[] = [
  {
    choice: "AWS",
    title: "User or role, by ARN",
    fields: [arn("arn:aws:iam::111122223333:user/ann")],
    more: [ID, CANONICAL],
    flags: ["managementAccount"],
  },
  {
    choice: "AssumedRole",
    title: "Role session",
    fields: [
      { member: "roleArn", label: "Role ARN", example: "arn:aws:iam::111122223333:role/app" },
      arn("arn:aws:sts::111122223333:assumed-role/app/session", "Session ARN"),
    ],
    more: [ID, CANONICAL],
    flags: ["managementAccount", "serviceLinked", "assumedRoot"],
  },
  {
    choice: "FederatedUser",
    title: "Federated user",
    fields: [
      arn("arn:aws:sts::111122223333:federated-user/ann"),
      { member: "issuer", label: "Issued by", example: "arn:aws:iam::111122223333:user/ann" },
    ],
    more: [ID, CANONICAL],
    flags: ["managementAccount"],
  },
  {
    choice: "Root",
    title: "Root user",
    fields: [{ ...ACCOUNT, label: "Account" }],
    more: [CANONICAL],
    flags: ["managementAccount"],
  },
  {
    choice: "Service",
    title: "AWS service",
    fields: [{ member: "name", label: "Service", example: "cloudtrail.amazonaws.com" }],
    more: [ACCOUNT],
    flags: [],
  },
  {
    choice: "Federated",
    title: "Federated",
    fields: [{ member: "provider", label: "Provider", example: "accounts.google.com" }],
    more: [ACCOUNT],
    flags: [],
  },
  { choice: "Anonymous", title: "Anonymous", fields: [], more: [], flags: [] },
  { choice: "none", title: "Not stated", fields: [], more: [], flags: [] },
];

export function principalKind(choice: PrincipalChoice): PrincipalKind {
  const kind = PRINCIPAL_KINDS.find((kind) => kind.choice === choice);
  if (!kind) throw new Error(`expected a kind of principal, found \`${choice}\``);
  return kind;
}

/** The principal as the module takes it; nothing where nobody is stated. */
export function principalInput({ choice, texts, flags }: PrincipalDraft): PrincipalInput | undefined {
  if (choice === "none") return undefined;
  const kind = principalKind(choice);
  const object: PrincipalObject = { type: choice };
  for (const { member } of [...kind.fields, ...kind.more]) {
    const text = texts[member]?.trim();
    if (text) object[member] = text;
  }
  for (const flag of kind.flags) {
    if (flags[flag]) object[flag] = true;
  }
  const isArnAlone = choice === "AWS" && Object.keys(object).length <= 2;
  return isArnAlone ? (object.arn ?? "") : object;
}
