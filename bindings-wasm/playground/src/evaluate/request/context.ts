// What is known of context keys.

import { element, fill, uniqueId } from "../../dom/element.ts";
import { icon } from "../../dom/icon.ts";
import { type ContextRow, type KeyState, newRow, type RequestDraft } from "../../question/question.ts";
import { choice, errorOf } from "../../dom/field.ts";

const STATES: [KeyState, string][] = [
  ["value", "is"],
  ["values", "has values"],
  ["present", "is there, value unknown"],
  ["unknown", "may be there"],
  ["absent", "is not there"],
];

const MODES = [
  ["closed", "are not there"],
  ["open", "may be there"],
] as const;

/** What is wrong with the context, and with which keys. */
export interface ContextProblem {
  message: string;
  keys: string[];
}

/** The rows of keys. */
export class ContextFields {
  readonly element: HTMLElement;
  readonly #request: RequestDraft;
  readonly #edit: (change: () => void) => void;
  readonly #rows = element("ul", { class: "context-rows" });
  readonly #suggested = element("datalist", { id: uniqueId("keys") });
  readonly #error = errorOf(uniqueId("context"), []);

  constructor(request: RequestDraft, suggested: string[], edit: (change: () => void) => void) {
    this.#request = request;
    this.#edit = edit;
    this.suggest(suggested);
    const add = element(
      "button",
      { type: "button", class: "button quiet small", onclick: () => this.add("") },
      icon("add"),
      "Add a key",
    );
    const mode = choice("Keys that are not listed", MODES, request.contextMode, (mode) =>
      edit(() => (request.contextMode = mode)),
    );
    this.element = element(
      "div",
      { class: "context", role: "group", "aria-label": "Context" },
      element("div", { class: "context-head" }, element("span", { class: "legend" }, "Context keys"), add),
      this.#rows,
      this.#error.element,
      element(
        "div",
        { class: "context-mode" },
        element("span", { "aria-hidden": "true" }, "Keys that are not listed"),
        mode,
      ),
      this.#suggested,
    );
    for (const row of request.context) this.#rows.append(this.#row(row));
  }

  /** Adds a key, or finds it, and puts the cursor where its value belongs. */
  add(key: string): void {
    const known = this.#request.context.find((row) => row.key.trim().toLowerCase() === key.toLowerCase() && key !== "");
    const row = known ?? newRow(key);
    if (!known) {
      this.#edit(() => this.#request.context.push(row));
      this.#rows.append(this.#row(row));
    }
    const shown = this.#rows.querySelector(`[data-row="${row.id}"]`);
    const places = key === "" ? [".context-key"] : [".context-value", "select"];
    const found = places.map((place) => shown?.querySelector<HTMLElement>(place)).find((place) => place);
    found?.focus();
  }

  /** Offers keys while one types; those that the policies ask for. */
  suggest(keys: string[]): void {
    fill(this.#suggested, ...keys.map((value) => element("option", { value })));
  }

  complain(problem?: ContextProblem): void {
    this.#error.complain(problem?.message);
    const keys = problem?.keys.map((key) => key.toLowerCase()) ?? [];
    for (const input of this.#rows.querySelectorAll<HTMLInputElement>(".context-key")) {
      if (keys.includes(input.value.trim().toLowerCase())) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
  }

  #row(row: ContextRow): HTMLElement {
    const value = element("div", { class: "context-value-place" });
    const key = element("input", {
      type: "text",
      class: "mono context-key",
      value: row.key,
      placeholder: "aws:SourceIp",
      list: this.#suggested.id,
      "aria-label": "Context key",
      autocomplete: "off",
      autocapitalize: "none",
      spellcheck: "false",
      oninput: () => this.#edit(() => (row.key = key.value)),
    });
    const state = choice("What is known of the key", STATES, row.state, (state) => {
      this.#edit(() => (row.state = state));
      fill(value, this.#value(row));
      value.querySelector<HTMLElement>(".context-value")?.focus();
    });
    const remove = element(
      "button",
      {
        type: "button",
        class: "button quiet icon-only",
        "aria-label": "Remove the key",
        title: "Remove the key",
        onclick: () => this.#remove(row, item),
      },
      icon("remove"),
    );
    fill(value, this.#value(row));
    const item = element("li", { "data-row": row.id }, key, state, value, remove);
    return item;
  }

  #value(row: ContextRow): HTMLElement | undefined {
    const known = { class: "mono context-value", spellcheck: "false", autocapitalize: "none" };
    if (row.state === "values") {
      const area = element(
        "textarea",
        {
          ...known,
          rows: 3,
          "aria-label": "Values, one a line",
          placeholder: "one a line",
          oninput: () => this.#edit(() => (row.text = area.value)),
        },
        row.text,
      );
      return area;
    }
    if (row.state !== "value") return undefined;
    const input = element("input", {
      ...known,
      type: "text",
      value: row.text,
      "aria-label": "Value",
      autocomplete: "off",
      oninput: () => this.#edit(() => (row.text = input.value)),
    });
    return input;
  }

  #remove(row: ContextRow, item: HTMLElement): void {
    const { context } = this.#request;
    this.#edit(() => context.splice(context.indexOf(row), 1));
    const next = item.nextElementSibling ?? item.previousElementSibling;
    item.remove();
    (next?.querySelector("input") ?? this.element.querySelector("button"))?.focus();
  }
}
