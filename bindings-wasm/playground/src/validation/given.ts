// The policy that AWS attaches by itself, which nobody else could store, and no check is about.

import type { ValidatedAs } from "../question/layers.ts";

// Organizations user guide, "Resource control policies": `RCPFullAWSAccess` is attached at every level
const FULL_ACCESS = { Effect: "Allow", Principal: "*", Action: "*", Resource: "*" };

/** Whether a text is, whatever its `Sid`, the policy that AWS attaches to every root, unit and account. */
export function isGiven(text: string, { policyType }: ValidatedAs): boolean {
  if (policyType !== "RESOURCE_CONTROL_POLICY") return false;
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown };
    const statements: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
    return statements.length === 1 && isFullAccess(statements[0]);
  } catch {
    return false;
  }
}

function isFullAccess(statement: unknown): boolean {
  if (typeof statement !== "object" || statement === null) return false;
  const members = Object.entries(statement).filter(([name]) => name !== "Sid");
  const wanted = Object.entries(FULL_ACCESS);
  const has = ([name, value]: [string, string]): boolean => members.some((one) => one[0] === name && one[1] === value);
  return members.length === wanted.length && wanted.every(has);
}
