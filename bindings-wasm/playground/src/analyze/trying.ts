// Asking a request that was found in the other tab.

import type { PolicySetInput, Witness } from "iam-eval-wasm/analysis/web";

import type { Desk } from "../desk.ts";
import { EVALUATE } from "../evaluate/id.ts";
import type { Question } from "../question/question.ts";
import { readQuestion } from "../question/read.ts";
import { notify } from "../shell/notice.ts";
import type { Shell } from "../shell/tab.ts";
import type { Try } from "./parts.ts";

/** As what a policy is tried. */
type Member = "identity" | "resource" | "trust";

const EVERYTHING = JSON.stringify(
  { Version: "2012-10-17", Statement: [{ Effect: "Allow", Action: "*", Resource: "*" }] },
  null,
  2,
);

const FOUND = "A request that the analysis found, asked of the layers as they are.";

/** Tries requests with the layers as they are; `words` say where they come from. */
export function tryWithLayers(desk: Desk, shell: Shell, words = FOUND): Try {
  return (witness) => {
    const { layers } = desk.session.question;
    const { request } = readQuestion({ request: witness });
    put(desk, shell, { layers, request }, words);
  };
}

/** Tries requests with one policy in place of all layers; `as` says what it is, where its text does not. */
export function tryWithPolicy(desk: Desk, shell: Shell, text: () => string, as?: () => Member): Try {
  return (witness) => {
    const policy = text();
    const member = as?.() ?? memberOf(policy);
    const policies: PolicySetInput = { [member]: policy };
    // across accounts the caller's own policies have to allow, too
    const isCaller = member !== "identity" && hasPolicies(witness);
    if (isCaller) policies.identity = [EVERYTHING];
    const words = isCaller
      ? "A request that the analysis found, asked of the policy. The caller’s own policies allow everything, so that it is the other policy that matters."
      : "A request that the analysis found, asked of the policy.";
    put(desk, shell, readQuestion({ policies, request: witness }), words);
  };
}

function put(desk: Desk, shell: Shell, question: Question, words: string): void {
  const { layers, request } = desk.session.question;
  desk.put(question, words);
  shell.show(EVALUATE);
  const run = (): void => desk.put({ layers, request }, "Your question from before.");
  notify("It stands in place of the question that was here.", "word", { title: "Bring that back", run });
}

/** Services, federated and anonymous callers have no policies of their own. */
function hasPolicies({ principal }: Witness): boolean {
  return principal !== undefined && !["Anonymous", "Service", "Federated"].includes(principal.type);
}

/** What a policy is, by what its statements have. */
function memberOf(text: string): Member {
  const statements = statementsOf(text);
  const has = (...names: string[]): boolean => statements.some((statement) => names.some((name) => name in statement));
  if (!has("Principal", "NotPrincipal")) return "identity";
  return has("Resource", "NotResource") ? "resource" : "trust";
}

function statementsOf(text: string): object[] {
  try {
    const { Statement } = JSON.parse(text) as { Statement?: unknown };
    const all: unknown[] = Array.isArray(Statement) ? Statement : [Statement];
    return all.filter((statement): statement is object => typeof statement === "object" && statement !== null);
  } catch {
    // what the module read after all is not for us to read
    return [];
  }
}
