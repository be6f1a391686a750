// What is looked for, kept until the browser's tab is closed, as the question is.

import type { OwnFindingsInput, PolicyResourceType } from "iam-eval-wasm/web";

const KEY = "iam-eval-validation";

/** Which findings of the library's own are wanted, in words. */
export const OWN_FINDINGS: readonly (readonly [OwnFindingsInput, string])[] = [
  ["none", "Checks: Access Analyzer’s"],
  ["default", "Checks: our own, too"],
  ["all", "Checks: all our own, too"],
];

/** To what a resource policy may be attached; of other types, Access Analyzer knows nothing special. */
export const RESOURCE_TYPES: readonly PolicyResourceType[] = [
  "AWS::S3::Bucket",
  "AWS::S3::AccessPoint",
  "AWS::S3::MultiRegionAccessPoint",
  "AWS::S3ObjectLambda::AccessPoint",
  "AWS::DynamoDB::Table",
];

interface Chosen {
  own: OwnFindingsInput;
  /** Of the resource whose policy is given. */
  resourceType?: PolicyResourceType;
}

/** What somebody chose, and who wants to know when it changes. */
export class ValidationSettings {
  readonly #chosen: Chosen = read();
  readonly #changed: (() => void)[] = [];

  get chosen(): Readonly<Chosen> {
    return this.#chosen;
  }

  change(change: (chosen: Chosen) => void): void {
    change(this.#chosen);
    try {
      sessionStorage.setItem(KEY, JSON.stringify(this.#chosen));
    } catch {
      // no room, or no storage allowed: a reload then begins anew
    }
    for (const tell of this.#changed) tell();
  }

  /** After every change. */
  onChange(tell: () => void): void {
    this.#changed.push(tell);
  }
}

function read(): Chosen {
  const chosen: Chosen = { own: "default" };
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "{}") as Partial<Record<keyof Chosen, unknown>>;
    const own = OWN_FINDINGS.find(([own]) => own === kept.own);
    const resourceType = RESOURCE_TYPES.find((type) => type === kept.resourceType);
    if (own) [chosen.own] = own;
    if (resourceType) chosen.resourceType = resourceType;
  } catch {
    // no storage allowed, or nothing of ours in it
  }
  return chosen;
}
