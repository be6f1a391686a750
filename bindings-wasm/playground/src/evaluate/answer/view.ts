// The answer.

import { banner } from "../../dom/banner.ts";
import { element, fill } from "../../dom/element.ts";
import { quoted } from "../../dom/quoted.ts";
import { type Openness, layerList } from "./layers.ts";
import { missing } from "./missing.ts";
import { refusal } from "./refusal.ts";
import type { AnswerEvents, Shown } from "./state.ts";
import { statementLink } from "./statement.ts";
import { verdict } from "./verdict.ts";
import { ANSWERS } from "./words.ts";

/** A longer list of deciding statements explains nothing; the layers below have them all. */
const MOST_LISTED = 8;

/** The lower right of the page. */
export class AnswerView {
  readonly element: HTMLElement;
  readonly #events: AnswerEvents;
  readonly #body = element("div", { class: "answer-body" });
  readonly #spoken = element("p", { class: "off-screen", role: "status", "aria-live": "polite" });
  readonly #openness: Openness = new Map();
  readonly #bar: HTMLButtonElement;

  constructor(events: AnswerEvents) {
    this.#events = events;
    this.element = element(
      "section",
      { class: "answer", id: "answer", tabindex: -1, "aria-labelledby": "answer-title" },
      element("h2", { id: "answer-title", class: "off-screen" }, "Answer"),
      this.#spoken,
      this.#body,
    );
    this.#bar = element("button", { type: "button", class: "verdict-bar", hidden: true, onclick: () => this.goTo() });
    const seen = new IntersectionObserver(([entry]) =>
      this.#bar.classList.toggle("away", entry?.isIntersecting ?? false),
    );
    seen.observe(this.element);
    this.show({ type: "waiting" });
  }

  /** The verdict alone, for narrow windows: at the foot of the page while the answer is out of sight. */
  get bar(): HTMLElement {
    return this.#bar;
  }

  goTo(): void {
    this.element.focus({ preventScroll: true });
    this.element.scrollIntoView({ block: "start" });
  }

  /** What is shown is outdated, and its successor on its way. */
  wait(): void {
    this.element.setAttribute("aria-busy", "true");
  }

  show(shown: Shown): void {
    this.element.setAttribute("aria-busy", String(shown.type === "waiting"));
    const key = this.#body.contains(document.activeElement)
      ? (document.activeElement as HTMLElement).dataset.key
      : undefined;
    fill(this.#body, ...this.#parts(shown));
    // whoever walks through the answer by keyboard stays where they were
    if (key !== undefined) this.#body.querySelector<HTMLElement>(`[data-key="${CSS.escape(key)}"]`)?.focus();
    const { title, reason, state } = summary(shown);
    this.element.dataset.state = state;
    this.#bar.dataset.state = state;
    this.#bar.hidden = shown.type === "waiting";
    fill(this.#bar, element("strong", {}, title), element("span", {}, ...quoted(reason)));
    // the same words again would be read again
    const words = `${title}: ${reason}`;
    if (this.#spoken.textContent !== words && shown.type !== "waiting") this.#spoken.textContent = words;
  }

  #parts(shown: Shown): HTMLElement[] {
    switch (shown.type) {
      case "waiting":
        return [banner("none", "question", "One moment", "The module is being loaded.")];
      case "lost":
        return [
          banner(
            "none",
            "warning",
            "No answer",
            `The module stopped (${shown.message}). The next edit starts it again.`,
          ),
        ];
      case "refused":
        return refusal(shown, this.#events);
      case "answered":
        return this.#answer(shown);
    }
  }

  #answer({ report, asked }: Extract<Shown, { type: "answered" }>): HTMLElement[] {
    const { answer, statements, layers } = report;
    const verb = answer === "depends" ? "may decide" : statements.length === 1 ? "decides" : "decide";
    const links = statements.slice(0, MOST_LISTED).map((statement) => statementLink(statement, asked, this.#events));
    const more = statements.length - MOST_LISTED;
    const deciding = element(
      "div",
      { class: "answer-part" },
      element("h3", {}, `The statement${statements.length === 1 ? "" : "s"} that ${verb}`),
      element("ul", { class: "deciding" }, ...links.map((link) => element("li", {}, link))),
      more > 0 && element("p", { class: "others" }, `and ${more} more`),
    );
    const parts = [
      verdict(report),
      statements.length > 0 && deciding,
      ...missing(report, this.#events),
      layerList(layers, asked, this.#events, this.#openness),
    ];
    return parts.filter((part) => part instanceof HTMLElement);
  }
}

function summary(shown: Shown): { title: string; reason: string; state: string } {
  switch (shown.type) {
    case "answered":
      return { title: ANSWERS[shown.report.answer].title, reason: shown.report.reason, state: shown.report.answer };
    case "refused":
      return { title: "No answer", reason: shown.error.message, state: "none" };
    case "waiting":
    case "lost":
      return { title: "No answer", reason: "", state: "none" };
  }
}
