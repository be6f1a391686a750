// Why there is no answer.

import { banner } from "../../dom/banner.ts";
import { element } from "../../dom/element.ts";
import { icon } from "../../dom/icon.ts";
import { messageOf } from "../../policies/problems.ts";
import type { AnswerEvents, Shown } from "./state.ts";

/** What stands in the way, and where. */
export function refusal({ error, asked }: Extract<Shown, { type: "refused" }>, events: AnswerEvents): HTMLElement[] {
  const { policy, line, offset = 0 } = error;
  const what = messageOf({ ...error, type: error.type }).replace(/^request: /, "");
  if (policy === undefined) return [banner("none", "warning", "No answer", `The request cannot be asked: ${what}.`)];
  const name = asked.policies.get(policy)?.name ?? policy;
  const link = element(
    "button",
    {
      type: "button",
      class: "statement-link",
      "data-key": `problem ${policy}`,
      onclick: () => events.onProblem(policy, offset, asked),
    },
    icon("warning"),
    element("span", { class: "statement-name" }, name),
    line !== undefined && element("span", { class: "place" }, `line ${line}`),
  );
  return [
    banner("none", "warning", "No answer", `A policy cannot be read: ${what}.`),
    element("div", { class: "answer-part" }, element("h3", {}, "Where it stands"), link),
  ];
}
