// A statement of a policy, as a link to its text.

import { element } from "../../dom/element.ts";
import type { Asked } from "../../question/asked.ts";
import { placeOf } from "../../question/asked.ts";
import type { AnswerEvents, StatementPlace } from "./state.ts";

export interface LinkedStatement extends StatementPlace {
  index: number;
  sid?: string;
}

/**
 * A link that lights the statement in its editor. `isPlain` leaves out the policy's name, where the
 * statement stands below it already.
 */
export function statementLink(
  statement: LinkedStatement,
  asked: Asked,
  events: AnswerEvents,
  isPlain = false,
): HTMLElement {
  const { layer, level, policy, index, sid, effect, span } = statement;
  const name = asked.policies.get(placeOf(layer, level, policy))?.name ?? layer;
  const line = `line ${span.start.line}`;
  return element(
    "button",
    {
      type: "button",
      class: "statement-link",
      "data-key": `${layer} ${level ?? ""} ${policy} ${index} ${isPlain}`,
      onclick: () => events.onStatement(statement, asked),
    },
    element("span", { class: `effect effect-${effect.toLowerCase()}` }, effect),
    element("span", { class: "statement-name" }, sid === undefined ? `Statement ${index + 1}` : sid),
    element("span", { class: "place" }, isPlain ? line : `${name}, ${line}`),
  );
}
