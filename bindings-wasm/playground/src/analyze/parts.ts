// The pieces that answers are made of.

import type { Witness, WitnessPrincipal, WitnessValue } from "iam-eval-wasm/analysis/web";

import { sentence } from "../dom/banner.ts";
import { element } from "../dom/element.ts";
import { icon, type IconName } from "../dom/icon.ts";
import { quoted } from "../dom/quoted.ts";
import { copyButton } from "../shell/copy-button.ts";

/** Has the page ask a request that was found. */
export type Try = (witness: Witness) => void;

/** A part of an answer below its banner. */
export function part(title: string, ...children: (HTMLElement | false | undefined)[]): HTMLElement {
  return element("div", { class: "answer-part" }, element("h3", {}, title), ...children);
}

/** Whether something holds, in a word. */
export function word(state: "allowed" | "explicitDeny" | "depends", text: string): HTMLElement {
  const icons: Record<typeof state, IconName> = { allowed: "check", explicitDeny: "warning", depends: "question" };
  return element("span", { class: "word", "data-state": state }, icon(icons[state]), text);
}

/** A sentence of the page or of the module. */
export function line(words: string): HTMLElement {
  return element("p", { class: "analysis-line" }, ...quoted(words));
}

/** What the module says, a line each. */
export function lines(said: string[]): HTMLElement | undefined {
  if (said.length === 0) return undefined;
  return element(
    "ul",
    { class: "analysis-lines" },
    ...said.map((words) => element("li", {}, ...quoted(sentence(words)))),
  );
}

/** What was taken for granted. */
export function assumed(assumptions: string[]): HTMLElement | undefined {
  const list = lines(assumptions);
  return list && part("Taken for granted", list);
}

/** A policy as text, with whether it is all. */
export function policyText(text: string, isExact: boolean, copied: string): HTMLElement {
  const state = isExact ? word("allowed", "Exact") : word("depends", "Inexact");
  return element(
    "div",
    { class: "made-card" },
    element("div", { class: "made-head" }, state, element("span", { class: "place" }), copyButton(copied, text)),
    element("pre", { class: "made-text mono", tabindex: 0, "aria-label": "Policy" }, element("code", {}, text)),
  );
}

/** A request that was found, with a button that asks it. */
export function requestRow(witness: Witness, tryIt: Try): HTMLElement {
  const { action, resource, principal, context = {} } = witness;
  const details = [
    principal && `by ${principalName(principal)}`,
    ...Object.entries(context).map(([key, value]) => `${key}: ${valueText(value)}`),
  ].filter((detail) => detail !== undefined);
  return element(
    "div",
    { class: "request-row" },
    element(
      "div",
      { class: "request-words" },
      element(
        "p",
        {},
        element("strong", { class: "mono" }, action),
        " on ",
        element("span", { class: "mono" }, resource),
      ),
      ...details.map((detail) => element("p", { class: "place" }, detail)),
    ),
    element(
      "button",
      {
        type: "button",
        class: "button small",
        "aria-label": `Try this request: ${action} on ${resource}`,
        onclick: () => tryIt(witness),
      },
      icon("arrow"),
      "Try this request",
    ),
  );
}

function principalName({ type, arn, name, provider, account }: WitnessPrincipal): string {
  if (type === "Anonymous") return "somebody anonymous";
  return arn ?? name ?? provider ?? account ?? type;
}

function valueText(value: WitnessValue): string {
  if (typeof value === "string") return value === "" ? "(empty)" : value;
  return Array.isArray(value) ? value.join(", ") || "(no values)" : "(not there)";
}
