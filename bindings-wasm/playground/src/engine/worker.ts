// The worker: the module, and a queue in which a later question of a channel replaces an earlier one.

import init, { type ErrorReport, type IamEvalError, Policy, PolicySet, version } from "iam-eval-wasm/web";

import type { Answers, Asks, Kind, LintAnswer, Question, Said } from "./protocol.ts";

const waiting = new Map<string, Question>();
let isWorking = true;

self.onmessage = ({ data }: MessageEvent<Question>) => {
  waiting.delete(data.channel);
  waiting.set(data.channel, data);
  if (!isWorking) work();
};

init().then(
  () => {
    say({ type: "ready" });
    work();
  },
  (error: unknown) => say({ type: "lost", message: String(error) }),
);

function work(): void {
  const next = waiting.values().next();
  isWorking = next.done !== true;
  if (next.done) return;
  waiting.delete(next.value.channel);
  if (answer(next.value)) {
    // a task of its own, so that questions that came meanwhile can replace those that wait
    setTimeout(work);
  }
}

/** Answers; false where the module is lost with it. */
function answer({ number, channel, kind, ask }: Question): boolean {
  try {
    say({ type: "answered", number, channel, value: ANSWERS[kind](ask as never) });
  } catch (error) {
    if (!isRefusal(error)) {
      say({ type: "lost", message: String(error) });
      return false;
    }
    say({ type: "refused", number, channel, error: report(error) });
  }
  return true;
}

const ANSWERS: { [K in Kind]: (ask: Asks[K]) => Answers[K] } = {
  answer({ policies, request }) {
    const set = new PolicySet(policies);
    try {
      const decision = set.evaluate(request);
      const answered = { report: decision.toJSON(), explanation: decision.explain() };
      decision.free();
      return answered;
    } finally {
      set.free();
    }
  },
  lint({ text, policyType }) {
    const answer: LintAnswer = { remarks: [], keys: [] };
    try {
      const { policy, remarks } = Policy.lint(text);
      answer.remarks = remarks;
      if (policy) {
        answer.statements = policy.statements.length;
        answer.keys = policy.statements.flatMap(({ conditions }) => conditions.map(({ key }) => key));
      }
    } catch (error) {
      if (!isRefusal(error)) throw error;
      return { ...answer, refused: report(error) };
    }
    if (policyType === undefined) return answer;
    try {
      Policy.parse(text, { policyType }).free();
    } catch (error) {
      if (!isRefusal(error)) throw error;
      answer.unstorable = report(error);
    }
    return answer;
  },
  format({ text }) {
    const policy = Policy.parse(text, { profile: "lenient" });
    try {
      return policy.format();
    } finally {
      policy.free();
    }
  },
  version: () => version().version,
};

function isRefusal(error: unknown): error is IamEvalError {
  return error instanceof Error && "code" in error && !(error instanceof WebAssembly.RuntimeError);
}

function report({ name, code, message, line, column, offset, path, policy, awsMessage }: IamEvalError): ErrorReport {
  const members = { line, column, offset, path, policy, awsMessage };
  const stated = Object.entries(members).filter(([, value]) => value !== undefined);
  return { type: name, code, message, ...Object.fromEntries(stated) };
}

function say(said: Said): void {
  self.postMessage(said);
}
