// The question on the page, and who wants to know when it changes.

import { ask } from "./asked.ts";
import { parseQuestion } from "./share.ts";
import type { Question } from "./question.ts";

const KEY = "iam-eval-question";

/** Holds the question that is being edited. */
export class Session {
  #question: Question;
  #changed: (() => void)[] = [];
  #replaced: (() => void)[] = [];

  constructor(question: Question) {
    this.#question = question;
  }

  get question(): Question {
    return this.#question;
  }

  /** Edits the question in place and tells everybody. */
  edit(change: (question: Question) => void): void {
    change(this.#question);
    for (const tell of this.#changed) tell();
  }

  /** Puts another question in place of this one. */
  replace(question: Question): void {
    this.#question = question;
    for (const tell of this.#replaced) tell();
    for (const tell of this.#changed) tell();
  }

  /** After every change. */
  onChange(tell: () => void): void {
    this.#changed.push(tell);
  }

  /** After another question came in place of the last. */
  onReplace(tell: () => void): void {
    this.#replaced.push(tell);
  }

  /**
   * Keeps the question until the browser's tab is closed, so that a reload loses nothing. It does not
   * outlive the tab: policies are confidential, and the machine may be somebody else's.
   */
  keep(): void {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(ask(this.#question).input));
    } catch {
      // no room, or no storage allowed: a reload then begins anew
    }
  }

  /** The question kept before a reload. */
  static kept(): Question | undefined {
    try {
      const json = sessionStorage.getItem(KEY);
      return json === null ? undefined : parseQuestion(json);
    } catch {
      return undefined;
    }
  }
}
