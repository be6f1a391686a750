// What the tabs share: the question, the editors of its policies, and putting another question.

import type { Witness } from "iam-eval-wasm/web";

import type { Engine } from "./engine/engine.ts";
import { EXAMPLES } from "./evaluate/examples/index.ts";
import { readExample } from "./evaluate/examples/menu.ts";
import { PoliciesPanel } from "./policies/panel.ts";
import type { Question } from "./question/question.ts";
import { Session } from "./question/session.ts";
import { Validator } from "./validation/validator.ts";

/** One question for all tabs that ask about policies by layer. */
export class Desk {
  readonly session: Session;
  /** Its element stands in the tab that is shown. */
  readonly policies: PoliciesPanel;
  /** Whether the question was there before the page was reloaded. */
  readonly isKept: boolean;
  #put: (words: string) => void = () => undefined;
  #keys: (keys: string[]) => void = () => undefined;
  #try: (witness: Witness) => void = () => undefined;

  constructor(engine: Engine) {
    const kept = Session.kept();
    this.isKept = kept !== undefined;
    this.session = new Session(kept ?? readExample(EXAMPLES[0]));
    this.policies = new PoliciesPanel(this.session, engine, new Validator(), {
      onKeys: (keys) => this.#keys(keys),
      onTry: (witness) => this.#try(witness),
    });
  }

  /** Who learns which context keys the policies ask for. */
  onKeys(tell: (keys: string[]) => void): void {
    this.#keys = tell;
  }

  /** Who asks the requests that show findings. */
  onTry(ask: (witness: Witness) => void): void {
    this.#try = ask;
  }

  /** Puts a question in place of the last, with words about where it comes from. */
  put(question: Question, words: string): void {
    this.session.replace(question);
    this.#put(words);
  }

  /** Who shows the words about a question. */
  onPut(tell: (words: string) => void): void {
    this.#put = tell;
  }
}
