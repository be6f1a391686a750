// One policy: its name, its editor, and what is wrong with it.

import type { FixOutput, Witness } from "iam-eval-wasm/web";

import { element } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import type { Engine } from "../engine/engine.ts";
import type { LintAnswer } from "../engine/protocol.ts";
import type { PolicyDocument } from "../question/question.ts";
import { notify } from "../shell/notice.ts";
import { FaultList, type Listed } from "../validation/list.ts";
import { counted, worst } from "../validation/sorts.ts";
import type { Validator } from "../validation/validator.ts";
import { PolicyEditor } from "./editor.ts";
import { Inspection, type PolicySort } from "./inspection.ts";
import { messageOf } from "./problems.ts";

export interface CardEvents {
  onEdit: (document: PolicyDocument, text: string) => void;
  onRemove: (document: PolicyDocument) => void;
  /** After the policy was looked at. */
  onLint: (document: PolicyDocument, answer: LintAnswer) => void;
  /** A request that shows a finding is to be asked. */
  onTry?: (witness: Witness) => void;
}

/** A policy on the page. */
export class PolicyCard {
  readonly element: HTMLElement;
  readonly editor: PolicyEditor;
  readonly #document: PolicyDocument;
  readonly #sort: PolicySort;
  readonly #engine: Engine;
  readonly #validator: Validator | undefined;
  readonly #events: CardEvents;
  readonly #inspection: Inspection;
  readonly #list: FaultList;
  readonly #name = element("h4", { class: "policy-name" });
  readonly #status = element("span", { class: "policy-status" });
  readonly #spoken = element("span", { class: "off-screen", role: "status", "aria-live": "polite" });
  readonly #remove: HTMLButtonElement;
  #isEdited = false;

  /** Without a validator, the policy is only read. */
  constructor(document: PolicyDocument, sort: PolicySort, engine: Engine, events: CardEvents, validator?: Validator) {
    this.#document = document;
    this.#sort = sort;
    this.#engine = engine;
    this.#validator = validator;
    this.#events = events;
    this.#inspection = new Inspection(document, sort, engine, validator, {
      onLint: (answer) => events.onLint(document, answer),
      onSeen: (seen, statements) => this.#show(seen, statements),
    });
    this.#list = new FaultList(validator, {
      onGo: (offset) => this.editor.goTo(offset),
      onFix: (fix) => this.#fix(fix),
      onFixAll: () => void this.#fixAll(),
      onTry: (witness) => events.onTry?.(witness),
    });
    this.editor = new PolicyEditor(document.text, sort.singular, {
      onEdit: (text) => this.#edited(text),
      onFormat: () => void this.#format(),
      onFix: (fix) => this.#fix(fix),
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
      { class: "policy", tabindex: -1 },
      element("header", { class: "policy-head" }, this.#name, this.#status, this.#spoken, format, this.#remove),
      this.editor.element,
      this.#list.element,
    );
    void this.#inspection.begin();
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
    this.element.setAttribute("aria-label", name);
    this.#list.rename(name);
    this.editor.rename(name);
  }

  /** Makes the checks anew, as when others are wanted. */
  check(): void {
    this.#inspection.check();
  }

  close(): void {
    this.#inspection.close();
    this.editor.close();
    this.element.remove();
  }

  #edited(text: string): void {
    this.#isEdited = true;
    this.#list.wait();
    this.#events.onEdit(this.#document, text);
    this.#inspection.soon();
  }

  #show(seen: Listed, statements: number): void {
    const types = seen.faults.map(({ type }) => type);
    const status = counted(types) || `${statements} statement${statements === 1 ? "" : "s"}`;
    this.editor.complain(seen.faults);
    this.#list.show(seen);
    this.#status.textContent = status;
    this.#status.dataset.state = worst(types) ?? "fine";
    // what nobody did is not worth interrupting for
    const words = `${this.#name.textContent}: ${status}`;
    if (this.#isEdited && this.#spoken.textContent !== words) this.#spoken.textContent = words;
  }

  #fix({ title, edits }: FixOutput): void {
    this.editor.mend(edits);
    this.#mended(`Fixed: ${title}.`);
  }

  async #fixAll(): Promise<void> {
    const { validated } = this.#sort;
    if (!this.#validator || !validated) return;
    const { text } = this.#document;
    const reply = await this.#validator.fix(this.#document, validated);
    if (reply.type !== "answered" || text !== this.#document.text) return;
    const { mended, text: fixed } = reply.value;
    if (mended.length === 0) return notify("There is nothing that could be fixed with certainty.");
    this.editor.write(fixed);
    this.#mended(`${mended.length === 1 ? "One fix" : `${mended.length} fixes`} made.`);
  }

  /** Says what was done, and offers to take it back until somebody goes on typing. */
  #mended(words: string): void {
    const { text } = this.#document;
    const run = (): void => {
      if (text === this.#document.text) this.editor.undo();
      else notify("The policy was edited since; undo in its editor takes back one step at a time.", "warning");
    };
    notify(words, "word", { title: "Undo", run });
    // the button that was pressed is gone; no keyboard opens on a phone as it would in the editor
    this.element.focus({ preventScroll: true });
  }

  async #format(): Promise<void> {
    const { text, id } = this.#document;
    const reply = await this.#engine.ask(`format ${id}`, "format", { text });
    if (reply.type === "refused") notify(`This cannot be formatted yet: ${messageOf(reply.error)}`, "warning");
    if (reply.type === "answered" && text === this.#document.text) this.editor.write(reply.value);
  }
}
