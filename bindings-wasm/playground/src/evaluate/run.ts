// Asking, as one types.

import type { Engine } from "../engine/engine.ts";
import { type Asked, ask } from "../question/asked.ts";
import type { Session } from "../question/session.ts";
import type { Shown } from "./answer/state.ts";

/** So long typing must rest before the question is asked, in milliseconds. */
const REST = 120;

export interface RunEvents {
  /** What keeps the question from being asked, found by the form itself. */
  problem: () => string | undefined;
  /** What is shown is about an earlier question from now on. */
  onWait: () => void;
  onShown: (shown: Shown) => void;
}

/** Asks after every change; an edit takes the place of the question before it. */
export class Run {
  readonly #session: Session;
  readonly #engine: Engine;
  readonly #events: RunEvents;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #number = 0;

  constructor(session: Session, engine: Engine, events: RunEvents) {
    this.#session = session;
    this.#engine = engine;
    this.#events = events;
    session.onChange(() => this.#rest());
  }

  /** Asks at once. */
  async now(): Promise<void> {
    const number = this.#cancel();
    this.#session.keep();
    const asked = ask(this.#session.question);
    const message = this.#events.problem();
    if (message !== undefined) {
      this.#events.onShown({
        type: "refused",
        asked,
        error: { type: "InputError", code: "context-key-twice", message },
      });
      return;
    }
    const shown = await this.#ask(asked);
    if (shown && number === this.#number) this.#events.onShown(shown);
  }

  async #ask(asked: Asked): Promise<Shown | undefined> {
    const reply = await this.#engine.ask("answer", "answer", asked.input);
    switch (reply.type) {
      case "answered":
        return { type: "answered", asked, ...reply.value };
      case "refused":
        return { type: "refused", asked, error: reply.error };
      case "lost":
        return reply;
      case "superseded":
        return undefined;
    }
  }

  /** Forgets the runs before: what they answer is about a question that is no longer there. */
  #cancel(): number {
    clearTimeout(this.#resting);
    this.#number += 1;
    this.#events.onWait();
    return this.#number;
  }

  #rest(): void {
    this.#cancel();
    this.#resting = setTimeout(() => void this.now(), REST);
  }
}
