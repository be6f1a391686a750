// One policy: its name, its editor, and what is wrong with it.

import { element, fill } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import { quoted } from "../dom/quoted.ts";
import type { Engine } from "../engine/engine.ts";
import type { LintAnswer } from "../engine/protocol.ts";
import type { LayerSort } from "../question/layers.ts";
import type { PolicyDocument } from "../question/question.ts";
import { notify } from "../shell/notice.ts";
import { PolicyEditor } from "./editor.ts";
import { messageOf, type Problem, problemsOf } from "./problems.ts";

export interface CardEvents {
  onEdit: (document: PolicyDocument, text: string) => void;
  onRemove: (document: PolicyDocument) => void;
  /** After the policy was looked at. */
  onLint: (document: PolicyDocument, answer: LintAnswer) => void;
}

/** What kind of policy it is. */
export type PolicySort = Pick<LayerSort, "singular" | "policyType">;

/** So long typing must rest before the policy is looked at, in milliseconds. */
const REST = 200;

/** As many problems are listed; the others have their squiggle. */
const MOST_LISTED = 4;

/** A policy on the page. */
export class PolicyCard {
  readonly element: HTMLElement;
  readonly editor: PolicyEditor;
  readonly #document: PolicyDocument;
  readonly #sort: PolicySort;
  readonly #engine: Engine;
  readonly #events: CardEvents;
  readonly #name = element("h4", { class: "policy-name" });
  readonly #status = element("span", { class: "policy-status" });
  readonly #remove: HTMLButtonElement;
  readonly #problems = element("ul", { class: "problems", hidden: true });
  #resting: ReturnType<typeof setTimeout> | undefined;

  constructor(document: PolicyDocument, sort: PolicySort, engine: Engine, events: CardEvents) {
    this.#document = document;
    this.#sort = sort;
    this.#engine = engine;
    this.#events = events;
    this.editor = new PolicyEditor(document.text, sort.singular, {
      onEdit: (text) => this.#edited(text),
      onFormat: () => void this.#format(),
    });
    this.#remove = element(
      "button",
      { type: "button", class: "button quiet icon-only", onclick: () => events.onRemove(document) },
      icon("remove"),
    );
    const format = element(
      "button",
      {
        type: "button",
        class: "button quiet small",
        title: "Print it canonically (Shift+Alt+F)",
        onclick: () => void this.#format(),
      },
      icon("lines"),
      "Format",
    );
    this.element = element(
      "article",
      { class: "policy" },
      element("header", { class: "policy-head" }, this.#name, this.#status, format, this.#remove),
      this.editor.element,
      this.#problems,
    );
    this.#lint();
  }

  /**
   * Says what the policy is called, now that others may have come or gone. `short` is what tells it
   * from those beside it; where it stands alone, the layer's title above says enough.
   */
  rename(name: string, short: string | undefined, isRemovable: boolean): void {
    this.#name.textContent = short ?? name;
    this.#name.classList.toggle("off-screen", short === undefined);
    this.#remove.hidden = !isRemovable;
    this.#remove.setAttribute("aria-label", `Remove: ${name}`);
    this.#remove.title = "Remove this policy";
    this.editor.rename(name);
  }

  close(): void {
    clearTimeout(this.#resting);
    this.editor.close();
    this.element.remove();
  }

  #edited(text: string): void {
    this.#events.onEdit(this.#document, text);
    clearTimeout(this.#resting);
    this.#resting = setTimeout(() => this.#lint(), REST);
  }

  async #lint(): Promise<void> {
    const { text, id } = this.#document;
    const { policyType, singular } = this.#sort;
    const reply = await this.#engine.ask(
      `lint ${id}`,
      "lint",
      policyType === undefined ? { text } : { text, policyType },
    );
    // what was found in an older text would stand at the wrong place
    if (reply.type !== "answered" || text !== this.#document.text) return;
    this.#show(
      problemsOf(text, reply.value, `a ${singular.toLowerCase()}`.replace(/^a (?=[aeiou])/, "an ")),
      reply.value,
    );
    this.#events.onLint(this.#document, reply.value);
  }

  #show(problems: Problem[], { statements = 0 }: LintAnswer): void {
    this.editor.complain(problems);
    const errors = problems.filter(({ severity }) => severity === "error").length;
    const warnings = problems.length - errors;
    const counts = [errors > 0 && counted(errors, "error"), warnings > 0 && counted(warnings, "warning")];
    const status = counts.filter((count) => count !== false).join(", ") || counted(statements, "statement");
    this.#status.textContent = status;
    this.#status.dataset.state = errors > 0 ? "error" : warnings > 0 ? "warning" : "fine";
    this.#problems.hidden = problems.length === 0;
    const more = problems.length - MOST_LISTED;
    fill(
      this.#problems,
      ...problems.slice(0, MOST_LISTED).map((problem) => this.#problem(problem)),
      more > 0 && element("li", { class: "more" }, `and ${more} more`),
    );
  }

  #problem({ severity, line, message, from }: Problem): HTMLElement {
    const place = element("span", { class: "place" }, `Line ${line}`);
    const button = element("button", { type: "button", class: "problem", onclick: () => this.editor.goTo(from) });
    button.append(icon("warning"), place, element("span", { class: "message" }, ...quoted(message)));
    return element("li", { class: severity }, button);
  }

  async #format(): Promise<void> {
    const { text, id } = this.#document;
    const reply = await this.#engine.ask(`format ${id}`, "format", { text });
    if (reply.type === "refused") notify(`This cannot be formatted yet: ${messageOf(reply.error)}`, "warning");
    if (reply.type === "answered" && text === this.#document.text) this.editor.write(reply.value);
  }
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}
