// The page's end of the worker for logs.

import type { Answers, Asks, Kind, Question, Said } from "./protocol.ts";

interface Pending {
  resolve: (value: never) => void;
  reject: (error: Error) => void;
  onProgress: ((bytes: number, records: number) => void) | undefined;
}

/** Asks the module for logs, which is loaded when the first question comes. */
export class UsageEngine {
  #worker: Worker | undefined;
  #number = 0;
  #pending = new Map<number, Pending>();

  /** Asks; rejects with why there is no answer. */
  ask<K extends Kind>(
    kind: K,
    ask: Asks[K],
    onProgress?: (bytes: number, records: number) => void,
  ): Promise<Answers[K]> {
    this.#number += 1;
    const question: Question<K> = { number: this.#number, kind, ask };
    return new Promise<Answers[K]>((resolve, reject) => {
      this.#pending.set(question.number, { resolve: resolve as Pending["resolve"], reject, onProgress });
      this.#worker ??= this.#start();
      this.#worker.postMessage(question);
    });
  }

  #start(): Worker {
    const worker = new Worker(new URL("./worker.ts", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }: MessageEvent<Said>) => this.#hear(data);
    worker.onerror = (event) => this.#lose(event.message || "the worker could not be started");
    return worker;
  }

  #hear(said: Said): void {
    const pending = this.#pending.get(said.number);
    if (!pending) return;
    if (said.type === "progress") {
      pending.onProgress?.(said.bytes, said.records);
      return;
    }
    this.#pending.delete(said.number);
    if (said.type === "answered") pending.resolve(said.value as never);
    else pending.reject(new Error(said.message));
  }

  /** Tells everybody who waits; whoever asks next starts another. */
  #lose(message: string): void {
    const lost = [...this.#pending.values()];
    this.#pending.clear();
    this.#worker?.terminate();
    this.#worker = undefined;
    for (const { reject } of lost) reject(new Error(message));
  }
}
