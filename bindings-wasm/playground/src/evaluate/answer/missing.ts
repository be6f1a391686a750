// What was not known, and what could be done about it.

import type { DecisionReport, Dependency } from "iam-eval-wasm/web";

import { element } from "../../dom/element.ts";
import { icon, type IconName } from "../../dom/icon.ts";
import type { AnswerEvents } from "./state.ts";
import { layerTitle } from "./words.ts";

/** On what the answer depends, and which keys the request lacks; nothing where all is known. */
export function missing(report: DecisionReport, events: AnswerEvents): HTMLElement[] {
  const depended = new Set(
    report.dependsOn.map((dependency) => (dependency.type === "contextKey" ? dependency.name : "")),
  );
  const lacking = report.missingKeys.filter((key) => !depended.has(key));
  const groups = [
    group(
      "What it depends on",
      report.dependsOn.map((dependency) => dependencyChip(dependency, events)),
    ),
    group(
      "Keys that policies ask for and the request lacks",
      lacking.map((key) => keyChip(key, events)),
    ),
  ];
  return groups.filter((group) => group !== undefined);
}

function group(title: string, chips: HTMLElement[]): HTMLElement | undefined {
  if (chips.length === 0) return undefined;
  return element(
    "div",
    { class: "answer-part" },
    element("h3", {}, title),
    element("ul", { class: "chips" }, ...chips.map(listed)),
  );
}

function listed(chip: HTMLElement): HTMLElement {
  return element("li", {}, chip);
}

function keyChip(key: string, events: AnswerEvents): HTMLElement {
  return chip("add", key, `Add ${key} to the request`, () => events.onKey(key), "mono");
}

function dependencyChip(dependency: Dependency, events: AnswerEvents): HTMLElement {
  switch (dependency.type) {
    case "contextKey":
      return keyChip(dependency.name, events);
    case "layer": {
      const title = layerTitle(dependency.layer);
      return chip("arrow", title, `Say what the layer holds: ${title}`, () => events.onLayer(dependency.layer));
    }
    case "resourceAccount":
      return chip("arrow", "The resource’s account", "Say whose the resource is", events.onAccount);
    case "principal":
      return chip("arrow", "Who exactly asks", "Say more about the principal", events.onPrincipal);
  }
}

function chip(name: IconName, text: string, does: string, run: () => void, look = ""): HTMLElement {
  return element(
    "button",
    {
      type: "button",
      class: `chip ${look}`,
      title: does,
      "aria-label": does,
      "data-key": `chip ${text}`,
      onclick: run,
    },
    icon(name),
    element("span", {}, text),
  );
}
