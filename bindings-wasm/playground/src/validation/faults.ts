// What is wrong with a policy, whoever says so: the reader of policies, or a check.

import type { FindingOutput, FindingType } from "iam-eval-wasm/web";

/** Something that is wrong, and where. */
export interface Fault {
  type: FindingType;
  message: string;
  line: number;
  from: number;
  to: number;
  /** What a check said, where one did. */
  finding?: FindingOutput;
}

/** A finding as it stands in the text. */
export function faultOf(finding: FindingOutput): Fault {
  const { findingType: type, findingDetails, locations } = finding;
  // a finding without a place is about all of it
  const { start, end } = locations[0]?.span ?? { start: { line: 1, offset: 0 }, end: { offset: 0 } };
  return { type, message: findingDetails.trim(), line: start.line, from: start.offset, to: end.offset, finding };
}

/** All that is wrong, in the order of the text. What an error of a check says, the reader need not say as well. */
export function merged(problems: Fault[], findings: Fault[]): Fault[] {
  const left = [...problems];
  for (const { type, from } of findings) {
    if (type !== "ERROR") continue;
    const same = left.findIndex((problem) => problem.from <= from && from <= Math.max(problem.to, problem.from + 1));
    if (same >= 0) left.splice(same, 1);
  }
  return [...left, ...findings].sort((one, other) => one.from - other.from);
}
