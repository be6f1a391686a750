// What is wrong with a policy, from what the reader of policies says of it.

import type { ErrorReport, FindingType } from "iam-eval-wasm/web";

import type { LintAnswer } from "../engine/protocol.ts";
import type { Fault } from "../validation/faults.ts";

/** The problems of a policy, in the order of its text; `kind` says as what AWS would store it. */
export function problemsOf(text: string, { remarks, refused, unstorable }: LintAnswer, kind: string): Fault[] {
  const problems = remarks.map(({ severity, message, span: { start, end } }): Fault => ({
    type: severity === "error" ? "ERROR" : "WARNING",
    message,
    line: start.line,
    from: start.offset,
    to: end.offset,
  }));
  if (refused) problems.push(problemAt(text, refused, "ERROR", messageOf(refused)));
  // of what the grammar refuses already, AWS's refusal says nothing new
  if (problems.length === 0 && unstorable?.awsMessage !== undefined) {
    const message = `AWS would not store this as ${kind}: ${messageOf(unstorable)} (“${unstorable.awsMessage}”)`;
    problems.push(problemAt(text, unstorable, "WARNING", message));
  }
  return problems.sort((one, other) => one.from - other.from);
}

/** What an error says, without the place, which the page shows itself. */
export function messageOf({ message, policy }: ErrorReport): string {
  const said = message.replace(/ \(line \d+, column \d+\)$/, "");
  return policy !== undefined && said.startsWith(`${policy}: `) ? said.slice(policy.length + 2) : said;
}

/** An error says where it begins; the squiggle goes on to the end of the word or string. */
export function problemAt(text: string, error: ErrorReport, type: FindingType, message: string): Fault {
  const { offset = 0, line = 1 } = error;
  const rest = text.slice(offset, offset + 200);
  const word = /^(?:"(?:[^"\\\n]|\\.)*"?|[\w.*:/-]+)/.exec(rest)?.[0] ?? rest.slice(0, 1);
  return { type, message, line, from: offset, to: offset + word.length };
}
