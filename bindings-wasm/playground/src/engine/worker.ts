// The worker that answers about requests and policies.

import init, { Policy, PolicySet, version } from "iam-eval-wasm/web";

import type { LintAnswer } from "./protocol.ts";
import { isRefusal, report, serve } from "./queue.ts";

serve<"answer" | "lint" | "format" | "version">(init, {
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
});
