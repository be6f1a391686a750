// What is wrong with a policy, from what the module says of it.

import type { Diagnostic } from "@codemirror/lint";
import type { ErrorReport } from "iam-eval-wasm/web";

import { element } from "../dom/element.ts";
import { quoted } from "../dom/quoted.ts";
import type { LintAnswer } from "../engine/protocol.ts";

/** A squiggle, and where it stands for people. */
export interface Problem extends Diagnostic {
  severity: "error" | "warning";
  line: number;
}

/** A problem; the editor shows its message as the list below does. */
function problem(severity: Problem["severity"], message: string, line: number, from: number, to: number): Problem {
  return { severity, message, line, from, to, renderMessage: () => element("span", {}, ...quoted(message)) };
}

/** The problems of a policy, in the order of its text; `kind` says as what AWS would store it. */
export function problemsOf(text: string, { remarks, refused, unstorable }: LintAnswer, kind: string): Problem[] {
  const problems = remarks.map(({ severity, message, span: { start, end } }) =>
    problem(severity, message, start.line, start.offset, end.offset),
  );
  if (refused) problems.push(problemAt(text, refused, "error", messageOf(refused)));
  // of what the grammar refuses already, AWS's refusal says nothing new
  if (problems.length === 0 && unstorable?.awsMessage !== undefined) {
    const message = `AWS would not store this as ${kind}: ${messageOf(unstorable)} (“${unstorable.awsMessage}”)`;
    problems.push(problemAt(text, unstorable, "warning", message));
  }
  return problems.sort((one, other) => one.from - other.from);
}

/** What an error says, without the place, which the page shows itself. */
export function messageOf({ message, policy }: ErrorReport): string {
  const said = message.replace(/ \(line \d+, column \d+\)$/, "");
  return policy !== undefined && said.startsWith(`${policy}: `) ? said.slice(policy.length + 2) : said;
}

/** An error says where it begins; the squiggle goes on to the end of the word or string. */
function problemAt(text: string, error: ErrorReport, severity: Problem["severity"], message: string): Problem {
  const { offset = 0, line = 1 } = error;
  const rest = text.slice(offset, offset + 200);
  const word = /^(?:"(?:[^"\\\n]|\\.)*"?|[\w.*:/-]+)/.exec(rest)?.[0] ?? rest.slice(0, 1);
  return problem(severity, message, line, offset, offset + word.length);
}
