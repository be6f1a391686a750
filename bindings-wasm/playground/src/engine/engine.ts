// The page's end of the worker.

import type { Asks, Kind, Question, Reply, Said } from "./protocol.ts";

interface Pending {
  question: Question;
  resolve: (reply: Reply<never>) => void;
}

/** So long may an outdated question keep the worker from the next one, in milliseconds. */
const PATIENCE = 3000;

/** Asks the module, which runs in a worker so that the page never waits for it. */
export class Engine {
  readonly #open: () => Worker;
  /** None where the last one is lost: whoever asks next starts another. */
  #worker: Worker | undefined;
  #isReady = false;
  #heard = 0;
  #number = 0;
  #pending = new Map<string, Pending>();

  /** `open` starts a worker that serves the questions. */
  constructor(open: () => Worker) {
    this.#open = open;
    this.#worker = this.#start();
  }

  /**
   * Asks. A question takes the place of the last one of its channel, whose reply is then
   * `superseded`; where the worker is stuck with that one, it is replaced.
   */
  ask<K extends Kind>(channel: string, kind: K, ask: Asks[K]): Promise<Reply<K>> {
    const outdated = this.#pending.get(channel);
    outdated?.resolve({ type: "superseded" });
    if (this.#pending.size === 0) this.#heard = performance.now();
    this.#number += 1;
    const question: Question<K> = { number: this.#number, channel, kind, ask };
    return new Promise<Reply<K>>((resolve) => {
      this.#pending.set(channel, { question: question as Question, resolve: resolve as Pending["resolve"] });
      const isStuck = outdated && this.#isReady && performance.now() - this.#heard > PATIENCE;
      if (!this.#worker || isStuck) this.#restart();
      else this.#worker.postMessage(question);
    });
  }

  #start(): Worker {
    const worker = this.#open();
    worker.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
    worker.onerror = (event) => this.#lose(event.message || "the worker could not be started");
    return worker;
  }

  #restart(): void {
    this.#stop();
    this.#worker = this.#start();
    for (const { question } of this.#pending.values()) this.#worker.postMessage(question);
  }

  #stop(): void {
    this.#worker?.terminate();
    this.#worker = undefined;
    this.#isReady = false;
  }

  #hear(said: Said): void {
    this.#heard = performance.now();
    if (said.type === "ready") {
      this.#isReady = true;
    } else if (said.type === "lost") {
      this.#lose(said.message);
    } else {
      const pending = this.#pending.get(said.channel);
      if (pending?.question.number !== said.number) return;
      this.#pending.delete(said.channel);
      pending.resolve(said as Reply<never>);
    }
  }

  /** Tells everybody who waits. */
  #lose(message: string): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    this.#stop();
    for (const { resolve } of lost) resolve({ type: "lost", message });
  }
}
