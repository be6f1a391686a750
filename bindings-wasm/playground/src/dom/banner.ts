// An answer in a word, and why in a sentence.

import { element } from "./element.ts";
import { icon, type IconName } from "./icon.ts";
import { quoted } from "./quoted.ts";

/** A banner; its state gives it its colour, and its icon says the same without one. */
export function banner(
  state: string,
  name: IconName,
  title: string,
  reason: string,
  notes: string[] = [],
): HTMLElement {
  return element(
    "div",
    { class: "verdict", "data-state": state },
    element("div", { class: "verdict-mark" }, icon(name)),
    element(
      "div",
      { class: "verdict-words" },
      element("p", { class: "verdict-title" }, title),
      element("p", { class: "verdict-reason" }, ...quoted(reason)),
      notes.length > 0 && element("p", { class: "verdict-notes" }, notes.join(" ")),
    ),
  );
}

/** The module's words begin in lower case and end without a period. */
export function sentence(words: string): string {
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}.`;
}
