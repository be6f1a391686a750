// The policies by layer.

import type { Witness } from "iam-eval-wasm/web";

import { element, fill } from "../dom/element.ts";
import type { Engine } from "../engine/engine.ts";
import type { LintAnswer } from "../engine/protocol.ts";
import { layerOf, LAYERS } from "../question/layers.ts";
import { type Layer, newDocument, newLayer, type PolicyDocument } from "../question/question.ts";
import type { Session } from "../question/session.ts";
import { menu, type MenuItem } from "../shell/menu.ts";
import { ownFindingsChoice, resourceTypeChoice } from "../validation/choices.ts";
import type { Validator } from "../validation/validator.ts";
import { type CardEvents, PolicyCard } from "./card.ts";
import type { PolicyEditor } from "./editor.ts";
import { layerSection, type SectionEvents } from "./section.ts";

export interface PanelEvents {
  /** Which context keys the policies ask for. */
  onKeys: (keys: string[]) => void;
  /** A request that shows a finding is to be asked. */
  onTry: (witness: Witness) => void;
}

/** The left half of the page. */
export class PoliciesPanel {
  readonly element: HTMLElement;
  readonly #session: Session;
  readonly #engine: Engine;
  readonly #layers = element("div", { class: "layers" });
  readonly #cards = new Map<PolicyDocument, PolicyCard>();
  readonly #keys = new Map<PolicyDocument, string[]>();
  readonly #validator: Validator;
  readonly #told: PanelEvents;
  readonly #events: SectionEvents = {
    card: (layer, document) => this.#card(layer, document),
    onUnknown: (layer, isUnknown) => this.#setUnknown(layer, isUnknown),
    onAddPolicy: (layer, level) => this.#add(layer, level),
    onAddLevel: (layer) => this.#add(layer, layer.levels.length),
    onRemove: (layer) => this.#removeLayer(layer),
    choiceOf: ({ kind }) => this.#choiceOf(kind),
  };

  constructor(session: Session, engine: Engine, validator: Validator, told: PanelEvents) {
    this.#session = session;
    this.#engine = engine;
    this.#validator = validator;
    this.#told = told;
    this.element = element(
      "section",
      { class: "policies", "aria-labelledby": "policies-title" },
      element(
        "header",
        { class: "panel-head" },
        element("h2", { id: "policies-title" }, "Policies"),
        ownFindingsChoice(validator.settings),
        menu("Add a layer", "add", () => this.#absent(), "plain"),
      ),
      this.#layers,
    );
    session.onReplace(() => this.#draw());
    validator.settings.onChange(() => {
      for (const card of this.#cards.values()) card.check();
    });
    this.#draw();
  }

  /** The editor of a document, while it is shown. */
  editor(document: PolicyDocument): PolicyEditor | undefined {
    return this.#cards.get(document)?.editor;
  }

  editors(): Iterable<[PolicyDocument, PolicyEditor]> {
    return [...this.#cards].map(([document, { editor }]) => [document, editor]);
  }

  /** Shows a layer, adding it where it is absent. */
  showLayer(kind: Layer["kind"]): void {
    if (!this.#session.question.layers.some((layer) => layer.kind === kind)) this.#addLayer(kind);
    else this.#focus(kind);
  }

  #draw(): void {
    const { layers } = this.#session.question;
    const documents = new Set(layers.flatMap(({ levels }) => levels.flat()));
    for (const [document, card] of this.#cards) {
      if (documents.has(document)) continue;
      card.close();
      this.#cards.delete(document);
      this.#keys.delete(document);
    }
    const none = element(
      "p",
      { class: "empty" },
      "No layer yet. Whether anything is granted depends on the identity policies.",
    );
    fill(this.#layers, ...(layers.length > 0 ? layers.map((layer) => layerSection(layer, this.#events)) : [none]));
  }

  #card(layer: Layer, document: PolicyDocument): PolicyCard {
    const known = this.#cards.get(document);
    if (known) return known;
    const events: CardEvents = {
      onEdit: (document, text) => this.#session.edit(() => (document.text = text)),
      onRemove: (document) => this.#removeDocument(layer, document),
      onLint: (document, answer) => this.#linted(document, answer),
      onTry: (witness) => this.#told.onTry(witness),
    };
    const card = new PolicyCard(document, layerOf(layer.kind), this.#engine, events, this.#validator);
    this.#cards.set(document, card);
    return card;
  }

  #linted(document: PolicyDocument, { keys }: LintAnswer): void {
    this.#keys.set(document, keys);
    this.#told.onKeys([...new Set([...this.#keys.values()].flat())].sort());
  }

  #choiceOf(kind: Layer["kind"]): HTMLElement | undefined {
    const isChosen = layerOf(kind).validated?.resourceType === "chosen";
    return isChosen ? resourceTypeChoice(this.#validator.settings) : undefined;
  }

  #absent(): MenuItem[] {
    const present = new Set(this.#session.question.layers.map(({ kind }) => kind));
    const absent = LAYERS.filter(({ kind }) => !present.has(kind));
    if (absent.length === 0) return [{ title: "All layers are there", run: () => undefined }];
    return absent.map(({ kind, title, about }) => ({ title, about, run: () => this.#addLayer(kind) }));
  }

  #change(change: () => void): void {
    this.#session.edit(change);
    this.#draw();
  }

  #addLayer(kind: Layer["kind"]): void {
    const order = (layer: Layer): number => LAYERS.findIndex((sort) => sort.kind === layer.kind);
    this.#change(() => {
      const { layers } = this.#session.question;
      layers.push(newLayer(kind));
      layers.sort((one, other) => order(one) - order(other));
    });
    this.#focus(kind);
  }

  #removeLayer(layer: Layer): void {
    this.#change(() => {
      const { question } = this.#session;
      question.layers = question.layers.filter((other) => other !== layer);
    });
    this.element.querySelector<HTMLElement>(".panel-head button")?.focus();
  }

  #setUnknown(layer: Layer, isUnknown: boolean): void {
    this.#change(() => {
      layer.isUnknown = isUnknown;
      if (layer.levels.length === 0) layer.levels = newLayer(layer.kind).levels;
    });
    this.element.querySelector<HTMLElement>(`[data-layer="${layer.kind}"] input`)?.focus();
  }

  #add(layer: Layer, level: number): void {
    const document = newDocument(layerOf(layer.kind).starter);
    this.#change(() => {
      layer.levels[level] = [...(layer.levels[level] ?? []), document];
    });
    this.editor(document)?.focus();
  }

  #removeDocument(layer: Layer, document: PolicyDocument): void {
    const { holds } = layerOf(layer.kind);
    const levels = layer.levels.map((documents) => documents.filter((other) => other !== document));
    const filled = holds === "levels" ? levels.filter((documents) => documents.length > 0) : levels;
    // an identity without policies is a thing of its own; any other layer without policies is none
    const isEmpty = filled.flat().length === 0 && layer.kind !== "identity";
    if (isEmpty) return this.#removeLayer(layer);
    this.#change(() => (layer.levels = filled));
    this.#focus(layer.kind);
  }

  #focus(kind: Layer["kind"]): void {
    const layer = this.#session.question.layers.find((layer) => layer.kind === kind);
    // of an unknown layer, the switch is what matters
    const place = layer?.isUnknown ? `[data-layer="${kind}"] input` : `#layer-${kind}`;
    const target = this.element.querySelector<HTMLElement>(place);
    target?.focus({ preventScroll: true });
    target?.scrollIntoView({ block: "nearest" });
  }
}
