// What every layer made of the request.

import type { ConditionReport, LayerReport, StatementReport } from "iam-eval-wasm/web";

import { element } from "../../dom/element.ts";
import { icon } from "../../dom/icon.ts";
import { type Asked, placeOf } from "../../question/asked.ts";
import type { AnswerEvents } from "./state.ts";
import { statementLink } from "./statement.ts";
import { ANSWERS, conditionWord, layerTitle, OUTCOMES } from "./words.ts";

/** Which layers somebody opened or closed, by their names: kept while answers come and go. */
export type Openness = Map<string, boolean>;

/** The layers, those that decided opened. */
export function layerList(
  layers: LayerReport[],
  asked: Asked,
  events: AnswerEvents,
  openness: Openness,
): HTMLElement | undefined {
  if (layers.length === 0) return undefined;
  return element(
    "div",
    { class: "answer-part" },
    element("h3", {}, "Layer by layer"),
    element("div", { class: "layer-reports" }, ...layers.map((layer) => layerReport(layer, asked, events, openness))),
  );
}

function layerReport(report: LayerReport, asked: Asked, events: AnswerEvents, openness: Openness): HTMLElement {
  const { layer, level, answer, unknown, statements } = report;
  const title = layerTitle(layer, level);
  const word = unknown ? { title: "Unknown", icon: "question" as const } : ANSWERS[answer];
  const head = [
    element("span", { class: "layer-report-title" }, title),
    element("span", { class: "word", "data-state": unknown ? "depends" : answer }, icon(word.icon), word.title),
  ];
  if (statements.length === 0) return element("div", { class: "layer-report bare" }, ...head);
  const concerning = statements.filter(({ outcome }) => outcome !== "actionDiffers");
  const others = statements.filter(({ outcome }) => outcome === "actionDiffers");
  const row = (statement: StatementReport): HTMLElement => statementRow(report, statement, asked, events);
  const rest = others.length > 3 && concerning.length > 0;
  const isOpen = openness.get(title) ?? concerning.length > 0;
  const details = element(
    "details",
    { class: "layer-report", open: isOpen },
    element("summary", { "data-key": `layer ${title}` }, icon("chevron"), ...head),
    element("ul", { class: "statement-rows" }, ...(rest ? concerning : statements).map(row)),
    rest && element("p", { class: "others" }, `and ${others.length} statements about other actions`),
  );
  details.addEventListener("toggle", () => openness.set(title, details.open));
  return details;
}

function statementRow(
  { layer, level }: LayerReport,
  statement: StatementReport,
  asked: Asked,
  events: AnswerEvents,
): HTMLElement {
  const { policy, outcome, conditions } = statement;
  const link = statementLink({ ...statement, layer, ...(level !== undefined && { level }) }, asked, events, true);
  const isAlone =
    placeOf(layer, level, 0) === placeOf(layer, level, 1) || !asked.policies.has(placeOf(layer, level, 1));
  return element(
    "li",
    { class: "statement-row", "data-outcome": outcome },
    link,
    !isAlone && element("span", { class: "place" }, `policy ${policy + 1}`),
    element("span", { class: "outcome" }, OUTCOMES[outcome]),
    conditions.length > 0 && element("ul", { class: "condition-rows" }, ...conditions.map(conditionRow)),
  );
}

function conditionRow(condition: ConditionReport): HTMLElement {
  const { word, icon: name, state } = conditionWord(condition);
  return element(
    "li",
    { class: "condition-row", "data-state": state },
    icon(name),
    element("code", {}, condition.operator === undefined ? condition.key : `${condition.operator} ${condition.key}`),
    element("span", { class: "outcome" }, word),
  );
}
