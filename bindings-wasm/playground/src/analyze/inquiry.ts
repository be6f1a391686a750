// One kind of analysis: asked as one types, its answer shown.

import { banner } from "../dom/banner.ts";
import { element, fill } from "../dom/element.ts";
import type { IconName } from "../dom/icon.ts";
import type { Engine } from "../engine/engine.ts";
import type { Answers, Asks, Kind } from "../engine/protocol.ts";
import { messageOf } from "../policies/problems.ts";

/** So long typing must rest before it is asked, in milliseconds; an analysis is more work than an answer. */
const REST = 250;

/** An answer on the page: the word, its colour and icon, the sentence, and what there is besides. */
export interface Shown {
  state: "allowed" | "explicitDeny" | "implicitDeny" | "depends" | "none";
  icon: IconName;
  title: string;
  reason: string;
  notes?: string[];
  parts?: HTMLElement[];
}

export interface InquiryOptions<K extends Kind> {
  kind: K;
  /** What is asked now; in words, what keeps it from being asked. */
  ask: () => Asks[K] | string;
  /** What the page says to an answer. */
  show: (answer: Answers[K], asked: Asks[K]) => Shown;
}

/** Asks and shows. All inquiries share one channel: only that of the tab that is shown is worth waiting for. */
export class Inquiry<K extends Kind = Kind> {
  readonly element: HTMLElement;
  readonly #engine: Engine;
  readonly #options: InquiryOptions<K>;
  readonly #body = element("div", {});
  readonly #spoken = element("p", { class: "off-screen", role: "status", "aria-live": "polite" });
  #resting: ReturnType<typeof setTimeout> | undefined;
  #number = 0;
  #isStale = true;

  constructor(engine: Engine, options: InquiryOptions<K>) {
    this.#engine = engine;
    this.#options = options;
    this.element = element(
      "section",
      { class: "answer analysis", tabindex: -1, "aria-label": "Answer", "aria-busy": "true" },
      this.#spoken,
      this.#body,
    );
    this.#draw({ state: "none", icon: "question", title: "One moment", reason: "The module is being loaded." });
  }

  /** Asks when typing rests; where nobody sees the answer, when it is shown again. */
  soon(): void {
    clearTimeout(this.#resting);
    this.#isStale = true;
    if (!this.element.isConnected) return;
    this.element.setAttribute("aria-busy", "true");
    this.#resting = setTimeout(() => void this.now(), REST);
  }

  /** Asks if what is shown is outdated. */
  refresh(): void {
    if (this.#isStale) void this.now();
  }

  /** Asks at once. */
  async now(): Promise<void> {
    clearTimeout(this.#resting);
    this.#number += 1;
    const number = this.#number;
    this.#isStale = false;
    this.element.setAttribute("aria-busy", "true");
    const { kind, ask, show } = this.#options;
    const asked = ask();
    if (typeof asked === "string") return this.#say(refused(asked));
    const reply = await this.#engine.ask("analysis", kind, asked);
    if (number !== this.#number) return;
    switch (reply.type) {
      case "answered":
        return this.#say(show(reply.value, asked));
      case "refused":
        // the network may be back when it is shown again
        this.#isStale = reply.error.code === "no-catalog";
        return this.#say(refused(messageOf(reply.error)));
      case "lost":
        this.#isStale = true;
        return this.#say(refused(`the module stopped (${reply.message}); the next edit starts it again`));
      case "superseded":
        // by another inquiry
        this.#isStale = true;
    }
  }

  #say(shown: Shown): void {
    this.#draw(shown);
    this.element.setAttribute("aria-busy", "false");
    // the same words again would be read again
    const words = `${shown.title}: ${shown.reason}`;
    if (this.#spoken.textContent !== words) this.#spoken.textContent = words;
  }

  #draw({ state, icon, title, reason, notes, parts = [] }: Shown): void {
    fill(this.#body, banner(state, icon, title, reason, notes), ...parts);
  }
}

function refused(what: string): Shown {
  const reason = `${what.charAt(0).toUpperCase()}${what.slice(1)}.`;
  return { state: "none", icon: "warning", title: "No answer", reason };
}
