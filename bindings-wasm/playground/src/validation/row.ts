// One thing that is wrong: what, where, which check says so, and what can be done.

import type { FindingOutput } from "iam-eval-wasm/web";

import { requestRow } from "../analyze/parts.ts";
import { element, fill, uniqueId } from "../dom/element.ts";
import { icon } from "../dom/icon.ts";
import { capitalized, quoted } from "../dom/quoted.ts";
import { checkPage } from "./check-page.ts";
import type { Fault } from "./faults.ts";
import type { FaultEvents } from "./list.ts";
import { sortOf } from "./sorts.ts";
import type { Validator } from "./validator.ts";

/** As many other places of one finding are named. */
const MOST_PLACES = 5;

/** A row of the list. */
export class FaultRow {
  readonly element: HTMLElement;
  readonly #fault: Fault;
  readonly #validator: Validator | undefined;
  readonly #opened: Set<string>;
  readonly #events: FaultEvents;

  constructor(fault: Fault, validator: Validator | undefined, opened: Set<string>, events: FaultEvents) {
    this.#fault = fault;
    this.#validator = validator;
    this.#opened = opened;
    this.#events = events;
    const { finding } = fault;
    this.element = element(
      "li",
      { class: "fault", "data-type": fault.type },
      this.#said(),
      ...(finding ? this.#more(finding) : []),
    );
  }

  #said(): HTMLElement {
    const { type, line, message, from } = this.#fault;
    const { title, icon: name } = sortOf(type);
    const button = element("button", { type: "button", class: "problem", onclick: () => this.#events.onGo(from) });
    button.append(
      icon(name),
      element("span", { class: "off-screen" }, `${title}: `),
      element("span", { class: "place" }, `Line ${line}`),
      element("span", { class: "message" }, ...quoted(message)),
    );
    return button;
  }

  #more(finding: FindingOutput): HTMLElement[] {
    const { issueCode, findingType, locations, fixes = [], witness } = finding;
    const page = element("div", { id: uniqueId("check"), class: "check", hidden: true });
    const code = element(
      "button",
      { type: "button", class: "fault-code", "aria-expanded": "false", "aria-controls": page.id },
      icon("chevron"),
      element("span", { class: "mono" }, issueCode),
    );
    const key = `${issueCode} ${JSON.stringify(locations[0]?.path ?? [])}`;
    const open = (isOpen: boolean): void => {
      code.setAttribute("aria-expanded", String(isOpen));
      page.hidden = !isOpen;
      if (!isOpen) this.#opened.delete(key);
      else {
        this.#opened.add(key);
        void this.#fill(page, finding);
      }
    };
    code.onclick = () => open(page.hidden !== false);
    if (this.#opened.has(key)) open(true);
    const others = this.#otherLines(finding).map(({ line, offset }) =>
      element(
        "button",
        { type: "button", class: "fault-place", onclick: () => this.#events.onGo(offset) },
        `also line ${line}`,
      ),
    );
    const doing = element(
      "div",
      { class: "fault-more" },
      element("span", { class: "fault-type" }, sortOf(findingType).title),
      code,
      ...others,
      ...fixes.map((fix) => {
        const button = element("button", {
          type: "button",
          class: "button small fix",
          onclick: () => this.#events.onFix(fix),
        });
        button.append(
          icon("wrench"),
          element("span", {}, element("span", { class: "off-screen" }, "Fix: "), ...quoted(capitalized(fix.title))),
        );
        return button;
      }),
      witness &&
        element(
          "button",
          { type: "button", class: "button small", onclick: () => this.#events.onTry(witness) },
          icon("arrow"),
          "Try the request that shows it",
        ),
    );
    return [doing, page];
  }

  /** The first place on each line besides the finding's first. */
  #otherLines({ locations }: FindingOutput): { line: number; offset: number }[] {
    const starts = locations.map(({ span }) => span.start);
    const others = starts.filter(({ line }, at) => at > 0 && starts.findIndex((other) => other.line === line) === at);
    return others.slice(0, MOST_PLACES);
  }

  async #fill(host: HTMLElement, { issueCode, learnMoreLink, witness }: FindingOutput): Promise<void> {
    const check = await this.#validator?.check(issueCode);
    fill(
      host,
      witness && requestRow(witness, (witness) => this.#events.onTry(witness)),
      ...(check ? checkPage(check, learnMoreLink) : [element("p", {}, "What the check is about could not be loaded.")]),
    );
  }
}
