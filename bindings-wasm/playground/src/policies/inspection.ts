// Looking at a policy as one types: whether it can be read, and what is wrong with it.

import type { ValidateOutput } from "iam-eval-wasm/web";

import type { Engine } from "../engine/engine.ts";
import type { LintAnswer, Reply } from "../engine/protocol.ts";
import type { LayerSort } from "../question/layers.ts";
import type { PolicyDocument } from "../question/question.ts";
import { faultOf, merged } from "../validation/faults.ts";
import { isGiven } from "../validation/given.ts";
import type { Listed } from "../validation/list.ts";
import type { Validator } from "../validation/validator.ts";
import { messageOf, problemAt, problemsOf } from "./problems.ts";

/** What kind of policy it is; one that says not as what it is validated is only read. */
export type PolicySort = Pick<LayerSort, "singular" | "policyType" | "validated">;

/** So long typing must rest before the policy is looked at, in milliseconds. */
const REST = 200;

/** So long what the reader says waits for the checks, so that the list is drawn once. */
const GRACE = 300;

export interface InspectionEvents {
  /** The policy was read. */
  onLint: (answer: LintAnswer) => void;
  onSeen: (seen: Listed, statements: number) => void;
}

/** Looks at a policy after every rest. What was found in an older text is never told of a newer one. */
export class Inspection {
  readonly #document: PolicyDocument;
  readonly #sort: PolicySort;
  readonly #reader: Engine;
  readonly #validator: Validator | undefined;
  readonly #events: InspectionEvents;
  #resting: ReturnType<typeof setTimeout> | undefined;
  #waiting: ReturnType<typeof setTimeout> | undefined;
  /** What is known of the text as it is. */
  #read: LintAnswer | undefined;
  #checked: Exclude<Reply<"validate">, { type: "superseded" }> | { type: "given" } | undefined;

  constructor(
    document: PolicyDocument,
    sort: PolicySort,
    reader: Engine,
    validator: Validator | undefined,
    events: InspectionEvents,
  ) {
    this.#document = document;
    this.#sort = sort;
    this.#reader = reader;
    this.#validator = validator;
    this.#events = events;
  }

  /** Looks when typing rests. */
  soon(): void {
    this.close();
    this.#read = undefined;
    this.#checked = undefined;
    this.#resting = setTimeout(() => this.now(), REST);
  }

  now(): void {
    this.close();
    void this.#lint();
    this.check();
  }

  /** Looks for the first time: the module that checks is loaded when the one that reads is there. */
  async begin(): Promise<void> {
    await this.#lint();
    this.check();
  }

  /** Makes the checks anew, as when others are wanted. */
  check(): void {
    void this.#validate();
  }

  close(): void {
    clearTimeout(this.#resting);
    clearTimeout(this.#waiting);
  }

  async #lint(): Promise<void> {
    const { text, id } = this.#document;
    const { policyType } = this.#sort;
    const ask = policyType === undefined ? { text } : { text, policyType };
    const reply = await this.#reader.ask(`lint ${id}`, "lint", ask);
    // what was found in an older text would stand at the wrong place
    if (reply.type !== "answered" || text !== this.#document.text) return;
    this.#read = reply.value;
    this.#events.onLint(reply.value);
    if (this.#checked || !this.#isValidated) this.#tell();
    else this.#waiting = setTimeout(() => this.#tell(), GRACE);
  }

  async #validate(): Promise<void> {
    const { validated } = this.#sort;
    if (!this.#validator || !validated) return;
    const { text } = this.#document;
    if (isGiven(text, validated)) {
      this.#checked = { type: "given" };
      if (this.#read) this.#tell();
      return;
    }
    const reply = await this.#validator.validate(this.#document, validated);
    if (reply.type === "superseded" || text !== this.#document.text) return;
    this.#checked = reply;
    if (this.#read) this.#tell();
  }

  get #isValidated(): boolean {
    return this.#validator !== undefined && this.#sort.validated !== undefined;
  }

  #tell(): void {
    clearTimeout(this.#waiting);
    if (!this.#read) return;
    const { text } = this.#document;
    const kind = `a ${this.#sort.singular.toLowerCase()}`.replace(/^a (?=[aeiou])/, "an ");
    const problems = problemsOf(text, this.#read, kind);
    this.#events.onSeen(this.#seen(problems), this.#read.statements ?? 0);
  }

  #seen(problems: ReturnType<typeof problemsOf>): Listed {
    const checked = this.#checked;
    switch (checked?.type) {
      case "answered":
        return { faults: merged(problems, checked.value.findings.map(faultOf)), note: noteOf(checked.value) };
      case "refused": {
        // the reader, too, refuses what passes a limit
        const { error } = checked;
        const faults =
          problems.length > 0 ? problems : [problemAt(this.#document.text, error, "ERROR", messageOf(error))];
        return { faults };
      }
      case "given":
        return { faults: problems, note: "AWS attaches this policy by itself, so no checks are made." };
      case "lost":
        return { faults: problems, note: "The checks could not be made; the next edit tries again." };
      case undefined:
        return { faults: problems };
    }
  }
}

function noteOf({ catalogDate }: ValidateOutput): string | undefined {
  if (catalogDate !== undefined) return undefined;
  return "The facts about AWS’s services could not be loaded, so the checks that need them were not made.";
}
