// One layer: its name, what can be done with it, and its policies by level.

import { element } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import { layerOf, levelName, policyName } from "../question/layers.ts";
import type { Layer, PolicyDocument } from "../question/question.ts";
import type { PolicyCard } from "./card.ts";

export interface SectionEvents {
  card: (layer: Layer, document: PolicyDocument) => PolicyCard;
  onUnknown: (layer: Layer, isUnknown: boolean) => void;
  onAddPolicy: (layer: Layer, level: number) => void;
  onAddLevel: (layer: Layer) => void;
  onRemove: (layer: Layer) => void;
  /** What there is to choose for a layer, if there is anything. */
  choiceOf: (layer: Layer) => HTMLElement | undefined;
}

/** A layer on the page. */
export function layerSection(layer: Layer, events: SectionEvents): HTMLElement {
  const { title, about, holds } = layerOf(layer.kind);
  const id = `layer-${layer.kind}`;
  const addPolicy = holds === "many" && !layer.isUnknown && adder("Add a policy", () => events.onAddPolicy(layer, 0));
  const addLevel = holds === "levels" && !layer.isUnknown && adder("Add a level", () => events.onAddLevel(layer));
  const remove = element(
    "button",
    {
      type: "button",
      class: "button quiet icon-only",
      title: "Remove this layer",
      "aria-label": `Remove the layer: ${title}`,
      onclick: () => events.onRemove(layer),
    },
    icon("remove"),
  );
  const unknown = element("input", {
    type: "checkbox",
    role: "switch",
    checked: layer.isUnknown,
    onchange: (event: Event) => events.onUnknown(layer, (event.target as HTMLInputElement).checked),
  });
  const head = element(
    "header",
    { class: "layer-head" },
    element("div", { class: "layer-title" }, element("h3", { id, tabindex: -1 }, title), element("p", {}, about)),
    element(
      "div",
      { class: "layer-actions" },
      !layer.isUnknown && events.choiceOf(layer),
      element(
        "label",
        { class: "switch", title: "Nobody knows what this layer holds" },
        unknown,
        element("span", {}, "Unknown"),
      ),
      addPolicy,
      addLevel,
      remove,
    ),
  );
  const body = layer.isUnknown
    ? [unknownBody(layer)]
    : layer.levels.flatMap((_, level) => levelBody(layer, level, events));
  return element("section", { class: "layer", "aria-labelledby": id, "data-layer": layer.kind }, head, ...body);
}

function unknownBody({ kind }: Layer): HTMLElement {
  const { title, holds } = layerOf(kind);
  const verb = holds === "one" ? "says" : "say";
  return element(
    "p",
    { class: "empty" },
    `Nobody knows what the ${title.toLowerCase()} ${verb}. Where that matters, the answer depends.`,
  );
}

function levelBody(layer: Layer, level: number, events: SectionEvents): HTMLElement[] {
  const { kind, levels } = layer;
  const documents = levels[level] ?? [];
  const { holds } = layerOf(kind);
  const isAlone = documents.length === 1;
  // where it would take the layer with it, the layer's own button is enough
  const isRemovable = !isAlone || holds === "levels" || kind === "identity";
  const cards = documents.map((document, policy) => {
    const card = events.card(layer, document);
    const short = isAlone ? undefined : `Policy ${policy + 1}`;
    card.rename(policyName(kind, level, policy, documents.length), short, isRemovable);
    return card.element;
  });
  if (holds === "levels") {
    const head = element(
      "div",
      { class: "level-head" },
      element("span", {}, levelName(level)),
      adder("Add a policy", () => events.onAddPolicy(layer, level), ` to ${levelName(level)}`),
    );
    return [element("div", { class: "level" }, head, ...cards)];
  }
  return cards.length > 0 ? cards : [element("p", { class: "empty" }, "There are none, so nothing is granted here.")];
}

function adder(text: string, run: () => void, hidden = ""): HTMLElement {
  const rest = hidden !== "" && element("span", { class: "off-screen" }, hidden);
  return element("button", { type: "button", class: "button quiet small", onclick: run }, icon("add"), text, rest);
}
