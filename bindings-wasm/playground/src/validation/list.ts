// The list of what is wrong with a policy, below its editor.

import type { FixOutput, Witness } from "iam-eval-wasm/web";

import { element, fill } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import type { Fault } from "./faults.ts";
import { FaultRow } from "./row.ts";
import type { Validator } from "./validator.ts";

/** As many are listed at first, and this many more each time one asks for more. */
const MOST_LISTED = 6;
const MORE = 50;

/** What the list has others do. */
export interface FaultEvents {
  onGo: (offset: number) => void;
  onFix: (fix: FixOutput) => void;
  onFixAll: () => void;
  onTry: (witness: Witness) => void;
}

/** What there is to list. */
export interface Listed {
  faults: Fault[];
  /** What has to be said besides. */
  note?: string | undefined;
}

/** The list. It hides itself where there is nothing to say. */
export class FaultList {
  readonly element = element("section", { class: "faults", hidden: true });
  readonly #events: FaultEvents;
  readonly #validator: Validator | undefined;
  /** The rows that are open, by what they are about, so that they stay open over an edit. */
  readonly #opened = new Set<string>();

  constructor(validator: Validator | undefined, events: FaultEvents) {
    this.#validator = validator;
    this.#events = events;
  }

  rename(policy: string): void {
    this.element.setAttribute("aria-label", `Findings: ${policy}`);
  }

  /** Shows none: the text is another now, and nothing said of the last one holds of it. */
  wait(): void {
    // keeps its height, so that nothing jumps while one types
    this.element.setAttribute("aria-busy", "true");
    this.element.inert = true;
  }

  show({ faults, note }: Listed): void {
    this.element.removeAttribute("aria-busy");
    this.element.inert = false;
    this.element.hidden = faults.length === 0 && note === undefined;
    const fixable = faults.filter(({ finding }) => finding?.fixes !== undefined).length;
    fill(
      this.element,
      fixable > 1 && this.#fixAll(fixable),
      faults.length > 0 && this.#list(faults),
      note !== undefined && element("p", { class: "faults-note" }, note),
    );
  }

  #list(faults: Fault[]): HTMLElement {
    const list = element("ul", {});
    const add = (from: number, to: number): void => {
      list.append(...faults.slice(from, to).map((fault) => this.#row(fault)));
      const left = faults.length - to;
      if (left <= 0) return;
      const button = element(
        "button",
        { type: "button", class: "button quiet small" },
        `Show ${Math.min(left, MORE)} more`,
      );
      const item = element("li", { class: "more" }, button, left > MORE && ` of ${left}`);
      button.onclick = () => {
        item.remove();
        add(to, to + MORE);
        list.children[to]?.querySelector("button")?.focus();
      };
      list.append(item);
    };
    add(0, MOST_LISTED);
    return list;
  }

  #row(fault: Fault): HTMLElement {
    return new FaultRow(fault, this.#validator, this.#opened, this.#events).element;
  }

  #fixAll(count: number): HTMLElement {
    return element(
      "div",
      { class: "faults-head" },
      element("span", {}, `${count} can be fixed with certainty`),
      element(
        "button",
        { type: "button", class: "button small", onclick: () => this.#events.onFixAll() },
        icon("wrench"),
        "Fix all",
      ),
    );
  }
}
